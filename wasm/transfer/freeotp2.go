// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha512"
	"hash"
	"strings"
)

// freeOTP2Format is FreeOTP 2's backup, externalBackup.xml, which is no XML: a
// java.util.HashMap of strings in Java's serialisation (javamap.go) with
//
//	masterKey     {"mAlgorithm":"PBKDF2withHmacSHA512","mIterations":100000,"mSalt":[…],"mEncryptedKey":KEY}
//	UUID          {"key":"KEY as text"}
//	UUID-token    a token as in freeotp.go, without its secret
//
// KEY is {"mCipher":"AES/GCM/NoPadding","mCipherText":[…],"mParameters":[…],"mToken":"AES"}; mParameters is
// DER, SEQUENCE { OCTET STRING nonce, INTEGER length of the tag } or the OCTET
// STRING alone, and mToken, in ASCII, is the additional data. The password's
// key opens that of masterKey, and this opens the secrets of the tokens.
// Source: org.fedorahosted.freeotp encryptor/MasterKey.java, EncryptedKey.java.
var freeOTP2Format = format{"freeotp-2", isFreeOTP2, readFreeOTP2}

const (
	freeOTP2Master = "masterKey"
	freeOTP2Suffix = "-token"
	freeOTP2Cipher = "AES/GCM/NoPadding"
	// The program writes 100,000 iterations, of SHA-1 at first and of SHA-512
	// today. Ten times that takes some seconds in a browser.
	freeOTP2Rounds = 1_000_000
)

func isFreeOTP2(f *file) bool { return bytes.HasPrefix(f.data, []byte(javaMagic)) }

func readFreeOTP2(r *reading) error {
	entries, err := parseJavaMap(r.data)
	if err != nil {
		return err
	}
	values := make(map[string]string, len(entries))
	for _, e := range entries {
		values[e.name] = e.value
	}
	text, there := values[freeOTP2Master]
	v, ok := parseJSONText([]byte(text))
	if !there || !ok {
		return damaged()
	}
	master, err := openFreeOTP2Master(v.record(), r.password)
	if err != nil {
		return err
	}
	position := 0
	for _, e := range entries {
		if id, isToken := strings.CutSuffix(e.name, freeOTP2Suffix); isToken {
			position++
			sealed, _ := parseJSONText([]byte(values[id]))
			token, _ := parseJSONText([]byte(e.value))
			r.putFreeOTP2(position, token.record(), sealed.record(), master)
		}
	}
	return nil
}

// openFreeOTP2Master derives the password's key and opens the master key.
func openFreeOTP2Master(m *jsonRecord, password []byte) (cipher.AEAD, error) {
	salt, ok := m.fields["mSalt"].signedBytes()
	rounds := m.number("mIterations", withoutDefault, "", "")
	sealed := m.fields["mEncryptedKey"].record()
	function := map[string]func() hash.Hash{"pbkdf2withhmacsha1": sha1.New, "pbkdf2withhmacsha512": sha512.New}[strings.ToLower(m.text("mAlgorithm"))]
	switch {
	case !ok || m.err != nil || sealed.err != nil || rounds < 1:
		return nil, damaged()
	case function == nil:
		return nil, newerVersion()
	case rounds > freeOTP2Rounds:
		return nil, tooMuchWork()
	case password == nil:
		return nil, passwordNeeded()
	}
	nonce, text, token, err := freeOTP2Sealed(sealed)
	if err != nil {
		return nil, damaged()
	}
	derived, err := pbkdf2.Key(function, string(password), salt, rounds, len(salt)) // as long as the salt: 32 bytes
	if err != nil {
		return nil, damaged()
	}
	if _, err := newFreeOTPGCM(derived); err != nil {
		return nil, err
	}
	if key, err := openFreeOTPGCM(derived, nonce, text, token); err == nil {
		return newFreeOTPGCM(key)
	}
	return nil, passwordWrong()
}

// freeOTP2Sealed takes a KEY apart.
func freeOTP2Sealed(k *jsonRecord) (nonce, text, token []byte, err error) {
	text, ok := k.fields["mCipherText"].signedBytes()
	parameters, der := k.fields["mParameters"].signedBytes()
	if nonce = freeOTP2Nonce(parameters); !ok || !der || nonce == nil || k.text("mCipher") != freeOTP2Cipher {
		return nil, nil, nil, newError(CodeEntry, "", nil)
	}
	return nonce, text, []byte(k.text("mToken")), nil
}

// freeOTP2Nonce reads the nonce of DER parameters; nil for others than the two
// shapes that occur, with the usual 12 bytes of nonce and 16 of tag. It is the
// short form of DER only, which is all that fits.
func freeOTP2Nonce(der []byte) []byte {
	const sequence, octets, nonce = 0x30, 0x04, 12
	if len(der) > 2 && der[0] == sequence && int(der[1]) == len(der)-2 {
		der = der[2:]
		if !bytes.HasSuffix(der, []byte{0x02, 0x01, 16}) && len(der) != 2+nonce {
			return nil
		}
		der = der[:min(len(der), 2+nonce)]
	}
	if len(der) != 2+nonce || der[0] != octets || der[1] != nonce {
		return nil
	}
	return der[2:]
}

func (r *reading) putFreeOTP2(position int, token, sealed *jsonRecord, master cipher.AEAD) {
	key, err := freeOTPKey(token, freeOTPDialect{defaults: true})
	if err == nil {
		key.Secret, err = openFreeOTP2Secret(sealed, master)
	}
	if err != nil {
		issuer, account := freeOTPName(token)
		r.reject(position, issuer, account, err)
		return
	}
	r.putKey(key, Detail{Position: position})
}

func openFreeOTP2Secret(sealed *jsonRecord, master cipher.AEAD) ([]byte, error) {
	v := sealed.fields["key"]
	if v.kind() == '"' {
		v, _ = parseJSONText([]byte(v.unquote()))
	}
	nonce, text, token, err := freeOTP2Sealed(v.record())
	if err != nil {
		return nil, err
	}
	secret, err := master.Open(nil, nonce, text, token)
	if err != nil {
		return nil, newError(CodeEntry, "", nil)
	}
	return secret, nil
}

func newFreeOTPGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, damaged()
	}
	return cipher.NewGCM(block)
}

// openFreeOTPGCM opens AES-GCM with a nonce of 12 bytes.
func openFreeOTPGCM(key, nonce, text, additional []byte) ([]byte, error) {
	aead, err := newFreeOTPGCM(key)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, nonce, text, additional)
}
