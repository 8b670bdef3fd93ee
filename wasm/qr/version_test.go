// SPDX-License-Identifier: MIT

package qr

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

func TestTablesAgainstGozxing(t *testing.T) {
	levels := []decoder.ErrorCorrectionLevel{
		decoder.ErrorCorrectionLevel_L, decoder.ErrorCorrectionLevel_M,
		decoder.ErrorCorrectionLevel_Q, decoder.ErrorCorrectionLevel_H,
	}
	for version := 1; version <= maxVersion; version++ {
		theirs, err := decoder.Version_GetVersionForNumber(version)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := totalCodewords(version), theirs.GetTotalCodewords(); got != want {
			t.Errorf("version %d: %d codewords, want %d", version, got, want)
		}
		if got, want := sizeOf(version), theirs.GetDimensionForVersion(); got != want {
			t.Errorf("version %d: %d modules, want %d", version, got, want)
		}
		if got, want := alignmentCentres(version), theirs.GetAlignmentPatternCenters(); !slices.Equal(got, want) {
			t.Errorf("version %d: alignment patterns at %v, want %v", version, got, want)
		}
		for i, l := range levels {
			blocks := theirs.GetECBlocksForLevel(l)
			if got, want := int(blockCount[i][version]), blocks.GetNumBlocks(); got != want {
				t.Errorf("version %d-%v: %d blocks, want %d", version, level(i), got, want)
			}
			if got, want := int(eccPerBlock[i][version]), blocks.GetECCodewordsPerBlock(); got != want {
				t.Errorf("version %d-%v: %d error correction codewords, want %d", version, level(i), got, want)
			}
		}
	}
}

// ISO/IEC 18004 §7.9.1 gives 101 for level M, mask 5 as an example.
func TestFormatWords(t *testing.T) {
	if got := formatWords[0b00101]; got != 0b100000011001110 {
		t.Errorf("M, mask 5: %015b", got)
	}
	for data, word := range formatWords {
		for _, flips := range [][]int{{}, {0}, {3, 14}, {1, 7, 8}} {
			read := word
			for _, f := range flips {
				read ^= 1 << f
			}
			lvl, mask, distance := nearestFormat(read)
			if lvl != formatLevels[data>>3] || mask != data&7 || distance != len(flips) {
				t.Errorf("word %d, bits %v wrong: %v, mask %d, distance %d", data, flips, lvl, mask, distance)
			}
		}
	}
}

// ISO/IEC 18004 §7.10 gives version 7 as an example.
func TestVersionWords(t *testing.T) {
	if got := versionWord(7); got != 0b000111110010010100 {
		t.Errorf("version 7: %018b", got)
	}
	r := rand.New(rand.NewPCG(7, 40))
	for v := 7; v <= maxVersion; v++ {
		flips := r.Perm(18)[:3]
		read := versionWord(v)
		for _, f := range flips {
			read ^= 1 << f
		}
		if got, distance := nearestVersion(read); got != v || distance != 3 {
			t.Errorf("version %d, bits %v wrong: %d, distance %d", v, flips, got, distance)
		}
	}
}

func TestDataModules(t *testing.T) {
	for version := 1; version <= maxVersion; version++ {
		modules := dataModules(version)
		if len(modules) != 8*totalCodewords(version) {
			t.Errorf("version %d: %d modules", version, len(modules))
		}
		seen := map[Module]bool{}
		for _, m := range modules {
			if seen[m] || m.X == 6 || m.Y == 6 {
				t.Fatalf("version %d: module %v", version, m)
			}
			seen[m] = true
		}
	}
}
