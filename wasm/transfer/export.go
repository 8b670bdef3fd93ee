// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"

	"inkan/wasm/otp"
)

// Loss is what an export cannot carry of one account.
type Loss struct {
	Index  int      // of the key, from 0
	Whole  bool     // the account is left out: without Fields it would give other codes
	Fields []string // by their names in otp.Key and Detail, lower case: "period", "note", …
}

// carrier tells what a kind of export can carry.
type carrier struct {
	key    func(otp.Key) []string // fields of the key without which its codes would be others
	detail map[string]bool        // fields of Detail that it has a place for
}

// losses lists what c cannot carry, so that it can be said before the file is
// written. Details may be shorter than keys.
func (c carrier) losses(keys []otp.Key, details []Detail) []Loss {
	var list []Loss
	for i, key := range keys {
		loss := Loss{Index: i}
		if c.key != nil {
			loss.Fields = c.key(key)
			loss.Whole = len(loss.Fields) > 0
		}
		if i < len(details) && !loss.Whole {
			for _, field := range details[i].Fields() {
				if !c.detail[field] {
					loss.Fields = append(loss.Fields, field)
				}
			}
		}
		if len(loss.Fields) > 0 {
			list = append(list, loss)
		}
	}
	return list
}

// Fields names those that are set, "sites" as "site": "site", "groups", "note",
// "spares", "icon", "pinned", "uses", "created", "used".
func (d Detail) Fields() []string {
	var set []string
	for _, field := range []struct {
		name string
		set  bool
	}{
		{"site", d.Site != "" || len(d.Sites) > 0}, {"groups", len(d.Groups) > 0}, {"note", d.Note != ""}, {"spares", len(d.Spares) > 0}, {"icon", PictureType(d.Icon) != ""},
		{"pinned", d.Pinned}, {"uses", d.Uses > 0}, {"created", d.Created != 0}, {"used", d.Used != 0},
	} {
		if field.set {
			set = append(set, field.name)
		}
	}
	return set
}

var textCarrier = carrier{}

// TextLosses lists what Text cannot carry.
func TextLosses(keys []otp.Key, details []Detail) []Loss {
	return textCarrier.losses(keys, details)
}

// Text writes one otpauth URI a line, which most other authenticators read. It
// holds the secrets in the clear.
func Text(keys []otp.Key) []byte {
	var b strings.Builder
	for _, key := range keys {
		b.WriteString(key.URI())
		b.WriteByte('\n')
	}
	return []byte(b.String())
}
