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
	half := l.room(2, memory)
	for y := range half.Height {
		row, from := half.Pix[y*half.Stride:][:half.Width], l.Pix[2*y*l.Stride:]
		for x := 0; x < len(row); x += 4 {
			sum := pairs(from[2*x:], l.Stride) >> 2 & lanes
			sum |= sum >> 8
			binary.LittleEndian.PutUint32(row[x:], uint32(sum&0xFFFF|sum>>16&0xFFFF0000))
		}
	}
	return half
}

// quartered is the same for 4 × 4 pixels.
func (l Luminance) quartered(memory []byte) Luminance {
	quarter := l.room(4, memory)
	for y := range quarter.Height {
		row, from := quarter.Pix[y*quarter.Stride:][:quarter.Width], l.Pix[4*y*l.Stride:]
		for x := 0; x < len(row); x += 2 {
			sum := pairs(from[4*x:], l.Stride) + pairs(from[4*x+2*l.Stride:], l.Stride)
			sum += sum >> 16
			row[x], row[x+1] = byte(sum>>4), byte(sum>>36)
		}
	}
	return quarter
}

// room is a picture of the size of this one shrunk by n.
func (l Luminance) room(n int, memory []byte) Luminance {
	width, height := l.Width/n&^3, l.Height/n
	return Luminance{Width: width, Height: height, Stride: width, Pix: room(memory, width*height)}
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
