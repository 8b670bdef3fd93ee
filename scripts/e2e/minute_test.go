// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
	"inkan/wasm/qr"
)

// effort is what somebody does between seeing the QR code and being told that the
// second factor is enabled.
type effort struct {
	programs int // other than the browser that have to be there, and a phone
	clicks   int
	drags    int
	chords   int // shortcuts, and single keys that are no text
	typed    int // characters
}

// The keystroke-level model (Card, Moran and Newell, Communications of the ACM 23
// (1980) 7): one mental act before each action, pointing, pressing or releasing a
// button, a key of an average typist, moving a hand to the keyboard. Seconds. What
// programs take to start and to answer is not in it.
const (
	mental, points, presses, strikes, homes = 1.35, 1.10, 0.10, 0.28, 0.40
)

// seconds is what the model makes of it.
func (e effort) seconds() float64 {
	s := float64(e.clicks)*(mental+points+2*presses) + float64(e.drags)*(mental+2*points+2*presses) + float64(e.chords)*(mental+homes+strikes)
	if e.typed > 0 {
		s += mental + homes + float64(e.typed)*strikes
	}
	return s
}

// byManual is what the customer's manual asks for, from the QR code on, page by
// page: the phone (P. 8), WinAuth and Q-taro (12–15), OTP Manager and QR Journal
// (20–22), the Authenticator add-on (31–32). Names that it leaves to the person
// are as short as this; a program is started by one double click.
var byManual = []struct {
	name string
	effort
}{
	// Start, scan, hold the phone there (taken for a drag); the field, six digits, the button.
	{"a phone", effort{programs: 1, clicks: 5, drags: 1, typed: 6}},
	// PrintScreen; Q-taro, paste, decode, box; mark and copy the key; WinAuth, add, Google, name, icon, key, verify, OK, no
	// password, OK, refresh; the field, six digits, the button.
	{"WinAuth and Q-taro", effort{programs: 2, clicks: 16, drags: 2, chords: 3, typed: 5 + 6}},
	// Shortcut and box; QR Journal, import, drag the file; mark and copy the key; OTP Manager, first account, issuer, user,
	// key, save; the field, six digits, the button.
	{"OTP Manager and QR Journal", effort{programs: 2, clicks: 10, drags: 3, chords: 3, typed: 5 + 11 + 6}},
	// Icon, scan, box, the message; icon again; the field, six digits, the button.
	{"the Authenticator add-on", effort{programs: 1, clicks: 6, drags: 1, typed: 6}},
}

// TestOneMinute enrols in every way in, as somebody who sees the QR code for the
// first time, counts what they do, and holds the table in README.md to that.
func TestOneMinute(t *testing.T) {
	p := sits(t, browser.Options{Camera: filepath.Join(t.TempDir(), "film.y4m"), Shared: "Console"})
	p.holdsUp([]string{})
	rows := []string{}
	for _, w := range byManual {
		rows = append(rows, w.row(w.name+", by the manual"))
	}
	for _, c := range []struct {
		name string
		do   func(p *person, act *acting)
	}{
		{"the whole tab", func(p *person, act *acting) {
			act.icon()
			act.click("Scan")
			act.click("Add")
		}},
		{"what the popup offers", func(p *person, act *acting) {
			act.icon()
			act.click("Add…")
			act.click("Add")
		}},
		{"a dragged area", func(p *person, act *acting) {
			at := p.aims(browser.Role("image", "QR code"))
			act.icon()
			act.clicks++
			p.leaves("Select an area")
			act.drags++
			p.drags(at)
			p.isTold()
		}},
		{"the keyboard", func(p *person, act *acting) {
			act.press(p.tab, "Alt+Shift+S")
			p.seesPopup()
			p.reads("QR code found")
			act.press(p.popup.Page, "Enter")
		}},
		{"the context menu", func(p *person, act *acting) {
			p.clicksIcon() // grants the tab, as a real click on the item does
			p.closes()
			act.clicks += 2 // the right button, and the item
			p.must(p.EvalWorker(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => chrome.contextMenus.onClicked.dispatch({menuItemId: 'scan', editable: false}, tab))`, nil))
			p.seesPopup()
			act.click("Add")
		}},
		{"a link that is a key", func(p *person, act *acting) {
			shot, err := p.tab.PNG()
			p.must(err)
			symbols, err := qr.Decode(p.luminance(shot)) // the console has it as a picture only
			p.must(err)
			p.clicksIcon() // grants the tab, as a real click on the item does
			p.closes()
			act.clicks += 2 // the right button, and the item
			p.must(p.EvalWorker(fmt.Sprintf(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) =>
				chrome.contextMenus.onClicked.dispatch({menuItemId: 'scan', editable: false, linkUrl: %q, pageUrl: tab.url}, tab))`, symbols[0].Text), nil))
			p.seesPopup()
			act.click("Add")
		}},
		{"a screenshot, pasted", func(p *person, act *acting) {
			shot, err := p.tab.PNG()
			p.must(err)
			act.chords++ // PrintScreen
			act.icon()
			act.chords++
			p.hands("paste", "", string(shot))
			act.click("Add")
			p.reads("Added: " + manual.Issuer)
			act.unbound = true
		}},
		{"the screen or a window", func(p *person, act *acting) {
			page := act.opens("Screen or window")
			act.clicks++
			p.must(page.Click(browser.Button("Choose")))
			act.clicks += 2 // which one, and Share, to the browser
			act.imports(page)
		}},
		{"the camera", func(p *person, act *acting) {
			shot, err := p.tab.PNG()
			p.must(err)
			symbols, err := qr.Decode(p.luminance(shot))
			p.must(err)
			p.holdsUp([]string{symbols[0].Text})
			p.must(p.Allow("camera"))
			page := act.opens("Camera")
			act.clicks++ // Allow, to the browser
			act.drags++  // holding it there
			act.imports(page)
		}},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.forgetsAll()
			p.console = serve(t)
			w := p.walk("en", false)
			p.must(w.Show())
			p.tab = w.Tab()
			p.must(p.tab.Hover(browser.Role("image", "QR code"))) // which scrolls it into view in a window as low as this
			act := &acting{p: p, effort: effort{programs: 1}}
			begun := time.Now()
			c.do(p, act)
			if act.unbound {
				act.pastes(begun)
				rows = append(rows, act.row(c.name))
				return
			}
			p.reads("Added: " + manual.Issuer)
			if c.name == "the keyboard" {
				p.has("Fill now")
				act.press(p.popup.Page, "Enter")
			} else {
				act.click("Fill now")
			}
			p.reads("The code stands in the page")
			p.must(manual.Dismiss(p.popup))
			act.enables(begun)
			rows = append(rows, act.row(c.name))
		})
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	p.must(err)
	for _, row := range rows {
		t.Log(row)
		if !strings.Contains(string(readme), row) {
			t.Errorf("README.md has no line %s", row)
		}
	}
}

