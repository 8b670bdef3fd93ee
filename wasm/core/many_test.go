// SPDX-License-Identifier: MIT

package core

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/vault"
)

// many calls one of the methods that can be taken back, and commits.
func (p *probe) many(method, params string) (c Changed) {
	p.Helper()
	if file := p.ok(method, `{"now":1741003200000,`+params+`}`, nil, &c); file != nil {
		p.ok("commit", `{}`, nil, nil)
	}
	return c
}

func (p *probe) account(id string) Account {
	p.Helper()
	for _, a := range p.shown() {
		if a.ID == id {
			return a
		}
	}
	p.Fatalf("%s is not shown", id)
	return Account{}
}

func TestManyAreChangedAndTakenBack(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriHOTP, uriSteam).Added
	p.many("pin", `"ids":`+list(ids[1])+`,"pinned":true`)
	before := p.state()
	grouped := p.many("group", `"ids":`+list(append(ids, "nobody")...)+`,"group":" Work "`)
	if !slices.Equal(grouped.Changed, ids) || grouped.Undo == "" || !slices.Equal(p.account(ids[2]).Groups, []string{"Work"}) {
		t.Errorf("%+v, %+v", grouped, p.shown())
	}
	if again := p.many("group", `"ids":`+list(ids...)+`,"group":"Work"`); len(again.Changed) != 0 || again.Undo != "" {
		t.Errorf("again: %+v", again)
	}
	p.fails(CodeUndoGone, "undo", `{"now":1741003200000,"undo":"7"}`, nil)
	if back := p.many("undo", `"undo":"`+grouped.Undo+`"`); !slices.Equal(back.Changed, ids) || p.state() != before {
		t.Errorf("taken back: %+v\n%s\n%s", back, p.state(), before)
	}
	p.fails(CodeUndoGone, "undo", `{"now":1741003200000,"undo":"`+grouped.Undo+`"}`, nil)
	pinned := p.many("pin", `"ids":`+list(ids...)+`,"pinned":true`)
	if !slices.Equal(pinned.Changed, []string{ids[0], ids[2]}) {
		t.Errorf("%+v", pinned) // the one that was pinned is not changed, and stays so
	}
	// What was done since is not undone with it; a counter that moved on is no change.
	p.ok("next", `{"now":1741003200000,"id":"`+ids[1]+`"}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if p.many("undo", `"undo":"`+pinned.Undo+`"`); p.account(ids[0]).Pinned || !p.account(ids[1]).Pinned || p.account(ids[1]).Counter != "6" {
		t.Errorf("taken back: %+v", p.shown())
	}
	pinned = p.many("pin", `"ids":`+list(ids[0], ids[2])+`,"pinned":true`)
	p.ok("edit", `{"now":1741003200000,"id":"`+ids[2]+`","issuer":"Renamed","account":""}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.fails(CodeUndoGone, "undo", `{"now":1741003200000,"undo":"`+pinned.Undo+`"}`, nil)
	p.fails(CodeNothingPending, "commit", `{}`, nil)
	if !p.account(ids[0]).Pinned || p.account(ids[2]).Issuer != "Renamed" {
		t.Errorf("refused, and done in part: %+v", p.shown())
	}
	// One that cannot be changed: none is.
	for i := range vault.MaxGroups {
		p.many("group", `"ids":`+list(ids[0])+`,"group":"g`+fmt.Sprint(i)+`"`)
	}
	before = p.state()
	p.fails(CodeGroups, "group", `{"now":1741003200000,"ids":`+list(ids[2], ids[0])+`,"group":"more"}`, nil)
	p.fails(CodeGroups, "group", `{"now":1741003200000,"ids":`+list(ids[2])+`,"group":" "}`, nil)
	if p.state() != before {
		t.Error("something was changed")
	}
}

// An aborted change is none that could be taken back, nor does it take the place
// of the one before.
func TestAbortedIsNotTakenBack(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriSteam).Added
	first := p.many("pin", `"ids":`+list(ids[0])+`,"pinned":true`)
	var second Changed
	p.ok("pin", `{"now":1741003200000,"ids":`+list(ids[1])+`,"pinned":true}`, nil, &second)
	p.ok("abort", `{}`, nil, nil)
	p.fails(CodeUndoGone, "undo", `{"now":1741003200000,"undo":"`+second.Undo+`"}`, nil)
	if p.many("undo", `"undo":"`+first.Undo+`"`); p.account(ids[0]).Pinned {
		t.Error("still pinned")
	}
}

const (
	uriTwin  = "otpauth://totp/Other:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Other" // the key of uriTOTP
	uriAlike = "otpauth://totp/EXAMPLE:alice@example.com?secret=MFRGGZDFMZTWQ2LK&issuer=EXAMPLE"
)

