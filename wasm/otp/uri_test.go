// SPDX-License-Identifier: MIT

package otp_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

const hello = "JBSWY3DPEHPK3PXP"

// helloBytes is hello decoded by hand: "Hello!" and DE AD BE EF.
var helloBytes = []byte("Hello!\xde\xad\xbe\xef")

// roundTrip fails the test unless k is written and read back equal.
func roundTrip(t *testing.T, k otp.Key) {
	t.Helper()
	if err := k.Check(); err != nil {
		t.Fatalf("%q: %v", k.URI(), err)
	}
	again, err := otp.ParseURI(k.URI())
	if err != nil {
		t.Fatalf("%q: %v", k.URI(), err)
	}
	if !reflect.DeepEqual(again, k) {
		t.Fatalf("%q reads back as %q", k.URI(), again.URI())
	}
}

func TestParseNames(t *testing.T) {
	for _, c := range []struct{ label, issuer, account string }{
		{"x?", "", "x"},
		{"?", "", ""},
		{"%20%20?", "", ""},
		{"ACME:alice?", "ACME", "alice"},
		{"ACME%3Aalice?", "ACME", "alice"},
		{"ACME%3a%20%20alice?", "ACME", "alice"},
		{"A%3AB:C%3AD?", "A:B", "C:D"},
		{"Matrix:@edent_:matrix.org?", "Matrix", "@edent_:matrix.org"},
		{":alice?", "", "alice"},
		{"ACME:?", "ACME", ""},
		{"ACME:alice?issuer=Other", "Other", "alice"},
		{"ACME:alice?issuer=", "ACME", "alice"},
		{"alice?Issuer=Air+Canada", "Air Canada", "alice"},
		{"Air+Canada:x?", "Air+Canada", "x"},
		{"a/b/c?", "", "a/b/c"},
		{"Acc #44?", "", "Acc #44"},
		{"R&D:x?", "R&D", "x"},
		{"100%25:x?", "100%", "x"},
		{"100%:x?", "100%", "x"},
		{"%4:%?", "%4", "%"},
		{"%25%34%31?", "", "%41"},
		{"%zz%4g%C3%A9?", "", "%zz%4gé"},
		{"%ff%fe?", "", "\uFFFD"},
		{"a%00b%0Ac%7F?", "", "ab c"},
		{"%E2%80%AEgro.live:x?", "gro.live", "x"},
		{"\u2066ACME\u2069:x?", "ACME", "x"},
		{"日本:山田?", "日本", "山田"},
		{"🏴‍☠️:🏳️‍🌈?", "🏴‍☠️", "🏳️‍🌈"},
		{"<b>:=cmd?", "<b>", "=cmd"},
		{"x?issuer=a%26b%3Dc%23d", "a&b=c#d", "x"},
	} {
		k, err := otp.ParseURI("otpauth://totp/" + c.label + "&secret=" + hello)
		if err != nil {
			t.Errorf("%q: %v", c.label, err)
			continue
		}
		if k.Issuer != c.issuer || k.Account != c.account || string(k.Secret) != string(helloBytes) {
			t.Errorf("%q: got issuer %q, account %q", c.label, k.Issuer, k.Account)
		}
		roundTrip(t, k)
	}
}

