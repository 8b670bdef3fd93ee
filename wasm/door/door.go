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
// The table knows the Go types of every method, which is what the TypeScript
// declarations are generated from.
package door

import (
	"encoding/json"
	"errors"
	"reflect"
)

// Method describes one entry of a [Table].
type Method struct {
	Name string // as JavaScript calls it
	Doc  string // one English sentence, for the generated declaration
	In   string // what the bytes given are; "" when the method takes none
	Out  string // what the bytes returned are; "" when it returns none

	// Writes says that the result takes effect only once it is committed.
	Writes bool

	// Params is the struct type read from the JSON object, Result the type
	// written as "ok". Both are set by [Handle].
	Params, Result reflect.Type

	handle func(params, bytes []byte) (any, []byte, error)
}

// Table is a set of methods. Its zero value is empty and ready to use. It is
// not safe for concurrent use: a WebAssembly instance has one thread.
type Table struct {
	// Explain turns an error of a method that is not an [*Error] into one. A
	// table without it reports such errors as [Internal], without their text.
	Explain func(error) *Error

	methods []Method
	byName  map[string]int
}

// None is the parameter or result type of a method that has nothing to say.
type None struct{}

// Handle adds the method m, answered by fn. P must be a struct whose fields
// carry json tags; those with omitempty may be missing. The bytes handed to fn
// are cleared by the caller after the call: fn copies what it keeps.
func Handle[P, R any](t *Table, m Method, fn func(params P, bytes []byte) (R, []byte, error)) {
	if _, known := t.byName[m.Name]; known || m.Name == "" {
		panic("door: internal error: method without a name of its own")
	}
	m.Params, m.Result = reflect.TypeFor[P](), reflect.TypeFor[R]()
	m.handle = func(params, bytes []byte) (any, []byte, error) {
		var p P
		if err := decode(params, reflect.ValueOf(&p).Elem()); err != nil {
			return nil, nil, err
		}
		return fn(p, bytes)
	}
	if t.byName == nil {
		t.byName = make(map[string]int)
	}
	t.byName[m.Name] = len(t.methods)
	t.methods = append(t.methods, m)
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
		return encode("error", t.explain(err)), nil
	}
	return encode("ok", result), out
}

func (t *Table) call(method string, params, bytes []byte) (any, []byte, error) {
	i, known := t.byName[method]
	if !known {
		return nil, nil, &Error{Code: UnknownMethod, Message: "there is no such method", Value: cut(method)}
	}
	m := t.methods[i]
	switch {
	case m.In == "" && bytes != nil:
		return nil, nil, &Error{Code: BadParams, Message: "this method takes no bytes", Field: "bytes"}
	case m.In != "" && bytes == nil:
		return nil, nil, &Error{Code: BadParams, Message: "this method needs bytes", Field: "bytes"}
	}
	return m.handle(params, bytes)
}

func (t *Table) explain(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	if t.Explain != nil {
		if e := t.Explain(err); e != nil {
			return e
		}
	}
	return &Error{Code: Internal, Message: "something failed that should not"}
}

// encode writes {"member": value}.
func encode(member string, value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic("door: internal error: a result is not JSON")
	}
	out := make([]byte, 0, len(member)+len(text)+5)
	out = append(out, `{"`...)
	out = append(out, member...)
	out = append(out, `":`...)
	out = append(out, text...)
	return append(out, '}')
}
