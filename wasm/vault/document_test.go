// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

// document1 is a document with everything in it that a later version could add.
const document1 = `{"version":1,"node":"0123456789abcdef","clock":"01955c684b60-0007-0123456789abcdef",` +
	`"inbox":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","accounts":[` +
	`{"id":"00000000000000000000000000000001","stamp":"01955c684b60-0006-0123456789abcdef","created":1741011292000,` +
	`"site":"https://example.com","type":"hotp","issuer":"日本 \"x\"","account":"a@b","secret":"SGVsbG8h3q2+7w==",` +
	`"algorithm":"SHA256","digits":8,"period":0,"counter":"18446744073709551615","pin":"1234","extra":[["image","https://x/y?a=1&b"],["z",""]],` +
	`"uses":"00000000000000ff","used":"01955c684b5f","folder":{"deep":[1,2.50,"é"]},"groups":["Work","仕事"],"note":"a\nb","order":1e2,"pinned":true},` +
	`{"id":"00000000000000000000000000000002","stamp":"01955c684b60-0007-0123456789abcdef","created":0,"deleted":5,"later":true}` +
	`],"settings":{"n":1.0,"theme":"dark"},"":null,"folders":[{"id":1}]}`

func TestDocumentRoundTrip(t *testing.T) {
	d, err := parseDocument([]byte(document1))
	if err != nil {
		t.Fatal(err)
	}
	k := d.accounts[0].Key
	if k.Counter != 1<<64-1 || k.PIN != "1234" || len(k.Extra) != 2 || k.Extra[0].Value != "https://x/y?a=1&b" || k.Issuer != `日本 "x"` ||
		string(k.Secret) != "Hello!\xde\xad\xbe\xef" || !d.accounts[1].emptied || d.accounts[1].Deleted != 5 {
		t.Errorf("accounts are read otherwise: %+v", d.accounts)
	}
	if a := d.accounts[0]; !slices.Equal(a.Groups, []string{"Work", "仕事"}) || a.Note != "a\nb" || !a.Pinned || a.Uses != 255 || a.Used != 0x01955c684b5f {
		t.Errorf("details are read otherwise: %+v", a.Details)
	}
	text := d.text()
	if !json.Valid(text) {
		t.Fatalf("not JSON: %s", text)
	}
	again, err := parseDocument(text)
	if err != nil || !bytes.Equal(again.text(), text) {
		t.Errorf("written and read again it is another: %v\n%s\n%s", err, text, again.text())
	}
	for _, unknown := range []string{`"folder":{"deep":[1,2.50,"é"]},"groups":["Work","仕事"],"note":"a\nb","order":1e2,"pinned":true}`, `"later":true}`, `"settings":{"n":1.0,"theme":"dark"}`, `"folders":[{"id":1}]`, `"":null`} {
		if !bytes.Contains(text, []byte(unknown)) {
			t.Errorf("%s was not kept in\n%s", unknown, text)
		}
	}
}

