// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"testing"
	"time"

	"inkan/scripts/browser"
)

const password = "correct horse battery staple"

// manages clicks Manage in the popup and looks at the page that opens.
func (p *person) manages() *browser.Page {
	p.Helper()
	p.clicksIcon()
	p.leaves(p.words.say("manage"))
	page, err := p.Page("manage/manage.html")
	p.must(err)
	p.seen = append(p.seen, page)
	p.must(page.Click(browser.Link(p.words.say("security"))))
	p.must(page.WaitText(p.words.say("protection")))
	return page
}

// protects sets a password on the manage page, and closes the page.
func (p *person) protects() {
	p.Helper()
	page := p.manages()
	p.setsPassword(page, password)
	p.must(page.Close())
}

func (p *person) setsPassword(page *browser.Page, secret string) {
	p.Helper()
	p.must(page.Click(browser.Button(p.words.say("setPassword"))))
	p.must(page.Fill(browser.Field(p.words.say("newPassword")), secret))
	p.must(page.Fill(browser.Field(p.words.say("passwordAgain")), secret))
	p.must(page.Click(browser.Button(p.words.say("protect"))))
	p.must(page.WaitText(p.words.say("isProtectedHow")))
}

// locks clicks Lock now in the popup and waits until the form to unlock is
// there, without an engine having been left behind meanwhile.
func (p *person) locks() {
	p.Helper()
	p.clicksIcon()
	engine, err := p.Engine()
	p.must(err)
	p.clicks(p.words.say("lockNow"))
	p.must(engine.WaitClosed())
	p.isLocked()
}

// isLocked waits for the form that unlocks, and for its field to have the focus.
func (p *person) isLocked() {
	p.Helper()
	p.must(p.popup.WaitText(p.words.say("lockedTitle")))
	p.waits("the password field to have the focus", func() bool {
		focused, err := p.popup.Focused()
		return err == nil && focused.Name == p.words.say("password")
	})
}

// unlocks types a password and presses Enter.
func (p *person) unlocks(secret string) {
	p.Helper()
	p.must(p.popup.Fill(browser.Field(p.words.say("password")), secret))
	p.presses("Enter")
}

