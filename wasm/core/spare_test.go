// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"inkan/wasm/vault"
)

func (p *probe) spares(id string) string {
	p.Helper()
	return string(p.ok("spares", `{"id":"`+id+`"}`, nil, nil))
}

// setSpares gives an account recovery codes and commits.
func (p *probe) setSpares(id string, keep bool, text string) (a Account) {
	p.Helper()
	if file := p.ok("setSpares", fmt.Sprintf(`{"now":1741003200000,"id":%q,"keep":%t}`, id, keep), []byte(text), &a); file != nil {
		p.ok("commit", `{}`, nil, nil)
	}
	return a
}

func (p *probe) checks(id, code string, used bool) (a Account) {
	p.Helper()
	if file := p.ok("checkSpare", fmt.Sprintf(`{"now":1741003209000,"id":%q,"used":%t}`, id, used), []byte(code), &a); file != nil {
		p.ok("commit", `{}`, nil, nil)
	}
	return a
}

func TestSpares(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	if got := p.spares(id); got != "" {
		t.Errorf("at first %q", got)
	}
	a := p.setSpares(id, false, " 1. aaaa bbbb\r\n2) cccc-dddd\n\n• eeee\u200b\n☐ ffff\neeee\n12345 6789\n")
	const all = "0 aaaa bbbb\n0 cccc-dddd\n0 eeee\n0 ffff\n0 12345 6789\n"
	if a.Spares != 5 || a.Left != 5 || p.spares(id) != all {
		t.Errorf("%+v, %q", a, p.spares(id))
	}
	if a = p.checks(id, "cccc-dddd", true); a.Spares != 5 || a.Left != 4 || !strings.Contains(p.spares(id), "1741003209000 cccc-dddd\n") {
		t.Errorf("checked off: %+v, %q", a, p.spares(id))
	}
	// Once more is no later use, and pasted again it is still used.
	if file := p.ok("checkSpare", `{"now":1741003299000,"id":"`+id+`","used":true}`, []byte("cccc-dddd"), nil); file != nil {
		t.Error("checked off twice is a change")
	}
	if a = p.setSpares(id, true, "cccc-dddd\ngggg"); a.Spares != 6 || a.Left != 5 || !strings.Contains(p.spares(id), "1741003209000 cccc-dddd\n") {
		t.Errorf("more: %+v, %q", a, p.spares(id))
	}
	if a = p.checks(id, "cccc-dddd", false); a.Left != 6 || p.spares(id) != all+"0 gggg\n" {
		t.Errorf("taken back: %+v, %q", a, p.spares(id))
	}
	if a = p.setSpares(id, false, "new"); a.Spares != 1 || p.spares(id) != "0 new\n" {
		t.Errorf("others instead: %+v", a)
	}
	if a = p.setSpares(id, false, ""); a.Spares != 0 || p.spares(id) != "" {
		t.Errorf("none: %+v", a)
	}
	var many strings.Builder
	for i := range vault.MaxSpares + 5 {
		fmt.Fprintln(&many, "code", i)
	}
	for _, text := range []string{many.String(), strings.Repeat("x", vault.MaxSpare+1)} {
		if e := p.fails(CodeSpares, "setSpares", `{"now":1741003200000,"id":"`+id+`","keep":false}`, []byte(text)); e.Field != "spares" || e.Value != "" {
			t.Errorf("%+v", e)
		}
	}
	p.fails(CodeSpareUnknown, "checkSpare", `{"now":1741003200000,"id":"`+id+`","used":true}`, []byte("new"))
	for method, params := range map[string]string{"spares": `{"id":"nobody"}`, "setSpares": `{"now":1,"id":"nobody","keep":false}`, "checkSpare": `{"now":1,"id":"nobody","used":true}`} {
		in := []byte("x")
		if method == "spares" {
			in = nil
		}
		p.fails(CodeAccountUnknown, method, params, in)
	}
}

// Recovery codes are in no JSON, and in no bytes but those of the method that is
// for it and of an export.
func TestSparesStayInside(t *testing.T) {
	p, removed := prepared(t)
	id := p.shown()[0].ID
	code := []byte("4711-0815-SPARE")
	for _, to := range []string{id, removed} {
		if to == removed {
			p.ok("restore", `{"now":1741003200000,"ids":`+list(removed)+`}`, nil, nil)
			p.ok("commit", `{}`, nil, nil)
		}
		p.setSpares(to, false, string(code))
	}
	p.ok("remove", `{"now":1741003200000,"ids":`+list(removed)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	calls := p.writes(removed)
	for method, c := range map[string]call{
		"accounts": {`{}`, nil}, "trash": {`{}`, nil}, "settings": {`{}`, nil}, "duplicates": {`{}`, nil}, "codes": {`{"now":1741003200000,"ids":` + list(id) + `}`, nil},
		"note": {`{"id":"` + id + `"}`, nil}, "spares": {`{"id":"` + id + `"}`, nil}, "give": {`{"ids":[]}`, nil},
	} {
		calls[method] = c
	}
	calls["checkSpare badly"] = call{`{"now":1741003200000,"id":"` + id + `","used":true}`, append(code, 'x')}
	calls["setSpares badly"] = call{`{"now":1741003200000,"id":"` + id + `","keep":true}`, bytes.Repeat(code, 1000)}
	for name, c := range calls {
		method, _, _ := strings.Cut(name, " ")
		text, out := p.Call(method, []byte(c.params), bytes.Clone(c.in))
		if bytes.Contains(text, []byte("4711")) {
			t.Errorf("%s lets a recovery code out: %s", name, text)
		}
		if held := bytes.Contains(out, code); held != (method == "spares" || method == "give") {
			t.Errorf("%s: a recovery code is in its bytes: %t", name, held)
		}
		p.ok("abort", `{}`, nil, nil)
	}
}
