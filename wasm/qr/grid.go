// SPDX-License-Identifier: MIT

package qr

import "math"

// view is a picture seen as a symbol sees it: dark is low, also where the
// symbol is light on dark.
type view struct {
	Luminance
	inverted bool
	sample   []float64 // of the grid being read, used again for the next
	modules  matrix    // the same as dark and light
	bends    int       // grids bent in this pass
}

// at is the luminance at a point, between the centres of the four pixels
// around it. Beyond its edge the picture goes on as it ends.
func (v *view) at(p Point) float64 {
	x, y := p.X-0.5, p.Y-0.5
	// Not min and max: WebAssembly has to call them. A point at infinity may be
	// no number at all; it is taken for the first pixel.
	if last := float64(v.Width - 1); x > last {
		x = last
	}
	if last := float64(v.Height - 1); y > last {
		y = last
	}
	if !(x > 0) {
		x = 0
	}
	if !(y > 0) {
		y = 0
	}
	ix, iy := int(x), int(y)
	fx, fy := x-float64(ix), y-float64(iy)
	here := iy*v.Stride + ix
	right, below := 1, v.Stride
	if ix == v.Width-1 {
		right = 0
	}
	if iy == v.Height-1 {
		below = 0
	}
	a, b := float64(v.Pix[here]), float64(v.Pix[here+right])
	c, d := float64(v.Pix[here+below]), float64(v.Pix[here+below+right])
	top, bottom := a+(b-a)*fx, c+(d-c)*fx
	l := top + (bottom-top)*fy
	if v.inverted {
		return 255 - l
	}
	return l
}

// grid tells where in the picture the modules of a symbol are.
type grid struct {
	size  int // modules on a side
	plane homography
	warp  *warp // what the plane does not explain; nil: nothing
}

// newGrid lays a grid through the centres of a triple's finder patterns and a
// fourth point of the symbol, in modules, seen at a point of the picture.
func newGrid(t *triple, size int, module, seen Point) (grid, bool) {
	n := float64(size)
	plane, ok := quadToQuad(
		[4]Point{{3.5, 3.5}, {n - 3.5, 3.5}, module, {3.5, n - 3.5}},
		[4]Point{t.corner.Point, t.right.Point, seen, t.below.Point})
	return grid{size: size, plane: plane}, ok
}

// flatGrid takes the symbol for a parallelogram.
func flatGrid(t *triple, size int) (grid, bool) {
	n := float64(size) - 3.5
	return newGrid(t, size, Point{n, n}, Point{
		t.right.X + t.below.X - t.corner.X,
		t.right.Y + t.below.Y - t.corner.Y,
	})
}

// deepGrid takes it for a square seen in perspective. The distances of the
// right and lower finder pattern are multiples of that of the corner one.
func deepGrid(t *triple, size int, right, below float64) (grid, bool) {
	fourth := right + below - 1
	if fourth < 0.3 {
		return grid{}, false
	}
	n := float64(size) - 3.5
	return newGrid(t, size, Point{n, n}, Point{
		(right*t.right.X + below*t.below.X - t.corner.X) / fourth,
		(right*t.right.Y + below*t.below.Y - t.corner.Y) / fourth,
	})
}

// distances estimates those of deepGrid from the sizes of the finder patterns:
// a module's side goes with the power -3/2 of the distance, as its area with -3.
func (t *triple) distances() (right, below float64) {
	away := func(f *finder) float64 {
		x := t.corner.pitch / f.pitch
		// Its cube root by Newton's method, to a thousandth from 0.3 to 3, which is as
		// much as a triple's finder patterns differ; math.Pow is 1.5 kB, deflated.
		root := (2 + x) / 3
		for range 2 {
			root = (2*root + x/(root*root)) / 3
		}
		return root * root
	}
	return away(t.right), away(t.below)
}

// at is the place of a point of the symbol, in modules, in the picture.
func (g *grid) at(x, y float64) Point {
	p := g.plane.apply(x, y)
	if g.warp != nil {
		d := g.warp.at(x, y)
		p.X += d.X
		p.Y += d.Y
	}
	return p
}

