// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/binary"
	"math/bits"
	"sync"

	"golang.org/x/crypto/blake2b"
)

// Argon2d (RFC 9106, version 0x13), which KeePass uses by default and x/crypto
// leaves out. Of the three variants it is the simplest: which block is looked
// up next is always taken from the block before. The lanes of a slice are independent
// of each other and are filled at the same time where there are threads.

const (
	argonBlock   = 128 // words of 64 bits in a block of 1 KiB
	argonSlices  = 4   // of a lane
	argonVersion = 0x13
	argonTypeD   = 0
)

type argonWords [argonBlock]uint64

// argon2dInput are the parameters; the caller holds them to bounds first.
type argon2dInput struct {
	password, salt, secret, data []byte
	memory                       uint32 // KiB, at least 8 × lanes
	passes                       uint32 // at least 1
	lanes                        uint32 // at least 1
}

// argon2d derives a key of size bytes.
func argon2d(in argon2dInput, size uint32) []byte {
	columns := in.memory / (argonSlices * in.lanes) * argonSlices
	memory := make([]argonWords, columns*in.lanes)
	first := in.first(size)
	for lane := range in.lanes {
		for column := range uint32(2) {
			seed := binary.LittleEndian.AppendUint32(first[:len(first):len(first)], column)
			seed = binary.LittleEndian.AppendUint32(seed, lane)
			memory[lane*columns+column].load(argonHash(seed, 8*argonBlock))
		}
	}
	for pass := range in.passes {
		for slice := range uint32(argonSlices) {
			var lanes sync.WaitGroup
			for lane := range in.lanes {
				lanes.Go(argonSegment{memory, in.lanes, columns, pass, slice, lane}.fill)
			}
			lanes.Wait()
		}
	}
	last := memory[columns-1]
	for lane := uint32(1); lane < in.lanes; lane++ {
		for i, word := range memory[lane*columns+columns-1] {
			last[i] ^= word
		}
	}
	return argonHash(last.bytes(), size)
}

// first is H0 (§3.2, step 1).
func (in argon2dInput) first(size uint32) []byte {
	h, _ := blake2b.New512(nil)
	number := func(n uint32) { _, _ = h.Write(binary.LittleEndian.AppendUint32(nil, n)) }
	for _, n := range []uint32{in.lanes, size, in.memory, in.passes, argonVersion, argonTypeD} {
		number(n)
	}
	for _, part := range [][]byte{in.password, in.salt, in.secret, in.data} {
		number(uint32(len(part)))
		_, _ = h.Write(part)
	}
	return h.Sum(nil)
}

// argonHash is H', the hash of any length (§3.3).
func argonHash(data []byte, size uint32) []byte {
	data = append(binary.LittleEndian.AppendUint32(nil, size), data...)
	if size <= blake2b.Size {
		h, _ := blake2b.New(int(size), nil)
		_, _ = h.Write(data)
		return h.Sum(nil)
	}
	var out []byte
	v := blake2b.Sum512(data)
	for left := size; ; {
		out = append(out, v[:blake2b.Size/2]...)
		if left -= blake2b.Size / 2; left <= blake2b.Size {
			h, _ := blake2b.New(int(left), nil)
			_, _ = h.Write(v[:])
			return h.Sum(out)
		}
		v = blake2b.Sum512(v[:])
	}
}

// argonSegment is a quarter of a lane in one pass.
type argonSegment struct {
	memory                            []argonWords
	lanes, columns, pass, slice, lane uint32
}

func (s argonSegment) fill() {
	length := s.columns / argonSlices
	start := uint32(0)
	if s.pass == 0 && s.slice == 0 {
		start = 2 // made from H0
	}
	base := s.lane * s.columns
	for index := start; index < length; index++ {
		column := s.slice*length + index
		before := base + (column+s.columns-1)%s.columns
		previous := &s.memory[before]
		reference := &s.memory[s.reference(previous[0], index)]
		argonCompress(&s.memory[base+column], previous, reference, s.pass > 0)
	}
}

// reference is the position of the block that a pseudo-random value chooses
// (§3.4.1.1, §3.4.2).
func (s argonSegment) reference(random uint64, index uint32) uint32 {
	length := s.columns / argonSlices
	lane := uint32(random>>32) % s.lanes
	if s.pass == 0 && s.slice == 0 {
		lane = s.lane
	}
	size, start := s.slice*length, uint32(0)
	if s.pass > 0 {
		size, start = s.columns-length, (s.slice+1)%argonSlices*length
	}
	if lane == s.lane {
		size += index - 1
	} else if index == 0 {
		size--
	}
	x := random & 0xFFFFFFFF
	x = x * x >> 32
	offset := size - 1 - uint32(uint64(size)*x>>32)
	return lane*s.columns + (start+offset)%s.columns
}

// argonCompress is G (§3.5): the permutation on the rows and on the columns of
// the two blocks' difference. From the second pass on the old block goes in.
func argonCompress(out, x, y *argonWords, again bool) {
	var r, q argonWords
	for i := range r {
		r[i] = x[i] ^ y[i]
	}
	q = r
	for row := 0; row < argonBlock; row += 16 {
		argonPermute(&q, row, 1)
	}
	for column := 0; column < 16; column += 2 {
		argonPermute(&q, column, 8)
	}
	for i := range r {
		word := r[i] ^ q[i]
		if again {
			word ^= out[i]
		}
		out[i] = word
	}
}

