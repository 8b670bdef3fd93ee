// SPDX-License-Identifier: MIT

package qr

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

// drawing is how a symbol is drawn into a picture of its own.
type drawing struct {
	module              float64 // pixels
	turn                float64 // radians
	tilt                float64 // change of distance from one side to the other, as a share
	curve               float64 // bulge of the rows, as a share of the symbol's side
	quiet               float64 // modules
	blur                float64 // standard deviation, modules
	noise               float64 // standard deviation, luminance
	dots                float64 // radius of dark modules drawn as dots, modules; 0: squares
	dark, light, ground float64 // luminance; ground is beyond the quiet zone
	gradient            float64 // change of luminance from the first corner of the picture to the last
	sharp               bool    // one sample a pixel, without smoothing
	mirrored            bool
}

// plain is a symbol as most are.
func plain(module float64) drawing {
	return drawing{module: module, quiet: 4, light: 255, ground: 255}
}

// draw draws a symbol in the middle of a picture.
func (d drawing) draw(m *matrix, r *rand.Rand) Luminance {
	n := float64(m.size)
	side := n * d.module
	size := int((1.4+2*d.tilt)*side) + 60
	middle := float64(size) / 2
	sin, cos := math.Sincos(d.turn)
	var corners [4]Point
	for i, c := range [4]Point{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}} {
		distance := 1 + d.tilt*(c.X+0.7*c.Y)
		corners[i] = Point{
			middle + (c.X*cos-c.Y*sin)*side/distance,
			middle + (c.X*sin+c.Y*cos)*side/distance,
		}
	}
	toSymbol, _ := quadToQuad(corners, [4]Point{{0, 0}, {n, 0}, {n, n}, {0, n}})
	samples := 3
	if d.sharp {
		samples = 1
	}
	values := make([]float64, size*size)
	for i := range values {
		sum := 0.0
		for k := range samples * samples {
			p := toSymbol.apply(
				float64(i%size)+(float64(k%samples)+0.5)/float64(samples),
				float64(i/size)+(float64(k/samples)+0.5)/float64(samples))
			p.Y += d.curve * n * math.Sin(p.X/n*math.Pi)
			sum += d.luminance(m, p)
		}
		share := float64(i%size+i/size) / float64(2*size)
		values[i] = sum/float64(samples*samples) + d.gradient*(share-0.5)
	}
	if d.blur > 0 {
		values = gaussian(values, size, d.blur*d.module)
	}
	l := Luminance{Pix: make([]byte, size*size), Width: size, Height: size, Stride: size}
	for i, v := range values {
		l.Pix[i] = byte(min(max(v+d.noise*r.NormFloat64(), 0), 255))
	}
	return l
}

// luminance is that of a point of the symbol's plane, in modules.
func (d drawing) luminance(m *matrix, p Point) float64 {
	n := float64(m.size)
	if p.X < -d.quiet || p.Y < -d.quiet || p.X >= n+d.quiet || p.Y >= n+d.quiet {
		return d.ground
	}
	if p.X < 0 || p.Y < 0 || p.X >= n || p.Y >= n {
		return d.light
	}
	x, y := int(p.X), int(p.Y)
	if d.dots > 0 && math.Hypot(p.X-float64(x)-0.5, p.Y-float64(y)-0.5) > d.dots {
		return d.light
	}
	if d.mirrored {
		x, y = y, x
	}
	if m.at(x, y) {
		return d.dark
	}
	return d.light
}

func gaussian(values []float64, size int, sigma float64) []float64 {
	reach := int(3*sigma) + 1
	kernel, total := make([]float64, 2*reach+1), 0.0
	for i := range kernel {
		v := float64(i-reach) / sigma
		kernel[i] = math.Exp(-v * v / 2)
		total += kernel[i]
	}
	for pass := range 2 {
		into := make([]float64, len(values))
		step := 1 - pass + pass*size
		for i := range values {
			at := [2]int{i % size, i / size}[pass]
			for k, weight := range kernel {
				j := min(max(at+k-reach, 0), size-1)
				into[i] += weight / total * values[i+(j-at)*step]
			}
		}
		values = into
	}
	return values
}

