// SPDX-License-Identifier: MIT

package qr

import "encoding/binary"

// shrink is the picture with each factor × factor pixels made one, their mean.
// Pixels beyond the last whole square are left out. It writes into the bytes
// given if they suffice.
func (l Luminance) shrink(factor int, into []byte) Luminance {
	small := Luminance{Width: l.Width / factor, Height: l.Height / factor, Stride: l.Width / factor}
	size := small.Width * small.Height
	if cap(into) < size {
		into = make([]byte, size)
	}
	small.Pix = into[:size]
	for y := range small.Height {
		row := small.Pix[y*small.Width:][:small.Width]
		if factor == 2 {
			halve(row, l.Pix[2*y*l.Stride:][:2*small.Width], l.Pix[(2*y+1)*l.Stride:][:2*small.Width])
		} else {
			l.average(row, y, factor)
		}
	}
	return small
}

// halve makes one row of two, four pixels at a time.
func halve(row, upper, lower []byte) {
	const low = 0x00FF00FF00FF00FF // every second byte
	x := 0
	for ; x+4 <= len(row); x += 4 {
		a, b := binary.LittleEndian.Uint64(upper[2*x:]), binary.LittleEndian.Uint64(lower[2*x:])
		sums := a&low + a>>8&low + b&low + b>>8&low
		means := sums >> 2 & low
		means |= means >> 8
		row[x], row[x+1], row[x+2], row[x+3] = byte(means), byte(means>>16), byte(means>>32), byte(means>>48)
	}
	for ; x < len(row); x++ {
		row[x] = byte((int(upper[2*x]) + int(upper[2*x+1]) + int(lower[2*x]) + int(lower[2*x+1])) / 4)
	}
}

// average makes row y of a picture shrunk by any factor.
func (l Luminance) average(row []byte, y, factor int) {
	squares := make([]int, len(row))
	for dy := range factor {
		line := l.Pix[(y*factor+dy)*l.Stride:]
		for x := range squares {
			for _, v := range line[x*factor:][:factor] {
				squares[x] += int(v)
			}
		}
	}
	for x, sum := range squares {
		row[x] = byte(sum / (factor * factor))
	}
}
