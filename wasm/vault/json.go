// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// encoding/json ignores repeated names, matches names whatever their case and
// drops what it does not know. A vault keeps what it does not know, so objects
// are read member by member here, on text that json.Valid has accepted.

// object is a JSON object in the order of its text, names unique.
type object []member

type member struct {
	name  string
	value json.RawMessage
}

// errJSON means text of another shape than asked for.
var errJSON = fmt.Errorf("%w: JSON of another shape", ErrDamaged)

// checkJSON accepts what the readers below may be used on.
func checkJSON(text []byte) error {
	if !utf8.Valid(text) || !json.Valid(text) {
		return errJSON
	}
	return nil
}

// parseObject splits an object into its members. Values alias text.
func parseObject(text []byte) (object, error) {
	return object(nil).parse(text)
}

// parse is parseObject into the memory of o, whose members are overwritten.
func (o object) parse(text []byte) (object, error) {
	o = o[:0]
	rest, err := opened(text, '{')
	if err != nil {
		return nil, err
	}
	for rest[0] != '}' {
		var quoted []byte
		quoted, rest = split(rest)
		name, err := parseName(quoted)
		if err != nil {
			return nil, err
		}
		if _, twice := o.get(name); twice {
			return nil, fmt.Errorf("%w: a field is there twice", ErrDamaged)
		}
		var value []byte
		value, rest = split(skipSpace(rest[1:])) // past the colon
		o = append(o, member{name, value})
		if rest[0] == ',' {
			rest = skipSpace(rest[1:])
		}
	}
	return o, nil
}

// parseArray splits an array into its elements, at most limit of them. Values
// alias text.
func parseArray(text []byte, limit int) ([]json.RawMessage, error) {
	var a []json.RawMessage
	rest, err := opened(text, '[')
	if err != nil {
		return nil, err
	}
	for rest[0] != ']' {
		if len(a) == limit {
			return nil, fmt.Errorf("%w: a list is too long", ErrDamaged)
		}
		var value []byte
		value, rest = split(rest)
		a = append(a, value)
		if rest[0] == ',' {
			rest = skipSpace(rest[1:])
		}
	}
	return a, nil
}

// opened returns what follows the bracket that text must begin with.
func opened(text []byte, bracket byte) ([]byte, error) {
	text = skipSpace(text)
	if len(text) == 0 || text[0] != bracket {
		return nil, errJSON
	}
	return skipSpace(text[1:]), nil
}

// split cuts one value off the front of valid JSON. The rest begins with what
// follows it: a comma, a colon or a closing bracket, and is empty at the end.
func split(text []byte) (value, rest []byte) {
	n, depth := 0, 0
	for n < len(text) {
		switch text[n] {
		case '"':
			n += quotedLength(text[n:])
			if depth == 0 {
				return text[:n], skipSpace(text[n:])
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return text[:n], text[n:]
			}
			if depth--; depth == 0 {
				return text[:n+1], skipSpace(text[n+1:])
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return text[:n], skipSpace(text[n:])
			}
		}
		n++
	}
	return text[:n], nil
}

// quotedLength is the length of the string, quotes included, that begins text.
func quotedLength(text []byte) int {
	n := 1
	for text[n] != '"' {
		if text[n] == '\\' {
			n++
		}
		n++
	}
	return n + 1
}

func skipSpace(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') {
		text = text[1:]
	}
	return text
}

func (o object) get(name string) (json.RawMessage, bool) {
	for _, m := range o {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}

// without returns a copy of the members whose names are not listed.
func (o object) without(names ...string) object {
	var rest object
next:
	for _, m := range o {
		for _, name := range names {
			if m.name == name {
				continue next
			}
		}
		rest = append(rest, member{m.name, append(json.RawMessage(nil), m.value...)})
	}
	return rest
}

// text returns the string under name, "" with an error when there is none.
func (o object) text(name string) (string, error) {
	value, ok := o.get(name)
	if !ok {
		return "", fmt.Errorf("%w: no %s", ErrDamaged, name)
	}
	return parseString(value)
}

// number returns the whole number under name, which must be within bounds.
func (o object) number(name string, least, most int64) (int64, error) {
	value, ok := o.get(name)
	if !ok {
		return 0, fmt.Errorf("%w: no %s", ErrDamaged, name)
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%w: %s is out of range", ErrDamaged, name)
	}
	return n, nil
}

// hex returns the number under name, which is a text of so many hex digits and
// within bounds, or 0 when there is none.
func (o object) hex(name string, digits int, least, most uint64) (uint64, error) {
	if _, given := o.get(name); !given {
		return 0, nil
	}
	text, err := o.text(name)
	if err != nil {
		return 0, err
	}
	if n, err := parseHex(text); err == nil && len(text) == digits && n >= least && n <= most {
		return n, nil
	}
	return 0, fmt.Errorf("%w: %s is out of range", ErrDamaged, name)
}

// bytes returns the Base64 under name, decoded.
func (o object) bytes(name string) ([]byte, error) {
	text, err := o.text(name)
	if err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is not Base64", ErrDamaged, name)
	}
	return b, nil
}

func parseString(value []byte) (string, error) {
	if len(value) < 2 || value[0] != '"' {
		return "", errJSON
	}
	for _, c := range value {
		if c == '\\' {
			var s string
			if err := json.Unmarshal(value, &s); err != nil {
				return "", errJSON
			}
			return s, nil
		}
	}
	return string(value[1 : len(value)-1]), nil
}

func parseStrings(value []byte) ([]string, error) {
	elements, err := parseArray(value, len(value))
	if err != nil {
		return nil, err
	}
	list := make([]string, len(elements))
	for i, element := range elements {
		if list[i], err = parseString(element); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func parseFlag(value []byte) (bool, error) {
	switch string(value) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errJSON
}

// parseName is parseString without an allocation for the names of an account's
// fields, of which a vault has many.
func parseName(quoted []byte) (string, error) {
	for _, name := range accountFields {
		if len(quoted) == len(name)+2 && string(quoted[1:len(quoted)-1]) == name {
			return name, nil
		}
	}
	return parseString(quoted)
}

// The writers append to JSON text that is being built. A comma is put before a
// member unless it is the first of its object.

func appendName(b []byte, name string) []byte {
	if last := len(b) - 1; last >= 0 && b[last] != '{' {
		b = append(b, ',')
	}
	return append(appendString(b, name), ':')
}

func appendText(b []byte, name, text string) []byte {
	return appendString(appendName(b, name), text)
}

func appendNumber(b []byte, name string, n int64) []byte {
	return strconv.AppendInt(appendName(b, name), n, 10)
}

// appendDigits appends a number as a text of so many hex digits.
func appendDigits(b []byte, name string, n uint64, digits int) []byte {
	b = append(appendName(b, name), '"')
	return append(appendHex(b, n, digits), '"')
}

func appendBytes(b []byte, name string, data []byte) []byte {
	b = append(appendName(b, name), '"')
	b = base64.StdEncoding.AppendEncode(b, data)
	return append(b, '"')
}

func appendObject(b []byte, rest object) []byte {
	for _, m := range rest {
		b = append(appendName(b, m.name), m.value...)
	}
	return b
}

// appendString appends s in quotes; what is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic("vault: internal error: a string is not JSON") // unreachable
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
