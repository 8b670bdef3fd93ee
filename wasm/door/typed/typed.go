// SPDX-License-Identifier: MIT

// Package typed adds methods to a door whose parameters and results are Go
// types, with encoding/json and reflection between them and the JSON. Package
// door says what is refused.
package typed

import (
	"encoding/json"
	"reflect"

	"inkan/wasm/door"
)

// Handle adds the method m, answered by fn. P must be a struct whose fields
// carry json tags; those with omitempty may be missing. The bytes handed to fn
// are cleared by the caller after the call: fn copies what it keeps.
func Handle[P, R any](t *door.Table, m door.Method, fn func(params P, bytes []byte) (R, []byte, error)) {
	m.Params, m.Result = reflect.TypeFor[P](), reflect.TypeFor[R]()
	m.Answer = func(params, bytes []byte) (result, out []byte, err error) {
		var p P
		if err := decode(params, reflect.ValueOf(&p).Elem()); err != nil {
			return nil, nil, err
		}
		r, out, err := fn(p, bytes)
		if err != nil {
			return nil, nil, err
		}
		return encode(r), out, nil
	}
	t.Add(m)
}

func encode(result any) []byte {
	text, err := json.Marshal(result)
	if err != nil {
		panic("typed: internal error: a result is not JSON")
	}
	return text
}
