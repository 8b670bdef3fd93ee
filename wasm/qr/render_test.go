// SPDX-License-Identifier: MIT

package qr_test

import (
	"math"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"

	"inkan/wasm/qr"
)

// scene is a picture that symbols are drawn on.
type scene struct{ qr.Luminance }

func newScene(width, height int, ground byte) scene {
	s := scene{qr.Luminance{Pix: make([]byte, width*height), Width: width, Height: height, Stride: width}}
	for i := range s.Pix {
		s.Pix[i] = ground
	}
	return s
}

// modules is a symbol to draw: true is dark.
type modules [][]bool

// encode makes a symbol with gozxing's encoder; version 0 is the smallest fit.
func encode(t testing.TB, text, level string, version int) modules {
	t.Helper()
	lvl, err := decoder.ErrorCorrectionLevel_ValueOf(level)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_CHARACTER_SET: "UTF-8"}
	if version > 0 {
		hints[gozxing.EncodeHintType_QR_VERSION] = version
	}
	code, err := encoder.Encoder_encode(text, lvl, hints)
	if err != nil {
		t.Fatal(err)
	}
	matrix := code.GetMatrix()
	m := make(modules, matrix.GetHeight())
	for y := range m {
		m[y] = make([]bool, matrix.GetWidth())
		for x := range m[y] {
			m[y][x] = matrix.Get(x, y) == 1
		}
	}
	return m
}

// look is how a symbol is drawn.
type look struct {
	x, y        float64 // top left corner of its outer edge, pixels
	module      float64 // side of a module, pixels
	turn        float64 // radians clockwise, about that corner
	quiet       float64 // modules
	dark, light byte
}

// draw paints a symbol with 4 × 4 samples a pixel.
func (s scene) draw(m modules, l look) {
	sin, cos := math.Sincos(l.turn)
	n := float64(len(m))
	for py := range s.Height {
		for px := range s.Width {
			sum, covered := 0.0, 0
			for k := range 16 {
				dx := float64(px) + float64(k%4)/4 + 0.125 - l.x
				dy := float64(py) + float64(k/4)/4 + 0.125 - l.y
				x, y := (dx*cos+dy*sin)/l.module, (dy*cos-dx*sin)/l.module
				switch {
				case x < -l.quiet || y < -l.quiet || x >= n+l.quiet || y >= n+l.quiet:
					continue
				case x >= 0 && y >= 0 && x < n && y < n && m[int(y)][int(x)]:
					sum += float64(l.dark)
				default:
					sum += float64(l.light)
				}
				covered++
			}
			if covered > 0 {
				at := &s.Pix[py*s.Stride+px]
				*at = byte((sum + float64(*at)*float64(16-covered)) / 16)
			}
		}
	}
}