// TestRendered reads symbols that are drawn in ways that pages and cameras
// have. Floor is the share that must be read; it may only be raised.
func TestRendered(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	small := func(r *rand.Rand) int { return 1 + r.IntN(10) }
	large := func(r *rand.Rand) int { return 11 + r.IntN(30) }
	tests := []struct {
		name    string
		version func(*rand.Rand) int
		drawing func(*rand.Rand) drawing
		floor   float64
	}{
		{"plain", small, func(r *rand.Rand) drawing { return plain(2 + 6*r.Float64()) }, 1},
		{"1.5 pixels", small, func(r *rand.Rand) drawing { return plain(1.5) }, 1},
		{"1.5 pixels, sharp", small, func(r *rand.Rand) drawing { d := plain(1.5); d.sharp = true; return d }, 1},
		{"1.3 pixels", small, func(r *rand.Rand) drawing { return plain(1.3) }, 1},
		{"turned", small, func(r *rand.Rand) drawing { d := plain(2 + 3*r.Float64()); d.turn = 7 * r.Float64(); return d }, 1},
		{"mirrored", small, func(r *rand.Rand) drawing {
			d := plain(3)
			d.turn, d.mirrored = 7*r.Float64(), true
			return d
		}, 1},
		{"inverted", small, func(r *rand.Rand) drawing {
			d := plain(2 + 3*r.Float64())
			d.dark, d.light, d.ground = 240, 20, 20
			return d
		}, 1},
		{"no quiet zone, dark ground", small, func(r *rand.Rand) drawing { d := plain(3); d.quiet, d.ground = 0, 0; return d }, 1},
		{"half a module of quiet zone", small, func(r *rand.Rand) drawing { d := plain(3); d.quiet, d.ground = 0.5, 30; return d }, 1},
		{"faint", small, func(r *rand.Rand) drawing {
			d := plain(3 + r.Float64())
			d.dark, d.light, d.ground = 205, 220, 220
			return d
		}, 1},
		{"gradient", small, func(r *rand.Rand) drawing {
			d := plain(3 + 4*r.Float64())
			d.dark, d.light, d.ground, d.gradient = 70, 180, 180, 260
			return d
		}, 1},
		{"blurred", small, func(r *rand.Rand) drawing { d := plain(2 + 4*r.Float64()); d.blur = 0.5; return d }, 1},
		{"noise", small, func(r *rand.Rand) drawing { d := plain(3 + 4*r.Float64()); d.noise = 20; return d }, 1},
		{"much noise", small, func(r *rand.Rand) drawing { d := plain(4 + 3*r.Float64()); d.noise = 50; return d }, 1},
		{"perspective", small, func(r *rand.Rand) drawing {
			d := plain(4 + 3*r.Float64())
			d.turn, d.tilt = 7*r.Float64(), 0.25
			return d
		}, 1},
		{"dots", small, func(r *rand.Rand) drawing { d := plain(4 + 8*r.Float64()); d.dots = 0.5; return d }, 1},
		{"photograph", small, func(r *rand.Rand) drawing {
			return drawing{
				module: 3 + 4*r.Float64(), turn: 7 * r.Float64(), tilt: 0.2 * r.Float64(), quiet: 4, blur: 0.3, noise: 8,
				dark: 40 + 40*r.Float64(), light: 150 + 60*r.Float64(), ground: 100 + 80*r.Float64(), gradient: 120,
			}
		}, 1},
		{"large", large, func(r *rand.Rand) drawing { return plain(1.6 + r.Float64()) }, 1},
		{"large, turned", large, func(r *rand.Rand) drawing { d := plain(2 + r.Float64()); d.turn = 7 * r.Float64(); return d }, 1},
		{"large, in perspective", large, func(r *rand.Rand) drawing {
			d := plain(3)
			d.turn, d.tilt = 7*r.Float64(), 0.2
			return d
		}, 1},
		{"large, curved", large, func(r *rand.Rand) drawing { d := plain(3); d.curve = 0.03; return d }, 1},
	}
	const each = 3
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(18004, uint64(i)))
			read := 0
			for range each {
				version, lvl := test.version(r), level(r.IntN(4))
				text := filling(version, lvl, r)
				d := test.drawing(r)
				got, err := Decode(d.draw(encodeMatrix(t, text, lvl, version), r))
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range got {
					if s.Text != text {
						t.Errorf("wrong text %q, want %q; %+v", s.Text, text, d)
					} else if read++; s.Mirrored != d.mirrored || s.Inverted != (d.dark > d.light) {
						t.Errorf("mirrored %v, inverted %v; %+v", s.Mirrored, s.Inverted, d)
					}
				}
				if len(got) > 1 {
					t.Errorf("found %d symbols", len(got))
				}
			}
			t.Logf("read %d of %d", read, each)
			if float64(read) < test.floor*each {
				t.Errorf("read %d of %d, the floor is %g", read, each, test.floor)
			}
		})
	}
}
