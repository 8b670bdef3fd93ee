// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"math"
	"strings"
)

// Floor is a figure that has to be reached.
type Floor struct {
	What, Must, Reached string
	Holds               bool
}

const (
	zxing     = "zxing-cpp"      // as it comes
	zxingFull = "zxing-cpp full" // at its best
)

// most is a floor that must not be passed, a quotient of times.
func most(what string, reached, limit float64) Floor {
	return Floor{what, fmt.Sprintf("≤ %.2f times", limit), fmt.Sprintf("%.3f times", reached), reached <= limit}
}

// share is a floor of codes read, in percent; nothing to read is nothing reached.
func share(what string, rows []*Row, decoder string, percent float64) Floor {
	read, asked, _ := count(rows, decoder)
	reached := 100 * float64(read) / float64(asked)
	return Floor{what, fmt.Sprintf("≥ %.1f %%", percent), fmt.Sprintf("%d of %d, %.1f %%", read, asked, reached), reached >= percent}
}

// floors are what the engine was asked to reach, as far as this program measures it.
func (r *Results) floors(cold *Cold) []Floor {
	ours := r.Decoders[0].Name
	whole := r.where((*Row).whole)
	list := []Floor{
		share("codes read, generated pages", r.set("generated"), ours, 99.5),
		share("codes read, ../shared/qr", r.set("shared"), ours, 99.5),
		r.everyCategory(whole, ours),
		r.noWrong(ours),
	}
	for _, size := range []struct {
		name  string
		limit float64
	}{{"1080p", 0.12}, {"4K", 0.08}} {
		rows := r.where(func(row *Row) bool { return row.whole() && row.Size == size.name })
		a, b := times(rows, ours), times(rows, zxing)
		list = append(list,
			most("warm median against "+zxing+", "+size.name, median(a)/median(b), size.limit),
			most("p95 against the same, "+size.name, p95(a)/p95(b), 0.25))
	}
	none := r.where(func(row *Row) bool { return row.whole() && len(row.Codes) == 0 })
	list = append(list, most("a page without a code, median of the quotients", median(ratios(none, ours, zxing)), 0.35))
	if cold != nil && len(cold.Zxing) > 0 {
		list = append(list, most("cold: Worker start and first 1080p decode, median", median(cold.Ours)/median(cold.Zxing), 0.65))
	}
	for _, kind := range []string{"tight", "sloppy"} {
		list = append(list, share("crops, "+kind, r.where(func(row *Row) bool { return strings.HasSuffix(row.Set, " "+kind) }), ours, 99.5))
	}
	return append(list, r.blackbox(ours), r.memory())
}

func (r *Results) set(name string) []*Row {
	return r.where(func(row *Row) bool { return row.Set == name })
}

// everyCategory wants as many codes as the best of the others, in each
// category of each set of pages.
func (r *Results) everyCategory(rows []*Row, ours string) Floor {
	var behind []string
	for _, category := range distinct(rows, func(row *Row) string { return row.Set + " " + row.Category }) {
		var in []*Row
		for _, row := range rows {
			if row.Set+" "+row.Category == category {
				in = append(in, row)
			}
		}
		read, _, _ := count(in, ours)
		for _, d := range r.Decoders[1:] {
			if other, _, _ := count(in, d.Name); other > read {
				behind = append(behind, fmt.Sprintf("%s (%s %d, ours %d)", category, d.Name, other, read))
				break
			}
		}
	}
	reached := "all"
	if len(behind) > 0 {
		reached = "all but " + strings.Join(behind, ", ")
	}
	return Floor{"at least every peer's in every category", "all", reached, len(behind) == 0}
}

func (r *Results) noWrong(ours string) Floor {
	_, _, wrong := count(r.where(func(*Row) bool { return true }), ours)
	return Floor{"wrong texts, all sets", "0", fmt.Sprint(wrong), wrong == 0}
}

// blackbox compares with zxing-cpp at its best on as many of the pictures as the module has.
func (r *Results) blackbox(ours string) Floor {
	rows := r.set("blackbox")
	read, asked, _ := count(rows, ours)
	other, _, _ := count(rows, zxingFull)
	if plain, _, _ := count(rows, zxing); plain > other {
		other = plain
	}
	// Where zxing-cpp reads all there is nothing more to read.
	return Floor{
		fmt.Sprintf("gozxing's blackbox pictures, %d of the 179", asked), fmt.Sprintf("more than zxing-cpp's best, %d", other),
		fmt.Sprint(read), read > other || read == asked,
	}
}

// memory must be the same from the first tenth of the decodes to the last.
func (r *Results) memory() Floor {
	if len(r.Memory) < 3 {
		return Floor{"memory over many decodes", "does not grow", "not measured", false}
	}
	first, last := r.Memory[1], r.Memory[len(r.Memory)-1]
	grown := last[1] - first[1]
	return Floor{
		fmt.Sprintf("wasm memory from decode %d to %d", first[0], last[0]), "does not grow",
		fmt.Sprintf("%+d bytes, at %.0f MB", grown, math.Round(float64(last[1])/1e6)), grown == 0,
	}
}
