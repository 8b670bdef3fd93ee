// SPDX-License-Identifier: MIT

package scan

import (
	"testing"

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
