// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// hasScanned waits until the history shows these texts, in this order.
func (p *person) hasScanned(page *browser.Page, want ...string) {
	p.Helper()
	var now []string
	p.waits(fmt.Sprintf("the history to show %q", want), func() bool {
		now = p.shownOf(page, ".scans .words")
		return slices.Equal(now, want)
	})
}

// looksInto has the laboratory look into QR codes of texts, side by side.
func (p *person) looksInto(page *browser.Page, texts ...string) {
	p.Helper()
	p.must(page.Choose(browser.Button(p.words.say("qrChoose")), p.writesFile("scans.png", string(p.sheet(texts...)))))
	p.must(page.WaitText(p.words.say("qrFigures")))
	p.must(page.Click(browser.Button(p.words.say("qrClear"))))
	p.must(page.WaitNoText(p.words.say("qrFigures")))
}

// TestScans scans what is no account: links and texts are listed, sealed, until
// they are deleted, their time is over or the person wants none of it; nothing
// that may be a key ever is.
func TestScans(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	const link, text, site = "https://example.com/menu?table=7", "A text of mine, 日本語", "https://shop.example/"
	k := key{issuer: "Scanned", secret: secretOf("Scanned")}
	migration := "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC"
	secrets := []string{k.uri(), migration, "mail me: otpauth://totp/a?secret=" + secretOf("Embedded"), secretOf("Bare")}
	p.opens("fixture/qr?module=3&" + url.Values{"text": append(slices.Clone(secrets), link)}.Encode())
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("It holds a link.")
	p.closes()
	page := p.labours()
	p.hasScanned(page, link)
	p.looksInto(page, text)
	p.hasScanned(page, text, link)
	p.looksInto(page, secrets...)
	p.looksInto(page, text) // again: whatever the one before came to is there by now
	p.hasScanned(page, text, link)
	p.picture(page, "listed")
	var anchor string
	p.must(page.Eval(`(({href, rel, target}) => [href, rel, target].join(" "))(document.querySelector(".scans li a"))`, &anchor))
	if anchor != link+" noopener noreferrer _blank" {
		t.Errorf("the link is %q", anchor)
	}

	// The engine ends, and the browser.
	p.must(p.CloseEngine())
	p.must(page.Reload())
	p.hasScanned(page, text, link)
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	page = p.labours()
	p.hasScanned(page, text, link)

	search := browser.Role("searchbox", "Search")
	p.must(page.Fill(search, "ＭＥＮＵ"))
	p.hasScanned(page, link)
	p.must(page.Fill(search, "nowhere"))
	p.must(page.WaitText("Nothing matches “nowhere”"))
	p.must(page.Fill(search, ""))
	p.hasScanned(page, text, link)
	button := func(does, name string) browser.By {
		var label string
		p.must(page.Eval(fmt.Sprintf(`[...document.querySelectorAll(".scans li button")].map((one) => one.ariaLabel).find((label) => label.startsWith(%q)) ?? ""`, does+": "+name), &label))
		return browser.Button(label)
	}
	p.must(page.Click(button("Copy", "example.com")))
	p.must(page.WaitText("Copied"))
	if copied, err := page.Clipboard(); err != nil || copied != link {
		t.Errorf("copied %q, %v", copied, err)
	}
	p.must(page.Click(button("Delete", "example.com")))
	p.hasScanned(page, text)
	if focused, err := page.Focused(); err != nil || !strings.HasPrefix(focused.Name, "Delete: A text") {
		t.Errorf("after one was deleted %q has the focus, %v", focused.Name, err)
	}
	p.fitsScans(page, link)
	// The second click of two, which comes to be on another entry, deletes nothing.
	p.must(page.Eval(`document.querySelectorAll(".scans li .danger").forEach((one) => one.dispatchEvent(new MouseEvent("click", {detail: 2})))`, nil))
	p.must(page.Click(button("Delete", "example.com")))
	p.waits("two entries", func() bool { return len(p.shownOf(page, ".scans .words")) == 2 })
	p.must(page.Click(browser.Button("Delete all")))
	p.must(page.WaitText("Entries that are deleted for good: 2"))
	p.must(page.Click(browser.Button("Delete all")))
	p.hasScanned(page)
	p.must(page.WaitText("Links and texts that you scan are listed here."))
	p.isErased()

	// Off: what is there goes, and nothing comes.
	p.notes(text)
	keep := browser.Role("checkbox", "Keep a history What is scanned while Inkan is locked is not kept.")
	p.hasScanned(page, text)
	p.must(page.Click(keep))
	p.must(page.WaitText("Switch the history off?"))
	p.must(page.Press("Escape"))
	p.hasScanned(page, text)
	p.must(page.Click(keep))
	p.must(page.Click(browser.Button("Switch off and delete")))
	p.hasScanned(page)
	p.looksInto(page, text)
	p.isErased()
	p.must(page.Click(keep))
	p.must(page.WaitText("Delete after (days)"))
	p.hasScanned(page)

	// The days pass, and the alarm rings.
	p.notes(text)
	p.hasScanned(page, text)
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{ const { now } = Date; globalThis.passed = 6; Date.now = () => now() + passed * 24 * 60 * 60_000; 0; }`, nil))
	p.notes(site)
	p.hasScanned(page, site, text)
	p.must(engine.Eval(`void (passed = 7)`, nil))
	p.must(p.EvalWorker(`chrome.alarms.onAlarm.dispatch({name: "sweep"})`, nil))
	p.hasScanned(page, site)
	p.must(engine.Eval(`void (passed = 0)`, nil))
	p.must(page.Close())

	// A password makes the key another.
	p.protects()
	page = p.labours()
	p.hasScanned(page, site)
	p.must(page.Close())
	for _, when := range []string{"unlocked", "locked"} {
		if when == "locked" {
			p.locks()
		}
		all := p.everything()
		if _, there := all["inkan-scans record scans"]; !there {
			t.Errorf("%s: there is no record", when)
		}
		for where, raw := range all {
			for _, form := range []string{"shop.example", base64.StdEncoding.EncodeToString([]byte(site))[:20]} {
				if bytes.Contains(raw, []byte(form)) {
					t.Errorf("%s: %s tells what was scanned", when, where)
				}
			}
		}
	}
	p.must(p.popup.Close())
	p.opens("fixture/qr?" + url.Values{"text": {link}}.Encode())
	p.clicksIcon()
	p.isLocked()
	p.unlocks(password)
	p.must(p.popup.WaitText(p.words.say("manage")))
	page = p.labours()
	p.hasScanned(page, site)
}

// notes has the engine keep texts, as the laboratory asks for it.
func (p *person) notes(texts ...string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	for _, text := range texts {
		p.must(engine.Eval(fmt.Sprintf(`inkan.act("scans.note", {}, [new TextEncoder().encode(%q)])`, text), nil))
	}
}

// isErased reports an error when a record of scans is stored.
func (p *person) isErased() {
	p.Helper()
	p.waits("the record to be gone", func() bool {
		_, there := p.everything()["inkan-scans record scans"]
		return !there
	})
}

// fitsScans looks at the history in a narrow window, with texts that are long,
// also from right to left. Three entries are left.
func (p *person) fitsScans(page *browser.Page, link string) {
	p.Helper()
	p.notes(strings.Repeat("a line of a text that has many\n", 9), link+strings.Repeat("&and=more", 30))
	p.waits("three entries", func() bool { return len(p.shownOf(page, ".scans .words")) == 3 })
	p.must(page.Resize(320, 640))
	for _, dir := range []string{"ltr", "rtl"} {
		p.must(page.Eval(fmt.Sprintf(`document.dir = %q; document.querySelector(".scans").scrollIntoView()`, dir), nil))
		p.isWithin(page, "narrow-"+dir)
	}
	p.must(page.Eval(`document.dir = ""; document.querySelector(".scans summary").click()`, nil))
	p.isWithin(page, "narrow-open")
	p.must(page.Resize(1000, 760))
}
