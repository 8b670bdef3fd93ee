// SPDX-License-Identifier: MIT

package charsets

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

var update = flag.Bool("update", false, "write the tables")

var charmaps = map[string]*charmap.Charmap{
	"iso-8859-2": charmap.ISO8859_2, "iso-8859-3": charmap.ISO8859_3,
	"iso-8859-4": charmap.ISO8859_4, "iso-8859-5": charmap.ISO8859_5, "iso-8859-6": charmap.ISO8859_6,
	"iso-8859-7": charmap.ISO8859_7, "iso-8859-8": charmap.ISO8859_8, "windows-1254": charmap.Windows1254,
	"iso-8859-10": charmap.ISO8859_10, "windows-874": charmap.Windows874, "iso-8859-13": charmap.ISO8859_13,
	"iso-8859-14": charmap.ISO8859_14, "iso-8859-15": charmap.ISO8859_15, "iso-8859-16": charmap.ISO8859_16,
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251,
	"windows-1252": charmap.Windows1252, "windows-1256": charmap.Windows1256,
}

// TestSingle compares single.bin with golang.org/x/text.
func TestSingle(t *testing.T) {
	var want []byte
	for _, label := range singles {
		for c := 0x80; c <= 0xFF; c++ {
			r := charmaps[label].DecodeByte(byte(c))
			want = append(want, byte(r>>8), byte(r))
		}
	}
	if *update {
		if err := os.WriteFile("single.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal([]byte(single), want) {
		t.Errorf("single.bin is not what golang.org/x/text says; run go test -run Single -update and build again")
	}
}

// TestPairs compares shift_jis.bin with golang.org/x/text.
func TestPairs(t *testing.T) {
	var want []byte
	for lead := 0x81; lead <= 0xFC; lead++ {
		if 0xA0 <= lead && lead < 0xE0 {
			continue
		}
		for trail := 0x40; trail <= 0xFC; trail++ {
			if trail == 0x7F {
				continue
			}
			r := utf8.RuneError
			if text, err := japanese.ShiftJIS.NewDecoder().Bytes([]byte{byte(lead), byte(trail)}); err == nil && utf8.RuneCount(text) == 1 {
				r, _ = utf8.DecodeRune(text)
			}
			if 0xE000 <= r && r < 0xF900 {
				r = utf8.RuneError // private use
			}
			want = append(want, byte(r>>8), byte(r))
		}
	}
	if *update {
		if err := os.WriteFile("shift_jis.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal([]byte(pairs), want) {
		t.Errorf("shift_jis.bin is not what golang.org/x/text says; run go test -run Pairs -update and build again")
	}
}

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		bytes, text string
		valid       bool
	}{
		{"", "", true},
		{"a\x93\xfa\x96\x7b\\~", "a日本\\~", true},
		{"\xb1\xb2", "ｱｲ", true},
		{"\x93", "", false},
		{"\x93\x20", "", false},
		{"\xfd\x40", "", false},
		{"\x80", "", false},
		{"\xf0\x40", "", false},
	} {
		if text, valid, known := Decode("shift_jis", []byte(test.bytes)); text != test.text || valid != test.valid || !known {
			t.Errorf("%q: %q, %v, %v", test.bytes, text, valid, known)
		}
	}
	for label, want := range map[string]string{"iso-8859-5": "aП", "iso-8859-15": "a¿", "windows-1251": "aї"} {
		if text, valid, known := Decode(label, []byte("a\xbf")); text != want || !valid || !known {
			t.Errorf("%s: %q, %v, %v", label, text, valid, known)
		}
	}
	if _, valid, known := Decode("iso-8859-7", []byte("\xff")); valid || !known {
		t.Error("a byte that is no character")
	}
	if _, _, known := Decode("gbk", nil); known {
		t.Error("another set is known")
	}
}
