// SPDX-License-Identifier: MIT

package main

import "slices"

// flow is a function as its basic blocks: what lies between two ends of the
// blocks that the br_table leads to.
type flow struct {
	locals, before []byte // declarations; what comes before everything
	unwinds        bool   // it has a block around everything, left when the goroutine waits
	table          []int  // which basic block a number stands for, the last for all larger ones
	blocks         []block
}

// block is a basic block: it may be left in the middle, too, inside of an if.
type block struct {
	code []instruction // the three that jump are one here, an opBr; jumps has where to, by its index
	// Where the instructions with these indices lead: to a basic block, or to unwind.
	jumps    map[int]int
	falls    bool // from its end to the next
	panics   bool // its end is a call that does not return
	order    int  // in reverse postorder; -1: never reached
	from     []int
	parent   int // that dominates it immediately
	children []int
	header   bool // of a loop
}

// unwind is the end of the function at which it says that the goroutine waits.
const unwind = -1

// read takes the body of a function apart. Never tells of a function that it does
// not return.
func read(body []byte, never func(function int) bool) (*flow, error) {
	r := reader{b: body}
	for range r.count() {
		r.number()
		r.byte()
	}
	f := &flow{locals: body[:len(body)-len(r.b)]}
	if r.failed || len(r.b) == 0 || r.b[len(r.b)-1] != end {
		return nil, errLeft
	}
	all, err := instructions(r.b[:len(r.b)-1])
	if err != nil {
		return nil, err
	}
	s := scanner{list: all}
	for s.op() == opLocalGet || s.op() == opLocalSet || s.op() == globalGet {
		f.before = append(f.before, s.next().bytes...)
	}
	// [block] loop block … block
	depth := 0
	if s.op() == opBlock {
		s.next()
		f.unwinds = true
	}
	if s.next().op != opLoop {
		return nil, errLeft
	}
	for s.op() == opBlock {
		s.next()
		depth++
	}
	if get := s.next(); depth == 0 || get.op != opLocalGet || get.value != 0 || s.op() != opBrTable {
		return nil, errLeft
	}
	f.table = s.next().table
	if s.next().op != end {
		return nil, errLeft
	}
	for i := range depth {
		b, err := s.block(f, depth-1-i)
		if err != nil {
			return nil, err
		}
		if b.panics = b.falls && b.ends(never); b.panics {
			b.falls = false
		}
		f.blocks = append(f.blocks, b)
	}
	// The end of the loop was taken for that of the last block.
	f.blocks[depth-1].falls = false
	tail := []byte{opUnreachable}
	if f.unwinds {
		tail = append(tail, end, i32Const)
	}
	for _, op := range tail {
		if s.next().op != op {
			return nil, errLeft
		}
	}
	if len(s.list) > 0 || f.table[0] != 0 || slices.Max(f.table) >= depth {
		return nil, errLeft
	}
	return f, nil
}

// scanner takes instructions off a list, ones without an opcode once it is empty.
type scanner struct{ list []instruction }

const none = 0xFF

func (s *scanner) op() byte {
	if len(s.list) == 0 {
		return none
	}
	return s.list[0].op
}

func (s *scanner) next() instruction {
	if len(s.list) == 0 {
		return instruction{op: none}
	}
	i := s.list[0]
	s.list = s.list[1:]
	return i
}

// block takes a basic block and the end behind it. So many blocks are open
// around it until the loop.
func (s *scanner) block(f *flow, open int) (block, error) {
	b := block{jumps: make(map[int]int), order: -1}
	nested := 0
	for {
		i := s.next()
		switch i.op {
		case none:
			return b, errLeft
		case opBlock, opLoop, opIf:
			nested++
		case end:
			if nested == 0 {
				last := instruction{op: none}
				if len(b.code) > 0 {
					last = b.code[len(b.code)-1]
				}
				b.falls = last.op != opBr && last.op != opReturn && last.op != opUnreachable
				return b, nil
			}
			nested--
		case opBrTable:
			return b, errLeft
		case opBr, opBrIf:
			switch {
			case i.value < nested: // its own affair
			case i.op == opBrIf && f.unwinds && i.value == nested+open+1:
				b.jumps[len(b.code)] = unwind
			case i.op == opBr && i.value == nested+open:
				to, ok := f.target(b.code)
				if !ok {
					return b, errLeft
				}
				b.code = b.code[:len(b.code)-2]
				b.jumps[len(b.code)] = to
			default:
				return b, errLeft
			}
		}
		b.code = append(b.code, i)
	}
}

