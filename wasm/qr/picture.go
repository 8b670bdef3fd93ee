// SPDX-License-Identifier: MIT

package qr

import "encoding/binary"

// room is n elements, in memory if it is large enough, with whatever is there.
func room[T any](memory []T, n int) []T {
	if cap(memory) < n {
		return make([]T, n)
	}
	return memory[:n]
}

// halved is the picture with each 2 × 2 pixels made one, their mean. It lies in
// memory if that is large enough. Its width is a multiple of four; what is left
// over of the picture is left out.
func (l Luminance) halved(memory []byte) Luminance {
	half := Luminance{Width: l.Width / 2 &^ 3, Height: l.Height / 2, Stride: l.Width / 2 &^ 3}
	half.Pix = room(memory, half.Width*half.Height)
	for y := range half.Height {
		halve(half.Pix[y*half.Stride:][:half.Width], l.Pix[2*y*l.Stride:][:2*half.Width], l.Pix[(2*y+1)*l.Stride:][:2*half.Width])
	}
	return half
}

// halve makes a row of two, eight pixels at a time. What is left of a slice goes
// on to the next, and words, not slices, to means: of all ways this is the one
// that WebAssembly is fastest with, by half. The last four, where there are four
// too many, are made first: what the loop leaves must not be needed after it.
//
//go:noinline
func halve(row, upper, lower []byte) {
	if n := len(row) - 4; n >= 0 {
		binary.LittleEndian.PutUint32(row[n:], uint32(means(binary.LittleEndian.Uint64(upper[2*n:]), binary.LittleEndian.Uint64(lower[2*n:]))))
	}
	for len(row) >= 8 && len(upper) >= 16 && len(lower) >= 16 {
		a := means(binary.LittleEndian.Uint64(upper), binary.LittleEndian.Uint64(lower))
		b := means(binary.LittleEndian.Uint64(upper[8:]), binary.LittleEndian.Uint64(lower[8:]))
		binary.LittleEndian.PutUint64(row, a|b<<32)
		row, upper, lower = row[8:], upper[16:], lower[16:]
	}
}

// means are four pixels of the half: of 2 × 2 pixels each.
func means(upper, lower uint64) uint64 {
	sum := (upper&lanes + upper>>8&lanes + lower&lanes + lower>>8&lanes) >> 2 & lanes
	sum |= sum >> 8
	return sum&0xFFFF | sum>>16&0xFFFF0000
}

// lanes are every second byte of eight, to be added up in 16 bits.
const lanes = 0x00FF00FF00FF00FF

// smooth makes each pixel the mean of itself and its neighbours to the right,
// below and in between, in place, eight at a time. What was at a pixel's corner
// is at its centre then. Rows must follow each other without a gap; those at the
// right edge are taken for the neighbours of those at the left of the next row,
// and the last row stays, where no symbol can be hurt.
func (l Luminance) smooth() {
	pix, below := l.Pix, l.Pix[l.Stride:]
	for len(pix) >= 9 && len(below) >= 9 {
		a, b := binary.LittleEndian.Uint64(pix), binary.LittleEndian.Uint64(pix[1:])
		c, d := binary.LittleEndian.Uint64(below), binary.LittleEndian.Uint64(below[1:])
		even := (a&lanes + b&lanes + c&lanes + d&lanes) >> 2 & lanes
		odd := (a>>8&lanes + b>>8&lanes + c>>8&lanes + d>>8&lanes) >> 2 & lanes
		binary.LittleEndian.PutUint64(pix, even|odd<<8)
		pix, below = pix[8:], below[8:]
	}
}
