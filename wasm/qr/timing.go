// SPDX-License-Identifier: MIT

package qr

import "math"

// count follows both timing patterns (§6.3.5) of a triple from edge to edge. It
// gives the symbol's exact size and, from how the modules shrink on the way,
// how much farther the right and lower finder patterns are than the corner
// one. It is false where something covers the timing patterns.
func (f *finders) count(t *triple, v *view) (size int, right, below float64, ok bool) {
	estimatedRight, estimatedBelow := t.distances()
	sizeRight, right, okRight := f.countSide(t.corner, t.right, t.below, v)
	sizeBelow, below, okBelow := f.countSide(t.corner, t.below, t.right, v)
	switch {
	case okRight && okBelow && sizeRight == sizeBelow:
		return sizeRight, right, below, true
	case okRight && (!okBelow || math.Abs(float64(sizeRight)-t.size) < math.Abs(float64(sizeBelow)-t.size)):
		return sizeRight, right, estimatedBelow, true
	case okBelow:
		return sizeBelow, estimatedRight, below, true
	}
	return 0, 0, 0, false
}

// countSide follows the timing pattern that runs along one side, from a to b;
// the third finder pattern c tells on which side of the line between their
// centres.
func (f *finders) countSide(a, b, c *finder, v *view) (size int, distance float64, ok bool) {
	// The timing pattern is three modules off the centres.
	dx, dy := c.X-a.X, c.Y-a.Y
	length := hypot(dx, dy)
	pitchA, _ := f.pitchAlong(a, dx, dy, 2)
	pitchB, _ := f.pitchAlong(b, dx, dy, 2)
	if pitchA == 0 || pitchB == 0 {
		return 0, 0, false
	}
	off := func(p *finder, pitch float64) Point {
		return Point{p.X + 3*pitch*dx/length, p.Y + 3*pitch*dy/length}
	}
	from, to := off(a, pitchA), off(b, pitchB)
	way := hypot(to.X-from.X, to.Y-from.Y)
	steps := int(way)
	f.line = f.line[:0]
	for i := range steps {
		s := (float64(i) + 0.5) / float64(steps)
		f.line = append(f.line, byte(v.at(Point{from.X + s*(to.X-from.X), from.Y + s*(to.Y-from.Y)})))
	}
	if steps < 14 {
		return 0, 0, false
	}
	f.cross = edges(f.line, contrast{max(6, int(min(a.contrast(), b.contrast())/4)), 4}, f.cross)
	inner := f.cross[1 : len(f.cross)-1] // without the ends of the line
	size = len(inner) + 13
	if size < 21 || size > maxSize || size%4 != 1 {
		return 0, 0, false
	}
	// With the way from centre to centre as the unit, t in modules:
	// s(t) = t·(1+q·n)/(n·(1+q·t)), where 1+q·t is the distance.
	n := float64(size - 7)
	products, squares := 0.0, 0.0
	for i, e := range inner {
		t := float64(i) + 3.5
		s := float64(e.at) / subpixel / float64(steps)
		known, unknown := t/n-s, t*(s-1)
		products += known * unknown
		squares += unknown * unknown
	}
	distance = 1 + products/squares*n
	return size, distance, distance > 0.3 && distance < 3
}
