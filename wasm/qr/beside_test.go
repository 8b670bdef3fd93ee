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

// TestStripedBesideAnother reads a symbol whose modules have gaps between them,
// as letters have in a terminal, on a page where another was found at once: in
// whole pixels nothing of it looks like a finder pattern. A lone one elsewhere
// has the page looked at more closely.
func TestStripedBesideAnother(t *testing.T) {
	s := newScene(1920, 1080, 240)
	plain, striped := encode(t, uri, "M", 0), encode(t, uri+"&image=x", "Q", 13)
	s.draw(plain, look{x: 200, y: 200, module: 4, quiet: 4, dark: 0, light: 255})
	s.draw(encode(t, "1", "L", 1)[:7], look{x: 1500, y: 98, module: 3, quiet: 2, dark: 0, light: 255})
	const module, left, top, ground = 3, 1200, 600, 27
	light := func(row, column int) int {
		if inside := row >= 0 && column >= 0 && row < len(striped) && column < len(striped); inside && striped[row][column] {
			return 1
		}
		return 0
	}
	for y := -30; y < len(striped)*module+30; y++ {
		for x := -30; x < len(striped)*module+30; x++ {
			row, column := (y+30)/module-10, (x+30)/module-10
			v := [2]byte{ground, 216}[light(row, column)]
			if (x+30)%module == 0 { // the pixel that two modules share
				v = [3]byte{ground, 121, 168}[light(row, column-1)+light(row, column)]
			}
			s.Pix[(top+y)*s.Stride+left+x] = v
		}
	}
	got, err := qr.Decode(s.Luminance)
	if err != nil || len(got) != 2 || got[0].Text != uri || got[1].Text != uri+"&image=x" {
		t.Errorf("%d symbols, %v", len(got), err)
	}
}

// TestSheet reads a sheet of symbols as far apart as they are wide: the finder
// patterns of neighbours make squares, too, of which there are many more.
func TestSheet(t *testing.T) {
	s := newScene(1900, 1400, 255)
	want := 0
	for row := range 7 {
		for column := range 9 {
			text := "otpauth://totp/" + string(rune('A'+column)) + string(rune('a'+row)) + "?secret=JBSWY3DPEHPK3PXP"
			s.draw(encode(t, text, "M", 3), look{x: 20 + 203*float64(column), y: 20 + 203*float64(row), module: 4, quiet: 4, dark: 0, light: 255})
			want++
		}
	}
	got, err := qr.Decode(s.Luminance)
	texts := make(map[string]bool)
	for _, symbol := range got {
		texts[symbol.Text] = true
	}
	if err != nil || len(texts) != want {
		t.Errorf("%d of %d symbols, %v", len(texts), want, err)
	}
}
