// SPDX-License-Identifier: MIT

package e2e

import (
	"errors"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestWorkerStopped goes on without the service worker, which the browser ends
// whenever it likes.
func TestWorkerStopped(t *testing.T) {
	p := sits(t, browser.Options{})
	p.each("Before the icon", key{}, func(p *person, w way, k key) {
		p.opens("fixture/qr?" + k.page(""))
		at := p.aims(symbol)
		p.must(p.StopWorker())
		p.enrols(w, k, at)
	})
	p.Run("In front of the overlay", func(t *testing.T) {
		p := p.in(t)
		k, at := p.shows("In front of the overlay")
		p.clicksIcon()
		p.leaves("Select an area")
		p.holds(at)
		p.must(p.StopWorker())
		p.must(p.tab.Up())
		p.seesPopup()
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.Run("After the click", func(t *testing.T) {
		p := p.in(t)
		k, at := p.shows("After the click")
		p.clicksIcon()
		p.clicks("Select an area")
		p.must(p.StopWorker())
		p.endsUpSelecting()
		p.drags(at)
		p.seesPopup()
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.Run("While it scans", func(t *testing.T) {
		p := p.in(t)
		k, _ := p.shows("While it scans")
		p.clicksIcon()
		p.must(p.EvalWorker("chrome.tabs.captureVisibleTab = () => new Promise(() => {})", nil)) // never done
		p.clicks("Scan")
		p.must(p.popup.WaitFor(browser.Button("Scan"), "busy", func(e *browser.Element) bool { return e.Disabled }))
		p.must(p.StopWorker())
		p.reads("That did not work")
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
	})
	p.Run("While the card stands", func(t *testing.T) {
		p := p.in(t)
		k, _ := p.shows("While the card stands")
		p.clicksIcon()
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
		p.must(p.StopWorker())
		p.clicks("Add")
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
}

// shows opens a page with a key of this name.
func (p *person) shows(name string) (key, box) {
	p.Helper()
	k := key{issuer: name, secret: secretOf(name)}
	p.opens("fixture/qr?" + k.page(""))
	return k, p.aims(symbol)
}

// endsUpSelecting waits for the overlay; when the popup says instead that it
// did not work, the person tries again.
func (p *person) endsUpSelecting() {
	p.Helper()
	p.waits("the overlay, or a word that it did not work", func() bool {
		if covered, err := manual.Covered(p.tab); err != nil || covered {
			return covered
		}
		if text, err := p.popup.Text(); err == nil && hasAny(text, "That did not work") {
			p.picture(p.popup.Page, "again")
			p.leaves("Select an area")
		}
		return false
	})
}

// TestPopupClosed closes the popup whenever it is open.
func TestPopupClosed(t *testing.T) {
	p := sits(t, browser.Options{})
	// Whatever has to be started first, and however soon: the click counts. No
	// driver is quick enough for these moments: the popup closes itself, as when
	// Escape is pressed then.
	const (
		afterClick = `scan.addEventListener("click", () => setTimeout(close))`
		onAnswer   = `{
			const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
			Object.defineProperty(MessagePort.prototype, "onmessage", { set(heard) {
				set.call(this, (event) => { window.close(); heard(event); });
			} });
			0;
		}`
		withCard = `new MutationObserver(() => window.close()).observe(news, { childList: true }), 0`
	)
	none := func() error { return nil }
	for _, c := range []struct {
		name string
		gone func() error
		when string
	}{
		{"After Scan", none, afterClick},
		{"After Scan without engine", p.CloseEngine, afterClick},
		{"After Scan without worker", p.StopWorker, afterClick},
		{"After Scan without both", func() error { return errors.Join(p.CloseEngine(), p.StopWorker()) }, afterClick},
		{"When the answer arrives", none, onAnswer},
		{"With the card", none, withCard},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			k, _ := p.shows(c.name)
			before := p.stored()
			p.clicksIcon()
			p.must(manual.Settled(p.popup))
			p.must(p.popup.Hover(browser.Button("Scan")))
			p.must(c.gone())
			p.must(p.popup.Eval(c.when, nil))
			p.leaves("Scan")
			p.seesPopup() // which opens again by itself
			p.reads("QR code found", k.issuer)
			p.keeps(before)
			p.clicks("Add")
			p.reads("Added: " + k.issuer)
			p.checksCode(k)
			p.waitsForBadge("")
		})
	}
	p.Run("While the card stands", func(t *testing.T) {
		p := p.in(t)
		k, at := p.shows("While the card stands")
		before := p.stored()
		p.clicksIcon()
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
		p.closes()
		p.keeps(before)
		p.enrols(area, k, at)
	})
	p.Run("While the overlay stands", func(t *testing.T) {
		p := p.in(t)
		k, at := p.shows("While the overlay stands")
		p.clicksIcon()
		p.leaves("Select an area")
		p.must(manual.Overlaid(p.tab))
		p.clicksIcon() // and looks at the codes meanwhile
		p.closes()
		p.drags(at)
		p.seesPopup()
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.Run("After Add", func(t *testing.T) {
		p := p.in(t)
		k, _ := p.shows("After Add")
		p.clicksIcon()
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
		p.clicks("Add")
		p.closes()
		p.clicksIcon()
		p.checksCode(k)
	})
	p.Run("At once", func(t *testing.T) {
		p := p.in(t)
		p.shows("At once")
		for range 3 {
			_, err := p.PressIcon(p.tab)
			p.must(err)
		}
		p.clicksIcon()
		p.reads("After Add")
	})
}

// TestEngineClosed takes the engine away: what was acknowledged stays, and
// what was under way says so and works the second time.
func TestEngineClosed(t *testing.T) {
	p := sits(t, browser.Options{})
	p.each("Before the icon", key{}, func(p *person, w way, k key) {
		p.opens("fixture/qr?" + k.page(""))
		at := p.aims(symbol)
		p.must(p.CloseEngine())
		p.enrols(w, k, at)
	})
	p.each("While the popup is open", key{}, func(p *person, w way, k key) {
		p.opens("fixture/qr?" + k.page(""))
		at := p.aims(symbol)
		p.clicksIcon()
		p.must(p.CloseEngine())
		if w == area {
			p.leaves("Select an area")
			p.drags(at)
			p.seesPopup()
		} else {
			p.clicks("Scan")
			p.reads("QR code found", k.issuer)
			p.clicks("Add")
		}
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.Run("In front of the overlay", func(t *testing.T) {
		p := p.in(t)
		k, at := p.shows("In front of the overlay")
		p.clicksIcon()
		p.leaves("Select an area")
		p.holds(at)
		p.must(p.CloseEngine())
		p.must(p.tab.Up())
		p.seesPopup()
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.Run("While the card stands", func(t *testing.T) {
		p := p.in(t)
		k, _ := p.shows("While the card stands")
		before := p.stored()
		p.clicksIcon()
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
		p.must(p.CloseEngine())
		p.clicks("Add")
		p.reads("That did not work", "What was scanned is no longer there. Scan it again.")
		p.clicks("Scan")
		p.reads("QR code found", k.issuer)
		p.keeps(before)
		p.clicks("Add")
		p.reads("Added: " + k.issuer)
		p.checksCode(k)
	})
	p.each("After it was added", key{}, func(p *person, w way, k key) {
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(w, k, p.aims(symbol))
		p.must(p.CloseEngine())
		p.clicksIcon()
		p.checksCode(k)
		p.keeps(append([]string{k.issuer + " (SAMPLE_USER)"}, p.stored()[1:]...))
	})
	p.Run("While a code is copied", func(t *testing.T) {
		p := p.in(t)
		k := key{kind: "hotp", issuer: "Counted", secret: secretOf("Counted"), counter: 5}
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, p.aims(symbol)) // 5, 6 and 7 are used
		p.must(p.CloseEngine())
		p.clicksIcon()
		k.counter = 8
		p.counts(k)
	})
}

// TestBrowserKilled pulls the plug right after an account was acknowledged.
func TestBrowserKilled(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	for _, w := range []way{wholeTab, area} {
		k := key{issuer: "Killed after " + string(w)}
		k.secret = secretOf(k.issuer)
		p.opens("fixture/qr?" + k.page(""))
		at := p.aims(symbol)
		p.clicksIcon()
		if w == wholeTab {
			p.clicks("Scan")
			p.reads(k.issuer)
			p.clicks("Add")
		} else {
			p.leaves("Select an area")
			p.drags(at)
			p.seesPopup()
		}
		p.must(p.popup.WaitText("Added: " + k.issuer))
		p.Kill()
		p.launch(o)
		p.opens("fixture/qr?bait=blank")
		p.clicksIcon()
		p.reads(k.issuer)
		p.checksCode(k)
	}
	p.holdsExactly("Killed after scan (SAMPLE_USER)", "Killed after drag (SAMPLE_USER)")
}
