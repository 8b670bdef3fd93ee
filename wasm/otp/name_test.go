// SPDX-License-Identifier: MIT

package otp_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"inkan/wasm/otp"
)

// dirtyNames become what stands beside them.
var dirtyNames = []struct{ text, want string }{
	{"Goo\u200Bgle", "Google"},
	{"Goo\u3164gle", "Google"},
	{"Goo\u200Fgle\u200E\u061C", "Google"},
	{"Goo\u00ADgle", "Google"},
	{"Goo\u2060gle\u2061\u2065", "Google"},
	{"Goo\u034Fgle\u180E\u115F\u1160\uFFA0", "Google"},
	{"Goo\U000E0067\U000E006F\U000E007Fgle\U000E0001", "Google"},
	{"Goo\u200Cgle", "Google"},
	{"Goo\u200D\u200Dgle", "Google"},
	{"日\u200D本\U000E0100", "日本"},
	{"Goo\uFE0Fgle\uFE00", "Google"},
	{"\u202EGoogle\u2066\u2069\uFEFF", "Google"},
	{"\u3164 \u200B", ""},
	{"\u200B Google \u200B", "Google"},
	{"1\uFE0F2", "12"},
	{"a\uFE0F\u20E3", "a\u20E3"},
	{"😀\u200Da", "😀a"},
	{"a\u200D😀", "a😀"},
	{"😀\u200D", "😀"},
	{"❤\uFE0F\uFE0F", "❤\uFE0F"},
	{"🏴\U000E0067", "🏴"},
	{"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067", "🏴"},
	{"a\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "a"},
	{"می\u200C\u200Cخواهم\u200C", "می\u200Cخواهم"},
	{"\uFFFD\uFE0F", "\uFFFD"},
}

// cleanNames are left as they are.
var cleanNames = []string{
	"", "Google", "日本 太郎", "Zoë", "Ze\u0301", "%", "\uFFFD",
	"🏴‍☠️", "🏳️‍🌈", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "👁️‍🗨️", "❤️‍🔥", "🏃‍♀️‍➡️", "🙂‍↔️", "🐻‍❄️", "⛓️‍💥", "🏳️‍⚧️", "🇯🇵",
	"#️⃣", "1️⃣", "1⃣", "❤︎", "©️", "™️", "ℹ️", "〰️", "㊗️", "‼️", "↔️", "▪️",
	"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
	"می\u200Cخواهم", "مِ\u200Cخ", "ශ්\u200Dරී", "क्\u200Cष", "क्\u200Dष", "র\u200D্য",
	"\u0600\u0661", // a number sign that is seen
}

func TestCleanName(t *testing.T) {
	for _, c := range dirtyNames {
		if got := otp.CleanName(c.text); got != c.want {
			t.Errorf("%+q: got %+q, want %+q", c.text, got, c.want)
		}
	}
	for _, name := range cleanNames {
		if got := otp.CleanName(name); got != name {
			t.Errorf("%+q: got %+q", name, got)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, c := range dirtyNames {
		f.Add(c.text)
	}
	for _, name := range cleanNames {
		f.Add(name)
	}
	f.Add("🏴\U000E0067\u200D\U000E0067\U000E0062\U000E0065\U000E007F\uFE0F\u200D🏴")
	f.Fuzz(func(t *testing.T, text string) {
		name := otp.CleanName(text)
		if otp.CleanName(name) != name {
			t.Fatalf("%+q becomes %+q, then %+q", text, name, otp.CleanName(name))
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "\u200B\u200E\u200F\u2060\u3164\u00AD\u202E\uFEFF\n\t\x00") {
			t.Fatalf("%+q becomes %+q", text, name)
		}
		if utf8.RuneCountInString(name) > otp.MaxName {
			return
		}
		k := otp.New(otp.TOTP)
		k.Secret, k.Issuer, k.Account = slices.Clone(helloBytes), name, name
		roundTrip(t, k)
	})
}
