// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"html"
	"net/http"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestOtherKeyInBox draws a box around a code of a name that is there with
// another key: as it could be a page's try at taking its place, the person is
// asked.
func TestOtherKeyInBox(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Twice", secret: secretOf("Twice 0")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(area, k, p.aims(symbol))
	before := p.stored()

	k.secret = secretOf("Twice 1")
	p.opens("fixture/qr?" + k.page(""))
	at := p.aims(symbol)
	p.clicksIcon()
	p.leaves("Select an area")
	p.drags(at)
	p.seesPopup()
	p.reads("QR code found", "You already have an account with this name and another key.")
	p.keeps(before)
	p.clicks("Add")
	p.reads("Added: Twice (SAMPLE_USER)")
	p.holdsExactly("Twice (SAMPLE_USER)", "Twice (SAMPLE_USER)")
}

// TestHiddenOverlay lets the page hide the overlay as soon as it comes, so that
// a drag meant for the page would be taken for a box: what is not seen is not
// meant.
func TestHiddenOverlay(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, c := range []struct{ name, hide string }{
		{"Not displayed", `node.style.setProperty("display", "none", "important")`},
		{"Skipped", `for (const [name, value] of [["display", "block"], ["content-visibility", "hidden"]]) node.style.setProperty(name, value, "important")`},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.console = serve(t, hosts("", fmt.Sprintf(`
				globalThis.hidden = 0;
				new MutationObserver((records) => {
					for (const {addedNodes} of records) for (const node of addedNodes) if (node.localName === "div") { %s; hidden++; }
				}).observe(document.documentElement, {childList: true});`, c.hide)))
			k := key{issuer: c.name, secret: secretOf("Hidden " + c.name)}
			p.opens("hostile?" + k.page(""))
			at := p.aims(symbol)
			p.clicksIcon()
			p.leaves("Select an area")
			p.waits("the page to hide the overlay", func() bool {
				var hidden int
				p.must(p.tab.Eval("hidden", &hidden))
				return hidden > 0
			})
			for range 2 { // the first ends the selection
				p.must(p.tab.Drag(at.from, at.to, 6))
				p.waits("the selection to be over", func() bool { return !p.selecting() })
			}
			if badge := p.badge(); badge != "" {
				t.Errorf("the badge says %q", badge)
			}
			// Pictures are read one after another: after this one, one of the drag would have been read.
			p.clicksIcon()
			p.clicks("Scan")
			p.reads("QR code found", k.issuer)
			p.clicks("Close")
			p.holdsExactly()
			p.isFree(p.tab)
		})
	}
}

// pictured adds an SVG picture to the console that a tab shows by itself.
func pictured(console http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", console)
	mux.HandleFunc("/symbol.svg", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="#fff"/>
			<image href="/fixture/image.png?%s" x="300" y="150" width="245" height="245"/></svg>`, html.EscapeString(r.URL.RawQuery))
	})
	return mux
}

// TestPictureDocument scans off a picture in a tab of its own, whose document
// is no HTML and has no place for an overlay: the box is drawn over a screenshot.
func TestPictureDocument(t *testing.T) {
	p := sits(t, browser.Options{})
	p.console = serve(t, pictured)
	k := key{issuer: "Picture", secret: secretOf("Picture")}
	p.opens("symbol.svg?" + k.page(""))
	p.waits("the code in the picture", func() bool { return p.bright(p.tab) })
	p.clicksIcon()
	p.leaves("Select an area")
	selector := p.seesSelector()
	p.draws(selector, nearlyAll)
	p.must(selector.WaitClosed())
	p.seesPopup()
	p.reads("Added: "+k.issuer+" (SAMPLE_USER)", "Read on localhost")
	p.checksCode(k)
	var left int
	p.must(p.tab.Eval("document.documentElement.childElementCount", &left))
	if left != 2 {
		t.Errorf("the picture has %d elements now", left)
	}
	if covered, err := manual.Covered(p.tab); err != nil || covered {
		t.Errorf("something covers the picture: %v, %v", covered, err)
	}
}
