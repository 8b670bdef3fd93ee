// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Module is a WebAssembly module in the binary format (WebAssembly Core
// Specification 2.0 §5.5), read as far as it is needed to change its data.
type Module struct {
	sections []section
}

type section struct {
	id   byte
	body []byte
}

// Ids of sections (§5.5.2).
const (
	custom        = 0
	importSection = 2
	funcSection   = 3
	memorySection = 5
	globalSection = 6
	exportSection = 7
	codeSection   = 10
	dataSection   = 11
	dataCount     = 12
)

// Global is a global of the module's own (§5.5.9), of a whole number.
type Global struct {
	Type    byte // i32 or i64
	Mutable byte
	Value   int64
}

// Encodings (§5.3.1, §5.4.7, §5.5.10).
const (
	i32, i64           = 0x7F, 0x7E
	i32Const, i64Const = 0x41, 0x42
	end                = 0x0B
	globalExport       = 3
)

// Page is the unit of a memory's size in bytes (§4.2.8).
const Page = 64 << 10

var preamble = []byte("\x00asm\x01\x00\x00\x00")

var errModule = errors.New("this is no WebAssembly module as Go's linker writes them")

// Parse reads a module.
func Parse(b []byte) (Module, error) {
	var m Module
	if !bytes.HasPrefix(b, preamble) {
		return m, errModule
	}
	for r := (reader{b: b[len(preamble):]}); len(r.b) > 0; {
		id := r.byte()
		body := r.take(r.number())
		if r.failed {
			return m, errModule
		}
		m.sections = append(m.sections, section{id, body})
	}
	return m, nil
}

// Bytes is the module in the binary format.
func (m Module) Bytes() []byte {
	b := slices.Clone(preamble)
	for _, s := range m.sections {
		b = append(b, s.id)
		b = binary.AppendUvarint(b, uint64(len(s.body)))
		b = append(b, s.body...)
	}
	return b
}

// body is the content of the only section with the id; nil when there is none.
func (m Module) body(id byte) []byte {
	for _, s := range m.sections {
		if s.id == id {
			return s.body
		}
	}
	return nil
}

// with returns the module with another content of the section with the id.
func (m Module) with(id byte, body []byte) Module {
	sections := slices.Clone(m.sections)
	for i := range sections {
		if sections[i].id == id {
			sections[i].body = body
		}
	}
	return Module{sections}
}

// Globals lists the globals.
func (m Module) Globals() ([]Global, error) {
	r := reader{b: m.body(globalSection)}
	globals := make([]Global, 0, min(r.count(), 1000))
	for range cap(globals) {
		g := Global{Type: r.byte(), Mutable: r.byte()}
		op := r.byte()
		if op != i32Const && op != i64Const {
			return nil, errModule
		}
		g.Value = r.signed()
		if r.byte() != end || r.failed {
			return nil, errModule
		}
		globals = append(globals, g)
	}
	if len(r.b) > 0 || r.failed {
		return nil, errModule
	}
	return globals, nil
}

// WithGlobals returns the module with other first values of its globals.
func (m Module) WithGlobals(globals []Global) Module {
	b := binary.AppendUvarint(nil, uint64(len(globals)))
	for _, g := range globals {
		op := byte(i32Const)
		if g.Type == i64 {
			op = i64Const
		}
		b = appendSigned(append(b, g.Type, g.Mutable, op), g.Value)
		b = append(b, end)
	}
	return m.with(globalSection, b)
}

// WithGlobalsExported returns the module with an export of every global more,
// whose names are the prefix and the number of the global.
func (m Module) WithGlobalsExported(prefix string) (Module, error) {
	globals, err := m.Globals()
	if err != nil {
		return m, err
	}
	r := reader{b: m.body(exportSection)}
	b := binary.AppendUvarint(nil, uint64(r.count()+len(globals)))
	if b = append(b, r.b...); r.failed {
		return m, errModule
	}
	for i := range globals {
		name := fmt.Sprint(prefix, i)
		b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
		b = binary.AppendUvarint(append(b, globalExport), uint64(i))
	}
	return m.with(exportSection, b), nil
}

// Without returns the module without the export of the name.
func (m Module) Without(name string) (Module, error) {
	r := reader{b: m.body(exportSection)}
	n := r.count()
	var kept []byte
	left := n
	for range n {
		from := r.b
		found := string(r.take(r.number()))
		r.byte() // what kind of thing it is
		r.number()
		if r.failed {
			return m, errModule
		}
		if found == name {
			left--
			continue
		}
		kept = append(kept, from[:len(from)-len(r.b)]...)
	}
	return m.with(exportSection, append(binary.AppendUvarint(nil, uint64(left)), kept...)), nil
}

// WithMemory returns the module whose one memory, which is its own, holds just
// this from the beginning. Its size is a multiple of [Page].
func (m Module) WithMemory(memory []byte) (Module, error) {
	if len(memory)%Page != 0 || m.body(dataCount) != nil {
		return m, errModule
	}
	limits := binary.AppendUvarint([]byte{1, 0}, uint64(len(memory)/Page)) // one memory, without a maximum
	return m.with(memorySection, limits).with(dataSection, segments(memory)), nil
}

// Memory is what the module's memory holds from the beginning.
func (m Module) Memory() ([]byte, error) {
	r := reader{b: m.body(memorySection)}
	if r.byte() != 1 || r.byte() != 0 {
		return nil, errModule
	}
	pages := r.number()
	if r.failed || pages > math.MaxInt32/Page {
		return nil, errModule
	}
	memory := make([]byte, pages*Page)
	r = reader{b: m.body(dataSection)}
	for range r.count() {
		if r.byte() != 0 || r.byte() != i32Const {
			return nil, errModule
		}
		at := int(uint32(r.signed()))
		if r.byte() != end {
			return nil, errModule
		}
		data := r.take(r.number())
		if r.failed || at > len(memory)-len(data) {
			return nil, errModule
		}
		copy(memory[at:], data)
	}
	return memory, nil
}

// WithCustom returns the module with a custom section (§5.5.3) at its end.
func (m Module) WithCustom(name string, content []byte) Module {
	body := append(binary.AppendUvarint(nil, uint64(len(name))), name...)
	return Module{append(slices.Clone(m.sections), section{custom, append(body, content...)})}
}

// appendSigned appends signed LEB128 (§5.2.2).
func appendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7F)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// reader takes values off the front of b, zeros once one was not there.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) fail() {
	r.b, r.failed = nil, true
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

// number takes an unsigned 32-bit LEB128.
func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > math.MaxUint32 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

// count takes the number of things that follow, each of a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > len(r.b) {
		r.fail()
		return 0
	}
	return n
}

func (r *reader) signed() (v int64) {
	for shift := 0; shift < 70; shift += 7 {
		c := r.byte()
		v |= int64(c&0x7F) << shift
		if c < 0x80 {
			if c&0x40 != 0 && shift+7 < 64 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.fail()
	return 0
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}
