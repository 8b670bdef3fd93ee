// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"image/png"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// nearlyAll is a box over most of a window of the usual size.
var nearlyAll = box{browser.Point{X: 20, Y: 20}, browser.Point{X: 960, Y: 600}}

// TestViewer scans off the browser's PDF viewer, which hears no drag of ours:
// the box is drawn over a screenshot in a tab of Inkan.
func TestViewer(t *testing.T) {
	p := sits(t, browser.Options{})
	p.each("PDF", key{}, func(p *person, w way, k key) {
		p.opens("fixture/doc.pdf?" + k.page(""))
		p.waits("the viewer to draw the page", func() bool { return p.bright(p.tab) })
		p.clicksIcon()
		if w == wholeTab {
			p.clicks("Scan")
			p.reads("QR code found", k.issuer)
			p.clicks("Add")
		} else {
			p.leaves("Select an area")
			selector := p.seesSelector()
			p.draws(selector, nearlyAll)
			p.must(selector.WaitClosed())
			p.seesPopup()
		}
		p.reads("Added: "+k.issuer+" (SAMPLE_USER)", "Read on localhost")
		p.checksCode(k)
	})
}

// bright reports whether a tenth of what a tab shows is white, as paper is.
func (p *person) bright(tab *browser.Page) bool {
	p.Helper()
	shot, err := tab.PNG()
	p.must(err)
	picture, err := png.Decode(bytes.NewReader(shot))
	p.must(err)
	bounds, white := picture.Bounds(), 0
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 10 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 10 {
			if r, g, b, _ := picture.At(x, y).RGBA(); min(r, g, b) > 0xf000 {
				white++
			}
		}
	}
	return white*100 > bounds.Dx()*bounds.Dy()/10
}

// TestBrowserPage scans on a page of the browser's own, which refuses scripts
// and has no code: the selector comes by itself, and every way out is clear.
func TestBrowserPage(t *testing.T) {
	p := sits(t, browser.Options{})
	p.goes("chrome://version")
	before := p.stored()
	p.clicksIcon()
	p.clicks("Scan")
	selector := p.seesSelector()
	p.must(selector.Press("Escape"))
	p.must(selector.WaitClosed())

	p.clicksIcon()
	p.leaves("Select an area")
	selector = p.seesSelector()
	p.draws(selector, nearlyAll)
	p.must(selector.WaitClosed())
	p.seesPopup()
	p.reads("No QR code in the box", "Draw the box around the whole code.")
	p.leaves("Select an area")
	selector = p.seesSelector()
	p.must(selector.Close()) // as with the mouse, on its strip entry

	p.clicksIcon()
	p.must(p.popup.WaitText("Scan your first QR code"))
	p.must(p.popup.WaitNoText("No QR code"))
	p.keeps(before)
}

// TestNothingThere scans a page without a code: the overlay comes by itself.
func TestNothingThere(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=finders")
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("No QR code in sight", "Drag a box around it on the page, or press Esc.")
	p.holds(nearlyAll)
	p.must(p.popup.WaitClosed())
	p.must(p.tab.Up())
	p.seesPopup()
	p.reads("No QR code in the box")
	p.clicks("Close")
	p.must(p.popup.WaitNoText("No QR code in the box"))
	p.holdsExactly()
}

// seesSelector looks at Inkan's own tab with the screenshot.
func (p *person) seesSelector() *browser.Page {
	p.Helper()
	selector, err := p.Page("scan/selector.html")
	p.must(err)
	p.seen = append(p.seen, selector)
	p.must(manual.Overlaid(selector))
	p.picture(selector, "selector")
	return selector
}

// draws drags a box over the screenshot.
func (p *person) draws(selector *browser.Page, b box) {
	p.Helper()
	p.must(selector.DragHold(b.from, b.to, 6))
	p.picture(selector, "drag")
	p.must(selector.Up())
}

// TestOverlayKeys selects without a mouse, and leaves with Escape.
func TestOverlayKeys(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Keys", secret: secretOf("Keys")}
	p.opens("fixture/qr?" + k.page(""))

	p.clicksIcon()
	p.leaves("Select an area")
	p.must(manual.Overlaid(p.tab))
	p.must(p.tab.Press("Escape"))
	p.isFree(p.tab)
	p.waits("the selection to be over", func() bool { return !p.selecting() })
	p.holdsExactly()

	p.clicksIcon()
	p.leaves("Select an area")
	p.must(manual.Overlaid(p.tab))
	p.must(p.tab.Press("Enter")) // no box yet: nothing happens
	p.must(p.tab.Press("ArrowRight"))
	for range 30 {
		p.must(p.tab.Press("ArrowLeft", "ArrowUp"))
	}
	p.must(p.tab.Press("Shift+ArrowLeft", "Control+ArrowDown", "Shift+ArrowDown"))
	p.picture(p.tab, "box")
	p.must(p.tab.Press("Enter"))
	p.seesPopup()
	p.reads("Added: Keys (SAMPLE_USER)")
	p.checksCode(k)
}
