// SPDX-License-Identifier: MIT

package qr

import "encoding/binary"

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
	var (
		rising          bool
		last, lastAt    = int(line[0]), 0 // the extreme before the last edge
		best, bestAt    = int(line[0]), 0 // the extreme since
		limit, unsettle = floor, 0
		x               = 1
	)
	// Up to the first edge it is not known which way the line goes.
	for low, high := best, best; x < len(line); x++ {
		v := int(line[x])
		if v < low {
			low, lastAt = v, x
		} else if v > high {
			high, bestAt = v, x
		} else {
			x = skip(line, x, byte(v))
			continue
		}
		if high-low >= floor {
			rising = v == high
			last, best = low, high
			if !rising {
				last, best, lastAt, bestAt = high, low, bestAt, lastAt
			}
			x++
			break
		}
	}
	// From here on a falling line is turned upside down, so that it rises.
	flip := byte(0)
	if !rising {
		flip, last, best = 255, 255-last, 255-best
	}
	for ; x < len(line); x++ {
		v := int(line[x] ^ flip)
		if v > best {
			best, bestAt = v, x
			continue
		}
		fall := best - v
		if fall < floor {
			if x+16 < len(line) && flat(binary.LittleEndian.Uint64(line[x+1:]), nearly(line[x])) {
				x = skip(line, x+8, line[x])
			}
			continue
		}
		if fall*rule.ripple < best-last && x < bestAt+settle || fall < limit && x < unsettle {
			continue
		}
		into = append(into, crossing(line, flip, lastAt, bestAt, last, best))
		limit, unsettle = (best-last)>>2, bestAt+settle
		last, lastAt, best, bestAt = 255-best, bestAt, 255-v, x
		flip = ^flip
	}
	if best-last >= floor {
		into = append(into, crossing(line, flip, lastAt, bestAt, last, best))
	}
	level := byte(best) ^ flip
	return append(into, edge{at: len(line) * subpixel, from: level, to: level})
}

// flat compares eight pixels at a time with one value: flat pixels differ from
// it by less than 8. Half the values are compared, for which a byte has a bit
// to spare that keeps the differences apart.
const halves, tops = 0x7F7F7F7F7F7F7F7F, 0x8080808080808080

// nearly is what flat compares with.
func nearly(v byte) uint64 {
	const ones = 0x0101010101010101
	return tops + 2*ones - uint64(v>>1)*ones
}

// flat tells whether eight pixels are about as light as the level: by at most
// four of 255 darker, or three lighter.
func flat(pixels, level uint64) bool {
	const unlike = 0xFCFCFCFCFCFCFCFC
	return (pixels>>1&halves+level)&unlike == tops
}

// skip passes over pixels of about the value v that follow x, sixteen at a
// time, and returns the last of them. Nearly all of a screen is flat.
func skip(line []byte, x int, v byte) int {
	like := nearly(v)
	rest := line[x+1:]
	for len(rest) >= 16 && flat(binary.LittleEndian.Uint64(rest), like) && flat(binary.LittleEndian.Uint64(rest[8:]), like) {
		rest = rest[16:]
	}
	for len(rest) > 0 && rest[0] == v {
		rest = rest[1:]
	}
	return len(line) - len(rest) - 1
}

// crossing is the edge between two extremes of a rising line, or of a falling
// one that is turned upside down by flip: the last place before the later
// extreme at which the line is half-way.
func crossing(line []byte, flip byte, lastAt, bestAt, last, best int) edge {
	twice := last + best
	part := line[lastAt : bestAt+1]
	i := len(part) - 1
	above, below := int(part[i]^flip), int(part[i-1]^flip)
	for i > 1 && 2*below > twice {
		i--
		above, below = below, int(part[i-1]^flip)
	}
	at := (lastAt+i-1)*subpixel + subpixel/2 // the centre of the pixel below
	if rest := twice - 2*below; above > below && rest > 0 {
		// Unsigned, as WebAssembly has no cheap signed division.
		at += min(int(uint(rest*subpixel)/uint(2*(above-below))), subpixel)
	}
	return edge{at, byte(last) ^ flip, byte(best) ^ flip}
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
