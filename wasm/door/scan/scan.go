// SPDX-License-Identifier: MIT

// Package scan is the table of methods of scan.wasm, which reads QR codes off
// hostile pixels and knows nothing of the vault.
//
// Pixels do not pass the door: JavaScript writes them into memory that
// [Pixels.Alloc] gave out. Texts may hold secrets, so they are not in the JSON:
// they come as the bytes of the answer, UTF-8, one after the other, each as
// long as its symbol says.
//
// The few types that do pass are read and written by hand, in json.go, because
// encoding/json would be a fifth of the program and of what it takes to start.
package scan

import (
	"errors"
	"reflect"
	"runtime"

	"inkan/wasm/door"
	"inkan/wasm/qr"
)

// Pixels is memory for one picture of 8-bit luminance.
type Pixels struct {
	buffer  []byte
	decodes int // of pictures in it
}

// collectEvery is after how many decodes garbage is collected. Left to itself it
// is only when there is as much of it as of memory for pictures, tens of
// megabytes, and WebAssembly's memory never shrinks.
const collectEvery = 16

// Alloc returns memory for n bytes, which stays in place until the next Alloc,
// or nil when no picture has n bytes. What a larger picture needed is used
// again for a smaller one. Its content is arbitrary.
func (p *Pixels) Alloc(n int) []byte {
	if n < 1 || n > qr.MaxPixels {
		return nil
	}
	if n > cap(p.buffer) {
		p.buffer = make([]byte, n)
	}
	p.buffer = p.buffer[:n]
	return p.buffer
}

// Picture says where in the allocated memory a picture lies. Pixel (x, y) is
// the byte at offset + y × stride + x: 0 black to 255 white.
type Picture struct {
	Width  int `json:"width"`
	Height int `json:"height"`
	Stride int `json:"stride"`
	Offset int `json:"offset,omitempty"` // of the first pixel; absent means 0
}

// Point is a position in pixels of the picture, from its top left corner.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Symbol is a QR code that was found and read.
type Symbol struct {
	Corners    []Point `json:"corners"` // four, in the symbol's own order: upright, from the top left clockwise
	Version    int     `json:"version"` // 1 to 40
	Level      Level   `json:"level"`   // of error correction
	ModuleSize float64 `json:"moduleSize"`
	Part       bool    `json:"part"`       // of a structured append: its text alone does not tell what the whole is
	ByteLength int     `json:"byteLength"` // of its text among the bytes of the answer
}

// Level is a level of error correction.
type Level string

// Values are the levels that exist.
func (Level) Values() []string { return []string{"L", "M", "Q", "H"} }

// Decoded are the symbols of a picture in reading order.
type Decoded struct {
	Symbols []Symbol `json:"symbols"`
	Cut     bool     `json:"cut"` // there is none, but a part of one, which goes on beyond the picture's edge
}

// Codes lists every code that an answer can have.
func Codes() []door.Code {
	codes := door.Codes()
	for _, code := range qr.Codes() {
		codes = append(codes, door.Code(code))
	}
	return codes
}

// New returns the table, which reads pictures out of pixels.
func New(pixels *Pixels) *door.Table {
	t := &door.Table{Explain: explain}
	t.Add(door.Method{
		Name: "decode", Out: "the texts of all symbols, UTF-8, one after the other",
		Doc:    "Reads the QR codes of the picture in the allocated memory, which is cleared. No symbol is no error.",
		Params: reflect.TypeFor[Picture](), Result: reflect.TypeFor[Decoded](),
		Answer: func(params, _ []byte) (result, texts []byte, err error) {
			defer clear(pixels.buffer)
			p, err := readPicture(params)
			if err != nil {
				return nil, nil, err
			}
			d, texts, err := decode(pixels.buffer, p)
			if pixels.decodes++; pixels.decodes%collectEvery == 0 {
				runtime.GC()
			}
			return d.appendJSON(nil), texts, err
		},
	})
	t.Add(door.Method{
		Name:   "warm",
		Doc:    "Reads a picture of its own, so that the first real one is not slowed down by what happens once.",
		Params: reflect.TypeFor[door.None](), Result: reflect.TypeFor[door.None](),
		Answer: func(params, _ []byte) (result, out []byte, err error) {
			if err := readNumbers(params, nil); err != nil {
				return nil, nil, err
			}
			return []byte(`{}`), nil, warm()
		},
	})
	return t
}

func decode(buffer []byte, p Picture) (Decoded, []byte, error) {
	if p.Offset < 0 || p.Offset > len(buffer) {
		return Decoded{}, nil, door.BadParam("offset", "this is outside of the allocated memory")
	}
	sight, err := qr.Look(qr.Luminance{Pix: buffer[p.Offset:], Width: p.Width, Height: p.Height, Stride: p.Stride})
	if err != nil {
		return Decoded{}, nil, err
	}
	decoded, texts := Decoded{make([]Symbol, 0, len(sight.Symbols)), sight.Cut}, []byte{}
	for _, s := range sight.Symbols {
		corners := make([]Point, len(s.Corners))
		for i, c := range s.Corners {
			corners[i] = Point(c)
		}
		decoded.Symbols = append(decoded.Symbols, Symbol{
			Corners: corners, Version: s.Version, Level: Level(s.Level), ModuleSize: s.ModuleSize,
			Part: s.Append != nil, ByteLength: len(s.Text),
		})
		texts = append(texts, s.Text...)
	}
	return decoded, texts, nil
}

func explain(err error) *door.Error {
	picture, ok := errors.AsType[*qr.Error](err)
	if !ok {
		return nil
	}
	return &door.Error{Code: door.Code(picture.Code), Message: "this is no picture"}
}
