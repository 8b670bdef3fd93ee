// SPDX-License-Identifier: MIT

package qr_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"inkan/wasm/qr"
)

const uri = "otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example"

func TestDecode(t *testing.T) {
	upright := look{x: 40, y: 30, module: 4, quiet: 4, dark: 0, light: 255}
	tests := []struct {
		name  string
		text  string
		level string
		look  look
	}{
		{"upright", uri, "M", upright},
		{"digits", "31415926535897932384626433832795", "L", upright},
		{"capitals", "HTTPS://EXAMPLE.COM/A-B", "Q", upright},
		{"japanese", "ログインのためのコード", "M", upright},
		{"small", uri, "L", look{x: 40, y: 30, module: 2, quiet: 4, light: 255}},
		{"odd size", uri, "M", look{x: 40.3, y: 30.7, module: 3.3, quiet: 4, light: 255}},
		{"inverted", uri, "M", look{x: 40, y: 30, module: 4, quiet: 4, dark: 255, light: 0}},
		{"faint", uri, "M", look{x: 40, y: 30, module: 4, quiet: 4, dark: 150, light: 230}},
		{"turned", uri, "M", look{x: 160, y: 30, module: 4, turn: 0.4, quiet: 4, light: 255}},
		{"upside down", uri, "M", look{x: 240, y: 240, module: 4, turn: math.Pi, quiet: 4, light: 255}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newScene(320, 300, 255)
			if test.name == "inverted" {
				s = newScene(320, 300, 20)
			}
			m := encode(t, test.text, test.level, 0)
			s.draw(m, test.look)
			got, err := qr.Decode(s.Luminance)
			if err != nil || len(got) != 1 {
				t.Fatalf("%d symbols, error %v", len(got), err)
			}
			g := got[0]
			if g.Text != test.text || g.Level != test.level || 17+4*g.Version != len(m) || g.Corrected != 0 {
				t.Errorf("got %+v", g)
			}
			if g.Time <= 0 || g.Time > time.Minute {
				t.Errorf("read after %v", g.Time)
			}
			if g.Inverted != (test.look.dark > test.look.light) || g.Mirrored {
				t.Errorf("inverted %v, mirrored %v", g.Inverted, g.Mirrored)
			}
			if math.Abs(g.ModuleSize-test.look.module) > 0.1*test.look.module {
				t.Errorf("modules of %g pixels, want %g", g.ModuleSize, test.look.module)
			}
			if c := g.Corners[0]; math.Hypot(c.X-test.look.x, c.Y-test.look.y) > test.look.module {
				t.Errorf("first corner %v, want (%g, %g)", c, test.look.x, test.look.y)
			}
		})
	}
}

func TestDecodeMirrored(t *testing.T) {
	m := encode(t, uri, "M", 0)
	for y := range m {
		for x := range y {
			m[y][x], m[x][y] = m[x][y], m[y][x]
		}
	}
	s := newScene(320, 300, 255)
	s.draw(m, look{x: 40, y: 30, module: 4, quiet: 4, light: 255})
	got, err := qr.Decode(s.Luminance)
	if err != nil || len(got) != 1 || got[0].Text != uri || !got[0].Mirrored {
		t.Fatalf("got %+v, error %v", got, err)
	}
	end := 30 + 4*float64(len(m))
	if c := got[0].Corners[1]; math.Hypot(c.X-40, c.Y-end) > 4 {
		t.Errorf("the first row ends at %v, want (40, %g)", c, end)
	}
}

func TestDecodeSeveralInReadingOrder(t *testing.T) {
	texts := []string{"first", "second", "same", "same"}
	s := newScene(400, 300, 255)
	for i, p := range []look{{x: 30, y: 24}, {x: 230, y: 20}, {x: 30, y: 170}, {x: 230, y: 174}} {
		p.module, p.quiet, p.light = 4, 4, 255
		s.draw(encode(t, texts[i], "M", 1), p)
	}
	got, err := qr.Decode(s.Luminance)
	if err != nil || len(got) != 4 {
		t.Fatalf("%d symbols, error %v", len(got), err)
	}
	for i, g := range got {
		if g.Text != texts[i] {
			t.Errorf("symbol %d says %q, want %q", i, g.Text, texts[i])
		}
	}
}

func TestDecodeNothing(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 400}, {20, 20}, {40, 40}, {300, 200}} {
		for _, ground := range []byte{0, 128, 255} {
			if got, err := qr.Decode(newScene(size[0], size[1], ground).Luminance); err != nil || len(got) != 0 {
				t.Errorf("%v of %d: %v, error %v", size, ground, got, err)
			}
		}
	}
}

