// SPDX-License-Identifier: MIT

package qr

import (
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
		perimeter += hypot(p.X-q.X, p.Y-q.Y)
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

// covered tells whether a point is inside one of the symbols.
func covered(found []Symbol, p Point) bool {
	for i := range found {
		if found[i].covers(p) {
			return true
		}
	}
	return false
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
	sortSymbols(found, func(s *Symbol) float64 { return s.centre().X })
	sortSymbols(found, func(s *Symbol) float64 { return s.centre().Y })
	for start := 0; start < len(found); {
		first := &found[start]
		reach := first.centre().Y + first.ModuleSize*float64(sizeOf(first.Version))/2
		end := start + 1
		for end < len(found) && found[end].centre().Y < reach {
			end++
		}
		sortSymbols(found[start:end], func(s *Symbol) float64 { return s.centre().X })
		start = end
	}
}

// sortSymbols sorts by ascending keys and keeps the order where they are equal.
func sortSymbols(found []Symbol, key func(*Symbol) float64) {
	sorted := make([]Symbol, len(found))
	for to, from := range inOrder(len(found), func(i int) float64 { return key(&found[i]) }) {
		sorted[to] = found[from]
	}
	copy(found, sorted)
}

// inOrder lists the places 0 to n-1 by ascending keys, those with the same key
// as they stand. Keys count to seven decimal digits.
//
// It sorts whole numbers, key above place. What the library makes to sort one
// more type is 5 to 10 kB of WebAssembly, and four types are sorted here; its
// sort of whole numbers is in the program in any case, package fmt has it.
func inOrder(n int, key func(i int) float64) []int {
	order := make([]int, n)
	for i := range order {
		bits := int32(math.Float32bits(float32(key(i))))
		if bits < 0 {
			bits ^= math.MaxInt32 // IEEE 754 numbers order as whole ones do, but for this
		}
		order[i] = int(bits)<<32 | i
	}
	slices.Sort(order)
	for i := range order {
		order[i] &= math.MaxUint32
	}
	return order
}
