// SPDX-License-Identifier: MIT

package qr_test

import (
	"testing"

	"inkan/wasm/qr"
)

// TestSmallBesideLarge draws a symbol that the rows scanned first always cross
// beside small ones that they may miss, at every height between two rows.
func TestSmallBesideLarge(t *testing.T) {
	draw := func(s scene, m modules, x, y, module int) {
		for py := range len(m) * module {
			for px := range len(m) * module {
				if m[py/module][px/module] {
					s.Pix[(y+py)*s.Stride+x+px] = 0
				}
			}
		}
	}
	large, small := encode(t, uri, "M", 0), encode(t, "https://example.com/", "M", 0)
	for _, module := range []int{2, 3, 4, 5} {
		for offset := range 14 {
			s := newScene(1000, 700, 255)
			draw(s, large, 60, 60, 8)
			draw(s, small, 700, 250+offset, module)
			got, err := qr.Decode(s.Luminance)
			if err != nil || len(got) != 2 {
				t.Errorf("%d pixels to a module, %d lower: %d symbols, error %v", module, offset, len(got), err)
			}
		}
	}
}
