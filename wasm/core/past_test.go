// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
)

func (p *probe) past(id string, first bool, file []byte) (told Past) {
	p.Helper()
	p.ok("past", fmt.Sprintf(`{"id":%q,"first":%t}`, id, first), bytes.Clone(file), &told)
	return told
}

// stored is the file that a change makes, which is committed.
func (p *probe) stored(method, params string, in []byte) []byte {
	p.Helper()
	file := p.ok(method, params, in, nil)
	p.ok("commit", `{}`, nil, nil)
	return file
}

func TestPast(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	at := `{"now":1741003200000,"id":"` + id + `"`
	files := [][]byte{
		p.stored("edit", at+`,"issuer":"First"}`, nil),
		p.stored("describe", at+`,"groups":["Work"],"pinned":true,"note":true}`, []byte("a note")),
		p.stored("setIcon", at+`,"icon":"letter"}`, []byte{}),
		p.stored("adjust", at+`,"algorithm":"SHA256","digits":8,"period":60}`, nil),
		p.stored("edit", at+`,"issuer":"Last","account":"Both"}`, nil),
	}
	for i, want := range [][]Part{{}, {PartIssuer, PartAccount}, {PartKey}, {PartIcon}, {PartGroups, PartNote, PartPinned}} {
		told := p.past(id, i == 0, files[len(files)-1-i])
		if told.Account == nil || !reflect.DeepEqual(told.Changed, want) {
			t.Errorf("file %d: %+v, want %v", i, told, want)
		}
	}
	// Compared with the account as it is: all of it together.
	if told := p.past(id, true, files[0]); len(told.Changed) != 7 || told.Account.Issuer != "First" || told.Account.Digits != 6 || told.Account.Mark != "" {
		t.Errorf("the first of them: %+v", told)
	}
	var back Changed
	if file := p.ok("putBack", at+`}`, bytes.Clone(files[0]), &back); file == nil || len(back.Changed) != 1 {
		t.Fatalf("%+v", back)
	}
	p.ok("commit", `{}`, nil, nil)
	if a := p.shown()[0]; a.Issuer != "First" || a.Digits != 6 || a.Noted || a.Pinned || len(a.Groups) > 0 || a.Mark != "" {
		t.Errorf("brought back: %+v", a)
	}
	if file := p.ok("putBack", at+`}`, bytes.Clone(files[0]), &back); file != nil || len(back.Changed) > 0 {
		t.Errorf("once more is a change: %+v", back)
	}
	p.ok("undo", `{"now":1741003200000,"undo":"`+p.undo.of+`"}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	if a := p.shown()[0]; a.Issuer != "Last" || a.Digits != 8 || !a.Noted || a.Mark != "letter" {
		t.Errorf("taken back: %+v", a)
	}
}

func TestPastRefused(t *testing.T) {
	p := empty(t)
	before := p.stored("set", `{"now":1741003200000,"name":"x","value":"1"}`, nil)
	id := p.add(uriTOTP).Added[0]
	if told := p.past(id, true, before); told.Account != nil || len(told.Changed) > 0 {
		t.Errorf("before it was there: %+v", told)
	}
	at := `{"now":1741003200000,"id":"` + id + `"}`
	p.fails(CodeAccountUnknown, "putBack", at, bytes.Clone(before))
	p.fails(CodeAccountUnknown, "past", `{"id":"nobody","first":true}`, bytes.Clone(before))
	for _, file := range [][]byte{{}, before[:len(before)-1], append(bytes.Clone(before), 0)} {
		p.fails(CodeFileDamaged, "past", `{"id":"`+id+`","first":true}`, bytes.Clone(file))
		p.fails(CodeFileDamaged, "putBack", at, bytes.Clone(file))
	}
	// Under a key of another vault.
	other, _ := prepared(t)
	foreign := other.ok("edit", `{"now":1741003200000,"id":"`+other.shown()[0].ID+`","issuer":"y"}`, nil, nil)
	p.fails(CodeKeyWrong, "past", `{"id":"`+id+`","first":true}`, foreign)
}
