// SPDX-License-Identifier: MIT

package qr

import "strings"

// interpret puts the segments' text together. It fills in Text and Charset, and
// is false when bytes are not in the character set that the symbol states.
func (s *Symbol) interpret() bool {
	plain := s.plainCharset()
	var text strings.Builder
	unread := ""
	for _, run := range s.runs() {
		label := run.charset(plain)
		decoded, valid, known := decodeCharset(label, run.Bytes)
		switch {
		case !known:
			unread = label
		case !valid:
			return false
		}
		text.WriteString(decoded)
	}
	s.Text, s.Charset = text.String(), unread
	if unread != "" {
		s.Text = ""
	}
	return true
}

// runs joins neighbours in byte mode, for a character may be cut in two by a
// segment's end.
func (s *Symbol) runs() []Segment {
	var runs []Segment
	for _, g := range s.Segments {
		if n := len(runs); n > 0 && g.Mode == "byte" && runs[n-1].Mode == "byte" && runs[n-1].ECI == g.ECI {
			last := &runs[n-1]
			last.Bytes = append(last.Bytes[:len(last.Bytes):len(last.Bytes)], g.Bytes...)
			continue
		}
		runs = append(runs, g)
	}
	return runs
}

// charset tells how to read a segment's bytes; plain is for bytes without ECI.
func (g Segment) charset(plain string) string {
	switch {
	case g.Mode == "kanji":
		return "shift_jis"
	case g.Mode == "hanzi":
		return "gbk"
	case g.Mode != "byte":
		return "us-ascii"
	case g.ECI < 0:
		return plain
	}
	return eciCharset(g.ECI)
}

// plainCharset finds the character set of all bytes that state none. The
// standard says ISO 8859-1 (§7.3.5) and earlier said JIS X 0201; what is
// written today is UTF-8, which is not mistaken for another by accident.
func (s *Symbol) plainCharset() string {
	var all []byte
	for _, g := range s.Segments {
		if g.Mode == "byte" && g.ECI < 0 {
			all = append(all, g.Bytes...)
		}
	}
	for _, label := range [...]string{"utf-8", "shift_jis"} {
		if _, valid, _ := decodeCharset(label, all); valid {
			return label
		}
	}
	return "iso-8859-1"
}
