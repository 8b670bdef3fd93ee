// SPDX-License-Identifier: MIT

//go:build js && wasm

// Package bridge is the door between Go and JavaScript; scan.wasm alone has
// another, package linear. Open sets
//
//	globalThis[NAME].call(method: string, params: string, bytes?: Uint8Array)
//	    → {json: string, bytes: Uint8Array | null}
//
// which is synchronous and does not throw: what goes wrong is said in json.
//
// A panic on the Go side never reaches JavaScript, where it would show as
// undefined and end the runtime. The call in which it happens is answered with
// the code "crashed", every later one with "closed", and nothing of the panic's
// value is told, because it could hold a secret. What Go itself cannot survive
// (no memory left, a stack too deep) does end the runtime; wasm_exec.js then
// throws "Go program has already exited".
//
// The Go copies of the bytes in both directions are cleared after the call.
package bridge

import (
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"
)

// Call answers one call: see the package door. It must not keep bytes, and
// gives up the out it returns.
type Call func(method string, params, bytes []byte) (json, out []byte)

const (
	crashed   = `{"error":{"code":"crashed","message":"the engine stopped"}}`
	closed    = `{"error":{"code":"closed","message":"the engine is closed"}}`
	badCall   = `{"error":{"code":"params","message":"call takes a method, its parameters as text, and bytes or nothing"}}`
	maxString = 8 << 20   // bytes of one string in UTF-8
	maxBytes  = 256 << 20 // bytes of one buffer
)

// errArguments means that JavaScript passed values of other types.
var errArguments = errors.New("bridge: arguments of another type")

// Open makes call reachable as globalThis[name].call and returns what takes it
// away again.
func Open(name string, call Call) (release func(), err error) {
	d := &door{call: call}
	if d.realm, err = newRealm(); err != nil {
		return nil, fmt.Errorf("bridge: %w", err)
	}
	fn, err := safejs.FuncOf(d.answer)
	if err != nil {
		return nil, fmt.Errorf("bridge: %w", err)
	}
	object, err := d.realm.object.New()
	if err == nil {
		err = object.Set("call", fn)
	}
	if err == nil {
		err = d.realm.global.Set(name, object)
	}
	if err != nil {
		fn.Release()
		return nil, fmt.Errorf("bridge: %w", err)
	}
	return func() {
		d.call = nil
		// unreachable error: a property that was set just so can be deleted
		_ = d.realm.global.Delete(name)
		fn.Release()
	}, nil
}

// door is one opened door.
type door struct {
	realm realm
	call  Call // nil once closed
}

// answer is the JavaScript function. Its result is built inside the guard: a
// bad one would panic in syscall/js, after every defer of ours.
func (d *door) answer(_ safejs.Value, args []safejs.Value) (result any) {
	defer func() {
		if recover() != nil {
			d.call = nil // never reused: its state may be half changed
			result = d.realm.reply([]byte(crashed), nil)
		}
	}()
	if d.call == nil {
		return d.realm.reply([]byte(closed), nil)
	}
	method, params, bytes, err := d.realm.arguments(args)
	if err != nil {
		return d.realm.reply([]byte(badCall), nil)
	}
	defer clear(bytes)
	json, out := d.call(method, params, bytes)
	defer clear(out)
	return d.realm.reply(json, out)
}
