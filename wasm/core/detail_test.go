// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/vault"
)

// secretNote is a note that must not get out but by its own method.
const secretNote = "recovery codes:\n4711-0815 \"quoted\" 印"

// taken hands a parcel over as an import does.
func (p *probe) taken(entries ...parcel.Entry) (t Taken) {
	p.Helper()
	p.ok("take", `{"now":1741003200000}`, parcel.Pack(entries), &t)
	return t
}

// given is what an export is given.
func (p *probe) given() []parcel.Entry {
	p.Helper()
	entries, err := parcel.Unpack(p.ok("give", `{"ids":[]}`, nil, nil))
	if err != nil {
		p.Fatal(err)
	}
	return entries
}

func (p *probe) note(id string) string {
	p.Helper()
	return string(p.ok("note", `{"id":"`+id+`"}`, nil, nil))
}

func (p *probe) shown() (list []Account) {
	p.Helper()
	p.ok("accounts", `{}`, nil, &list)
	return list
}

// full is an entry with everything that a parcel carries.
func full(t testing.TB) parcel.Entry {
	t.Helper()
	key, err := otp.ParseURI(uriTOTP)
	if err != nil {
		t.Fatal(err)
	}
	return parcel.Entry{
		URI: key.URI(), Site: "example.com", Groups: []string{"Work", "仕事"}, Note: secretNote, Pinned: true, Sites: []string{"a.example", "b.example"},
		Spares: []parcel.Spare{{Code: "4711 0815"}, {Code: "印 \"x\"", Used: noon - 7}}, Uses: 12, Used: noon - 5,
	}
}

