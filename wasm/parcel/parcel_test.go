// SPDX-License-Identifier: MIT

package parcel

import (
	"slices"
	"strings"
	"testing"
)

func TestParcel(t *testing.T) {
	for _, entries := range [][]Entry{
		{},
		{{URI: "otpauth://totp/a?secret=GE"}},
		{{URI: "otpauth://totp/a?secret=GE", Site: "example.com"}, {URI: "\"\\\n<&>印"}},
	} {
		got, err := Unpack(Pack(entries))
		if err != nil || !slices.Equal(got, entries) {
			t.Errorf("%q came back as %q, %v", entries, got, err)
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
