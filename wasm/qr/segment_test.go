// SPDX-License-Identifier: MIT

package qr

import (
	"reflect"
	"testing"
)

// bitWriter is the reverse of bitReader.
type bitWriter struct {
	data []byte
	n    int
}

// put appends pairs of a value and its number of bits.
func (w *bitWriter) put(pairs ...uint32) *bitWriter {
	for i := 0; i < len(pairs); i += 2 {
		for b := int(pairs[i+1]) - 1; b >= 0; b-- {
			if w.n%8 == 0 {
				w.data = append(w.data, 0)
			}
			w.data[w.n/8] |= byte(pairs[i]>>b&1) << (7 - w.n%8)
			w.n++
		}
	}
	return w
}

func bitsOf(pairs ...uint32) []byte { return new(bitWriter).put(pairs...).data }

func TestParse(t *testing.T) {
	tests := []struct {
		name    string
		version int
		data    []byte
		text    string
	}{
		// ISO/IEC 18004 §7.4.3 and §7.4.4, examples.
		{"numeric", 1, bitsOf(1, 4, 8, 10, 12, 10, 345, 10, 67, 7, 0, 4), "01234567"},
		{"numeric, one left", 1, bitsOf(1, 4, 4, 10, 123, 10, 4, 4, 0, 4), "1234"},
		{"alphanumeric", 1, bitsOf(2, 4, 5, 9, 462, 11, 1849, 11, 2, 6, 0, 4), "AC-42"},
		{"byte", 1, bitsOf(4, 4, 3, 8, 'a', 8, 'b', 8, 'c', 8, 0, 4), "abc"},
		{"byte, version 10", 10, bitsOf(4, 4, 3, 16, 'a', 8, 'b', 8, 'c', 8, 0, 4), "abc"},
		{"kanji", 1, bitsOf(8, 4, 2, 8, 0xD9F, 13, 0x1AAA, 13, 0, 4), "点茗"},
		{"eci 26", 1, bitsOf(7, 4, 26, 8, 4, 4, 2, 8, 0xC3, 8, 0xA9, 8, 0, 4), "é"},
		{"eci 3", 1, bitsOf(7, 4, 3, 8, 4, 4, 2, 8, 0xC3, 8, 0xA9, 8, 0, 4), "Ã©"},
		{"eci in two bytes", 1, bitsOf(7, 4, 0x80, 8, 26, 8, 4, 4, 1, 8, 'x', 8, 0, 4), "x"},
		{"eci in three bytes", 1, bitsOf(7, 4, 0xC0, 8, 26, 16, 4, 4, 1, 8, 'x', 8, 0, 4), "x"},
		{"two segments, a character cut", 1, bitsOf(4, 4, 1, 8, 0xC3, 8, 4, 4, 1, 8, 0xA9, 8, 0, 4), "é"},
		{"append", 1, bitsOf(3, 4, 2, 4, 3, 4, 0x55, 8, 4, 4, 1, 8, 'x', 8, 0, 4), "x"},
		{"FNC1 first", 1, bitsOf(5, 4, 2, 4, 4, 9, 45*10+38, 11, 45*38+38, 11, 0, 4), "A%\x1d"},
		{"FNC1 second", 1, bitsOf(9, 4, 37, 8, 4, 4, 1, 8, 'x', 8, 0, 4), "x"},
		{"no terminator", 1, bitsOf(4, 4, 1, 8, 'x', 8), "x"},
		{"padding after it", 1, bitsOf(4, 4, 1, 8, 'x', 8, 0, 4, 0xEC, 8, 0x11, 8), "x"},
		{"empty segment between", 1, bitsOf(1, 4, 0, 10, 4, 4, 1, 8, 'x', 8, 0, 4), "x"},
	}
	for _, test := range tests {
		s := Symbol{Version: test.version, Codewords: test.data}
		if err := s.parse(); err != nil || s.Text != test.text {
			t.Errorf("%s: %q, error %v; want %q", test.name, s.Text, err, test.text)
		}
	}
}

