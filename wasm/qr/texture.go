// SPDX-License-Identifier: MIT

package qr

import "slices"

// blockWidth is that of the columns that a picture is divided in to tell where
// a symbol could be, pixels; steady is how many successive rows that are scanned
// must have two edges in the same block. A symbol of 1.5 pixels to a module has
// them almost everywhere. Most text has not: between two lines is a gap.
const blockWidth, steady = 16, 3

// leastTexture is how many blocks must have been steady for a search to go on.
const leastTexture = 2

// texture tells where the rows that were scanned have many edges, one after the
// other.
type texture struct {
	everywhere bool // in a small picture it does not matter
	from, step int  // the rows that were scanned
	columns    []column
	rows       []bool // of the rows scanned, those that have it
	blocks     []bool // the same of their blocks, row by row
	steady     int    // times that a block was
	heights    []int  // memory of dense
}

// column is what is known of a block.
type column struct {
	row    int // the last one with two edges, from 1
	before int // rows without a gap, up to that one
}

// none tells whether there is too little for a symbol.
func (t *texture) none() bool { return !t.everywhere && t.steady < leastTexture }

// reset forgets the picture before.
func (t *texture) reset(width, height, from, step int) {
	t.from, t.step = from, step
	t.columns = room(t.columns, width/blockWidth+1)
	for i := range t.columns {
		t.columns[i] = column{}
	}
	t.rows, t.steady = t.rows[:0], 0
	t.blocks = room(t.blocks, len(t.columns)*(height/step+1))
	for i := range t.blocks {
		t.blocks[i] = false
	}
}

// note takes the edges of one more row.
func (t *texture) note(edges []edge) {
	t.rows = append(t.rows, false)
	row, last := len(t.rows), -1
	for i := range edges {
		b := int(uint(edges[i].at) / (blockWidth * subpixel))
		if b != last {
			last = b
			continue
		}
		c := &t.columns[b]
		if c.row == row {
			continue
		}
		if c.row < row-1 {
			c.before = 0
		}
		c.row = row
		if c.before++; c.before < steady {
			continue
		}
		if c.before == steady {
			t.steady++
		}
		for r := range steady {
			t.rows[row-1-r] = true
			t.blocks[(row-1-r)*len(t.columns)+b] = true
		}
	}
}

// confirm takes the edges of a row between: without any in a block the texture
// above and that below do not go together.
func (t *texture) confirm(y int, edges []edge) {
	above, below := t.near(y, 1)
	if above == below {
		return
	}
	blocks := t.blocks[above*len(t.columns):][:len(t.columns)]
	b, count := 0, 0
	for i := range edges {
		at := int(uint(edges[i].at) / (blockWidth * subpixel))
		if at == b {
			count++
			continue
		}
		for ; b < at; b++ {
			blocks[b] = blocks[b] && count > 0
			count = 0
		}
		count = 1
	}
}

// confirmed counts again what is steady.
func (t *texture) confirmed() {
	n := len(t.columns)
	t.steady = 0
	for row := range t.rows {
		t.rows[row] = false
	}
	for b := range n {
		before := 0
		for row := range t.rows {
			before++
			if !t.blocks[row*n+b] {
				before = 0
			}
			if before == steady {
				t.steady++
			}
			if before >= steady {
				for r := range steady {
					t.rows[row-r] = true
				}
			}
		}
	}
}

// near gives the places in t.rows of those next to a row between them: so many
// above and as many below.
//
//go:noinline
func (t *texture) near(y, count int) (first, end int) {
	below := (y - t.from + t.step - 1) / t.step
	return max(below-count, 0), min(below+count, len(t.rows))
}

// around tells whether there is some next to a row between those scanned.
func (t *texture) around(y int) bool {
	first, end := t.near(y, 2)
	return t.everywhere || slices.Contains(t.rows[first:end], true)
}

// rest takes out what lies in symbols, and tells whether there is any left.
func (t *texture) rest(found []Symbol) (left bool) {
	for row, some := range t.rows {
		if !some {
			continue
		}
		blocks := t.blocks[row*len(t.columns):][:len(t.columns)]
		for b, some := range blocks {
			if !some {
				continue
			}
			at := Point{(float64(b) + 0.5) * blockWidth, float64(t.from + row*t.step)}
			blocks[b] = !covered(found, at)
			left = left || blocks[b]
		}
	}
	return left
}

// reach is how many blocks beside those that are steady a symbol may go on.
const reach = 3

// stretches lists, from and to in pixels, where in a row between those scanned
// there could be a symbol.
func (t *texture) stretches(y int) (all [][2]int) {
	first, end := t.near(y, 1)
	for b := range t.columns {
		some := false
		for row := first; row < end; row++ {
			some = some || t.blocks[row*len(t.columns)+b]
		}
		if !some {
			continue
		}
		from, to := max(b-reach, 0)*blockWidth, (b+reach+1)*blockWidth
		if n := len(all); n > 0 && from <= all[n-1][1] {
			all[n-1][1] = to
		} else {
			all = append(all, [2]int{from, to})
		}
	}
	return all
}

// patch is how many blocks and rows, each way, have to have texture without a
// gap for there to be a symbol that shows no finder pattern.
const patch = 5

// dense tells whether there is such a patch.
func (t *texture) dense() bool {
	n := len(t.columns)
	t.heights = room(t.heights, n)
	for b := range t.heights {
		t.heights[b] = 0
	}
	for row := range t.rows {
		wide := 0
		for b := range n {
			if t.heights[b]++; !t.blocks[row*n+b] {
				t.heights[b] = 0
			}
			if wide++; t.heights[b] < patch {
				wide = 0
			}
			if wide == patch {
				return true
			}
		}
	}
	return false
}
