// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Bounds of XML. Android's preferences and WinAuth's configuration are a few
// kilobytes for each account.
const (
	maxPreferences = 8 << 20 // bytes
	maxSettings    = 2 * MaxEntries
	maxXMLDepth    = 64      // KeePass nests a level for each group
	maxXMLElements = 2 << 20 // some 50 for each entry of KeePass; each takes up to 7 µs in WebAssembly
)

var (
	errXMLDirective = errors.New("a document type, which no such file has")
	errXMLDepth     = errors.New("elements nested too deeply, or in text")
)

// xmlReader reads a document token by token. encoding/xml knows the five named
// entities and no others; a document type, the only place that could define
// more or name a file, is an error, so there is nothing to expand.
type xmlReader struct {
	*xml.Decoder
	path     []string // names of the open elements
	elements int
}

func newXMLReader(r io.Reader) *xmlReader {
	decoder := xml.NewDecoder(r)
	// Android and .NET write UTF-8, and file.text makes UTF-8 of UTF-16; whatever
	// else a header says, only ASCII is looked at before it fails as invalid UTF-8.
	decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") || strings.EqualFold(charset, "utf-16") {
			return input, nil
		}
		return nil, errXMLDirective
	}
	return &xmlReader{Decoder: decoder}
}

// next is the next token; path is already that of a start element's inside,
// and still that of an end element's.
func (r *xmlReader) next() (xml.Token, error) {
	token, err := r.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.Directive:
		return nil, errXMLDirective
	case xml.StartElement:
		if len(r.path) == maxXMLDepth {
			return nil, errXMLDepth
		}
		if r.elements++; r.elements > maxXMLElements {
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		}
		r.path = append(r.path, t.Name.Local)
	case xml.EndElement:
		r.path = r.path[:len(r.path)-1]
	}
	return token, nil
}

// text is the text of the element whose start was just read, up to its end. An
// element inside is an error.
func (r *xmlReader) text() (string, error) {
	var b strings.Builder
	for {
		token, err := r.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			return b.String(), nil
		case xml.StartElement:
			return "", errXMLDepth
		}
	}
}

// skip goes to the end of the element whose start was just read.
func (r *xmlReader) skip() error {
	for depth := len(r.path); len(r.path) >= depth; {
		if _, err := r.next(); err != nil {
			return err
		}
	}
	return nil
}

// xmlAttribute is the value of an attribute; "" when it is not there.
func xmlAttribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// preference is a string of an Android application's settings:
//
//	<map><string name="NAME">VALUE</string> <int name="…" value="…"/> … </map>
//
// Source: android.app.SharedPreferencesImpl, com.android.internal.util.XmlUtils.
// Values of other types are left out.
type preference struct{ name, value string }

// preferences are those of a file that is such a map, else none.
func (f *file) preferences() []preference {
	held := f.containers()
	if !held.prefsAsked {
		held.prefsAsked = true
		if start := f.text()[:min(len(f.text()), 512)]; bytes.Contains(start, []byte("<map")) && len(f.data) <= maxPreferences {
			held.prefs, _ = parsePreferences(f.text())
		}
	}
	return held.prefs
}

func parsePreferences(data []byte) ([]preference, error) {
	r := newXMLReader(bytes.NewReader(data))
	var list []preference
	for {
		token, err := r.next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		element, starts := token.(xml.StartElement)
		switch {
		case !starts:
		case r.elements > maxSettings:
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		case len(r.path) == 1 && element.Name.Local != "map":
			return nil, errXMLDirective
		case len(r.path) == 2 && element.Name.Local == "string":
			value, err := r.text()
			if err != nil {
				return nil, err
			}
			list = append(list, preference{xmlAttribute(element, "name"), value})
		case len(r.path) > 1:
			if err := r.skip(); err != nil {
				return nil, err
			}
		}
	}
}

// preference is the value of one setting, and whether it is there.
func (f *file) preference(name string) (string, bool) {
	for _, p := range f.preferences() {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}
