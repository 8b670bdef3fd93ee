// SPDX-License-Identifier: MIT

package otp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanName makes text fit to be an issuer or an account: invalid UTF-8 becomes
// U+FFFD, a line break or tab a space, other control characters and those that
// turn the direction of the text around it (U+202A–202E, U+2066–2069) go, white
// space around it too. It changes nothing in what it gave back before. Length is
// left to Check.
func CleanName(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || turnsDirection(r):
			return -1
		}
		return r
	}, text))
}

// turnsDirection knows the embeddings, overrides and isolates of UAX #9. The
// plain marks U+200E and U+200F only place neighbours and belong to real names.
func turnsDirection(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF'
}

func checkName(field, name string) error {
	switch {
	case utf8.RuneCountInString(name) > MaxName:
		return newError(CodeTooLong, field, "")
	case CleanName(name) != name:
		return newError(CodeName, field, "")
	}
	return nil
}
