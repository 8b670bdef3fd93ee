// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Go's compiler knows no structured control flow. A function is a loop around a
// br_table, and each jump sets a number and goes round it:
//
//	loop  block … block  local.get 0  br_table …  end
//	  …  i32.const 7  local.set 0  br LOOP  … end
//	  …  end … end
//
// An engine makes of that an indirect jump for every if and every turn of a
// loop. Here it is made what it was: blocks and loops, nested as the code is,
// after Norman Ramsey, Beyond Relooper (ICFP 2022).
//
// A function that Go goes on with in its middle, after a goroutine has waited
// in something it called, is entered there with another number. What it was
// becomes a function of its own for that, which hardly ever is called and so
// hardly ever compiled: nothing but Go's own stack and globals, which both have,
// tells where it is.

// errLeft means that a function is left as it is.
var errLeft = errors.New("not a function of the usual form, or one without jumps")

// writer writes a function anew.
type writer struct {
	*flow
	b     []byte
	stack []label // of what is open, the innermost last
}

// label is what a jump can lead to.
type label struct {
	kind byte // opBlock: behind it the basic block begins; opLoop: the one it begins with; opIf: nothing
	at   int
}

func (w *writer) open(op byte, l label) {
	w.b = append(w.b, op, void)
	w.stack = append(w.stack, l)
}

func (w *writer) close() {
	w.b = append(w.b, end)
	w.stack = w.stack[:len(w.stack)-1]
}

// jump leads from one basic block to another, or out of the function.
func (w *writer) jump(op byte, from, to int) {
	l := label{opBlock, to}
	if to != unwind && w.back(from, to) {
		l.kind = opLoop
	}
	for depth := range w.stack {
		if w.stack[len(w.stack)-1-depth] == l {
			w.b = binary.AppendUvarint(append(w.b, op), uint64(depth))
			return
		}
	}
	panic("tune: internal error: a jump to nowhere")
}

// tree writes a basic block and all that it dominates.
func (w *writer) tree(at int) {
	b := &w.blocks[at]
	if b.header {
		w.open(opLoop, label{opLoop, at})
	}
	for _, child := range slices.Backward(b.children) {
		w.open(opBlock, label{opBlock, child})
	}
	w.code(at)
	for _, child := range b.children {
		w.close()
		w.tree(child)
	}
	if b.header {
		w.close()
	}
}

// code writes a basic block.
func (w *writer) code(at int) {
	b := &w.blocks[at]
	for i, one := range b.code {
		if to, ok := b.jumps[i]; ok {
			w.jump(one.op, at, to)
			continue
		}
		switch one.op {
		case opBlock, opLoop, opIf:
			w.stack = append(w.stack, label{kind: opIf})
		case end:
			w.stack = w.stack[:len(w.stack)-1]
		}
		w.b = append(w.b, one.bytes...)
	}
	switch {
	case b.falls:
		w.jump(opBr, at, at+1)
	case b.panics:
		w.b = append(w.b, opUnreachable)
	}
}

// Structured is the body of a function with loops and blocks instead of a table,
// and whether it is entered in its middle, too: then it calls the function with
// the number resume there, which is to have the body that this one had. Never
// tells of a function that it does not return.
func Structured(body []byte, resume int, never func(function int) bool) (structured []byte, resumed bool, err error) {
	f, err := read(body, never)
	if err != nil {
		return nil, false, err
	}
	if err := f.analyse(); err != nil {
		return nil, false, err
	}
	w := writer{flow: f, b: slices.Clone(f.locals)}
	resumed = f.resumed(never)
	if resumed {
		w.b = append(w.b, opLocalGet, 0, opIf, void, opLocalGet, 0, opCall)
		w.b = append(binary.AppendUvarint(w.b, uint64(resume)), opReturn, end)
	}
	w.b = append(w.b, f.before...)
	if f.unwinds {
		w.open(opBlock, label{opBlock, unwind})
	}
	w.tree(0)
	w.b = append(w.b, opUnreachable)
	if f.unwinds {
		w.close()
		w.b = append(w.b, i32Const, 1)
	}
	return append(w.b, end), resumed, nil
}
