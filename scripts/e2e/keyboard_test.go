// SPDX-License-Identifier: MIT

package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestKeyboardAlone uses Inkan without a mouse.
func TestKeyboardAlone(t *testing.T) {
	p := sits(t, browser.Options{})
	keys := []key{{issuer: "Alder", secret: secretOf("Alder")}, {issuer: "Birch", secret: secretOf("Birch")}, {issuer: "ヒノキ", secret: secretOf("ヒノキ")}}
	for _, k := range keys {
		p.opens("fixture/qr?" + k.page(""))
		p.pressesShortcut()
		p.has("Search")
		p.tabsTo("Scan")
		p.presses("Enter")
		p.reads("QR code found", k.issuer)
		p.has("Add")
		p.presses("Enter")
		p.reads("Added: " + k.issuer)
		p.presses("Escape")
		p.must(p.popup.WaitClosed())
	}

	p.pressesShortcut()
	p.reads("Alder", "Birch", "ヒノキ")
	p.must(p.popup.Type("birc"))
	p.must(p.popup.WaitGone(manual.Row("Alder")))
	p.presses("Enter") // the first that is found
	p.copied(keys[1])
	p.presses("Escape") // empties the search
	p.checksCode(keys[0])
	p.must(p.popup.Type("ﾋﾉｷ")) // half-width, as some keyboards write
	p.must(p.popup.WaitGone(manual.Row("Alder")))
	p.checksCode(keys[2])
	p.presses("Escape")

	p.presses("ArrowDown", "ArrowDown", "ArrowDown")
	p.hasRow("Alder")
	p.presses("ArrowUp", "ArrowUp")
	p.hasRow("ヒノキ")
	p.presses("ArrowDown", "Enter")
	p.copied(keys[1])
	p.must(p.popup.Type("al")) // goes to the search from anywhere
	p.has("Search")
	p.must(p.popup.WaitGone(manual.Row("Birch")))
	p.must(p.popup.Type("xyz"))
	p.reads("No account matches “alxyz”")
	p.presses("Escape")
	p.reads("Birch")
	p.presses("Escape")
	p.must(p.popup.WaitClosed())
}

// pressesShortcut opens the popup with the command key.
func (p *person) pressesShortcut() {
	p.Helper()
	p.must(p.tab.Press("Alt+Shift+K"))
	p.seesPopup()
}

// has waits until something has the focus, and checks that it shows.
func (p *person) has(name string) {
	p.Helper()
	var last browser.Node
	p.waits("the focus on "+name, func() bool {
		focused, err := p.popup.Focused()
		p.must(err)
		last = focused
		return focused.Name == name
	})
	p.shines(last.Name)
}

func (p *person) hasRow(issuer string) {
	p.Helper()
	p.waits("the focus on the code of "+issuer, func() bool {
		focused, err := p.popup.Focused()
		p.must(err)
		return strings.HasPrefix(focused.Name, issuer) && manual.CodeIn(focused.Name) != ""
	})
	p.shines(issuer)
}

// shines reports an error unless what has the focus has an outline to show it.
func (p *person) shines(name string) {
	p.Helper()
	var outline string
	p.must(p.popup.Eval(`(({outlineStyle, outlineWidth, outlineColor}) => [outlineStyle, outlineWidth, outlineColor].join(" "))(getComputedStyle(document.activeElement))`, &outline))
	if strings.HasPrefix(outline, "none") || strings.Contains(outline, " 0px") {
		p.Errorf("the focus on %q does not show: outline %s", name, outline)
	}
}

// copied waits until the code of the key is said to be copied, and finds it on
// the clipboard.
func (p *person) copied(k key) {
	p.Helper()
	p.must(p.popup.WaitFor(browser.By{Role: "status"}, "the word that it was copied", func(e *browser.Element) bool { return true }))
	p.reads("Code for " + k.issuer + " (SAMPLE_USER) copied")
	clipboard, err := p.popup.Clipboard()
	p.must(err)
	now := time.Now()
	if clipboard != k.at(p.T, now) && clipboard != k.at(p.T, now.Add(-2*late)) {
		p.Errorf("%q was copied; the code of %s is %q", clipboard, k.issuer, k.at(p.T, now))
	}
}

// TestTabOrder walks through the popup with Tab, there and back.
func TestTabOrder(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, name := range []string{"Alder", "Birch"} {
		k := key{issuer: name, secret: secretOf(name)}
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{})
	}
	p.closes()
	p.clicksIcon()
	p.has("Search")
	want := []string{"Search", "Scan", "Edit Birch (SAMPLE_USER)", "Birch, SAMPLE_USER", "Fill code for Birch (SAMPLE_USER)", "Edit Alder (SAMPLE_USER)", "Alder, SAMPLE_USER", "Fill code for Alder (SAMPLE_USER)", "Select an area", "Enter by hand"}
	walk := func(key string) (names []string) {
		for range want {
			focused, err := p.popup.Focused()
			p.must(err)
			name := focused.Name
			if code := manual.CodeIn(name); code != "" {
				name, _, _ = strings.Cut(name, ", "+code[:3])
			}
			names = append(names, name)
			p.shines(name)
			if key == "Tab" {
				p.picture(p.popup.Page, "focus")
			}
			if len(names) < len(want) {
				p.presses(key)
			}
		}
		return names
	}
	if got := walk("Tab"); !slices.Equal(got, want) {
		t.Errorf("Tab goes\n%q, not\n%q", got, want)
	}
	slices.Reverse(want)
	if got := walk("Shift+Tab"); !slices.Equal(got, want) {
		t.Errorf("Shift+Tab goes\n%q, not\n%q", got, want)
	}
}

// TestCounterKeepsFocus makes counter codes by keyboard: the change is told to
// the popup, whose row must not lose the focus over it.
func TestCounterKeepsFocus(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{kind: "hotp", issuer: "Counted", secret: secretOf("Counted"), counter: 5}
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads(k.issuer)
	p.clicks("Add")
	p.reads("Added: " + k.issuer)
	p.closes()
	p.clicksIcon()
	p.has("Search")
	p.presses("ArrowDown", "Enter")
	p.reads("Code for Counted (SAMPLE_USER) copied")
	p.hasRow(k.issuer)
	p.checksCounted(k, 5)
	p.presses("Enter") // the same again
	p.hasRow(k.issuer)
	p.checksCounted(k, 5)
	p.presses("Tab")
	p.has("Next code for Counted (SAMPLE_USER)")
	p.presses("Enter")
	p.checksCounted(k, 6)
	p.has("Next code for Counted (SAMPLE_USER)")
}

// checksCounted waits for the code of a counter in the list and on the clipboard.
func (p *person) checksCounted(k key, counter int) {
	p.Helper()
	want := k.counted(p.T, counter)
	p.reads(want[:3], want[3:])
	p.waits("the code on the clipboard", func() bool { return p.clipboard() == want })
}
