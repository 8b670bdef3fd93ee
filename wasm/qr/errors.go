// SPDX-License-Identifier: MIT

package qr

import "fmt"

// Code tells kinds of Error apart.
type Code string

// Codes of everything that can be wrong with a Luminance.
const (
	CodeEmpty    Code = "picture-empty"     // no width or no height
	CodeTooLarge Code = "picture-too-large" // over MaxPixels
	CodeStride   Code = "picture-stride"    // a row is shorter than the width
	CodeShort    Code = "picture-short"     // fewer bytes than rows need
)

// Codes lists every Code an Error can have.
func Codes() []Code {
	return []Code{CodeEmpty, CodeTooLarge, CodeStride, CodeShort}
}

// Error is what Decode says about a Luminance that is no picture.
type Error struct {
	Code   Code
	detail string
}

func (e *Error) Error() string { return "qr: " + e.detail }

// check reports what is wrong with the picture's dimensions. Its arithmetic
// stays below 2^53 for any ints: MaxPixels is checked by division.
func (l Luminance) check() error {
	fail := func(code Code, format string, args ...any) error {
		return &Error{code, fmt.Sprintf(format, args...)}
	}
	switch {
	case l.Width < 1 || l.Height < 1:
		return fail(CodeEmpty, "picture of %d × %d pixels", l.Width, l.Height)
	case l.Width > MaxPixels/l.Height:
		return fail(CodeTooLarge, "picture of %d × %d pixels, at most %d pixels are read", l.Width, l.Height, MaxPixels)
	case l.Stride < l.Width:
		return fail(CodeStride, "stride of %d bytes for rows of %d pixels", l.Stride, l.Width)
	case len(l.Pix) < l.Width || l.Stride > 1 && l.Height-1 > (len(l.Pix)-l.Width)/l.Stride:
		return fail(CodeShort, "%d bytes for %d rows of %d bytes", len(l.Pix), l.Height, l.Stride)
	case l.Stride == 1 && len(l.Pix) < l.Height:
		return fail(CodeShort, "%d bytes for %d rows of %d bytes", len(l.Pix), l.Height, l.Stride)
	}
	return nil
}