// twins adds accounts also where one with the key is there: such come from a
// merge with another copy of the vault.
func (p *probe) twins(uris ...string) (ids []string) {
	p.Helper()
	for _, uri := range uris {
		r, ok := p.readings.get(p.read(uri).Ref)
		if !ok {
			p.Fatal(uri)
		}
		w := &write{vault: p.vault.Draft(noon)}
		a, err := w.vault.Add(p.random, noon, "", r.key)
		if err != nil {
			p.Fatal(err)
		}
		ids = append(ids, a.ID)
		if _, err := p.begin(w); err != nil {
			p.Fatal(err)
		}
		p.ok("commit", `{}`, nil, nil)
	}
	return ids
}

func TestDuplicates(t *testing.T) {
	p := empty(t)
	find := func() string {
		t.Helper()
		var d Duplicates
		p.ok("duplicates", `{}`, nil, &d)
		return fmt.Sprint(d.Duplicates)
	}
	p.add(uriHOTP, uriSteam, "otpauth://totp/?secret=MFRGGZDFMZTWQ2LL", "otpauth://totp/?secret=MFRGGZDFMZTWQ2LM")
	if got := find(); got != "[]" {
		t.Errorf("without any: %s", got)
	}
	first := p.add(uriTOTP).Added[0]
	ids := p.twins(uriTwin, uriAlike, uriTOTP)
	// The same key, and names alike: of those with one key the first shown is looked at.
	if got, want := find(), fmt.Sprintf("[{true [%s %s %s]} {false [%s %s]}]", ids[2], ids[0], first, ids[2], ids[1]); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	p.ok("remove", `{"now":1741003200000,"ids":`+list(ids[0], ids[2])+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if got, want := find(), fmt.Sprintf("[{false [%s %s]}]", ids[1], first); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestUnite(t *testing.T) {
	p := empty(t)
	first := p.add(uriHOTP).Added[0]
	ids := append(p.twins(uriHOTP+"0"), p.add(uriTOTP).Added[0]) // counter 50
	describe := func(id, groups, note string, sites ...string) {
		t.Helper()
		p.ok("describe", `{"now":1741003200000,"id":"`+id+`","groups":`+groups+`,"pinned":false,"note":true}`, []byte(note), nil)
		p.ok("commit", `{}`, nil, nil)
		if file := p.ok("bind", `{"now":1741003200000,"id":"`+id+`","sites":`+list(sites...)+`}`, nil, nil); file != nil {
			p.ok("commit", `{}`, nil, nil)
		}
	}
	describe(first, `["Work"]`, "one", "https://example.com", "a.example")
	describe(ids[0], `["Home","Work"]`, "", "b.example")
	describe(ids[1], `[]`, "two\nlines", "a.example")
	p.setSpares(first, false, "a\nb")
	p.setSpares(ids[0], false, "b\nc")
	p.checks(ids[0], "b", true)
	p.many("pin", `"ids":`+list(ids[1])+`,"pinned":true`)
	before := p.state()
	whole := func() string { // with what no JSON holds
		return p.state() + p.note(first) + p.spares(first)
	}
	was := whole()
	united := p.many("unite", `"keep":"`+first+`","ids":`+list(ids...))
	a := p.account(first)
	if len(p.shown()) != 1 || !slices.Equal(a.Groups, []string{"Work", "Home"}) || !a.Pinned || a.Counter != "50" || a.Site != "https://example.com" ||
		!slices.Equal(a.Sites, []string{"a.example", "b.example"}) || p.note(first) != "one\n\ntwo\nlines" || p.spares(first) != "0 a\n1741003209000 b\n0 c\n" {
		t.Errorf("%+v, note %q, recovery codes %q", a, p.note(first), p.spares(first))
	}
	if !slices.Equal(united.Changed, append([]string{first}, ids...)) {
		t.Errorf("%+v", united)
	}
	p.many("undo", `"undo":"`+united.Undo+`"`)
	// The counter went on: on that nothing goes back.
	if got := strings.ReplaceAll(whole(), "Counter:50", "Counter:5"); got != strings.ReplaceAll(was, "Counter:50", "Counter:5") {
		t.Errorf("taken back:\n%s\n%s\n%s", got, was, before)
	}
	// Notes that are too long together: nothing is lost, and nothing done.
	describe(first, `[]`, strings.Repeat("x", vault.MaxNote))
	p.fails(CodeNote, "unite", `{"now":1741003200000,"keep":"`+first+`","ids":`+list(ids...)+`}`, nil)
	for _, bad := range [][2]string{{"nobody", ids[0]}, {first, "nobody"}, {first, first}} {
		p.fails(CodeAccountUnknown, "unite", `{"now":1741003200000,"keep":"`+bad[0]+`","ids":`+list(bad[1])+`}`, nil)
	}
	if len(p.shown()) != 3 {
		t.Error("something is gone")
	}
}
