// SPDX-License-Identifier: MIT

package transfer

import (
	"bufio"
	"crypto/cipher"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/crypto/chacha20"

	"inkan/wasm/otp"
)

// The content of KDBX 4 is a second header, of the same shape as the first, and
// XML:
//
//	1 stream u32 (3 is ChaCha20), 2 its key, 3 an attached file (any number)
//	<KeePassFile><Meta><RecycleBinUUID/><CustomIcons><Icon><UUID/><Data/></Icon>…</CustomIcons></Meta>
//	<Root><Group><UUID/><Name/><Entry><UUID/><Tags/><CustomIconUUID/>
//	  <Times><CreationTime/><LastAccessTime/><UsageCount/></Times>
//	  <String><Key>Title</Key><Value [Protected="True"]>…</Value></String>…
//	  <History><Entry>…</Entry></History></Entry> <Group>…</Group></Group></Root></KeePassFile>
//
// A protected value is Base64 of what the stream encrypts, and the stream runs
// on through all of them in the order of the document, those of the history
// and of the recycle bin too. These two are read for that and nothing else.

const (
	kdbxStream       = 1
	kdbxStreamKey    = 2
	kdbxStreamChaCha = 3
	kdbxMaxXML       = 32 << 20 // bytes: attached files are not in it, so this is some 10,000 entries with icons
)

func (r *reading) readKDBXContent(content io.Reader) error {
	buffered := bufio.NewReader(content)
	stream, err := readKDBXInner(buffered)
	if err != nil {
		return failureOf(err)
	}
	doc := &kdbxDocument{xml: newXMLReader(&boundedReader{buffered, kdbxMaxXML}), stream: stream, icons: map[string][]byte{}}
	if err := doc.read(); err != nil {
		return failureOf(err)
	}
	for i, e := range doc.entries {
		r.putKeePass(i+1, e, doc)
	}
	return nil
}

// readKDBXInner reads the second header and makes the stream of the protected
// values.
func readKDBXInner(content io.Reader) (cipher.Stream, error) {
	var kind uint32
	var key []byte
	for {
		var head [5]byte
		if _, err := io.ReadFull(content, head[:]); err != nil {
			return nil, err
		}
		id, size := head[0], int64(binary.LittleEndian.Uint32(head[1:]))
		if id != kdbxStream && id != kdbxStreamKey || size > 1024 {
			if _, err := io.CopyN(io.Discard, content, size); err != nil {
				return nil, err
			}
			if id == kdbxEnd {
				break
			}
			continue
		}
		value := make([]byte, size)
		if _, err := io.ReadFull(content, value); err != nil {
			return nil, err
		}
		if id == kdbxStreamKey {
			key = value
		} else if len(value) == 4 {
			kind = binary.LittleEndian.Uint32(value)
		}
	}
	if kind != kdbxStreamChaCha || len(key) == 0 {
		return nil, newError(CodeKeePassMethod, "", ErrUnsupported)
	}
	sum := sha512.Sum512(key)
	return chacha20.NewUnauthenticatedCipher(sum[:chacha20.KeySize], sum[chacha20.KeySize:chacha20.KeySize+chacha20.NonceSize])
}

// keePassEntry is one entry of a database, or a row of a CSV.
type keePassEntry struct {
	fields  map[string]string // of its String elements
	groups  []string
	tags    string
	icon    string // UUID
	created int64  // milliseconds since the Unix epoch
	used    int64  // the same
	uses    uint64
}

// kdbxDocument is the XML that is being read.
type kdbxDocument struct {
	xml     *xmlReader
	stream  cipher.Stream
	bin     string // UUID of the recycle bin's group
	icons   map[string][]byte
	entries []keePassEntry
}

// noUUID is 16 bytes of 0.
const noUUID = "AAAAAAAAAAAAAAAAAAAAAA=="

// children calls f for each element in the one whose start was just read; f
// must read it to its end.
func (d *kdbxDocument) children(f func(element xml.StartElement) error) error {
	for depth := len(d.xml.path); len(d.xml.path) >= depth; {
		token, err := d.xml.next()
		if err != nil {
			return err
		}
		if element, starts := token.(xml.StartElement); starts {
			if err := f(element); err != nil {
				return err
			}
		}
	}
	return nil
}

// text is an element's text, taken out of the stream if it is protected.
func (d *kdbxDocument) text(element xml.StartElement) (string, error) {
	text, err := d.xml.text()
	if err != nil || !strings.EqualFold(xmlAttribute(element, "Protected"), "true") {
		return text, err
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return "", err
	}
	d.stream.XORKeyStream(data, data)
	return readable(data), nil
}

// pass goes over an element that is not wanted, and keeps the stream in step.
func (d *kdbxDocument) pass(element xml.StartElement) error {
	if xmlAttribute(element, "Protected") != "" {
		_, err := d.text(element)
		return err
	}
	return d.children(d.pass)
}