func TestParseForms(t *testing.T) {
	totp := otp.New(otp.TOTP)
	totp.Secret = helloBytes
	steam := otp.New(otp.Steam)
	steam.Secret = helloBytes
	hotp := otp.New(otp.HOTP)
	hotp.Secret, hotp.Counter = helloBytes, 7
	motp := otp.New(otp.MOTP)
	motp.Secret, motp.PIN = helloBytes, "1234"
	with := func(k otp.Key, change func(*otp.Key)) otp.Key { change(&k); return k }
	named := with(steam, func(k *otp.Key) { k.Issuer = "Steam" })
	for _, c := range []struct {
		uri  string
		want otp.Key
	}{
		{"otpauth://totp/?secret=" + hello, totp},
		{"otpauth://totp?secret=" + hello, totp},
		{"\uFEFF \r\notpauth://totp/?secret=" + hello + "\r\n", totp},
		{"OTPAUTH://TOTP/?SECRET=" + hello + "&Digits=6", totp},
		{"apple-otpauth://totp/?secret=" + hello, totp},
		{"otpauth://totp/?secret=" + hello + "#fragment", totp},
		{"otpauth://totp/?secret=" + hello + "#fragment=8", totp},
		{"otpauth://totp/?&&secret=" + hello + "&", totp},
		{"otpauth://totp/?secret=" + hello + "&algorithm=sha1&algorithm=sha1", totp},
		{"otpauth://totp/?secret=" + hello + "&algorithm=&period=", totp},
		{"otpauth://totp/?secret=" + hello + "&digits=08", with(totp, func(k *otp.Key) { k.Digits = 8 })},
		{"otpauth://totp/?secret=" + hello + "&period=86400", with(totp, func(k *otp.Key) { k.Period = 86400 })},
		{"otpauth://totp/?secret=" + hello + "&algorithm=HmacSHA512", with(totp, func(k *otp.Key) { k.Algorithm = otp.SHA512 })},
		{"otpauth://totp/?secret=" + hello + "&algorithm=Algorithm.sha256", with(totp, func(k *otp.Key) { k.Algorithm = otp.SHA256 })},
		{"otpauth://hotp/?secret=" + hello + "&counter=7", hotp},
		{"otpauth://hotp/?secret=" + hello + "&counter=18446744073709551615", with(hotp, func(k *otp.Key) { k.Counter = 1<<64 - 1 })},
		{"otpauth://hotp/?secret=" + hello + "&counter=9007199254740993", with(hotp, func(k *otp.Key) { k.Counter = 9007199254740993 })},
		{"otpauth://hotp/?secret=" + hello + "&counter=7&period=30", with(hotp, func(k *otp.Key) { k.Extra = []otp.Parameter{{Name: "period", Value: "30"}} })},
		{"otpauth://totp/?secret=" + hello + "&counter=0", with(totp, func(k *otp.Key) { k.Extra = []otp.Parameter{{Name: "counter", Value: "0"}} })},
		{"otpauth://steam/?secret=" + hello, steam},
		{"otpauth://totp/?encoder=steam&digits=5&secret=" + hello, steam},
		{"otpauth://totp/?steam&secret=" + hello, steam},
		{"steam://" + hello, named},
		{"STEAM://" + hello + "/", named},
		{"steam://SGVsbG8h3q2+7wABAgMEBQYHCAk=", with(named, func(k *otp.Key) {
			k.Secret = append([]byte("Hello!\xde\xad\xbe\xef"), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
		})},
		{"motp://?secret=48656C6C6F21deadbeef&pin=1234", motp},
		{"motp://Site:user?secret=48656c6c6f21deadbeef", with(motp, func(k *otp.Key) { k.Issuer, k.Account, k.PIN = "Site", "user", "" })},
		{"otpauth://totp/?secret=" + hello + "&foo=a+b%2B&Lock=&foo=2&image=javascript:alert(1)", with(totp, func(k *otp.Key) {
			k.Extra = []otp.Parameter{{"foo", "a b+"}, {"Lock", ""}, {"foo", "2"}, {"image", "javascript:alert(1)"}}
		})},
		{"otpauth://totp/?secret=" + hello + "&codeDisplay=%7B%22pinned%22%3Atrue%7D", with(totp, func(k *otp.Key) {
			k.Extra = []otp.Parameter{{"codeDisplay", `{"pinned":true}`}}
		})},
		{"otpauth://totp/?secret=" + hello + "&codeDisplay=%7Bbad", totp},
	} {
		k, err := otp.ParseURI(c.uri)
		if err != nil {
			t.Errorf("%q: %v", c.uri, err)
			continue
		}
		if !reflect.DeepEqual(k, c.want) {
			t.Errorf("%q: got %q, want %q", c.uri, k.URI(), c.want.URI())
		}
		roundTrip(t, k)
	}
}

func TestParseYandex(t *testing.T) {
	k, err := otp.ParseURI("otpauth://yaotp/user?secret=LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI&pin=G42TQNQ&pin_length=4")
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Secret) != 16 || k.PIN != "7586" || k.Account != "user" || len(k.Extra) != 1 {
		t.Errorf("got %q", k.URI())
	}
	roundTrip(t, k)
}

