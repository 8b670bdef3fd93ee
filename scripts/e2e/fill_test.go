// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// login is a page with a field for a code, and one with none.
var login = []form{
	{path: "login", html: `<title>Sign in</title><h1>Two-factor authentication</h1><form><label>Name <input name="name"></label><label>Authentication code <input name="code" here></label></form>`},
	{path: "other", html: `<title>Sign in</title><h1>Two-factor authentication</h1><label>Authentication code <input name="code" here></label>`},
	{path: "plain", html: `<title>Welcome</title><h1>Welcome</h1><label>City <input name="city"></label>`},
	{path: "loose", html: `<title>Form</title><label>First <input name="a"></label><label>Second <input name="b" here></label>`},
}

// site makes a console with the login pages and an account that is bound to
// them, beside others.
func (p *person) logsIn(site string, keys ...key) {
	p.Helper()
	p.console = serve(p.T, shows(login))
	p.given(named("Elsewhere", "Nowhere")...)
	p.binds(site, keys...)
}

// holdsCode waits until the page has the code of the key, and nothing else in it.
func (p *person) holdsCode(k key) {
	p.Helper()
	p.waits("the code in the page", func() bool { return len(p.fields().code()) >= 6 })
	now := p.fields()
	at := time.Now()
	if code := now.code(); code != k.at(p.T, at) && code != k.at(p.T, at.Add(-late)) {
		p.Errorf("filled with %q; the code is %q", code, k.at(p.T, at))
	}
	if strings.Join(now.others(), "") != "" || now.Submits != 0 {
		p.Errorf("other fields hold %q, %d times submitted", now.others(), now.Submits)
	}
}

// isEmpty reports an error when anything was written into the page.
func (p *person) isEmpty() {
	p.Helper()
	time.Sleep(100 * time.Millisecond) // in which it would have been
	if now := p.fields(); now.code() != "" || strings.Join(now.others(), "") != "" {
		p.Errorf("the page holds %+v", now)
	}
}

// TestThisSite has the accounts of the tab's site on top, with Fill, which
// fills and goes.
func TestThisSite(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Bound", secret: secretOf("Bound")}
	p.logsIn("id.bank.localhost", k)
	p.given(named("Latest")...)
	p.goes(p.at("www.bank.localhost", "zoo/login"))
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`Promise.resolve(inkan.place("https://bank.localhost")).then(() => true)`, nil)) // the list of suffixes is there
	p.clicksIcon()
	p.reads("This site · bank.localhost")
	p.must(p.popup.WaitFor(manual.Row("Bound"), "on top", func(e *browser.Element) bool {
		var top string
		p.must(p.popup.Eval(`document.querySelector(".account .issuer").textContent`, &top))
		return top == "Bound"
	}))
	var moved struct {
		By   float64
		What []string
	}
	p.must(p.popup.Eval(`new Promise((done) => {
		const moved = { by: 0, what: [] };
		new PerformanceObserver((list) => {
			for (const { value, sources } of list.getEntries()) {
				moved.by += value;
				for (const { node, previousRect, currentRect } of sources) moved.what.push([node?.nodeName, node?.id, node?.className, JSON.stringify(previousRect), JSON.stringify(currentRect)].join(" "));
			}
		}).observe({ type: "layout-shift", buffered: true });
		setTimeout(() => done(moved), 300);
	})`, &moved))
	if moved.By > 0 {
		t.Errorf("what the popup showed first moved by %.3f: %s", moved.By, strings.Join(moved.What, "\n"))
	}
	p.clicks("Fill code for Bound (SAMPLE_USER)")
	p.holdsCode(k)
	p.must(p.popup.WaitClosed())

	// By keyboard alone: the first row's, from the search.
	p.must(p.tab.Reload())
	p.pressesShortcut()
	p.has("Search")
	p.reads("This site · bank.localhost")
	p.presses("Shift+Enter")
	p.holdsCode(k)
	p.must(p.popup.WaitClosed())

	// Who searches sees all accounts in one list; what is bound can be filled from there as well.
	p.must(p.tab.Reload())
	p.pressesShortcut()
	p.must(p.popup.Type("elsew"))
	p.must(p.popup.WaitGone(manual.Row("Bound")))
	p.presses("Shift+Enter")
	p.reads("This account is not bound to this site")
	p.isEmpty()
	p.presses("Escape")
	p.must(p.popup.Type("bank.local")) // a part of a site's name, by its point
	p.must(p.popup.WaitGone(manual.Row("Elsewhere")))
	p.must(p.popup.WaitFor(manual.Row("Bound"), "found", func(*browser.Element) bool { return true }))
	p.presses("Escape")
	p.must(p.popup.Type("bound"))
	p.must(p.popup.WaitGone(manual.Row("Elsewhere")))
	p.presses("Shift+Enter")
	p.holdsCode(k)
	p.must(p.popup.WaitClosed())
}

