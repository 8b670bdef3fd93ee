// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is a Markdown table that can be read as it is.
type Table struct{ rows [][]string }

func newTable(heads ...string) *Table { return &Table{[][]string{heads}} }

func (t *Table) row(cells ...string) { t.rows = append(t.rows, cells) }

// write pads all but the last column, whose cells can be long, and adds an empty line.
func (t *Table) write(w io.Writer) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row[:len(row)-1] {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range t.rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = cell + strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | "))
		if n == 0 {
			fmt.Fprintln(w, "|"+strings.Repeat("---|", len(row)))
		}
	}
	fmt.Fprintln(w)
}
