// SPDX-License-Identifier: MIT

package qr

import (
	"cmp"
	"math"
	"slices"
)

// maxPatternErrors is the share of a symbol's finder and timing modules that
// may be wrong. Of modules taken at random half are.
const maxPatternErrors = 0.25

// attempt reads the symbol that a triple could be of. Hard spends more on it.
func (f *finders) attempt(t *triple, hard bool) *Symbol {
	v := &view{f.picture, t.corner.inverted}
	contrast := (t.corner.contrast() + t.right.contrast() + t.below.contrast()) / 3
	for _, g := range f.grids(t, v, hard) {
		if s := g.read(t, v, contrast, hard); s != nil {
			return s
		}
	}
	return nil
}

// grids lays grids of the likely sizes, the one whose timing patterns are seen
// best first.
func (f *finders) grids(t *triple, v *view, hard bool) []grid {
	type scored struct {
		grid
		timing float64
	}
	lays := []func(*triple, int) (grid, bool){flatGrid}
	sigmas, most := 2.0, 2
	if hard {
		lays = append(lays, deepGrid)
		sigmas, most = 1.6, 4
	}
	var all []scored
	for _, size := range t.sizes() {
		for _, lay := range lays {
			g, ok := lay(t, size)
			if !ok || !g.inside(&f.picture) {
				continue
			}
			if timing := g.timing(v); timing > timingFloor(size, sigmas) {
				all = append(all, scored{g, timing})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.timing, a.timing) })
	var grids []grid
	for _, s := range all[:min(len(all), most)] {
		grids = append(grids, s.grid)
	}
	return grids
}

// timingFloor is the least score of timing patterns that are worth a look: by
// so many standard deviations better than what anything else has by chance,
// and never worse than what a logo or a thumb leaves.
func timingFloor(size int, sigmas float64) float64 {
	return max(0.62, 0.5+sigmas*0.5/math.Sqrt(float64(2*(size-16))))
}

// read tries the grid as it would lie if the alignment patterns are where
// they are seen, then as it lies.
func (g grid) read(t *triple, v *view, contrast float64, hard bool) *Symbol {
	if g.size > 21 {
		n, reach := float64(g.size)-6.5, 2.5
		if hard {
			reach = 4 + float64(g.size)/12
		}
		if seen, score := g.align(v, n, n, reach, contrast); score > 0.4 {
			if bent, ok := newGrid(t, g.size, Point{n, n}, seen); ok {
				bent.refine(v, contrast)
				if s := bent.modules(t, v); s != nil {
					return s
				}
			}
		}
	}
	return g.modules(t, v)
}

// modules samples the grid and reads it under each hypothesis of what is dark.
func (g *grid) modules(t *triple, v *view) *Symbol {
	l := levels{size: g.size, sample: g.sample(v, nil)}
	for i, f := range [3]*finder{t.corner, t.right, t.below} {
		l.middle[i] = (f.dark + f.light) / 2
		if v.inverted {
			l.middle[i] = 255 - l.middle[i]
		}
	}
	m := newMatrix(g.size)
	for _, split := range hypotheses {
		split(&l, m)
		if m.patternErrors() > maxPatternErrors {
			continue
		}
		if s := g.symbol(m); s != nil {
			s.Inverted = v.inverted
			return s
		}
	}
	return nil
}

// symbol reads the modules as they stand, then mirrored.
func (g *grid) symbol(m *matrix) *Symbol {
	corners := g.corners()
	s, err := m.read()
	if err != nil {
		m.transpose()
		if s, err = m.read(); err != nil {
			return nil
		}
		s.Mirrored = true
		corners[1], corners[3] = corners[3], corners[1]
	}
	s.place(corners)
	return s
}
