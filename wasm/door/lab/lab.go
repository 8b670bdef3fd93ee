// SPDX-License-Identifier: MIT

// Package lab is the table of methods of lab.wasm, which takes QR codes apart to
// be looked at. Like scan.wasm it reads hostile pixels and knows nothing of the
// vault; unlike it, it is loaded when somebody asks for it, and may be larger.
//
// What a symbol says may be a secret, and its modules say it too. So the JSON
// has sizes and figures only; the rest comes as the bytes of the answer, symbol
// by symbol. N is the symbol's size, T the number of its codewords:
//
//	text          textLength bytes, UTF-8
//	content       byteLength bytes, before any character set is applied: those of
//	              all segments, one after the other
//	segment texts of each segment textLength bytes, UTF-8
//	modules       N×N bytes, row by row: bit 0 as read (1 dark), bit 1 as it
//	              should be, bits 2 and up the part, an index into parts
//	owners        N×N numbers of 2 bytes: which codeword a module belongs to,
//	              0xFFFF none
//	read          T bytes: the codewords in the symbol's sequence, as read
//	right         T bytes: the same after correction
//	blocks        T bytes: which block each codeword is in
//	mesh          (N+1)×(N+1) pairs of 4-byte floats, the corners of the modules
//	              in the picture, x and y; not there if meshed is false
//
// Numbers are little-endian.
package lab

import (
	"encoding/binary"
	"errors"
	"math"

	"inkan/wasm/door"
	"inkan/wasm/door/scan"
	"inkan/wasm/door/typed"
	"inkan/wasm/qr"
)

// Pixels is memory for one picture of 8-bit luminance.
type Pixels struct{ buffer []byte }

// Alloc returns memory for n bytes, or nil when no picture has n bytes.
func (p *Pixels) Alloc(n int) []byte {
	if n < 1 || n > qr.MaxPixels {
		return nil
	}
	p.buffer = make([]byte, n)
	return p.buffer
}

// Inspected are the symbols of a picture in reading order.
type Inspected struct {
	Parts   []string `json:"parts"` // what a module can belong to
	Symbols []Symbol `json:"symbols"`
}

// Symbol is a QR code that was taken apart.
type Symbol struct {
	Corners    []scan.Point  `json:"corners"` // four, in the symbol's own order: upright, from the top left clockwise
	Version    int           `json:"version"` // 1 to 40
	Level      scan.Level    `json:"level"`   // of error correction
	Mask       int           `json:"mask"`    // data mask pattern, 0 to 7
	Size       int           `json:"size"`    // modules on a side
	ModuleSize float64       `json:"moduleSize"`
	Inverted   bool          `json:"inverted"`
	Mirrored   bool          `json:"mirrored"`
	Append     *Append       `json:"append,omitempty"` // of a structured append
	FNC1       int           `json:"fnc1"`             // its position, 1 or 2; 0: none
	Charset    string        `json:"charset"`          // a character set that is not known, so that there is no text; mostly ""
	Total      int           `json:"total"`            // codewords
	Data       int           `json:"data"`             // of them data
	Corrected  int           `json:"corrected"`        // of them wrong as they were read
	Micros     int           `json:"micros"`           // to find and read it, microseconds
	Formats    []Information `json:"formats"`
	Versions   []Information `json:"versions"` // none below version 7
	Blocks     []Block       `json:"blocks"`
	Runs       []Run         `json:"runs"`
	Segments   []Segment     `json:"segments"`
	TextLength int           `json:"textLength"`
	ByteLength int           `json:"byteLength"`
	Meshed     bool          `json:"meshed"`
}

// Append tells the place of a symbol in a structured append message.
type Append struct {
	Index  int `json:"index"` // from 0
	Total  int `json:"total"`
	Parity int `json:"parity"`
}

// Information is a copy of the format or the version information.
type Information struct {
	Read     int    `json:"read"`     // as it was read, most significant bit first
	Right    int    `json:"right"`    // the legal one that is nearest
	Distance int    `json:"distance"` // how many bits differ
	Used     bool   `json:"used"`     // it is the copy that counted
	Modules  []int  `json:"modules"`  // where its bits are, row by row, most significant bit first
	Level    string `json:"level"`    // of format information, what it says; else ""
	Mask     int    `json:"mask"`
	Version  int    `json:"version"` // of version information, what it says; else 0
}

// Block is a Reed–Solomon block.
type Block struct {
	Codewords []int `json:"codewords"` // places in the symbol's sequence: data, then error correction
	Data      int   `json:"data"`      // how many of them are data
	Wrong     int   `json:"wrong"`     // how many of them were wrong
	Most      int   `json:"most"`      // how many may be
}

// Run is a stretch of the bits of the data codewords.
type Run struct {
	Kind    string `json:"kind"`    // a mode, or eci, append, fnc1, terminator, padding
	From    int    `json:"from"`    // its first bit
	Bits    int    `json:"bits"`    // how many
	Header  int    `json:"header"`  // of a segment, how many of them are its mode and count indicators
	Segment int    `json:"segment"` // which segment it is; -1: none
}

