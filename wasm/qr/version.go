// SPDX-License-Identifier: MIT

package qr

import "math/bits"

const (
	maxVersion = 40
	maxSize    = 17 + 4*maxVersion // modules on a side
)

// level is an error correction level: 0 to 3 for L, M, Q, H.
type level int

func (l level) String() string { return "LMQH"[l : l+1] }

// eccPerBlock is the number of error correction codewords in each block, by
// level and version (table 9).
var eccPerBlock = [4][maxVersion + 1]uint8{
	{0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	{0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
	{0, 13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	{0, 17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}

// blockCount is the number of blocks, by level and version (table 9).
var blockCount = [4][maxVersion + 1]uint8{
	{0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
	{0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
	{0, 1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
	{0, 1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}

// sizeOf is the number of modules on a side of a version.
func sizeOf(version int) int { return 17 + 4*version }

// totalCodewords is how many codewords a version holds, error correction
// included (table 1).
func totalCodewords(version int) int {
	modules := (16*version+128)*version + 64
	if version >= 2 {
		n := version/7 + 2 // alignment patterns on a side
		modules -= (25*n-10)*n - 55
		if version >= 7 {
			modules -= 36
		}
	}
	return modules / 8
}

// alignmentCentres returns the coordinates at which rows and columns of
// alignment patterns stand (annex E), in modules: the index of the centre
// module. Version 1 has none.
func alignmentCentres(version int) []int {
	if version == 1 {
		return nil
	}
	n := version/7 + 2
	step := (version*8 + n*3 + 5) / (n*4 - 4) * 2
	centres := make([]int, n)
	centres[0] = 6
	for i, at := n-1, sizeOf(version)-7; i > 0; i, at = i-1, at-step {
		centres[i] = at
	}
	return centres
}

// formatWords are the 32 legal format informations (§7.9.1), masked as they
// stand in a symbol, by their five data bits.
var formatWords = func() (words [32]uint16) {
	for data := range words {
		rem := data
		for range 10 {
			rem = rem<<1 ^ rem>>9*0x537
		}
		words[data] = uint16((data<<10 | rem) ^ 0x5412)
	}
	return words
}()

// formatLevels gives the level of the first two data bits (table 12).
var formatLevels = [4]level{1, 0, 3, 2}

// nearestFormat finds the legal format information closest to 15 bits that
// were read, and how many of them differ.
func nearestFormat(read uint16) (lvl level, mask, distance int) {
	best, distance := 0, 16
	for data, word := range formatWords {
		if d := bits.OnesCount16(word ^ read); d < distance {
			best, distance = data, d
		}
	}
	return formatLevels[best>>3], best & 7, distance
}

// versionWord is the 18-bit version information of versions 7 to 40 (§7.10).
func versionWord(version int) uint32 {
	rem := version
	for range 12 {
		rem = rem<<1 ^ rem>>11*0x1F25
	}
	return uint32(version<<12 | rem)
}

// nearestVersion finds the version information closest to 18 bits that were
// read, and how many of them differ.
func nearestVersion(read uint32) (version, distance int) {
	distance = 19
	for v := 7; v <= maxVersion; v++ {
		if d := bits.OnesCount32(versionWord(v) ^ read); d < distance {
			version, distance = v, d
		}
	}
	return version, distance
}
