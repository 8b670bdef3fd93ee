// SPDX-License-Identifier: MIT

package qr

import (
	"cmp"
	"math"
	"slices"
)

// centre is the middle of the symbol.
func (s *Symbol) centre() Point {
	var p Point
	for _, c := range s.Corners {
		p.X += c.X / 4
		p.Y += c.Y / 4
	}
	return p
}

// place fills in what the corners tell.
func (s *Symbol) place(corners [4]Point) {
	s.Corners = corners
	perimeter := 0.0
	for i, p := range corners {
		q := corners[(i+1)%4]
		perimeter += math.Hypot(p.X-q.X, p.Y-q.Y)
	}
	s.ModuleSize = perimeter / 4 / float64(sizeOf(s.Version))
}

// covers tells whether a point is inside the symbol's outer edge.
func (s *Symbol) covers(p Point) bool {
	sign := 0.0
	for i, a := range s.Corners {
		b := s.Corners[(i+1)%4]
		side := (b.X-a.X)*(p.Y-a.Y) - (b.Y-a.Y)*(p.X-a.X)
		if side*sign < 0 {
			return false
		}
		if side != 0 {
			sign = side
		}
	}
	return true
}

// include adds a symbol unless it is one that was found before: there are no
// two symbols of which one covers the middle of the other.
func include(found []Symbol, s *Symbol) []Symbol {
	for i := range found {
		if found[i].covers(s.centre()) || s.covers(found[i].centre()) {
			return found
		}
	}
	return append(found, *s)
}

// sortReading puts symbols in reading order: those that stand side by side
// (their middles less than half a symbol apart in height) from left to right,
// and these rows from top to bottom.
func sortReading(found []Symbol) {
	slices.SortStableFunc(found, func(a, b Symbol) int {
		return cmp.Or(cmp.Compare(a.centre().Y, b.centre().Y), cmp.Compare(a.centre().X, b.centre().X))
	})
	for start := 0; start < len(found); {
		first := &found[start]
		reach := first.centre().Y + first.ModuleSize*float64(sizeOf(first.Version))/2
		end := start + 1
		for end < len(found) && found[end].centre().Y < reach {
			end++
		}
		slices.SortStableFunc(found[start:end], func(a, b Symbol) int {
			return cmp.Compare(a.centre().X, b.centre().X)
		})
		start = end
	}
}
