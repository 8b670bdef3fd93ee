// SPDX-License-Identifier: MIT

// Package door is the table of methods that one WebAssembly binary offers to
// JavaScript. Data crosses the door, objects do not:
//
//	in:  a method's name, its parameters as a JSON object, at most one byte buffer
//	out: {"ok": RESULT} or {"error": {"code", "message", "field"?, "value"?, "position"?}},
//	     and at most one byte buffer
//
// Secrets, files and pixels travel in the byte buffers, never in the JSON.
// Parameters are read strictly: an unknown, repeated, missing or null field, a
// value of another type and anything after the object are refused, and names
// match exactly.
//
// How a method reads and writes its JSON is its own affair. Package typed does
// it for any Go types; scan.wasm, which must start fast, has none of the
// packages that takes.
//
// The table knows the Go types of every method, which is what the TypeScript
// declarations are generated from.
package door

import (
	"errors"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Method describes one entry of a [Table].
type Method struct {
	Name string // as JavaScript calls it
	Doc  string // one English sentence, for the generated declaration
	In   string // what the bytes given are; "" when the method takes none
	Out  string // what the bytes returned are; "" when it returns none

	// Writes says that the result takes effect only once it is committed.
	Writes bool

	// Params is the type of the JSON object taken, Result that of the JSON
	// returned.
	Params, Result reflect.Type

	// Answer answers one call. The bytes handed to it are cleared by the caller
	// after the call: it copies what it keeps.
	Answer func(params, bytes []byte) (result, out []byte, err error)
}

// Table is a set of methods. Its zero value is empty and ready to use. It is
// not safe for concurrent use: a WebAssembly instance has one thread.
type Table struct {
	// Explain turns an error of a method that is not an [*Error] into one. A
	// table without it reports such errors as [Internal], without their text.
	Explain func(error) *Error

	methods []Method
}

// None is the parameter or result type of a method that has nothing to say.
type None struct{}

// Add adds a method.
func (t *Table) Add(m Method) {
	if m.Name == "" || t.method(m.Name) != nil {
		panic("door: internal error: method without a name of its own")
	}
	t.methods = append(t.methods, m)
}

func (t *Table) method(name string) *Method {
	for i := range t.methods {
		if t.methods[i].Name == name {
			return &t.methods[i]
		}
	}
	return nil
}

// Methods lists the methods in the order they were added.
func (t *Table) Methods() []Method {
	return append([]Method(nil), t.methods...)
}

// Call answers one call. The JSON returned is complete in every case. The
// bytes returned are nil unless the method succeeded and gives some; they
// belong to the caller.
func (t *Table) Call(method string, params, bytes []byte) (json, out []byte) {
	result, out, err := t.call(method, params, bytes)
	if err != nil {
		return t.explain(err).Answer(), nil
	}
	json = make([]byte, 0, len(`{"ok":}`)+len(result))
	json = append(append(append(json, `{"ok":`...), result...), '}')
	return json, out
}

func (t *Table) call(method string, params, bytes []byte) (result, out []byte, err error) {
	m := t.method(method)
	if m == nil {
		return nil, nil, &Error{Code: UnknownMethod, Message: "there is no such method", Value: Cut(method)}
	}
	switch {
	case m.In == "" && bytes != nil:
		return nil, nil, BadParam("bytes", "this method takes no bytes")
	case m.In != "" && bytes == nil:
		return nil, nil, BadParam("bytes", "this method needs bytes")
	}
	return m.Answer(params, bytes)
}

func (t *Table) explain(err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	if t.Explain != nil {
		if e := t.Explain(err); e != nil {
			return e
		}
	}
	return &Error{Code: Internal, Message: "something failed that should not"}
}

// Cut shortens a name for an error to 40 characters and makes it printable.
func Cut(s string) string {
	var cut []byte
	n, total := 0, utf8.RuneCountInString(s)
	for _, r := range s { // what is not UTF-8 gives U+FFFD
		if n++; n == 40 && total > 40 {
			return string(utf8.AppendRune(cut, '…'))
		}
		if !strconv.IsPrint(r) {
			r = utf8.RuneError
		}
		cut = utf8.AppendRune(cut, r)
	}
	return string(cut)
}
