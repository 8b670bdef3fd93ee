// SPDX-License-Identifier: MIT

package qr

import (
	"bytes"
	"math"
)

// finder is a finder pattern (§6.3.3): a core of 3 × 3 dark modules in a light
// ring in a dark ring.
type finder struct {
	Point
	pitch    float64 // mean side of a module along rows and columns, pixels
	dark     float64 // luminance of the core; over light if inverted
	light    float64 // luminance of the ring
	inverted bool
	doubt    float64 // how far its cross-sections are from agreeing; 0 when they do
	used     bool    // belongs to a symbol that was read
	tried    bool    // with all others of which this is true, to no avail
}

// clear is the doubt up to which a finder pattern is hardly anything else.
const clear = 0.2

// credible is the doubt from which on one is of no use to a hard pass; possible
// that from which on it is of no use at all. Without a quiet zone and with one of
// its diagonals broken a finder pattern has 0.8; of those of 5,632 symbols none had
// more than 0.85, and of 10,000 that were none more than half had.
const credible, possible = 0.5, 1

// out tells whether it is not to be tried, or not any more.
func (f *finder) out(tolerance float64) bool {
	return f.used || f.doubt > possible || tolerance > 1 && f.doubt > credible
}

// hopeful tells whether there are three credible finder patterns.
func (f *finders) hopeful() bool {
	count := 0
	for i := range f.list {
		if f.list[i].doubt <= credible {
			count++
		}
	}
	return count >= 3
}

// promising tells whether there are three finder patterns, one of them credible and
// where there is texture.
func (f *finders) promising() bool {
	for i := range f.list {
		if one := &f.list[i]; len(f.list) >= 3 && one.doubt <= credible && f.texture.at(one.Point) {
			return true
		}
	}
	return false
}

// maxDoubtful is how many finder patterns that are none a picture has but for
// photographs and the like; pages of text have half as many.
const maxDoubtful = 70

// noise tells whether there are more than that, or texture nearly everywhere.
func (f *finders) noise() bool {
	if f.texture.busy() {
		return true
	}
	doubtful := 0
	for i := range f.list {
		if f.list[i].doubt > credible {
			doubtful++
		}
	}
	return doubtful > maxDoubtful
}

// contrast is the difference between dark and light, always positive.
func (f *finder) contrast() float64 { return math.Abs(f.light - f.dark) }

// section is a cross-section of a finder pattern along a line.
type section struct {
	centre      float64 // pixels from the line's beginning
	pitch       float64 // side of a module, pixels
	dark, light float64
	inverted    bool
	whole       bool // both outermost runs are a module wide
}

// sectionOf measures six edges that finderRuns accepts.
func sectionOf(e []edge) section {
	inner, outer := float64(e[4].at-e[1].at)/subpixel, float64(e[5].at-e[0].at)/subpixel
	s := section{
		centre:   float64(e[1].at+e[2].at+e[3].at+e[4].at) / (4 * subpixel),
		pitch:    inner / 5,
		dark:     float64(e[2].to),
		light:    (float64(e[2].from) + float64(e[3].to)) / 2,
		inverted: e[2].to > e[2].from,
	}
	if s.whole = whole(e); s.whole {
		// Ink that spreads makes the five narrower and the seven wider.
		s.pitch = (inner + outer) / 12
	}
	return s
}

// finders collects finder patterns of a picture.
type finders struct {
	picture Luminance
	list    []finder
	rows    []edge // of the row being scanned
	line    []byte // pixels of a line in any direction
	cross   []edge // of that line
	rule    contrast
	view    view
	texture texture

	candidates []*finder // memory of triples and sides
	found      []triple
	sorted     []triple
	near, kept []side
}

// maxFinders bounds the work on pictures made of finder patterns.
const maxFinders = 600

// scan looks for cross-sections in rows that are step apart in a picture shrunk
// so, and notes where there is texture; or, with known, only where that was found,
// which rows between those of the pass before confirm.
func (f *finders) scan(shrink, from, step int, known, between bool, stop func() bool) {
	width := f.picture.Width
	if !known {
		f.texture.reset(width, f.picture.Height, shrink, from, step)
	}
	parts := [][2]int{{0, width}}
	last, where := from, [2]int{}
	for y := from; y < f.picture.Height && len(f.list) < maxFinders && !stop(); y += step {
		if known {
			parts = f.texture.stretches(y, width, shrink)
		}
		for _, part := range parts {
			// A screen has many rows that are the same as the one before.
			if part != where || !bytes.Equal(f.pixels(y, part), f.pixels(last, part)) {
				f.row(y, part)
			}
			last, where = y, part
			switch {
			case !known:
				f.texture.note(f.rows)
			case between:
				f.texture.confirm(y, part[0], f.rows)
			}
		}
	}
	if between {
		f.texture.confirmed()
	}
}

