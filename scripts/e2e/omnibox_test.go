// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestAddressBar types "otp" and a space into the address bar. Without a display
// nothing can be typed there; its events are what the browser would send.
func TestAddressBar(t *testing.T) {
	p := sits(t, browser.Options{})
	bound, other := key{issuer: "Bound", secret: secretOf("Bound")}, key{issuer: "Other <&>", secret: secretOf("Other")}
	p.logsIn("bank.localhost", bound)
	p.given(other, key{issuer: "Third", secret: secretOf("Third")})
	suggested := func(typed string) (list []struct{ Content, Description string }) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf(`new Promise((done) => { chrome.omnibox.onInputChanged.dispatch(%q, done); })`, typed), &list))
		return list
	}
	enters := func(typed string) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf("void chrome.omnibox.onInputEntered.dispatch(%q, 'currentTab')", typed), nil))
	}

	if list := suggested("oth"); len(list) != 1 || list[0].Content != "Other <&> SAMPLE_USER" || !strings.Contains(list[0].Description, "Other &#60;&#38;&#62;") {
		t.Errorf("suggested %+v", list)
	}
	if list := suggested(""); len(list) != 5 {
		t.Errorf("suggested %+v", list)
	}

	// On a page with a field, of the account's site: filled in.
	p.goes(p.at("bank.localhost", "zoo/login"))
	p.clicksIcon() // which grants the tab, as choosing in the address bar does
	p.closes()
	enters("Bound SAMPLE_USER")
	p.waits("the code in the page", func() bool { return len(p.fields().code()) >= 6 })

	// Any other account, and what is no account yet: in the popup.
	enters("Other <&> SAMPLE_USER")
	p.seesPopup()
	p.must(p.popup.WaitGone(manual.Row("Bound")))
	p.checksCode(other)
	p.presses("Escape") // empties the search
	p.closes()
	enters("where") // typed, not chosen: two of them
	p.seesPopup()
	p.must(p.popup.WaitGone(manual.Row("Third")))
	p.reads("Nowhere", "Elsewhere")
	p.presses("Escape")
	p.closes()
	p.clicksIcon() // the next one is as ever
	p.checksCode(key{issuer: "Third", secret: secretOf("Third")})
	p.closes()

	p.protects()
	p.locks()
	p.closes()
	if list := suggested("bound"); len(list) > 0 {
		t.Errorf("while it is locked it suggests %+v", list)
	}
	enters("bound")
	p.seesPopup()
	p.unlocks(password)
	p.checksCode(bound)
	p.must(p.popup.WaitGone(manual.Row("Third")))
}

// TestSearchInNotes finds an account by a word of its note.
func TestSearchInNotes(t *testing.T) {
	p := sits(t, browser.Options{})
	one, two := key{issuer: "One", secret: secretOf("One")}, key{issuer: "Two", secret: secretOf("Two")}
	p.given(one, two)
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`(async () => {
		const {id} = inkan.accounts.find(({issuer}) => issuer === "Two");
		await inkan.change("describe", {now: Date.now(), id, groups: [], pinned: false, note: true}, new TextEncoder().encode("控え ﾊﾞｯｸｱｯﾌﾟ 4711"));
	})()`, nil))
	p.opens("fixture/qr?bait=article")
	p.clicksIcon()
	p.checksCode(one)
	for _, typed := range []string{"4711", "two バックアップ", "ばっくあっぷ", "控え"} {
		p.must(p.popup.Type(typed))
		p.must(p.popup.WaitGone(manual.Row("One")))
		p.checksCode(two)
		p.presses("Escape")
		p.checksCode(one)
	}
}
