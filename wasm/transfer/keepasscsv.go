// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
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
	line, _, _ := bytes.Cut(f.data[:min(len(f.data), 4096)], []byte("\n"))
	columns := keePassCSVColumns(newKeePassCSV(line))
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

func newKeePassCSV(data []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	return r
}

// keePassCSVColumns reads the first row: the field of each column, or "".
func keePassCSVColumns(r *csv.Reader) []string {
	row, err := r.Read()
	if err != nil {
		return nil
	}
	columns := make([]string, len(row))
	for i, name := range row {
		columns[i] = keePassColumns[strings.ToLower(strings.TrimSpace(name))]
	}
	return columns
}

func readKeePassCSV(r *reading) error {
	rows := newKeePassCSV(r.data)
	columns := keePassCSVColumns(rows)
	for position := 1; r.room(); position++ {
		row, err := rows.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			r.fail(position, "", newError(CodeEntry, "", nil))
			continue
		case err != nil:
			return damaged()
		}
		e := keePassEntry{fields: map[string]string{}}
		for i, value := range row {
			if i < len(columns) && columns[i] != "" {
				e.fields[columns[i]] = strings.Clone(value[:min(len(value), maxField)])
			}
		}
		if strings.TrimSpace(e.fields["otp"]) != "" {
			r.putKeePassRow(position, e)
		}
	}
	return newError(CodeFileSize, "", ErrTooLarge)
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
