// SPDX-License-Identifier: MIT

package qr

import (
	"strings"
	"unicode/utf8"
)

// ibm437 is what the bytes from 0x80 on stand for in code page 437, which ECI 0
// and 2 are and browsers do not know.
const ibm437 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ" +
	"áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
	"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"

// Others decodes the character sets that this package does not know, by their
// labels in the WHATWG Encoding Standard: valid is whether all of b is in the
// set, known whether there is such a set. A program sets it once, before the
// first Decode. A browser's TextDecoder does for all; elsewhere a program
// imports inkan/wasm/qr/charsets, which sets it to the small ones and Shift_JIS.
// Without it text in such sets is not read, and Charset says which it is in.
var Others func(label string, b []byte) (text string, valid, known bool)

// eciCharset gives the character set of an extended channel interpretation
// (AIM ECI Part 3, register of ECI assignments) as the WHATWG Encoding
// Standard labels it, but for ibm437, which is not on the web.
func eciCharset(eci int) string {
	names := [...]string{
		0: "ibm437", 1: "iso-8859-1", 2: "ibm437", 3: "iso-8859-1", 4: "iso-8859-2", 5: "iso-8859-3",
		6: "iso-8859-4", 7: "iso-8859-5", 8: "iso-8859-6", 9: "iso-8859-7", 10: "iso-8859-8", 11: "windows-1254",
		12: "iso-8859-10", 13: "windows-874", 15: "iso-8859-13", 16: "iso-8859-14", 17: "iso-8859-15", 18: "iso-8859-16",
		20: "shift_jis", 21: "windows-1250", 22: "windows-1251", 23: "windows-1252", 24: "windows-1256",
		25: "utf-16be", 26: "utf-8", 27: "us-ascii", 28: "big5", 29: "gbk", 30: "euc-kr", 32: "gb18030",
	}
	switch {
	case eci == 170:
		return "us-ascii"
	case eci < len(names) && names[eci] != "":
		return names[eci]
	}
	return "unknown"
}

// decodeCharset returns the text of b, whether all of b is in the set, and
// whether the set is known at all.
func decodeCharset(label string, b []byte) (text string, valid, known bool) {
	switch label {
	case "utf-8":
		return string(b), utf8.Valid(b), true
	case "us-ascii":
		text, valid = decodeSingleByte(b, func(byte) rune { return utf8.RuneError })
		return text, valid, true
	case "iso-8859-1":
		text, valid = decodeSingleByte(b, func(c byte) rune { return rune(c) })
		return text, valid, true
	case "utf-16be":
		text, valid = decodeUTF16(b)
		return text, valid, true
	case "ibm437":
		upper := []rune(ibm437)
		text, valid = decodeSingleByte(b, func(c byte) rune { return upper[c-0x80] })
		return text, valid, true
	}
	if Others == nil {
		return "", false, false
	}
	text, valid, known = Others(label, b)
	// Where a set has no character browsers read a control of C1, and a character
	// for private use into what users of Shift_JIS may define: what is written in
	// another set must not pass for that.
	return text, valid && !strings.ContainsFunc(text, unassigned), known
}

func unassigned(r rune) bool { return 0x80 <= r && r < 0xA0 || 0xE000 <= r && r < 0xF900 }

// decodeSingleByte is for sets that agree with ASCII up to 0x7F.
func decodeSingleByte(b []byte, upper func(byte) rune) (string, bool) {
	var text strings.Builder
	for _, c := range b {
		r := rune(c)
		if c >= 0x80 {
			if r = upper(c); r == utf8.RuneError {
				return "", false
			}
		}
		text.WriteRune(r)
	}
	return text.String(), true
}

// decodeUTF16 is big-endian UTF-16 without surrogates that stand alone.
func decodeUTF16(b []byte) (string, bool) {
	var text strings.Builder
	for len(b) >= 2 {
		r := rune(b[0])<<8 | rune(b[1])
		b = b[2:]
		if 0xD800 <= r && r < 0xDC00 && len(b) >= 2 && b[0]&0xFC == 0xDC {
			r = (r-0xD800)<<10 + (rune(b[0])<<8 | rune(b[1])) - 0xDC00 + 0x10000
			b = b[2:]
		}
		if !utf8.ValidRune(r) {
			return "", false
		}
		text.WriteRune(r)
	}
	return text.String(), len(b) == 0
}
