// SPDX-License-Identifier: MIT

// Package qr finds and reads QR codes (ISO/IEC 18004) in a picture.
//
// A picture is 8-bit luminance, row by row: 0 is black, 255 is white. That is
// plane 0 of a decoded JPEG, so nothing has to be converted on the way here.
//
//	Luminance ──▶ finder patterns ──▶ triples ──▶ grid ──▶ modules
//	                                                         │
//	    Symbol ◀── segments ◀── data codewords ◀── codewords ┘
//
// Positions are in pixels, x to the right and y down, with the origin at the
// top left corner of the top left pixel: the centre of that pixel is
// (0.5, 0.5). Positions inside a symbol are in modules, with the same
// convention, from the corner of the symbol's first finder pattern.
//
// Model 2 symbols of versions 1 to 40 are read, light on dark as well as dark
// on light, mirrored or not, in any direction. Micro QR, rMQR and model 1 are
// not. A text is returned only when every block of the symbol satisfies its
// Reed–Solomon code: there is no such thing as a partial reading.
package qr

import "time"

// MaxPixels is the largest picture that is looked at, Width × Height.
const MaxPixels = 100_000_000

// Luminance is a picture. Pixel (x, y) is Pix[y*Stride+x], 0 for black to 255
// for white; Pix is only ever read.
type Luminance struct {
	Pix           []byte
	Width, Height int // pixels, at least 1
	Stride        int // bytes from one row to the next, at least Width
}

// Point is a position in a picture, in pixels.
type Point struct{ X, Y float64 }

// Symbol is one QR code as it was found and read.
type Symbol struct {
	Text  string // what the symbol says; empty when Charset is not
	Bytes []byte // the same before any character set is applied

	// Charset names the character set of a segment that neither this package
	// nor Others knows, as the WHATWG Encoding Standard labels it. Text is
	// empty then.
	Charset string

	Segments []Segment // in the order of the data, empty ones left out
	Append   *Append   // nil unless the symbol is one of a structured append
	FNC1     int       // 1 or 2: the position of FNC1 (§7.4.8); 0: none

	// Corners of the symbol's outer edge, without quiet zone, in the order in
	// which the symbol is written: the corner of the finder pattern between
	// the two others, the one its first row ends at, the one opposite, the one
	// its first column ends at. In a picture that is upright and not mirrored:
	// top left, top right, bottom right, bottom left.
	Corners [4]Point

	Version    int     // 1 to 40
	Level      string  // error correction level: "L", "M", "Q" or "H"
	Mask       int     // data mask pattern, 0 to 7
	ModuleSize float64 // mean side of a module, pixels
	Inverted   bool    // light modules on a dark ground
	Mirrored   bool

	Codewords []byte   // the data codewords, after correction
	Total     int      // codewords in the symbol, error correction included
	Corrected int      // codewords that were wrong
	Wrong     []Module // the modules that were wrong, in reading order

	Time time.Duration // from the beginning of Decode until it was read, by Clock
}

// Module is the place of a module in its symbol, 0 to 4×Version+16.
type Module struct{ X, Y int }

// Append tells the place of a symbol in a structured append message (§8).
type Append struct {
	Index  int  // place of this symbol, from 0
	Total  int  // symbols in the message, 2 to 16; 1 is possible and useless
	Parity byte // exclusive or of all bytes of the whole message
}

// Decode returns all symbols of a picture in reading order: from top to
// bottom, and from left to right where they stand side by side. A picture
// without a symbol gives none and no error; the only errors are those of
// Luminance itself, all of type *Error.
func Decode(picture Luminance) ([]Symbol, error) {
	sight, err := Look(picture)
	return sight.Symbols, err
}

// Sight is what a picture shows.
type Sight struct {
	Symbols []Symbol // in reading order
	// Cut tells, where there is no symbol, that the picture shows a part of one,
	// upright, which goes on beyond its edge. False may also mean that too little
	// of it is seen.
	Cut bool
}

// Look is [Decode], and tells of a picture without a symbol whether one goes on
// beyond its edge.
func Look(picture Luminance) (Sight, error) {
	return lookUntil(picture, func(*searcher) error { return nil })
}

func lookUntil(picture Luminance, ended func(*searcher) error) (Sight, error) {
	if err := picture.check(); err != nil {
		return Sight{}, err
	}
	sight, err := search(picture, ended)
	sortReading(sight.Symbols)
	return sight, err
}
