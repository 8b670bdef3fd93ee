// SPDX-License-Identifier: MIT

package otp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanName makes text fit to be an issuer or an account, so that two names that
// look alike are not different by what nobody sees. Invalid UTF-8 becomes
// U+FFFD, a line break or tab a space. These go, and white space around the
// text:
//
//   - control and format characters, among them all that turn or mark the
//     direction of text (UAX #9)
//   - what Unicode calls default-ignorable: zero-width spaces, soft hyphens,
//     fillers, tag characters, variation selectors
//
// Of those, these stay, because they change what is seen:
//
//   - U+200C and U+200D between letters of a script that joins its letters
//   - U+200D between two emoji, a variation selector (U+FE0E, U+FE0F) after an
//     emoji or inside a keycap, the tags of a flag such as Scotland's
//
// It changes nothing in what it gave back before. Length is left to Check.
func CleanName(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case invisible(r) && !needsNeighbour(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if strings.ContainsFunc(text, invisible) {
		text = cleanSequences([]rune(text))
	}
	return strings.TrimSpace(text)
}

const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
	asText    = '\uFE0E'
	asEmoji   = '\uFE0F'
	keycap    = '\u20E3'
	blackFlag = '\U0001F3F4'
	tagEnd    = '\U000E007F'
)

// invisible knows control and format characters and the rest of the
// default-ignorable ones; not the Arabic number signs, which are format
// characters that are seen.
func invisible(r rune) bool {
	if r < 0x80 { // nearly all there is
		return r < ' ' || r == 0x7F
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// needsNeighbour knows the invisible characters that have a use in some places.
func needsNeighbour(r rune) bool {
	return r == nonJoiner || r == joiner || r == asText || r == asEmoji || isTag(r)
}

func isTag(r rune) bool { return r >= '\U000E0020' && r <= tagEnd }

// cleanSequences drops the characters of needsNeighbour that are out of place.
// It looks back only at what it kept and ahead only at what it will keep, so
// that a second time changes nothing.
func cleanSequences(text []rune) string {
	var kept []rune
	for len(text) > 0 {
		length, stays := 1, true
		switch r := text[0]; {
		case r == nonJoiner || r == joiner:
			stays = joins(kept, r, runeAt(text, 1))
		case r == asText || r == asEmoji:
			stays = selects(runeAt(kept, len(kept)-1), runeAt(text, 1))
		case isTag(r):
			for length < len(text) && isTag(text[length]) {
				length++
			}
			stays = runeAt(kept, len(kept)-1) == blackFlag && flagTags(text[:length])
		}
		if stays {
			kept = append(kept, text[:length]...)
		}
		text = text[length:]
	}
	return string(kept)
}

// runeAt is the rune at an index, or 0 outside the text.
func runeAt(text []rune, index int) rune {
	if index < 0 || index >= len(text) {
		return 0
	}
	return text[index]
}

// joins says that a joiner has something to join or to keep apart.
func joins(before []rune, r, next rune) bool {
	last := len(before) - 1
	if r == joiner && isEmoji(next) && last >= 0 {
		return isEmoji(before[last]) || before[last] == asEmoji || before[last] == tagEnd
	}
	for last >= 0 && unicode.Is(unicode.Inherited, before[last]) && !invisible(before[last]) {
		last-- // vowel signs of Arabic, between a letter and its joiner
	}
	return unicode.In(runeAt(before, last), joiningScripts...) && unicode.In(next, joiningScripts...)
}

// joiningScripts are those whose letters or marks a joiner changes. In others,
// Latin among them, it would only be hidden.
var joiningScripts = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// selects says that a variation selector stands after an emoji or in a keycap.
func selects(before, next rune) bool {
	return isEmoji(before) || next == keycap && before != 0 && strings.ContainsRune("0123456789#*", before)
}

// flagTags knows the end of a flag: 3 to 6 tag letters or digits (UTS #51).
func flagTags(tags []rune) bool {
	last := len(tags) - 1
	if last < 3 || last > 6 || tags[last] != tagEnd {
		return false
	}
	for _, tag := range tags[:last] {
		if c := tag - 0xE0000; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// isEmoji knows a few symbols too many: what can be a picture, with the blocks
// where later versions of Unicode add some.
func isEmoji(r rune) bool {
	switch r {
	case '©', '®', '‼', '⁉', 'ℹ', '〰', '〽':
		return true
	}
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2000 && r != utf8.RuneError && unicode.In(r, unicode.So, unicode.Sm)
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