// corners are those of the symbol's outer edge.
func (g *grid) corners() [4]Point {
	n := float64(g.size)
	return [4]Point{g.at(0, 0), g.at(n, 0), g.at(n, n), g.at(0, n)}
}

// inside tells whether the whole symbol is in the picture, up to a module.
func (g *grid) inside(l *Luminance) bool {
	slack := g.pitch()
	for _, c := range g.corners() {
		if !(c.X >= -slack && c.Y >= -slack && c.X <= float64(l.Width)+slack && c.Y <= float64(l.Height)+slack) {
			return false
		}
	}
	return true
}

// pitch is the side of a module in the middle of the symbol, pixels.
func (g *grid) pitch() float64 {
	c := float64(g.size) / 2
	a, b, d := g.plane.apply(c, c), g.plane.apply(c+1, c), g.plane.apply(c, c+1)
	return math.Sqrt(math.Abs((b.X-a.X)*(d.Y-a.Y) - (b.Y-a.Y)*(d.X-a.X)))
}

// sample returns the luminance of every module, row by row. Where modules are
// large enough it is the mean of five pixels around the module's centre; then
// nothing is gained by looking between pixels.
func (g *grid) sample(v *view, into []float64) []float64 {
	into = room(into, g.size*g.size)
	const spread = 0.2
	large := g.pitch() >= 4
	var bent []Point
	for y := range g.size {
		row, cy := into[y*g.size:][:g.size], float64(y)+0.5
		// Along a row modules differ less than the spread matters.
		right, down := g.plane.steps(float64(g.size)/2, cy)
		rx, ry, dx, dy := right.X*spread, right.Y*spread, down.X*spread, down.Y*spread
		if g.warp != nil {
			bent = g.warp.row(cy, bent)
		}
		// What at does for each module, a step further each time.
		along := g.plane.along(0.5, cy)
		cell := 0
		for x := range row {
			p := along.next()
			if g.warp != nil {
				cell = g.warp.shift(&p, bent, cell, float64(x)+0.5)
			}
			if !large {
				row[x] = v.at(p)
				continue
			}
			sum := v.pixel(p.X, p.Y) + v.pixel(p.X-rx, p.Y-ry) + v.pixel(p.X+rx, p.Y+ry) +
				v.pixel(p.X-dx, p.Y-dy) + v.pixel(p.X+dx, p.Y+dy)
			if v.inverted {
				sum = 5*255 - sum
			}
			row[x] = float64(sum) / 5
		}
	}
	return into
}

// pixel is the luminance of the pixel that a point is in, as it stands, or of
// the nearest one in the picture.
func (v *view) pixel(x, y float64) int {
	ix, iy := int(x), int(y)
	if uint(ix) >= uint(v.Width) || uint(iy) >= uint(v.Height) {
		ix, iy = min(max(ix, 0), v.Width-1), min(max(iy, 0), v.Height-1)
	}
	return int(v.Pix[iy*v.Stride+ix])
}

// timing is the share of the modules of the two timing patterns (§6.3.5) that
// are lighter or darker than both their neighbours together, as they should
// be. It needs no threshold. In what is no symbol it is about a half, and if the
// first of the two is no better the other one is not looked at.
func (g *grid) timing(v *view) float64 {
	right := g.alternating(v, 0, 6.5, 1, 0)
	count := g.size - 16
	if 2*right > count {
		right += g.alternating(v, 6.5, 0, 0, 1)
		count *= 2
	}
	return float64(right) / float64(count)
}

// alternating counts the modules of one timing pattern that are as they should
// be. It is a line of (x, y) + i·(dx, dy), all in modules.
func (g *grid) alternating(v *view, x, y, dx, dy float64) (right int) {
	x, y = x+7.5*dx, y+7.5*dy
	before, here := v.at(g.at(x, y)), v.at(g.at(x+dx, y+dy))
	for i := 8; i <= g.size-9; i++ {
		after := v.at(g.at(x+2*dx, y+2*dy))
		if (2*here < before+after) == (i%2 == 0) {
			right++
		}
		before, here = here, after
		x, y = x+dx, y+dy
	}
	return right
}
