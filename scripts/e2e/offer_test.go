// SPDX-License-Identifier: MIT

package e2e

import (
	"testing"

	"inkan/scripts/browser"
)

// TestOffer has the popup see the one QR code that its page shows and the vault
// has not: it offers it without moving anything or taking the focus, once.
func TestOffer(t *testing.T) {
	p := sits(t, browser.Options{})
	k, later := key{issuer: "Seen", secret: secretOf("Seen")}, key{issuer: "Later", secret: secretOf("Later")}
	p.given(named("Here")...)
	p.opens("fixture/qr?" + k.page(""))
	const at = `JSON.stringify(document.querySelector("#accounts .account").getBoundingClientRect())`
	where := func() (rect string) {
		p.Helper()
		p.must(p.popup.Eval(at, &rect))
		return rect
	}
	p.clicksIcon()
	p.reads("Here")
	before := where()
	p.reads("This page shows a QR code: Seen (SAMPLE_USER)")
	p.has("Search")
	if after := where(); after != before {
		t.Errorf("the first row moved from %s to %s", before, after)
	}
	p.picture(p.popup.Page, "offered")
	p.clicks("Add…")
	p.reads("QR code found")
	p.presses("Enter")
	p.reads("Added: Seen (SAMPLE_USER)")
	p.closes()
	p.holdsExactly("Here (SAMPLE_USER)", "Seen (SAMPLE_USER)")

	never := func(page string) {
		p.Helper()
		p.opens(page)
		p.clicksIcon()
		p.reads("Here")
		p.must(p.popup.Eval(`new Promise((done) => setTimeout(done, 1500))`, nil)) // in which it would have come
		p.must(p.popup.WaitNoText("This page shows a QR code"))
		p.closes()
	}
	never("fixture/qr?" + k.page("")) // is there

	// What is not wanted is not offered again, and what was offered is not kept.
	p.opens("fixture/qr?" + later.page(""))
	p.clicksIcon()
	p.reads("This page shows a QR code: Later (SAMPLE_USER)")
	p.clicks("Not now")
	p.must(p.popup.WaitNoText("This page shows a QR code"))
	p.has("Search")
	p.closes()
	p.clicksIcon()
	p.reads("Here")
	p.must(p.popup.Eval(`new Promise((done) => setTimeout(done, 1500))`, nil))
	p.must(p.popup.WaitNoText("This page shows a QR code"))
	p.clicks("Scan")
	p.reads("QR code found", "Later")
	p.closes()

	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`inkan.change("set", {now: Date.now(), name: "scan.offer", value: "false"})`, nil))
	never("fixture/qr?off=&" + later.page(""))
}