// pixels are those of a row, or of its part from and to some x.
func (f *finders) pixels(y int, part [2]int) []byte {
	return f.picture.Pix[y*f.picture.Stride:][part[0]:part[1]]
}

// row looks for cross-sections in a part of a row.
func (f *finders) row(y int, part [2]int) {
	f.rows = edges(f.pixels(y, part), f.rule, f.rows)
	if len(f.rows) < 6 {
		return
	}
	// The edges of a ring, of the core and of the ring again, each looked up once.
	e := f.rows
	ring, core, end := e[1].at, e[2].at, e[3].at
	for i := 5; i < len(e); i++ {
		next := e[i-1].at
		// Most of what is none has too thin a core; no call is needed to see it.
		if 3*(end-core) >= 2*(core-ring+next-end) && finderRuns(e[i-5:i+1]) {
			s := sectionOf(e[i-5 : i+1])
			s.centre += float64(part[0])
			f.hit(s, y)
		}
		ring, core, end = core, end, next
	}
}

// hit notes a cross-section in row y: one more of a known finder pattern, or
// perhaps a new one.
func (f *finders) hit(s section, y int) {
	if !f.core(s, y) {
		return
	}
	at := Point{s.centre, float64(y) + 0.5}
	for i := range f.list {
		known := &f.list[i]
		if known.inverted == s.inverted && math.Abs(known.X-at.X) < 1.5*known.pitch && math.Abs(known.Y-at.Y) < 2.5*known.pitch {
			return
		}
	}
	candidate, ok := f.confirm(at, s)
	if !ok {
		return
	}
	for i := range f.list {
		known := &f.list[i]
		if known.inverted == s.inverted && hypot(known.X-candidate.X, known.Y-candidate.Y) < 2*known.pitch {
			return
		}
	}
	f.list = append(f.list, candidate)
}

// core tells whether the column through the middle of a cross-section, too, is
// dark for about three modules, with about a module of light and then dark again
// above and below: a cheap test, in whole pixels, that hardly any text passes.
// It is finderRuns with a pixel of slack at each edge.
func (f *finders) core(s section, y int) bool {
	p := f.picture
	x := int(s.centre)
	flip, dark, light := byte(0), int(s.dark), int(s.light)
	if s.inverted {
		flip, dark, light = 255, 255-dark, 255-light
	}
	middle := byte((dark + light) / 2)
	again := byte((dark + 3*light) / 4) // blur leaves little of a single dark module
	most := int(6 * s.pitch)
	column := p.Pix[x:]
	top := p.run(column, y, -1, flip, middle, most)
	bottom := p.run(column, y, 1, flip, middle, most)
	height := bottom - top - 1
	if top < 0 || bottom >= p.Height || height > most || float64(height) <= 1.5*s.pitch-1 {
		return false
	}
	// A light run is a dark one upside down.
	ring := min(height, int(4*s.pitch)) + 2
	above := top - p.run(column, top, -1, ^flip, 255-again, ring)
	below := p.run(column, bottom, 1, ^flip, 255-again, ring) - bottom
	if above > ring || below > ring {
		return false
	}
	inner := above + height + below
	top, bottom = top-above, bottom+below
	if 5*height < 2*inner-10 || 10*abs(above-below) > inner+25 || top < 0 || bottom >= p.Height {
		return false
	}
	outer := 8*inner/25 + 2 // at most, on one side
	return top-p.run(column, top, -1, flip, again, outer) <= outer || p.run(column, bottom, 1, flip, again, outer)-bottom <= outer
}

// run goes up or down a column from row y, as long as it is below the middle
// with its bits flipped, and returns the first row that is not, or one that is
// more than most away. Five copies of it in core would be a kilobyte.
//
//go:noinline
func (l Luminance) run(column []byte, y, step int, flip, middle byte, most int) int {
	end := min(max(y+step*(most+1), -1), l.Height)
	for y += step; y != end; y += step {
		if column[y*l.Stride]^flip >= middle {
			break
		}
	}
	return y
}

