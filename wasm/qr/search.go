// SPDX-License-Identifier: MIT

package qr

import (
	"sync/atomic"
	"time"
)

// pass is one way to go over a picture.
type pass struct {
	shrink  int     // pixels made one, on a side; a power of two
	shift   float64 // pixels by which smoothing moves the shrunk picture; 0: it is not smoothed
	stride  int     // a distance of rows, at least; 0: none is scanned
	rows    int     // so far apart in a picture too large for that; stride is one more, or four, at most
	from    int     // the first row, in halves of a stride
	step    int     // from a row to the next, in halves of a stride
	rule    contrast
	calm    bool // not for a picture that is noise
	between bool // the rows lie half-way between those of the passes before
	known   bool // only where the last pass without this found texture
	hard    bool // spend more on each triple
}

// passes are in the order of what they cost. The first reads most screens: three
// modules, the core of a finder pattern, are seldom less than fourteen pixels. The
// second scans as many rows again, where there is texture, and reads nearly all
// screens. The third reads what is smaller, and what has little contrast beside
// something that has much: there a change back that is four times smaller is an
// edge, not a ripple. The others are for what they leave: symbols in perspective,
// then large ones with something in their modules, as dots and JPEG's blocks.
// Such a symbol shows some of its finder patterns in the small picture that is
// looked at first; the others are made only where it does.
var passes = []pass{
	{shrink: 1, stride: 7, rows: 270, from: 2, step: 4, rule: contrast{14, 4}},
	{shrink: 1, stride: 7, rows: 270, from: 0, step: 4, rule: contrast{14, 4}, known: true, between: true},
	{shrink: 1, stride: 7, rows: 270, from: 1, step: 2, rule: contrast{14, 6}, known: true, between: true, calm: true},
	{shrink: 1, rule: contrast{14, 4}, hard: true},
	{shrink: 4, stride: 2, rows: 300, from: 1, step: 2, rule: contrast{12, 2}, hard: true},
	{shrink: 2, shift: 0.5, stride: 4, rows: 300, from: 1, step: 2, rule: contrast{12, 2}, known: true, hard: true},
	{shrink: 4, shift: 0.5, stride: 2, rows: 300, from: 1, step: 2, rule: contrast{10, 2}, known: true, hard: true},
}

// search goes over the picture until nothing seems left in it, or until ended
// gives an error, which it returns with what was found until then. Ended is asked
// before each attempt to read a symbol, and when there is none left.
func search(picture Luminance, ended func(*searcher) error) (Sight, error) {
	s := idle.Swap(nil)
	if s == nil {
		s = new(searcher)
	}
	s.ended, s.picture, s.start = ended, picture, Clock()
	s.finders.texture.everywhere = picture.Width*picture.Height <= region
	for i := 0; !s.stop() && i < len(passes); i++ {
		p := passes[i]
		if i > 0 && !s.left(p) {
			break
		}
		if p.calm && s.finders.noise() {
			continue
		}
		if !s.empty || p.stride == 0 {
			s.run(p)
		}
	}
	sight, stopped := Sight{Symbols: s.found}, s.stopped
	s.finders.picture = picture
	for i := 0; len(s.found) == 0 && i < len(s.seen) && !sight.Cut; i++ {
		sight.Cut = s.finders.cut(&s.seen[i])
	}
	s.release()
	return sight, stopped
}

// maxFailures and maxHardFailures are how many triples of a pass may look like
// symbols and not be any. They bound the time that a hostile picture takes.
const maxFailures, maxHardFailures = 24, 3

// maxTriples and maxHardTriples are how many triples, the likeliest that are
// left, a pass tries in vain before it ends: what is read is the first of them,
// each time that one of 5,632 symbols was.
const maxTriples, maxHardTriples = 40, 20

// region is the size of a picture, in pixels, up to which it is likely a part of
// a screen that holds a symbol and worth all that can be tried.
const region = 640_000

// searcher is a search in one picture.
type searcher struct {
	ended   func(*searcher) error // asked now and then; an error ends the search
	stopped error                 // what ended it
	start   time.Duration
	picture Luminance
	finders finders
	found   []Symbol
	seen    []finder     // clear finder patterns of the picture, as it is
	apart   int          // rows from one that was scanned to the next
	empty   bool         // a shrunk picture showed nothing of a symbol
	dense   bool         // after all rows were scanned there is texture left as of a symbol
	smaller [5]Luminance // the picture shrunk by 2 and by 4; where Width is 0 it is only memory
}

// idle keeps the memory of a search for the next one: for a picture of n pixels
// about n/3 bytes. Not a sync.Pool, as garbage collection empties it.
var idle atomic.Pointer[searcher]

// release forgets the picture and what was read, and keeps the memory.
func (s *searcher) release() {
	for i := range s.smaller {
		s.smaller[i].Width = 0
	}
	s.finders.picture, s.finders.view.Luminance = Luminance{}, Luminance{}
	*s = searcher{finders: s.finders, seen: s.seen[:0], smaller: s.smaller}
	idle.Store(s)
}

