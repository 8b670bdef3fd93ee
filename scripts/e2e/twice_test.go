// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// TestManagedTwice changes accounts on the manage page while they are changed
// elsewhere, and with clicks that come twice: nothing that was done elsewhere is
// undone, and what was done here can still be taken back.
func TestManagedTwice(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.owns(uriOf("One", "a"), uriOf("Two", "b"), uriOf("Three", "c"), uriOf("Four", "d"), fmt.Sprintf("otpauth://hotp/Count?secret=%s&counter=5", secretOf("Count")))
	engine, err := p.Engine()
	p.must(err)
	id := func(name string) (id string) {
		t.Helper()
		p.must(engine.Eval(fmt.Sprintf(`inkan.accounts.find(({issuer, account}) => [issuer, account].includes(%q)).id`, name), &id))
		return id
	}
	elsewhere := func(method, of, params string) {
		t.Helper()
		which, note := fmt.Sprintf("id: %q", id(of)), ""
		switch method {
		case "remove":
			which = fmt.Sprintf("ids: [%q]", id(of))
		case "describe":
			note = "new Uint8Array()"
		}
		p.must(engine.Eval(fmt.Sprintf(`inkan.change(%q, {now: Date.now(), %s, %s}, %s).then(() => 0)`, method, which, params, note), nil))
	}
	stored := func(want string) {
		t.Helper()
		var got string
		p.must(engine.Eval(`inkan.accounts.map(({issuer, account, groups = [], pinned, digits, counter}) => [issuer, account, groups.join("+"), pinned && "pinned", digits !== 6 && digits, counter].filter(Boolean).join()).join(" ")`, &got))
		if got != want {
			t.Errorf("stored is %s, want %s", got, want)
		}
	}
	page := p.directs("accounts")
	twice := func(button string) {
		t.Helper()
		p.must(page.Eval(fmt.Sprintf(`{ const at = [...document.querySelectorAll("main button")].find(({textContent, hidden}) => !hidden && textContent === %q); at.click(); at.click(); }`, button), nil))
	}
	value := func(name, want string) {
		t.Helper()
		var got string
		p.waits("the field to be "+want, func() bool {
			p.must(page.Eval(fmt.Sprintf(`document.querySelector("[name=%s]").value`, name), &got))
			return got == want
		})
	}

	// Somebody is at a field and has typed nothing; in another one they have.
	p.must(page.Click(browser.Link("One · a")))
	p.must(page.Fill(browser.Field("Groups, separated by commas"), "Work"))
	p.must(page.Press("Tab"))
	p.must(page.WaitText("Saved"))
	p.must(page.Eval(`{ const at = document.querySelector("[name=groups]"); at.focus(); at.setSelectionRange(99, 99); }`, nil))
	p.must(page.Type(", Home"))
	elsewhere("describe", "One", `groups: ["Work", "Away"], note: false`)
	elsewhere("edit", "One", `account: "z"`)
	value("account", "z")
	p.must(page.Eval(`document.querySelector("[name=issuer]").focus()`, nil))
	elsewhere("edit", "One", `issuer: "Uno"`)
	value("issuer", "Uno")
	p.must(page.Click(browser.Link("Settings")))
	p.must(page.WaitText("Large type"))
	stored("Uno,z,Work+Home+Away Two,b Three,c Four,d Count,5")

	// A counter that was not touched does not go back; a click that comes twice makes one code.
	p.must(page.Eval(fmt.Sprintf(`location.hash = "#account/%s"`, id("Count")), nil))
	p.must(page.Click(browser.Button("Change: How its codes are made")))
	elsewhere("next", "Count", "")
	p.must(page.Fill(browser.Field("Digits"), "8"))
	p.must(page.Click(browser.Button("Change").Within(browser.Role("dialog", "Change how codes are made?"))))
	p.must(page.WaitGone(browser.Role("dialog", "Change how codes are made?")))
	stored("Uno,z,Work+Home+Away Two,b Three,c Four,d Count,8,6")
	twice("Next code")
	p.must(page.WaitFor(browser.Button("Copy"), "there", func(*browser.Element) bool { return true }))
	stored("Uno,z,Work+Home+Away Two,b Three,c Four,d Count,8,7")

	// What was new while a dialog was open is shown when it closes.
	p.must(page.Click(browser.Link("Accounts")))
	p.must(page.Click(browser.Role("checkbox", "Select Two · b")))
	p.must(page.Click(browser.Button("Add to group …")))
	p.must(page.WaitText("Name of the group"))
	elsewhere("remove", "Four", "")
	p.must(page.Eval(`new Promise((done) => setTimeout(done, 150))`, nil)) // as the page puts off what is new
	p.must(page.Press("Escape"))
	p.must(page.WaitText("Accounts: 4"))

	twice("Pin")
	p.must(page.WaitText("Pinned: 1 accounts"))
	stored("Two,b,pinned Uno,z,Work+Home+Away Three,c Count,8,7")
	twice("Undo")
	p.must(page.WaitText("Taken back"))
	p.must(page.WaitNoText("can no longer be taken back"))
	p.must(page.Click(browser.Button("Clear selection")))
	p.must(page.Eval(`{ const at = document.querySelectorAll(".rows a")[1]; at.focus(); for (let i = 0; i < 3; i++) at.dispatchEvent(new KeyboardEvent("keydown", {key: "Delete", repeat: i > 1, bubbles: true, cancelable: true})); }`, nil))
	p.must(page.WaitText("Removed: Two · b"))
	stored("Uno,z,Work+Home+Away Three,c Count,8,7")
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitText("Accounts: 4"))
	p.must(page.Click(browser.Link("Three · c")))
	p.must(page.WaitText("How its codes are made"))
	twice("Move to trash")
	p.must(page.WaitText("Removed: Three · c"))
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitText("Taken back"))

	// What cannot be stored stands nowhere as if it were; and that is still said when the engine has something new to tell.
	p.must(page.Click(browser.Link("Settings")))
	p.must(page.WaitText("Large type"))
	p.must(engine.Eval(full, nil))
	p.must(page.Click(browser.By{Role: "checkbox", Name: "Large type in the popup"}))
	p.must(page.WaitText("The disk is full."))
	var on bool
	if p.must(page.Eval(`[...document.querySelectorAll("label")].find(({textContent}) => textContent.startsWith("Large type")).querySelector("input").checked`, &on)); on {
		t.Error("what was not stored is shown as chosen")
	}
	p.must(engine.Eval("makeRoom()", nil))
	elsewhere("edit", "Two", `issuer: "Dos"`)
	p.must(page.Eval(`new Promise((done) => setTimeout(done, 300))`, nil))
	if text, err := page.Text(); err != nil || !strings.Contains(text, "The disk is full.") {
		t.Errorf("it is no longer said, %v", err)
	}
	p.must(page.Close())
}
