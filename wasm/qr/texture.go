// SPDX-License-Identifier: MIT

package qr

import "math/bits"

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
	shrink     int  // of the picture that was scanned; all of these are in its pixels
	from, step int  // the rows that were
	rows       int  // how many
	columns    []column
	words      int      // of 64 blocks that a row takes
	blocks     []uint64 // those that have it, row by row, the leftmost one lowest
	steady     int      // times that a block was
	parts      [][2]int // memory of stretches
	heads      []uint64 // and of keep
}

// column is what is known of a block.
type column struct {
	row    int // the last one with two edges, from 1
	before int // rows without a gap, up to that one
}

// none tells whether there is too little for a symbol.
func (t *texture) none() bool { return !t.everywhere && t.steady < leastTexture }

// busy tells whether more than half of the picture has it, as photographs do. Of
// symbols that only the third pass reads none was in a picture with more than a
// seventh.
func (t *texture) busy() bool {
	count := 0
	for _, word := range t.blocks[:t.rows*t.words] {
		count += bits.OnesCount64(word)
	}
	return !t.everywhere && 2*count > t.rows*len(t.columns)
}

// tall is how many rows of the quarter, 8 pixels of the picture apart, a symbol
// has texture in: 21 modules of 4 pixels are 10 rows. Lines of text have it in 3.
const tall = 6

// reset forgets the picture before.
func (t *texture) reset(width, height, shrink, from, step int) {
	t.shrink, t.from, t.step, t.rows, t.steady = shrink, from, step, 0, 0
	t.columns = room(t.columns, width/blockWidth+1)
	for i := range t.columns {
		t.columns[i] = column{}
	}
	t.words = len(t.columns)/64 + 1
	t.blocks = room(t.blocks, t.words*(height/step+1))
	for i := range t.blocks {
		t.blocks[i] = 0
	}
}

// row is the blocks of a row that was scanned.
func (t *texture) row(i int) []uint64 { return t.blocks[i*t.words:][:t.words] }

// note takes the edges of one more row.
func (t *texture) note(edges []edge) {
	t.rows++
	last := -1
	for i := range edges {
		b := int(uint(edges[i].at) / (blockWidth * subpixel))
		if b != last {
			last = b
			continue
		}
		c := &t.columns[b]
		if c.row == t.rows {
			continue
		}
		if c.row < t.rows-1 {
			c.before = 0
		}
		c.row = t.rows
		if c.before++; c.before < steady {
			continue
		}
		if c.before == steady {
			t.steady++
		}
		for r := t.rows - steady; r < t.rows; r++ {
			t.row(r)[b/64] |= 1 << (b % 64)
		}
	}
}

// confirm takes the edges of a row between, or of its part that begins at from,
// in pixels, where a block does: without any in a block the texture above and
// that below do not go together.
func (t *texture) confirm(y, from int, edges []edge) {
	above, below := t.near(y, 1)
	if above == below {
		return
	}
	row, b := t.row(above), from/blockWidth
	for i := range edges {
		at := from/blockWidth + int(uint(edges[i].at)/(blockWidth*subpixel))
		for ; b < at; b++ {
			row[b/64] &^= 1 << (b % 64)
		}
		b = at + 1
	}
}

// confirmed takes out what is not steady any more, and counts again.
func (t *texture) confirmed() { t.steady = t.keep(steady) }

// keep takes out what goes on for fewer rows than that, and counts how often
// something begins that does not.
func (t *texture) keep(least int) (runs int) {
	t.heads = room(t.heads, t.rows) // where so many rows begin
	for w := range t.words {
		before := uint64(0)
		for i := range t.heads {
			head := uint64(0)
			if i+least <= t.rows {
				head = ^uint64(0)
				for k := i; k < i+least; k++ {
					head &= t.blocks[k*t.words+w]
				}
			}
			runs += bits.OnesCount64(head &^ before)
			t.heads[i], before = head, head
		}
		for i := range t.heads {
			all := uint64(0)
			for _, head := range t.heads[max(i-least+1, 0) : i+1] {
				all |= head
			}
			t.blocks[i*t.words+w] = all
		}
	}
	return runs
}

