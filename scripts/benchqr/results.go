// SPDX-License-Identifier: MIT

package main

import (
	"cmp"
	"math"
	"slices"
)

// setNames are all sets of rows in the order of the report.
var setNames = []string{"generated", "shared", "blackbox", "generated tight", "generated sloppy", "shared tight", "shared sloppy"}

// Results are what read.js writes.
type Results struct {
	Node, Date string
	Planned    int // pictures; fewer are in Rows when the run was stopped
	Decoders   []Decoder
	Rows       []Row
	Memory     [][2]int64 // decodes of ours so far, bytes of its memory
}

// Decoder is one of those compared. The first one is ours.
type Decoder struct{ Name, Version, Note string }

// Row is a picture, or a region of one, and what everybody made of it.
type Row struct {
	File, Set, Category, Size string
	Width, Height             int
	Part                      *struct{ X, Y, Width, Height int }
	Codes                     []Code
	Results                   []Reading
}

// Reading is what one decoder made of a picture.
type Reading struct {
	Decoder string
	MS      float64
	Failed  *string  // the exception it threw
	Read    []int    // the codes it read
	Wrong   []string // texts that are on no code there
}

// of is the reading by a decoder, nil when it took no part.
func (r *Row) of(decoder string) *Reading {
	for i := range r.Results {
		if r.Results[i].Decoder == decoder {
			return &r.Results[i]
		}
	}
	return nil
}

// sort puts the rows, which come in the order of reading, by set and file.
func (r *Results) sort() {
	slices.SortStableFunc(r.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(slices.Index(setNames, a.Set), slices.Index(setNames, b.Set)), cmp.Compare(a.File, b.File))
	})
}

// done is how many pictures were read, not counting regions of them.
func (r *Results) done() int { return len(r.where(func(row *Row) bool { return row.Part == nil })) }

// whole tells whether the row is a full-page screenshot.
func (r *Row) whole() bool { return r.Set == "generated" || r.Set == "shared" }

// where are the rows for which keep holds.
func (r *Results) where(keep func(*Row) bool) []*Row {
	var rows []*Row
	for i := range r.Rows {
		if keep(&r.Rows[i]) {
			rows = append(rows, &r.Rows[i])
		}
	}
	return rows
}

// count is how many of the codes in the rows a decoder read, of how many it
// was asked, and how many texts it got wrong.
func count(rows []*Row, decoder string) (read, asked, wrong int) {
	for _, r := range rows {
		if reading := r.of(decoder); reading != nil {
			read += len(reading.Read)
			asked += len(r.Codes)
			wrong += len(reading.Wrong)
		}
	}
	return read, asked, wrong
}

// times are the milliseconds of a decoder on the rows, sorted.
func times(rows []*Row, decoder string) []float64 {
	var list []float64
	for _, r := range rows {
		if reading := r.of(decoder); reading != nil {
			list = append(list, reading.MS)
		}
	}
	slices.Sort(list)
	return list
}

// ratios are ours divided by another's time, picture by picture, sorted.
func ratios(rows []*Row, ours, other string) []float64 {
	var list []float64
	for _, r := range rows {
		if a, b := r.of(ours), r.of(other); a != nil && b != nil && b.MS > 0 {
			list = append(list, a.MS/b.MS)
		}
	}
	slices.Sort(list)
	return list
}

// quantile is the value below which a share of a sorted list lies; NaN of none.
func quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	return sorted[int(math.Round(share*float64(len(sorted)-1)))]
}

func median(sorted []float64) float64 { return quantile(sorted, 0.5) }
func p95(sorted []float64) float64    { return quantile(sorted, 0.95) }

// distinct are the values of key over the rows, in the order they come in.
func distinct(rows []*Row, key func(*Row) string) []string {
	var list []string
	for _, r := range rows {
		if k := key(r); !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	return list
}