func TestDecodeStride(t *testing.T) {
	s := newScene(320, 300, 255)
	s.draw(encode(t, uri, "M", 0), look{x: 40, y: 30, module: 4, quiet: 4, light: 255})
	wide := qr.Luminance{Pix: make([]byte, 500*299+320), Width: 320, Height: 300, Stride: 500}
	for y := range 300 {
		copy(wide.Pix[y*500:], s.Pix[y*320:(y+1)*320])
	}
	if got, err := qr.Decode(wide); err != nil || len(got) != 1 || got[0].Text != uri {
		t.Errorf("got %+v, error %v", got, err)
	}
}

func TestDecodeBadLuminance(t *testing.T) {
	const big = math.MaxInt
	tests := []struct {
		picture qr.Luminance
		want    qr.Code
	}{
		{qr.Luminance{}, qr.CodeEmpty},
		{qr.Luminance{Width: -1, Height: 5, Stride: 5}, qr.CodeEmpty},
		{qr.Luminance{Width: 5, Height: 0, Stride: 5}, qr.CodeEmpty},
		{qr.Luminance{Width: 10001, Height: 10000, Stride: 10001}, qr.CodeTooLarge},
		{qr.Luminance{Width: big, Height: big, Stride: big}, qr.CodeTooLarge},
		{qr.Luminance{Pix: make([]byte, 100), Width: 10, Height: 10, Stride: 9}, qr.CodeStride},
		{qr.Luminance{Pix: make([]byte, 100), Width: 10, Height: 10, Stride: -10}, qr.CodeStride},
		{qr.Luminance{Pix: make([]byte, 99), Width: 10, Height: 10, Stride: 10}, qr.CodeShort},
		{qr.Luminance{Pix: make([]byte, 99), Width: 10, Height: 10, Stride: big}, qr.CodeShort},
		{qr.Luminance{Pix: nil, Width: 1, Height: 1, Stride: 1}, qr.CodeShort},
		{qr.Luminance{Pix: make([]byte, 9), Width: 1, Height: 10, Stride: 1}, qr.CodeShort},
		{qr.Luminance{Pix: make([]byte, 18), Width: 1, Height: 10, Stride: 2}, qr.CodeShort},
	}
	for _, test := range tests {
		got, err := qr.Decode(test.picture)
		var e *qr.Error
		if len(got) != 0 || !errors.As(err, &e) || e.Code != test.want {
			t.Errorf("%d × %d, stride %d, %d bytes: error %v, want %s", test.picture.Width, test.picture.Height,
				test.picture.Stride, len(test.picture.Pix), err, test.want)
		}
	}
	if got, err := qr.Decode(qr.Luminance{Pix: make([]byte, 19), Width: 1, Height: 10, Stride: 2}); err != nil || len(got) != 0 {
		t.Errorf("the last row needs no gap: %v, error %v", got, err)
	}
}

func TestDecodeContextDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := newScene(320, 300, 255)
	s.draw(encode(t, uri, "M", 0), look{x: 40, y: 30, module: 4, quiet: 4, light: 255})
	if got, err := qr.DecodeContext(ctx, s.Luminance); len(got) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, error %v", got, err)
	}
}

// hostile are pictures that are made to keep a detector busy.
func hostile() map[string]qr.Luminance {
	const width, height = 1280, 720
	paint := func(luminance func(x, y int) byte) qr.Luminance {
		s := newScene(width, height, 0)
		for i := range s.Pix {
			s.Pix[i] = luminance(i%width, i/width)
		}
		return s.Luminance
	}
	r := rand.New(rand.NewPCG(3, 4))
	return map[string]qr.Luminance{
		"noise":  paint(func(x, y int) byte { return byte(r.IntN(256)) }),
		"checks": paint(func(x, y int) byte { return byte(255 * ((x/3 + y/3) % 2)) }),
		"bars":   paint(func(x, y int) byte { return byte(255 * (x / 4 % 2)) }),
		"finder patterns": paint(func(x, y int) byte {
			if d := max(abs(x/2%9-4), abs(y/2%9-4)); d <= 1 || d == 3 {
				return 0
			}
			return 255
		}),
	}
}

func abs(v int) int { return max(v, -v) }

func TestDecodeHostile(t *testing.T) {
	for name, picture := range hostile() {
		start := time.Now()
		got, err := qr.Decode(picture)
		t.Logf("%s: %v", name, time.Since(start))
		if err != nil || len(got) != 0 {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
	}
}

// asleep is a context whose timer cannot fire, as in a WebAssembly program
// that is busy.
type asleep struct {
	context.Context
	deadline time.Time
}

func (a asleep) Deadline() (time.Time, bool) { return a.deadline, true }

func TestDecodeContextDeadline(t *testing.T) {
	for name, picture := range hostile() {
		ctx := asleep{t.Context(), time.Now().Add(10 * time.Microsecond)}
		if _, err := qr.DecodeContext(ctx, picture); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: error %v", name, err)
		}
		ctx.deadline = time.Now().Add(time.Hour)
		if _, err := qr.DecodeContext(ctx, picture); err != nil {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
