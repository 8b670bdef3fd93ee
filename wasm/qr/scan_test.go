// SPDX-License-Identifier: MIT

package qr

import (
	"bytes"
	"math"
	"testing"
)

// lineOf makes a line of runs: pairs of luminance and length.
func lineOf(runs ...int) []byte {
	var line []byte
	for i := 0; i < len(runs); i += 2 {
		line = append(line, bytes.Repeat([]byte{byte(runs[i])}, runs[i+1])...)
	}
	return line
}

func TestEdges(t *testing.T) {
	tests := []struct {
		name string
		line []byte
		want []float64 // pixels, the ends of the line left out
	}{
		{"flat", lineOf(200, 50), nil},
		{"step down", lineOf(255, 20, 0, 20), []float64{20}},
		{"step up", lineOf(0, 20, 255, 20), []float64{20}},
		{"bar", lineOf(255, 20, 0, 3, 255, 20), []float64{20, 23}},
		{"half a pixel", lineOf(255, 20, 128, 1, 0, 20), []float64{20.5}},
		{"between the centres of pixels", lineOf(255, 20, 191, 1, 0, 20), []float64{20.5 + 63.5/191}},
		{"long flats", lineOf(255, 500, 0, 700, 255, 300), []float64{500, 1200}},
		{"faint", lineOf(130, 10, 100, 10, 130, 10), []float64{10, 20}},
		{"too faint", lineOf(110, 10, 100, 10, 110, 10), nil},
		{"ringing", lineOf(255, 20, 0, 4, 40, 2, 0, 20), []float64{20}},
		{"one pixel", lineOf(255, 1), nil},
		{"two pixels", lineOf(255, 1, 0, 1), []float64{1}},
	}
	for _, test := range tests {
		got := edges(test.line, contrast{24, 4}, nil)
		if got[0].at != 0 || got[len(got)-1].at != len(test.line)*subpixel {
			t.Errorf("%s: ends at %v", test.name, got)
		}
		got = got[1 : len(got)-1]
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
			continue
		}
		for i, want := range test.want {
			if math.Abs(float64(got[i].at)/subpixel-want) > 0.02 {
				t.Errorf("%s: edge %d at %g, want %g", test.name, i, float64(got[i].at)/subpixel, want)
			}
		}
	}
}

func TestFinderRuns(t *testing.T) {
	tests := []struct {
		runs [5]int // pixels
		want bool
	}{
		{[5]int{4, 4, 12, 4, 4}, true},
		{[5]int{2, 1, 5, 2, 2}, true},    // 1.7 pixels to a module, no smoothing
		{[5]int{100, 4, 12, 4, 4}, true}, // no quiet zone before it
		{[5]int{4, 4, 12, 4, 100}, true}, // nor after it
		{[5]int{100, 4, 12, 4, 100}, false},
		{[5]int{5, 3, 13, 3, 5}, true}, // spread ink
		{[5]int{4, 4, 4, 4, 4}, false},
		{[5]int{4, 8, 12, 2, 4}, false},
		{[5]int{4, 4, 34, 4, 4}, false},
		{[5]int{1, 4, 12, 4, 1}, false},
	}
	for _, test := range tests {
		e := make([]edge, 6)
		for i, run := range test.runs {
			e[i+1].at = e[i].at + run*subpixel
		}
		if got := finderRuns(e); got != test.want {
			t.Errorf("%v: %v", test.runs, got)
		}
	}
}

func TestHalved(t *testing.T) {
	l := Luminance{Width: 11, Height: 5, Stride: 13}
	for i := range 13 * 5 {
		l.Pix = append(l.Pix, byte(i*37))
	}
	half := l.halved(nil)
	if half.Width != 4 || half.Height != 2 {
		t.Fatalf("%d × %d", half.Width, half.Height)
	}
	for y := range 2 {
		for x := range 4 {
			at := 2*y*13 + 2*x
			want := byte((int(l.Pix[at]) + int(l.Pix[at+1]) + int(l.Pix[at+13]) + int(l.Pix[at+14])) / 4)
			if got := half.Pix[y*half.Stride+x]; got != want {
				t.Errorf("(%d, %d): %d, want %d", x, y, got, want)
			}
		}
	}
}

