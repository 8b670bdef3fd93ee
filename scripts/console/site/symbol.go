// SPDX-License-Identifier: MIT

package site

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// A symbol is a QR code as modules, without quiet zone.
type symbol struct {
	size int // modules a side, 21–177
	dark func(x, y int) bool
}

var levels = map[string]qr.ErrorCorrectionLevel{"L": qr.L, "M": qr.M, "Q": qr.Q, "H": qr.H}

// newSymbol encodes text at an error correction level, L, M, Q or H.
func newSymbol(text, level string) (symbol, error) {
	code, err := qr.Encode(text, levels[level], qr.Auto)
	if err != nil {
		return symbol{}, fmt.Errorf("text is too long for a QR code")
	}
	dark := func(x, y int) bool {
		gray := color.GrayModel.Convert(code.At(x, y)).(color.Gray)
		return gray.Y < 128
	}
	return symbol{code.Bounds().Dx(), dark}, nil
}

// A run is a horizontal row of dark modules.
type run struct{ x, y, n int }

func (s symbol) runs() []run {
	var runs []run
	for y := range s.size {
		for x := 0; x < s.size; x++ {
			start := x
			for x < s.size && s.dark(x, y) {
				x++
			}
			if x > start {
				runs = append(runs, run{start, y, x - start})
			}
		}
	}
	return runs
}

// A picture is a symbol with its surroundings, to be drawn.
type picture struct {
	symbol symbol
	quiet  int // modules of quiet zone on each side
	side   int // px, quiet zone included; modules need not come out whole
	fg, bg ink
}

// ink is a colour; its String is "#rrggbb".
type ink color.RGBA

var (
	black = ink{0, 0, 0, 255}
	white = ink{255, 255, 255, 255}
)

func (c ink) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// modules returns how many modules wide the picture is.
func (p picture) modules() int { return p.symbol.size + 2*p.quiet }

// dark reports whether the module at x, y of the picture is dark.
func (p picture) dark(x, y int) bool {
	x, y = x-p.quiet, y-p.quiet
	return x >= 0 && y >= 0 && x < p.symbol.size && y < p.symbol.size && p.symbol.dark(x, y)
}

// png draws the picture pixel by pixel, without smoothing.
func (p picture) png() []byte {
	palette := color.Palette{color.RGBA(p.bg), color.RGBA(p.fg)}
	drawing := image.NewPaletted(image.Rect(0, 0, p.side, p.side), palette)
	n := p.modules()
	for y := range p.side {
		for x := range p.side {
			if p.dark(x*n/p.side, y*n/p.side) {
				drawing.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawing); err != nil {
		panic(err) // unreachable: a buffer takes everything
	}
	return b.Bytes()
}

// path returns the dark modules as SVG path data, one unit a module.
func (p picture) path() string {
	var b strings.Builder
	for _, r := range p.symbol.runs() {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", r.x+p.quiet, r.y+p.quiet, r.n, r.n)
	}
	return b.String()
}

func (p picture) svg() []byte {
	n := p.modules()
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="%v" d="M0 0h%dv%dh-%dz"/><path fill="%v" d="%s"/></svg>`,
		p.side, p.side, n, n, p.bg, n, n, n, p.fg, p.path())
}

// rows returns the modules as rows of dark or light, quiet zone included.
func (p picture) rows() [][]bool {
	rows := make([][]bool, p.modules())
	for y := range rows {
		rows[y] = make([]bool, p.modules())
		for x := range rows[y] {
			rows[y][x] = p.dark(x, y)
		}
	}
	return rows
}

// bits returns the modules as text, "1" dark, rows separated by a space.
func (p picture) bits() string {
	var b strings.Builder
	for y, row := range p.rows() {
		if y > 0 {
			b.WriteByte(' ')
		}
		for _, dark := range row {
			b.WriteByte("01"[map[bool]int{true: 1}[dark]])
		}
	}
	return b.String()
}
