// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// A reader of one table of an SQLite database, for the files that authenticators
// keep on rooted telephones: no SQL, no index, no write-ahead log. The libraries
// for SQLite in Go are some megabytes of WebAssembly; this is a page of code.
// Format: sqlite.org/fileformat2.html.
//
//	0   "SQLite format 3", 00     16  size of a page u16 (1: 65,536)    20  unused bytes of each page u8
//	56  encoding u32: 1 UTF-8, 2 UTF-16 little-endian, 3 UTF-16 big-endian
//
// Page 1 begins with those 100 bytes and is the root of the table of tables:
// type, name, tbl_name, rootpage, sql. All numbers are big-endian.

const (
	sqliteMagic    = "SQLite format 3\x00"
	sqliteHeader   = 100
	sqliteInterior = 5       // type of a page of a table
	sqliteLeaf     = 13      //
	sqliteMaxRow   = 1 << 20 // bytes
	sqliteSchema   = 1       // page
)

// sqliteFile is a database in memory.
type sqliteFile struct {
	data     []byte
	page     int // bytes of a page
	usable   int // bytes of a page without the unused ones
	encoding uint32
	visited  int // pages of this walk; there are no more than the file has, unless it goes in a circle
	joined   int // bytes of rows of this walk; no more than the file has, unless cells lie over each other
}

// sqliteValue is nil, an int64, or a string of text or of bytes. Real numbers
// are nil: no column that is read here has one.
type sqliteValue any

// openSQLite checks the header.
func openSQLite(data []byte) (*sqliteFile, bool) {
	if len(data) < sqliteHeader || !bytes.HasPrefix(data, []byte(sqliteMagic)) {
		return nil, false
	}
	page := int(binary.BigEndian.Uint16(data[16:]))
	if page == 1 {
		page = 1 << 16
	}
	f := &sqliteFile{data: data, page: page, usable: page - int(data[20]), encoding: binary.BigEndian.Uint32(data[56:])}
	return f, page >= 512 && page&(page-1) == 0 && f.usable >= 480 && f.encoding >= 1 && f.encoding <= 3
}

// table is the columns of a table by name, in lower case, and its rows, each
// as long as it was when it was written. ok is false when there is no such table.
func (f *sqliteFile) table(name string) (columns map[string]int, rows [][]sqliteValue, ok bool) {
	schema, _ := f.rows(sqliteSchema)
	for _, row := range schema {
		if len(row) < 5 || row[0] != "table" {
			continue
		}
		root, isNumber := row[3].(int64)
		sql, isText := row[4].(string)
		if found, _ := row[1].(string); !strings.EqualFold(found, name) || !isNumber || !isText {
			continue
		}
		rows, ok = f.rows(root)
		return sqliteColumns(sql), rows, ok
	}
	return nil, nil, false
}

// sqliteColumns reads the names of the columns from a CREATE TABLE.
func sqliteColumns(sql string) map[string]int {
	columns := map[string]int{}
	_, sql, _ = strings.Cut(sql, "(")
	depth, start := 0, 0
	for i, c := range sql {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case (c == ',' || c == ')') && depth == 0:
			words := strings.Fields(sql[start:i])
			start = i + 1
			if len(words) == 0 || strings.Contains(" CONSTRAINT PRIMARY UNIQUE CHECK FOREIGN ", " "+strings.ToUpper(words[0])+" ") {
				continue
			}
			columns[strings.ToLower(strings.Trim(words[0], "\"`[]'"))] = len(columns)
		}
	}
	return columns
}

// rows walks the tree of a table from its root.
func (f *sqliteFile) rows(root int64) ([][]sqliteValue, bool) {
	f.visited, f.joined = 0, 0
	var rows [][]sqliteValue
	ok := f.walk(root, 0, func(payload []byte) bool {
		row, ok := f.record(payload)
		rows = append(rows, row)
		return ok && len(rows) <= MaxEntries
	})
	return rows, ok
}

// content is a page, and where its b-tree header begins.
func (f *sqliteFile) content(number int64) (page []byte, header int, ok bool) {
	f.visited++
	if number < 1 || number > int64(len(f.data)/f.page) || f.visited > len(f.data)/f.page {
		return nil, 0, false
	}
	page = f.data[int(number-1)*f.page:][:f.page]
	if number == sqliteSchema {
		header = sqliteHeader
	}
	return page[:f.usable], header, true
}

