// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

// sqliteWriter writes a database of one table, as sqlite.org/fileformat2.html
// says: page 1 the schema, page 2 the table's root, then its leaves and the
// overflow pages.
type sqliteWriter struct {
	page     int
	encoding uint32
	pages    [][]byte // from page 3
}

func sqliteVarintOf(n int) []byte {
	b := []byte{byte(n & 0x7F)}
	for n >>= 7; n > 0; n >>= 7 {
		b = append([]byte{byte(n&0x7F) | 0x80}, b...)
	}
	return b
}

func (w *sqliteWriter) text(s string) []byte {
	if w.encoding == 1 {
		return []byte(s)
	}
	var b []byte
	for _, r := range s { // all are in the first plane
		if w.encoding == 2 {
			b = binary.LittleEndian.AppendUint16(b, uint16(r))
		} else {
			b = binary.BigEndian.AppendUint16(b, uint16(r))
		}
	}
	return b
}

func (w *sqliteWriter) record(values ...any) []byte {
	var types, body []byte
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			types = append(types, 0)
		case int:
			types = append(types, 6)
			body = binary.BigEndian.AppendUint64(body, uint64(v))
		case bool:
			types = append(types, map[bool]byte{false: 8, true: 9}[v])
		case int8:
			types, body = append(types, 1), append(body, byte(v))
		case string:
			data := w.text(v)
			types, body = append(types, sqliteVarintOf(13+2*len(data))...), append(body, data...)
		}
	}
	return slices.Concat(sqliteVarintOf(len(types)+1), types, body)
}

// cell is a leaf's cell, with its overflow pages added.
func (w *sqliteWriter) cell(id int, payload []byte) []byte {
	f := &sqliteFile{usable: w.page}
	local := f.local(len(payload))
	cell := slices.Concat(sqliteVarintOf(len(payload)), sqliteVarintOf(id), payload[:local])
	if rest := payload[local:]; len(rest) > 0 {
		cell = binary.BigEndian.AppendUint32(cell, uint32(3+len(w.pages)))
		for chunk := range slices.Chunk(rest, w.page-4) {
			next := uint32(0)
			if rest = rest[len(chunk):]; len(rest) > 0 {
				next = uint32(4 + len(w.pages))
			}
			page := append(binary.BigEndian.AppendUint32(nil, next), chunk...)
			w.pages = append(w.pages, append(page, make([]byte, w.page-len(page))...))
		}
	}
	return cell
}

// tree is a page of cells; right is the last child of an interior page.
func (w *sqliteWriter) tree(offset int, kind byte, right uint32, cells [][]byte) []byte {
	page := make([]byte, w.page)
	page[offset] = kind
	binary.BigEndian.PutUint16(page[offset+3:], uint16(len(cells)))
	pointers := offset + 8
	if kind == sqliteInterior {
		binary.BigEndian.PutUint32(page[offset+8:], right)
		pointers += 4
	}
	at := w.page
	for i, cell := range cells {
		at -= len(cell)
		copy(page[at:], cell)
		binary.BigEndian.PutUint16(page[pointers+2*i:], uint16(at))
	}
	return page
}

func (w *sqliteWriter) file(sql string, rows ...[]byte) []byte {
	var leaves [][]byte
	for i, row := range rows { // one row in each leaf, so that there is a tree
		leaf := w.tree(0, sqliteLeaf, 0, [][]byte{w.cell(i+1, row)})
		w.pages = append(w.pages, leaf)
		leaves = append(leaves, append(binary.BigEndian.AppendUint32(nil, uint32(2+len(w.pages))), sqliteVarintOf(i+1)...))
	}
	root := w.tree(0, sqliteLeaf, 0, nil)
	if last := len(leaves) - 1; last >= 0 {
		root = w.tree(0, sqliteInterior, binary.BigEndian.Uint32(leaves[last]), leaves[:last])
	}
	schema := w.tree(sqliteHeader, sqliteLeaf, 0, [][]byte{
		w.cell(1, w.record("index", "i", "accounts", 9, nil)), w.cell(2, w.record("table", "Accounts", "Accounts", int8(2), sql))})
	copy(schema, sqliteMagic)
	binary.BigEndian.PutUint16(schema[16:], uint16(w.page))
	binary.BigEndian.PutUint32(schema[56:], w.encoding)
	return bytes.Join(append([][]byte{schema, root}, w.pages...), nil)
}

const googleSQL = "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL, counter INTEGER DEFAULT (1,2), `type` INTEGER, \"issuer\" TEXT, UNIQUE(email, secret))"