func TestParseKeeps(t *testing.T) {
	s := Symbol{Version: 1, Codewords: bitsOf(3, 4, 2, 4, 3, 4, 0x55, 8, 7, 4, 20, 8, 4, 4, 2, 8, 0x93, 8, 0xFA, 8, 9, 4, 1, 8, 1, 4, 1, 10, 7, 4, 0, 4)}
	if err := s.parse(); err != nil {
		t.Fatal(err)
	}
	segments := []Segment{
		{Mode: "byte", ECI: 20, Count: 2, Bytes: []byte{0x93, 0xFA}},
		{Mode: "numeric", ECI: 20, Count: 1, Bytes: []byte("7")},
	}
	if !reflect.DeepEqual(s.Segments, segments) || *s.Append != (Append{2, 4, 0x55}) || s.FNC1 != 2 ||
		s.Text != "日7" || string(s.Bytes) != "\x93\xfa7" {
		t.Errorf("%+v, append %+v", s, *s.Append)
	}
}

func TestParseHanzi(t *testing.T) {
	s := Symbol{Version: 1, Codewords: bitsOf(13, 4, 1, 4, 1, 8, (0xD6-0xA6)*0x60+(0xD0-0xA1), 13, 0, 4)}
	if err := s.parse(); err != nil || s.Charset != "gbk" || string(s.Bytes) != "\xD6\xD0" {
		t.Errorf("%+v, error %v", s, err)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := map[string][]byte{
		"nothing":                   {},
		"only a terminator":         bitsOf(0, 4, 0xEC, 8),
		"only an empty segment":     bitsOf(4, 4, 0, 8, 0, 4),
		"unknown mode":              bitsOf(6, 4, 0, 8),
		"bytes past the end":        bitsOf(4, 4, 200, 8, 'x', 8),
		"digits past the end":       bitsOf(1, 4, 9, 10, 123, 10),
		"three digits of 1000":      bitsOf(1, 4, 3, 10, 1000, 10, 0, 4),
		"two digits of 100":         bitsOf(1, 4, 2, 10, 100, 7, 0, 4),
		"one digit of 10":           bitsOf(1, 4, 1, 10, 10, 4, 0, 4),
		"pair of 45 × 45":           bitsOf(2, 4, 2, 9, 2025, 11, 0, 4),
		"character 45":              bitsOf(2, 4, 1, 9, 45, 6, 0, 4),
		"no such ECI designator":    bitsOf(7, 4, 0xE0, 8, 4, 4, 1, 8, 'x', 8),
		"not in its character set":  bitsOf(7, 4, 26, 8, 4, 4, 1, 8, 0xFF, 8, 0, 4),
		"unassigned kanji":          bitsOf(8, 4, 1, 8, 0x1FFF, 13, 0, 4),
		"hanzi of another subset":   bitsOf(13, 4, 2, 4, 1, 8, 0, 13),
		"good, then bad":            bitsOf(4, 4, 1, 8, 'x', 8, 6, 4, 0, 16),
		"append without its parity": bitsOf(4, 4, 1, 8, 'x', 8, 3, 4, 0, 8),
	}
	for name, data := range tests {
		s := Symbol{Version: 1, Codewords: data}
		if err := s.parse(); err == nil {
			t.Errorf("%s: %q", name, s.Text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(uint8(1), bitsOf(1, 4, 8, 10, 12, 10, 345, 10, 67, 7, 0, 4))
	f.Add(uint8(10), bitsOf(3, 4, 2, 4, 3, 4, 0x55, 8, 7, 4, 20, 8, 4, 4, 2, 16, 0x93, 8, 0xFA, 8))
	f.Add(uint8(27), bitsOf(8, 4, 2, 12, 0xD9F, 13, 0x1AAA, 13, 0, 4))
	f.Add(uint8(1), bitsOf(5, 4, 2, 4, 4, 9, 45*10+38, 11, 45*38+38, 11, 0, 4))
	f.Fuzz(func(t *testing.T, version uint8, data []byte) {
		s := Symbol{Version: 1 + int(version)%maxVersion, Codewords: data}
		if s.parse() == nil && (len(s.Segments) == 0 || len(s.Bytes) > 4*len(data) || s.Text == "" && s.Charset == "") {
			t.Errorf("%+v", s)
		}
	})
}