func TestParseRefuses(t *testing.T) {
	const totp, hotp = "otpauth://totp/x?secret=" + hello, "otpauth://hotp/x?secret=" + hello
	for _, c := range []struct {
		uri          string
		code         otp.Code
		field, value string
		position     int
	}{
		{"", otp.CodeEmpty, "", "", 0},
		{"\uFEFF \n", otp.CodeEmpty, "", "", 0},
		{"otpauth", otp.CodeScheme, "scheme", "", 0},
		{"otpauth:totp/x?secret=" + hello, otp.CodeScheme, "scheme", "", 0},
		{hello, otp.CodeScheme, "scheme", "", 0},
		{"https://example.com/?u=" + totp, otp.CodeScheme, "scheme", "https", 0},
		{"javascript:alert(1)//" + totp, otp.CodeScheme, "scheme", "", 0},
		{"otpauth-migration://offline?data=AAAA", otp.CodeMigration, "scheme", "otpauth-migration", 0},
		{"phonefactor://activate_account?code=1", otp.CodePush, "scheme", "Microsoft Authenticator", 0},
		{"otpauth://", otp.CodeType, "type", "", 0},
		{"otpauth:///x?secret=" + hello, otp.CodeType, "type", "", 0},
		{"otpauth://bad/x?secret=" + hello, otp.CodeType, "type", "bad", 0},
		{"otpauth://totp:443/x?secret=" + hello, otp.CodeType, "type", "totp:443", 0},
		{"otpauth://" + hello, otp.CodeType, "type", "…", 0},
		{totp + "&encoder=luckycode", otp.CodeType, "encoder", "luckycode", 0},
		{hotp + "&counter=1&encoder=steam", otp.CodeType, "encoder", "steam", 0},
		{"otpauth://totp/x", otp.CodeSecretMissing, "secret", "", 0},
		{"otpauth://totp/x?", otp.CodeSecretMissing, "secret", "", 0},
		{"otpauth://totp/x?secret", otp.CodeSecretMissing, "secret", "", 0},
		{"otpauth://totp/x?secret====", otp.CodeSecretMissing, "secret", "", 0},
		{"steam://", otp.CodeSecretMissing, "secret", "", 0},
		{"motp://x", otp.CodeSecretMissing, "secret", "", 0},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PX1", otp.CodeSecretCharacter, "secret", "1", 16},
		{"otpauth://totp/x?secret=JBSW+Y3DP%200HPK", otp.CodeSecretCharacter, "secret", "0", 11},
		{"otpauth://totp/x?secret=JBSW%00", otp.CodeSecretCharacter, "secret", "U+0000", 5},
		{"otpauth://totp/x?secret=2c52e8fcfac34091da63ef7b118f1cc50b925a42", otp.CodeSecretHex, "secret", "8", 6},
		{"motp://x?secret=xyz", otp.CodeSecretCharacter, "secret", "x", 1},
		{"motp://x?secret=abc", otp.CodeSecretLength, "secret", "", 0},
		{"otpauth://totp/x?secret=A", otp.CodeSecretLength, "secret", "", 0},
		{"otpauth://totp/x?secret=" + strings.Repeat("A", 8000), otp.CodeTooLong, "secret", "", 0},
		{"otpauth://totp/" + strings.Repeat("A", 1001) + "?secret=" + hello, otp.CodeTooLong, "account", "", 0},
		{"otpauth://totp/" + strings.Repeat("A", 70000) + "?secret=" + hello, otp.CodeTooLong, "uri", "", 0},
		{totp + "&x=" + strings.Repeat("あ", 10000), otp.CodeTooLong, "uri", "", 0}, // when written
		{totp + "&secret=" + hello, otp.CodeDuplicate, "secret", "", 0},
		{"steam://" + hello + "?secret=" + hello, otp.CodeDuplicate, "secret", "", 0},
		{totp + "&digits=6&DIGITS=8", otp.CodeDuplicate, "digits", "", 0},
		{totp + "&issuer=a&issuer=b", otp.CodeDuplicate, "issuer", "", 0},
		{totp + "&digits=", otp.CodeDigits, "digits", "", 0},
		{totp + "&digits=0", otp.CodeDigits, "digits", "0", 0},
		{totp + "&digits=-6", otp.CodeDigits, "digits", "-6", 0},
		{totp + "&digits=%2B6", otp.CodeDigits, "digits", "+6", 0},
		{totp + "&digits=11", otp.CodeDigits, "digits", "11", 0},
		{totp + "&digits=262", otp.CodeDigits, "digits", "262", 0},
		{totp + "&digits=4294967302", otp.CodeDigits, "digits", "4294967302", 0},
		{totp + "&digits=99999999999999999999", otp.CodeDigits, "digits", "99999999999999999999", 0},
		{totp + "&digits=18446744073709551614", otp.CodeDigits, "digits", "18446744073709551614", 0},
		{totp + "&digits=6_0", otp.CodeDigits, "digits", "6_0", 0},
		{totp + "&digits=6.0", otp.CodeDigits, "digits", "6.0", 0},
		{totp + "&digits=0x6", otp.CodeDigits, "digits", "0x6", 0},
		{totp + "&digits=٦", otp.CodeDigits, "digits", "٦", 0},
		{totp + "&digits=６", otp.CodeDigits, "digits", "６", 0},
		{"otpauth://totp/x?digits=6%26secret%3D" + hello, otp.CodeDigits, "digits", "6&…", 0},
		{"otpauth://totp/x?digits=6" + hello, otp.CodeDigits, "digits", "…", 0},
		{totp + "&period=0", otp.CodePeriod, "period", "0", 0},
		{totp + "&period=86401", otp.CodePeriod, "period", "86401", 0},
		{totp + "&period=30s", otp.CodePeriod, "period", "30s", 0},
		{totp + "&period=NaN", otp.CodePeriod, "period", "NaN", 0},
		{totp + "&period=" + strings.Repeat("9", 50), otp.CodePeriod, "period", strings.Repeat("9", 39) + "…", 0},
		{totp + "&algorithm=SHA-1", otp.CodeAlgorithm, "algorithm", "SHA-1", 0},
		{totp + "&algorithm=SHA224", otp.CodeAlgorithm, "algorithm", "SHA224", 0},
		{totp + "&algorithm=MD5", otp.CodeAlgorithm, "algorithm", "MD5", 0},
		{totp + "&algorithm=GOST3411_2012_256", otp.CodeAlgorithm, "algorithm", "GOST3411_2012_256", 0},
		{totp + "&algorithm=a%00%E2%80%AEb", otp.CodeAlgorithm, "algorithm", "aU+0000U+202Eb", 0},
		{hotp, otp.CodeCounterMissing, "counter", "", 0},
		{hotp + "&counter=", otp.CodeCounterMissing, "counter", "", 0},
		{hotp + "&counter=-1", otp.CodeCounter, "counter", "-1", 0},
		{hotp + "&counter=18446744073709551616", otp.CodeCounter, "counter", "18446744073709551616", 0},
		{hotp + "&counter=1.5", otp.CodeCounter, "counter", "1.5", 0},
		{"otpauth://steam/x?digits=6&secret=" + hello, otp.CodeDigits, "digits", "6", 0},
		{"otpauth://steam/x?period=60&secret=" + hello, otp.CodePeriod, "period", "60", 0},
		{"motp://x?algorithm=SHA1&secret=abcd", otp.CodeAlgorithm, "algorithm", "SHA1", 0},
		{"motp://x?pin=abcd&secret=abcd", otp.CodePIN, "pin", "", 0},
		{"otpauth://yaotp/x?secret=" + hello, otp.CodeSecretLength, "secret", "", 0},
		{"otpauth://yaotp/x?secret=AA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI", otp.CodeSecretChecksum, "secret", "", 0},
		{"otpauth://yaotp/x?pin=1&secret=LA2V6KMCGYMWWVEW64RNP3JA3I", otp.CodePIN, "pin", "", 0},
	} {
		shown := c.uri[:min(len(c.uri), 80)]
		k, err := otp.ParseURI(c.uri)
		if err == nil {
			t.Errorf("%q is accepted", shown)
			continue
		}
		if !reflect.DeepEqual(k, otp.Key{}) {
			t.Errorf("%q: a refused key is not empty", shown)
		}
		if want := (otp.Error{Code: c.code, Field: c.field, Value: c.value, Position: c.position}); *err.(*otp.Error) != want {
			t.Errorf("%q: got %+v, want %+v", shown, *err.(*otp.Error), want)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", err, *err.(*otp.Error)), hello) {
			t.Errorf("%q: the error holds the secret", shown)
		}
	}
}

