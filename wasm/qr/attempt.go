// SPDX-License-Identifier: MIT

package qr

import "math"

// maxPatternErrors is the share of a symbol's finder and timing modules that
// may be wrong. Of modules taken at random half are.
const maxPatternErrors = 0.25

// hopeless is the share from which on no other hypothesis of what is dark helps.
const hopeless = 0.33

// attempt reads the symbol that a triple could be of. Hard spends more on it.
// Tried is whether there was anything to read, however it ended.
func (f *finders) attempt(t *triple, hard bool) (s *Symbol, tried bool) {
	v := &f.view
	v.Luminance, v.inverted = f.picture, t.corner.inverted
	contrast := (t.corner.contrast() + t.right.contrast() + t.below.contrast()) / 3
	grids := f.grids(t, v, hard)
	for _, g := range grids {
		if s := g.read(t, v, contrast, hard); s != nil {
			return s, true
		}
	}
	return nil, len(grids) > 0
}

// grids lays grids of the likely sizes, the one whose timing patterns are seen
// best first.
func (f *finders) grids(t *triple, v *view, hard bool) []grid {
	type scored struct {
		grid
		timing float64
	}
	sigmas, most := 2.0, 2
	if hard {
		sigmas, most = 1.6, 4
	}
	var all []scored
	add := func(g grid, ok bool) {
		if !ok || !g.inside(&f.picture) {
			return
		}
		if timing := g.timing(v); timing > timingFloor(g.size, sigmas) {
			all = append(all, scored{g, timing})
		}
	}
	for _, size := range t.sizes() {
		add(flatGrid(t, size))
	}
	// To follow the timing patterns costs more than to look for them where these
	// grids say; on a screen one of them finds a bit of one if there is any.
	if hard || len(all) > 0 {
		if size, right, below, ok := f.count(t, v); ok {
			add(deepGrid(t, size, right, below))
		}
	}
	if hard {
		right, below := t.distances()
		for _, size := range t.sizes() {
			add(deepGrid(t, size, right, below))
		}
	}
	best := inOrder(len(all), func(i int) float64 { return -all[i].timing })
	var grids []grid
	for _, i := range best[:min(len(best), most)] {
		grids = append(grids, all[i].grid)
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
// they are seen, then as it lies, then, if that is worth it, slightly bent.
func (g grid) read(t *triple, v *view, contrast float64, hard bool) *Symbol {
	if g.size > 21 {
		n, reach := float64(g.size)-6.5, 2.5
		if hard {
			reach = 4 + float64(g.size)/12
		}
		if seen, score := g.align(v, n, n, reach, contrast); score > 0.4 {
			if bent, ok := newGrid(t, g.size, Point{n, n}, seen); ok {
				bent.refine(v, contrast)
				if s, _ := bent.modules(t, v); s != nil {
					return s
				}
			}
		}
	}
	s, near := g.modules(t, v)
	if s == nil && hard && near && g.size <= maxBent && v.bends < maxBends {
		v.bends++
		return g.bend(t, v)
	}
	return s
}

// maxBent is the largest size that bend is tried on, 57 modules: larger symbols
// have alignment patterns enough.
const maxBent = 17 + 4*10

// maxBends is how many grids of a pass are bent: each costs as much as sixteen
// that are not, and what looks like a symbol and is none looks so every time.
const maxBends = 1

// bend moves the corner that has no finder pattern to places around where it
// was supposed to be.
func (g *grid) bend(t *triple, v *view) *Symbol {
	n := float64(g.size) - 3.5
	for _, far := range [...]float64{0.5, 1} {
		for _, d := range [...]Point{{1, 1}, {-1, -1}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, -1}, {-1, 1}} {
			bent, ok := newGrid(t, g.size, Point{n, n}, g.at(n+far*d.X, n+far*d.Y))
			if !ok {
				continue
			}
			if s, _ := bent.modules(t, v); s != nil {
				return s
			}
		}
	}
	return nil
}

// modules samples the grid and reads it under each hypothesis of what is dark.
// Near is whether it looks like a symbol even if it cannot be read.
func (g *grid) modules(t *triple, v *view) (s *Symbol, near bool) {
	v.sample = g.sample(v, v.sample)
	l := levels{size: g.size, sample: v.sample}
	for i, f := range [3]*finder{t.corner, t.right, t.below} {
		l.middle[i] = (f.dark + f.light) / 2
		if v.inverted {
			l.middle[i] = 255 - l.middle[i]
		}
	}
	m := &v.modules
	m.size, m.dark = g.size, room(m.dark, g.size*g.size)
	least := 1.0
	for i, split := range hypotheses {
		split(&l, m)
		errors := m.patternErrors()
		if least = min(least, errors); i == 1 && least > hopeless {
			break
		}
		if errors > maxPatternErrors {
			continue
		}
		if s = g.symbol(m); s != nil {
			s.Inverted = v.inverted
			return s, true
		}
		near = near || errors < maxPatternErrors/2
	}
	return nil, near
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
