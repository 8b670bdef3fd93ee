// SPDX-License-Identifier: MIT

package qr

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
	switch {
	case l.Width < 1 || l.Height < 1:
		return &Error{CodeEmpty, "a picture without width or height"}
	case l.Width > MaxPixels/l.Height:
		return &Error{CodeTooLarge, "a picture of more than 100,000,000 pixels"}
	case l.Stride < l.Width:
		return &Error{CodeStride, "a stride shorter than the width"}
	case len(l.Pix) < l.Width, l.Stride > 1 && l.Height-1 > (len(l.Pix)-l.Width)/l.Stride,
		l.Stride == 1 && len(l.Pix) < l.Height:
		return &Error{CodeShort, "fewer bytes than height and stride ask for"}
	}
	return nil
}