// Segment is a run of data in one mode.
type Segment struct {
	Mode       string `json:"mode"`
	ECI        int    `json:"eci"`        // -1: none stated
	Charset    string `json:"charset"`    // that it was read in, as the WHATWG Encoding Standard labels it
	Count      int    `json:"count"`      // characters
	ByteLength int    `json:"byteLength"` // of the content
	TextLength int    `json:"textLength"` // 0 where its bytes alone are no text
}

// Codes lists every code that an answer can have.
func Codes() []door.Code { return scan.Codes() }

// New returns the table, which reads pictures out of pixels.
func New(pixels *Pixels) *door.Table {
	t := &door.Table{Explain: explain}
	typed.Handle(t, door.Method{
		Name: "inspect", Out: "what the symbols say and consist of, as the package lab tells",
		Doc: "Takes the QR codes apart of the picture in the allocated memory, which is cleared. No symbol is no error.",
	}, func(p scan.Picture, _ []byte) (Inspected, []byte, error) {
		defer clear(pixels.buffer)
		return inspect(pixels.buffer, p)
	})
	return t
}

func inspect(buffer []byte, p scan.Picture) (Inspected, []byte, error) {
	if p.Offset < 0 || p.Offset > len(buffer) {
		return Inspected{}, nil, door.BadParam("offset", "this is outside of the allocated memory")
	}
	picture := qr.Luminance{Pix: buffer[p.Offset:], Width: p.Width, Height: p.Height, Stride: p.Stride}
	// The first time the browser compiles, which is not what the figure is to tell.
	if _, err := qr.Decode(picture); err != nil {
		return Inspected{}, nil, err
	}
	all, err := qr.Inspect(picture)
	if err != nil {
		return Inspected{}, nil, err
	}
	inspected, bytes := Inspected{Symbols: make([]Symbol, 0, len(all))}, []byte{}
	for _, part := range qr.Parts() {
		inspected.Parts = append(inspected.Parts, part.String())
	}
	for i := range all {
		inspected.Symbols = append(inspected.Symbols, figures(&all[i]))
		bytes = appendBytes(bytes, &all[i])
	}
	return inspected, bytes, nil
}

// figures are what the JSON tells.
func figures(a *qr.Anatomy) Symbol {
	s := Symbol{
		Version: a.Version, Level: scan.Level(a.Level), Mask: a.Mask, Size: a.Size, ModuleSize: a.ModuleSize,
		Inverted: a.Inverted, Mirrored: a.Mirrored, FNC1: a.FNC1, Charset: a.Charset,
		Total: a.Total, Data: len(a.Codewords), Corrected: a.Corrected, Micros: int(a.Time.Microseconds()),
		Formats: informations(a.Formats, a.Size), Versions: informations(a.Versions, a.Size),
		Blocks: []Block{}, Runs: []Run{}, Segments: []Segment{},
		TextLength: len(a.Text), ByteLength: len(a.Bytes), Meshed: len(a.Mesh) > 0,
	}
	for _, c := range a.Corners {
		s.Corners = append(s.Corners, scan.Point(c))
	}
	if a.Append != nil {
		s.Append = &Append{Index: a.Append.Index, Total: a.Append.Total, Parity: int(a.Append.Parity)}
	}
	for _, b := range a.Blocks {
		s.Blocks = append(s.Blocks, Block(b))
	}
	for _, r := range a.Runs {
		s.Runs = append(s.Runs, Run(r))
	}
	for i, g := range a.Segments {
		s.Segments = append(s.Segments, Segment{
			Mode: g.Mode, ECI: g.ECI, Charset: a.Charsets[i], Count: g.Count, ByteLength: len(g.Bytes), TextLength: len(a.Texts[i]),
		})
	}
	return s
}

func informations(copies []qr.Information, size int) []Information {
	all := []Information{}
	for _, c := range copies {
		i := Information{
			Read: int(c.Read), Right: int(c.Right), Distance: c.Distance, Used: c.Used, Level: c.Level, Mask: c.Mask, Version: c.Version,
		}
		for _, m := range c.Modules {
			i.Modules = append(i.Modules, m.Y*size+m.X)
		}
		all = append(all, i)
	}
	return all
}

// appendBytes appends what the bytes tell.
func appendBytes(b []byte, a *qr.Anatomy) []byte {
	b = append(b, a.Text...)
	b = append(b, a.Bytes...)
	for _, text := range a.Texts {
		b = append(b, text...)
	}
	for i, part := range a.Parts {
		m := byte(part) << 2
		if a.Dark[i] {
			m |= 1
		}
		if a.Ideal[i] {
			m |= 2
		}
		b = append(b, m)
	}
	for _, codeword := range a.Codeword {
		b = binary.LittleEndian.AppendUint16(b, uint16(codeword)) // -1 is 0xFFFF
	}
	b = append(append(b, a.Read...), a.Right...)
	blocks := make([]byte, a.Total)
	for i, block := range a.Blocks {
		for _, codeword := range block.Codewords {
			blocks[codeword] = byte(i) // there are at most 81
		}
	}
	b = append(b, blocks...)
	for _, p := range a.Mesh {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(p.X)))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(p.Y)))
	}
	return b
}

func explain(err error) *door.Error {
	picture, ok := errors.AsType[*qr.Error](err)
	if !ok {
		return nil
	}
	return &door.Error{Code: door.Code(picture.Code), Message: "this is no picture"}
}
