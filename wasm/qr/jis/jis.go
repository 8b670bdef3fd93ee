// SPDX-License-Identifier: MIT

// Package jis lets package qr read Shift_JIS where there is no browser to do it.
// It is imported for that effect only:
//
//	import _ "inkan/wasm/qr/jis"
//
// scan.wasm does without: the tables are 14 kB of it, compressed.
package jis

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"inkan/wasm/qr"
)

func init() { qr.Others = Decode }

// pairs holds the double-byte characters as big-endian UTF-16 code units, 0xFFFD
// where there is none, 188 for each lead byte. TestPairs makes it.
//
//go:embed pairs.bin
var pairs string

// Decode decodes the set that the Encoding Standard labels shift_jis, without
// its private use characters. No other set is known.
func Decode(label string, b []byte) (text string, valid, known bool) {
	if label != "shift_jis" {
		return "", false, false
	}
	text, valid = decode(b)
	return text, valid, true
}

func decode(b []byte) (string, bool) {
	var text strings.Builder
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c < 0x80:
			text.WriteByte(c)
			continue
		case 0xA1 <= c && c <= 0xDF: // half-width katakana
			text.WriteRune(0xFF61 + rune(c) - 0xA1)
			continue
		}
		i++
		if i == len(b) {
			return "", false
		}
		r := pair(c, b[i])
		if r == utf8.RuneError {
			return "", false
		}
		text.WriteRune(r)
	}
	return text.String(), true
}

// pair is the character of two bytes.
func pair(lead, trail byte) rune {
	row := int(lead) - 0x81
	if lead >= 0xE0 {
		row -= 0x40
	}
	cell := int(trail) - 0x40
	if trail > 0x7F {
		cell--
	}
	if lead < 0x81 || lead == 0xA0 || lead > 0xFC || trail < 0x40 || trail == 0x7F || trail > 0xFC {
		return utf8.RuneError
	}
	i := 2 * (188*row + cell)
	return rune(pairs[i])<<8 | rune(pairs[i+1])
}
