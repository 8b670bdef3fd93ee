// SPDX-License-Identifier: MIT

package qr

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
	rows       []span // of each row scanned
	steady     int    // times that a block was
}

// column is what is known of a block.
type column struct {
	row    int // the last one with two edges, from 1
	before int // rows without a gap, up to that one
}

// span is a range of blocks; none if it ends where it begins.
type span struct{ from, to int }

func (s span) with(o span) span {
	switch {
	case s.from == s.to:
		return o
	case o.from == o.to:
		return s
	}
	return span{min(s.from, o.from), max(s.to, o.to)}
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
	t.rows = append(t.rows, span{})
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
		first := row
		if c.before == steady {
			first -= steady - 1
			t.steady++
		}
		for r := first; r <= row; r++ {
			t.rows[r-1] = t.rows[r-1].with(span{b, b + 1})
		}
	}
}

// around is the range of pixels worth scanning in a row between the one of that
// index and the one before: all that has texture in the rows around it, and
// four blocks more.
func (t *texture) around(row int) (from, to int) {
	if t.everywhere {
		return 0, len(t.columns) * blockWidth
	}
	all := span{}
	for r := max(row-2, 0); r < min(row+2, len(t.rows)); r++ {
		all = all.with(t.rows[r])
	}
	if all.from == all.to {
		return 0, 0
	}
	return max(all.from-4, 0) * blockWidth, (all.to + 4) * blockWidth
}
