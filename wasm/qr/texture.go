// SPDX-License-Identifier: MIT

package qr

import "slices"

// blockWidth is that of the columns that a picture is divided in to tell where
// a symbol could be, pixels; steady is how many successive rows that are scanned
// must have two edges in the same block. A symbol of 1.5 pixels to a module has
// them almost everywhere. Most text has not: between two lines is a gap.
const blockWidth, steady = 16, 5

// leastTexture is how many blocks must have been steady for a search to go on.
const leastTexture = 2

// texture tells where the rows that were scanned have many edges, one after the
// other.
type texture struct {
	everywhere bool // in a small picture it does not matter
	columns    []column
	rows       []bool // of the rows scanned, those that have it
	steady     int    // times that a block was
}

// column is what is known of a block.
type column struct {
	row    int // the last one with two edges, from 1
	before int // rows without a gap, up to that one
}

// none tells whether there is too little for a symbol.
func (t *texture) none() bool { return !t.everywhere && t.steady < leastTexture }

// reset forgets the picture before.
func (t *texture) reset(width int) {
	t.columns = room(t.columns, width/blockWidth+1)
	for i := range t.columns {
		t.columns[i] = column{}
	}
	t.rows, t.steady = t.rows[:0], 0
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
		}
	}
}

// around tells whether there is some in the two rows above or the two below a
// place between the row of that index and the one before.
func (t *texture) around(row int) bool {
	return t.everywhere || slices.Contains(t.rows[max(row-2, 0):min(row+2, len(t.rows))], true)
}
