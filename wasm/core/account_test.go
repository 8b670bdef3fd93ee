// SPDX-License-Identifier: MIT

package core

import (
	"fmt"
	"reflect"
	"testing"

	"inkan/wasm/otp"
)

// RFC 6238 appendix B, through the door.
func TestCodes(t *testing.T) {
	p := empty(t)
	const eight = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	a := p.add("otpauth://totp/eight?secret="+eight+"&digits=8", "otpauth://totp/slow?secret="+eight+"&period=60")
	var codes []Code
	p.ok("codes", `{"now":59000,"ids":`+list(a.Added[1], "nobody", a.Added[0], a.Added[0])+`}`, nil, &codes)
	want := []Code{
		{ID: a.Added[1], Code: "755224", Next: "287082", From: 0, Until: 60000},
		{ID: a.Added[0], Code: "94287082", Next: "37359152", From: 30000, Until: 60000},
		{ID: a.Added[0], Code: "94287082", Next: "37359152", From: 30000, Until: 60000},
	}
	if fmt.Sprint(codes) != fmt.Sprint(want) {
		t.Errorf("codes %+v\nwant %+v", codes, want)
	}
	p.ok("codes", `{"now":-1,"ids":`+list(a.Added[0])+`}`, nil, &codes)
	if len(codes) != 1 || codes[0].Code != "" || codes[0].Problem == nil || codes[0].Problem.Code != "time" {
		t.Errorf("before 1970: %+v", codes)
	}
}

// RFC 4226 appendix D, through the door.
func TestNext(t *testing.T) {
	p := empty(t)
	id := p.add(uriHOTP).Added[0]
	var codes []Code
	for i, want := range []string{"254676", "287922", "162583"} {
		p.ok("codes", `{"now":1741003200000,"ids":`+list(id)+`}`, nil, &codes)
		if codes[0].Code != "" || codes[0].Next != "" || codes[0].Counter != fmt.Sprint(5+i) {
			t.Errorf("shown without being asked for: %+v", codes[0])
		}
		var c Code
		if file := p.ok("next", `{"now":1741003200000,"id":"`+id+`"}`, nil, &c); file == nil {
			t.Error("no file to store the counter")
		}
		if c.Code != want || c.Counter != fmt.Sprint(5+i) {
			t.Errorf("code %+v, want %s", c, want)
		}
		p.ok("commit", `{}`, nil, nil)
	}
	p.fails(CodeAccountUnknown, "next", `{"now":1741003200000,"id":"nobody"}`, nil)
	totp := p.add(uriTOTP).Added[0]
	p.fails(CodeNoCounter, "next", `{"now":1741003200000,"id":"`+totp+`"}`, nil)
	last := p.add("otpauth://hotp/last?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551615").Added[0]
	p.fails("counter-end", "next", `{"now":1741003200000,"id":"`+last+`"}`, nil)
	p.fails(CodeNothingPending, "commit", `{}`, nil)
}

func TestAccounts(t *testing.T) {
	p := empty(t)
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	if accounts == nil || len(accounts) != 0 {
		t.Errorf("got %v", accounts)
	}
	a := p.add(uriTOTP).Added[0]
	r := p.read(uriHOTP)
	p.ok("add", `{"now":1741003201000,"refs":`+list(r.Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("accounts", `{}`, nil, &accounts)
	want := []Account{
		{ID: accounts[0].ID, Issuer: "Example", Account: "counter", Type: "hotp", Algorithm: "SHA1", Digits: 6, Counter: "5", Site: "https://example.com", Added: noon + 1000},
		{ID: a, Issuer: "Example", Account: "alice@example.com", Type: "totp", Algorithm: "SHA1", Digits: 6, Period: 30, Site: "https://example.com", Added: noon},
	}
	if fmt.Sprint(accounts) != fmt.Sprint(want) {
		t.Errorf("accounts %+v\nwant %+v", accounts, want)
	}
}

func TestEdit(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	var a Account
	p.ok("edit", `{"now":1741003200000,"id":"`+id+`","issuer":" 株式会社 ","account":"x\u0000y"}`, nil, &a)
	p.ok("commit", `{}`, nil, nil)
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	if a.Issuer != "株式会社" || a.Account != "xy" || !reflect.DeepEqual(accounts[0], a) {
		t.Errorf("got %+v, accounts %+v", a, accounts)
	}
	p.fails(CodeAccountUnknown, "edit", `{"now":1741003200000,"id":"nobody","issuer":"","account":""}`, nil)
}

func TestTypesAndAlgorithmsAreThoseOfOTP(t *testing.T) {
	for _, name := range Type("").Values() {
		usual := otp.New(otp.Type(name))
		if usual.Algorithm == "" {
			t.Errorf("package otp has no type %s", name)
		}
	}
}

// many is an engine with n accounts, without sixty-four readings at a time.
func many(b *testing.B, n int) (*probe, []string) {
	p := empty(b)
	var ids []string
	for i := 0; i < n; i += 50 {
		uris := make([]string, min(50, n-i))
		for j := range uris {
			uris[j] = fmt.Sprintf("otpauth://totp/Example%%20%d:user%d@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3%05d&issuer=Example%%20%d", i+j, i+j, 22222+octal(i+j), i+j)
		}
		ids = append(ids, p.add(uris...).Added...)
	}
	return p, ids
}

// octal writes n with the digits 0 to 4, so that 22222 + octal(n) is Base32.
func octal(n int) int {
	sum, place := 0, 1
	for ; n > 0; n /= 5 {
		sum += n % 5 * place
		place *= 10
	}
	return sum
}

func BenchmarkAccounts1000(b *testing.B) {
	p, _ := many(b, 1000)
	for b.Loop() {
		p.Call("accounts", []byte(`{}`), nil)
	}
}

func BenchmarkCodes(b *testing.B) {
	for _, n := range []int{12, 1000} {
		p, ids := many(b, n)
		params := []byte(`{"now":1741003200000,"ids":` + list(ids...) + `}`)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				p.Call("codes", params, nil)
			}
		})
	}
}

func BenchmarkEdit1000(b *testing.B) {
	p, ids := many(b, 1000)
	params := []byte(`{"now":1741003200000,"id":"` + ids[0] + `","issuer":"other","account":"name"}`)
	for b.Loop() {
		p.Call("edit", params, nil)
		p.Call("abort", []byte(`{}`), nil)
	}
}
