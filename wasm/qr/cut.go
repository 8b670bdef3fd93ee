// SPDX-License-Identifier: MIT

package qr

import "math"

// minCut is how many modules of a timing pattern are seen of a symbol that is
// taken for one that the picture's edge cuts: nothing else has as many, so even,
// from a finder pattern to the edge.
const minCut = 6

// cut tells whether a finder pattern is of an upright symbol that runs over the
// picture's edge: along its outermost ring a timing pattern (§6.3.5) leads there,
// module by module, with nothing of another finder pattern but perhaps the ring
// that the edge cuts.
func (f *finders) cut(p *finder) bool {
	for _, d := range [...]Point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		for _, side := range [...]float64{-3, 3} {
			ring := Point{p.X + p.pitch*(3*d.X+side*d.Y), p.Y + p.pitch*(3*d.Y+side*d.X)}
			if ring.X < 0 || ring.Y < 0 || ring.X >= float64(f.picture.Width) || ring.Y >= float64(f.picture.Height) {
				continue
			}
			back := f.gather(ring, d.X, d.Y, int(maxSize*p.pitch))
			f.cross = edges(f.line[back:], contrast{max(6, int(p.contrast()/4)), 4}, f.cross)
			if even(f.cross, p.pitch) {
				return true
			}
		}
	}
	return false
}

// even tells whether edges stand a module apart, from a finder pattern's corner
// to the end of the line.
func even(e []edge, pitch float64) bool {
	last := len(e) - 2
	for i := 1; i < last; i++ {
		if math.Abs(float64(e[i+1].at-e[i].at)/subpixel-pitch) > pitch/3+0.5 {
			return false
		}
	}
	return last > minCut && float64(e[last+1].at-e[last].at) < 6.5*subpixel*pitch
}
