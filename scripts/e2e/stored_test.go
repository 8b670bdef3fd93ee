// SPDX-License-Identifier: MIT

package e2e

import (
	"slices"
	"time"

	"inkan/scripts/manual"
)

// badge is what the toolbar icon says.
func (p *person) badge() string {
	p.Helper()
	var text string
	p.must(p.EvalWorker("chrome.action.getBadgeText({})", &text))
	return text
}

// waitsForBadge waits until the toolbar icon says something.
func (p *person) waitsForBadge(text string) {
	p.Helper()
	p.waits("the badge to be "+text, func() bool { return p.badge() == text })
}

// waits waits until something holds that no page shows.
func (p *person) waits(what string, holds func() bool) {
	p.Helper()
	p.patiently(patience, what, holds)
}

// patiently waits for what takes so long.
func (p *person) patiently(most time.Duration, what string, holds func() bool) {
	p.Helper()
	for end := time.Now().Add(most); !holds(); time.Sleep(30 * time.Millisecond) {
		if time.Now().After(end) {
			p.Fatal("waited in vain for " + what)
		}
	}
}

// code is what the list shows for a service now.
func (p *person) code(issuer string) string {
	p.Helper()
	code, err := manual.Code(p.popup.Page, issuer)
	p.must(err)
	return code
}

// stored lists what is in the vault, "issuer (account)", the newest first.
func (p *person) stored() []string {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	var names []string
	p.must(engine.Eval("inkan.ready.then(() => inkan.accounts.map(({issuer, account}) => `${issuer} (${account})`))", &names))
	return names
}

// holdsExactly reports an error unless just these accounts are stored, in any
// order: those added at once have none.
func (p *person) holdsExactly(names ...string) {
	p.Helper()
	now := p.stored()
	slices.Sort(now)
	slices.Sort(names)
	if !slices.Equal(now, names) {
		p.Errorf("stored %q, not %q", now, names)
	}
}

// keeps reports an error unless the vault holds the same as before.
func (p *person) keeps(before []string) {
	p.Helper()
	if now := p.stored(); !slices.Equal(before, now) {
		p.Errorf("stored %q, before it was %q", now, before)
	}
}
