// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"
	"time"
)

// keePassCSVFormat is KeePassXC's export as CSV:
//
//	"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"
//
// Columns are found by their names, so that others may be there. Group is the
// path from the root group, TOTP a link. KeePass's own CSV has no keys. Source:
// KeePassXC's src/format/CsvExporter.cpp.
var keePassCSVFormat = format{"keepass-csv", isKeePassCSV, readKeePassCSV}

// keePassColumns are the names of columns, and what the fields of a database
// are called.
var keePassColumns = map[string]string{"group": "Group", "title": "Title", "username": "UserName", "url": "URL", "notes": "Notes", "totp": "otp", "created": "Created"}

const keePassBin = "Recycle Bin"

func isKeePassCSV(f *file) bool {
	if f.binary() {
		return false
	}
	line, _ := cutLine(string(f.text()[:min(len(f.text()), 4096)]))
	columns, _ := keePassCSVColumns(line)
	has := func(name string) bool {
		for _, column := range columns {
			if column == name {
				return true
			}
		}
		return false
	}
	return has("Title") && has("otp") && (has("Group") || has("UserName"))
}

// keePassCSVColumns reads the first row: the field of each column, or "".
func keePassCSVColumns(table string) (columns []string, rest string) {
	row, rest, whole := cutRow(table, ',')
	if !whole {
		return nil, ""
	}
	columns = make([]string, len(row))
	for i, name := range row {
		columns[i] = keePassColumns[strings.ToLower(strings.TrimSpace(name))]
	}
	return columns, rest
}

func readKeePassCSV(r *reading) error {
	columns, table := keePassCSVColumns(r.lines())
	for position := 1; table != ""; position++ {
		if !r.room() {
			return newError(CodeFileSize, "", ErrTooLarge)
		}
		row, rest, whole := cutRow(table, ',')
		text := table[:len(table)-len(rest)]
		table = rest
		if strings.TrimSpace(text) == "" {
			position-- // an empty line
			continue
		}
		if !whole || !marksPair(text) {
			r.fail(position, "", newError(CodeEntry, "", nil))
			continue
		}
		e := keePassEntry{fields: map[string]string{}}
		for i, value := range row {
			if i < len(columns) && columns[i] != "" {
				e.fields[columns[i]] = readable([]byte(value[:min(len(value), maxField)]))
			}
		}
		if strings.TrimSpace(e.fields["otp"]) != "" {
			r.putKeePassRow(position, e)
		}
	}
	return nil
}

// marksPair says that quotation marks stand about whole fields, and nowhere else
// but twice within them: KeePassXC quotes every field.
func marksPair(row string) bool {
	for row != "" {
		rest, quoted := strings.CutPrefix(row, `"`)
		for quoted {
			_, after, closed := strings.Cut(rest, `"`)
			if rest = after; !closed {
				return false
			}
			rest, quoted = strings.CutPrefix(rest, `"`)
		}
		end := strings.IndexAny(rest, ",\"\n")
		if end < 0 {
			end = len(rest)
		}
		if strings.HasPrefix(rest[end:], `"`) || strings.HasPrefix(row, `"`) && strings.TrimSpace(rest[:end]) != "" {
			return false
		}
		row = rest[min(end+1, len(rest)):]
	}
	return true
}

func (r *reading) putKeePassRow(position int, e keePassEntry) {
	root, path, _ := strings.Cut(e.fields["Group"], "/")
	if path == "" && root != "Root" {
		path = root
	}
	e.groups = []string{path}
	if created, err := time.Parse(time.RFC3339, e.fields["Created"]); err == nil {
		e.created = max(created.UnixMilli(), 0)
	}
	first := len(r.Details)
	r.putKeePass(position, e, nil)
	if path == keePassBin || strings.HasPrefix(path, keePassBin+"/") {
		for i := first; i < len(r.Details); i++ {
			r.Details[i].Trashed = true
		}
	}
}
