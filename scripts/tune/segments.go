// SPDX-License-Identifier: MIT

package main

import "encoding/binary"

// gap is how many zeros separate two data segments. With every shorter run of
// them out of the file, as Go's linker has it, there are some 40,000 segments,
// whose heads hardly deflate: 7 % of the file.
const gap = 32

// segments is a data section (§5.5.14) of all that is not zero.
func segments(memory []byte) []byte {
	var b []byte
	n := 0
	for from := nextData(memory, 0); from < len(memory); n++ {
		to := from + 1 // behind the last byte that is not zero
		for at := to; at < len(memory) && at-to < gap; at++ {
			if memory[at] != 0 {
				to = at + 1
			}
		}
		b = appendSigned(append(b, 0, i32Const), int64(int32(from)))
		b = binary.AppendUvarint(append(b, end), uint64(to-from))
		b = append(b, memory[from:to]...)
		from = nextData(memory, to)
	}
	return append(binary.AppendUvarint(nil, uint64(n)), b...)
}

// nextData is where the next byte is that is not zero.
func nextData(memory []byte, from int) int {
	for from < len(memory) && memory[from] == 0 {
		from++
	}
	return from
}
