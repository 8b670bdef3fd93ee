// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// maxUTF16 bounds what is turned into UTF-8, which can take three bytes for two.
const maxUTF16 = 16 << 20 // bytes

// text is the file as UTF-8 without a byte order mark. Windows programs write
// UTF-16 with one.
func (f *file) text() []byte {
	if f.utf8 == nil {
		switch data := f.data; {
		case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
			f.utf8 = data[3:]
		case len(data) > maxUTF16:
			f.utf8 = data
		case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
			f.utf8 = fromUTF16(data[2:], binary.LittleEndian)
		case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
			f.utf8 = fromUTF16(data[2:], binary.BigEndian)
		default:
			f.utf8 = data
		}
	}
	return f.utf8
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	text := make([]byte, 0, len(data)/2+len(data)/8)
	for ; len(data) >= 2; data = data[2:] {
		r := rune(order.Uint16(data))
		if utf16.IsSurrogate(r) {
			if len(data) < 4 {
				r = utf8.RuneError
			} else if r = utf16.DecodeRune(r, rune(order.Uint16(data[2:]))); r != utf8.RuneError {
				data = data[2:]
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}

// binary says that the file is no text: it has control characters in its first
// kilobytes. Text in an old code page has none, though it is no UTF-8.
func (f *file) binary() bool {
	start := f.text()
	return bytes.ContainsFunc(start[:min(len(start), 4096)], func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f'
	})
}

// lines is text as a string, made once.
func (f *file) lines() string {
	if f.string == "" {
		f.string = string(f.text())
	}
	return f.string
}

// startsWith says that the text begins so, whatever its case, after white space.
func (f *file) startsWith(prefix string) bool {
	start := bytes.TrimSpace(f.text()[:min(len(f.text()), 4096)])
	return len(start) >= len(prefix) && bytes.EqualFold(start[:len(prefix)], []byte(prefix))
}
