// SPDX-License-Identifier: MIT

package qr_test

import (
	"math"
	"testing"

	"inkan/wasm/qr"
)

// FuzzDecode damages a drawn symbol, or has nothing but damage. Whatever
// comes out of it, the text is the one that was drawn or there is none.
func FuzzDecode(f *testing.F) {
	f.Add(uint8(40), uint8(0), uint16(0), []byte{})
	f.Add(uint8(20), uint8(10), uint16(3000), []byte{1, 2, 3, 200, 255, 0, 90})
	f.Add(uint8(15), uint8(200), uint16(777), []byte{0, 255, 0, 255, 0, 0, 0, 255, 0, 255})
	f.Add(uint8(0), uint8(0), uint16(1), []byte{0, 255, 255, 0, 0, 0, 255, 255, 0})
	f.Add(uint8(33), uint8(90), uint16(40000), []byte("random bytes that are not so random"))
	f.Fuzz(func(t *testing.T, module, turn uint8, at uint16, damage []byte) {
		const text = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"
		s := newScene(120, 100, 255)
		if module >= 10 {
			s.draw(encode(t, text, "Q", 0), look{
				x: 20, y: 15, module: min(float64(module)/10, 6), turn: float64(turn) / 256 * math.Pi / 4, quiet: 4, light: 255,
			})
		}
		for i, d := range damage {
			s.Pix[(int(at)+i*int(at|1))%len(s.Pix)] = d
		}
		got, err := qr.Inspect(s.Luminance)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range got {
			if g.Text != text || module < 10 {
				t.Errorf("read %q", g.Text)
			}
			wrong := 0
			for _, b := range g.Blocks {
				wrong += b.Wrong
			}
			if wrong != g.Corrected {
				t.Errorf("%d codewords are wrong in blocks, %d in all", wrong, g.Corrected)
			}
		}
	})
}

// FuzzDecodePixels has pixels that nobody drew.
func FuzzDecodePixels(f *testing.F) {
	finder := []byte{0, 0, 0, 0, 0, 0, 0, 255, 0, 255, 255, 255, 255, 255, 0, 255}
	f.Add(uint8(16), uint8(0), finder)
	f.Add(uint8(1), uint8(3), finder)
	f.Add(uint8(33), uint8(1), []byte{0, 1, 2, 3, 250, 251, 252})
	f.Fuzz(func(t *testing.T, width, gap uint8, pattern []byte) {
		if len(pattern) == 0 || width == 0 {
			return
		}
		l := qr.Luminance{Width: int(width), Height: 97, Stride: int(width) + int(gap)}
		for i := range l.Stride*96 + l.Width {
			l.Pix = append(l.Pix, pattern[(i*i+i/len(pattern))%len(pattern)]^byte(i/l.Stride))
		}
		got, err := qr.Decode(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range got {
			if len(g.Bytes) == 0 || g.ModuleSize <= 0 {
				t.Errorf("%+v", g)
			}
		}
	})
}
