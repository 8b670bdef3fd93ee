// SPDX-License-Identifier: MIT

package lab

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"inkan/wasm/door"
	ours "inkan/wasm/qr"
)

const module = 4 // pixels

// draw puts a symbol into a picture of light, and returns its modules.
func draw(t *testing.T, pixels []byte, stride, x, y int, text string) (modules []bool) {
	t.Helper()
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		t.Fatal(err)
	}
	side := code.Bounds().Dx()
	for i := range side * side {
		r, _, _, _ := code.At(i%side, i/side).RGBA()
		modules = append(modules, r == 0)
		for p := 0; r == 0 && p < module*module; p++ {
			pixels[(y+i/side*module+p/module)*stride+x+i%side*module+p%module] = 0
		}
	}
	return modules
}

func TestInspect(t *testing.T) {
	const width, height, offset = 500, 260, 3
	texts := []string{"otpauth://totp/日本?secret=JBSWY3DPEHPK3PXP", strings.Repeat("https://example.com/ ", 8)}
	var pixels Pixels
	table := New(&pixels)
	buffer := pixels.Alloc(width*height + offset)
	for i := range buffer {
		buffer[i] = 255
	}
	drawn := [][]bool{draw(t, buffer[offset:], width, 20, 20, texts[0]), draw(t, buffer[offset:], width, 240, 20, texts[1])}
	// A module of data that is wrong: the one in the last corner.
	side := int(math.Sqrt(float64(len(drawn[1]))))
	for p := range module * module {
		at := offset + (20+(side-1)*module+p/module)*width + 240 + (side-1)*module + p%module
		buffer[at] = 255 - buffer[at]
	}
	text, out := table.Call("inspect", []byte(`{"width":500,"height":260,"stride":500,"offset":3}`), nil)
	for _, b := range buffer {
		if b != 0 {
			t.Fatal("the pixels are still there")
		}
	}
	if strings.Contains(string(text), "JBSWY3DP") || strings.Contains(string(text), "example") {
		t.Error("the JSON says what a symbol says")
	}
	var answer struct {
		OK    Inspected
		Error *door.Error
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&answer); err != nil || answer.Error != nil || len(answer.OK.Symbols) != 2 {
		t.Fatalf("%v, %s", err, text)
	}
	take := func(n int) []byte {
		t.Helper()
		if n > len(out) {
			t.Fatalf("%d bytes more than there are", n-len(out))
		}
		taken := out[:n]
		out = out[n:]
		return taken
	}
	for i, s := range answer.OK.Symbols {
		if got := string(take(s.TextLength)); got != texts[i] {
			t.Errorf("text %q", got)
		}
		if got := string(take(s.ByteLength)); got != texts[i] {
			t.Errorf("content %q", got)
		}
		for _, g := range s.Segments {
			if got := string(take(g.TextLength)); got != texts[i] || g.ByteLength != len(got) {
				t.Errorf("segment %q", got)
			}
		}
		wrong := 0
		for k, m := range take(s.Size * s.Size) {
			if m>>1&1 == 1 != drawn[i][k] {
				t.Fatalf("module %d of symbol %d is another", k, i)
			}
			if m&1 != m>>1&1 {
				wrong++
			}
			if m>>2 >= byte(len(answer.OK.Parts)) {
				t.Fatalf("there is no part %d", m>>2)
			}
		}
		if wrong != i || s.Corrected != i {
			t.Errorf("%d modules and %d codewords of symbol %d are wrong", wrong, s.Corrected, i)
		}
		owned := 0
		for owners := take(2 * s.Size * s.Size); len(owners) > 0; owners = owners[2:] {
			if owner := binary.LittleEndian.Uint16(owners); int(owner) < s.Total {
				owned++
			} else if owner != 0xFFFF {
				t.Fatalf("there is no codeword %d", owner)
			}
		}
		if owned != 8*s.Total {
			t.Errorf("%d modules are of codewords, of %d", owned, 8*s.Total)
		}
		read, right, blocks := take(s.Total), take(s.Total), take(s.Total)
		if bytes.Equal(read, right) != (i == 0) || slices.Max(blocks) != byte(len(s.Blocks)-1) {
			t.Errorf("symbol %d: codewords, or blocks %v", i, blocks)
		}
		if !s.Meshed {
			t.Fatal("no mesh")
		}
		mesh := take(8 * (s.Size + 1) * (s.Size + 1))
		last := mesh[len(mesh)-8:]
		x, y := math.Float32frombits(binary.LittleEndian.Uint32(last)), math.Float32frombits(binary.LittleEndian.Uint32(last[4:]))
		if c := s.Corners[2]; math.Abs(float64(x)-c.X) > 1 || math.Abs(float64(y)-c.Y) > 1 {
			t.Errorf("the mesh of symbol %d ends at (%g, %g), its corner is at %v", i, x, y, c)
		}
	}
	if len(out) > 0 {
		t.Errorf("%d bytes are left over", len(out))
	}
}

func TestInspectRefused(t *testing.T) {
	for _, c := range []struct {
		size   int
		params string
		code   door.Code
	}{
		{0, `{"width":1,"height":1,"stride":1}`, door.Code(ours.CodeShort)},
		{100, `{"width":10,"height":10,"stride":10,"offset":-1}`, door.BadParams},
		{100, `{"width":10,"height":10,"stride":10,"offset":101}`, door.BadParams},
		{100, `{"width":0,"height":10,"stride":10}`, door.Code(ours.CodeEmpty)},
		{100, `{"width":1000000,"height":1000000,"stride":1000000}`, door.Code(ours.CodeTooLarge)},
		{100, `{"width":10}`, door.BadParams},
	} {
		var pixels Pixels
		pixels.Alloc(c.size)
		text, out := New(&pixels).Call("inspect", []byte(c.params), nil)
		var answer struct{ Error *door.Error }
		if err := json.Unmarshal(text, &answer); err != nil || answer.Error == nil || answer.Error.Code != c.code || out != nil {
			t.Errorf("inspect %s: %s, want the code %s", c.params, text, c.code)
		}
	}
	var pixels Pixels
	if pixels.Alloc(0) != nil || pixels.Alloc(ours.MaxPixels+1) != nil {
		t.Error("memory for what is no picture")
	}
}
