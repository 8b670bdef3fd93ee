// SPDX-License-Identifier: MIT

package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// example is a run of two decoders on a page with two codes, a page without
// one, and a crop.
func example() *Results {
	two := []Code{{Text: "a", Version: 3, Level: "M", Module: 2.5}, {Text: "b", Version: 4, Level: "L", Module: 3}}
	return &Results{
		Decoders: []Decoder{{Name: "Inkan"}, {Name: zxing}},
		Rows: []Row{
			{File: "1.png", Set: "generated", Category: "many", Size: "1080p", Codes: two, Results: []Reading{
				{Decoder: "Inkan", MS: 1, Read: []int{0}}, {Decoder: zxing, MS: 10, Read: []int{0, 1}, Wrong: []string{"x"}},
			}},
			{File: "2.png", Set: "generated", Category: "none", Size: "1080p", Results: []Reading{
				{Decoder: "Inkan", MS: 3}, {Decoder: zxing, MS: 20},
			}},
			{File: "1.png", Set: "generated tight", Category: "many", Codes: two[:1], Results: []Reading{{Decoder: "Inkan", MS: 1, Read: []int{0}}}},
		},
		Memory: [][2]int64{{0, 1}, {100, 5}, {1000, 5}},
	}
}

func TestCount(t *testing.T) {
	r := example()
	pages := r.set("generated")
	for _, c := range []struct {
		decoder            string
		read, asked, wrong int
	}{{"Inkan", 1, 2, 0}, {zxing, 2, 2, 1}, {"nobody", 0, 0, 0}} {
		if read, asked, wrong := count(pages, c.decoder); read != c.read || asked != c.asked || wrong != c.wrong {
			t.Errorf("%s: %d of %d, %d wrong", c.decoder, read, asked, wrong)
		}
	}
	if cell := readings(slices.Concat(pages, r.set("generated tight")), zxing); cell != "2 of 2 (1)" {
		t.Errorf("a decoder that was not asked for everything has the cell %q", cell)
	}
}

func TestQuantile(t *testing.T) {
	list := []float64{1, 2, 3, 4, 100}
	if median(list) != 3 || p95(list) != 100 || quantile(list, 0) != 1 || !math.IsNaN(median(nil)) {
		t.Errorf("median %v, p95 %v, of nothing %v", median(list), p95(list), median(nil))
	}
}

func TestFloors(t *testing.T) {
	reached := map[string]Floor{}
	for _, f := range example().floors(&Cold{Ours: []float64{5}, Zxing: []float64{10}}) {
		reached[f.What] = f
	}
	for what, want := range map[string]Floor{
		"codes read, generated pages":                       {Reached: "1 of 2, 50.0 %"},
		"at least every peer's in every category":           {Reached: "all but generated many (zxing-cpp 2, ours 1)"},
		"wrong texts, all sets":                             {Reached: "0", Holds: true},
		"warm median against zxing-cpp, 4K":                 {Reached: "NaN times"},
		"a page without a code, median of the quotients":    {Reached: "0.150 times", Holds: true},
		"cold: Worker start and first 1080p decode, median": {Reached: "0.500 times", Holds: true},
		"crops, tight":                        {Reached: "1 of 1, 100.0 %", Holds: true},
		"crops, sloppy":                       {Reached: "0 of 0, NaN %"},
		"wasm memory from decode 100 to 1000": {Reached: "+0 bytes, at 0 MB", Holds: true},
	} {
		got, ok := reached[what]
		if !ok || got.Reached != want.Reached || got.Holds != want.Holds {
			t.Errorf("%s: %q, holds %t; want %q, %t", what, got.Reached, got.Holds, want.Reached, want.Holds)
		}
	}
}

func TestMissed(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := example().writeLists(); err != nil {
		t.Fatal(err)
	}
	missed, err := os.ReadFile(folder + "/missed.txt")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(strings.TrimSpace(string(missed)), "\n"); len(lines) != 3 || !strings.Contains(lines[2], "\t4-L\t3.00\t") || !strings.Contains(lines[2], "\tzxing-cpp\t1.png") {
		t.Errorf("missed.txt: %q", lines)
	}
	wrong, err := os.ReadFile(folder + "/wrong.txt")
	if err != nil || string(wrong) != "zxing-cpp\tgenerated\t1.png\t\"x\"\n" {
		t.Errorf("wrong.txt: %q, %v", wrong, err)
	}
}