// shrunk is the picture as a pass wants it. A quarter is made of the half before
// that is smoothed.
func (s *searcher) shrunk(p pass) Luminance {
	from := s.picture
	for factor := 2; factor <= p.shrink; factor *= 2 {
		small := &s.smaller[factor]
		if small.Width == 0 {
			*small = from.halved(small.Pix)
		}
		from = *small
	}
	if p.shift > 0 {
		from.smooth()
	}
	return from
}

// stop tells whether the search has to end.
func (s *searcher) stop() bool {
	if s.stopped == nil {
		s.stopped = s.ended(s)
	}
	return s.stopped != nil
}

// left tells whether a pass is worth its time: nothing was found yet, or there
// are finder patterns that belong to nothing found and could be of one symbol.
// For the rows in between a single small one is enough.
func (s *searcher) left(p pass) bool {
	if len(s.found) == 0 {
		return true
	}
	// What is small may have shown no finder pattern at all in rows so far apart.
	texture := &s.finders.texture
	some := p.from == 0 && !texture.busy() && texture.rest(s.found)
	lonely := s.seen[:0]
	for _, f := range s.seen {
		if !covered(s.found, f.Point) {
			lonely = append(lonely, f)
		}
	}
	s.seen = lonely
	for i := range lonely {
		a := &lonely[i]
		if p.between && 2*a.pitch < float64(s.apart) {
			return true
		}
		for j := range lonely[:i] {
			b := &lonely[j]
			dx, dy, module := a.X-b.X, a.Y-b.Y, max(a.pitch, b.pitch)
			if a.inverted == b.inverted && module < 2*min(a.pitch, b.pitch) && dx*dx+dy*dy > 49*module*module {
				return true
			}
		}
	}
	if p.shrink > 1 {
		return s.dense
	}
	s.dense = some && !s.finders.noise() && texture.dense()
	return some
}

// run goes over the picture once.
func (s *searcher) run(p pass) {
	picture := s.picture
	if p.shrink > 1 {
		if min(picture.Width, picture.Height) < 60*p.shrink {
			return
		}
		picture = s.shrunk(p)
	}
	if p.stride > 0 {
		s.finders.picture, s.finders.rule = picture, p.rule
		stride := min(max(picture.Height/p.rows, p.stride), max(4, p.stride+1))
		from, step := stride*p.from/2, stride*p.step/2
		if p.between {
			for i := range s.finders.list {
				s.finders.list[i].tried = true
			}
		} else {
			s.finders.list = s.finders.list[:0]
		}
		s.finders.scan(p.shrink, from, step, p.known, p.between, s.stop)
		if s.apart = step; p.between {
			s.apart /= 2
		}
		for i := range s.found {
			s.claim(&s.found[i], p)
		}
	}
	if p.shrink == 1 {
		s.empty = s.finders.texture.none()
		s.seen = s.seen[:0]
		for _, f := range s.finders.list {
			if f.doubt < clear {
				s.seen = append(s.seen, f)
			}
		}
	}
	if p.shrink == 4 && p.shift == 0 {
		texture := &s.finders.texture
		s.empty = !texture.everywhere && (texture.keep(tall) == 0 || !s.dense && !s.finders.promising())
	}
	s.try(p)
}

// try reads the triples of the finder patterns that were seen.
func (s *searcher) try(p pass) {
	tolerance, most, failures := 1.0, maxTriples, maxFailures
	if p.hard {
		if !s.finders.hopeful() {
			return
		}
		tolerance, most, failures = 1.8, maxHardTriples, maxHardFailures
		for i := range s.finders.list {
			s.finders.list[i].tried = false
		}
	}
	triples := s.finders.triples(tolerance)
	s.finders.view.bends = 0
	vain := 0
	for i := range triples {
		t := &triples[i]
		if t.corner.used || t.right.used || t.below.used {
			continue
		}
		if vain++; vain > most || failures < 0 || s.stop() {
			return
		}
		symbol, tried := s.finders.attempt(t, p.hard)
		if symbol == nil && tried {
			failures--
		}
		if symbol != nil {
			vain = 0
			for i, c := range symbol.Corners {
				symbol.Corners[i] = p.enlarged(c)
			}
			symbol.ModuleSize *= float64(p.shrink)
			symbol.Time = Clock() - s.start
			s.found = include(s.found, symbol)
			s.claim(symbol, p)
			t.corner.used, t.right.used, t.below.used = true, true, true
		}
	}
}

// claim marks the finder patterns that are inside of a symbol found.
func (s *searcher) claim(found *Symbol, p pass) {
	for i := range s.finders.list {
		f := &s.finders.list[i]
		f.used = f.used || found.covers(p.enlarged(f.Point))
	}
}

// enlarged takes a point of a shrunk picture to the picture it was made of.
func (p pass) enlarged(at Point) Point {
	return Point{(at.X + p.shift) * float64(p.shrink), (at.Y + p.shift) * float64(p.shrink)}
}
