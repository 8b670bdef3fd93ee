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

// TestAddressBarNames has accounts whose names cannot be told apart, cannot be
// typed, or have a character in them that is none in XML: the others are
// suggested all the same, and no code is filled in that nobody has chosen.
func TestAddressBarNames(t *testing.T) {
	p := sits(t, browser.Options{})
	p.logsIn("bank.localhost", key{issuer: "Twin", secret: secretOf("One of two")}, key{issuer: "Twin", secret: secretOf("The other")})
	p.owns("otpauth://totp/?secret="+secretOf("nameless"), uriOf("None\uFFFE in XML", "x"), uriOf("Plain", "x"))
	var list []struct{ Content, Description string }
	p.must(p.EvalWorker(`new Promise((done) => { chrome.omnibox.onInputChanged.dispatch("x", done); })`, &list))
	if len(list) != 2 {
		t.Errorf("suggested %+v", list)
	}
	p.must(p.EvalWorker(`new Promise((done) => { chrome.omnibox.onInputChanged.dispatch("", done); })`, &list))
	for _, one := range list {
		var problem string
		p.must(p.EvalWorker(fmt.Sprintf(`new Promise((done) => { chrome.omnibox.setDefaultSuggestion({description: %q}, () => done(chrome.runtime.lastError?.message ?? "")); })`, one.Description), &problem))
		if one.Content == "" || problem != "" {
			t.Errorf("the browser does not take %+v: %s", one, problem)
		}
	}
	p.goes(p.at("bank.localhost", "zoo/login"))
	p.clicksIcon()
	p.closes()
	enters := func(typed string) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf("void chrome.omnibox.onInputEntered.dispatch(%q, 'currentTab')", typed), nil))
	}
	enters("Twin SAMPLE_USER")
	p.seesPopup()
	p.must(p.popup.WaitGone(manual.Row("Plain")))
	if n := p.count(p.popup.Page, "#accounts > .account"); n != 2 {
		t.Errorf("%d accounts are shown", n)
	}
	p.isEmpty()
	p.presses("Escape")
	p.closes()

	// A popup that did not open then does not search when it is opened for something else.
	p.must(p.EvalWorker(`{ const { openPopup } = chrome.action; chrome.action.openPopup = async () => { chrome.action.openPopup = openPopup; globalThis.refused = true; throw new Error("full screen"); }; }`, nil))
	enters("Twin SAMPLE_USER")
	p.waits("the popup not to open", func() (refused bool) {
		p.must(p.EvalWorker("globalThis.refused === true", &refused))
		return refused
	})
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{ const { now } = performance; performance.now = () => now.call(performance) + 61_000; }`, nil))
	p.clicksIcon()
	p.reads("Plain")
	p.closes()
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
