// SPDX-License-Identifier: MIT

package otp

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// steamSecret is the length in bytes of every shared_secret Steam gives out.
const steamSecret = 20

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// ParseSecret reads Base32 (RFC 4648 §6) as people type and paste it: in any
// case, full width too, with white space, dashes, underscores and padding
// anywhere. n letters give n*5/8 bytes, rounded down; left-over bits are dropped.
// It fails with CodeSecretMissing, -Character, -Hex, -Length or CodeTooLong.
func ParseSecret(text string) ([]byte, error) {
	if len(text) > MaxURI {
		return nil, newError(CodeTooLong, "secret", "")
	}
	secret := make([]byte, 0, len(text)*5/8)
	letters, position, bits, held := 0, 0, 0, uint32(0)
	for _, r := range text {
		position++
		if separates(r) {
			continue
		}
		value := base32Value(r)
		if value < 0 {
			return nil, characterError(text, r, position)
		}
		letters++
		held, bits = held<<5|uint32(value), bits+5
		if bits >= 8 {
			bits -= 8
			secret = append(secret, byte(held>>bits))
		}
	}
	return checkSecret(secret, letters)
}

// ParseHex reads a secret written in hexadecimal, in the same lenient way.
// Position counts as in ParseSecret.
func ParseHex(text string) ([]byte, error) {
	if len(text) > MaxURI {
		return nil, newError(CodeTooLong, "secret", "")
	}
	digits, position := make([]byte, 0, len(text)), 0
	for _, r := range text {
		position++
		switch folded := fold(r); {
		case separates(r):
		case strings.ContainsRune("0123456789ABCDEF", folded):
			digits = append(digits, byte(folded))
		default:
			return nil, &Error{Code: CodeSecretCharacter, Field: "secret", Value: harmless(string(r)), Position: position}
		}
	}
	secret, err := hex.DecodeString(string(digits))
	if err != nil {
		return nil, newError(CodeSecretLength, "secret", "") // an odd number of digits
	}
	return checkSecret(secret, len(digits))
}

// ParseSecret reads a secret in the way of this type: MOTP in hexadecimal, Steam
// in Base32 or as the Base64 of its 20 bytes, Yandex in Base32 and, when it has
// one, with its checksum, which is taken off; others in Base32.
func (t Type) ParseSecret(text string) ([]byte, error) {
	switch t {
	case MOTP:
		return ParseHex(text)
	case Steam:
		// 27 characters and "=" is no length of padded Base32, so this cannot
		// take one for the other.
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err == nil && len(secret) == steamSecret {
			return secret, nil
		}
	case Yandex:
		secret, err := ParseSecret(text)
		if err != nil {
			return nil, err
		}
		return cutYandexSecret(secret)
	}
	return ParseSecret(text)
}

// FormatSecret is a secret's Base32 text, upper case, without padding.
func FormatSecret(secret []byte) string { return base32Text.EncodeToString(secret) }

func checkSecret(secret []byte, letters int) ([]byte, error) {
	switch {
	case letters == 0:
		return nil, newError(CodeSecretMissing, "secret", "")
	case len(secret) == 0:
		return nil, newError(CodeSecretLength, "secret", "")
	case len(secret) > MaxSecret:
		return nil, newError(CodeTooLong, "secret", "")
	}
	return secret, nil
}

// characterError names the character that is not Base32, or says that the whole
// text is hexadecimal: which of the two it is meant to be cannot be guessed.
func characterError(text string, bad rune, position int) error {
	code := CodeSecretCharacter
	if secret, err := ParseHex(text); err == nil && len(secret) >= 8 {
		code = CodeSecretHex
	}
	return &Error{Code: code, Field: "secret", Value: harmless(string(bad)), Position: position}
}

// oddLength says that no whole number of bytes gives so many Base32 letters: one
// is missing or too many.
func oddLength(text string) bool {
	letters := 0
	for _, r := range text {
		if !separates(r) {
			letters++
		}
	}
	return letters%8 == 1 || letters%8 == 3 || letters%8 == 6
}

// base32Value is the value of a Base32 letter or digit, 0 to 31, else -1.
func base32Value(r rune) int {
	switch r = fold(r); {
	case r >= 'A' && r <= 'Z':
		return int(r - 'A')
	case r >= '2' && r <= '7':
		return int(r-'2') + 26
	}
	return -1
}

// separates knows what people and web pages put between the letters of a secret.
func separates(r rune) bool {
	switch r {
	case '=', '-', '_', '\u00AD', '\u200B', '\u200C', '\u200D', '\u2060', '\u2212', '\uFEFF', '\uFF0D':
		return true
	}
	return unicode.IsSpace(r) || r >= '\u2010' && r <= '\u2015'
}

// fold gives the ASCII capital or digit for a small or full-width one
// (U+FF01–FF5E, what a Japanese keyboard types), other characters unchanged.
func fold(r rune) rune {
	if r >= '\uFF01' && r <= '\uFF5E' {
		r -= 0xFEE0
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	return r
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}
