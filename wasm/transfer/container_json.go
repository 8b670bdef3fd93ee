// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"inkan/wasm/otp"
)

// jsonText is one valid JSON value as it stands in the file. It is taken apart
// where it lies, so that reading costs no second copy of a large file, and no
// field of an entry is looked at before the entry's turn: a value of a wrong
// type costs that entry only.
type jsonText []byte

// jsonMember is a name and a value of an object.
type jsonMember struct {
	name  string
	value jsonText
}

var (
	errJSONType  = errors.New("a JSON value of another type")
	errJSONTwice = errors.New("a JSON object with the same name twice")
)

// parseJSONText checks a whole document. json.Valid bounds the depth itself
// (10,000) and needs no stack for it.
func parseJSONText(data []byte) (jsonText, bool) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))
	if len(data) == 0 || !json.Valid(data) {
		return nil, false
	}
	return data, true
}

// kind is the first byte: one of {["tfn- and the digits.
func (v jsonText) kind() byte {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// valueEnd is where the value ends that begins at i, in valid JSON.
func (v jsonText) valueEnd(i int) int {
	depth := 0
	for ; i < len(v); i++ {
		switch v[i] {
		case '"':
			i = v.stringEnd(i) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',', ':':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(v)
}

// stringEnd is behind the closing quote of the string that begins at i.
func (v jsonText) stringEnd(i int) int {
	for i++; i < len(v) && v[i] != '"'; i++ {
		if v[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(v))
}

// skipSpace is the next position that is no white space or separator.
func (v jsonText) skipSpace(i int) int {
	for i < len(v) && strings.IndexByte(" \t\r\n,:", v[i]) >= 0 {
		i++
	}
	return i
}

// items are the values of an array.
func (v jsonText) items() ([]jsonText, error) {
	if v.kind() != '[' {
		return nil, errJSONType
	}
	var list []jsonText
	for i := v.skipSpace(1); i < len(v)-1; i = v.skipSpace(i) {
		end := v.valueEnd(i)
		if len(list) == MaxEntries {
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		}
		list = append(list, bytes.TrimSpace(v[i:end]))
		i = end
	}
	return list, nil
}

// members are the names and values of an object, in the order of the file.
// Names are told apart by case, as the programs that write these files do.
func (v jsonText) members() ([]jsonMember, error) {
	if v.kind() != '{' {
		return nil, errJSONType
	}
	var list []jsonMember
	seen := map[string]bool{}
	for i := v.skipSpace(1); i < len(v)-1; i = v.skipSpace(i) {
		end := v.stringEnd(i)
		name := v[i:end].unquote()
		i = v.skipSpace(end)
		end = v.valueEnd(i)
		if seen[name] {
			return nil, errJSONTwice
		}
		if len(list) == MaxEntries {
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		}
		seen[name] = true
		list = append(list, jsonMember{name, bytes.TrimSpace(v[i:end])})
		i = end
	}
	return list, nil
}

// unquote is the text of a string; "" for another value.
func (v jsonText) unquote() string {
	var text string
	if v.kind() != '"' || json.Unmarshal(v, &text) != nil {
		return ""
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// jsonRecord is an object whose fields are asked for one after the other. The
// first that has another type than asked for is kept as err, so that reading
// an entry needs one check at its end. null counts as absent.
type jsonRecord struct {
	fields map[string]jsonText
	err    error
}

// record reads an object; anything else gives a record with err set.
func (v jsonText) record() *jsonRecord {
	members, err := v.members()
	r := &jsonRecord{fields: make(map[string]jsonText, len(members))}
	if err != nil {
		r.err = newError(CodeEntry, "", nil)
	}
	for _, m := range members {
		if string(m.value) != "null" {
			r.fields[m.name] = m.value
		}
	}
	return r
}

func (r *jsonRecord) has(name string) bool { return r.fields[name] != nil }

// note keeps the first error.
func (r *jsonRecord) note(err error) {
	if r.err == nil {
		r.err = err
	}
}

// maxField is how long a value of an entry may be, in bytes: a note is the
// longest. One string as large as the file would take it several times over.
const maxField = 1 << 20

// text is a string; "" when absent.
func (r *jsonRecord) text(name string) string {
	v := r.fields[name]
	if v != nil && (v.kind() != '"' || len(v) > maxField) {
		r.note(newError(CodeEntry, "", nil))
	}
	return r.label(name)
}

// label is text for what no code depends on: a value of another type, or of
// more than maxField, is absent.
func (r *jsonRecord) label(name string) string {
	if v := r.fields[name]; len(v) <= maxField {
		return v.unquote()
	}
	return ""
}

// flag is true for true and for "true", which Raivo writes.
func (r *jsonRecord) flag(name string) bool {
	v := r.fields[name]
	return string(v) == "true" || string(v) == `"true"`
}

// number is a whole number from 0, written as a number or as a string of
// digits. absent is what the format gives a field that is not there; a value
// that is no whole number is an error of that field, never a default.
func (r *jsonRecord) number(name string, absent int, code otp.Code, field string) int {
	v := r.fields[name]
	if v == nil {
		if absent < 0 {
			r.note(&otp.Error{Code: code, Field: field})
		}
		return absent
	}
	n, err := strconv.ParseUint(v.digits(), 10, 31)
	if err != nil {
		r.note(&otp.Error{Code: code, Field: field})
	}
	return int(n)
}

// withoutDefault says that a field of number has no default.
const withoutDefault = -1

// digits is the text of a number, or of a string that holds one.
func (v jsonText) digits() string {
	if len(v) > maxField {
		return ""
	}
	if v.kind() == '"' {
		return strings.TrimSpace(v.unquote())
	}
	return string(v)
}

// algorithm reads the name of an algorithm; absent is what the format gives one
// that is not there, "" an error.
func (r *jsonRecord) algorithm(name string, absent otp.Algorithm) otp.Algorithm {
	if !r.has(name) && absent != "" {
		return absent
	}
	a, err := otp.ParseAlgorithm(r.text(name))
	if err != nil {
		r.note(err)
	}
	return a
}

// counter reads a counter of 64 bits exactly, which a float could not hold.
func (r *jsonRecord) counter(name string) uint64 {
	n, err := otp.ParseCounter(r.fields[name].digits())
	if err != nil {
		r.note(err)
	}
	return n
}

// moment is a time in seconds or milliseconds, of which the unit is given in
// milliseconds; 0 when it is not there or absurd. No code depends on it.
func (r *jsonRecord) moment(name string, unit int64) int64 {
	n, err := strconv.ParseInt(r.fields[name].digits(), 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/1000 {
		return 0
	}
	return n * unit
}

// signedBytes reads Java's byte[] as Gson writes it: an array of -128 to 127.
func (v jsonText) signedBytes() ([]byte, bool) {
	if v.kind() != '[' || len(v) > otp.MaxURI {
		return nil, false
	}
	items, err := v.items()
	if err != nil {
		return nil, false
	}
	data := make([]byte, len(items))
	for i, item := range items {
		n, err := strconv.ParseInt(string(item), 10, 16)
		if err != nil || n < -128 || n > 255 {
			return nil, false
		}
		data[i] = byte(n)
	}
	return data, true
}

// fileJSON is the document of a file that is JSON, else nil.
func (f *file) fileJSON() jsonText {
	held := f.containers()
	if !held.jsonAsked {
		held.jsonAsked = true
		if start := bytes.TrimLeft(f.text(), " \t\r\n"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
			held.json, _ = parseJSONText(start)
		}
	}
	return held.json
}

// fileRecord is the object at the top of a JSON file. It is empty for another
// file, and for one with a name twice.
func (f *file) fileRecord() *jsonRecord {
	held := f.containers()
	if held.record == nil {
		held.record = &jsonRecord{}
		if v := f.fileJSON(); v.kind() == '{' {
			if record := v.record(); record.err == nil {
				held.record = record
			}
		}
	}
	return held.record
}

// firstOfList is the first object of a JSON array at the top of a file; empty
// for another file.
func (f *file) firstOfList() *jsonRecord {
	v := f.fileJSON()
	if v.kind() != '[' {
		return &jsonRecord{}
	}
	i := v.skipSpace(1)
	if i >= len(v) || v[i] != '{' {
		return &jsonRecord{}
	}
	return v[i:v.valueEnd(i)].record()
}

// containers is what the formats in containers found out about a file.
type containers struct {
	jsonAsked  bool
	json       jsonText
	record     *jsonRecord
	prefsAsked bool
	prefs      []preference
	zipAsked   bool
	zip        *zipArchive
	accounts   *accountRows
}

func (f *file) containers() *containers {
	if f.held == nil {
		f.held = &containers{}
	}
	return f.held
}

// readable makes text of bytes that should be UTF-8.
func readable(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}
