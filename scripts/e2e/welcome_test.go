// SPDX-License-Identifier: MIT

package e2e

import (
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestWelcome has the page that comes up after installing tell what there is to
// do, and what is done already.
func TestWelcome(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	p.opens("fixture/qr?bait=article")
	page, err := p.Open(p.URL(manual.Greeting))
	p.must(err)
	p.seen = append(p.seen, page)
	p.must(page.WaitText("Welcome to Inkan"))
	steps := func() []string {
		t.Helper()
		var done []string
		p.must(page.Eval(`[...document.querySelectorAll(".steps > li")].map((step) => step.classList.contains("done") ? "done" : "open")`, &done))
		return done
	}
	want := func(what string) {
		t.Helper()
		p.waits("the steps to be "+what, func() bool { return strings.Join(steps(), " ") == what })
	}
	want("done open open") // the harness pins the icon
	p.must(page.WaitText("Alt+Shift+K"))
	p.must(page.Click(browser.Button("Set a password")))
	p.must(page.Fill(browser.Field("New password"), password))
	p.must(page.Fill(browser.Field("The same again"), password))
	p.must(page.Click(browser.Button("Protect")))
	want("done done open")
	p.given(named("First")...)
	want("done done done")

	// It comes once, not each time the browser starts.
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=article")
	p.clicksIcon() // which has the engine running
	list, err := p.Targets()
	p.must(err)
	for _, target := range list {
		if strings.Contains(target.URL, manual.Greeting) {
			t.Errorf("it came again: %s", target.URL)
		}
	}
}
