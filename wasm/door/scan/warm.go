// SPDX-License-Identifier: MIT

package scan

import (
	"errors"

	"inkan/wasm/qr"
)

// warmSymbol is a symbol of version 2, the smallest with an alignment pattern:
// " otpauth://totp/Inkan" with four modules turned, so that errors are corrected
// too.
// TestWarmSymbol says that it is read.
var warmSymbol = [25]string{
	"#######......###..#######",
	"#.....#.##....###.#.....#",
	"#.###.#..#..#.#.#.#.###.#",
	"#.###.#...#...#...#.###.#",
	"#.###.#.#...###...#.###.#",
	"#.....#..#.#...##.#.....#",
	"#######.#.#.#.#.#.#######",
	".........#.#.##.#........",
	"#.#.#.#..##.##.##...#..#.",
	"#.##...###.#.#...###....#",
	".##...#....#..#.##....###",
	"##.#.#..#.####..#.###...#",
	"#.###.#.#.#.##....##.#.#.",
	".#...#.#...##...####.#.##",
	"#..#.##...####..##..#.###",
	".###.#.#....##.##.###..#.",
	"#.#.#.#..#.#..#.#####...#",
	"........##.#....#...##.##",
	"#######..#...#.##.#.###.#",
	"#.....#..#.#....#...#....",
	"#.###.#.###.#...######.##",
	"#.###.#...####..#..##....",
	"#.###.#.#.###.##.#.####.#",
	"#.....#..##.#####..#...#.",
	"#######.####..###.####.##",
}

// The picture is as large as it takes for the browser to compile the search for
// finder patterns a second time, with optimisation: a few milliseconds' work for
// code that was compiled in haste.
const (
	warmModule = 4 // pixels
	warmWidth  = 640
	warmHeight = 360
)

// warmPicture is the symbol with its quiet zone, on a page of something like
// text.
func warmPicture() qr.Luminance {
	picture := qr.Luminance{Pix: make([]byte, warmWidth*warmHeight), Width: warmWidth, Height: warmHeight, Stride: warmWidth}
	for i := range picture.Pix {
		if !warmDark(i%warmWidth/warmModule-4, i/warmWidth/warmModule-4) {
			picture.Pix[i] = 255
		}
	}
	return picture
}

// warmDark is the colour at modules from the symbol's corner.
func warmDark(x, y int) bool {
	const side = len(warmSymbol)
	switch {
	case x >= 0 && x < side && y >= 0 && y < side:
		return warmSymbol[y][x] == '#'
	case x < side+4 && y < side+4:
		return false // the quiet zone
	}
	return y%3 > 0 && (x*x+y*x*7+y*13)%5 < 2 // lines of what looks like letters
}

// warm reads the symbol. A picture that cannot be read would run more of the
// code, but the code that only such a picture needs.
func warm() error { return readOwn(warmPicture()) }

func readOwn(picture qr.Luminance) error {
	found, err := qr.Decode(picture)
	if err == nil && len(found) != 1 {
		err = errors.New("scan: internal error: its own symbol cannot be read")
	}
	return err
}

// A picture as large as most screens, the usual one.
const (
	settledWidth  = 1920
	settledHeight = 1080
)

// Settle reads the symbol on a picture as large as most screens, after which
// there is memory at hand for such pictures.
func Settle(pixels *Pixels) error {
	symbol := warmPicture()
	page := qr.Luminance{Pix: pixels.Alloc(settledWidth * settledHeight), Width: settledWidth, Height: settledHeight, Stride: settledWidth}
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for y := range symbol.Height {
		copy(page.Pix[y*page.Stride:], symbol.Pix[y*symbol.Stride:][:symbol.Width])
	}
	defer clear(page.Pix)
	return readOwn(page)
}
