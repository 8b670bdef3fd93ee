// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
)

// encoding/json takes the last of two members with one name and matches names
// in any case; an export with either is damaged, or made to be read in two
// ways. So objects are read member by member here, on text that checkJSON has
// accepted. Values stay text until they are asked for, which bounds memory.

// Limits of JSON. The deepest real export (1pux) nests 14 levels.
const (
	maxDepth   = 64
	maxMembers = 2 * MaxEntries // of one object: the Authenticator extension has one for each entry
)

// value is the text of one JSON value; nil when there is none.
type value []byte

type member struct {
	name  string
	value value
}

// object is a JSON object in the order of its text, names unique.
type object []member

// parseJSON accepts one JSON value without repeated names, within the limits.
func parseJSON(text []byte) (value, error) {
	if !json.Valid(text) {
		return nil, damaged()
	}
	c := checker{}
	if _, err := c.check(skipSpace(text), 0); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(text), nil
}

// split cuts one value off the front of valid JSON.
func split(text []byte) (value, rest []byte) {
	depth := 0
	for n := 0; n < len(text); n++ {
		switch text[n] {
		case '"':
			for n++; text[n] != '"'; n++ {
				if text[n] == '\\' {
					n++
				}
			}
			if depth == 0 {
				return text[:n+1], text[n+1:]
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return text[:n], text[n:]
			}
			if depth--; depth == 0 {
				return text[:n+1], text[n+1:]
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return text[:n], text[n:]
			}
		}
	}
	return text, nil
}

func skipSpace(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n") }

func skipComma(text []byte) []byte {
	if len(text) > 0 && text[0] == ',' {
		return skipSpace(text[1:])
	}
	return text
}

// unquote reads a JSON string; what is not UTF-8 becomes U+FFFD.
func unquote(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return strings.ToValidUTF8(string(quoted[1:len(quoted)-1]), "\uFFFD")
	}
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		panic("transfer: internal error: a string is not JSON") // unreachable: json.Valid
	}
	return text
}

// kind is '{', '[', '"', '0' for a number, 't' or 'f', and 'n' for null and for
// no value at all.
func (v value) kind() byte {
	switch {
	case len(v) == 0:
		return 'n'
	case v[0] == '-' || v[0] >= '0' && v[0] <= '9':
		return '0'
	}
	return v[0]
}

// object gives the members of an object; ok is false for anything else.
func (v value) object() (members object, ok bool) {
	if v.kind() != '{' {
		return nil, false
	}
	rest := skipSpace(v[1:])
	for rest[0] != '}' {
		quoted, after := split(rest)
		one, after := split(skipSpace(skipSpace(after)[1:]))
		members = append(members, member{unquote(quoted), one})
		rest = skipComma(skipSpace(after))
	}
	return members, true
}

// list gives the elements of an array, which may be MaxEntries at most.
func (v value) list() ([]value, error) {
	if v.kind() != '[' {
		return nil, damaged()
	}
	var elements []value
	for one := range v.elements() {
		if len(elements) == MaxEntries {
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		}
		elements = append(elements, one)
	}
	return elements, nil
}

// elements gives the elements of an array, none for anything else.
func (v value) elements() iter.Seq[value] {
	return func(yield func(value) bool) {
		if v.kind() != '[' {
			return
		}
		rest := skipSpace(v[1:])
		for rest[0] != ']' {
			one, after := split(rest)
			if !yield(one) {
				return
			}
			rest = skipComma(skipSpace(after))
		}
	}
}

// first is the first element of an array, nil when there is none.
func (v value) first() value {
	for one := range v.elements() {
		return one
	}
	return nil
}

// text gives a string.
func (v value) text() (string, bool) {
	if v.kind() != '"' {
		return "", false
	}
	return unquote(v), true
}

// whole gives a whole number, which may stand in quotes and be written as 30.0.
func (v value) whole() (int64, bool) {
	text := string(v)
	switch v.kind() {
	case '"':
		text = strings.TrimSpace(unquote(v))
	case '0':
	default:
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		return 0, false
	}
	return int64(n), true
}

// get gives a member, nil when there is none or it is null.
func (o object) get(name string) value {
	for _, m := range o {
		if m.name == name {
			if m.value.kind() == 'n' {
				return nil
			}
			return m.value
		}
	}
	return nil
}

// has says that all of these members are there, null or not.
func (o object) has(names ...string) bool {
	for _, name := range names {
		if !slices.ContainsFunc(o, func(m member) bool { return m.name == name }) {
			return false
		}
	}
	return true
}

// object gives the members of a member that is an object, else nil.
func (o object) object(name string) object {
	members, _ := o.get(name).object()
	return members
}

// flag gives a member that is true.
func (o object) flag(name string) bool { return string(o.get(name)) == "true" }

// text gives a member that is a string, else "".
func (o object) text(name string) string {
	text, _ := o.get(name).text()
	return text
}

// bytes gives a member that is standard Base64 of between least and most bytes.
func (o object) bytes(name string, least, most int) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(o.text(name))
	if err != nil || len(data) < least || len(data) > most {
		return nil, damaged()
	}
	return data, nil
}

// version gives a whole number between 1 and the newest version known here.
func (o object) version(name string, newest int64) (int64, error) {
	version, ok := o.get(name).whole()
	switch {
	case !ok || version < 1:
		return 0, damaged()
	case version > newest:
		return 0, newerVersion()
	}
	return version, nil
}

// json is the file as one JSON value; nil when it is none.
func (f *file) json() value {
	if !f.asked {
		f.asked = true
		text := bytes.TrimSpace(f.text())
		if looksLikeJSON(text) {
			if f.parsed, f.broken = parseJSON(text); f.broken == nil {
				f.members, _ = f.parsed.object()
			}
		}
	}
	return f.parsed
}

// looksLikeJSON knows the beginning of an object, or of an array of what formats
// have arrays of; not that of a text such as "[site] …".
func looksLikeJSON(text []byte) bool {
	if len(text) == 0 || text[0] != '[' {
		return len(text) > 0 && text[0] == '{'
	}
	rest := skipSpace(text[1:])
	return len(rest) == 0 || bytes.IndexByte([]byte(`{["]`), rest[0]) >= 0
}

// object gives the members of a file that is one JSON object, else nil.
func (f *file) object() object {
	f.json()
	return f.members
}
