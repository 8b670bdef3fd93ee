// SPDX-License-Identifier: MIT

package scan

import (
	"encoding/json"
	"testing"

	"github.com/boombuler/barcode/qr"

	"inkan/wasm/door"
	ours "inkan/wasm/qr"
)

const module = 4 // pixels

// draw puts a symbol with a text into a picture of light, with its top left
// corner at (x, y), and returns the length of its side in pixels.
func draw(t testing.TB, pixels []byte, stride, x, y int, text string) int {
	t.Helper()
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		t.Fatal(err)
	}
	side := code.Bounds().Dx() * module
	for j := range side {
		for i := range side {
			if r, _, _, _ := code.At(i/module, j/module).RGBA(); r == 0 {
				pixels[(y+j)*stride+x+i] = 0
			}
		}
	}
	return side
}

func light(pixels []byte) {
	for i := range pixels {
		pixels[i] = 255
	}
}

func decoded(t testing.TB, table *door.Table, params string) (Decoded, string) {
	t.Helper()
	text, out := table.Call("decode", []byte(params), nil)
	var answer struct {
		OK    Decoded
		Error *door.Error
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Error != nil || out == nil {
		t.Fatalf("decode %s: %s", params, text)
	}
	return answer.OK, string(out)
}

func TestDecode(t *testing.T) {
	const width, height, stride, offset = 400, 200, 410, 3
	const secret, second = "otpauth://totp/日本?secret=JBSWY3DPEHPK3PXP", "https://example.com"
	var pixels Pixels
	table := New(&pixels)
	buffer := pixels.Alloc(stride*height + offset)
	light(buffer)
	side := draw(t, buffer[offset:], stride, 20, 20, secret)
	draw(t, buffer[offset:], stride, 240, 20, second)
	d, texts := decoded(t, table, `{"width":400,"height":200,"stride":410,"offset":3}`)
	if len(d.Symbols) != 2 || texts != secret+second || d.Symbols[0].ByteLength != len(secret) || d.Symbols[1].ByteLength != len(second) {
		t.Fatalf("got %+v %q", d, texts)
	}
	s := d.Symbols[0]
	for i, want := range []Point{{20, 20}, {float64(20 + side), 20}, {float64(20 + side), float64(20 + side)}, {20, float64(20 + side)}} {
		if got := s.Corners[i]; got.X < want.X-module || got.X > want.X+module || got.Y < want.Y-module || got.Y > want.Y+module {
			t.Errorf("corner %d is %+v, want %+v", i, got, want)
		}
	}
	if len(s.Corners) != 4 || s.Level != "M" || s.Version < 1 || s.ModuleSize < 3 || s.ModuleSize > 5 || s.Part {
		t.Errorf("got %+v", s)
	}
	for _, b := range buffer {
		if b != 0 {
			t.Fatal("the pixels are still there")
		}
	}
}

func TestDecodeNothing(t *testing.T) {
	var pixels Pixels
	table := New(&pixels)
	light(pixels.Alloc(100 * 100))
	if text, out := table.Call("decode", []byte(`{"width":100,"height":100,"stride":100}`), nil); string(text) != `{"ok":{"symbols":[],"cut":false}}` || len(out) != 0 {
		t.Errorf("got %s %q", text, out)
	}
}

func TestDecodeRefused(t *testing.T) {
	var pixels Pixels
	table := New(&pixels)
	for _, c := range []struct {
		size   int
		params string
		code   door.Code
	}{
		{0, `{"width":1,"height":1,"stride":1}`, door.Code(ours.CodeShort)},
		{100, `{"width":10,"height":10,"stride":10,"offset":1}`, door.Code(ours.CodeShort)},
		{100, `{"width":10,"height":10,"stride":10,"offset":101}`, door.BadParams},
		{100, `{"width":10,"height":10,"stride":10,"offset":-1}`, door.BadParams},
		{100, `{"width":10,"height":11,"stride":10}`, door.Code(ours.CodeShort)},
		{100, `{"width":0,"height":10,"stride":10}`, door.Code(ours.CodeEmpty)},
		{100, `{"width":10,"height":10,"stride":9}`, door.Code(ours.CodeStride)},
		{100, `{"width":1000000,"height":1000000,"stride":1000000}`, door.Code(ours.CodeTooLarge)},
		{100, `{"width":9007199254740991,"height":9007199254740991,"stride":9007199254740991}`, door.Code(ours.CodeTooLarge)},
		{100, `{"width":10,"height":10}`, door.BadParams},
	} {
		if c.size > 0 {
			pixels.Alloc(c.size)
		}
		text, out := table.Call("decode", []byte(c.params), nil)
		var answer struct{ Error *door.Error }
		if err := json.Unmarshal(text, &answer); err != nil || answer.Error == nil || answer.Error.Code != c.code || out != nil {
			t.Errorf("decode %s: %s, want the code %s", c.params, text, c.code)
		}
	}
}

func TestAlloc(t *testing.T) {
	var pixels Pixels
	for _, n := range []int{0, -1, ours.MaxPixels + 1, 1<<31 - 1} {
		if pixels.Alloc(n) != nil {
			t.Errorf("%d bytes were given", n)
		}
	}
	large := pixels.Alloc(1000)
	if small := pixels.Alloc(10); len(small) != 10 || &small[0] != &large[0] {
		t.Error("smaller memory is not the same")
	}
}

func TestCodes(t *testing.T) {
	seen := make(map[door.Code]bool)
	for _, c := range Codes() {
		if seen[c] {
			t.Errorf("the code %s means two things", c)
		}
		seen[c] = true
	}
}