func TestDocumentsRefused(t *testing.T) {
	for name, change := range map[string][2]string{
		"newer":                     {`"version":1`, `"version":2`},
		"no version":                {`"version":1,`, ``},
		"node of another":           {`"node":"0`, `"node":"1`},
		"node missing":              {`"node":"0123456789abcdef",`, ``},
		"clock cut":                 {`"clock":"0`, `"clock":"`},
		"inbox short":               {`"inbox":"AAAA`, `"inbox":"`},
		"accounts an object":        {`"accounts":[`, `"accounts":{},"x":[`},
		"accounts missing":          {`"accounts"`, `"Accounts"`},
		"settings missing":          {`"settings"`, `"x"`},
		"settings a list":           {`"settings":{`, `"settings":[],"x":{`},
		"stamp of a setting cut":    {`"settings":{`, `"stamps":{"n":"0"},"settings":{`},
		"id upper case":             {`"id":"00000000000000000000000000000001"`, `"id":"0000000000000000000000000000000A"`},
		"id short":                  {`"id":"0`, `"id":"`},
		"id twice":                  {`000000000002"`, `000000000001"`},
		"stamp missing":             {`"stamp":"01955c684b60-0006-0123456789abcdef",`, ``},
		"created negative":          {`"created":1741011292000`, `"created":-1`},
		"created late":              {`"created":1741011292000`, `"created":140737488355328`},
		"deleted 0":                 {`"deleted":5`, `"deleted":0`},
		"live without secret":       {`"deleted":5,`, ``},
		"site missing":              {`"site":"https://example.com",`, ``},
		"type a number":             {`"type":"hotp"`, `"type":1`},
		"secret not Base64":         {`"secret":"S`, `"secret":"*`},
		"digits text":               {`"digits":8`, `"digits":"8"`},
		"digits negative":           {`"digits":8`, `"digits":-8`},
		"period missing":            {`"period":0,`, ``},
		"counter a number":          {`"counter":"18446744073709551615"`, `"counter":1`},
		"counter 2^64":              {`"counter":"18446744073709551615"`, `"counter":"18446744073709551616"`},
		"counter with zeros":        {`"counter":"18446744073709551615"`, `"counter":"01"`},
		"pin a number":              {`"pin":"1234"`, `"pin":1234`},
		"extra flat":                {`"extra":[["image"`, `"extra":["image",["image"`},
		"extra of three":            {`["z",""]`, `["z","",""]`},
		"rank 0":                    {`"created":0`, `"rank":0,"created":0`},
		"aged negative":             {`"deleted":5`, `"aged":-1,"deleted":5`},
		"stamps a list":             {`"created":0`, `"stamps":[],"created":0`},
		"stamps of the id":          {`"created":0`, `"stamps":{"id":"01955c684b60-0007-0123456789abcdef"},"created":0`},
		"stamps cut":                {`"created":0`, `"stamps":{"site":"01955c684b60"},"created":0`},
		"groups a text":             {`"groups":["Work","仕事"]`, `"groups":"Work"`},
		"a group a number":          {`"groups":["Work"`, `"groups":[1`},
		"note null":                 {`"note":"a\nb"`, `"note":null`},
		"pinned a number":           {`"pinned":true`, `"pinned":1`},
		"uses a number":             {`"uses":"00000000000000ff"`, `"uses":255`},
		"uses short":                {`"uses":"00`, `"uses":"`},
		"uses upper case":           {`"uses":"00000000000000ff"`, `"uses":"00000000000000FF"`},
		"uses 0":                    {`"uses":"00000000000000ff"`, `"uses":"0000000000000000"`},
		"used late":                 {`"used":"0`, `"used":"8`},
		"seen 0":                    {`"inbox"`, `"seen":0,"inbox"`},
		"account field given twice": {`"order":1e2`, `"site":""`},
	} {
		text := strings.Replace(document1, change[0], change[1], 1)
		if text == document1 {
			t.Fatalf("%s: nothing was changed", name)
		}
		want := ErrDamaged
		if name == "newer" {
			want = ErrNewer
		}
		if _, err := parseDocument([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}

// An account that makes no sense costs only its own code.
func TestImpossibleKeysAreKept(t *testing.T) {
	text := strings.Replace(document1, `"type":"hotp"`, `"type":"later"`, 1)
	d, err := parseDocument([]byte(text))
	if err != nil || d.accounts[0].Key.Type != "later" || !bytes.Contains(d.text(), []byte(`"type":"later"`)) {
		t.Errorf("got %v", err)
	}
	var refused *otp.Error
	if err := d.accounts[0].Key.Check(); !errors.As(err, &refused) {
		t.Errorf("the key passes: %v", err)
	}
}

func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "plain", `"\/`, "\x00\n\x7f", "日本", "😀\u2028", "<&>", "\xff\xfe"} {
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil || got != strings.ToValidUTF8(s, "\uFFFD") && s != "\xff\xfe" {
			t.Errorf("%q came back as %q, %v", s, got, err)
		}
	}
}

func TestJSONReaders(t *testing.T) {
	o, err := parseObject([]byte(" {\t\"a\" : [ {} , \"]\\\"\" ] ,\n\"b\":-1.5e3,\"\\u0063\": {\"}\":\"{\"} , \"d\":true}"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": `[ {} , "]\"" ]`, "b": `-1.5e3`, "c": `{"}":"{"}`, "d": `true`} {
		if got, _ := o.get(name); string(got) != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	a, err := parseArray([]byte(` [ 1 , "," , [ ] , null ]`), 4)
	if err != nil || len(a) != 4 || string(a[0]) != "1" || string(a[1]) != `","` || string(a[2]) != "[ ]" || string(a[3]) != "null" {
		t.Errorf("got %s, %v", a, err)
	}
	if _, err := parseArray([]byte(`[1,2,3]`), 2); !errors.Is(err, ErrDamaged) {
		t.Errorf("a list over its limit: %v", err)
	}
}

func FuzzDocument(f *testing.F) {
	f.Add([]byte(document1))
	f.Add([]byte(`{"version":1,"accounts":[]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := parseDocument(text)
		if err != nil {
			return
		}
		once := d.text()
		again, err := parseDocument(once)
		if err != nil || !bytes.Equal(again.text(), once) {
			t.Fatalf("written and read again it is another: %v\n%s", err, once)
		}
	})
}