// walk calls f for the payload of each row, in order.
func (f *sqliteFile) walk(number int64, depth int, each func([]byte) bool) bool {
	const deepest = 20 // a tree of more would have more pages than there are
	page, header, ok := f.content(number)
	if !ok || depth > deepest {
		return false
	}
	kind, cells := page[header], int(binary.BigEndian.Uint16(page[header+3:]))
	pointers := header + 8
	if kind == sqliteInterior {
		pointers += 4
	}
	if kind != sqliteInterior && kind != sqliteLeaf || pointers+2*cells > len(page) {
		return false
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[pointers+2*i:]))
		if at+4 > len(page) {
			return false
		}
		if kind == sqliteInterior {
			ok = f.walk(int64(binary.BigEndian.Uint32(page[at:])), depth+1, each)
		} else {
			var payload []byte
			payload, ok = f.payload(page[at:])
			ok = ok && each(payload)
		}
		if !ok {
			return false
		}
	}
	return kind == sqliteLeaf || f.walk(int64(binary.BigEndian.Uint32(page[header+8:])), depth+1, each)
}

// payload joins the part of a row in its cell with those on overflow pages.
func (f *sqliteFile) payload(cell []byte) ([]byte, bool) {
	size, n := sqliteVarint(cell)
	_, m := sqliteVarint(cell[n:]) // the row's number
	cell = cell[n+m:]
	if n == 0 || m == 0 || size > sqliteMaxRow {
		return nil, false
	}
	if f.joined += int(size); f.joined > len(f.data) {
		return nil, false
	}
	local := f.local(int(size))
	if local > len(cell) {
		return nil, false
	}
	payload := bytes.Clone(cell[:local])
	for next := cell[local:]; len(payload) < int(size); {
		if len(next) < 4 {
			return nil, false
		}
		page, _, ok := f.content(int64(binary.BigEndian.Uint32(next)))
		if !ok {
			return nil, false
		}
		payload = append(payload, page[4:min(len(page), 4+int(size)-len(payload))]...)
		next = page
	}
	return payload, true
}

// local is how much of a payload is in its cell.
func (f *sqliteFile) local(size int) int {
	most := f.usable - 35
	if size <= most {
		return size
	}
	least := (f.usable-12)*32/255 - 23
	if local := least + (size-least)%(f.usable-4); local <= most {
		return local
	}
	return least
}

// record reads the values of a row: the size of a header, a type for each, and
// then the values.
func (f *sqliteFile) record(payload []byte) ([]sqliteValue, bool) {
	size, n := sqliteVarint(payload)
	if n == 0 || size > uint64(len(payload)) || int(size) < n {
		return nil, false
	}
	types, body := payload[n:size], payload[size:]
	var row []sqliteValue
	for len(types) > 0 {
		kind, n := sqliteVarint(types)
		if n == 0 {
			return nil, false
		}
		types = types[n:]
		length := sqliteLength(kind)
		if length > uint64(len(body)) {
			return nil, false
		}
		row = append(row, f.value(kind, body[:length]))
		body = body[length:]
	}
	return row, true
}

// sqliteLength is how many bytes a value of a type takes.
func sqliteLength(kind uint64) uint64 {
	switch {
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind <= 7:
		return 8
	case kind < 12:
		return 0
	}
	return (kind - 12) / 2
}

func (f *sqliteFile) value(kind uint64, data []byte) sqliteValue {
	switch {
	case kind == 0, kind == 7, kind == 10, kind == 11:
		return nil
	case kind == 8, kind == 9:
		return int64(kind - 8)
	case kind < 7:
		n := int64(int8(data[0]))
		for _, b := range data[1:] {
			n = n<<8 | int64(b)
		}
		return n
	case kind%2 == 1 && f.encoding > 1:
		return f.utf16(data)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

func (f *sqliteFile) utf16(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		if f.encoding == 2 {
			units[i] = binary.LittleEndian.Uint16(data[2*i:])
		} else {
			units[i] = binary.BigEndian.Uint16(data[2*i:])
		}
	}
	return string(utf16.Decode(units))
}

// sqliteVarint reads a number of 1 to 9 bytes, seven bits each and eight in the
// ninth; n is 0 when it is cut.
func sqliteVarint(data []byte) (value uint64, n int) {
	for i, b := range data {
		if i == 8 {
			return value<<8 | uint64(b), 9
		}
		value = value<<7 | uint64(b&0x7F)
		if b < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
