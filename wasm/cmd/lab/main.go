// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command lab is lab.wasm: the QR laboratory behind globalThis.lab. As in
// scan.wasm, pixels are written by JavaScript straight into memory that alloc
// gives out. Each instance answers one call.
package main

import (
	"time"
	"unsafe"

	"inkan/wasm/bridge"
	"inkan/wasm/door/lab"
	"inkan/wasm/qr"
)

var pixels lab.Pixels

// alloc returns the address of n bytes for a picture, or -1 when no picture has
// n bytes: see scan.wasm.
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
	started := time.Now()
	qr.Others, qr.Clock = bridge.DecodeText, func() time.Duration { return time.Since(started) }
	if _, err := bridge.Open("lab", lab.New(&pixels).Call); err != nil {
		panic(err)
	}
	select {} // the door stays open as long as the instance lives
}
