// SPDX-License-Identifier: MIT

package linear

import "unsafe"

// opened is the door that the exports lead to: a module has one of each name.
var opened Door

// Open makes call reachable.
func Open(call Call) { opened = Door{call: call} }

//lint:ignore U1000 JavaScript calls it
//go:wasmexport asked
func asked(n int32) int32 {
	room := opened.room(int(n))
	if room == nil {
		return -1
	}
	return int32(address(room))
}

// answered is where the last answer lies.
var answered [4]uint32

//lint:ignore U1000 JavaScript calls it
//go:wasmexport call
func call(method, params int32) int32 {
	opened.answer(int(method), int(params))
	answered = [4]uint32{address(opened.json), uint32(len(opened.json)), address(opened.out), uint32(len(opened.out))}
	return int32(uintptr(unsafe.Pointer(&answered)))
}

// address is where b lies, 0 for nil. Go moves nothing that is not on a stack.
func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

// decodeText has JavaScript decode n bytes in the character set with the label,
// and returns how long the text is in UTF-8, -1 when not all of it is in the
// set, -2 when there is no such set.
//
//go:wasmimport linear decodeText
//go:noescape
func decodeText(label unsafe.Pointer, labelLength int32, bytes unsafe.Pointer, n int32) int32

// decodedText writes the text that was decoded last.
//
//go:wasmimport linear decodedText
//go:noescape
func decodedText(into unsafe.Pointer)

// DecodeText decodes bytes in the character set that the WHATWG Encoding
// Standard labels so, with JavaScript's TextDecoder. Valid is whether all of b
// is in the set, known whether JavaScript knows the set.
func DecodeText(label string, b []byte) (text string, valid, known bool) {
	n := decodeText(unsafe.Pointer(unsafe.StringData(label)), int32(len(label)), unsafe.Pointer(unsafe.SliceData(b)), int32(len(b)))
	if n < 0 {
		return "", false, n == -1
	}
	decoded := make([]byte, n)
	decodedText(unsafe.Pointer(unsafe.SliceData(decoded)))
	return string(decoded), true, true
}
