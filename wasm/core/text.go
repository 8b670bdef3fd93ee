// SPDX-License-Identifier: MIT

package core

import (
	"errors"
	"net/url"
	"strings"
	"unicode"

	"inkan/wasm/migration"
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

const (
	maxText = 200  // characters shown of a text
	maxLink = 2000 // bytes of a link; a longer one is shown as text
)

// refused says what a text is that is no valid key.
func refused(text string, err error) Reading {
	var key *otp.Error
	if !errors.As(err, &key) || key.Code != otp.CodeScheme {
		r := refusedKey(err)
		if r.Kind == KindMigration {
			r.Part = partOf(strings.TrimSpace(text))
		}
		return r
	}
	switch {
	case holdsKey(text):
		return Reading{Kind: KindProblem, Problem: errEmbedded}
	case bareSecret(text), isRecoveryKey(text):
		return Reading{Kind: KindProblem, Problem: errBareSecret}
	case isLink(text):
		return Reading{Kind: KindLink, Link: harmless(strings.TrimSpace(text), maxLink)}
	}
	return Reading{Kind: KindText, Text: harmless(text, maxText)}
}

// partOf is nil for a transfer code that cannot be read.
func partOf(link string) *ExportPart {
	part, err := migration.Parse(link)
	if err != nil {
		return nil
	}
	return &ExportPart{Export: int(part.ID), Index: part.Index, Size: part.Size}
}

// refusedKey says why a key was refused.
func refusedKey(err error) Reading {
	var key *otp.Error
	switch {
	case errors.As(err, &key) && key.Code == otp.CodeMigration:
		return Reading{Kind: KindMigration}
	case errors.As(err, &key) && key.Code == otp.CodePush:
		return Reading{Kind: KindKnownApp, Problem: problem(err)}
	}
	return Reading{Kind: KindProblem, Problem: problem(err)}
}

// keyMarks are what a key's URI cannot be without, however it is wrapped.
var keyMarks = []string{"otpauth", "motp:", "steam:", "secret="}

// holdsKey says that a text may have a key's URI somewhere inside, also one
// that is percent-encoded up to three times: such a text is never shown.
func holdsKey(text string) bool {
	for range 4 {
		visible := strings.ToLower(strings.Map(dropInvisible, text))
		for _, mark := range keyMarks {
			if strings.Contains(visible, mark) {
				return true
			}
		}
		text = unescape(text)
	}
	return false
}

func dropInvisible(r rune) rune {
	if unicode.IsSpace(r) || !unicode.IsGraphic(r) {
		return -1
	}
	return r
}

// unescape decodes the percent escapes that are whole and leaves the others,
// which url.PathUnescape would refuse together with all of the text.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if decoded, err := url.PathUnescape(text[i : i+3]); err == nil {
				b.WriteString(decoded)
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// bareSecret says that a text may be a secret and nothing else: 16 or more
// characters of Base32 or hexadecimal, in one piece or in groups of four, that
// are not plainly a word or a number.
func bareSecret(text string) bool {
	groups := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	for _, group := range groups[:max(0, len(groups)-1)] {
		if len(group) != 4 {
			return false
		}
	}
	joined := strings.TrimRight(strings.Join(groups, ""), "=")
	upper := strings.ToUpper(joined)
	in32 := strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
	hex := strings.Trim(upper, "0123456789ABCDEF") == ""
	letters := strings.ContainsAny(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	word := joined != upper && !strings.ContainsAny(joined, "0123456789")
	return len(joined) >= 16 && (in32 || hex) && letters && !word
}

// isRecoveryKey knows the other secret of ours that can be a QR code.
func isRecoveryKey(text string) bool {
	k, err := vault.ParseRecoveryKey([]byte(text))
	clear(k[:])
	return err == nil
}

// isLink knows the addresses that a person would expect behind a QR code.
func isLink(text string) bool {
	u, err := url.Parse(strings.TrimSpace(text))
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(text) <= maxLink
}

// harmless makes a text fit to be shown: at most limit characters, control
// characters as spaces, nothing that is invisible or turns the direction of
// what stands around it.
func harmless(text string, limit int) string {
	shown := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r) && r != '\u200D': // the joiner makes emoji and Indic letters
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))))
	if len(shown) > limit {
		shown = append(shown[:limit-1], '…')
	}
	return string(shown)
}
