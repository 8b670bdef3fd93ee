// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"inkan/wasm/parcel"
	"inkan/wasm/vault"
)

// smallPNG is the beginning of a PNG of so many pixels a side.
func smallPNG(side uint32) []byte {
	head := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(head, side), side)
}

// setIcon gives an account an icon and commits.
func (p *probe) setIcon(id, icon string, png []byte) (a Account) {
	p.Helper()
	if file := p.ok("setIcon", fmt.Sprintf(`{"now":1741003200000,"id":%q,"icon":%q}`, id, icon), append([]byte{}, png...), &a); file != nil {
		p.ok("commit", `{}`, nil, nil)
	}
	return a
}

func (p *probe) icon(id string) []byte {
	p.Helper()
	return p.ok("icon", `{"id":"`+id+`"}`, nil, nil)
}

func TestIcon(t *testing.T) {
	p := empty(t)
	id := p.add(uriTOTP).Added[0]
	if p.shown()[0].Mark != "" || len(p.icon(id)) > 0 {
		t.Errorf("at first %+v", p.shown()[0])
	}
	for _, name := range []string{"letter", "service:github", ""} {
		if a := p.setIcon(id, name, nil); a.Mark != name || p.shown()[0].Mark != name || len(p.icon(id)) > 0 {
			t.Errorf("%q: %+v", name, a)
		}
	}
	first := p.setIcon(id, "picture", smallPNG(72)).Mark
	if !strings.HasPrefix(first, "picture:") || !bytes.Equal(p.icon(id), smallPNG(72)) {
		t.Errorf("a picture: %q, %x", first, p.icon(id))
	}
	if again := p.setIcon(id, "picture", smallPNG(96)).Mark; again == first || !strings.HasPrefix(again, "picture:") || !bytes.Equal(p.icon(id), smallPNG(96)) {
		t.Errorf("another: %q after %q", again, first)
	}
	for name, png := range map[string][]byte{
		"picture": nil, "service:": nil, "service:../x": nil, "service:GitHub": nil, "other": nil, "png:" + strings.Repeat("A", 64): nil,
		"picture ": smallPNG(72), "service:" + strings.Repeat("a", 65): nil,
	} {
		p.fails(CodeIcon, "setIcon", fmt.Sprintf(`{"now":1741003200000,"id":%q,"icon":%q}`, id, name), append([]byte{}, png...))
	}
	for _, png := range [][]byte{
		smallPNG(97), smallPNG(0), smallPNG(1 << 31), smallPNG(72)[:20], append(smallPNG(72), make([]byte, vault.MaxIcon)...), []byte("<svg/>"),
	} {
		if e := p.fails(CodeIcon, "setIcon", fmt.Sprintf(`{"now":1741003200000,"id":%q,"icon":"picture"}`, id), png); e.Field != "icon" {
			t.Errorf("%+v", e)
		}
	}
	p.fails(CodeAccountUnknown, "setIcon", `{"now":1741003200000,"id":"nobody","icon":"letter"}`, []byte{})
	p.fails(CodeAccountUnknown, "icon", `{"id":"nobody"}`, nil)
	if !bytes.Equal(p.icon(id), smallPNG(96)) {
		t.Error("what was refused changed the icon")
	}
	p.setIcon(id, "", nil)
	if p.shown()[0].Mark != "" || len(p.icon(id)) > 0 {
		t.Error("the picture stays")
	}
}

// TestIconsTravel: the pictures of a file come beside its parcel, reach accounts
// with their readings, and leave with the accounts.
func TestIconsTravel(t *testing.T) {
	p := empty(t)
	var taken Taken
	p.ok("take", `{"now":1741003200000}`, parcel.Pack([]parcel.Entry{
		{URI: uriTOTP}, {URI: uriHOTP, Mark: "letter"}, {URI: uriSteam, Mark: "service:steam"}, {URI: uriTOTP + "&x=y", Mark: "png:AAAA"},
	}), &taken)
	if r := taken.Readings; r[0].Account.Mark != "" || r[1].Account.Mark != "letter" || r[2].Account.Mark != "service:steam" || r[3].Account.Mark != "" {
		t.Fatalf("%+v", taken)
	}
	var marked Marked
	p.ok("setReadingIcon", `{"refs":`+list(taken.Readings[0].Ref, "nobody")+`}`, smallPNG(8), &marked)
	if marked.Mark != "picture:"+taken.Readings[0].Ref || !bytes.Equal(p.icon(taken.Readings[0].Ref), smallPNG(8)) {
		t.Errorf("%+v", marked)
	}
	p.fails(CodeIcon, "setReadingIcon", `{"refs":[]}`, []byte("GIF89a"))
	p.ok("add", `{"now":1741003200000,"refs":`+list(taken.Readings[0].Ref, taken.Readings[1].Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	shown := p.shown()
	if !strings.HasPrefix(shown[0].Mark, "picture:") || shown[1].Mark != "letter" || !bytes.Equal(p.icon(shown[0].ID), smallPNG(8)) {
		t.Errorf("%+v", shown)
	}
	entries, err := parcel.Unpack(p.ok("give", `{"ids":[]}`, nil, nil))
	if err != nil || !bytes.Equal(entries[0].Icon, smallPNG(8)) || entries[0].Mark != "" || entries[1].Icon != nil || entries[1].Mark != "letter" {
		t.Errorf("%+v, %v", entries, err)
	}
	// Of two that become one the picture stays that there is.
	p.many("unite", `"keep":"`+shown[1].ID+`","ids":`+list(shown[0].ID))
	if a := p.shown()[0]; a.Mark != "letter" {
		t.Errorf("united: %+v", a)
	}
}

// TestIconsFull: the document, which is sealed at every change, does not grow
// without bound, and what is refused costs nothing else.
func TestIconsFull(t *testing.T) {
	p := empty(t)
	const each = 20_000
	entries := make([]parcel.Entry, maxPictures/each)
	for i := range entries {
		entries[i].URI = fmt.Sprintf("%s&n=%d", uriTOTP, i)
	}
	var taken Taken
	p.ok("take", `{"now":1741003200000}`, parcel.Pack(entries), &taken)
	large := append(smallPNG(72), make([]byte, each-24)...)
	full := 0
	for _, r := range taken.Readings {
		text, _ := p.Call("setReadingIcon", []byte(`{"refs":`+list(r.Ref)+`}`), bytes.Clone(large))
		if bytes.Contains(text, []byte(CodeIconsFull)) {
			full++
		}
	}
	if full == 0 || full > len(entries)/2 {
		t.Errorf("%d of %d pictures had no room", full, len(entries))
	}
	id := p.add(uriHOTP).Added[0]
	p.fails(CodeIconsFull, "setIcon", fmt.Sprintf(`{"now":1741003200000,"id":%q,"icon":"picture"}`, id), large)
	if p.setIcon(id, "letter", nil).Mark != "letter" {
		t.Error("no letter")
	}
}
