// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"inkan/wasm/otp"
)

// totpAuthenticatorFormat is TOTP Authenticator (com.authenticator.authservice2):
// its backup, and the preferences it keeps its accounts in. A backup is Base64
// of AES-256 in CBC with a zero IV; the key is SHA-256 of the password, or of
// "TotpAuthenticator" when the user gave none. Inside is a JSON object whose
// only name is the text of an array; in the preferences that array is the value
// of STATIC_TOTP_CODES_LIST:
//
//	[{"base":16,"key":"…","issuer":"…","name":"…","isFavorite":false,…}]
//
// base says how the key is written: 16, 32 or 64. The program keeps digits and
// period of a link but computes all codes with SHA1, 6 digits and 30 seconds,
// so these are the format's. Source: Aegis's TotpAuthenticatorImporter.java and
// its tests.
var totpAuthenticatorFormat = format{"totp-authenticator", isTOTPAuthenticator, readTOTPAuthenticator}

const (
	totpAuthenticatorList     = "STATIC_TOTP_CODES_LIST"
	totpAuthenticatorPassword = "TotpAuthenticator"
	maxTOTPAuthenticator      = 16 << 20 // bytes; an account is some 500
)

func isTOTPAuthenticator(f *file) bool {
	_, there := f.preference(totpAuthenticatorList)
	return there || totpAuthenticatorSealed(f.data) != nil
}

// totpAuthenticatorSealed decodes a backup. A text that could be a Base32
// secret is none: a backup has small letters.
func totpAuthenticatorSealed(data []byte) []byte {
	text := bytes.TrimSpace(data)
	if len(text) < 64 || len(text) > maxTOTPAuthenticator || bytes.Equal(text, bytes.ToUpper(text)) {
		return nil
	}
	sealed, err := base64.StdEncoding.AppendDecode(nil, bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r"), nil), []byte("\n"), nil))
	if err != nil || len(sealed)%aes.BlockSize != 0 {
		return nil
	}
	return sealed
}

func readTOTPAuthenticator(r *reading) error {
	list, there := r.preference(totpAuthenticatorList)
	if !there {
		var err error
		if list, err = openTOTPAuthenticator(totpAuthenticatorSealed(r.data), r.password); err != nil {
			return err
		}
	}
	v, ok := parseJSONText([]byte(list))
	if !ok {
		return damaged()
	}
	accounts, err := v.items()
	if err != nil {
		return err
	}
	for i, account := range accounts {
		if account.kind() == '"' { // each entry may be a text, too
			account, _ = parseJSONText([]byte(account.unquote()))
		}
		r.putTOTPAuthenticator(i+1, account.record())
	}
	return nil
}

// openTOTPAuthenticator tries the password and then the one the program uses
// itself. What opens is checked by being JSON of that shape.
func openTOTPAuthenticator(sealed, password []byte) (string, error) {
	for _, secret := range [][]byte{password, []byte(totpAuthenticatorPassword)} {
		if secret == nil {
			continue
		}
		key := sha256.Sum256(secret)
		block, err := aes.NewCipher(key[:])
		if err != nil {
			return "", damaged() // unreachable
		}
		plain, ok := openPadded(block, make([]byte, aes.BlockSize), sealed)
		if !ok {
			continue
		}
		v, ok := parseJSONText(plain)
		if !ok {
			continue
		}
		if members, err := v.members(); err == nil && len(members) == 1 {
			return members[0].name, nil
		}
	}
	if password == nil {
		return "", passwordNeeded()
	}
	return "", passwordWrong()
}

func (r *reading) putTOTPAuthenticator(position int, a *jsonRecord) {
	key := otp.New(otp.TOTP)
	key.Issuer, key.Account = a.label("issuer"), a.label("name")
	text, err := a.text("key"), error(nil)
	switch a.fields["base"].digits() {
	case "16":
		key.Secret, err = otp.ParseHex(text)
	case "32":
		key.Secret, err = otp.ParseSecret(text)
	case "64":
		if key.Secret, err = base64.StdEncoding.DecodeString(strings.TrimSpace(text)); err != nil {
			err = newError(CodeEntry, "", nil)
		}
	default:
		err = newError(CodeEntryType, "", nil)
	}
	if a.note(err); a.err != nil {
		r.reject(position, key.Issuer, key.Account, a.err)
		return
	}
	r.putKey(key, Detail{Position: position, Pinned: a.flag("isFavorite")})
}
