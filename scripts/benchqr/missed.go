// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// writeLists leaves .build/qr/missed.txt, the codes that ours did not read with
// who did, and .build/qr/wrong.txt, all texts that are on no code.
func (r *Results) writeLists() error {
	var missed, wrong strings.Builder
	readers := map[string]int{}
	var lines []string
	for i := range r.Rows {
		row := &r.Rows[i]
		lines = append(lines, r.missedIn(row, readers)...)
		for _, reading := range row.Results {
			for _, text := range reading.Wrong {
				fmt.Fprintf(&wrong, "%s\t%s\t%s%s\t%q\n", reading.Decoder, row.Set, row.File, row.where(), text)
			}
			if reading.Failed != nil {
				fmt.Fprintf(&wrong, "%s\t%s\t%s%s\tthrew %s\n", reading.Decoder, row.Set, row.File, row.where(), *reading.Failed)
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(key(a), key(b)) })
	fmt.Fprintf(&missed, "%d codes that %s did not read; of these others read: %v\n", len(lines), r.Decoders[0].Name, readers)
	missed.WriteString("set\tcategory\tsize\tversion\tmodule px\tbox\tread by\tfile\n")
	for _, line := range lines {
		missed.WriteString(line + "\n")
	}
	if err := os.WriteFile(filepath.Join(folder, "missed.txt"), []byte(missed.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "wrong.txt"), []byte(wrong.String()), 0o644)
}

// key sorts by whether somebody read it, then as written.
func key(line string) string {
	if strings.Contains(line, "\tnobody\t") {
		return "1" + line
	}
	return "0" + line
}

func (r *Results) missedIn(row *Row, readers map[string]int) []string {
	ours := row.of(r.Decoders[0].Name)
	if ours == nil {
		return nil
	}
	var lines []string
	for i, code := range row.Codes {
		if slices.Contains(ours.Read, i) {
			continue
		}
		var by []string
		for _, reading := range row.Results {
			if slices.Contains(reading.Read, i) {
				by = append(by, reading.Decoder)
				readers[reading.Decoder]++
			}
		}
		if by == nil {
			by = []string{"nobody"}
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%d-%s\t%.2f\t%.0f,%.0f %.0fx%.0f\t%s\t%s%s", row.Set, row.Category, row.Size, code.Version, code.Level,
			code.Module, code.Box[0], code.Box[1], code.Box[2], code.Box[3], strings.Join(by, ", "), row.File, row.where()))
	}
	return lines
}

// where is the region of a row, as a media fragment.
func (r *Row) where() string {
	if r.Part == nil {
		return ""
	}
	return fmt.Sprintf("#xywh=%d,%d,%d,%d", r.Part.X, r.Part.Y, r.Part.Width, r.Part.Height)
}
