// SPDX-License-Identifier: MIT

package qr

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// charset is a character set: its label in the WHATWG Encoding Standard, and
// its table if this package has one.
type charset struct {
	label string
	table encoding.Encoding
}

var (
	utf8Charset     = charset{label: "utf-8"}
	latin1Charset   = charset{label: "iso-8859-1"}
	shiftJISCharset = charset{"shift_jis", japanese.ShiftJIS}
	gb2312Charset   = charset{label: "gbk"}
)

// eciCharsets are the character sets of extended channel interpretations
// (AIM ECI Part 3, register of ECI assignments). The East Asian ones have no
// table here: they would be the largest part of the program.
var eciCharsets = map[int]charset{
	0: {"ibm437", charmap.CodePage437}, 1: latin1Charset,
	2: {"ibm437", charmap.CodePage437}, 3: latin1Charset,
	4: {"iso-8859-2", charmap.ISO8859_2}, 5: {"iso-8859-3", charmap.ISO8859_3},
	6: {"iso-8859-4", charmap.ISO8859_4}, 7: {"iso-8859-5", charmap.ISO8859_5},
	8: {"iso-8859-6", charmap.ISO8859_6}, 9: {"iso-8859-7", charmap.ISO8859_7},
	10: {"iso-8859-8", charmap.ISO8859_8}, 11: {"iso-8859-9", charmap.ISO8859_9},
	12: {"iso-8859-10", charmap.ISO8859_10}, 13: {"windows-874", charmap.Windows874},
	15: {"iso-8859-13", charmap.ISO8859_13}, 16: {"iso-8859-14", charmap.ISO8859_14},
	17: {"iso-8859-15", charmap.ISO8859_15}, 18: {"iso-8859-16", charmap.ISO8859_16},
	20: shiftJISCharset,
	21: {"windows-1250", charmap.Windows1250}, 22: {"windows-1251", charmap.Windows1251},
	23: {"windows-1252", charmap.Windows1252}, 24: {"windows-1256", charmap.Windows1256},
	25: {label: "utf-16be"}, 26: utf8Charset, 27: {label: "us-ascii"}, 170: {label: "us-ascii"},
	28: {label: "big5"}, 29: gb2312Charset, 30: {label: "euc-kr"}, 32: {label: "gb18030"},
}

// decode returns the text of b, and whether all of b is in the set. It is
// false too when the set has no table.
func (c charset) decode(b []byte) (string, bool) {
	switch c.label {
	case "utf-8":
		return string(b), utf8.Valid(b)
	case "us-ascii":
		return string(b), !strings.ContainsFunc(string(b), func(r rune) bool { return r > 0x7F })
	case "iso-8859-1":
		runes := make([]rune, len(b))
		for i, c := range b {
			runes[i] = rune(c)
		}
		return string(runes), true
	case "utf-16be":
		return decodeUTF16(b)
	}
	if c.table == nil {
		return "", false
	}
	text, err := c.table.NewDecoder().Bytes(b)
	return string(text), err == nil && !strings.ContainsRune(string(text), utf8.RuneError)
}

// interpret puts the segments' text together. Neighbours in byte mode are one
// text, for a character may be cut in two by a segment's end.
func (s *Symbol) interpret() error {
	if len(s.Segments) == 0 {
		return errData
	}
	plain := s.plainCharset()
	var text strings.Builder
	for i := 0; i < len(s.Segments); {
		g := s.Segments[i]
		run := append([]byte(nil), g.Bytes...)
		for i++; i < len(s.Segments) && g.Mode == "byte" && s.Segments[i].Mode == "byte" && s.Segments[i].ECI == g.ECI; i++ {
			run = append(run, s.Segments[i].Bytes...)
		}
		s.Bytes = append(s.Bytes, run...)
		set, known := g.charset(plain)
		decoded, ok := set.decode(run)
		if ok {
			text.WriteString(decoded)
			continue
		}
		if known && set.hasTable() {
			return errData // not in the character set the symbol states
		}
		s.Charset = set.label
	}
	if s.Charset == "" {
		s.Text = text.String()
	}
	return nil
}

func (c charset) hasTable() bool {
	switch c.label {
	case "utf-8", "us-ascii", "iso-8859-1", "utf-16be":
		return true
	}
	return c.table != nil
}

// charset tells how to read a segment's bytes; plain is for bytes without ECI.
func (g Segment) charset(plain charset) (set charset, known bool) {
	switch {
	case g.Mode == "kanji":
		return shiftJISCharset, true
	case g.Mode == "hanzi":
		return gb2312Charset, true
	case g.Mode != "byte":
		return latin1Charset, true
	case g.ECI < 0:
		return plain, true
	}
	set, known = eciCharsets[g.ECI]
	if !known {
		set.label = "unknown"
	}
	return set, known
}

// plainCharset finds the character set of all bytes that state none. The
// standard says ISO 8859-1 (§7.3.5) and earlier said JIS X 0201; what is
// written today is UTF-8, which is not mistaken for another by accident.
func (s *Symbol) plainCharset() charset {
	var all []byte
	for _, g := range s.Segments {
		if g.Mode == "byte" && g.ECI < 0 {
			all = append(all, g.Bytes...)
		}
	}
	for _, set := range []charset{utf8Charset, shiftJISCharset} {
		if _, ok := set.decode(all); ok {
			return set
		}
	}
	return latin1Charset
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
