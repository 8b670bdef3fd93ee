// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/crypto/blowfish" //lint:ignore SA1019 WinAuth encrypts with it, and nothing is encrypted here
)

// openWinAuth takes the layers off an encrypted text.
func openWinAuth(text, kinds string, password []byte) ([]byte, error) {
	switch {
	case strings.ContainsAny(kinds, "um"):
		return nil, newError(CodeWindows, "", ErrUnsupported)
	case strings.ContainsAny(kinds, "ab"):
		return nil, newError(CodeYubiKey, "", ErrUnsupported)
	case strings.Trim(kinds, "y") != "":
		return nil, newerVersion()
	case password == nil:
		return nil, passwordNeeded()
	}
	text = strings.TrimSpace(text)
	rest, hashed := strings.CutPrefix(strings.ToUpper(text), winAuthHeader)
	data, err := hex.DecodeString(rest)
	if err != nil {
		return nil, damaged()
	}
	if !hashed {
		return openWinAuthPassword(data, password)
	}
	if len(data) < winAuthSalt+sha256.Size {
		return nil, damaged()
	}
	salt, sum, data := data[:winAuthSalt], data[winAuthSalt:winAuthSalt+sha256.Size], data[winAuthSalt+sha256.Size:]
	plain, err := openWinAuthPassword(data, password)
	if err != nil {
		return nil, err
	}
	if check := sha256.Sum256(append(bytes.Clone(salt), plain...)); !bytes.Equal(check[:], sum) {
		return nil, passwordWrong()
	}
	return plain, nil
}

// openWinAuthPassword opens salt ‖ Blowfish in ECB with ISO 10126 padding: the
// last byte counts the bytes of padding.
func openWinAuthPassword(data, password []byte) ([]byte, error) {
	if len(data) <= winAuthSalt || len(data)%blowfish.BlockSize != 0 {
		return nil, damaged()
	}
	key, err := pbkdf2.Key(sha1.New, string(password), data[:winAuthSalt], winAuthRounds, winAuthKey)
	if err != nil {
		return nil, damaged() // unreachable
	}
	// NewCipher takes no key that is so long. With a salt of zeros this is the
	// same schedule, which uses the first 72 bytes.
	block, err := blowfish.NewSaltedCipher(key, make([]byte, 16))
	if err != nil {
		return nil, damaged() // unreachable
	}
	data = data[winAuthSalt:]
	plain := make([]byte, len(data))
	for i := 0; i < len(data); i += blowfish.BlockSize {
		block.Decrypt(plain[i:], data[i:])
	}
	padding := int(plain[len(plain)-1])
	if padding < 1 || padding > blowfish.BlockSize {
		return nil, passwordWrong()
	}
	return plain[:len(plain)-padding], nil
}
