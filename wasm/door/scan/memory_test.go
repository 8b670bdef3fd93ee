// SPDX-License-Identifier: MIT

//go:build js && wasm

package scan

import (
	"runtime"
	"testing"
)

// mostMemory is what Go may have taken of the browser for 1,100 small pictures,
// in bytes. They take some 9 MB. Without a garbage collector they would take hundreds.
const mostMemory = 16 << 20

// A WebAssembly memory never shrinks, so what one decode takes the next has to
// use again, and none may keep any: not 64 bytes each.
func TestMemoryStays(t *testing.T) {
	const width, height = 640, 360
	var pixels Pixels
	table := New(&pixels)
	light(pixels.Alloc(width * height))
	page := pixels.Alloc(width * height)
	draw(t, page, width, 30, 30, "otpauth://totp/memory?secret=JBSWY3DPEHPK3PXP")
	draw(t, page, width, 300, 120, "https://example.com")
	page = append([]byte(nil), page...)
	memory := func() (kept, taken uint64) {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // pools give up what they hold at the second
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, m.Sys
	}
	decode := func(i int) {
		// Of several sizes, one after the other; every third has no symbol.
		h := height - i%4*10
		copy(pixels.Alloc(width*h), page)
		if i%3 == 0 {
			light(pixels.Alloc(width * h))
		}
		params := []byte(`{"width":640,"height":360,"stride":640}`)
		params[len(`{"width":640,"height":3`)] = byte('6' - i%4)
		if d, _ := decoded(t, table, string(params)); (len(d.Symbols) == 2) == (i%3 == 0) {
			t.Fatalf("decode %d: %d symbols", i, len(d.Symbols))
		}
	}
	for i := range 100 {
		decode(i)
	}
	before, _ := memory()
	for i := range 1000 {
		decode(i)
	}
	after, taken := memory()
	runtime.KeepAlive(page)
	runtime.KeepAlive(table)
	if after > before+64*1000 {
		t.Errorf("1,000 decodes left %d bytes, with %d before", after-before, before)
	}
	if taken > mostMemory {
		t.Errorf("%d bytes were taken", taken)
	}
	t.Logf("in use %d, then %d; taken %d", before, after, taken)
}