// What an import brings is there, goes with its undo, comes back with its undo,
// and is given to an export.
func TestDetailsOfAnImport(t *testing.T) {
	p, entry := empty(t), full(t)
	r := p.taken(entry).Readings[0]
	if a := r.Account; !slices.Equal(a.Groups, entry.Groups) || !a.Noted || !a.Pinned {
		t.Errorf("the preview shows %+v", a)
	}
	var added Added
	p.ok("add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil, &added)
	p.ok("commit", `{}`, nil, nil)
	id := added.Added[0]
	check := func(when string) {
		t.Helper()
		if got := p.given(); len(got) != 1 || !reflect.DeepEqual(got[0], entry) {
			t.Errorf("%s: given %+v, want %+v", when, got, entry)
		}
		if a := p.shown()[0]; !slices.Equal(a.Groups, entry.Groups) || !a.Noted || !a.Pinned || p.note(id) != secretNote {
			t.Errorf("%s: shown %+v", when, a)
		}
	}
	check("added")
	for _, method := range []string{"remove", "restore"} {
		p.ok(method, `{"now":1741003200000,"ids":`+list(id)+`}`, nil, nil)
		p.ok("commit", `{}`, nil, nil)
		if method == "remove" {
			p.fails(CodeAccountUnknown, "note", `{"id":"`+id+`"}`, nil)
		}
	}
	check("undone, and that undone")
}

// An account that is there stays as it is, whatever a file says of it.
func TestAnImportChangesNoAccount(t *testing.T) {
	p, entry := empty(t), full(t)
	id := p.add(uriTOTP).Added[0]
	for _, before := range []string{"", "mine"} {
		p.ok("describe", `{"now":1741003200000,"id":"`+id+`","groups":["Own"],"pinned":false,"note":true}`, []byte(before), nil)
		p.ok("commit", `{}`, nil, nil)
		r := p.taken(entry).Readings[0]
		if r.Present != id {
			t.Fatalf("present %q", r.Present)
		}
		if file := p.ok("add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil, nil); file != nil {
			t.Error("the vault was changed")
		}
		if a := p.shown()[0]; len(p.shown()) != 1 || !slices.Equal(a.Groups, []string{"Own"}) || a.Pinned || p.note(id) != before {
			t.Errorf("now %+v", a)
		}
	}
}

// Of an account that is open in two places each change is kept, though neither
// knows of the other's.
func TestWhatIsNotSaidStays(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	for _, c := range []struct {
		method, rest, note string
		changes            bool
	}{
		{"describe", `"groups":["Work"],"note":false`, "", true},
		{"describe", `"pinned":true,"note":true`, "kept", true},
		{"edit", `"issuer":"Other"`, "", true},
		{"edit", `"account":"bob"`, "", true},
		{"describe", `"note":false`, "", false},
		{"edit", `"issuer":"Other"`, "", false},
	} {
		note := []byte(c.note)
		if c.method == "edit" {
			note = nil
		}
		file := p.ok(c.method, `{"now":1741003200000,"id":"`+id+`",`+c.rest+`}`, note, nil)
		if (file != nil) != c.changes {
			t.Errorf("%s %s: a file of %d bytes", c.method, c.rest, len(file))
		}
		if file != nil {
			p.ok("commit", `{}`, nil, nil)
		}
	}
	a := p.shown()[0]
	if a.Issuer != "Other" || a.Account != "bob" || !slices.Equal(a.Groups, []string{"Work"}) || !a.Pinned || p.note(id) != "kept" {
		t.Errorf("now %+v", a)
	}
}

func TestDescribe(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriHOTP, uriSteam).Added
	describe := func(id, rest string, note string) (a Account) {
		t.Helper()
		if file := p.ok("describe", `{"now":1741003200000,"id":"`+id+`",`+rest+`}`, []byte(note), &a); file != nil {
			p.ok("commit", `{}`, nil, nil)
		}
		return a
	}
	a := describe(ids[2], `"groups":[" Work ","仕事","","Work"],"pinned":true,"note":true`, "a\r\nb\x00\rc\t")
	if !slices.Equal(a.Groups, []string{"Work", "仕事"}) || !a.Pinned || !a.Noted || p.note(ids[2]) != "a\nb\nc\t" || p.shown()[0].ID != ids[2] {
		t.Errorf("%+v, note %q", a, p.note(ids[2]))
	}
	// Nothing said of the note, it stays; nothing to be seen in it, it goes.
	if a = describe(ids[2], `"groups":[],"pinned":true,"note":false`, ""); len(a.Groups) != 0 || p.note(ids[2]) != "a\nb\nc\t" {
		t.Errorf("%+v, note %q", a, p.note(ids[2]))
	}
	if file := p.ok("describe", `{"now":1741003200000,"id":"`+ids[2]+`","groups":[],"pinned":true,"note":true}`, []byte("a\nb\nc\t"), nil); file != nil {
		t.Error("the same again was written")
	}
	if a = describe(ids[2], `"groups":[],"pinned":false,"note":true`, " \n\t"); a.Noted || a.Pinned || p.note(ids[2]) != "" {
		t.Errorf("%+v", a)
	}
	if p.shown()[0].ID != ids[0] {
		t.Error("no longer pinned, and still first")
	}
	many := make([]string, vault.MaxGroups+1)
	for i := range many {
		many[i] = fmt.Sprint("g", i)
	}
	for _, c := range []struct {
		code         door.Code
		groups, note string
	}{
		{CodeGroups, list(many...), ""},
		{CodeGroups, list(strings.Repeat("x", vault.MaxGroup+1)), ""},
		{CodeNote, list(), strings.Repeat("x", vault.MaxNote+1)},
	} {
		e := p.fails(c.code, "describe", `{"now":1741003200000,"id":"`+ids[0]+`","groups":`+c.groups+`,"pinned":false,"note":true}`, []byte(c.note))
		if e.Field != string(c.code) {
			t.Errorf("%+v, want the code %s", e, c.code)
		}
	}
	p.fails(CodeAccountUnknown, "describe", `{"now":1741003200000,"id":"nobody","groups":[],"pinned":false,"note":false}`, []byte{})
}

// Uses are counted, once for each time an id is there, and shown.
func TestUse(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriHOTP).Added
	p.ok("use", `{"now":1741003200000,"ids":`+list(ids[0], "nobody", ids[0], ids[1])+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("use", `{"now":1741003100000,"ids":`+list(ids[0])+`}`, nil, nil) // by a clock that went back
	p.ok("commit", `{}`, nil, nil)
	for i, want := range []int64{3, 1} {
		if a := p.shown()[i]; a.ID != ids[i] || a.Uses != want || a.Used != noon {
			t.Errorf("%+v, want %d uses, the last at %d", a, want, noon)
		}
	}
	if file := p.ok("use", `{"now":1741003200000,"ids":["nobody"]}`, nil, nil); file != nil {
		t.Error("nothing was used, and the vault was written")
	}
}