// TestSmooth compares eight pixels at a time with one.
func TestSmooth(t *testing.T) {
	l := Luminance{Width: 21, Height: 3, Stride: 21}
	for i := range 21 * 3 {
		l.Pix = append(l.Pix, byte(i*i*91))
	}
	before := bytes.Clone(l.Pix)
	l.smooth()
	for i, got := range l.Pix[:32] {
		want := byte((int(before[i]) + int(before[i+1]) + int(before[i+21]) + int(before[i+22])) / 4)
		if got != want {
			t.Errorf("(%d, %d): %d, want %d", i%21, i/21, got, want)
		}
	}
}

func TestHomography(t *testing.T) {
	from := [4]Point{{3.5, 3.5}, {21.5, 3.5}, {18.5, 18.5}, {3.5, 21.5}}
	to := [4]Point{{100, 90}, {180, 100}, {170, 150}, {90, 170}}
	h, ok := quadToQuad(from, to)
	if !ok {
		t.Fatal("no map")
	}
	back, ok := h.inverse()
	if !ok {
		t.Fatal("no way back")
	}
	for i, p := range from {
		q := h.apply(p.X, p.Y)
		r := back.apply(q.X, q.Y)
		if math.Hypot(q.X-to[i].X, q.Y-to[i].Y) > 1e-6 || math.Hypot(r.X-p.X, r.Y-p.Y) > 1e-6 {
			t.Errorf("%v goes to %v and back to %v", p, q, r)
		}
	}
	if _, ok := quadToQuad(from, [4]Point{{0, 0}, {1, 1}, {2, 2}, {3, 3}}); ok {
		t.Error("a line was taken for a quadrangle")
	}
}

// TestAtLeast compares every byte with every other one, beside neighbours that
// would carry or borrow if they could.
func TestAtLeast(t *testing.T) {
	for v := range 256 {
		for w := range 256 {
			for _, beside := range []uint64{0, 0xFFFFFFFFFFFFFFFF} {
				const byte3 = 0xFF << 24
				a, b := beside&^byte3|uint64(v)<<24, ^beside&^byte3|uint64(w)<<24
				if got := atLeast(a, b)>>31&1 == 1; got != (v >= w) {
					t.Fatalf("%d at least %d: %v", v, w, got)
				}
			}
		}
	}
}

func TestCore(t *testing.T) {
	tests := []struct {
		name   string
		column []byte // row 8 is in the core
		want   bool
	}{
		{"finder pattern", lineOf(255, 2, 0, 2, 255, 2, 0, 6, 255, 2, 0, 2, 255, 4), true},
		{"uneven pixels", lineOf(255, 2, 0, 2, 255, 1, 0, 6, 255, 2, 0, 1, 255, 6), true},
		{"stem of a letter", lineOf(255, 4, 0, 6, 255, 10), false},
		{"bar", lineOf(0, 20), false},
		{"ring on one side", lineOf(255, 2, 0, 2, 255, 2, 0, 6, 255, 8), false},
		{"up to the edge", lineOf(0, 10, 255, 2, 0, 2, 255, 6), false},
	}
	for _, test := range tests {
		for _, inverted := range []bool{false, true} {
			column, s := bytes.Clone(test.column), section{pitch: 2, light: 255, inverted: inverted}
			if inverted {
				s.dark, s.light = 255, 0
				for i := range column {
					column[i] ^= 255
				}
			}
			f := finders{picture: Luminance{Pix: column, Width: 1, Height: len(column), Stride: 1}}
			if got := f.core(s, 8); got != test.want {
				t.Errorf("%s, inverted %v: %v", test.name, inverted, got)
			}
		}
	}
}
