// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/wasm/qr"
)

// TestCrops has several QR codes found at once, on a page and in a picture: beside
// each is a picture of it and of no other.
func TestCrops(t *testing.T) {
	p := sits(t, browser.Options{})
	keys := []string{}
	for i := range 3 {
		keys = append(keys, key{issuer: fmt.Sprint("Crop", i+1), secret: secretOf(fmt.Sprint("Crop", i))}.uri())
	}
	link, note := "https://example.com/a/rather/long/address/in/a/code", "a note that is in a code of its own and no account"
	p.opens("fixture/qr?" + url.Values{"text": {keys[0], link, keys[1], note, keys[2]}}.Encode())
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("3 accounts found", "It holds a link.", "It holds plain text.")
	p.picture(p.popup.Page, "several")
	p.showsEach(p.popup.Page, append(append([]string{}, keys...), link, note)...)

	shot, err := p.tab.PNG()
	p.must(err)
	p.clicks("Add (3)")
	p.reads("Added 3 accounts")
	p.opens("fixture/qr?" + url.Values{"text": {note, link}}.Encode())
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("not accounts", link, note)
	p.picture(p.popup.Page, "no account")
	p.showsEach(p.popup.Page, note, link)

	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("shot.png", string(shot))))
	p.must(page.WaitText("Already in Inkan"))
	p.picture(page, "import")
	p.showsEach(page, keys...)
	p.must(page.Close())

	// A photograph that is turned by its header alone is read, and drawn, as it is seen.
	for i := range keys {
		keys[i] = key{issuer: fmt.Sprint("Turned", i+1), secret: secretOf(fmt.Sprint("Turned", i))}.uri()
	}
	upright := p.pictured(nil, "jpeg", keys...)
	p.clicksIcon()
	for _, turn := range []struct {
		orientation byte
		texts       []string
	}{{3, []string{keys[2], keys[1], keys[0]}}, {6, keys}} {
		p.hands("paste", "", turned(upright, turn.orientation))
		p.showsEach(p.popup.Page, turn.texts...)
		p.must(p.popup.Eval(`document.querySelector("#news").replaceChildren()`, nil))
	}
}

// turned is a JPEG that is to be shown in another orientation (Exif 2.32 §4.6.5).
func turned(file string, orientation byte) string {
	const exif = "\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00"
	return file[:2] + fmt.Sprintf(exif, orientation) + file[2:]
}

// showsEach reads the small pictures of QR codes on a page of Inkan, in their
// order.
func (p *person) showsEach(page *browser.Page, texts ...string) {
	p.Helper()
	var crops []string
	p.waits("the pictures", func() bool {
		p.must(page.Eval(`[...document.querySelectorAll(".crop")].map((canvas) => canvas.toDataURL())`, &crops))
		blank := slices.ContainsFunc(crops, func(crop string) bool { return len(crop) < 1000 })
		return len(crops) == len(texts) && !blank
	})
	for i, text := range texts {
		file, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(crops[i], "data:image/png;base64,"))
		p.must(err)
		symbols, err := qr.Decode(p.luminance(file))
		p.must(err)
		if len(symbols) != 1 || symbols[0].Text != text {
			p.Errorf("picture %d shows %d codes, want the one of %.12q", i+1, len(symbols), text)
		}
	}
}

// TestCutOff scans a QR code that the window's edge cuts: what to do is said, and
// nothing is to be dragged over the page that has to be scrolled.
func TestCutOff(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Cut", secret: secretOf("Cut")}
	p.opens("fixture/qr?" + k.page(""))
	half := p.halfOfCode()
	p.must(p.tab.ScrollTo(half))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("The QR code is cut off", "Scroll until all of it shows")
	p.picture(p.popup.Page, "cut")
	p.must(p.tab.ScrollTo(0))
	p.clicks("Try again")
	p.reads("QR code found", "Cut")
	p.clicks("Add")
	p.reads("Added: Cut (SAMPLE_USER)")
	p.clicks("Undo")
	p.reads("Taken back")

	// By the key there is no popup to begin with.
	p.must(p.tab.ScrollTo(half))
	p.closes()
	p.must(p.tab.Press("Alt+Shift+S"))
	p.seesPopup()
	p.reads("The QR code is cut off")
}

// halfOfCode makes room below the page's QR code and is how far to scroll for
// half of it. CSS pixels.
func (p *person) halfOfCode() (half float64) {
	p.Helper()
	p.must(p.tab.Eval(`(({top, height}) => {
		document.body.style.paddingBottom = "3000px";
		return top + height / 2;
	})(document.querySelector("img, canvas, svg").getBoundingClientRect())`, &half))
	return half
}
