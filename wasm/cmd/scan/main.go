// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command scan is scan.wasm: the QR decoder behind globalThis.scan. Pixels are
// not passed through the door but written by JavaScript straight into memory
// that alloc gives out.
package main

import (
	"unsafe"

	"inkan/wasm/bridge"
	"inkan/wasm/door/scan"
	"inkan/wasm/qr"
)

var pixels scan.Pixels

// alloc returns the address of n bytes for a picture. They stay where they are
// until the next alloc. It returns -1 when no picture has n bytes: no view of
// the memory can be made there, whereas at 0 one would overwrite Go's own.
//
//lint:ignore U1000 JavaScript calls it
//go:wasmexport alloc
func alloc(n int32) int32 {
	buffer := pixels.Alloc(int(n))
	if buffer == nil {
		return -1
	}
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(buffer))))
}

func main() {
	qr.Others = bridge.DecodeText
	if _, err := bridge.Open("scan", scan.New(&pixels).Call); err != nil {
		panic(err)
	}
	select {} // the door stays open as long as the instance lives
}