// TestProtect sets a password, changes it and takes it away.
func TestProtect(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	k := key{issuer: "Guarded", secret: secretOf("Guarded")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()

	page := p.manages()
	p.must(page.WaitText("Not protected"))
	p.picture(page, "bare")
	p.must(page.Click(browser.Button("Set a password")))
	fill := func(field, text string) { p.Helper(); p.must(page.Fill(browser.Field(field), text)) }
	fill("New password", "qwerty")
	p.must(page.WaitText("Very weak: guessed at once"))
	fill("New password", "Pa\u0302que\u0301s") // 6, of which two are written with two
	p.must(page.Press("Enter"))
	p.must(page.WaitText("The password needs at least 8 characters."))
	fill("New password", "Pâques 印鑑 tranquille") // in form C
	p.must(page.WaitText("Very strong"))
	fill("The same again", "Pâques 印鑑 Tranquille")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This is not the same as above."))
	p.must(page.Click(browser.Button("Show: The same again")))
	p.picture(page, "shown")
	fill("The same again", "Pâques 印鑑 tranquille")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Each of these opens the vault by itself."))
	p.picture(page, "protected")

	p.must(page.Click(browser.Button("Change")))
	change := func(old, next string) {
		p.Helper()
		fill("Current password", old)
		fill("New password", next)
		fill("The same again", next)
		p.must(page.Press("Enter"))
	}
	change("Pâques 印鑑 Tranquille", password)
	p.must(page.WaitText("This password does not open the vault."))
	change("Pâques 印鑑 tranquille", password) // in form D
	p.must(page.WaitGone(browser.Role("dialog", "Change the password")))
	p.must(page.Close())

	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.isLocked()
	p.unlocks("Pâques 印鑑 tranquille")
	p.must(p.popup.WaitText("This password does not open the vault."))
	p.picture(p.popup.Page, "wrong")
	p.unlocks(password)
	p.reads("Guarded", "SAMPLE_USER")
	p.checksCode(k)

	page = p.manages()
	p.must(page.Click(browser.Button("Remove the protection")))
	dialog := browser.Role("dialog", "Remove the protection?")
	fill("Current password", "not it, but long")
	p.must(page.Click(browser.Button("Remove the protection").Within(dialog)))
	p.must(page.WaitText("This password does not open the vault."))
	fill("Current password", password)
	p.must(page.Click(browser.Button("Remove the protection").Within(dialog)))
	p.must(page.WaitText("Not protected"))
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.reads("Guarded")
	p.checksCode(k)
}

// TestUnlock locks with everything that locks, and unlocks again.
func TestUnlock(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	k := key{issuer: "Locked away", secret: secretOf("Locked away")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.protects()

	// The worker cannot see the popup; the key is asked for only by the name of what is kept.
	kept := func() bool {
		p.Helper()
		session, err := p.Storage("session")
		p.must(err)
		_, there := session["key"]
		return there
	}
	dispatch := func(expression string) func() {
		return func() { p.Helper(); p.must(p.EvalWorker(expression, nil)) }
	}
	for _, c := range []struct {
		name string
		lock func()
	}{
		{"Lock now", func() { p.clicks("Lock now") }},
		{"Key", dispatch("chrome.commands.onCommand.dispatch('lock')")},
		{"Minutes", dispatch("chrome.alarms.create('lock', {when: Date.now() + 100})")},
		{"Last window", dispatch("chrome.windows.getAll = async () => []; chrome.windows.onRemoved.dispatch(1)")},
		{"Screen", dispatch("chrome.idle.onStateChanged.dispatch('locked')")},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.clicksIcon()
			p.reads(k.issuer)
			engine, err := p.Engine()
			p.must(err)
			if c.name != "Lock now" { // also of an account that is being looked at nothing stays
				p.clicks("Edit Locked away (SAMPLE_USER)")
				p.reads("Save")
			}
			c.lock()
			p.must(engine.WaitClosed())
			p.isLocked()
			p.picture(p.popup.Page, "locked")
			if kept() {
				t.Error("the key is still in storage.session")
			}
			var title string
			p.must(p.EvalWorker("chrome.action.getTitle({})", &title))
			if title != "Inkan – Locked" {
				t.Errorf("the icon says %q", title)
			}
			if text, err := p.popup.Text(); err != nil || hasAny(text, k.issuer) {
				t.Errorf("the locked popup shows %q, %v", text, err)
			}
			begun := time.Now()
			p.unlocks(password)
			p.must(p.popup.WaitText(k.issuer))
			t.Logf("from the password typed to the first code: %d ms", time.Since(begun).Milliseconds())
			p.checksCode(k)
		})
	}

	p.Run("An engine that is killed comes back open", func(t *testing.T) {
		p := p.in(t)
		if !kept() {
			t.Error("the key of the open vault is not in storage.session")
		}
		p.must(p.CloseEngine())
		p.clicksIcon()
		p.reads(k.issuer)
		p.checksCode(k)
	})
	for _, c := range []struct{ name, minutes string }{{"A computer that slept", "16"}, {"A clock that was set back", "-16"}} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			engine, err := p.Engine()
			p.must(err)
			p.must(engine.Eval("globalThis.sleep = Date.now; Date.now = () => sleep() + "+c.minutes+" * 60_000", nil))
			// The popup asks for codes, is refused, and is drawn anew: there is nothing to wait for in it before.
			_, err = p.PressIcon(p.tab)
			p.must(err)
			p.must(engine.WaitClosed())
			p.seesPopup()
			p.isLocked()
			p.unlocks(password)
			p.reads(k.issuer)
		})
	}
	p.Run("A computer that slept without an engine", func(t *testing.T) {
		p := p.in(t)
		p.must(p.CloseEngine())
		p.must(p.SetStorage("session", map[string]any{"used": time.Now().Add(-16 * time.Minute).UnixMilli()}))
		p.clicksIcon()
		p.isLocked()
		if kept() {
			t.Error("the key is still in storage.session")
		}
	})
	p.unlocks(password)
	p.reads(k.issuer)
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.isLocked()
	p.Run("Cancel", func(t *testing.T) {
		p := p.in(t)
		p.slows(4)
		p.unlocks(password)
		p.must(p.popup.WaitText("Checking the password…"))
		p.picture(p.popup.Page, "checking")
		// The popup answers while the Worker computes: nothing of it waits for a frame longer than this.
		var longest float64
		p.must(p.popup.Eval(`new Promise((done) => {
			let last = performance.now(), longest = 0, frames = 0;
			requestAnimationFrame(function frame(now) {
				longest = Math.max(longest, now - last); last = now;
				++frames < 20 ? requestAnimationFrame(frame) : done(longest);
			});
		})`, &longest))
		t.Logf("longest frame while deriving: %.0f ms", longest)
		if longest > 500 {
			t.Errorf("the popup stood still for %.0f ms", longest)
		}
		p.clicks("Cancel")
		p.must(p.popup.WaitGone(browser.Button("Cancel")))
		engine, err := p.Engine()
		p.must(err)
		p.waits("the Worker to be gone", func() bool {
			workers, err := engine.Workers()
			return err == nil && len(workers) == 0
		})
		p.isLocked()
		p.slows(0)
	})
	p.Run("Wrong again and again", func(t *testing.T) {
		p := p.in(t)
		for range 4 {
			p.unlocks("wrong password")
			p.must(p.popup.WaitText("This password does not open the vault."))
			p.waits("the form to be ready", func() bool {
				var ready bool
				p.must(p.popup.Eval(`!document.querySelector("form.working")`, &ready))
				return ready
			})
		}
		p.unlocks(password)
		p.must(p.popup.WaitText("Too many wrong passwords."))
		p.picture(p.popup.Page, "wait")
		// Closing the popup, or the engine, begins nothing anew.
		p.must(p.CloseEngine())
		local, err := p.Storage("local", "attempts")
		p.must(err)
		var attempts struct {
			Wrong int
			Until int64
		}
		p.must(json.Unmarshal(local["attempts"], &attempts))
		if attempts.Wrong != 4 {
			t.Errorf("%d wrong passwords are counted", attempts.Wrong)
		}
		p.must(p.SetStorage("local", map[string]any{"attempts": map[string]any{"wrong": 9, "until": time.Now().Add(4 * time.Second).UnixMilli()}}))
		p.clicksIcon()
		p.unlocks(password)
		p.must(p.popup.WaitText("Too many wrong passwords."))
		p.must(p.popup.WaitNoText("Too many wrong passwords."))
		p.unlocks(password)
		p.reads(k.issuer)
		if local, err := p.Storage("local", "attempts"); err != nil || len(local) > 0 {
			t.Errorf("after the right one there is still %s, %v", local, err)
		}
	})
	p.Run("The popup that closes meanwhile", func(t *testing.T) {
		p := p.in(t)
		p.locks()
		p.unlocks(password)
		p.must(p.popup.Close()) // Escape would cancel
		p.waits("the vault to be open", kept)
		p.clicksIcon()
		p.reads(k.issuer)
	})
}

// slows makes the engine derive so many times as much: 0 as it was.
func (p *person) slows(times int) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{
		globalThis.post ??= Worker.prototype.postMessage;
		const times = `+string(rune('0'+times))+`;
		Worker.prototype.postMessage = function (message, ...more) {
			if (times && message.params) message = {...message, params: {...message.params, passes: message.params.passes * times}};
			return post.call(this, message, ...more);
		};
	}`, nil))
}
