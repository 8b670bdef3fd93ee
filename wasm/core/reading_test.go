// SPDX-License-Identifier: MIT

package core

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
)

func TestReadingKinds(t *testing.T) {
	p := empty(t)
	for _, c := range []struct {
		text string
		kind Kind
		code door.Code // of the problem
		show string    // the link or text
	}{
		{uriTOTP, KindAccount, "", ""},
		{"  " + uriTOTP + "\r\n", KindAccount, "", ""},
		{"\ufeff" + uriTOTP, KindAccount, "", ""},
		{"OTPAUTH://TOTP/x?SECRET=JBSWY3DPEHPK3PXP", KindAccount, "", ""},
		{"apple-otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", KindAccount, "", ""},
		{"steam://JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", KindAccount, "", ""},
		{"motp://x:y?secret=0123456789abcdef", KindAccount, "", ""},
		{"otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8", KindMigration, "", ""},
		{"phonefactor://activate_account?code=1&url=x", KindKnownApp, "push", ""},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PX1", KindProblem, "secret-character", ""},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=GOST", KindProblem, "algorithm", ""},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=12", KindProblem, "digits", ""},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&period=0", KindProblem, "period", ""},
		{"otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP", KindProblem, "counter-missing", ""},
		{"otpauth://totp/x", KindProblem, "secret-missing", ""},
		{"", KindProblem, "empty", ""},
		{"otpauthx://totp/x?secret=JBSWY3DPEHPK3PXP", KindProblem, "embedded", ""},
		{"https://example.com/?u=otpauth://totp/x", KindProblem, "embedded", ""},
		{"https://example.com/?u=OTPAUTH%253a%252F%252Ftotp", KindProblem, "embedded", ""},
		{"https://example.com/%zz?u=otp%61uth", KindProblem, "embedded", ""},
		{"here it is: otp\u200bauth : //totp/x", KindProblem, "embedded", ""},
		{"https://example.com/?secret=1", KindProblem, "embedded", ""},
		{"JBSWY3DPEHPK3PXP", KindProblem, "bare-secret", ""},
		{"jbsw y3dp ehpk 3pxp\n", KindProblem, "bare-secret", ""},
		{"JBSW-Y3DP-EHPK-3PXP-", KindProblem, "bare-secret", ""},
		{"ABCDEFGHIJKLMNOPABCDEFGHIJKLMNOP====", KindProblem, "bare-secret", ""},
		{"0123456789abcdef0123", KindProblem, "bare-secret", ""},
		{"https://example.com/a?b=c#d", KindLink, "", "https://example.com/a?b=c#d"},
		{" HTTP://EXAMPLE.COM ", KindLink, "", "HTTP://EXAMPLE.COM"},
		{"https://example.com/\u202egpj.exe", KindLink, "", "https://example.com/gpj.exe"},
		{"https://", KindText, "", "https://"},
		{"javascript:alert(1)", KindText, "", "javascript:alert(1)"},
		{"Hello,\n\tworld \u202e\x00!", KindText, "", "Hello,  world !"},
		{"12345678901234567890", KindText, "", "12345678901234567890"},
		{"donaudampfschifffahrt", KindText, "", "donaudampfschifffahrt"},
		{"WIFI:S:net;T:WPA;P:pass;;", KindText, "", "WIFI:S:net;T:WPA;P:pass;;"},
		{"こんにちは👩‍👩‍👧", KindText, "", "こんにちは👩‍👩‍👧"},
		{"\xff\xfe bytes", KindText, "", "� bytes"},
		{strings.Repeat("漢字 ", 100), KindText, "", strings.Repeat("漢字 ", 66) + "漢…"},
	} {
		r := p.read(c.text)
		var code door.Code
		if r.Problem != nil {
			code = r.Problem.Code
		}
		if r.Kind != c.kind || code != c.code || r.Link+r.Text != c.show {
			t.Errorf("%.80q is read as %s %q %q, want %s %q %q", c.text, r.Kind, code, r.Link+r.Text, c.kind, c.code, c.show)
		}
		if (r.Ref != "") != (c.kind == KindAccount) || (r.Account != nil) != (c.kind == KindAccount) || (r.Code != nil) != (c.kind == KindAccount) {
			t.Errorf("%.80q: ref %q, account %+v, code %+v", c.text, r.Ref, r.Account, r.Code)
		}
	}
}