// TestSiteFromPopup binds an account to the site of the tab, and frees it again,
// where it is edited; not to one that only resembles a site of its own.
func TestSiteFromPopup(t *testing.T) {
	p := sits(t, browser.Options{})
	p.logsIn("other.localhost", named("Bound")...)
	k := key{issuer: "Nowhere", secret: secretOf("Nowhere")}
	edit, offer := browser.Button("Edit Nowhere (SAMPLE_USER)"), browser.Role("checkbox", "Fill its codes into bank.localhost")
	p.goes(p.at("id.bank.localhost", "zoo/login"))
	p.clicksIcon()
	p.must(p.popup.Click(edit))
	p.must(p.popup.Click(offer))
	p.reads("Whoever runs this site, and every name below it, can then ask for codes of this account.")
	p.picture(p.popup.Page, "offered")
	p.clicks("Save")
	p.reads("This site · bank.localhost")
	p.clicks("Fill code for Nowhere (SAMPLE_USER)")
	p.holdsCode(k)
	p.must(p.popup.WaitClosed())

	p.clicksIcon()
	p.must(p.popup.Click(edit))
	p.must(p.popup.Click(offer))
	p.clicks("Save")
	p.must(p.popup.WaitNoText("This site · bank.localhost"))
	p.must(p.popup.WaitGone(browser.Button("Save")))
	p.closes()

	p.goes(p.at("0ther.localhost", "zoo/login"))
	p.clicksIcon()
	p.must(p.popup.Click(edit))
	p.reads("Save")
	p.must(p.popup.WaitNoText("Fill its codes into"))
}

// TestFillByKey fills without the popup, and opens it where there is more to
// say.
func TestFillByKey(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Bound", secret: secretOf("Bound")}
	p.logsIn("bank.localhost", k)
	p.goes(p.at("bank.localhost", "zoo/login"))
	p.must(p.tab.Press("Alt+Shift+F", "Alt+Shift+F"))
	p.holdsCode(k)

	p.goes(p.at("bank.localhost", "zoo/plain"))
	p.must(p.tab.Press("Alt+Shift+F"))
	p.seesPopup()
	p.reads("No field for a code was found on this page.")
	p.closes()
	p.isEmpty()

	// Another site, and one that looks like it: the popup opens, and offers nothing.
	for _, host := range []string{"other.localhost", "bank.other.localhost", "bamk.localhost", "localhost"} {
		p.goes(p.at(host, "zoo/login"))
		p.must(p.tab.Press("Alt+Shift+F"))
		p.seesPopup()
		p.reads("Bound")
		p.must(p.popup.WaitGone(browser.Button("Fill code for Bound (SAMPLE_USER)")))
		p.closes()
		p.isEmpty()
	}

	// With several it is the person who says which.
	p.binds("bank.localhost", named("Second")...)
	p.goes(p.at("bank.localhost", "zoo/login"))
	p.must(p.tab.Press("Alt+Shift+F"))
	p.seesPopup()
	p.reads("This site · bank.localhost")
	p.isEmpty()
	p.clicks("Fill code for Bound (SAMPLE_USER)")
	p.holdsCode(k)
}

