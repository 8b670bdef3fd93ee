// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"net/url"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// way is how a code gets from the page into Inkan.
type way string

const (
	wholeTab way = "scan" // the Scan button: the whole tab is read, then the person says Add
	area     way = "drag" // Select an area: a box around the code
)

var symbol = browser.Role("image", "QR code")

// page is the query of the fixture that shows the key's QR code.
func (k key) page(more string) string {
	query := url.Values{"secret": {k.secret}, "issuer": {k.issuer}}
	if k.kind != "" {
		query.Set("type", k.kind)
	}
	if k.algorithm != "" {
		query.Set("algorithm", k.algorithm)
	}
	if k.digits != 0 {
		query.Set("digits", fmt.Sprint(k.digits))
	}
	if k.period != 0 {
		query.Set("period", fmt.Sprint(k.period))
	}
	if k.kind == "hotp" {
		query.Set("counter", fmt.Sprint(k.counter))
	}
	return query.Encode() + more
}

// each does something both ways, with a key of its own for each: a key that is
// there already would not be added again.
func (p *person) each(name string, k key, do func(*person, way, key)) {
	for _, w := range []way{wholeTab, area} {
		p.Run(name+"/"+string(w), func(t *testing.T) {
			k.issuer = name + " by " + string(w)
			k.secret = secretOf(k.issuer)
			do(p.in(t), w, k)
		})
	}
}

// enrols takes the code that the page shows into Inkan and checks what the
// list then shows.
func (p *person) enrols(w way, k key, at box) {
	p.Helper()
	p.clicksIcon()
	if w == wholeTab {
		p.clicks("Scan")
		p.reads("QR code found", k.issuer, "SAMPLE_USER", "Read on localhost")
		p.clicks("Add")
	} else {
		p.leaves("Select an area")
		p.drags(at)
		p.isTold()
	}
	p.reads("Added: "+k.issuer+" (SAMPLE_USER)", "Read on localhost")
	if k.kind == "hotp" {
		p.counts(k)
	} else {
		p.checksCode(k)
	}
}

// isTold looks at the popup that opens by itself; over a full screen it cannot,
// and the badge sends the person to the icon.
func (p *person) isTold() {
	p.Helper()
	if full, err := p.tab.Fullscreen(); err == nil && full {
		p.waitsForBadge("✓")
		p.clicksIcon()
		return
	}
	p.seesPopup()
}

// counts makes three codes in a row of a counter, and copies each twice.
func (p *person) counts(k key) {
	p.Helper()
	name := k.issuer + ", SAMPLE_USER, "
	p.must(p.popup.Click(browser.Button(name + "make the next code")))
	for counter := k.counter; counter < k.counter+3; counter++ {
		want := k.counted(p.T, counter)
		shown := browser.Button(name + want[:3] + " " + want[3:] + ", copy")
		_, err := p.popup.Find(shown)
		p.must(err)
		clipboard, err := p.popup.Clipboard()
		p.must(err)
		if clipboard != want {
			p.Errorf("counter %d: %q was copied, not %s", counter, clipboard, want)
		}
		p.must(p.popup.Click(shown)) // which copies it once more
		if counter < k.counter+2 {
			p.clicks("Next code for " + k.issuer + " (SAMPLE_USER)")
		}
	}
}

// TestParameters scans every kind of key.
func TestParameters(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, c := range []struct {
		name string
		key  key
	}{
		{"SHA256 every 60 s", key{algorithm: "SHA256", period: 60}},
		{"SHA512 8 digits", key{algorithm: "SHA512", digits: 8}},
		{"Period 45", key{period: 45}},
		{"Counter", key{kind: "hotp", counter: 5}},
		{"Steam", key{kind: "steam"}},
	} {
		p.each(c.name, c.key, func(p *person, w way, k key) {
			p.opens("fixture/qr?" + k.page(""))
			p.enrols(w, k, p.aims(symbol))
		})
	}
}