// Keys that do not come from a URI are written so that they come back.
func TestRoundTrip(t *testing.T) {
	names := []string{"", "x", "a:b", ":", "a%3Ab", "%", "+", "a b", "#?&=/", "日本", "a\u00A0b"}
	for _, typ := range []otp.Type{otp.TOTP, otp.HOTP, otp.Steam, otp.MOTP, otp.Yandex} {
		for _, issuer := range names {
			for _, account := range names {
				k := otp.New(typ)
				k.Secret, k.Issuer, k.Account = digits20[:16], issuer, account
				k.Extra = []otp.Parameter{{"", ""}, {issuer, account}, {"icon", "a&b"}}
				if typ.NeedsPIN() {
					k.PIN = "0012"
				}
				roundTrip(t, k)
			}
		}
	}
}

func TestCheckNames(t *testing.T) {
	for _, c := range []struct {
		change func(*otp.Key)
		want   otp.Code
		field  string
	}{
		{func(k *otp.Key) { k.Issuer = " a" }, otp.CodeName, "issuer"},
		{func(k *otp.Key) { k.Account = "a\n" }, otp.CodeName, "account"},
		{func(k *otp.Key) { k.Account = "\xff" }, otp.CodeName, "account"},
		{func(k *otp.Key) { k.Account = strings.Repeat("あ", 1001) }, otp.CodeTooLong, "account"},
		{func(k *otp.Key) { k.Extra = []otp.Parameter{{"Secret", "x"}} }, otp.CodeParameter, "Secret"},
		{func(k *otp.Key) { k.Extra = []otp.Parameter{{"steam", ""}} }, otp.CodeParameter, "steam"},
		{func(k *otp.Key) { k.Extra = []otp.Parameter{{"codeDisplay", "{"}} }, otp.CodeParameter, "codeDisplay"},
		{func(k *otp.Key) { k.Extra = []otp.Parameter{{"x", "\xff"}} }, otp.CodeParameter, "x"},
		{func(k *otp.Key) { k.Extra = []otp.Parameter{{"x", strings.Repeat("x", otp.MaxURI)}} }, otp.CodeTooLong, "uri"},
	} {
		k := otp.New(otp.TOTP)
		k.Secret = helloBytes
		c.change(&k)
		if e := wantError(t, k.Check(), c.want); e.Field != c.field {
			t.Errorf("got field %q, want %q", e.Field, c.field)
		}
	}
	k := otp.New(otp.TOTP)
	k.Secret, k.Issuer, k.Account = helloBytes, strings.Repeat("あ", 1000), strings.Repeat("い", 1000)
	roundTrip(t, k)
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		uri  string
		want []otp.Warning
	}{
		{"otpauth://totp/ACME:alice?secret=" + hello + "&issuer=acme&digits=7", nil},
		{"otpauth://totp/ACME:alice?secret=" + hello + "&issuer=Other", []otp.Warning{{otp.WarnIssuerMismatch, "issuer", "ACME"}}},
		{"otpauth://totp/?secret=" + hello, []otp.Warning{{otp.WarnUnnamed, "account", ""}}},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK", []otp.Warning{{otp.WarnSecretShort, "secret", ""}}},
		{"otpauth://totp/x?secret=ABC", []otp.Warning{{otp.WarnSecretLength, "secret", ""}, {otp.WarnSecretShort, "secret", ""}}},
		{"otpauth://totp/x?secret=" + hello + "&digits=10", []otp.Warning{{otp.WarnDigits, "digits", ""}}},
		{"otpauth://totp/x?secret=" + hello + "&period=60", nil},
		{"otpauth://totp/x?secret=" + hello + "&period=17", []otp.Warning{{otp.WarnPeriod, "period", ""}}},
		{"otpauth://hotp/x?secret=" + hello + "&counter=0&digits=5", []otp.Warning{{otp.WarnDigits, "digits", ""}}},
		{"otpauth://totp/x?secret=" + hello + "&period=", []otp.Warning{{otp.WarnEmptyParameter, "period", ""}}},
		{"otpauth://totp/x?secret=" + hello + "&codeDisplay=%7B", []otp.Warning{{otp.WarnParameterDropped, "codeDisplay", ""}}},
		{"otpauth://totp/%E2%80%AEx?secret=" + hello, []otp.Warning{{otp.WarnNameCleaned, "account", "x"}}},
		{"otpauth://totp/Steam:x?secret=" + hello, []otp.Warning{{otp.WarnSteam, "type", ""}}},
	} {
		_, got, err := otp.Inspect(c.uri)
		if err != nil {
			t.Fatal(c.uri, err)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.uri, got, c.want)
		}
		key, _ := otp.ParseURI(c.uri)
		for _, w := range got {
			if slices.Contains(key.Warnings(), w) != w.Code.OfKey() {
				t.Errorf("%s is of the key: %v", w.Code, w.Code.OfKey())
			}
		}
	}
}

