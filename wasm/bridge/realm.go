// SPDX-License-Identifier: MIT

//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// realm holds the constructors of the realm that Go runs in.
type realm struct {
	global, object, bytes, buffer safejs.Value
}

func newRealm() (r realm, err error) {
	r.global = safejs.Global()
	for _, c := range []struct {
		name string
		into *safejs.Value
	}{{"Object", &r.object}, {"Uint8Array", &r.bytes}, {"ArrayBuffer", &r.buffer}} {
		if *c.into, err = r.global.Get(c.name); err != nil {
			return r, err
		}
	}
	return r, nil
}

// arguments reads what JavaScript passed to call. bytes is nil when the third
// argument is undefined, null or missing, and not nil otherwise.
func (r realm) arguments(args []safejs.Value) (method string, params, bytes []byte, err error) {
	if len(args) < 2 || len(args) > 3 {
		return "", nil, nil, errArguments
	}
	if method, err = text(args[0]); err != nil {
		return "", nil, nil, err
	}
	object, err := text(args[1])
	if err != nil {
		return "", nil, nil, err
	}
	if len(args) == 3 && !args[2].IsUndefined() && !args[2].IsNull() {
		if bytes, err = r.copyIn(args[2]); err != nil {
			return "", nil, nil, err
		}
	}
	return method, []byte(object), bytes, nil
}

// text reads a string. The type is checked first because String of anything
// else is no error but a description such as "<number: 3>".
func text(v safejs.Value) (string, error) {
	if v.Type() != safejs.TypeString {
		return "", errArguments
	}
	s, err := v.String()
	if err != nil || len(s) > maxString {
		return "", errArguments
	}
	return s, nil
}

// copyIn copies a Uint8Array into Go. It may come from another realm: the popup
// calls the engine's document directly, and its arrays are no instances of the
// Uint8Array known here, which js.CopyBytesToGo insists on. A view of our own
// over the same buffer is one.
func (r realm) copyIn(v safejs.Value) ([]byte, error) {
	if v.Type() != safejs.TypeObject {
		return nil, errArguments
	}
	view, err := r.buffer.Call("isView", v)
	if err != nil {
		return nil, err
	}
	if is, err := view.Bool(); err != nil || !is {
		return nil, errArguments
	}
	if unit, err := number(v, "BYTES_PER_ELEMENT"); err != nil || unit != 1 {
		return nil, errArguments
	}
	n, err := number(v, "byteLength")
	if err != nil || n < 0 || n > maxBytes {
		return nil, errArguments
	}
	start, err := number(v, "byteOffset")
	if err != nil {
		return nil, err
	}
	shared, err := v.Get("buffer")
	if err != nil {
		return nil, err
	}
	own, err := r.bytes.New(shared, start, n)
	if err != nil {
		return nil, err
	}
	bytes := make([]byte, n)
	if _, err := safejs.CopyBytesToGo(bytes, own); err != nil {
		clear(bytes)
		return nil, err
	}
	return bytes, nil
}

func number(v safejs.Value, name string) (int, error) {
	property, err := v.Get(name)
	if err != nil {
		return 0, err
	}
	return property.Int()
}

// reply builds {json, bytes}. It panics when JavaScript has no memory left.
func (r realm) reply(json, out []byte) safejs.Value {
	object := must(r.object.New())
	check(object.Set("json", string(json)))
	if out == nil {
		check(object.Set("bytes", safejs.Null()))
		return object
	}
	bytes := must(r.bytes.New(len(out)))
	must(safejs.CopyBytesToJS(bytes, out))
	check(object.Set("bytes", bytes))
	return object
}

func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		panic("bridge: internal error: JavaScript refused a plain value")
	}
}
