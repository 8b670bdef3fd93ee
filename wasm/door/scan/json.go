// SPDX-License-Identifier: MIT

package scan

import (
	"math"
	"strconv"
	"strings"

	"inkan/wasm/door"
)

// maxParams bounds the JSON of one call in bytes.
const maxParams = 1000

// number is one member of an object of whole numbers.
type number struct {
	name     string
	optional bool
	into     *int
	seen     bool
}

func readPicture(params []byte) (p Picture, err error) {
	err = readNumbers(params, []number{
		{name: "width", into: &p.Width},
		{name: "height", into: &p.Height},
		{name: "stride", into: &p.Stride},
		{name: "offset", into: &p.Offset, optional: true},
	})
	return p, err
}

// readNumbers reads exactly one JSON object (RFC 8259) whose members are these
// numbers, in any order. Names are taken as they are written: one with an
// escape in it is unknown.
func readNumbers(params []byte, numbers []number) error {
	if len(params) > maxParams {
		return door.BadParam("", "the parameters are too long")
	}
	r := reader{string(params)}
	if !r.take('{') {
		return errObject
	}
	for more := !r.take('}'); more; more = !r.take('}') {
		if err := r.member(numbers); err != nil {
			return err
		}
		if r.take(',') {
			if r.next() == '}' {
				return errObject
			}
		} else if r.next() != '}' {
			return errObject
		}
	}
	if r.next() != 0 || len(r.rest) > 0 {
		return door.BadParam("", "something follows the parameters")
	}
	for _, n := range numbers {
		if !n.optional && !n.seen {
			return door.BadParam(n.name, "this field is missing")
		}
	}
	return nil
}

var errObject = door.BadParam("", "the parameters are not a JSON object")

// reader takes tokens off the front of JSON text.
type reader struct{ rest string }

// next skips white space and returns the character that follows it, 0 at the
// end. Inlined wherever a character is taken it would be 1 kB, deflated.
//
//go:noinline
func (r *reader) next() byte {
	for i := range len(r.rest) {
		switch c := r.rest[i]; c {
		case ' ', '\t', '\r', '\n':
		default:
			r.rest = r.rest[i:]
			return c
		}
	}
	r.rest = ""
	return 0
}

// take takes one character after white space, if it is there.
func (r *reader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// member takes a name, a colon and the whole number of that name.
func (r *reader) member(numbers []number) error {
	if !r.take('"') {
		return errObject
	}
	name, rest, closed := strings.Cut(r.rest, `"`)
	if r.rest = rest; !closed || !r.take(':') {
		return errObject
	}
	for i := range numbers {
		n := &numbers[i]
		if n.name != name {
			continue
		}
		if n.seen {
			return door.BadParam(n.name, "this field is given twice")
		}
		n.seen = true
		if !r.number(n.into) {
			return door.BadParam(n.name, "this field has another type: a whole number within range is expected")
		}
		return nil
	}
	return door.BadParam(door.Cut(name), "this field is unknown")
}

// number takes a whole number without fraction and exponent, of at most 16
// digits: what JavaScript can count.
func (r *reader) number(into *int) bool {
	r.next()
	negative := r.take('-')
	digits := 0
	for ; digits < len(r.rest) && '0' <= r.rest[digits] && r.rest[digits] <= '9'; digits++ {
		if digits == 16 {
			return false
		}
		*into = *into*10 + int(r.rest[digits]-'0')
	}
	if digits == 0 || digits > 1 && r.rest[0] == '0' {
		return false
	}
	r.rest = r.rest[digits:]
	if negative {
		*into = -*into
	}
	c := r.next()
	return c == ',' || c == '}' // not a point, not an exponent
}

func (d Decoded) appendJSON(b []byte) []byte {
	b = append(b, `{"symbols":[`...)
	for i := range d.Symbols {
		if i > 0 {
			b = append(b, ',')
		}
		b = d.Symbols[i].appendJSON(b)
	}
	return append(appendBool(b, `],"cut":`, d.Cut), '}')
}

func (s *Symbol) appendJSON(b []byte) []byte {
	b = append(b, `{"corners":[`...)
	for i, p := range s.Corners {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendNumber(b, `{"x":`, p.X)
		b = appendNumber(b, `,"y":`, p.Y)
		b = append(b, '}')
	}
	b = appendNumber(b, `],"version":`, float64(s.Version))
	b = append(append(b, `,"level":"`...), s.Level...)
	b = appendNumber(b, `","moduleSize":`, s.ModuleSize)
	b = appendBool(b, `,"part":`, s.Part)
	b = appendNumber(b, `,"byteLength":`, float64(s.ByteLength))
	return append(b, '}')
}

func appendNumber(b []byte, before string, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		panic("scan: internal error: a position that is no number")
	}
	return strconv.AppendFloat(append(b, before...), f, 'f', -1, 64)
}

func appendBool(b []byte, before string, is bool) []byte {
	return strconv.AppendBool(append(b, before...), is)
}
