// SPDX-License-Identifier: MIT

package core

import (
	"slices"
	"strings"
	"testing"

	"inkan/wasm/door"
	"inkan/wasm/vault"
)

// The codes of RFC 6238 appendix B are shown before, and had after.
func TestAdjust(t *testing.T) {
	p := empty(t)
	id := p.add("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").Added[0]
	eight := `"id":"` + id + `","algorithm":"SHA1","digits":8,"period":30}`
	var c Code
	p.ok("preview", `{"now":59000,`+eight, nil, &c)
	if c.ID != id || c.Code != "94287082" || c.Until != 60000 {
		t.Errorf("%+v", c)
	}
	if p.account(id).Digits != 6 {
		t.Error("looking has changed it")
	}
	var a Account
	p.ok("adjust", `{"now":59000,`+eight, nil, &a)
	p.ok("commit", `{}`, nil, nil)
	var codes []Code
	p.ok("codes", `{"now":59000,"ids":`+list(id)+`}`, nil, &codes)
	if a.Digits != 8 || codes[0].Code != "94287082" {
		t.Errorf("%+v, %+v", a, codes)
	}
	if file := p.ok("adjust", `{"now":59000,`+eight, nil, nil); file != nil {
		t.Error("the same again was written")
	}
}

func TestAdjustRefused(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriHOTP, uriSteam).Added
	before := p.state()
	for _, c := range []struct {
		code   door.Code
		id     string
		params string
	}{
		{"digits", ids[0], `"algorithm":"SHA1","digits":0,"period":30`},
		{"digits", ids[0], `"algorithm":"SHA1","digits":11,"period":30`},
		{"period", ids[0], `"algorithm":"SHA1","digits":6,"period":0`},
		{"period", ids[0], `"algorithm":"SHA1","digits":6,"period":86401`},
		{"algorithm", ids[0], `"algorithm":"MD5","digits":6,"period":30`},
		{"algorithm", ids[0], `"algorithm":"sha1","digits":6,"period":30`},
		{"period", ids[1], `"algorithm":"SHA1","digits":6,"period":30,"counter":"5"`},
		{"counter-missing", ids[1], `"algorithm":"SHA1","digits":6,"period":0,"counter":""`},
		{"counter", ids[1], `"algorithm":"SHA1","digits":6,"period":0,"counter":"-1"`},
		{"digits", ids[2], `"algorithm":"SHA1","digits":6,"period":30`},
		{"period", ids[2], `"algorithm":"SHA1","digits":5,"period":60`},
		{CodeAccountUnknown, "nobody", `"algorithm":"SHA1","digits":6,"period":30`},
	} {
		for _, method := range []string{"preview", "adjust"} {
			p.fails(c.code, method, `{"now":1741003200000,"id":"`+c.id+`",`+c.params+`}`, nil)
		}
	}
	if p.state() != before {
		t.Error("something was changed")
	}
	// A counter is set, also back; its codes are shown by next alone.
	params := `{"now":1741003200000,"id":"` + ids[1] + `","algorithm":"SHA1","digits":6,"period":0,"counter":"2"}`
	var c Code
	if p.ok("preview", params, nil, &c); c.Code != "" || c.Counter != "2" {
		t.Errorf("%+v", c)
	}
	p.ok("adjust", params, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if p.account(ids[1]).Counter != "2" {
		t.Errorf("%+v", p.account(ids[1]))
	}
	// One that is not said stays where the codes made meanwhile have brought it.
	p.ok("next", `{"now":1741003200000,"id":"`+ids[1]+`"}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("adjust", `{"now":1741003200000,"id":"`+ids[1]+`","algorithm":"SHA1","digits":8,"period":0}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if a := p.account(ids[1]); a.Counter != "3" || a.Digits != 8 {
		t.Errorf("%+v", a)
	}
}

func TestBind(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0] // on https://example.com
	bind := func(sites ...string) (a Account) {
		t.Helper()
		if file := p.ok("bind", `{"now":1741003200000,"id":"`+id+`","sites":`+list(sites...)+`}`, nil, &a); file != nil {
			p.ok("commit", `{}`, nil, nil)
		}
		return a
	}
	if a := bind("https://example.com", "a.example"); a.Site != "https://example.com" || !slices.Equal(a.Sites, []string{"a.example"}) {
		t.Errorf("%+v", a)
	}
	if a := bind("b.example", "a.example"); a.Site != "" || !slices.Equal(a.Sites, []string{"b.example", "a.example"}) {
		t.Errorf("%+v", a)
	}
	for _, bad := range []string{"a b", "a\u200bb", "", strings.Repeat("x", vault.MaxSite+1)} {
		text, file := p.Call("bind", []byte(`{"now":1741003200000,"id":"`+id+`","sites":`+list(bad)+`}`), nil)
		if file != nil || !strings.HasPrefix(string(text), `{"error"`) {
			t.Errorf("%q: %s", bad, text)
		}
	}
	many := make([]string, vault.MaxSites+1)
	for i := range many {
		many[i] = strings.Repeat("a", i+1)
	}
	p.fails(CodeSites, "bind", `{"now":1741003200000,"id":"`+id+`","sites":`+list(many...)+`}`, nil)
	p.fails(CodeAccountUnknown, "bind", `{"now":1741003200000,"id":"nobody","sites":[]}`, nil)
}