// TestManualSymbol scans the very text that the manual shows, then scans it
// again both ways: it is there already.
func TestManualSymbol(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: manual.Issuer, secret: "ABCDEFGHJKLM2345"}
	p.opens("fixture/qr?" + url.Values{"text": {"otpauth://totp/abc****?secret=ABCDEFGHJKLM2345&issuer=Trend%20Micro%20SaaS%20Account"}}.Encode())
	code := p.aims(symbol)
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", "abc****", "every 30 s · 6 digits · SHA-1")
	p.clicks("Add")
	p.reads("Added: Trend Micro SaaS Account (abc****)")
	p.checksCode(k)
	before := p.stored()

	p.clicks("Scan")
	p.reads("Already in Inkan", "Trend Micro SaaS Account (abc****)", "Nothing was added.")
	p.keeps(before)
	p.leaves("Select an area")
	p.drags(code)
	p.seesPopup()
	p.reads("Already in Inkan", "Nothing was added.")
	p.clicks("Close")
	p.must(p.popup.WaitNoText("Already in Inkan"))
	p.keeps(before)
}

// TestPages scans off every kind of page.
func TestPages(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, c := range []struct {
		name, more string
		settle     func(*person) // what the person does before they scan
	}{
		{name: "Inverted", more: "&fg=ffffff&bg=000000"},
		{name: "Canvas", more: "&as=canvas"},
		{name: "Table", more: "&as=table"},
		{name: "Bare CSP", more: "&csp=none"},
		{name: "Modal dialog", more: "&dialog=1"},
		{name: "Full screen", more: "&fullscreen=1", settle: (*person).fillsScreen},
		{name: "Scrolled", more: "&scroll=3000", settle: (*person).scrolls},
	} {
		p.each(c.name, key{}, func(p *person, w way, k key) {
			p.opens("fixture/qr?" + k.page(c.more))
			if c.settle != nil {
				c.settle(p)
			}
			p.enrols(w, k, p.aims(symbol))
		})
	}
	p.each("Frame", key{}, func(p *person, w way, k key) {
		p.opens("fixture/qr?" + k.page("&frame=1"))
		p.enrols(w, k, p.aimsInFrame())
	})
	for zoom, name := range map[float64]string{0.67: "Zoom 67", 1.5: "Zoom 150"} {
		p.each(name, key{}, func(p *person, w way, k key) {
			p.opens("fixture/qr?" + k.page(""))
			p.must(p.tab.SetZoom(zoom))
			defer p.tab.SetZoom(1)
			p.enrols(w, k, p.aims(symbol))
		})
	}
}

func (p *person) fillsScreen() {
	p.Helper()
	p.must(p.tab.Click(browser.Button("Show in full screen")))
	p.must(p.tab.WaitFor(symbol, "in full screen", func(*browser.Element) bool {
		on, err := p.tab.Fullscreen()
		return err == nil && on
	}))
}

func (p *person) scrolls() {
	p.Helper()
	p.must(p.tab.ScrollTo(2900))
}

// aimsInFrame finds the code in the frame of another site; places in there
// count from the frame's own corner.
func (p *person) aimsInFrame() box {
	p.Helper()
	frame, err := p.tab.Find(browser.Role("Iframe", "Page of another site"))
	p.must(err)
	corner, _, err := frame.Box()
	p.must(err)
	inside, err := p.Page("framed=1")
	p.must(err)
	from, to, err := manual.Around(inside, symbol)
	p.must(err)
	return box{
		browser.Point{X: from.X + corner.X, Y: from.Y + corner.Y},
		browser.Point{X: to.X + corner.X, Y: to.Y + corner.Y},
	}
}

// TestDensity scans on finer displays.
func TestDensity(t *testing.T) {
	t.Parallel()
	for _, density := range []float64{1.5, 2} {
		t.Run(fmt.Sprint(density), func(t *testing.T) {
			p := sits(t, browser.Options{DPR: density})
			p.each(fmt.Sprint("Density ", density), key{}, func(p *person, w way, k key) {
				p.opens("fixture/qr?" + k.page(""))
				p.enrols(w, k, p.aims(symbol))
			})
		})
	}
}
