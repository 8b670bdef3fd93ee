// SPDX-License-Identifier: MIT

package transfer

import "strings"

// maxColumns bounds the fields of a row that are kept. encoding/csv has no
// bounds: a row of commas takes forty times its size.
const maxColumns = 64

// cutRow cuts a row off the front of a table (RFC 4180): fields between commas,
// some in quotation marks, within which a line may break and two marks mean one.
// A mark elsewhere stands for itself. whole is false when the last field is
// never closed.
func cutRow(table string, comma byte) (row []string, rest string, whole bool) {
	for {
		var field string
		if field, table, whole = cutField(table, comma); !whole {
			return row, "", false
		}
		if len(row) < maxColumns {
			row = append(row, field)
		}
		if table == "" || table[0] != comma {
			return row, strings.TrimPrefix(strings.TrimPrefix(table, "\r"), "\n"), true
		}
		table = table[1:]
	}
}

// cutField cuts a field off the front of a table, up to the comma or the end of
// the line.
func cutField(table string, comma byte) (field, rest string, whole bool) {
	if !strings.HasPrefix(table, `"`) {
		if end := strings.IndexAny(table, "\r\n"+string(rune(comma))); end >= 0 {
			return table[:end], table[end:], true
		}
		return table, "", true
	}
	table = table[1:]
	for at := 0; ; {
		mark := strings.IndexByte(table[at:], '"')
		if mark < 0 {
			return "", "", false
		}
		at += mark
		if !strings.HasPrefix(table[at+1:], `"`) {
			field, rest = strings.ReplaceAll(table[:at], `""`, `"`), table[at+1:]
			break
		}
		at += 2
	}
	more, rest, _ := cutField(rest, comma) // "a"b is ab: no mark follows, so this goes no deeper
	return field + more, rest, true
}
