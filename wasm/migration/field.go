// SPDX-License-Identifier: MIT

package migration

import "encoding/binary"

// The wire format of protobuf, without the groups that nothing writes any more.
// Source: protobuf.dev/programming-guides/encoding.
const (
	Varint  = 0
	Fixed64 = 1
	Bytes   = 2
	Fixed32 = 5
)

// Field is one field of a message.
type Field struct {
	Number uint64 // from 1
	Wire   uint64 // Varint, Fixed64, Bytes or Fixed32
	Varint uint64 // of a Varint
	Bytes  []byte // of any other: a part of the message
}

// Next cuts one field off the front of a message, which is not empty.
func Next(data []byte) (f Field, rest []byte, err error) {
	tag, n := binary.Uvarint(data)
	if n <= 0 || tag>>3 == 0 || tag>>3 >= 1<<29 {
		return f, nil, ErrDamaged
	}
	f.Number, f.Wire, data = tag>>3, tag&7, data[n:]
	length := uint64(0)
	switch f.Wire {
	case Varint:
		if f.Varint, n = binary.Uvarint(data); n <= 0 {
			return f, nil, ErrDamaged
		}
		return f, data[n:], nil
	case Fixed64:
		length = 8
	case Fixed32:
		length = 4
	case Bytes:
		if length, n = binary.Uvarint(data); n <= 0 {
			return f, nil, ErrDamaged
		}
		data = data[n:]
	default:
		return f, nil, ErrDamaged
	}
	if length > uint64(len(data)) {
		return f, nil, ErrDamaged
	}
	f.Bytes = data[:length]
	return f, data[length:], nil
}
