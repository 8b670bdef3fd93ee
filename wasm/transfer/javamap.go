// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// A java.util.HashMap<String, String> in Java's serialisation (Java Object
// Serialization Specification §6), version 5:
//
//	AC ED 00 05                       magic, version
//	73 72 0011 "java.util.HashMap"    an object, its class
//	0507DAC1C31660D1 03               serialVersionUID, flags
//	0002 46 000A "loadFactor" 49 0009 "threshold" 78 70
//	f32 i32                           the fields; Android up to 6 has the first only
//	77 08 capacity i32, size i32      written by HashMap itself
//	size × (string, string) 78
//
// A string is 74 with a length u16, 7C with u64, 70 for null, or 71 and the
// number of a string before. Strings are in modified UTF-8.

const (
	javaMagic   = "\xAC\xED\x00\x05"
	javaHashMap = "sr\x00\x11java.util.HashMap\x05\x07\xDA\xC1\xC3\x16\x60\xD1"

	javaNoSuper    = "xp"     // end of the class's annotations, no super class
	javaFirst      = 0x7E0000 // number of the first thing; the class and the map come before any string
	javaBefore     = 2
	javaBlock      = 'w'
	javaString     = 't'
	javaLongString = '|'
	javaNull       = 'p'
	javaReference  = 'q'
	javaEnd        = 'x'
)

// javaEntry is one name and value of a map, in the order of the file.
type javaEntry struct{ name, value string }

// parseJavaMap reads a whole file. No length in it is trusted further than the
// bytes there are.
func parseJavaMap(data []byte) ([]javaEntry, error) {
	p := &javaParser{rest: string(data)}
	ok := p.expect(javaMagic) && p.expect(javaHashMap)
	flags, okFlags := p.take(1)
	if !ok || !okFlags || flags[0]&3 != 3 || !p.fields() || !p.expect(string([]byte{javaBlock, 8})) {
		return nil, damaged()
	}
	sizes, ok := p.take(8)
	if !ok {
		return nil, damaged()
	}
	size := int64(binary.BigEndian.Uint32([]byte(sizes[4:])))
	if size > int64(len(p.rest)) || size > MaxEntries {
		return nil, damaged()
	}
	var entries []javaEntry
	for range size {
		name, ok := p.text()
		value, okValue := p.text()
		if !ok || !okValue {
			return nil, damaged()
		}
		entries = append(entries, javaEntry{name, value})
	}
	if !p.expect(string(rune(javaEnd))) {
		return nil, damaged()
	}
	return entries, nil
}

type javaParser struct {
	rest    string
	strings []string // that can be referred to
}

func (p *javaParser) take(n int64) (string, bool) {
	if n < 0 || n > int64(len(p.rest)) {
		return "", false
	}
	taken := p.rest[:n]
	p.rest = p.rest[n:]
	return taken, true
}

func (p *javaParser) expect(text string) bool {
	rest, found := strings.CutPrefix(p.rest, text)
	p.rest = rest
	return found
}

// fields passes over the fields of the class, which are floats and ints, and
// their values.
func (p *javaParser) fields() bool {
	count, ok := p.take(2)
	if !ok {
		return false
	}
	n := int64(binary.BigEndian.Uint16([]byte(count)))
	for range n {
		head, ok := p.take(3)
		if !ok || head[0] != 'F' && head[0] != 'I' {
			return false
		}
		if _, ok := p.take(int64(binary.BigEndian.Uint16([]byte(head[1:])))); !ok {
			return false
		}
	}
	if !p.expect(javaNoSuper) {
		return false
	}
	_, ok = p.take(4 * n)
	return ok
}

// text is the next string; null is "".
func (p *javaParser) text() (string, bool) {
	tag, ok := p.take(1)
	if !ok {
		return "", false
	}
	switch tag[0] {
	case javaNull:
		return "", true
	case javaReference:
		number, ok := p.take(4)
		if !ok {
			return "", false
		}
		index := int64(binary.BigEndian.Uint32([]byte(number))) - javaFirst - javaBefore
		if index < 0 || index >= int64(len(p.strings)) {
			return "", false
		}
		return p.strings[index], true
	case javaString:
		return p.chars(2)
	case javaLongString:
		return p.chars(8)
	}
	return "", false
}

// chars reads a length of so many bytes and the string.
func (p *javaParser) chars(size int64) (string, bool) {
	field, ok := p.take(size)
	if !ok {
		return "", false
	}
	length := binary.BigEndian.Uint64(append(make([]byte, 8-size), field...))
	if length > uint64(len(p.rest)) {
		return "", false
	}
	raw, _ := p.take(int64(length))
	text := fromModifiedUTF8(raw)
	p.strings = append(p.strings, text)
	return text, true
}

// fromModifiedUTF8 decodes Java's form of UTF-8: C0 80 for NUL, and six bytes,
// two surrogates of three, for what lies beyond U+FFFF (java.io.DataInput).
func fromModifiedUTF8(raw string) string {
	if strings.IndexByte(raw, 0xC0) < 0 && strings.IndexByte(raw, 0xED) < 0 {
		return strings.ToValidUTF8(raw, "\uFFFD")
	}
	var units []uint16
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c < 0x80:
			units = append(units, uint16(c))
			i++
		case c>>5 == 6 && i+1 < len(raw):
			units = append(units, uint16(c&0x1F)<<6|uint16(raw[i+1]&0x3F))
			i += 2
		case c>>4 == 14 && i+2 < len(raw):
			units = append(units, uint16(c&0x0F)<<12|uint16(raw[i+1]&0x3F)<<6|uint16(raw[i+2]&0x3F))
			i += 3
		default:
			units = append(units, 0xFFFD)
			i++
		}
	}
	return string(utf16.Decode(units))
}
