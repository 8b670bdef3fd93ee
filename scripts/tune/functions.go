// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// functions are those of a module.
type functions struct {
	imported int            // how many are imported, which have the first indices
	names    map[int]string // by index; none when the module was linked with -s
	bodies   [][]byte       // of the module's own
	types    []int          // of these, by their indices
}

func (m Module) functions() (f functions, err error) {
	var errs [4]error
	f.names, errs[0] = m.names()
	f.imported, errs[1] = m.imported()
	f.bodies, errs[2] = m.bodies()
	f.types, errs[3] = m.types()
	if err := errors.Join(errs[:]...); err != nil {
		return f, err
	}
	if len(f.types) != len(f.bodies) {
		return f, errModule
	}
	return f, nil
}

// name is that of one of the module's own.
func (f functions) name(i int) string { return f.names[f.imported+i] }

// names reads on behind the name of the section "name", if it is that.
func (s section) names() (r reader, ok bool) {
	r = reader{b: s.body}
	return r, s.id == custom && string(r.take(r.number())) == "name"
}

// names are those of the functions by their indices, from the custom section
// "name" (§7.4.1); a module linked with -s has none.
func (m Module) names() (map[int]string, error) {
	names := make(map[int]string)
	for _, s := range m.sections {
		r, ok := s.names()
		if !ok {
			continue
		}
		for len(r.b) > 0 {
			kind := r.byte()
			part := reader{b: r.take(r.number())}
			for n := part.count(); kind == 1 && n > 0; n-- { // function names
				index := part.number()
				names[index] = string(part.take(part.number()))
			}
			if r.failed || part.failed {
				return nil, errModule
			}
		}
	}
	return names, nil
}

// imported is how many functions are imported, which come first (§5.5.5).
func (m Module) imported() (int, error) {
	r := reader{b: m.body(importSection)}
	n := r.count()
	for range n {
		r.take(r.number())
		r.take(r.number())
		if r.byte() != 0 || r.number() < 0 || r.failed { // Go imports nothing but functions
			return 0, errModule
		}
	}
	return n, nil
}

// bodies are the functions of the module's own (§5.5.13).
func (m Module) bodies() ([][]byte, error) {
	r := reader{b: m.body(codeSection)}
	bodies := make([][]byte, 0, r.count())
	for range cap(bodies) {
		bodies = append(bodies, r.take(r.number()))
	}
	if r.failed || len(r.b) > 0 {
		return nil, errModule
	}
	return bodies, nil
}

// types are those of the functions of the module's own, by their indices (§5.5.6).
func (m Module) types() ([]int, error) {
	r := reader{b: m.body(funcSection)}
	types := make([]int, 0, r.count())
	for range cap(types) {
		types = append(types, r.number())
	}
	if r.failed || len(r.b) > 0 {
		return nil, errModule
	}
	return types, nil
}

func (m Module) withBodies(bodies [][]byte, types []int) Module {
	b := binary.AppendUvarint(nil, uint64(len(bodies)))
	for _, body := range bodies {
		b = append(binary.AppendUvarint(b, uint64(len(body))), body...)
	}
	t := binary.AppendUvarint(nil, uint64(len(types)))
	for _, of := range types {
		t = binary.AppendUvarint(t, uint64(of))
	}
	return m.with(codeSection, b).with(funcSection, t)
}

// Structure gives functions whose names begin with one of the prefixes blocks and
// loops instead of tables, but for those of an unusual form. A name is that of
// the section "name", in which Go writes _ for most of what is not a letter.
func (m Module) Structure(prefixes []string) (Module, error) {
	f, err := m.functions()
	if err != nil {
		return m, err
	}
	never := func(function int) bool {
		name := f.names[function]
		return strings.HasPrefix(name, "runtime.goPanic") || slices.Contains(panics, name)
	}
	done := 0
	for i, body := range f.bodies { // and not those that are added
		name := f.name(i)
		if !slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			continue
		}
		structured, resumed, err := Structured(body, f.imported+len(f.bodies), never)
		if err != nil {
			continue
		}
		f.bodies[i] = structured
		if resumed {
			f.bodies, f.types = append(f.bodies, body), append(f.types, f.types[i])
		}
		done++
	}
	if done == 0 {
		return m, errors.New("no function has such a name: is it linked without -s?")
	}
	return m.withBodies(f.bodies, f.types), nil
}

// panics are functions of Go's runtime that do not return: they end the program,
// or leave what called them.
var panics = []string{
	"runtime.gopanic", "runtime.panicdivide", "runtime.panicshift", "runtime.panicdottypeE", "runtime.panicdottypeI",
	"runtime.panicnildottype", "runtime.throw", "runtime.fatal", "runtime.block",
}

// WithoutNames returns the module without the names of functions.
func (m Module) WithoutNames() Module {
	return Module{slices.DeleteFunc(slices.Clone(m.sections), func(s section) bool {
		_, ok := s.names()
		return ok
	})}
}
