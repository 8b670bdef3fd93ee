// SPDX-License-Identifier: MIT

//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// DecodeText decodes bytes in the character set that the WHATWG Encoding
// Standard labels so, with JavaScript's TextDecoder. Valid is whether all of b
// is in the set, known whether JavaScript knows the set.
func DecodeText(label string, b []byte) (text string, valid, known bool) {
	decoder, bytes, err := textDecoder(label, len(b))
	if err != nil {
		return "", false, false
	}
	if _, err := safejs.CopyBytesToJS(bytes, b); err != nil {
		return "", false, true // unreachable
	}
	decoded, err := decoder.Call("decode", bytes)
	if err != nil {
		return "", false, true
	}
	text, err = decoded.String()
	return text, err == nil, true
}

// textDecoder makes a decoder that throws at what is not in the set, and an
// array of n bytes.
func textDecoder(label string, n int) (decoder, bytes safejs.Value, err error) {
	r, err := newRealm()
	if err != nil {
		return decoder, bytes, err
	}
	if decoder, err = r.global.Get("TextDecoder"); err != nil {
		return decoder, bytes, err
	}
	if decoder, err = decoder.New(label, map[string]any{"fatal": true, "ignoreBOM": true}); err != nil {
		return decoder, bytes, err
	}
	bytes, err = r.bytes.New(n)
	return decoder, bytes, err
}
