// SPDX-License-Identifier: MIT

package qr

import "math"

// alignmentScore compares the 5 × 5 modules around a point of the picture with
// an alignment pattern (§6.3.6): the difference between the means of the
// modules that should be light and of those that should be dark.
func (g *grid) alignmentScore(v *view, at Point, right, down Point) float64 {
	sum := 0.0
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			l := v.at(Point{
				at.X + float64(i)*right.X + float64(j)*down.X,
				at.Y + float64(i)*right.Y + float64(j)*down.Y,
			})
			switch {
			case i == 0 && j == 0:
				sum -= 3 * l / 19 // as the only dark one among light ones it tells most
			case max(i, -i, j, -j) == 1:
				sum += l / 8
			default:
				sum -= l / 19
			}
		}
	}
	return sum
}

// step is the way from a module to the next one to the right and below.
func (g *grid) step(x, y float64) (right, down Point) {
	a, b := g.at(x-0.5, y), g.at(x+0.5, y)
	c, d := g.at(x, y-0.5), g.at(x, y+0.5)
	return Point{b.X - a.X, b.Y - a.Y}, Point{d.X - c.X, d.Y - c.Y}
}

// align finds the alignment pattern whose centre should be at (x, y), in
// modules, up to reach modules away from there. The score is 1 for one of the
// symbol's own contrast.
func (g *grid) align(v *view, x, y, reach, contrast float64) (seen Point, score float64) {
	right, down := g.step(x, y)
	middle := g.at(x, y)
	best, bi, bj := math.Inf(-1), 0.0, 0.0
	try := func(i, j float64) {
		at := Point{middle.X + i*right.X + j*down.X, middle.Y + i*right.Y + j*down.Y}
		// Of two that look alike the nearer one is meant.
		s := g.alignmentScore(v, at, right, down) - contrast*0.02*hypot(i, j)
		if s > best {
			best, bi, bj = s, i, j
		}
	}
	const coarse = 0.75
	for _, reach := range [...]float64{coarse, reach} {
		for j := -reach; j <= reach; j += coarse {
			for i := -reach; i <= reach; i += coarse {
				try(i, j)
			}
		}
		if best > 0.6*contrast {
			break // on a screen it is where it should be
		}
	}
	for step := coarse / 2; step > 0.05; step /= 2 {
		ci, cj := bi, bj
		for _, d := range [...][2]float64{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}} {
			try(ci+d[0]*step, cj+d[1]*step)
		}
	}
	return Point{middle.X + bi*right.X + bj*down.X, middle.Y + bi*right.Y + bj*down.Y}, best / contrast
}
