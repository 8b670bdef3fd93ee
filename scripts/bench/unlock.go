// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// unlocked is how many accounts the vault has that is unlocked.
const unlocked = 10

const benchPassword = "correct horse battery staple"

// unlockScript is the start of what is run on the manage page while the vault is
// locked: engine, and done, which waits for the first code.
const unlockScript = `(async () => {
	const engine = chrome.extension.getViews().find((view) => view.inkan).inkan;
	const done = (begun) => {
		const [{ code }] = engine.call('codes', { now: Date.now(), ids: [engine.accounts[0].id] });
		if (code.length !== 6) throw new Error('no code');
		return performance.now() - begun;
	};
`

// byPassword types the password for it, so to say.
const byPassword = unlockScript + `
	const slot = engine.slots.find(({ type }) => type === 'password').id;
	const begun = performance.now();
	await engine.act('unlock', { slot }, [new TextEncoder().encode('` + benchPassword + `')]);
	return done(begun);
})()`

// byPasskey counts from when the device has answered: before that a person is
// asked to touch it.
const byPasskey = unlockScript + `
	const { get } = CredentialsContainer.prototype;
	let begun = 0;
	navigator.credentials.get = async (options) => {
		const credential = await get.call(navigator.credentials, options);
		begun = performance.now();
		return credential;
	};
	const { unlock } = await import('/manage/passkey.js');
	await unlock(engine.slots);
	return done(begun);
})()`

// measureUnlock measures how soon the first code is there, by each way in that
// is not typed off a paper.
func (f *Figures) measureUnlock(ctx context.Context, r rounds, console string) error {
	b, err := browser.Launch(ctx, browser.Options{Extension: built, Greeting: manual.Greeting, Headless: true, Timeout: 60 * time.Second})
	if err != nil {
		return err
	}
	defer b.Close()
	if _, err := b.Open(console); err != nil {
		return err
	}
	if err := seed(b, 0, unlocked); err != nil {
		return err
	}
	page, err := b.Open(b.URL("manage/manage.html#security"))
	if err != nil {
		return err
	}
	if err := protect(b, page); err != nil {
		return err
	}
	for range r.colds {
		for _, way := range []struct {
			script string
			times  *Times
		}{{byPassword, &f.ByPassword}, {byPasskey, &f.ByPasskey}} {
			if err := lock(b, page); err != nil {
				return err
			}
			var took float64
			if err := page.Eval(way.script, &took); err != nil {
				return err
			}
			*way.times = append(*way.times, took)
		}
	}
	return nil
}

// protect sets a password and adds a passkey.
func protect(b *browser.Browser, page *browser.Page) error {
	engine, err := b.Engine()
	if err != nil {
		return err
	}
	if err := engine.Eval("inkan.act('password.add', {}, [new TextEncoder().encode('"+benchPassword+"')])", nil); err != nil {
		return err
	}
	if _, err := page.PlugIn(true); err != nil {
		return err
	}
	if err := page.Click(browser.Button("Add a passkey")); err != nil {
		return err
	}
	if err := page.Fill(browser.Field("Current password"), benchPassword); err != nil {
		return err
	}
	if err := page.Press("Enter"); err != nil {
		return err
	}
	return page.WaitText("Remove")
}

// lock locks the vault and waits until the page asks for a way in, and the next
// engine has started.
func lock(b *browser.Browser, page *browser.Page) error {
	if err := page.Click(browser.Button("Lock now")); err != nil {
		return err
	}
	if err := page.WaitText("Locked"); err != nil {
		return err
	}
	engine, err := b.Engine()
	if err != nil {
		return err
	}
	return until("the engine did not lock its vault", func() (locked bool, err error) {
		err = engine.Eval("inkan.state === 'locked'", &locked)
		return locked, err
	})
}

func (f Figures) unlocks(out *strings.Builder) {
	fmt.Fprintf(out, "| unlock, %s, in the browser → first code | |\n|---|---|\n", accounts(unlocked))
	fmt.Fprintf(out, "| by password, from the password typed | %v |\n| by passkey, from the PRF's answer | %v |\n\n", f.ByPassword, f.ByPasskey)
}
