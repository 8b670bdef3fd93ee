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
	shown := named("Seen", "Later", "Over", "Off")
	k, later, over, off := shown[0], shown[1], shown[2], shown[3]
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

	// What has come by another way meanwhile was not added now, and there is nothing to take back.
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", "Later")
	p.given(later)
	p.clicks("Add")
	p.reads("Already in Inkan")
	p.must(p.popup.WaitGone(browser.Button("Undo")))
	p.closes()

	// Nor is what was offered kept when the popup closes over it.
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{
		const call = inkan.call.bind(inkan);
		inkan.call = (method, ...rest) => {
			const answer = call(method, ...rest);
			if (method === "read") globalThis.ref = answer.ref;
			return answer;
		};
	}`, nil))
	p.opens("fixture/qr?" + over.page(""))
	p.clicksIcon()
	p.reads("This page shows a QR code: Over (SAMPLE_USER)")
	kept := func() (codes int) {
		p.Helper()
		p.must(engine.Eval(`inkan.call("codes", {now: Date.now(), ids: [ref]}).length`, &codes))
		return codes
	}
	if kept() != 1 {
		t.Error("what is offered is not there to be added")
	}
	p.closes()
	p.waits("what was offered to be forgotten", func() bool { return kept() == 0 })
	p.must(engine.Eval(`inkan.change("set", {now: Date.now(), name: "scan.offer", value: "false"})`, nil))
	never("fixture/qr?" + off.page(""))
}
