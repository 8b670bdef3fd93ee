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
	if b.clean(ecc) {
		return 0, nil
	}
	read := slices.Clone(b.codewords)
	// The decoder finds where and how much, but does not look at the result.
	if !decode(decoder, b.codewords, ecc) || !b.clean(ecc) {
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
	return wrong, nil
}

// powers are those of α = 2 in the field of 256 elements modulo 0b100011101
// (§7.5.2), twice over, then zeros; logarithms are the exponents, that of 0
// leads to the zeros.
var powers, logarithms = func() (powers [510 + 256]byte, logarithms [256]uint16) {
	logarithms[0] = 510
	for i, power := 0, 1; i < 255; i++ {
		powers[i], powers[i+255] = byte(power), byte(power)
		logarithms[power] = uint16(i)
		if power *= 2; power > 255 {
			power ^= 0b100011101
		}
	}
	return powers, logarithms
}()

// clean tells whether all syndromes of a block are 0: its codewords are the
// coefficients of a polynomial that is 0 at the first ecc powers of α.
func (b *block) clean(ecc int) bool {
	for i := range ecc {
		sum := byte(0)
		for _, c := range b.codewords {
			sum = powers[int(logarithms[sum])+i] ^ byte(c)
		}
		if sum != 0 {
			return false
		}
	}
	return true
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