// TestFillByMenu points at a field that nothing speaks for.
func TestFillByMenu(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Bound", secret: secretOf("Bound")}
	p.logsIn("bank.localhost", k)
	p.goes(p.at("bank.localhost", "zoo/loose"))
	p.clicksIcon() // which grants the tab, as the real menu does
	p.closes()
	p.must(p.EvalWorker("chrome.contextMenus.update('fill', {})", nil)) // an error where there is no such item
	p.must(p.tab.Click(browser.Field("Second")))
	p.must(p.EvalWorker(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => {
		chrome.contextMenus.onClicked.dispatch({menuItemId: 'fill', editable: true, frameId: 0}, tab);
	})`, nil))
	p.holdsCode(k)
}

// TestLookAlike warns of sites that resemble one that an account is bound to,
// once, and calmly.
func TestLookAlike(t *testing.T) {
	p := sits(t, browser.Options{})
	p.logsIn("example.localhost", named("Bound")...)
	for _, host := range []string{"examp1e.localhost", "xn--exmple-4nf.localhost", "example-login.localhost", "example.evil.localhost"} {
		p.goes(p.at(host, "zoo/login"))
		p.clicksIcon()
		p.reads("This is not example.localhost.")
		p.must(p.popup.WaitGone(browser.Button("Fill code for Bound (SAMPLE_USER)")))
		p.closes()
	}
	p.goes(p.at("news.localhost", "zoo/login"))
	p.clicksIcon()
	p.reads("Bound")
	p.must(p.popup.WaitNoText("This is not"))
}

// TestFillCopiesInstead says what became of a code that found no field.
func TestFillCopiesInstead(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Bound", secret: secretOf("Bound")}
	p.logsIn("bank.localhost", k)
	p.goes(p.at("bank.localhost", "zoo/plain"))
	p.clicksIcon()
	p.clicks("Fill code for Bound (SAMPLE_USER)")
	p.reads("No field for a code was found on this page.", "The code was copied instead.")
	at := time.Now()
	if got := p.clipboard(); got != k.at(t, at) && got != k.at(t, at.Add(-late)) {
		t.Errorf("%q was copied", got)
	}
	p.isEmpty()
}

// TestFillCounter makes a counter's next code when there is a field for it, and
// only then.
func TestFillCounter(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{kind: "hotp", issuer: "Counted", secret: secretOf("Counted"), counter: 7}
	p.logsIn("bank.localhost", k)
	counter := func() (now string) {
		engine, err := p.Engine()
		p.must(err)
		p.must(engine.Eval(`inkan.accounts.find(({issuer}) => issuer === "Counted").counter`, &now))
		return now
	}
	p.goes(p.at("bank.localhost", "zoo/plain"))
	p.must(p.tab.Press("Alt+Shift+F"))
	p.seesPopup()
	p.reads("No field for a code was found on this page.")
	p.closes()
	if now := counter(); now != "7" {
		t.Errorf("without a field the counter became %s", now)
	}
	p.goes(p.at("bank.localhost", "zoo/login"))
	p.must(p.tab.Press("Alt+Shift+F"))
	p.waits("the code in the page", func() bool { return len(p.fields().code()) >= 6 })
	if code, now := p.fields().code(), counter(); code != k.counted(t, 7) || now != "8" {
		t.Errorf("filled with %q, the counter is %s", code, now)
	}
}

// TestPageChangesMeanwhile has the tab show another page after the field was
// found and before the code is handed over: of the same site, whose document is
// another, and of a foreign one.
func TestPageChangesMeanwhile(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Bound", secret: secretOf("Bound")}
	p.logsIn("bank.localhost", k)
	for _, host := range []string{"bank.localhost", "evil.localhost"} {
		p.goes(p.at("bank.localhost", "zoo/login"))
		p.clicksIcon()
		p.closes()
		// The third script is the one that gets the code.
		p.must(p.EvalWorker(fmt.Sprintf(`(() => {
			const run = chrome.scripting.executeScript.bind(chrome.scripting);
			let scripts = 0;
			chrome.scripting.executeScript = async (what) => {
				const answer = await run(what);
				if (++scripts !== 2) return answer;
				await chrome.tabs.update(what.target.tabId, {url: %q});
				while ((await chrome.tabs.get(what.target.tabId)).status !== 'complete') await new Promise((next) => setTimeout(next, 50));
				chrome.scripting.executeScript = run;
				return answer;
			};
		})()`, p.at(host, "zoo/other")), nil))
		p.must(p.tab.Press("Alt+Shift+F"))
		p.must(p.tab.WaitURL("zoo/other"))
		p.seesPopup()
		p.reads("The page changed meanwhile")
		p.closes()
		p.isEmpty()
	}
}

// TestFillAfterScan reads a code off the page that waits for its first code,
// and fills that.
func TestFillAfterScan(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Fresh", secret: secretOf("Fresh")}
	set := form{path: "set", html: fmt.Sprintf(`<h1>Set up two-factor authentication</h1><img alt="QR code" src="/fixture/image.png?%s" width="245" height="245"><p>Scan it with your authenticator app.</p><label>6-digit code <input name="code" here></label>`, k.page(""))}
	p.console = serve(t, shows([]form{set}))
	for _, w := range []way{wholeTab, area} {
		p.goes(p.at("bank.localhost", "zoo/set"))
		at := p.aims(symbol)
		p.clicksIcon()
		if w == wholeTab {
			p.clicks("Scan")
			p.reads("QR code found")
			p.clicks("Add")
		} else {
			p.leaves("Select an area")
			p.drags(at)
			p.isTold()
		}
		p.reads("Added: Fresh (SAMPLE_USER)")
		p.clicks("Fill now")
		p.reads("The code stands in the page")
		p.holdsCode(k)
		p.closes()
		engine, err := p.Engine()
		p.must(err)
		p.must(engine.Eval(`inkan.change("remove", {now: Date.now(), ids: inkan.accounts.map(({id}) => id)}).then(async () => { await inkan.change("purge", {now: Date.now(), ids: inkan.call("trash", {}).map(({account}) => account.id)}); })`, nil))
	}
}

// TestFillAfterAnotherPage fills a page that came after one on which a box was
// dragged around what is there already.
func TestFillAfterAnotherPage(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Known", secret: secretOf("Known")}
	set := form{path: "set", html: fmt.Sprintf(`<img alt="QR code" src="/fixture/image.png?%s" width="245" height="245"><label>6-digit code <input name="code" here></label>`, k.page(""))}
	p.console = serve(t, shows([]form{set}))
	p.binds("bank.localhost", k)
	p.goes(p.at("bank.localhost", "zoo/set"))
	at := p.aims(symbol)
	p.clicksIcon()
	p.leaves("Select an area")
	p.drags(at)
	p.isTold()
	p.reads("Already in Inkan")
	p.clicks("Close")
	p.must(p.popup.WaitNoText("Already in Inkan"))
	p.closes()
	p.goes(p.at("bank.localhost", "zoo/set"))
	p.clicksIcon()
	p.clicks("Fill code for Known (SAMPLE_USER)")
	// What the popup says of it is gone a second later.
	p.holdsCode(k)
}

// TestNotEncrypted fills nothing over plain http, and says so.
func TestNotEncrypted(t *testing.T) {
	p := sits(t, browser.Options{Args: []string{"--host-resolver-rules=MAP bank.example 127.0.0.1"}})
	p.logsIn("bank.example", named("Bound")...)
	p.goes(p.at("bank.example", "zoo/login"))
	p.clicksIcon()
	p.reads("This site · bank.example", "This page is not encrypted (http)")
	p.must(p.popup.WaitGone(browser.Button("Fill code for Bound (SAMPLE_USER)")))
	p.presses("Shift+Enter")
	p.waits("the word that nothing is filled", func() bool {
		var cards int
		p.must(p.popup.Eval(`document.querySelectorAll("#news .card").length`, &cards))
		return cards == 1
	})
	p.isEmpty()
}
