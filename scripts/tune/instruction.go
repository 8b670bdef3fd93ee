// SPDX-License-Identifier: MIT

package main

// instruction is one of a function's body.
type instruction struct {
	op    byte
	bytes []byte // all of it
	value int    // the immediate of i32.const, local.get, br and the like, call
	table []int  // of br_table, the default last
}

// Opcodes (§5.4).
const (
	opUnreachable, opBlock, opLoop, opIf, opElse      = 0x00, 0x02, 0x03, 0x04, 0x05
	opBr, opBrIf, opBrTable, opReturn, opCall         = 0x0C, 0x0D, 0x0E, 0x0F, 0x10
	opCallIndirect, opLocalGet, opLocalSet, globalGet = 0x11, 0x20, 0x21, 0x23
	i64Store, firstLoad, lastStore                    = 0x37, 0x28, 0x3E
	memorySize, memoryGrow                            = 0x3F, 0x40
	f32Const, f64Const, firstPlain, lastPlain, opMore = 0x43, 0x44, 0x45, 0xC4, 0xFC
	void                                              = 0x40
)

// instructions reads an expression, without the end of it.
func instructions(code []byte) ([]instruction, error) {
	var list []instruction
	r := reader{b: code}
	for len(r.b) > 0 {
		from := r.b
		i := instruction{op: r.byte()}
		switch op := i.op; {
		case op == opBlock, op == opLoop, op == opIf:
			if r.byte() != void {
				return nil, errLeft
			}
		case op == opBrTable:
			n := r.count()
			for range n + 1 {
				i.table = append(i.table, r.number())
			}
		case op == opCallIndirect:
			r.number()
			r.number()
		case op == opBr, op == opBrIf, op == opCall, 0x20 <= op && op <= 0x24:
			i.value = r.number()
		case firstLoad <= op && op <= lastStore:
			r.number()
			r.number()
		case op == memorySize, op == memoryGrow:
			r.byte()
		case op == i32Const, op == i64Const:
			i.value = int(r.signed())
		case op == f32Const:
			r.take(4)
		case op == f64Const:
			r.take(8)
		case op == opMore:
			switch more := r.number(); {
			case more <= 7: // saturating truncation
			case more == 10: // memory.copy
				r.take(2)
			case more == 11: // memory.fill
				r.take(1)
			default:
				return nil, errLeft
			}
		case op == opUnreachable, op == 0x01, op == opElse, op == end, op == opReturn, op == 0x1A, op == 0x1B, firstPlain <= op && op <= lastPlain:
		default:
			return nil, errLeft
		}
		if r.failed {
			return nil, errLeft
		}
		i.bytes = from[:len(from)-len(r.b)]
		list = append(list, i)
	}
	return list, nil
}
