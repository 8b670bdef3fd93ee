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

// halved is the picture with each 2 × 2 pixels made one, their mean. An odd
// last row or column is left out. It lies in memory if that is large enough.
func (l Luminance) halved(memory []byte) Luminance {
	half := Luminance{Width: l.Width / 2, Height: l.Height / 2, Stride: l.Width / 2}
	half.Pix = room(memory, half.Width*half.Height)
	for y := range half.Height {
		halve(half.Pix[y*half.Stride:][:half.Width],
			l.Pix[2*y*l.Stride:][:2*half.Width], l.Pix[(2*y+1)*l.Stride:][:2*half.Width])
	}
	return half
}

// halve makes one row of two, four pixels at a time.
func halve(row, upper, lower []byte) {
	const low = 0x00FF00FF00FF00FF // every second byte
	x := 0
	for ; x+4 <= len(row); x += 4 {
		a, b := binary.LittleEndian.Uint64(upper[2*x:]), binary.LittleEndian.Uint64(lower[2*x:])
		means := (a&low + a>>8&low + b&low + b>>8&low) >> 2 & low
		means |= means >> 8
		binary.LittleEndian.PutUint32(row[x:], uint32(means&0xFFFF|means>>16&0xFFFF0000))
	}
	for ; x < len(row); x++ {
		row[x] = byte((int(upper[2*x]) + int(upper[2*x+1]) + int(lower[2*x]) + int(lower[2*x+1])) / 4)
	}
}

// smooth makes each pixel the mean of itself and its neighbours to the right,
// below and in between, in place. What was at a pixel's corner is at its
// centre then.
func (l Luminance) smooth() {
	for y := range l.Height {
		row := l.Pix[y*l.Stride:][:l.Width]
		next := row
		if y+1 < l.Height {
			next = l.Pix[(y+1)*l.Stride:][:l.Width]
		}
		left := int(row[0]) + int(next[0])
		for x := 1; x < len(row); x++ {
			right := int(row[x]) + int(next[x])
			row[x-1] = byte((left + right) >> 2)
			left = right
		}
		row[len(row)-1] = byte(left >> 1)
	}
}
