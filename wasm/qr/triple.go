// SPDX-License-Identifier: MIT

package qr

import "math"

// triple is three finder patterns that could be of one symbol: the one at its
// first corner, the one to the right of it and the one below. Right and below
// are told apart by the turn between them, as if the symbol was not mirrored.
type triple struct {
	corner, right, below *finder
	size                 float64 // modules on a side, estimated
	cost                 float64 // how little it looks like a square; 0 is perfect
}

// side is the way from one finder pattern to another.
type side struct {
	to      *finder
	dx, dy  float64 // pixels
	length  float64 // pixels
	modules float64 // length in modules, by the pitch of both patterns along it
}

// neighbours bounds how many others each finder pattern is tried with.
const neighbours = 14

// triples lists what could be symbols, the likeliest first, until it is called
// again. Tolerance widens what is taken for a square: 1 for a screen, more for
// a photograph.
func (f *finders) triples(tolerance float64) []triple {
	found, candidates := f.found[:0], f.candidates[:0]
	for i := range f.list {
		if !f.list[i].out(tolerance) {
			candidates = append(candidates, &f.list[i])
		}
	}
	f.candidates = candidates
	for _, corner := range candidates {
		sides := f.sides(corner, tolerance)
		for j, a := range sides {
			for _, b := range sides[:j] {
				if corner.tried && a.to.tried && b.to.tried {
					continue
				}
				if t, ok := pair(corner, a, b, tolerance); ok {
					found = append(found, t)
				}
			}
		}
	}
	f.found = found
	f.sorted = f.sorted[:0]
	for _, from := range inOrder(len(found), func(i int) float64 { return found[i].cost }) {
		f.sorted = append(f.sorted, found[from])
	}
	return f.sorted
}

// sides lists the ways from a finder pattern to its likeliest partners; none if
// it has been tried with all of them.
func (f *finders) sides(corner *finder, tolerance float64) []side {
	widest := 1 + 0.75*tolerance
	all := f.near[:0]
	for _, to := range f.candidates {
		if to == corner || to.inverted != corner.inverted ||
			to.pitch > widest*corner.pitch || corner.pitch > widest*to.pitch ||
			tolerance <= 1 && !to.litLike(corner) {
			continue
		}
		s := side{to: to, dx: to.X - corner.X, dy: to.Y - corner.Y}
		s.length = math.Sqrt(s.dx*s.dx + s.dy*s.dy)
		s.modules = s.length / math.Sqrt(corner.pitch*to.pitch)
		if s.modules < 8 || s.modules > 260 {
			continue
		}
		all = nearer(all, s)
	}
	f.near = all
	kept, tried := f.kept[:0], corner.tried
	for i := range all {
		tried = tried && all[i].to.tried
	}
	if tried {
		return kept
	}
	for i := range all {
		s := all[i]
		if !s.partnered(all, tolerance) {
			continue
		}
		a, sureA := f.pitchAlong(corner, s.dx, s.dy, tolerance)
		b, sureB := f.pitchAlong(s.to, s.dx, s.dy, tolerance)
		if sureA && sureB {
			// In perspective too: the geometric mean is what the way in all
			// has to the module.
			s.modules = s.length / math.Sqrt(a*b)
			kept = append(kept, s)
		}
	}
	f.kept = kept
	return kept
}

// partnered tells whether there is a side at about a right angle that could be
// of about the same length. It spares most sides from being measured; modules
// are not known well before that, by a half at most.
func (s *side) partnered(all []side, tolerance float64) bool {
	widest := 1.6 * (1 + 0.25*tolerance)
	for i := range all {
		o := &all[i]
		dot, flat := s.dx*o.dx+s.dy*o.dy, 0.35*tolerance*s.length*o.length
		if dot <= flat && -dot <= flat && s.modules <= widest*o.modules && o.modules <= widest*s.modules {
			return true
		}
	}
	return false
}

// nearer puts a side in its place among the nearest. Far counts also what is in
// doubt: a large symbol is full of what resembles a finder pattern.
func nearer(all []side, s side) []side {
	far := func(s *side) float64 { return s.length * (1 + 8*s.to.doubt) }
	i := len(all)
	for i > 0 && far(&all[i-1]) > far(&s) {
		i--
	}
	if i == neighbours {
		return all
	}
	all = append(all, s)
	copy(all[i+1:], all[i:])
	all[i] = s
	return all[:min(len(all), neighbours)]
}

// litLike tells whether what is dark in either is darker than what is light in
// the other.
func (f *finder) litLike(other *finder) bool {
	if f.inverted {
		return min(f.dark, other.dark) > max(f.light, other.light)
	}
	return max(f.dark, other.dark) < min(f.light, other.light)
}

// pitchAlong measures a finder pattern in a direction, and tells whether that
// can be the direction of a side of its symbol: along a side modules are as
// short as they get, and rows and columns, that cross them aslant, are longer
// by the cosine of the angle between.
func (f *finders) pitchAlong(p *finder, dx, dy, tolerance float64) (pitch float64, ok bool) {
	length, longer := hypot(dx, dy), max(math.Abs(dx), math.Abs(dy))
	expected := p.pitch * longer / length
	if min(math.Abs(dx), math.Abs(dy)) < 0.01*longer {
		return expected, true
	}
	like := section{pitch: expected, dark: p.dark, light: p.light, inverted: p.inverted}
	s, ok := f.section(p.Point, dx/longer, dy/longer, like)
	return s.pitch, ok && ratio(s.pitch, expected) < 1+0.25*tolerance
}

// pair makes a triple of two sides if they are of about the same length and
// at about a right angle.
func pair(corner *finder, a, b side, tolerance float64) (triple, bool) {
	cos := (a.dx*b.dx + a.dy*b.dy) / (a.length * b.length)
	uneven := unlike(a.modules, b.modules)
	if math.Abs(cos) > 0.35*tolerance || uneven > 0.22*tolerance {
		return triple{}, false
	}
	if a.dx*b.dy-a.dy*b.dx < 0 {
		a, b = b, a
	}
	t := triple{corner: corner, right: a.to, below: b.to}
	t.size = (a.modules+b.modules)/2 + 7
	if t.size < 18 || t.size > 200 {
		return triple{}, false
	}
	doubt := corner.doubt + a.to.doubt + b.to.doubt
	pitches := unlike(max(corner.pitch, a.to.pitch, b.to.pitch), min(corner.pitch, a.to.pitch, b.to.pitch))
	levels := math.Abs(a.to.dark-b.to.dark) + math.Abs(a.to.dark-corner.dark)
	t.cost = doubt/4 + math.Abs(cos) + 2*uneven + pitches + levels/1000 + t.size/2000
	return t, true
}

// sizes lists the sizes a symbol of about that many modules can have, the
// likeliest first.
func (t *triple) sizes() []int {
	nearest := 17 + 4*int(math.Round((t.size-17)/4))
	spread := 1
	if t.size > 45 {
		spread = 2
	}
	var all, sizes []int
	for i := -spread; i <= spread; i++ {
		if n := nearest + 4*i; n >= 21 && n <= maxSize {
			all = append(all, n)
		}
	}
	for _, i := range inOrder(len(all), func(i int) float64 { return math.Abs(float64(all[i]) - t.size) }) {
		sizes = append(sizes, all[i])
	}
	return sizes
}