func (d *kdbxDocument) read() error {
	for {
		token, err := d.xml.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		element, starts := token.(xml.StartElement)
		if !starts {
			continue
		}
		switch element.Name.Local {
		case "KeePassFile":
		case "Meta":
			err = d.children(d.readMeta)
		case "Root":
			err = d.children(func(element xml.StartElement) error {
				if element.Name.Local == "Group" {
					return d.readGroup(nil, true)
				}
				return d.pass(element)
			})
		default:
			err = d.pass(element)
		}
		if err != nil {
			return err
		}
	}
}

func (d *kdbxDocument) readMeta(element xml.StartElement) (err error) {
	switch element.Name.Local {
	case "RecycleBinUUID":
		d.bin, err = d.text(element)
		if d.bin = strings.TrimSpace(d.bin); d.bin == noUUID {
			d.bin = ""
		}
	case "CustomIcons":
		return d.children(func(xml.StartElement) error {
			var id, data string
			err := d.children(func(element xml.StartElement) (err error) {
				switch element.Name.Local {
				case "UUID":
					id, err = d.text(element)
				case "Data":
					data, err = d.text(element)
				default:
					err = d.pass(element)
				}
				return err
			})
			if picture, wrong := base64.StdEncoding.DecodeString(strings.TrimSpace(data)); wrong == nil {
				d.icons[strings.TrimSpace(id)] = pictureOf(picture)
			}
			return err
		})
	default:
		return d.pass(element)
	}
	return err
}

// readGroup reads a group. The root's own name is no group of the user's.
func (d *kdbxDocument) readGroup(path []string, root bool) error {
	inside := path
	id := ""
	first := len(d.entries)
	err := d.children(func(element xml.StartElement) (err error) {
		switch element.Name.Local {
		case "UUID":
			id, err = d.text(element)
		case "Name":
			var name string
			if name, err = d.text(element); err == nil && !root {
				inside = append(path[:len(path):len(path)], groupNames(name)...)
			}
		case "Entry":
			err = d.readEntry(inside)
		case "Group":
			err = d.readGroup(inside, false)
		default:
			err = d.pass(element)
		}
		return err
	})
	if id = strings.TrimSpace(id); d.bin != "" && id == d.bin {
		d.entries = d.entries[:first]
	}
	return err
}

func (d *kdbxDocument) readEntry(groups []string) error {
	e := keePassEntry{fields: map[string]string{}}
	if len(groups) > 0 {
		e.groups = []string{groupPath(groups)}
	}
	err := d.children(func(element xml.StartElement) (err error) {
		switch element.Name.Local {
		case "String":
			err = d.readString(&e)
		case "Tags":
			e.tags, err = d.text(element)
		case "CustomIconUUID":
			e.icon, err = d.text(element)
		case "Times":
			err = d.children(func(element xml.StartElement) error { return d.readTime(&e, element) })
		default: // History too
			err = d.pass(element)
		}
		return err
	})
	if err != nil || len(keePassKeys(e.fields)) == 0 {
		return err
	}
	if len(d.entries) == MaxEntries {
		return newError(CodeFileSize, "", ErrTooLarge)
	}
	d.entries = append(d.entries, e)
	return nil
}

// groupPath is the names of groups inside each other as one. It is made for each
// entry: a longer one than the vault takes is cut.
func groupPath(names []string) string {
	const longest = otp.MaxName // bytes
	var path strings.Builder
	for i, name := range names {
		if i > 0 {
			path.WriteByte('/')
		}
		if path.WriteString(name[:min(len(name), longest)]); path.Len() >= longest {
			break
		}
	}
	return strings.ToValidUTF8(path.String(), "")
}

func (d *kdbxDocument) readString(e *keePassEntry) error {
	var name, value string
	err := d.children(func(element xml.StartElement) (err error) {
		switch element.Name.Local {
		case "Key":
			name, err = d.text(element)
		case "Value":
			value, err = d.text(element)
		default:
			err = d.pass(element)
		}
		return err
	})
	if keePassWanted(name) {
		e.fields[name] = value[:min(len(value), maxField)] // a longer one is no secret and no name
	}
	return err
}

func (d *kdbxDocument) readTime(e *keePassEntry, element xml.StartElement) error {
	text, err := d.text(element)
	if err != nil {
		return err
	}
	switch element.Name.Local {
	case "CreationTime":
		e.created = kdbxTime(text)
	case "LastAccessTime":
		e.used = kdbxTime(text)
	case "UsageCount":
		e.uses, _ = strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	}
	return nil
}

// kdbxTime is Base64 of an i64, seconds since the year 1, in milliseconds since
// the Unix epoch; 0 for what is before it.
func kdbxTime(text string) int64 {
	const epoch, end = 62135596800, 62135596800 + 1<<40
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(data) != 8 {
		return 0
	}
	seconds := int64(binary.LittleEndian.Uint64(data))
	if seconds < epoch || seconds > end {
		return 0
	}
	return (seconds - epoch) * 1000
}