// ends tells whether the last thing a basic block does is to call a function that
// does not return. The blocks of panics, which Go lists one after the other, would
// seem to lead to each other, and loops to be entered from there.
func (b *block) ends(never func(function int) bool) bool {
	for i := len(b.code) - 1; i >= 0; i-- {
		switch op := b.code[i].op; op {
		case opCall:
			return never(b.code[i].value)
		case opBrIf, opLocalSet, globalGet: // whether to unwind, and the stack pointer
		default:
			return false
		}
	}
	return false
}

// target is where a jump leads whose number was set just now.
func (f *flow) target(before []instruction) (to int, ok bool) {
	n := len(before)
	if n < 2 {
		return 0, false
	}
	number, set := before[n-2], before[n-1]
	if number.op != i32Const || set.op != opLocalSet || set.value != 0 || number.value < 0 {
		return 0, false
	}
	return f.at(number.value), true
}

// at is the basic block that a number stands for.
func (f *flow) at(number int) int { return f.table[min(number, len(f.table)-1)] }

// next lists where a basic block leads.
func (f *flow) next(at int) []int {
	b := &f.blocks[at]
	var list []int
	for _, to := range b.jumps {
		if to != unwind {
			list = append(list, to)
		}
	}
	if b.falls {
		list = append(list, at+1)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// analyse finds the loops, and which basic block dominates which (Cooper, Harvey
// and Kennedy, A Simple, Fast Dominance Algorithm, 2001).
func (f *flow) analyse() error {
	var post []int
	seen := make([]bool, len(f.blocks))
	var visit func(at int)
	visit = func(at int) {
		seen[at] = true
		for _, to := range f.next(at) {
			f.blocks[to].from = append(f.blocks[to].from, at)
			if !seen[to] {
				visit(to)
			}
		}
		post = append(post, at)
	}
	visit(0)
	slices.Reverse(post)
	for i, at := range post {
		f.blocks[at].order, f.blocks[at].parent = i, -1
	}
	f.blocks[0].parent = 0
	for changed := true; changed; {
		changed = false
		for _, at := range post[1:] {
			parent := -1
			for _, from := range f.blocks[at].from {
				if f.blocks[from].parent >= 0 {
					parent = f.common(from, parent)
				}
			}
			if f.blocks[at].parent != parent {
				f.blocks[at].parent, changed = parent, true
			}
		}
	}
	for _, at := range post {
		if at != 0 {
			parent := &f.blocks[f.blocks[at].parent]
			parent.children = append(parent.children, at) // in reverse postorder
		}
		for _, from := range f.blocks[at].from {
			if !f.back(from, at) {
				continue
			}
			f.blocks[at].header = true
			if f.common(from, at) != at {
				return errLeft // a loop with two entries
			}
		}
	}
	return nil
}

// back tells whether a jump leads back.
func (f *flow) back(from, to int) bool { return f.blocks[to].order <= f.blocks[from].order }

// common is the nearest basic block that dominates both; -1 stands for all.
func (f *flow) common(a, b int) int {
	if b < 0 {
		return a
	}
	for a != b {
		if f.blocks[a].order > f.blocks[b].order {
			a = f.blocks[a].parent
		} else {
			b = f.blocks[b].parent
		}
	}
	return a
}

// resumed tells whether Go may go on in the middle of the function: after a call
// that is none of a panic, which nothing comes after, and that does not begin it
// again, as the one for a larger stack does.
func (f *flow) resumed(never func(function int) bool) bool {
	for at := range f.blocks {
		b := &f.blocks[at]
		for i, one := range b.code {
			if one.op != opCall && one.op != opCallIndirect || one.op == opCall && never(one.value) || !b.unwinds(i) {
				continue
			}
			if number, ok := b.returns(i); !ok || f.at(number) != 0 {
				return true
			}
		}
	}
	return false
}

// unwinds tells whether a call is followed by the question whether the goroutine
// waits.
func (b *block) unwinds(call int) bool {
	for i := call + 1; i < len(b.code) && b.code[i].op != opCall; i++ {
		if b.code[i].op == opBrIf {
			return b.jumps[i] == unwind
		}
	}
	return false
}

// returns is the number at which Go goes on after a call. It is the lower half of
// the address that is stored before the call.
func (b *block) returns(call int) (number int, ok bool) {
	for i := call - 1; i > 0 && b.code[i].op != opCall; i-- {
		if b.code[i].op == i64Store && b.code[i-1].op == i64Const {
			return b.code[i-1].value & 0xFFFF, true
		}
	}
	return 0, false
}
