// SPDX-License-Identifier: MIT

package qr

import (
	"errors"
	"strconv"
)

// Segment is a run of data in one mode (§7.4).
type Segment struct {
	Mode  string // "numeric", "alphanumeric", "byte", "kanji" or "hanzi"
	ECI   int    // the extended channel interpretation in force; -1: none stated
	Count int    // characters, as the segment's count indicator says
	Bytes []byte // kanji: in Shift_JIS; hanzi: in GB 2312; else as they stand
}

var errData = errors.New("qr: data that is no sequence of segments")

// mode indicators (table 2).
const (
	modeTerminator   = 0b0000
	modeNumeric      = 0b0001
	modeAlphanumeric = 0b0010
	modeAppend       = 0b0011
	modeByte         = 0b0100
	modeFNC1First    = 0b0101
	modeECI          = 0b0111
	modeKanji        = 0b1000
	modeFNC1Second   = 0b1001
	modeHanzi        = 0b1101 // GB/T 18284
)

// modes are named by their indicators; those without a name carry no data.
var modes = [16]struct {
	name string
	// countBits is the length of a character count indicator (table 3), for
	// versions to 9, to 26 and above.
	countBits [3]int
}{
	modeNumeric:      {"numeric", [3]int{10, 12, 14}},
	modeAlphanumeric: {"alphanumeric", [3]int{9, 11, 13}},
	modeByte:         {"byte", [3]int{8, 16, 16}},
	modeKanji:        {"kanji", [3]int{8, 10, 12}},
	modeHanzi:        {"hanzi", [3]int{8, 10, 12}},
}

const alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// bitReader takes numbers from codewords, most significant bit first. Past the
// end it sets short and gives zeros.
type bitReader struct {
	data  []byte
	at    int // bits taken
	short bool
}

func (r *bitReader) left() int { return 8*len(r.data) - r.at }

// take returns the next n bits, n at most 24. Fifteen copies of it would be a
// kilobyte.
//
//go:noinline
func (r *bitReader) take(n int) (v uint32) {
	if r.left() < n {
		r.short = true
		return 0
	}
	for range n {
		v = v<<1 | uint32(r.data[r.at/8]>>(7-r.at%8)&1)
		r.at++
	}
	return v
}

// parse cuts the data codewords into segments and fills in Text and Bytes.
// A symbol that says nothing is an error: an area of one colour is a legal
// sequence of codewords.
func (s *Symbol) parse() error {
	r := &bitReader{data: s.Codewords}
	eci := -1
	for r.left() >= 4 {
		switch mode := r.take(4); mode {
		case modeTerminator:
			return s.conclude()
		case modeECI:
			eci = r.eci()
		case modeAppend:
			s.Append = &Append{Index: int(r.take(4)), Total: int(r.take(4)) + 1, Parity: byte(r.take(8))}
		case modeFNC1First:
			s.FNC1 = 1
		case modeFNC1Second:
			s.FNC1 = 2
			r.take(8) // application indicator (§7.4.8.3)
		default:
			name := modes[mode].name
			if name == "" {
				return errData
			}
			if mode == modeHanzi && r.take(4) != 1 {
				return errData // of the subsets only 1, GB 2312, was ever defined
			}
			segment := Segment{Mode: name, ECI: eci}
			if !segment.fill(r, mode, s.Version, s.FNC1 != 0) {
				return errData
			}
			if segment.Count > 0 {
				s.Segments = append(s.Segments, segment)
			}
		}
		if r.short {
			return errData
		}
	}
	return s.conclude()
}

// conclude makes text and bytes of the segments.
func (s *Symbol) conclude() error {
	for _, g := range s.Segments {
		s.Bytes = append(s.Bytes, g.Bytes...)
	}
	if len(s.Segments) == 0 || !s.interpret() {
		return errData
	}
	return nil
}

// eci takes an ECI designator of one to three bytes (table 4), 0 to 999999.
func (r *bitReader) eci() int {
	switch first := r.take(8); {
	case first < 0x80:
		return int(first)
	case first < 0xC0:
		return int(first&0x3F<<8 | r.take(8))
	case first < 0xE0:
		return int(first&0x1F<<16 | r.take(16))
	}
	r.short = true // no such designator
	return -1
}

// fill takes the count and the characters of a segment.
func (g *Segment) fill(r *bitReader, mode uint32, version int, fnc1 bool) bool {
	class := 0
	if version >= 10 {
		class++
	}
	if version >= 27 {
		class++
	}
	g.Count = int(r.take(modes[mode].countBits[class]))
	// 10 bits for 3 digits is the densest; it bounds the loops below.
	if r.short || g.Count > (r.left()+3)*3/10+1 {
		return false
	}
	ok := true
	switch mode {
	case modeNumeric:
		ok = g.numeric(r)
	case modeAlphanumeric:
		ok = g.alphanumeric(r, fnc1)
	case modeByte:
		for range g.Count {
			g.Bytes = append(g.Bytes, byte(r.take(8)))
		}
	case modeKanji:
		g.pairs(r, 0xC0, 0x1F00, 0x8140, 0xC140)
	case modeHanzi:
		g.pairs(r, 0x60, 0x0A00, 0xA1A1, 0xA6A1)
	}
	return ok && !r.short
}

// numeric takes groups of three digits in ten bits; two left over take seven
// and one takes four (§7.4.3).
func (g *Segment) numeric(r *bitReader) bool {
	for left := g.Count; left > 0; left -= 3 {
		digits := min(left, 3)
		v := int(r.take([...]int{0, 4, 7, 10}[digits]))
		text := strconv.Itoa(v)
		if len(text) > digits {
			return false
		}
		for range digits - len(text) {
			g.Bytes = append(g.Bytes, '0')
		}
		g.Bytes = append(g.Bytes, text...)
	}
	return true
}

// alphanumeric takes pairs of characters in eleven bits; one left over takes
// six (§7.4.4). With FNC1 in force % is the separator GS and %% is % (§7.4.8.2).
func (g *Segment) alphanumeric(r *bitReader, fnc1 bool) bool {
	for left := g.Count; left > 1; left -= 2 {
		v := r.take(11)
		if v >= 45*45 {
			return false
		}
		g.Bytes = append(g.Bytes, alphanumerics[v/45], alphanumerics[v%45])
	}
	if g.Count%2 == 1 {
		v := r.take(6)
		if v >= 45 {
			return false
		}
		g.Bytes = append(g.Bytes, alphanumerics[v])
	}
	if fnc1 {
		g.separate()
	}
	return true
}

func (g *Segment) separate() {
	const groupSeparator = 0x1D
	kept := g.Bytes[:0]
	for i := 0; i < len(g.Bytes); i++ {
		switch c := g.Bytes[i]; {
		case c != '%':
			kept = append(kept, c)
		case i+1 < len(g.Bytes) && g.Bytes[i+1] == '%':
			kept = append(kept, '%')
			i++
		default:
			kept = append(kept, groupSeparator)
		}
	}
	g.Bytes = kept
}

// pairs takes double-byte characters in thirteen bits each (§7.4.6): base is
// the width of a row, values from rows×base on belong to the upper range.
func (g *Segment) pairs(r *bitReader, base, upper, low, high uint32) {
	for range g.Count {
		v := r.take(13)
		v = v/base<<8 | v%base
		if v < upper {
			v += low
		} else {
			v += high
		}
		g.Bytes = append(g.Bytes, byte(v>>8), byte(v))
	}
}
