// SPDX-License-Identifier: MIT

package e2e

import (
	"testing"
	"time"

	"inkan/scripts/browser"
)

// TestLockedElsewhere has several pages of Inkan open: each hears of what
// happens to the lock, whoever it is that notices or is quicker.
func TestLockedElsewhere(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.protects()
	page := p.manages()
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))

	// The time was over before anybody noticed: the popup does, and the page shows no key any more.
	p.must(p.CloseEngine())
	p.must(p.SetStorage("session", map[string]any{"used": time.Now().Add(-16 * time.Minute).UnixMilli()}))
	p.clicksIcon()
	p.isLocked()
	p.must(page.WaitNoText("Print it, or write it down"))
	p.must(page.WaitText("Locked"))
	p.closes()

	// Two pages unlock, and the one that asked first is told last.
	other, err := p.Open(p.URL("manage/manage.html"))
	p.must(err)
	p.must(other.WaitText("Locked"))
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{
		const { sendMessage } = chrome.runtime, held = new Promise((done) => { globalThis.letGo = done; });
		globalThis.holding = false;
		chrome.runtime.sendMessage = async (message) => {
			if (message.type === "attempt.count" && !holding) {
				holding = true;
				await held;
			}
			return sendMessage.call(chrome.runtime, message);
		};
	}`, nil))
	unlock := func(one *browser.Page) {
		p.Helper()
		p.must(one.Activate())
		p.must(one.Fill(browser.Field("Password"), password))
		p.must(one.Press("Enter"))
	}
	unlock(page)
	p.waits("the first to be held", func() bool {
		var holding bool
		p.must(engine.Eval("holding", &holding))
		return holding
	})
	unlock(other)
	p.must(other.WaitText("Each of these opens the vault by itself."))
	time.Sleep(300 * time.Millisecond) // until the first has heard that the vault is open
	p.must(engine.Eval("letGo()", nil))
	p.must(page.WaitText("Each of these opens the vault by itself."))
	p.must(page.Close())
	p.must(other.Close())

	// Locked while a password is being changed, that comes to nothing, and starts no other engine.
	// It stands still between two steps until the engine has done all that it does at its end.
	p.must(engine.Eval(`{
		const { sendMessage } = chrome.runtime, { end } = inkan;
		chrome.runtime.sendMessage = async (message) => {
			if (message.type === "attempt.count") await new Promise((done) => { globalThis.goOn = done; });
			return sendMessage.call(chrome.runtime, message);
		};
		const bytes = (text) => new TextEncoder().encode(text);
		inkan.act("password.change", {slot: inkan.slots[0].id}, [bytes("`+password+`"), bytes("another password")])
			.catch(({problem}) => { localStorage.ended = problem.code; });
		inkan.end = async function () {
			await end.call(this);
			goOn();
			await new Promise((done) => setTimeout(done, 100));
		};
		0;
	}`, nil))
	p.waits("the old password to be derived", func() bool {
		var held bool
		return engine.Eval("globalThis.goOn !== undefined", &held) == nil && held
	})
	p.locks()
	if engine, err = p.Engine(); err != nil {
		t.Fatal(err)
	}
	var ended string
	p.must(engine.Eval("localStorage.ended", &ended))
	if ended != "vault-locked" {
		t.Errorf("the change ended with %q", ended)
	}
	p.unlocks(password)
	p.must(p.popup.WaitFor(browser.Button("Lock now"), "there", func(*browser.Element) bool { return true }))
}
