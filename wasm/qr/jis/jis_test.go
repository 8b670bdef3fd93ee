// SPDX-License-Identifier: MIT

package jis

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

var update = flag.Bool("update", false, "write pairs.bin")

// TestPairs compares pairs.bin with golang.org/x/text.
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
		if err := os.WriteFile("pairs.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal([]byte(pairs), want) {
		t.Errorf("pairs.bin is not what golang.org/x/text says; run go test -run Pairs -update and build again")
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
	if _, _, known := Decode("gbk", nil); known {
		t.Error("another set is known")
	}
}
