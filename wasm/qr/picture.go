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

// halved is the picture with each 2 × 2 pixels made one, their mean. Odd last
// rows and columns are left out. It lies in memory if that is large enough.
func (l Luminance) halved(memory []byte) Luminance {
	return l.shrunk(2, memory, func(row, from []byte) {
		for x := range len(row) / 4 {
			sum := pairs(from[8*x:], l.Stride) >> 2 & lanes
			sum |= sum >> 8
			binary.LittleEndian.PutUint32(row[4*x:], uint32(sum&0xFFFF|sum>>16&0xFFFF0000))
		}
	})
}

// quartered is the same for 4 × 4 pixels.
func (l Luminance) quartered(memory []byte) Luminance {
	return l.shrunk(4, memory, func(row, from []byte) {
		for x := range len(row) / 2 {
			sum := pairs(from[8*x:], l.Stride) + pairs(from[8*x+2*l.Stride:], l.Stride)
			sum += sum >> 16
			row[2*x], row[2*x+1] = byte(sum>>4), byte(sum>>36)
		}
	})
}

// shrunk makes each n × n pixels one. Whole makes of the pixels from some row
// on as much of a row as can be made eight bytes at a time.
func (l Luminance) shrunk(n int, memory []byte, whole func(row, from []byte)) Luminance {
	small := Luminance{Width: l.Width / n, Height: l.Height / n, Stride: l.Width / n}
	small.Pix = room(memory, small.Width*small.Height)
	for y := range small.Height {
		row, from := small.Pix[y*small.Stride:][:small.Width], l.Pix[y*n*l.Stride:]
		whole(row, from)
		for x := small.Width &^ (8/n - 1); x < small.Width; x++ {
			sum := 0
			for i := range n * n {
				sum += int(from[i/n*l.Stride+x*n+i%n])
			}
			row[x] = byte(sum / (n * n))
		}
	}
	return small
}

// lanes are every second byte of eight, to be added up in 16 bits.
const lanes = 0x00FF00FF00FF00FF

// pairs adds up four 2 × 2 pixels.
func pairs(from []byte, stride int) uint64 {
	a, b := binary.LittleEndian.Uint64(from), binary.LittleEndian.Uint64(from[stride:])
	return a&lanes + a>>8&lanes + b&lanes + b>>8&lanes
}

// smooth makes each pixel the mean of itself and its neighbours to the right,
// below and in between, in place, eight at a time. What was at a pixel's corner
// is at its centre then.
func (l Luminance) smooth() {
	for y := range l.Height {
		row := l.Pix[y*l.Stride:][:l.Width]
		next := row
		if y+1 < l.Height {
			next = l.Pix[(y+1)*l.Stride:][:l.Width]
		}
		x := 0
		for ; x+9 <= len(row); x += 8 {
			a, b := binary.LittleEndian.Uint64(row[x:]), binary.LittleEndian.Uint64(row[x+1:])
			c, d := binary.LittleEndian.Uint64(next[x:]), binary.LittleEndian.Uint64(next[x+1:])
			even := (a&lanes + b&lanes + c&lanes + d&lanes) >> 2 & lanes
			odd := (a>>8&lanes + b>>8&lanes + c>>8&lanes + d>>8&lanes) >> 2 & lanes
			binary.LittleEndian.PutUint64(row[x:], even|odd<<8)
		}
		for ; x < len(row); x++ {
			right := min(x+1, len(row)-1)
			row[x] = byte((int(row[x]) + int(row[right]) + int(next[x]) + int(next[right])) / 4)
		}
	}
}