func TestSame(t *testing.T) {
	k := otp.New(otp.TOTP)
	k.Secret = helloBytes
	for _, c := range []struct {
		name   string
		change func(*otp.Key)
		want   bool
	}{
		{"nothing", func(*otp.Key) {}, true},
		{"names", func(k *otp.Key) { k.Issuer, k.Account = "a", "b" }, true},
		{"counter", func(k *otp.Key) { k.Counter = 9 }, true},
		{"pin", func(k *otp.Key) { k.PIN = "1234" }, true},
		{"extra", func(k *otp.Key) { k.Extra = []otp.Parameter{{"a", "b"}} }, true},
		{"type", func(k *otp.Key) { k.Type = otp.HOTP }, false},
		{"secret", func(k *otp.Key) { k.Secret = digits20 }, false},
		{"longer secret", func(k *otp.Key) { k.Secret = append(slices.Clone(k.Secret), 0) }, false},
		{"algorithm", func(k *otp.Key) { k.Algorithm = otp.SHA256 }, false},
		{"digits", func(k *otp.Key) { k.Digits = 8 }, false},
		{"period", func(k *otp.Key) { k.Period = 60 }, false},
	} {
		o := k
		c.change(&o)
		if k.Same(o) != c.want || o.Same(k) != c.want {
			t.Errorf("%s changed: got %v", c.name, !c.want)
		}
	}
}