func TestGoogleDatabase(t *testing.T) {
	long := strings.Repeat("é", 700) // on overflow pages
	for encoding := uint32(1); encoding <= 3; encoding++ {
		w := &sqliteWriter{page: 1024, encoding: encoding}
		data := w.file(googleSQL,
			w.record(nil, "a:b", containerBase32, int8(0), false, "a"),
			w.record(nil, "c", containerBase32, 9007199254740993, true, nil),
			w.record(nil, long, containerBase32, nil, int8(0), "x"),
			w.record(nil, "old:row", containerBase32, nil, int8(0)),
			w.record(nil, "d", "not Base32!", nil, int8(0), "d"),
			w.record(nil, "e", containerBase32, nil, int8(2), "e"),
			w.record(nil, "f", containerBase32, int8(-1), int8(1), "f"))
		result := readContainer(t, "google-authenticator", data, nil)
		wantContainerKeys(t, result,
			containerKey(otp.TOTP, "a", "b"), containerKey(otp.HOTP, "", "c", keyAt(9007199254740993)),
			containerKey(otp.TOTP, "x", long), containerKey(otp.TOTP, "old", "row"))
		wantContainerProblems(t, result, "5 secret-character", "6 entry-type", "7 counter")
	}
}

func TestMicrosoftDatabase(t *testing.T) {
	w := &sqliteWriter{page: 512, encoding: 1}
	data := w.file("CREATE TABLE `accounts` (name, username, oath_secret_key, account_type, encrypted_oath_secret_key)",
		w.record("a", "b", containerBase32, false, ""),
		w.record("Microsoft", "c", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", true, ""),
		w.record("Work", "d", "", int8(2), ""),
		w.record("e", "f", "", int8(0), "xyz"),
		w.record("g", "h", "?", int8(1), ""))
	result := readContainer(t, "microsoft-authenticator", data, nil)
	wantContainerKeys(t, result, containerKey(otp.TOTP, "a", "b"), containerKey(otp.TOTP, "Microsoft", "c", keyWith(otp.SHA1, 8, 30)))
	wantContainerProblems(t, result, "3 no-export", "4 device-key", "5 entry")
}

func TestSQLiteDamaged(t *testing.T) {
	t.Parallel()
	w := &sqliteWriter{page: 512, encoding: 1}
	data := w.file(googleSQL, w.record(nil, strings.Repeat("x", 2000), containerBase32, nil, int8(0), "x"), w.record(nil, "b", containerBase32, nil, int8(0), "b"))
	wantContainerCode(t, "another table", w.file("CREATE TABLE accounts (a, b)"), nil, ErrUnsupported, CodeDatabase)
	wantContainerCode(t, "header only", data[:100], nil, ErrUnsupported, CodeDatabase)
	wantContainerCode(t, "cut", data[:1500], nil, ErrDamaged, CodeDamaged)

	circle := bytes.Clone(data)
	binary.BigEndian.PutUint32(circle[512+8:], 2) // the root is its own last child
	wantContainerCode(t, "in a circle", circle, nil, ErrDamaged, CodeDamaged)

	step := 1
	if runtime.GOARCH == "wasm" {
		step = 17
	}
	for at := 0; at < len(data); at += step { // whatever is changed: no panic, and an answer
		changed := bytes.Clone(data)
		changed[at] ^= 0xFF
		if result, err := Import("", changed, nil); err != nil && len(result.Keys) > 0 {
			t.Errorf("byte %d: a result beside an error", at)
		}
	}
}

func TestSQLiteColumns(t *testing.T) {
	columns := sqliteColumns("CREATE TABLE x([a] TEXT, \"c\" DECIMAL(1,2), 'd' CHECK (d IN (1,2)), PRIMARY KEY (c), e) WITHOUT ROWID")
	if fmt.Sprint(columns) != "map[a:0 c:1 d:2 e:3]" {
		t.Errorf("%v", columns)
	}
	if value, n := sqliteVarint([]byte{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}); value != 1<<64-1 || n != 9 {
		t.Errorf("%d %d", value, n)
	}
}

// TestSQLiteOverlaps: many cells in one place would be more rows than the file
// has room for.
func TestSQLiteOverlaps(t *testing.T) {
	w := &sqliteWriter{page: 1 << 15, encoding: 1}
	cell := w.cell(1, w.record(nil, strings.Repeat("x", 1<<14), containerBase32, nil, int8(0), "issuer"))
	file := w.file(googleSQL)
	const cells = 6000
	leaf := file[w.page : 2*w.page]
	leaf[0] = sqliteLeaf
	binary.BigEndian.PutUint16(leaf[3:], cells)
	at := len(leaf) - len(cell)
	copy(leaf[at:], cell)
	for i := range cells {
		binary.BigEndian.PutUint16(leaf[8+2*i:], uint16(at))
	}
	if db, ok := openSQLite(file); !ok {
		t.Fatal("no database")
	} else if _, rows, ok := db.table("accounts"); ok || len(rows) > 10 {
		t.Errorf("%d rows of %d KB in a file of %d KB", len(rows), len(cell)>>10, len(file)>>10)
	}
}
