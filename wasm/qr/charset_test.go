// SPDX-License-Identifier: MIT

package qr

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// TestIBM437 compares the table with golang.org/x/text.
func TestIBM437(t *testing.T) {
	for i, r := range []rune(ibm437) {
		if want := charmap.CodePage437.DecodeByte(byte(0x80 + i)); r != want {
			t.Errorf("byte %#x is %q, want %q", 0x80+i, r, want)
		}
	}
	if n := utf8.RuneCountInString(ibm437); n != 128 {
		t.Errorf("%d characters", n)
	}
}

func TestDecodeCharset(t *testing.T) {
	tests := []struct {
		label, bytes, text string
		valid, known       bool
	}{
		{"utf-8", "h\u00e9", "h\u00e9", true, true},
		{"utf-8", "h\xe9", "", false, true},
		{"us-ascii", "abc", "abc", true, true},
		{"us-ascii", "\x80", "", false, true},
		{"iso-8859-1", "h\xe9", "h\u00e9", true, true},
		{"iso-8859-5", "\xbf", "П", true, true},
		{"iso-8859-15", "\xa4", "€", true, true},
		{"iso-8859-7", "\xff", "", false, true},
		{"windows-1251", "\xcf", "П", true, true},
		{"ibm437", "\x80", "Ç", true, true},
		{"shift_jis", "\x93\xfa\x96\x7b", "日本", true, true},
		{"shift_jis", "\xb1\xb2", "ｱｲ", true, true},
		{"shift_jis", "\x93", "", false, true},
		{"shift_jis", "\x93\x20", "", false, true},
		{"shift_jis", "\xfd\x40", "", false, true},
		{"shift_jis", "\x80", "", false, true},
		{"shift_jis", "\xa0\x40", "", false, true},
		{"shift_jis", "\xfc\xfc", "", false, true},
		{"utf-16be", "\x65\xe5\xd8\x3d\xde\x00", "日😀", true, true},
		{"utf-16be", "\xd8\x3d\x00\x41", "", false, true},
		{"utf-16be", "\xd8\x3d", "", false, true},
		{"utf-16be", "\x65", "", false, true},
		{"big5", "\xa4\xa4", "", false, false},
		{"unknown", "a", "", false, false},
	}
	for _, test := range tests {
		text, valid, known := decodeCharset(test.label, []byte(test.bytes))
		if valid != test.valid || known != test.known || valid && text != test.text {
			t.Errorf("%s %q: %q, %v, %v", test.label, test.bytes, text, valid, known)
		}
	}
}

func TestPlainCharset(t *testing.T) {
	tests := []struct{ bytes, want string }{
		{"plain", "plain"},
		{"日本", "日本"},
		{"\x93\xfa\x96\x7b", "日本"},
		{"caf\xe9", "café"}, // a lead byte at the end is not Shift_JIS
		{"\xff\xfe", "ÿþ"},  // neither here
	}
	for _, test := range tests {
		s := Symbol{Segments: []Segment{{Mode: "byte", ECI: -1, Bytes: []byte(test.bytes)}}}
		if !s.interpret() || s.Text != test.want {
			t.Errorf("%q: %q, want %q", test.bytes, s.Text, test.want)
		}
	}
}

// What a browser reads into bytes that are no Shift_JIS is not taken.
func TestOthersPrivate(t *testing.T) {
	defer func(was func(string, []byte) (string, bool, bool)) { Others = was }(Others)
	for text, want := range map[string]bool{"日本": true, "\u0080": false, "日\ue000": false, "\uf8ff": false, "豈": true} {
		Others = func(string, []byte) (string, bool, bool) { return text, true, true }
		if _, valid, known := decodeCharset("shift_jis", nil); valid != want || !known {
			t.Errorf("%q: valid %v, known %v", text, valid, known)
		}
	}
}

func TestWithoutOthers(t *testing.T) {
	defer func(was func(string, []byte) (string, bool, bool)) { Others = was }(Others)
	Others = nil
	s := Symbol{Segments: []Segment{{Mode: "kanji", ECI: -1, Bytes: []byte("\x93\xfa")}}}
	if !s.interpret() || s.Text != "" || s.Charset != "shift_jis" {
		t.Errorf("text %q, charset %q", s.Text, s.Charset)
	}
}

func TestInterpretOthers(t *testing.T) {
	s := Symbol{Segments: []Segment{
		{Mode: "alphanumeric", ECI: 28, Bytes: []byte("AB")}, {Mode: "byte", ECI: 28, Bytes: []byte{0xA4}},
		{Mode: "byte", ECI: 28, Bytes: []byte{0xA4}},
	}}
	if !s.interpret() || s.Text != "" || s.Charset != "big5" {
		t.Errorf("text %q, charset %q", s.Text, s.Charset)
	}
	defer func(was func(string, []byte) (string, bool, bool)) { Others = was }(Others)
	Others = func(label string, b []byte) (string, bool, bool) {
		return "中", string(b) == "\xa4\xa4", label == "big5"
	}
	if !s.interpret() || s.Text != "AB中" || s.Charset != "" {
		t.Errorf("text %q, charset %q", s.Text, s.Charset)
	}
}
