// SPDX-License-Identifier: MIT

package scan

import (
	"errors"

	"inkan/wasm/qr"
)

// warmSymbol is a symbol of version 2, the smallest with an alignment pattern:
// INKAN with four of its modules turned, so that errors are corrected too.
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

const (
	warmModule = 4 // pixels
	warmSide   = (len(warmSymbol) + 8) * warmModule
)

// warmPicture is the symbol with its quiet zone.
func warmPicture() qr.Luminance {
	picture := qr.Luminance{Pix: make([]byte, warmSide*warmSide), Width: warmSide, Height: warmSide, Stride: warmSide}
	for i := range picture.Pix {
		x, y := i%warmSide/warmModule-4, i/warmSide/warmModule-4
		if y < 0 || y >= len(warmSymbol) || x < 0 || x >= len(warmSymbol) || warmSymbol[y][x] != '#' {
			picture.Pix[i] = 255
		}
	}
	return picture
}

// warm reads the symbol. A picture that cannot be read would run more of the
// code, but the code that only such a picture needs.
func warm() error {
	found, err := qr.Decode(warmPicture())
	if err == nil && len(found) != 1 {
		err = errors.New("scan: internal error: its own symbol cannot be read")
	}
	return err
}
