// SPDX-License-Identifier: MIT

package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// heard is a step on the way of somebody who uses Inkan with a screen reader:
// what they press, what has the focus then (its role and name are what is read
// out), and what is announced besides.
type heard struct {
	press []string
	role  string
	name  string // a regular expression
	says  []string
}

// TestScreenReader is the way from a QR code to a code on the clipboard, by ear.
// It goes through the accessibility tree, which is all that a screen reader has.
func TestScreenReader(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Alder", secret: secretOf("Alder"), period: 2}
	p.opens("fixture/qr?" + k.page(""))

	// 1. The popup opens in its search; one Tab on is the button to scan.
	p.pressesShortcut()
	p.hears(
		heard{nil, "searchbox", "Search", nil},
		heard{[]string{"Tab"}, "button", "Scan", nil},
		// 2. What was found is announced, and the focus is on the answer to it.
		heard{[]string{"Enter"}, "button", "Add", []string{"QR code found", "Alder", "SAMPLE_USER", "Read on localhost"}},
		// 3. So is that it was added. A second Enter does nothing; Tab is Undo, Down the account.
		heard{[]string{"Enter"}, "heading", `Added: Alder \(SAMPLE_USER\)`, []string{"Added: Alder (SAMPLE_USER)"}},
		heard{[]string{"Enter", "Tab"}, "button", "Undo", nil},
		heard{[]string{"ArrowDown"}, "button", `Alder, .*, copy`, nil},
	)
	p.presses("Escape")
	p.must(p.popup.WaitClosed())

	// 4. Another time: Down is the first account, whose name has its code, in groups of digits, and what Enter does.
	p.pressesShortcut()
	p.hears(
		heard{nil, "searchbox", "Search", nil},
		heard{[]string{"ArrowDown"}, "button", `Alder, SAMPLE_USER, \d{3} \d{3}(, next \d{3} \d{3})?, copy`, nil},
		heard{[]string{"Enter"}, "button", "Alder, .*, copy", []string{"Code for Alder (SAMPLE_USER) copied"}},
	)
	p.isQuiet()
}

// hears goes these steps.
func (p *person) hears(steps ...heard) {
	p.Helper()
	for _, step := range steps {
		p.presses(step.press...)
		name := regexp.MustCompile("^(?:" + step.name + ")$")
		var focused browser.Node
		there := func() bool {
			var err error
			focused, err = p.popup.Focused()
			p.must(err)
			return name.MatchString(focused.Name)
		}
		for end := time.Now().Add(patience); !there(); time.Sleep(30 * time.Millisecond) {
			if time.Now().After(end) {
				p.Fatalf("the focus is not on %q, but on %s %q", step.name, focused.Role, focused.Name)
			}
		}
		if focused.Role != step.role {
			p.Errorf("%q is a %s, not a %s", focused.Name, focused.Role, step.role)
		}
		for _, words := range step.says {
			p.waits("the announcement "+words, func() bool {
				announced, err := p.popup.Announced()
				p.must(err)
				return strings.Contains(announced, words)
			})
		}
	}
}

// isQuiet has codes change, and listens whether anything is announced by that.
func (p *person) isQuiet() {
	p.Helper()
	var said []string
	p.must(p.popup.Eval(`new Promise((done) => {
		const said = [];
		const shown = () => document.querySelector(".account .code").textContent;
		const first = shown();
		const watch = new MutationObserver((changes) => said.push(...changes.filter(({target}) => (target.nodeType === 1 ? target : target.parentElement).closest("[aria-live], [role=status], [role=alert], output")).map(({target}) => target.textContent)));
		watch.observe(document.body, {subtree: true, childList: true, characterData: true});
		const look = () => shown() === first ? requestAnimationFrame(look) : requestAnimationFrame(() => done(said));
		look();
	})`, &said))
	for _, words := range said {
		p.Errorf("while nobody does anything it says %q", words)
	}
}
