// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/pbkdf2"
	"encoding/base64"
	"hash"

	"golang.org/x/crypto/argon2"
)

// What protects exports. Whoever made a file decides how much work opening it
// is, so every derivation is checked against bounds before anything is
// allocated: several times what real files ask for, and no more.

// openGCM decrypts AES-GCM in place; sealed ends in its 16-byte tag. ok is false
// for a wrong key, nonce or tag, and sealed is lost then.
func openGCM(key, nonce, sealed, data []byte) (plain []byte, ok bool) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, false
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil || len(nonce) != gcm.NonceSize() {
		return nil, false
	}
	plain, err = gcm.Open(sealed[:0], nonce, sealed, data)
	return plain, err == nil
}

// openCBC decrypts AES-CBC in place and takes off the PKCS #7 padding. ok is false where
// there is no such padding, as after a wrong key but once in 256 times.
func openCBC(key, iv, sealed []byte) (plain []byte, ok bool) {
	block, err := aes.NewCipher(key)
	if err != nil || len(iv) != aes.BlockSize || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, false
	}
	plain = sealed
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, sealed)
	padding := int(plain[len(plain)-1])
	if padding < 1 || padding > aes.BlockSize {
		return nil, false
	}
	for _, c := range plain[len(plain)-padding:] {
		if int(c) != padding {
			return nil, false
		}
	}
	return plain[:len(plain)-padding], true
}

// derivePBKDF2 makes a key of 32 bytes.
func derivePBKDF2[H hash.Hash](h func() H, password, salt []byte, iterations int) []byte {
	key, err := pbkdf2.Key(h, string(password), salt, iterations, 32)
	if err != nil {
		panic("transfer: internal error: " + err.Error()) // unreachable: the length is fixed
	}
	return key
}

// What a browser does in a second, on a computer of some years ago: measured in
// WebAssembly on one of two shared cores.
const (
	argon2Speed = 200_000   // KiB × passes
	pbkdf2Speed = 300_000   // iterations of SHA-256
	aesSpeed    = 3_000_000 // blocks
)

// argon2id are parameters of Argon2id version 0x13 (RFC 9106).
type argon2id struct {
	memory int64 // KiB
	passes int64
	lanes  int64
}

// Bounds of Argon2id. Ente's desktop export takes 1 GiB and 4 passes, on phones
// less memory and as many more passes; Bitwarden allows 1 GiB, 10 passes and 16
// lanes. More memory than that is more than a browser has.
const (
	maxArgon2Memory = 1 << 20  // KiB: 1 GiB
	maxArgon2Work   = 10 << 20 // KiB × passes
	maxArgon2Lanes  = 16
)

// check says why no key is made with these parameters.
func (a argon2id) check() error {
	switch {
	case a.lanes < 1 || a.passes < 1 || a.memory/8 < a.lanes:
		return damaged()
	case a.memory > maxArgon2Memory || a.lanes > maxArgon2Lanes:
		return tooMuchMemory()
	case a.passes > maxArgon2Work/a.memory:
		return tooMuchWork()
	}
	return nil
}

// seconds that derive takes, of parameters that check lets through.
func (a argon2id) seconds() int64 { return a.memory * a.passes / argon2Speed }

// derive makes a key of 32 bytes, or says why it does not.
func (a argon2id) derive(password, salt []byte) ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	return argon2.IDKey(password, salt, uint32(a.passes), uint32(a.memory), uint8(a.lanes), 32), nil
}

// openSalted decrypts what CryptoJS makes with a passphrase, as openssl enc does
// with -md md5: the Base64 of "Salted__", 8 bytes of salt and AES-256-CBC. Key
// and IV are 48 bytes of EVP_BytesToKey: MD5, one round. There is no MAC: ok is
// false only where the padding is wrong.
func openSalted(text string, passphrase []byte) (plain []byte, ok bool) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) < 16 || string(data[:8]) != "Salted__" {
		return nil, false
	}
	var made, last []byte
	for len(made) < 48 {
		sum := md5.Sum(append(append(last, passphrase...), data[8:16]...))
		last = sum[:]
		made = append(made, last...)
	}
	return openCBC(made[:32], made[32:48], data[16:])
}