// What a file has too much of is left out, and said.
func TestTooMuchOfAFile(t *testing.T) {
	p, entry := empty(t), full(t)
	if left := p.taken(entry).Left; len(left) != 0 {
		t.Errorf("left %v", left)
	}
	entry.Note = strings.Repeat("印", vault.MaxNote+1)
	entry.Groups = append([]string{strings.Repeat("x", vault.MaxGroup+1)}, entry.Groups...)
	entry.Used = -5
	for i := range vault.MaxSpares + 1 {
		entry.Groups = append(entry.Groups, fmt.Sprint("g", i))
		entry.Sites = append(entry.Sites, fmt.Sprint("s", i), "not a site")
		entry.Spares = append(entry.Spares, parcel.Spare{Code: fmt.Sprint("c", i), Used: -1})
	}
	entry.Spares[0].Code = strings.Repeat("x", vault.MaxSpare+1)
	taken := p.taken(entry, entry)
	if a := taken.Readings[0].Account; fmt.Sprint(taken.Left) != "[groups note sites spares]" || a.Noted || len(a.Groups) != vault.MaxGroups ||
		len(a.Sites) != vault.MaxSites || a.Sites[0] != "a.example" || a.Spares != vault.MaxSpares || a.Left != vault.MaxSpares-1 || a.Groups[0] != "Work" {
		t.Errorf("left %v of %+v", taken.Left, a)
	}
	p.ok("add", `{"now":1741003200000,"refs":`+list(taken.Readings[0].Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if got := p.given()[0]; got.Used != 0 || got.Note != "" {
		t.Errorf("given %+v", got)
	}
}

// A note is in no JSON, and in no bytes but those of the methods that are for it.
func TestNotesStayInside(t *testing.T) {
	p, removed := prepared(t)
	id := p.shown()[0].ID
	note := []byte("4711-0815-NOTE")
	for _, to := range []string{id, removed} {
		if to == removed {
			p.ok("restore", `{"now":1741003200000,"ids":`+list(removed)+`}`, nil, nil)
			p.ok("commit", `{}`, nil, nil)
		}
		p.ok("describe", `{"now":1741003200000,"id":"`+to+`","groups":[],"pinned":false,"note":true}`, note, nil)
		p.ok("commit", `{}`, nil, nil)
	}
	p.ok("remove", `{"now":1741003200000,"ids":`+list(removed)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	entry := full(t)
	entry.Note = string(note)
	calls := p.writes(removed)
	for method, c := range map[string]call{
		"accounts": {`{}`, nil}, "trash": {`{}`, nil}, "settings": {`{}`, nil}, "codes": {`{"now":1741003200000,"ids":` + list(id) + `}`, nil},
		"note": {`{"id":"` + id + `"}`, nil}, "noted": {`{"words":["4711"]}`, nil}, "give": {`{"ids":[]}`, nil}, "take": {`{"now":1741003200000}`, parcel.Pack([]parcel.Entry{entry})},
		"read": {`{"now":1741003200000,"site":""}`, []byte(uriTOTP)},
	} {
		calls[method] = c
	}
	calls["describe again"] = call{`{"now":1741003200000,"id":"` + id + `","groups":[],"pinned":false,"note":true}`, bytes.Repeat(note, 1000)}
	calls["describe badly"] = call{`{"now":1741003200000,"id":"nobody","groups":[],"pinned":false,"note":true}`, note}
	for name, c := range calls {
		method, _, _ := strings.Cut(name, " ")
		text, out := p.Call(method, []byte(c.params), bytes.Clone(c.in))
		if bytes.Contains(text, []byte("4711")) {
			t.Errorf("%s lets the note out: %s", name, text)
		}
		if held := bytes.Contains(out, note); held != (method == "note" || method == "give") {
			t.Errorf("%s: the note is in its bytes: %t", name, held)
		}
		p.ok("abort", `{}`, nil, nil)
	}
}
