// SPDX-License-Identifier: MIT

// Package charsets lets package qr read the character sets of ECI where there is
// no browser to do it: those of one byte a character, and Shift_JIS. It is
// imported for that effect only:
//
//	import _ "inkan/wasm/qr/charsets"
//
// scan.wasm does without: the tables are 17 kB of it, compressed.
package charsets

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"inkan/wasm/qr"
)

func init() { qr.Others = Decode }

// single.bin holds the characters of the sets below as big-endian UTF-16 code
// units, 0xFFFD where a set has none: 128 for each set, for the bytes from 0x80
// on. TestSingle makes it.
//
//go:embed single.bin
var single string

// singles are the sets in single.bin.
var singles = []string{
	"iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8",
	"windows-1254", "iso-8859-10", "windows-874", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
	"windows-1250", "windows-1251", "windows-1252", "windows-1256",
}

// shift_jis.bin holds the double-byte characters in the same way, 188 for each
// lead byte. TestPairs makes it.
//
//go:embed shift_jis.bin
var pairs string

// Decode decodes a set by its label in the WHATWG Encoding Standard; Shift_JIS
// without its private use characters.
func Decode(label string, b []byte) (text string, valid, known bool) {
	if label == "shift_jis" {
		text, valid = decodeShiftJIS(b)
		return text, valid, true
	}
	set := slices.Index(singles, label)
	if set < 0 {
		return "", false, false
	}
	text, valid = decodeSingle(b, single[256*set:256*(set+1)])
	return text, valid, true
}

func decodeSingle(b []byte, upper string) (string, bool) {
	var text strings.Builder
	for _, c := range b {
		r := rune(c)
		if c >= 0x80 {
			if r = unit(upper, int(c-0x80)); r == utf8.RuneError {
				return "", false
			}
		}
		text.WriteRune(r)
	}
	return text.String(), true
}

// unit is a code unit of a table.
func unit(table string, i int) rune { return rune(table[2*i])<<8 | rune(table[2*i+1]) }

func decodeShiftJIS(b []byte) (string, bool) {
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
	return unit(pairs, 188*row+cell)
}
