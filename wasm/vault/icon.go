// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// Icon is what is drawn beside an account's name: "" the icon of the service that
// the name stands for; "letter" its first letter; "service:" and the name of a
// service of the set that is in the program; "png:" and Base64 of a picture.
// What begins otherwise is of a later version and counts as "".
type Icon string

// Kinds of icons that a person has chosen.
const (
	LetterIcon  Icon   = "letter"
	serviceIcon string = "service:" // before the name
	pictureIcon string = "png:"
)

// PictureIcon is an icon of one's own: a PNG of at most MaxIcon bytes, whose
// sides are at most 96 pixels. Anything else is ErrIcon.
func PictureIcon(png []byte) (Icon, error) {
	if !isSmallPNG(png) {
		return "", ErrIcon
	}
	return Icon(pictureIcon + base64.StdEncoding.EncodeToString(png)), nil
}

// Picture is the picture of an icon that has one, a PNG, else nil.
func (i Icon) Picture() []byte {
	text, ok := strings.CutPrefix(string(i), pictureIcon)
	if !ok {
		return nil
	}
	png, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !isSmallPNG(png) {
		return nil
	}
	return png
}

// HasPicture says whether the icon is a picture, without looking into it.
func (i Icon) HasPicture() bool { return strings.HasPrefix(string(i), pictureIcon) }

// Service is the name of the service whose icon it is, "" for another kind.
func (i Icon) Service() string {
	name, _ := strings.CutPrefix(string(i), serviceIcon)
	if name == string(i) || !isServiceName(name) {
		return ""
	}
	return name
}

// valid says whether the icon is one of those that this version makes.
func (i Icon) valid() bool {
	return i == "" || i == LetterIcon || i.Service() != "" || i.Picture() != nil
}

// isServiceName: as the names of files are, of which the set is made.
func isServiceName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return 0 < len(name) && len(name) <= 64
}

// isSmallPNG looks at a PNG's signature and header (ISO/IEC 15948 §5.2, §11.2.2): a
// browser that would draw some bytes as a thousand million pixels is never asked to.
func isSmallPNG(data []byte) bool {
	const head = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	if len(data) < len(head)+8 || len(data) > MaxIcon || string(data[:len(head)]) != head {
		return false
	}
	width, height := binary.BigEndian.Uint32(data[len(head):]), binary.BigEndian.Uint32(data[len(head)+4:])
	return 1 <= width && width <= 96 && 1 <= height && height <= 96
}

// IconStamp is when an account was given its icon: two states of an account with
// one stamp have one icon.
func (a *Account) IconStamp() Stamp {
	for _, o := range a.others {
		if o.name == "icon" {
			return o.stamp
		}
	}
	return Stamp{}
}