// A transfer code says which of an export it is, and nothing of what it holds.
func TestReadMigration(t *testing.T) {
	p := empty(t)
	for text, want := range map[string]string{
		"otpauth-migration://offline?data=CgIKABACGAMgAij5%2F%2F%2F%2F%2F%2F%2F%2F%2FwE%3D": "{-7 2 3}",
		" otpauth-migration://offline?data=CgIKAA\r\n":                                      "{0 0 1}",
		"otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8":                              "damaged",
	} {
		r := p.read(text)
		got := "damaged"
		if r.Part != nil {
			got = fmt.Sprint(*r.Part)
		}
		if r.Kind != KindMigration || got != want {
			t.Errorf("%s is read as %s %s, want %s", text, r.Kind, got, want)
		}
		if r.Ref != "" || r.Account != nil || r.Text != "" || r.Link != "" {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func TestReadingPreview(t *testing.T) {
	p := empty(t)
	r := p.read("otpauth://totp/Trend%20Micro%20SaaS%20Account:a@b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	if r.Account.ID != r.Ref || r.Account.Issuer != "Trend Micro SaaS Account" || r.Account.Site != "https://example.com" || r.Account.Added != noon ||
		len(r.Code.Code) != 6 || r.Code.ID != r.Ref || r.Present != "" || r.Conflict != "" {
		t.Errorf("got %+v %+v %+v", r, r.Account, r.Code)
	}
	var codes []Code
	p.ok("codes", `{"now":1741003200000,"ids":`+list(r.Ref)+`}`, nil, &codes)
	if len(codes) != 1 || fmt.Sprint(codes[0]) != fmt.Sprint(*r.Code) {
		t.Errorf("codes %+v", codes)
	}
	if hotp := p.read(uriHOTP); hotp.Code.Code != "" || hotp.Code.Counter != "5" {
		t.Errorf("hotp shows %+v", hotp.Code)
	}
}

// A part of a longer message is never taken for the whole, nor shown.
func TestPart(t *testing.T) {
	p := empty(t)
	for _, text := range []string{
		"otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP", // "JBSWY3DP&digits=8" follows
		"JBSWY3DP&digits=8", "https://example.com/", "otpauth-migration://offline?data=AAAA", "",
	} {
		var r Reading
		p.ok("read", `{"now":1741003200000,"site":"","part":true}`, []byte(text), &r)
		if r.Kind != KindProblem || r.Problem.Code != CodeSymbolPart || r.Ref != "" || r.Text+r.Link != "" || r.Part != nil {
			t.Errorf("%q: got %+v", text, r)
		}
	}
}

// Words behind a link that was selected may be Base32 too, and the key would be
// another: they are refused. Groups, as sites show a key, are not.
func TestWordsBehindLink(t *testing.T) {
	p := empty(t)
	const link = "otpauth://totp/Example:alice?issuer=Example&secret=GEZDGNBVGY3TQOJQ"
	for words, want := range map[string]Kind{
		"": KindAccount, "&digits=6": KindAccount, "\r\n": KindAccount,
		" and more": KindProblem, "\nMFRGGZDFMZTWQ2LK": KindProblem, "\u00A0old": KindProblem, "\r\n" + link: KindProblem,
	} {
		for method, params := range map[string]string{
			"read":  `{"now":1741003200000,"site":"","text":true}`,
			"enter": `{"now":1741003200000,"site":"","type":"totp","issuer":"","account":"","algorithm":"","digits":0,"period":0,"counter":""}`,
		} {
			var r Reading
			p.ok(method, params, []byte(link+words), &r)
			if r.Kind != want || (r.Ref == "") != (want == KindProblem) {
				t.Errorf("%s: %q behind a link: got %s", method, words, r.Kind)
			}
		}
	}
	for _, groups := range []string{"gezd gnbv gy3t qojq", "GEZDGNBV GY3TQOJQ", "GEZDGNBVGY3TQOJQ"} {
		var r Reading
		p.ok("read", `{"now":1741003200000,"site":"","text":true}`, []byte("otpauth://totp/a?secret="+groups), &r)
		if r.Kind != KindAccount {
			t.Errorf("%s: got %s", groups, r.Kind)
		}
	}
}

func TestPresentAndConflict(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	p.add("otpauth://totp/?secret=MFRGGZDFMZTWQ2LK")
	for _, c := range []struct{ uri, present, conflict string }{
		{uriTOTP, id, ""},
		{"otpauth://totp/Other:name?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&image=x", id, ""},
		{uriTOTP + "&digits=8", "", id},
		{uriTOTP + "&algorithm=SHA256", "", id},
		{"otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP", "", id},
		{"otpauth://totp/Exam%E2%80%8Bple:alice%E2%81%A0@example.com?secret=JBSWY3DPEHPK3PXP", "", id},
		{"otpauth://totp/Exam%E2%80%8Cple:alice@example.com%E3%85%A4?secret=JBSWY3DPEHPK3PXP", "", id},
		{"otpauth://totp/EXAMPLE:Alice@example.com?secret=JBSWY3DPEHPK3PXP", "", id},
		{"otpauth://totp/Ｅｘａｍｐｌｅ:alice＠example.com?secret=JBSWY3DPEHPK3PXP", "", id},
		{"otpauth://totp/Exam%20ple:alice@example.com?secret=JBSWY3DPEHPK3PXP", "", ""},
		{"otpauth://totp/Example:bob?secret=JBSWY3DPEHPK3PXP", "", ""},
		{"otpauth://totp/?secret=JBSWY3DPEHPK3PXP", "", ""},
	} {
		if r := p.read(c.uri); r.Present != c.present || r.Conflict != c.conflict {
			t.Errorf("%s: present %q, conflict %q", c.uri, r.Present, r.Conflict)
		}
	}
	p.ok("remove", `{"now":1741003200000,"ids":`+list(id)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if r := p.read(uriTOTP); r.Present != "" || r.Conflict != "" {
		t.Error("a removed account is present")
	}
}

func TestAdd(t *testing.T) {
	p := empty(t)
	first, same, other := p.read(uriTOTP), p.read(uriTOTP), p.read(uriSteam)
	p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":`+list(first.Ref, "gone")+`}`, nil)
	var a Added
	p.ok("add", `{"now":1741003200000,"refs":`+list(first.Ref, same.Ref, other.Ref)+`}`, nil, &a)
	if len(a.Added) != 2 || len(a.Present) != 1 || a.Present[0] != a.Added[0] {
		t.Errorf("got %+v", a)
	}
	p.ok("abort", `{}`, nil, nil)
	p.ok("add", `{"now":1741003200000,"refs":`+list(first.Ref, other.Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":`+list(first.Ref)+`}`, nil)
	p.ok("forget", `{"refs":`+list(same.Ref, "gone")+`}`, nil, nil)
	p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":`+list(same.Ref)+`}`, nil)
}

func TestReadingsAreBounded(t *testing.T) {
	p := empty(t)
	var refs []string
	for range maxReadings + 2 {
		refs = append(refs, p.read(uriTOTP).Ref)
	}
	var codes []Code
	p.ok("codes", `{"now":1741003200000,"ids":`+list(refs...)+`}`, nil, &codes)
	if len(codes) != maxReadings || codes[0].ID != refs[2] {
		t.Errorf("%d readings are kept", len(codes))
	}
}

func TestReadingWithoutVault(t *testing.T) {
	p := &probe{t, New(Options{Rand: fixed()})}
	r := p.read(uriTOTP)
	p.fails(CodeNoVault, "add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil)
	p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil, nil)
}

func TestSites(t *testing.T) {
	p := empty(t)
	for _, site := range []string{"a b", "a\n", "a\u202eb", strings.Repeat("a", 301)} {
		text, err := json.Marshal(site)
		if err != nil {
			t.Fatal(err)
		}
		if e := p.fails(door.BadParams, "read", `{"now":1,"site":`+string(text)+`}`, []byte(uriTOTP)); e.Field != "site" {
			t.Errorf("%q: %+v", site, e)
		}
	}
}

func TestEnter(t *testing.T) {
	const names = `"issuer":" A ","account":"b","site":""`
	p := empty(t)
	for _, c := range []struct {
		params, secret string
		code           door.Code // of the problem; "" for an account
		field          string
		want           string // of the account, as otpauth would say it
	}{
		{`"type":"totp","algorithm":"SHA256","digits":8,"period":60`, " jbsw y3dp-ehpk 3pxp ", "", "", "totp SHA256 8 60 "},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":30,"counter":"0"`, "JBSWY3DPEHPK3PXP", "", "", "totp SHA1 6 30 "},
		{`"type":"hotp","algorithm":"SHA512","digits":7,"counter":"18446744073709551615"`, "JBSWY3DPEHPK3PXP", "", "", "hotp SHA512 7 0 18446744073709551615"},
		{`"type":"hotp","algorithm":"SHA1","digits":6,"period":30,"counter":"0"`, "JBSWY3DPEHPK3PXP", "", "", "hotp SHA1 6 0 0"},
		{`"type":"steam"`, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "", "", "steam SHA1 5 30 "},
		{`"type":"steam","algorithm":"SHA512","digits":6,"period":60,"counter":"x"`, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "", "", "steam SHA1 5 30 "},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":30`, "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=3", "", "", "hotp SHA1 6 0 3"},
		{`"type":"","algorithm":"SHA1","digits":6,"period":30`, "JBSWY3DPEHPK3PXP", "type", "type", ""},
		{`"type":"sms","algorithm":"SHA1","digits":6,"period":30`, "JBSWY3DPEHPK3PXP", "type", "type", ""},
		{`"type":"totp","digits":6,"period":30`, "JBSWY3DPEHPK3PXP", "algorithm", "algorithm", ""},
		{`"type":"totp","algorithm":"MD5","digits":6,"period":30`, "JBSWY3DPEHPK3PXP", "algorithm", "algorithm", ""},
		{`"type":"totp","algorithm":"SHA1","period":30`, "JBSWY3DPEHPK3PXP", "digits", "digits", ""},
		{`"type":"totp","algorithm":"SHA1","digits":11,"period":30`, "JBSWY3DPEHPK3PXP", "digits", "digits", ""},
		{`"type":"totp","algorithm":"SHA1","digits":6`, "JBSWY3DPEHPK3PXP", "period", "period", ""},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":86401`, "JBSWY3DPEHPK3PXP", "period", "period", ""},
		{`"type":"hotp","algorithm":"SHA1","digits":6`, "JBSWY3DPEHPK3PXP", "counter-missing", "counter", ""},
		{`"type":"hotp","algorithm":"SHA1","digits":6,"counter":"18446744073709551616"`, "JBSWY3DPEHPK3PXP", "counter", "counter", ""},
		{`"type":"hotp","algorithm":"SHA1","digits":6,"counter":"-1"`, "JBSWY3DPEHPK3PXP", "counter", "counter", ""},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":30`, "", "secret-missing", "secret", ""},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":30`, "JBSWY3DPEHPK3PX8", "secret-character", "secret", ""},
		{`"type":"totp","algorithm":"SHA1","digits":6,"period":30`, "https://example.com", "scheme", "scheme", ""},
	} {
		var r Reading
		p.ok("enter", `{"now":1741003200000,`+c.params+`,`+names+`}`, []byte(c.secret), &r)
		if c.code != "" {
			if r.Kind != KindProblem || r.Problem.Code != c.code || r.Problem.Field != c.field {
				t.Errorf("%s %s: got %+v %+v", c.params, c.secret, r, r.Problem)
			}
			continue
		}
		if r.Kind != KindAccount {
			t.Errorf("%s %s: got %+v", c.params, c.secret, r.Problem)
			continue
		}
		a := r.Account
		if got := fmt.Sprint(a.Type, " ", a.Algorithm, " ", a.Digits, " ", a.Period, " ", a.Counter); got != c.want || a.Issuer != "A" || a.Account != "b" {
			t.Errorf("%s %s: %s %q %q, want %s", c.params, c.secret, got, a.Issuer, a.Account, c.want)
		}
	}
	var r Reading
	p.ok("enter", `{"now":1741003200000,"type":"totp","issuer":"","account":"","site":""}`, []byte("otpauth-migration://offline?data=a"), &r)
	if r.Kind != KindMigration {
		t.Errorf("got %+v", r)
	}
	r = Reading{}
	p.ok("enter", `{"now":1741003200000,"type":"totp","algorithm":"SHA1","digits":6,"period":30,"issuer":"","account":"","site":""}`, []byte("JBSWY3DPEHPK3PX8"), &r)
	if r.Problem.Position != 16 || r.Problem.Value != "8" || len(r.Problem.Hint) != 1 || r.Problem.Hint[0] != "B" {
		t.Errorf("got %+v", r.Problem)
	}
}

func TestTake(t *testing.T) {
	p := empty(t)
	there := p.read(uriTOTP)
	p.ok("add", `{"now":1741003200000,"refs":`+list(there.Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	take := func(entries ...parcel.Entry) []Reading {
		t.Helper()
		var taken Taken
		p.ok("take", `{"now":1741003200000}`, parcel.Pack(entries), &taken)
		return taken.Readings
	}
	other := strings.Replace(uriTOTP, "GEZD", "MEZD", 1)
	got := take(
		parcel.Entry{URI: uriTOTP},
		parcel.Entry{URI: strings.ReplaceAll(strings.Replace(other, "Example:", "ＥＸＡＭＰＬＥ:", 1), "issuer=Example", "issuer=EXAMPLE"), Site: "example.com"},
		parcel.Entry{URI: uriHOTP, Site: "no site at all"},
		parcel.Entry{URI: uriHOTP},
		parcel.Entry{URI: "otpauth://totp/x?secret=JBSWY3DPEHPK3PX1"},
	)
	if len(got) != 5 {
		t.Fatalf("%d readings of 5 entries", len(got))
	}
	id := accounts[0].ID
	for i, want := range []struct{ present, conflict string }{{id, ""}, {"", id}, {"", ""}, {"", ""}} {
		if got[i].Kind != KindAccount || got[i].Present != want.present || got[i].Conflict != want.conflict {
			t.Errorf("entry %d is read as %+v, want present %q, conflict %q", i, got[i], want.present, want.conflict)
		}
	}
	if got[4].Kind != KindProblem || got[4].Problem.Code != "secret-character" {
		t.Errorf("a bad entry is read as %+v", got[4])
	}
	if got[1].Account.Site != "example.com" || got[2].Account.Site != "" {
		t.Errorf("sites %q and %q", got[1].Account.Site, got[2].Account.Site)
	}
	var added Added
	p.ok("add", `{"now":1741003200000,"refs":`+list(got[1].Ref, got[2].Ref, got[3].Ref)+`}`, nil, &added)
	p.ok("commit", `{}`, nil, nil)
	if len(added.Added) != 2 || len(added.Present) != 1 {
		t.Errorf("an account that is twice in the file: %+v", added)
	}
	p.ok("forget", `{"refs":`+list(got[0].Ref)+`}`, nil, nil)
	// What is taken stays until it is forgotten, whatever else is taken or scanned.
	scanned := p.read(other + "0")
	before := take(parcel.Entry{URI: uriHOTP})[0].Ref
	after := take(parcel.Entry{URI: uriSteam})[0].Ref
	p.ok("forget", `{"refs":`+list(scanned.Ref)+`}`, nil, nil)
	p.ok("add", `{"now":1741003200000,"refs":`+list(before, after)+`}`, nil, nil)
	p.ok("abort", `{}`, nil, nil)
	p.fails(door.BadParams, "take", `{"now":1741003200000}`, []byte("{}"))
	many := parcel.Pack(make([]parcel.Entry, parcel.Max-1))
	p.fails(CodeReadingsFull, "take", `{"now":1741003200000}`, many) // and two before
	p.ok("forget", `{"refs":`+list(before)+`}`, nil, nil)
	p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":`+list(before)+`}`, nil)
	p.ok("take", `{"now":1741003200000}`, many, nil)
}

// What is unusual is said wherever a key comes from: what the key shows also of
// the account, what the text showed before it is one.
func TestWarnings(t *testing.T) {
	p := empty(t)
	said := func(a *Account) string { return strings.Trim(fmt.Sprint(a.Warnings), "[]") }
	for _, c := range []struct{ uri, said string }{
		{uriTOTP, ""},
		{uriSteam, ""},
		{uriTOTP + "&period=17&digits=5", "{digits } {period }"},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK", "{secret-short }"},
		{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXPA", "{secret-length }"},
		{"otpauth://totp/Other:x?secret=JBSWY3DPEHPK3PXP&issuer=Example", "{issuer-mismatch Other}"},
		{"otpauth://totp/JBSWY3DPEHPK3PXPJBSW:x?secret=JBSWY3DPEHPK3PXP&issuer=Example", "{issuer-mismatch …}"},
		{"otpauth://totp/?secret=JBSWY3DPEHPK3PXP", "{unnamed }"},
	} {
		if got := said(p.read(c.uri).Account); got != c.said {
			t.Errorf("%s, scanned: %s, want %s", c.uri, got, c.said)
		}
		key, warnings, err := otp.Inspect(c.uri)
		if err != nil {
			t.Fatal(err)
		}
		entry := parcel.Entry{URI: key.URI(), Warnings: []parcel.Warning{{Code: "unheard-of"}}}
		for _, w := range warnings {
			entry.Warnings = append(entry.Warnings, parcel.Warning{Code: string(w.Code), Value: w.Value})
		}
		if got := said(p.taken(entry).Readings[0].Account); got != c.said {
			t.Errorf("%s, imported: %s, want %s", c.uri, got, c.said)
		}
	}
	p.add(uriTOTP+"&period=17", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXPA")
	if list := p.shown(); said(&list[0]) != "{period }" || said(&list[1]) != "" {
		t.Errorf("the accounts show %s, and %s", said(&list[0]), said(&list[1]))
	}
	secret := parcel.Entry{URI: uriTOTP, Warnings: []parcel.Warning{{Code: "issuer-mismatch", Value: "JBSWY3DPEHPK3PXPJBSW"}}}
	if got := said(p.taken(secret).Readings[0].Account); got != "{issuer-mismatch }" {
		t.Errorf("what may be a secret: %s", got)
	}
	var r Reading
	p.ok("enter", `{"now":1741003200000,"type":"totp","algorithm":"SHA1","digits":6,"period":30,"issuer":"x","account":"","site":""}`, []byte("JBSW Y3DP EHPK 3PXP A"), &r)
	if said(r.Account) != "{secret-length }" {
		t.Errorf("typed: %s", said(r.Account))
	}
}

// Thousands are added in portions, the last first: they are one change, which is
// the same as when all are added at once.
func TestAddInPortions(t *testing.T) {
	var shown [2][]string
	for i, portions := range [2][][]int{{{0, 1, 2, 3, 4, 5}}, {{4, 5}, {1, 2, 3}, {0}}} {
		p := empty(t)
		p.add(uriSteam)
		var taken Taken
		p.ok("take", `{"now":1741003200000}`, parcel.Pack([]parcel.Entry{
			{URI: uriTOTP}, {URI: uriHOTP}, {URI: uriSteam}, {URI: uriTOTP + "&digits=8"}, {URI: uriTOTP}, {URI: uriTOTP + "&period=60"},
		}), &taken)
		params := func(portion []int, more bool) string {
			var refs []string
			for _, at := range portion {
				refs = append(refs, taken.Readings[at].Ref)
			}
			return fmt.Sprintf(`{"now":1741003200000,"refs":%s,"more":%v}`, list(refs...), more)
		}
		for j, portion := range portions {
			var added Added
			more := j < len(portions)-1
			if file := p.ok("add", params(portion, more), nil, &added); (file == nil) != more {
				t.Errorf("portion %d of %d has a file of %d bytes", j, len(portions), len(file))
			}
			if !more {
				break
			}
			p.fails(CodeBusy, "remove", `{"now":1741003200000,"ids":[]}`, nil)
			p.fails(CodeNothingPending, "commit", `{}`, nil)
			if n := len(p.shown()); n != 1 {
				t.Errorf("%d accounts are shown before all are added", n)
			}
		}
		p.fails(CodeBusy, "add", params([]int{0}, false), nil)
		p.ok("commit", `{}`, nil, nil)
		for _, a := range p.shown() {
			shown[i] = append(shown[i], fmt.Sprint(a.Type, a.Digits, a.Period))
		}
		p.fails(CodeReadingUnknown, "add", params([]int{0}, false), nil)
		p.ok("take", `{"now":1741003200000}`, parcel.Pack([]parcel.Entry{{URI: uriTOTP + "&period=45"}}), &taken)

		// What goes wrong, or is given up, ends all of it.
		before := p.shown()
		p.ok("add", params([]int{0}, true), nil, nil)
		p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":["unknown"]}`, nil)
		p.ok("add", params([]int{0}, true), nil, nil)
		p.ok("abort", `{}`, nil, nil)
		p.ok("remove", `{"now":1741003200000,"ids":[]}`, nil, nil)
		if !reflect.DeepEqual(p.shown(), before) {
			t.Errorf("now there is %+v", p.shown())
		}
	}
	if !slices.Equal(shown[0], shown[1]) || len(shown[0]) != 5 {
		t.Errorf("at once they are shown as %v, in portions as %v", shown[0], shown[1])
	}
}

func TestGive(t *testing.T) {
	p := empty(t)
	var taken Taken
	entries := []parcel.Entry{{URI: uriTOTP, Site: "example.com"}, {URI: uriHOTP}, {URI: uriSteam}}
	p.ok("take", `{"now":1741003200000}`, parcel.Pack(entries), &taken)
	p.ok("add", `{"now":1741003200000,"refs":`+list(taken.Readings[0].Ref, taken.Readings[1].Ref, taken.Readings[2].Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	give := func(ids ...string) []parcel.Entry {
		t.Helper()
		_, out := p.Call("give", []byte(`{"ids":`+list(ids...)+`}`), nil)
		given, err := parcel.Unpack(out)
		if err != nil {
			t.Fatal(err)
		}
		return given
	}
	got := give()
	if len(got) != 3 {
		t.Fatalf("%d accounts of 3 are given", len(got))
	}
	for i, entry := range entries {
		want, _ := otp.ParseURI(entry.URI)
		if key, err := otp.ParseURI(got[i].URI); err != nil || !key.Same(want) || key.Counter != want.Counter || got[i].Site != entry.Site {
			t.Errorf("account %d does not come back, or not in its place", i)
		}
	}
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	if one := give(accounts[1].ID); len(one) != 1 || one[0].URI != got[1].URI {
		t.Error("one account that was asked for is not what is given")
	}
	p.fails(CodeAccountUnknown, "give", `{"ids":["nobody"]}`, nil)
}

// BenchmarkTake imports 10,000 accounts into an empty vault.
func BenchmarkTake(b *testing.B) {
	p := empty(b)
	var entries []parcel.Entry
	for i := range 10_000 {
		entries = append(entries, parcel.Entry{URI: fmt.Sprintf("otpauth://totp/Example:%d?secret=%s&issuer=Example", i, otp.FormatSecret([]byte(fmt.Sprintf("secret %09d", i))))})
	}
	bytes := parcel.Pack(entries)
	for b.Loop() {
		var taken Taken
		p.ok("take", `{"now":1741003200000}`, bytes, &taken)
		refs := make([]string, len(taken.Readings))
		for i, r := range taken.Readings {
			refs[i] = r.Ref
		}
		p.ok("add", `{"now":1741003200000,"refs":`+list(refs...)+`}`, nil, nil)
		p.ok("abort", `{}`, nil, nil)
		p.ok("forget", `{"refs":`+list(refs...)+`}`, nil, nil)
	}
}
