// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// TestLockApart has the parts of Inkan that the lock holds together come apart:
// the service worker ends over it, and several pages do not know of each other.
func TestLockApart(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Guarded", secret: secretOf("Locked apart")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.Run("The service worker ends", func(t *testing.T) { p.in(t).locksWithoutWorker(k) })
	p.unlocks(password)
	p.reads(k.issuer)
	p.Run("Several pages", func(t *testing.T) { p.in(t).locksElsewhere() })
}

// loses has these messages of the engine lost, each as often as it is named, as
// when the browser ends the service worker over it.
func (p *person) loses(types ...string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	list, err := json.Marshal(types)
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(`{
		const lost = %s, { sendMessage } = chrome.runtime;
		chrome.runtime.sendMessage = async (message) => {
			const at = lost.indexOf(message.type);
			if (at >= 0) lost.splice(at, 1);
			if (at >= 0) throw new Error("the message channel closed before a response was received");
			return sendMessage.call(chrome.runtime, message);
		};
	}`, list), nil))
}

// locksWithoutWorker ends the service worker over what the engine tells it about
// passwords and locks: what was begun is as if it had not been ended.
func (p *person) locksWithoutWorker(k key) {
	p.Helper()
	p.loses("key.keep", "lock.report", "mirror.write", "mirror.write")
	p.protects()
	if found := p.opening(); len(found) > 0 {
		p.Errorf("with a password, these still open by themselves: %q", found)
	}
	p.locks()

	p.loses("attempt.right", "key.keep", "lock.report")
	p.unlocks(password)
	p.reads(k.issuer)
	p.checksCode(k)
	if local, err := p.Storage("local", "attempts"); err != nil || len(local) > 0 {
		p.Errorf("after the right password there is still %s, %v", local, err)
	}
	session, err := p.Storage("session")
	p.must(err)
	if session["key"] == nil || session["plan"] == nil {
		p.Errorf("of key and plan there is only %d", len(session))
	}

	// Ended over locking, the worker after it goes on with that; what the engine that ends would have kept comes to nothing.
	engine, err := p.Engine()
	p.must(err)
	p.must(p.EvalWorker("chrome.offscreen.closeDocument = () => new Promise(() => {})", nil))
	p.clicks("Lock now")
	p.waits("the key to be gone", func() bool {
		session, err := p.Storage("session", "key")
		return err == nil && session["key"] == nil
	})
	p.must(engine.Eval(fmt.Sprintf(`chrome.runtime.sendMessage({to: "background", type: "key.keep", key: %s})`, session["key"]), nil))
	p.must(p.StopWorker())
	p.must(p.StartWorker())
	p.must(engine.WaitClosed())
	p.isLocked()
	p.waits("nothing but what is always there to be kept", func() bool {
		session, err := p.Storage("session")
		return err == nil && len(session) == 0
	})
}

// locksElsewhere has several pages of Inkan open: each hears of what happens to
// the lock, whoever it is that notices or is quicker.
func (p *person) locksElsewhere() {
	p.Helper()
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
	other, err := p.Open(p.URL("manage/manage.html#security"))
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
		p.Fatal(err)
	}
	var ended string
	p.must(engine.Eval("localStorage.ended", &ended))
	if ended != "vault-locked" {
		p.Errorf("the change ended with %q", ended)
	}
	p.unlocks(password)
	p.must(p.popup.WaitFor(browser.Button("Lock now"), "there", func(*browser.Element) bool { return true }))
}
