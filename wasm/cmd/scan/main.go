// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command scan is scan.wasm: the QR decoder. It holds no JavaScript value:
// pixels, what is asked and what is answered lie in its memory, see the package
// linear.
package main

import (
	"runtime"
	"unsafe"

	"inkan/wasm/door/scan"
	"inkan/wasm/linear"
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

// settle makes the program what is kept of it: one that has read a picture of
// the usual size, so that the next finds memory at hand, and holds nothing that
// nobody needs. See scripts/tune, which alone calls it.
//
//lint:ignore U1000 scripts/tune calls it
//go:wasmexport settle
func settle() {
	qr.Lean()
	if err := scan.Settle(&pixels); err != nil {
		panic(err)
	}
	runtime.GC()
	// Memory that is free again is cleared only when it is given out anew. What lay there last would be kept, too.
	for size := largestHole; size >= smallestHole; size /= 2 {
		for range holes {
			runtime.KeepAlive(make([]byte, size))
		}
	}
	runtime.GC()
}

// What Lean gives up are fewer things than holes, of these sizes in bytes.
const (
	holes        = 16
	largestHole  = 32 << 10
	smallestHole = 128
)

func main() {
	qr.Others = linear.DecodeText
	linear.Open(scan.New(&pixels).Call)
	select {} // the door stays open as long as the instance lives
}
