// SPDX-License-Identifier: MIT

package qr

import (
	"errors"
	"slices"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
)

var errUncorrectable = errors.New("qr: too many wrong codewords")

// block is a Reed–Solomon block: data codewords, then error correction ones.
type block struct {
	codewords []int
	data      int   // how many of them are data
	from      []int // the place of each codeword in the symbol's sequence
}

// split undoes the interleaving of the codewords of a symbol (§7.6).
func split(codewords []byte, version int, lvl level) []block {
	count, ecc := int(blockCount[lvl][version]), int(eccPerBlock[lvl][version])
	total := len(codewords)
	short := total/count - ecc  // data codewords in a short block
	long := count - total%count // the first block that has one more
	blocks := make([]block, count)
	for i := range blocks {
		blocks[i].data = short
		if i >= long {
			blocks[i].data++
		}
	}
	at := 0
	deal := func(b *block) {
		b.codewords = append(b.codewords, int(codewords[at]))
		b.from = append(b.from, at)
		at++
	}
	for i := range short + 1 {
		for j := range blocks {
			if i < blocks[j].data {
				deal(&blocks[j])
			}
		}
	}
	for range ecc {
		for j := range blocks {
			deal(&blocks[j])
		}
	}
	return blocks
}

// guard is the number of error correction codewords that only serve to detect
// errors, so that a hopeless symbol is not taken for another one (table 9,
// note b: p).
func guard(version int, lvl level) int {
	switch {
	case version == 1:
		return [4]int{3, 2, 1, 1}[lvl]
	case version == 2 && lvl == 0:
		return 2
	case version == 3 && lvl == 0:
		return 1
	}
	return 0
}

// correct repairs a block in place and returns how many codewords were wrong.
// At most (ecc-guard)/2 may be.
func (b *block) correct(decoder *reedsolomon.ReedSolomonDecoder, guard int) (int, error) {
	ecc := len(b.codewords) - b.data
	read := slices.Clone(b.codewords)
	if !decode(decoder, b.codewords, ecc) {
		return 0, errUncorrectable
	}
	wrong := 0
	for i, c := range read {
		if c != b.codewords[i] {
			wrong++
		}
	}
	if wrong > (ecc-guard)/2 {
		return 0, errUncorrectable
	}
	if wrong == 0 {
		return 0, nil
	}
	// The decoder finds where and how much, but does not look at the result.
	again := slices.Clone(b.codewords)
	if !decode(decoder, again, ecc) || !slices.Equal(again, b.codewords) {
		return 0, errUncorrectable
	}
	return wrong, nil
}

// decode calls gozxing's decoder, which writes the code's polynomials as values
// that must agree with each other and panics where they do not. What hostile
// pixels can make of that is not known to us: it is a miss.
func decode(decoder *reedsolomon.ReedSolomonDecoder, codewords []int, ecc int) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return decoder.Decode(codewords, ecc) == nil
}