// row is a line of the table.
func (e effort) row(name string) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %.0f s |", name, e.programs, e.clicks, e.drags, e.chords, e.typed, e.seconds())
}

// acting counts what the person does.
type acting struct {
	p *person
	effort
	unbound bool // the account came from no page: its code is copied, not filled
}

// opens goes from the popup to a way in that needs a page of its own.
func (a *acting) opens(way string) *browser.Page {
	a.p.Helper()
	a.icon()
	a.clicks++
	a.p.must(manual.Leave(a.p.popup, browser.Link(way)))
	page, err := a.p.Page("manage/manage.html")
	a.p.must(err)
	return page
}

// imports adds what was read, and returns to the console.
func (a *acting) imports(page *browser.Page) {
	a.p.Helper()
	a.p.must(page.WaitText("Add (1)"))
	a.clicks += 2
	a.p.must(page.Click(browser.Button("Add (1)")))
	a.p.must(page.WaitText("Accounts added: 1"))
	a.p.must(page.Close())
	a.p.must(a.p.tab.Activate())
	a.icon()
	a.unbound = true
}

// pastes copies the code by a click on it, and pastes it into the console.
func (a *acting) pastes(begun time.Time) {
	a.p.Helper()
	code, err := manual.Code(a.p.popup.Page, manual.Issuer)
	a.p.must(err)
	a.clicks++
	a.p.must(a.p.popup.Click(manual.Row(manual.Issuer)))
	a.p.reads("Code for " + manual.Issuer)
	a.p.must(manual.Dismiss(a.p.popup))
	a.clicks++
	a.p.must(a.p.tab.Click(browser.Field(manual.In("en").SixDigits)))
	a.press(a.p.tab, "Control+v")
	var typed string
	a.p.must(a.p.tab.Eval(`document.activeElement.value`, &typed))
	if typed != code {
		a.p.Errorf("%q was pasted, want %s", typed, code)
	}
	a.enables(begun)
}

// enables sends the code that stands in the console.
func (a *acting) enables(begun time.Time) {
	a.p.Helper()
	a.clicks++
	a.p.must(a.p.tab.Click(browser.Button(manual.In("en").Enable)))
	a.p.must(a.p.tab.WaitText(manual.In("en").Enabled))
	a.p.Logf("the browser and Inkan took %.1f s", time.Since(begun).Seconds())
}

func (a *acting) icon() {
	a.clicks++
	a.p.clicksIcon()
}

func (a *acting) click(button string) {
	a.clicks++
	a.p.clicks(button)
}

func (a *acting) press(page *browser.Page, key string) {
	a.chords++
	a.p.must(page.Press(key))
}

// forgetsAll has Inkan hold no account.
func (p *person) forgetsAll() {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`inkan.ready.then(() => inkan.change("remove", {now: Date.now(), ids: inkan.accounts.map(({id}) => id)}))`, nil))
}
