// SPDX-License-Identifier: MIT

package parcel

import (
	"reflect"
	"strings"
	"testing"
)

func TestParcel(t *testing.T) {
	for _, entries := range [][]Entry{
		{},
		{{URI: "otpauth://totp/a?secret=GE"}},
		{{URI: "otpauth://totp/a?secret=GE", Site: "example.com"}, {URI: "\"\\\n<&>印"}},
		{{URI: "otpauth://totp/a?secret=GE", Groups: []string{"Work", "仕事, \"x\""}, Note: "a\nb", Pinned: true, Sites: []string{"a"}, Spares: []Spare{{"b", 0}, {"c", 5}}, Uses: 1<<64 - 1, Used: 1741003200000, Warnings: []Warning{{"secret-length", ""}, {"issuer-mismatch", "other"}}}},
	} {
		got, err := Unpack(Pack(entries))
		if err != nil || !reflect.DeepEqual(got, entries) {
			t.Errorf("%+v came back as %+v, %v", entries, got, err)
		}
	}
}

func TestUnpackOtherBytes(t *testing.T) {
	for _, text := range []string{"", "{}", `[{"uri":1}]`, `[{"uri":"otpauth://totp/a?secret=GEZDGNBV`, "[" + strings.Repeat("{},", Max) + "{}]"} {
		entries, err := Unpack([]byte(text))
		if err == nil {
			t.Errorf("%.40q is taken for a parcel: %d entries", text, len(entries))
		} else if strings.Contains(err.Error(), "GEZ") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}
