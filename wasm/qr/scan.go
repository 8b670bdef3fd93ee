// SPDX-License-Identifier: MIT

package qr

import (
	"encoding/binary"
	"math/bits"
)

// subpixel is the unit of an edge's position: this many to a pixel.
const subpixel = 256

// edge is where a line of pixels changes between dark and light.
type edge struct {
	at       int  // position along the line, in subpixels
	from, to byte // the extreme luminance before and after it
}

// contrast is the rule for what is an edge.
type contrast struct {
	floor  int // least difference of luminance between dark and light
	ripple int // near an edge a change back is none if it is this many times smaller
}

// settle is how many pixels near is: JPEG and sharpening ring that far.
const settle = 24

// edges finds the edges of a line: places half-way, in luminance, between two
// neighbouring extremes that differ enough. No threshold is common to the
// whole line, so gradients and blur do no harm. The two ends of the line are
// listed as edges too.
func edges(line []byte, rule contrast, into []edge) []edge {
	floor := rule.floor
	into = append(into[:0], edge{from: line[0], to: line[0]})
	// A falling line is turned upside down, so that it rises. At first it is taken
	// for a rising one.
	var (
		flip            = byte(0)
		last, lastAt    = int(line[0]), 0 // the extreme before the last edge
		best, bestAt    = int(line[0]), 0 // the extreme since
		limit, unsettle = floor, 0
	)
	for x := 1; x <= len(line); x++ {
		v := 0
		if x == len(line) {
			// What it rose to at last was an edge if there is room for one.
			if best-last < floor {
				break
			}
		} else if v = int(line[x] ^ flip); v > best {
			best, bestAt = v, x
			continue
		} else if fall := best - v; fall < floor {
			// Most of a screen is calm: no pixel is above best or falls by an edge.
			low, high, flips := ones*uint64(max(best-floor+1, 0)), ones*uint64(best), ones*uint64(flip)
			rest := line[x+1:]
			for len(rest) >= 8 {
				part := binary.LittleEndian.Uint64(rest) ^ flips
				if in := atLeast(part, low) & atLeast(high, part) & tops; in != tops {
					rest = rest[bits.TrailingZeros64(in^tops)/8:]
					break
				}
				// Most of it is even flat, for which there is a shorter way.
				flat := ones * uint64(rest[7])
				rest = rest[8:]
				for len(rest) >= 16 && (binary.LittleEndian.Uint64(rest)^flat)|(binary.LittleEndian.Uint64(rest[8:])^flat) == 0 {
					rest = rest[16:]
				}
			}
			x = len(line) - 1 - len(rest)
			continue
		} else if fall*rule.ripple < best-last && x < bestAt+settle || fall < limit && x < unsettle {
			continue
		}
		if best-last < floor {
			// Up to the first edge: it leads down, from the highest so far.
			last, lastAt, best, bestAt = 255-best, bestAt, 255-v, x
			flip = ^flip
			continue
		}
		// The edge is at the last place before the later extreme at which the line
		// is half-way. Here and not in a function of its own: WebAssembly's calls
		// cost as much as what they do.
		twice, i := last+best, bestAt
		above, below := int(line[i]^flip), int(line[i-1]^flip)
		for 2*below > twice && i > lastAt+1 {
			i--
			above, below = below, int(line[i-1]^flip)
		}
		at := i*subpixel - subpixel/2 // the centre of the pixel below
		if rest := twice - 2*below; above > below && rest > 0 {
			// Unsigned and of 32 bits, as WebAssembly has no other cheap division.
			at += min(int(uint32(rest*subpixel)/uint32(2*(above-below))), subpixel)
		}
		into = append(into, edge{at, byte(last) ^ flip, byte(best) ^ flip})
		limit, unsettle = (best-last)>>2, bestAt+settle
		last, lastAt, best, bestAt = 255-best, bestAt, 255-v, x
		flip = ^flip
	}
	level := into[len(into)-1].to
	return append(into, edge{at: len(line) * subpixel, from: level, to: level})
}

// ones and tops are the lowest and the highest bit of each of eight bytes.
const ones, tops = 0x0101010101010101, 0x8080808080808080

// atLeast compares eight bytes at a time: where one of a is at least that of b
// its highest bit is set. The others are arbitrary.
func atLeast(a, b uint64) uint64 {
	return a&^b | ((a|tops)-(b&^tops))&^(a^b)
}

func abs(v int) int { return max(v, -v) }

// finderRuns tells whether six successive edges stand at 1:1:3:1:1, the
// cross-section of a finder pattern (§6.3.3). The outermost run on one side
// may be any longer: without a quiet zone it runs into what is beside it.
func finderRuns(e []edge) bool {
	outer1, ring1, core, ring2, outer2 := e[1].at-e[0].at, e[2].at-e[1].at, e[3].at-e[2].at, e[4].at-e[3].at, e[5].at-e[4].at
	inner := ring1 + core + ring2 // five modules
	const slack = subpixel / 2
	// Without divisions, of which there would be many.
	switch {
	case inner < 5*subpixel,
		5*core < 2*inner-slack, 5*core > 4*inner+slack, 3*core < 2*(ring1+ring2),
		10*abs(ring1-ring2) > inner+10*slack:
		return false
	}
	shorter := min(outer1, outer2)
	return 25*shorter >= 2*inner-25*slack/2 && 25*shorter <= 8*inner+25*slack
}

// whole tells whether both outermost runs are a module, too.
func whole(e []edge) bool {
	return 25*max(e[1].at-e[0].at, e[5].at-e[4].at) <= 8*(e[4].at-e[1].at)+25*subpixel/2
}