func (b *argonWords) load(data []byte) {
	for i := range b {
		b[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
}

func (b *argonWords) bytes() []byte {
	data := make([]byte, 0, 8*argonBlock)
	for _, word := range b {
		data = binary.LittleEndian.AppendUint64(data, word)
	}
	return data
}

// argonPermute is P (§3.6) on sixteen words of a block, eight pairs of
// neighbours that are 2 × step apart: a row with step 1, a column with 8. It is
// Blake2b's round with a multiplication in it, written out because a loop takes
// three times as long in WebAssembly, and a person waits for it.
func argonPermute(b *argonWords, start, step int) {
	at := func(pair int) int { return (start + 2*step*pair) & (argonBlock - 2) }
	i0, i2, i4, i6, i8, ia, ic, ie := at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)
	v0, v1 := b[i0], b[i0+1]
	v2, v3 := b[i2], b[i2+1]
	v4, v5 := b[i4], b[i4+1]
	v6, v7 := b[i6], b[i6+1]
	v8, v9 := b[i8], b[i8+1]
	va, vb := b[ia], b[ia+1]
	vc, vd := b[ic], b[ic+1]
	ve, vf := b[ie], b[ie+1]

	v0 = argonAdd(v0, v4)
	vc = bits.RotateLeft64(vc^v0, -32)
	v8 = argonAdd(v8, vc)
	v4 = bits.RotateLeft64(v4^v8, -24)
	v0 = argonAdd(v0, v4)
	vc = bits.RotateLeft64(vc^v0, -16)
	v8 = argonAdd(v8, vc)
	v4 = bits.RotateLeft64(v4^v8, -63)

	v1 = argonAdd(v1, v5)
	vd = bits.RotateLeft64(vd^v1, -32)
	v9 = argonAdd(v9, vd)
	v5 = bits.RotateLeft64(v5^v9, -24)
	v1 = argonAdd(v1, v5)
	vd = bits.RotateLeft64(vd^v1, -16)
	v9 = argonAdd(v9, vd)
	v5 = bits.RotateLeft64(v5^v9, -63)

	v2 = argonAdd(v2, v6)
	ve = bits.RotateLeft64(ve^v2, -32)
	va = argonAdd(va, ve)
	v6 = bits.RotateLeft64(v6^va, -24)
	v2 = argonAdd(v2, v6)
	ve = bits.RotateLeft64(ve^v2, -16)
	va = argonAdd(va, ve)
	v6 = bits.RotateLeft64(v6^va, -63)

	v3 = argonAdd(v3, v7)
	vf = bits.RotateLeft64(vf^v3, -32)
	vb = argonAdd(vb, vf)
	v7 = bits.RotateLeft64(v7^vb, -24)
	v3 = argonAdd(v3, v7)
	vf = bits.RotateLeft64(vf^v3, -16)
	vb = argonAdd(vb, vf)
	v7 = bits.RotateLeft64(v7^vb, -63)

	v0 = argonAdd(v0, v5)
	vf = bits.RotateLeft64(vf^v0, -32)
	va = argonAdd(va, vf)
	v5 = bits.RotateLeft64(v5^va, -24)
	v0 = argonAdd(v0, v5)
	vf = bits.RotateLeft64(vf^v0, -16)
	va = argonAdd(va, vf)
	v5 = bits.RotateLeft64(v5^va, -63)

	v1 = argonAdd(v1, v6)
	vc = bits.RotateLeft64(vc^v1, -32)
	vb = argonAdd(vb, vc)
	v6 = bits.RotateLeft64(v6^vb, -24)
	v1 = argonAdd(v1, v6)
	vc = bits.RotateLeft64(vc^v1, -16)
	vb = argonAdd(vb, vc)
	v6 = bits.RotateLeft64(v6^vb, -63)

	v2 = argonAdd(v2, v7)
	vd = bits.RotateLeft64(vd^v2, -32)
	v8 = argonAdd(v8, vd)
	v7 = bits.RotateLeft64(v7^v8, -24)
	v2 = argonAdd(v2, v7)
	vd = bits.RotateLeft64(vd^v2, -16)
	v8 = argonAdd(v8, vd)
	v7 = bits.RotateLeft64(v7^v8, -63)

	v3 = argonAdd(v3, v4)
	ve = bits.RotateLeft64(ve^v3, -32)
	v9 = argonAdd(v9, ve)
	v4 = bits.RotateLeft64(v4^v9, -24)
	v3 = argonAdd(v3, v4)
	ve = bits.RotateLeft64(ve^v3, -16)
	v9 = argonAdd(v9, ve)
	v4 = bits.RotateLeft64(v4^v9, -63)

	b[i0], b[i0+1] = v0, v1
	b[i2], b[i2+1] = v2, v3
	b[i4], b[i4+1] = v4, v5
	b[i6], b[i6+1] = v6, v7
	b[i8], b[i8+1] = v8, v9
	b[ia], b[ia+1] = va, vb
	b[ic], b[ic+1] = vc, vd
	b[ie], b[ie+1] = ve, vf
}

// argonAdd is the addition in GB (§3.6).
func argonAdd(a, b uint64) uint64 { return a + b + 2*uint64(uint32(a))*uint64(uint32(b)) }
