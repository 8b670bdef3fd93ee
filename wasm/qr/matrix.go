// SPDX-License-Identifier: MIT

package qr

import "sync/atomic"

// matrix is a symbol as its modules: true where a module is dark (light in an
// inverted symbol), row by row.
type matrix struct {
	size int // modules on a side: 21, 25, … 177
	dark []bool
}

func newMatrix(size int) *matrix {
	return &matrix{size, make([]bool, size*size)}
}

func (m *matrix) version() int { return (m.size - 17) / 4 }

func (m *matrix) at(x, y int) bool { return m.dark[y*m.size+x] }

// bit is at as a number.
func (m *matrix) bit(x, y int) uint32 {
	if m.dark[y*m.size+x] {
		return 1
	}
	return 0
}

// transpose mirrors the symbol about the diagonal of its first finder pattern.
func (m *matrix) transpose() {
	for y := range m.size {
		for x := range y {
			a, b := y*m.size+x, x*m.size+y
			m.dark[a], m.dark[b] = m.dark[b], m.dark[a]
		}
	}
}

// format reads both copies of the format information (§7.9.1, figure 25) and
// returns the more legible one.
func (m *matrix) format() (lvl level, mask, distance int) {
	var first, second uint16
	put := func(word *uint16, x, y int) { *word = *word<<1 | uint16(m.bit(x, y)) }
	n := m.size
	for _, x := range [...]int{0, 1, 2, 3, 4, 5, 7, 8} {
		put(&first, x, 8)
	}
	for _, y := range [...]int{7, 5, 4, 3, 2, 1, 0} {
		put(&first, 8, y)
	}
	for y := n - 1; y >= n-7; y-- {
		put(&second, 8, y)
	}
	for x := n - 8; x < n; x++ {
		put(&second, x, 8)
	}
	lvl, mask, distance = nearestFormat(first)
	if l, m, d := nearestFormat(second); d < distance {
		return l, m, d
	}
	return lvl, mask, distance
}

// statedVersion reads both copies of the version information (§7.10, figures
// 27 and 28) and returns the more legible one. It has a meaning only in
// symbols of 45 modules and more.
func (m *matrix) statedVersion() (version, distance int) {
	var right, below uint32
	for i := 17; i >= 0; i-- {
		a, b := m.size-11+i%3, i/3
		right = right<<1 | m.bit(a, b)
		below = below<<1 | m.bit(b, a)
	}
	version, distance = nearestVersion(right)
	if v, d := nearestVersion(below); d < distance {
		return v, d
	}
	return version, distance
}

// masked tells whether data mask pattern mask inverts the module at (x, y)
// (table 10).
func masked(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (x/3+y/2)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	default:
		return ((x+y)%2+x*y%3)%2 == 0
	}
}

// functionModules marks the modules of a version that hold no data: finder,
// timing and alignment patterns, format and version information.
func functionModules(version int) *matrix {
	f := newMatrix(sizeOf(version))
	fill := func(x0, y0, w, h int) {
		for y := y0; y < y0+h; y++ {
			for x := x0; x < x0+w; x++ {
				f.dark[y*f.size+x] = true
			}
		}
	}
	n := f.size
	fill(0, 0, 9, 9)
	fill(n-8, 0, 8, 9)
	fill(0, n-8, 9, 8)
	fill(6, 0, 1, n)
	fill(0, 6, n, 1)
	for _, c := range alignmentPatterns(version) {
		fill(c.X-2, c.Y-2, 5, 5)
	}
	if version >= 7 {
		fill(n-11, 0, 3, 6)
		fill(0, n-11, 6, 3)
	}
	return f
}

// alignmentPatterns lists the centre modules of a version's alignment
// patterns, row by row; the three places that finder patterns take are left out.
func alignmentPatterns(version int) []Module {
	centres := alignmentCentres(version)
	last := len(centres) - 1
	var patterns []Module
	for i, y := range centres {
		for j, x := range centres {
			if i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0 {
				continue
			}
			patterns = append(patterns, Module{x, y})
		}
	}
	return patterns
}

// knownPlaces keeps what dataModules found out, by version.
var knownPlaces [maxVersion + 1]atomic.Pointer[[]Module]

// dataModules lists the modules that hold the codewords' bits, in their order
// (§7.7.3): eight for each codeword, most significant bit first. Remainder
// bits are left out. Every caller gets the same list, only to read.
func dataModules(version int) []Module {
	if known := knownPlaces[version].Load(); known != nil {
		return *known
	}
	taken := functionModules(version)
	n := taken.size
	want := 8 * totalCodewords(version)
	modules := make([]Module, 0, want+8)
	up := true
	for right := n - 1; right > 0; right -= 2 {
		if right == 6 {
			right-- // the timing pattern takes the whole column
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, x := range [2]int{right, right - 1} {
				if !taken.at(x, y) {
					modules = append(modules, Module{x, y})
				}
			}
		}
		up = !up
	}
	modules = modules[:want]
	knownPlaces[version].Store(&modules)
	return modules
}

// patternErrors is the share of the modules of finder patterns, separators and
// timing patterns that are not as they should be.
func (m *matrix) patternErrors() float64 {
	wrong, count := 0, 0
	check := func(x, y int, dark bool) {
		if m.at(x, y) != dark {
			wrong++
		}
		count++
	}
	n := m.size
	for j := range 8 {
		for i := range 8 {
			// Distance from the centre: the core reaches 1, light rings are 2 and 4.
			d := max(abs(i-3), abs(j-3))
			dark := d != 2 && d != 4
			check(i, j, dark)
			check(n-1-i, j, dark)
			check(i, n-1-j, dark)
		}
	}
	for i := 8; i < n-8; i++ {
		check(i, 6, i%2 == 0)
		check(6, i, i%2 == 0)
	}
	return float64(wrong) / float64(count)
}
