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
// neighbouring extremes that differ enough. No threshold is common
// to the whole line, so gradients and blur do no harm. The two ends of the
// line are listed as edges too.
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
	for ; x < len(line); x++ {
		v := int(line[x])
		change := best - v
		if !rising {
			change = -change
		}
		if change <= 0 {
			if change < 0 {
				best, bestAt = v, x
			} else {
				x = skip(line, x, byte(v))
			}
			continue
		}
		if change < floor || change < limit && x < unsettle {
			continue
		}
		into = append(into, crossing(line, lastAt, bestAt, last, best))
		limit, unsettle = abs(best-last)/rule.ripple, bestAt+settle
		last, lastAt, best, bestAt = best, bestAt, v, x
		rising = !rising
	}
	if abs(best-last) >= floor {
		into = append(into, crossing(line, lastAt, bestAt, last, best))
	}
	return append(into, edge{at: len(line) * subpixel, from: byte(best), to: byte(best)})
}

// skip passes over pixels of about the value v, eight at a time, and returns
// the last of them. Nearly all of a screen is flat.
func skip(line []byte, x int, v byte) int {
	const high = 0xF8F8F8F8F8F8F8F8 // differences below 8 are none
	same := uint64(v) * 0x0101010101010101
	for x+8 < len(line) && (binary.LittleEndian.Uint64(line[x+1:])^same)&high == 0 {
		x += 8
	}
	return x
}

// crossing is the edge between two extremes: the last place before the later
// one at which the line is half-way.
func crossing(line []byte, lastAt, bestAt, last, best int) edge {
	twice := last + best
	i := bestAt
	if best > last {
		for i > lastAt+1 && 2*int(line[i-1]) > twice {
			i--
		}
	} else {
		for i > lastAt+1 && 2*int(line[i-1]) < twice {
			i--
		}
	}
	a, b := int(line[i-1]), int(line[i])
	at := (i-1)*subpixel + subpixel/2 // the centre of pixel i-1
	if a != b {
		at += min(max((twice-2*a)*subpixel/(2*(b-a)), 0), subpixel)
	}
	return edge{at, byte(last), byte(best)}
}

func abs(v int) int { return max(v, -v) }

// finderRuns tells whether six successive edges stand at 1:1:3:1:1, the
// cross-section of a finder pattern (§6.3.3). The outermost run on one side
// may be any longer: without a quiet zone it runs into what is beside it.
func finderRuns(e []edge) bool {
	outer1, ring1, core, ring2, outer2 := e[1].at-e[0].at, e[2].at-e[1].at, e[3].at-e[2].at, e[4].at-e[3].at, e[5].at-e[4].at
	module := (ring1 + core + ring2) / 5
	const slack = subpixel / 2
	switch {
	case module < subpixel,
		core < 2*module-slack/5, core > 4*module+slack/5, core < 2*(ring1+ring2)/3,
		abs(ring1-ring2) > module/2+slack:
		return false
	}
	shorter := min(outer1, outer2)
	return 5*shorter >= 2*module-5*slack/2 && 5*shorter <= 8*module+5*slack
}

// whole tells whether both outermost runs are a module, too.
func whole(e []edge) bool {
	module := (e[4].at - e[1].at) / 5
	return 5*max(e[1].at-e[0].at, e[5].at-e[4].at) <= 8*module+5*subpixel/2
}
