// SPDX-License-Identifier: MIT

package qr

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// patterned is the texture of rows written as strings, one character a block,
// that were scanned 14 pixels apart.
func patterned(rows ...string) *texture {
	t := new(texture)
	t.reset(len(rows[0])*blockWidth, len(rows)*14, 1, 0, 14)
	for y, row := range rows {
		for b, c := range row {
			if c == '#' {
				t.row(y)[b/64] |= 1 << (b % 64)
			}
		}
	}
	t.rows = len(rows)
	return t
}

// edgesIn has two edges in each of some blocks.
func edgesIn(blocks ...int) (all []edge) {
	for _, b := range blocks {
		all = append(all, edge{at: b*blockWidth*subpixel + 100}, edge{at: b*blockWidth*subpixel + 900})
	}
	return all
}

func TestTextureIsNotedWhereItIsSteady(t *testing.T) {
	tex := new(texture)
	tex.reset(100*blockWidth, 100, 1, 0, 14)
	for _, blocks := range [][]int{{3, 70, 99}, {3, 70}, {3, 70, 99}, {70, 99}, {3, 99}} {
		tex.note(edgesIn(blocks...))
	}
	want := patterned(
		"...#"+dots(66)+"#"+dots(29),
		"...#"+dots(66)+"#"+dots(29),
		"...#"+dots(66)+"#"+dots(28)+"#",
		dots(70)+"#"+dots(28)+"#",
		dots(99)+"#")
	if !slices.Equal(tex.blocks[:tex.rows*tex.words], want.blocks[:want.rows*want.words]) || tex.steady != 3 {
		t.Errorf("%x, steady %d, want %x, 3", tex.blocks, tex.steady, want.blocks)
	}
	// A row between the first two shows nothing where block 3 is.
	tex.confirm(7, 0, edgesIn(2, 4, 70, 90))
	tex.confirmed()
	if tex.row(0)[0] != 0 || tex.row(0)[1] != 1<<(70-64) || tex.steady != 2 {
		t.Errorf("confirmed: %x, steady %d", tex.blocks, tex.steady)
	}
}

func dots(n int) string { return string(slices.Repeat([]byte{'.'}, n)) }

func TestStretchesReachBeyondTheTexture(t *testing.T) {
	none := dots(130)
	tex := patterned(none, none, none, none, dots(40)+"##"+dots(20)+"#"+dots(67), dots(62)+"###"+dots(64)+"#", none, none, none, none, none)
	const width = 130*blockWidth - 5
	both := [][2]int{{30 * blockWidth, 75 * blockWidth}, {119 * blockWidth, width}}
	upper := [][2]int{{30 * blockWidth, 73 * blockWidth}}
	lower := [][2]int{{52 * blockWidth, 75 * blockWidth}, {119 * blockWidth, width}}
	for row, want := range [][][2]int{upper, both, both, both, both, both, both, both, lower, nil} {
		if got := tex.stretches(row*14+7, width, 1); !slices.Equal(got, want) {
			t.Errorf("after row %d: %v, want %v", row, got, want)
		}
	}
	tex.everywhere = true
	if got := tex.stretches(147, width, 1); !slices.Equal(got, [][2]int{{0, width}}) {
		t.Errorf("everywhere: %v", got)
	}
}

// Words of 64 blocks give what counting block by block does.
func TestDensePatches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := [2]int{}
	for range 2000 {
		width, height := 50+r.IntN(100), 1+r.IntN(12)
		rows := make([]string, height)
		for y := range rows {
			row := make([]byte, width)
			for b := range row {
				row[b] = '.'
				if r.IntN(100) < 84 {
					row[b] = '#'
				}
			}
			rows[y] = string(row)
		}
		want := false
		for y := 0; y+patch <= height; y++ {
			for b := 0; b+patch <= width; b++ {
				all := true
				for i := range patch * patch {
					all = all && rows[y+i/patch][b+i%patch] == '#'
				}
				want = want || all
			}
		}
		if got := patterned(rows...).dense(); got != want {
			t.Fatalf("%v: %t", rows, got)
		}
		if want {
			seen[1]++
		} else {
			seen[0]++
		}
	}
	if min(seen[0], seen[1]) < 100 {
		t.Errorf("hardly any %v", seen)
	}
}

func TestBusyIsMoreThanHalf(t *testing.T) {
	for _, c := range []struct {
		rows []string
		busy bool
	}{{[]string{"####....", "####...."}, false}, {[]string{"#####....", "#######..", "#####...."}, true}} {
		if got := patterned(c.rows...).busy(); got != c.busy {
			t.Errorf("%v: %t", c.rows, got)
		}
	}
}

func TestWhatIsNotTallIsNotKept(t *testing.T) {
	rows := []string{"#.#" + dots(70) + "#", "###" + dots(70) + "#", "#.#" + dots(70) + ".", "#.#" + dots(70) + "#", "..#" + dots(70) + "#", "..#" + dots(70) + "#"}
	tex := patterned(rows...)
	if runs := tex.keep(4); runs != 2 {
		t.Errorf("%d runs", runs)
	}
	want := patterned("#.#"+dots(71), "#.#"+dots(71), "#.#"+dots(71), "#.#"+dots(71), "..#"+dots(71), "..#"+dots(71))
	if !slices.Equal(tex.blocks[:tex.rows*tex.words], want.blocks[:want.rows*want.words]) {
		t.Errorf("%x, want %x", tex.blocks, want.blocks)
	}
	if runs := tex.keep(7); runs != 0 || slices.ContainsFunc(tex.blocks, func(w uint64) bool { return w != 0 }) {
		t.Errorf("%d runs of more rows than there are: %x", runs, tex.blocks)
	}
}