func FuzzParseURI(f *testing.F) {
	for _, seed := range []string{
		"otpauth://totp/ACME:alice?secret=" + hello + "&issuer=ACME&algorithm=SHA256&digits=8&period=60",
		"otpauth://hotp/x%3A%20y?secret=" + hello + "&counter=18446744073709551615&a=b+c",
		"otpauth://totp/x?secret=" + hello + "&encoder=steam&codeDisplay=%7B%7D",
		"steam://SGVsbG8h3q2+7wABAgMEBQYHCAk=",
		"motp://Site:user?secret=e3152afee62599c8&pin=1234",
		"otpauth://yaotp/user?secret=LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI&pin=G42TQNQ",
	} {
		f.Add(seed)
	}
	for _, tail := range damagedTails {
		f.Add("otpauth://totp/x?secret=" + hello + tail.query)
	}
	for _, row := range badURIs(f) {
		f.Add(row.Input)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, _, err := otp.Inspect(text)
		if err != nil {
			if e := err.(*otp.Error); !slices.Contains(otp.Codes(), e.Code) || len([]rune(e.Value)) > 40 {
				t.Fatalf("%+v", e)
			}
			return
		}
		roundTrip(t, k)
		if _, err := k.Code(atTest); err != nil && !k.Type.NeedsPIN() {
			t.Fatal(err)
		}
	})
}