// near gives the places of those next to a row between the ones scanned: so many
// above and as many below.
//
//go:noinline
func (t *texture) near(y, count int) (first, end int) {
	below := (y - t.from + t.step - 1) / t.step
	return max(below-count, 0), min(below+count, t.rows)
}

// rest takes out what lies in symbols, and tells whether there is any left.
func (t *texture) rest(found []Symbol) (left bool) {
	for i, word := range t.blocks[:t.rows*t.words] {
		for ; word != 0; word &= word - 1 {
			b := i%t.words*64 + bits.TrailingZeros64(word)
			at := Point{(float64(b) + 0.5) * blockWidth, float64(t.from + i/t.words*t.step)}
			if covered(found, at) {
				t.blocks[i] &^= word & -word
			}
		}
		left = left || t.blocks[i] != 0
	}
	return left
}

// reach is how many blocks beside those that are steady a symbol may go on: 160
// pixels are 32 modules of the size from which on most symbols are read before
// this matters. With 6 two of 2,076 codes on pages were lost, with 8 none. In a
// shrunk picture, where modules are a few pixels at most, reachShrunk is enough.
const reach, reachShrunk = 10, 2

// reachRows is the same of rows that were scanned, above and below: the finder
// patterns of a small symbol, 21 modules high, show less of it than its middle.
const reachRows = 4

// stretches lists, from and to in pixels, where in a row there could be a symbol.
// The row is one between those scanned, or of the picture shrunk otherwise. The
// list is good until the next.
func (t *texture) stretches(y, width, shrink int) [][2]int {
	parts := t.parts[:0]
	if t.everywhere {
		parts = append(parts, [2]int{0, width})
	}
	reach := reach
	if t.shrink > 1 {
		reach = reachShrunk
	}
	first, end := t.near(y*shrink/t.shrink, reachRows)
	for w := 0; w < t.words && !t.everywhere; w++ {
		word := uint64(0)
		for r := first; r < end; r++ {
			word |= t.blocks[r*t.words+w]
		}
		for word != 0 {
			b := bits.TrailingZeros64(word)
			n := bits.TrailingZeros64(^(word >> b)) // of them without a gap
			word &^= (1<<n - 1) << b
			b += w * 64
			from, to := max(b-reach, 0)*blockWidth*t.shrink/shrink, min((b+n+reach)*blockWidth*t.shrink/shrink, width)
			if n := len(parts); n > 0 && from <= parts[n-1][1] {
				parts[n-1][1] = to
			} else {
				parts = append(parts, [2]int{from, to})
			}
		}
	}
	t.parts = parts
	return parts
}

// at tells whether there could be a symbol at a point of the picture scanned.
func (t *texture) at(p Point) bool {
	for _, part := range t.stretches(int(p.Y), len(t.columns)*blockWidth, t.shrink) {
		if float64(part[0]) <= p.X && p.X < float64(part[1]) {
			return true
		}
	}
	return false
}

// patch is how many blocks and rows, each way, have to have texture without a
// gap for there to be a symbol that shows no finder pattern.
const patch = 5

// dense tells whether there is such a patch.
func (t *texture) dense() bool {
	for at := 0; at < (t.rows-patch+1)*t.words; at++ {
		// What is next to the last word of a row belongs to another row; the last
		// blocks of a row are none.
		word, next := ^uint64(0), ^uint64(0)
		for r := range patch {
			word &= t.blocks[at+r*t.words]
			if at+r*t.words+1 < len(t.blocks) {
				next &= t.blocks[at+r*t.words+1]
			}
		}
		wide := word
		for k := 1; k < patch; k++ {
			wide &= word>>k | next<<(64-k)
		}
		if wide != 0 {
			return true
		}
	}
	return false
}
