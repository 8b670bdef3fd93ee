// SPDX-License-Identifier: MIT

// Package linear is the door of a program that holds no JavaScript value: all
// that passes it lies in the program's own linear memory, where JavaScript
// writes what it asks and reads what is answered. Nothing outside of its memory
// and its globals is then part of the program's state, so that it can be kept
// as a module that has already started: see scripts/tune.
//
// The module exports
//
//	asked(n)                  the address of room for n bytes, or -1 when there is none for so many
//	call(method, params)      calls the method whose name is so many bytes there, with the parameters
//	                          that are so many after it, both UTF-8; the address of four uint32: where
//	                          the JSON lies and how long it is, then the same of the bytes, 0 for none
//
// An answer stays until the next call. As at package bridge a panic never
// reaches JavaScript: the call in which it happens is answered with the code
// "crashed", every later one with "closed".
package linear

import "inkan/wasm/door"

// Call answers one call: see the package door. It must not keep params, and
// gives up the out it returns.
type Call func(method string, params, bytes []byte) (json, out []byte)

// mostAsked bounds a method's name and its parameters together, in bytes.
const mostAsked = 1 << 16

// Door is one door. Its zero value is closed.
type Door struct {
	call      Call // nil once closed
	asked     []byte
	json, out []byte
}

// room returns memory for n bytes that are asked, or nil.
func (d *Door) room(n int) []byte {
	if n < 0 || n > mostAsked {
		return nil
	}
	if d.asked == nil {
		d.asked = make([]byte, 0, 512) // never empty: an address of it is one of ours
	}
	if n > cap(d.asked) {
		d.asked = make([]byte, n)
	}
	d.asked = d.asked[:n]
	return d.asked
}

// answer answers what lies in the room. The answer before is cleared.
func (d *Door) answer(method, params int) {
	clear(d.json)
	clear(d.out)
	d.json, d.out = nil, nil
	defer func() {
		if recover() != nil {
			d.call = nil // never reused: its state may be half changed
			d.fail(door.Crashed, "the engine stopped")
		}
	}()
	switch {
	case d.call == nil:
		d.fail(door.Closed, "the engine is closed")
	case method < 0 || params < 0 || method+params != len(d.asked):
		d.fail(door.BadParams, "call takes the lengths of what was written where asked said")
	default:
		d.json, d.out = d.call(string(d.asked[:method]), d.asked[method:], nil)
	}
}

func (d *Door) fail(code door.Code, message string) {
	e := door.Error{Code: code, Message: message}
	d.json, d.out = e.Answer(), nil
}