// confirm crosses a supposed finder pattern from above to below, then again
// from side to side, then along a diagonal.
func (f *finders) confirm(at Point, s section) (finder, bool) {
	down, ok := f.section(at, 0, 1, s)
	if !ok || ratio(down.pitch, s.pitch) > 2 {
		return finder{}, false
	}
	at.Y = down.centre
	across, ok := f.section(at, 1, 0, s)
	if !ok || ratio(down.pitch, across.pitch) > 2 {
		return finder{}, false
	}
	at.X = across.centre
	diagonals := 0
	for _, dy := range [...]float64{1, -1} {
		if _, ok := f.section(at, 1, dy, s); ok {
			diagonals++
		}
	}
	if diagonals == 0 {
		return finder{}, false
	}
	found := finder{
		Point: at, pitch: (down.pitch + across.pitch) / 2,
		dark: (down.dark + across.dark) / 2, light: (down.light + across.light) / 2,
		inverted: s.inverted,
	}
	found.doubt = unlike(down.pitch, across.pitch) +
		(math.Abs(down.dark-across.dark)+math.Abs(down.light-across.light))/found.contrast() +
		0.4*float64(2-diagonals)
	for _, section := range [...]section{down, across} {
		if !section.whole {
			found.doubt += 0.2
		}
	}
	return found, true
}

func ratio(a, b float64) float64 { return max(a, b) / min(a, b) }

// unlike is how far apart two lengths are, as a share of their mean: about the
// logarithm of their ratio, which is half a kilobyte, deflated.
func unlike(a, b float64) float64 { return 2 * math.Abs(a-b) / (a + b) }

// hypot is [math.Hypot] for pixels, which are neither huge nor tiny: a square root
// is one instruction of WebAssembly.
func hypot(x, y float64) float64 { return math.Sqrt(x*x + y*y) }

// section crosses the core at a point, in steps of (dx, dy) of at most a pixel
// each way. The centre is the point's coordinate along the axis that the step
// is larger on; the pitch is in pixels along the line.
func (f *finders) section(at Point, dx, dy float64, like section) (section, bool) {
	step := hypot(dx, dy)
	back := f.gather(at, dx, dy, int(8*like.pitch/step)+3)
	if len(f.line) < 7 {
		return section{}, false
	}
	rule := contrast{max(6, int(math.Abs(like.light-like.dark)/3)), f.rule.ripple}
	f.cross = edges(f.line, rule, f.cross)
	middle := back*subpixel + subpixel/2
	for e := f.cross; len(e) >= 6; e = e[1:] {
		if e[2].at > middle {
			break
		}
		if e[3].at < middle || e[2].to > e[2].from != like.inverted || !finderRuns(e) {
			continue
		}
		s := sectionOf(e[:6])
		offset := s.centre - float64(back) - 0.5 // steps from at
		s.pitch *= step
		if math.Abs(dx) >= math.Abs(dy) {
			s.centre = at.X + offset*dx
		} else {
			s.centre = at.Y + offset*dy
		}
		if dx*dy == 0 {
			// Pixels were taken whole, so the line's own offset is a pixel centre.
			s.centre += 0.5 - frac(at, dx)
		}
		return s, true
	}
	return section{}, false
}

// frac is the fraction of a pixel at which an upright or level line stands.
func frac(at Point, dx float64) float64 {
	v := at.Y
	if dx != 0 {
		v = at.X
	}
	return v - math.Floor(v)
}

// gather puts the pixels on a line through a point, up to reach steps each way,
// into f.line, and returns how many there are before the point's own.
func (f *finders) gather(at Point, dx, dy float64, reach int) (back int) {
	p := f.picture
	// Steps until the line leaves the picture, backward and forward.
	limit := func(v, d float64, size int) (before, after int) {
		before, after = reach, reach
		if d < 0 {
			after, before = limitSteps(v, -d, size, reach)
		} else if d > 0 {
			before, after = limitSteps(v, d, size, reach)
		}
		return before, after
	}
	bx, ax := limit(at.X, dx, p.Width)
	by, ay := limit(at.Y, dy, p.Height)
	back = min(bx, by)
	count := back + min(ax, ay) + 1
	const unit = 1 << 16 // of fixed-point coordinates
	x, y := int((at.X-float64(back)*dx)*unit), int((at.Y-float64(back)*dy)*unit)
	sx, sy := int(dx*unit), int(dy*unit)
	f.line = f.line[:0]
	for range count {
		f.line = append(f.line, p.Pix[(y>>16)*p.Stride+x>>16])
		x += sx
		y += sy
	}
	return back
}

// limitSteps is how many steps of d, above 0, lead from v towards 0 and towards
// size without leaving that range, at most reach each.
func limitSteps(v, d float64, size, reach int) (before, after int) {
	before = min(int(v/d-0.01), reach)
	after = min(int((float64(size)-v)/d-0.01), reach)
	return max(before, 0), max(after, 0)
}
