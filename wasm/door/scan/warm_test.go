// SPDX-License-Identifier: MIT

package scan

import (
	"testing"
	"unsafe"

	"inkan/wasm/qr"
)

func TestWarm(t *testing.T) {
	if text, _ := New(new(Pixels)).Call("warm", []byte(`{}`), nil); string(text) != `{"ok":{}}` {
		t.Errorf("got %s", text)
	}
}

// What warm reads takes the usual way, all of it.
func TestWarmSymbol(t *testing.T) {
	found, err := qr.Decode(warmPicture())
	if err != nil || len(found) != 1 {
		t.Fatalf("%d symbols, %v", len(found), err)
	}
	if s := found[0]; s.Version != 2 || s.Corrected == 0 {
		t.Errorf("version %d, %d codewords corrected: no alignment pattern or no error is in it", s.Version, s.Corrected)
	}
}

// After Settle there is room for a usual picture, empty, and what Lean gave up is
// not missed.
func TestSettle(t *testing.T) {
	qr.Lean()
	var pixels Pixels
	if err := Settle(&pixels); err != nil {
		t.Fatal(err)
	}
	first := unsafe.SliceData(pixels.Alloc(1))
	page := pixels.Alloc(settledWidth * settledHeight)
	if unsafe.SliceData(page) != first {
		t.Error("there was no room for a picture")
	}
	for i, c := range page {
		if c != 0 {
			t.Fatalf("pixel %d is still there", i)
		}
	}
	light(page)
	const text = "otpauth://totp/settled?secret=JBSWY3DPEHPK3PXP"
	draw(t, page, settledWidth, 1500, 700, text)
	if _, got := decoded(t, New(&pixels), `{"width":1920,"height":1080,"stride":1920}`); got != text {
		t.Errorf("read %q", got)
	}
}
