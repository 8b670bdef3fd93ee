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
		row := half.Pix[y*half.Stride:][:half.Width]
		upper, lower := l.Pix[2*y*l.Stride:], l.Pix[(2*y+1)*l.Stride:]
		for x := 0; x < len(row); x += 4 {
			a, b := binary.LittleEndian.Uint64(upper[2*x:]), binary.LittleEndian.Uint64(lower[2*x:])
			means := (a&lanes + a>>8&lanes + b&lanes + b>>8&lanes) >> 2 & lanes
			means |= means >> 8
			binary.LittleEndian.PutUint32(row[x:], uint32(means&0xFFFF|means>>16&0xFFFF0000))
		}
	}
	return half
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
	for x := 0; x+9 <= len(below); x += 8 {
		a, b := binary.LittleEndian.Uint64(pix[x:]), binary.LittleEndian.Uint64(pix[x+1:])
		c, d := binary.LittleEndian.Uint64(below[x:]), binary.LittleEndian.Uint64(below[x+1:])
		even := (a&lanes + b&lanes + c&lanes + d&lanes) >> 2 & lanes
		odd := (a>>8&lanes + b>>8&lanes + c>>8&lanes + d>>8&lanes) >> 2 & lanes
		binary.LittleEndian.PutUint64(pix[x:], even|odd<<8)
	}
}
