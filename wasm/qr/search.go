// SPDX-License-Identifier: MIT

package qr

import (
	"context"
)

// pass is one way to go over a picture.
type pass struct {
	shrink int // pixels made one, on a side
	stride int // rows from one that is scanned to the next; 0: by the picture's height
	rule   contrast
	hard   bool // spend more on each triple
}

// passes are in the order of what they cost. The first reads nearly all
// screens; the others are for what it leaves: faint symbols, small ones, then
// large ones with something in their modules, as dots and JPEG's blocks.
var passes = []pass{
	{shrink: 1, stride: 0, rule: contrast{24, 4}},
	{shrink: 1, stride: 1, rule: contrast{10, 4}, hard: true},
	{shrink: 2, stride: 1, rule: contrast{10, 2}, hard: true},
	{shrink: 3, stride: 1, rule: contrast{10, 2}, hard: true},
	{shrink: 4, stride: 1, rule: contrast{10, 2}, hard: true},
}

// search goes over the picture until nothing seems left in it.
func search(ctx context.Context, picture Luminance) []Symbol {
	s := searcher{ctx: ctx, picture: picture}
	for i, p := range passes {
		if ctx.Err() != nil || i > 0 && !s.left() {
			break
		}
		s.run(p)
	}
	return s.found
}

type searcher struct {
	ctx     context.Context
	picture Luminance
	finders finders
	found   []Symbol
}

func (s *searcher) stop() bool { return s.ctx.Err() != nil }

// left tells whether another pass is worth its time: nothing was found yet, or
// there are finder patterns that belong to nothing found.
func (s *searcher) left() bool {
	if len(s.found) == 0 {
		return true
	}
	lonely := 0
	for i := range s.finders.list {
		if f := &s.finders.list[i]; !f.used && f.hits > 1 && f.doubt < clear {
			lonely++
		}
	}
	return lonely >= 2
}

func (s *searcher) run(p pass) {
	picture := s.picture
	if p.shrink > 1 {
		if min(picture.Width, picture.Height) < 60*p.shrink {
			return
		}
		picture = picture.shrink(p.shrink, nil)
	}
	s.finders.picture, s.finders.rule = picture, p.rule
	s.finders.list = s.finders.list[:0]
	stride := p.stride
	if stride == 0 {
		stride = min(max(picture.Height/400, 2), 5)
	}
	s.finders.scan(stride/2, stride, s.stop)
	s.claim(float64(p.shrink))
	tolerance := 1.0
	if p.hard {
		tolerance = 1.8
	}
	triples := s.finders.triples(tolerance)
	for i := range triples {
		t := &triples[i]
		if t.corner.used || t.right.used || t.below.used {
			continue
		}
		if s.stop() {
			return
		}
		if symbol := s.finders.attempt(t, p.hard); symbol != nil {
			symbol.scale(float64(p.shrink))
			s.found = include(s.found, symbol)
			s.claim(float64(p.shrink))
			t.corner.used, t.right.used, t.below.used = true, true, true
		}
	}
}

// claim marks the finder patterns that are inside of a symbol found.
func (s *searcher) claim(factor float64) {
	for i := range s.finders.list {
		f := &s.finders.list[i]
		for j := range s.found {
			if s.found[j].covers(Point{f.X * factor, f.Y * factor}) {
				f.used = true
			}
		}
	}
}

// scale takes the symbol to a picture that is so many times larger.
func (s *Symbol) scale(factor float64) {
	for i := range s.Corners {
		s.Corners[i].X *= factor
		s.Corners[i].Y *= factor
	}
	s.ModuleSize *= factor
}
