// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"regexp"
	"testing"

	"inkan/scripts/browser"
)

// backTo matches the buttons that go back to a version, the newest first.
var backTo = browser.By{Role: "button", Match: regexp.MustCompile(`^Go back: `)}

// goesBack goes back to the n-th version, 1 being the newest.
func (p *person) goesBack(page *browser.Page, n int) {
	p.Helper()
	p.must(page.Eval(`document.querySelector("main ul").dataset.old = ""`, nil))
	p.must(page.Click(backTo.At(n)))
	dialog := browser.By{Role: "dialog", Match: regexp.MustCompile(`^Go back to .*\?$`)}
	p.must(page.Click(browser.Button("Go back").Within(dialog)))
	p.must(page.WaitGone(dialog))
	p.waits("the list to be another", func() bool {
		var old bool
		p.must(page.Eval(`document.querySelector("main ul[data-old]") !== null`, &old))
		return !old
	})
}

// TestVersions goes back to how the accounts were, also across the beginning
// of protection, and forwards again.
func TestVersions(t *testing.T) {
	p := sits(t, browser.Options{})
	one, two := key{issuer: "One", secret: secretOf("Version one")}, key{issuer: "Two", secret: secretOf("Version two")}
	for i, k := range []key{one, two} {
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{})
		text, err := p.popup.Text()
		p.must(err)
		if reminded := hasAny(text, "print a recovery key"); reminded != (i == 0) {
			t.Errorf("account %d: reminded of a backup: %v", i+1, reminded)
		}
	}
	p.picture(p.popup.Page, "reminded")
	p.clicks("Close")
	p.clicks("Edit One (SAMPLE_USER)")
	p.clicks("Remove")
	p.reads("Removed: ")
	p.holdsExactly("Two (SAMPLE_USER)")
	p.closes()
	p.protects()

	page := p.manages()
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("How the accounts were"))
	p.picture(page, "versions")
	// Protected, removed, two, one: the newest is that before the password.
	p.goesBack(page, 2)
	p.holdsExactly("One (SAMPLE_USER)", "Two (SAMPLE_USER)")
	p.goesBack(page, 1) // and forwards
	p.holdsExactly("Two (SAMPLE_USER)")
	p.goesBack(page, 5)
	p.holdsExactly("One (SAMPLE_USER)")
	p.clicksIcon()
	p.checksCode(one)
	p.closes()
	p.must(page.Activate()) // behind another tab it would take its time

	// Many changes of one day leave ten, and the last one of the day is among them.
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`(async () => {
		for (let i = 0; i < 15; i++) await inkan.change("edit", {now: Date.now(), id: inkan.accounts[0].id, issuer: "One", account: "user " + i});
	})()`, nil))
	versions := 0
	for where := range p.everything() {
		if regexp.MustCompile(`^inkan versions `).MatchString(where) {
			versions++
		}
	}
	if versions != 10 {
		t.Errorf("after many changes there are %d versions", versions)
	}
	p.waits("all versions to be listed", func() bool {
		found, err := page.All(backTo)
		p.must(err)
		return len(found) == versions
	})
	p.goesBack(page, 10)
	p.holdsExactly("One (user 4)")

	// Of days with two changes each, the last one stays, beside the last ten changes.
	p.must(engine.Eval(`(async () => {
		await inkan.change("set", {now: Date.now(), name: "lock.minutes", value: "0"}); // days without use
		const { now } = Date;
		let passed = 0;
		Date.now = () => now() + passed * 24 * 60 * 60_000;
		for (passed = 1; passed <= 12; passed++) {
			for (const half of ["a", "b"]) await inkan.change("edit", {now: Date.now(), id: inkan.accounts[0].id, issuer: "Day", account: passed + half});
		}
	})()`, nil))
	p.waits("the versions of 13 days to be listed", func() bool {
		found, err := page.All(backTo)
		p.must(err)
		return len(found) == 10+6+1
	})
	p.goesBack(page, 16) // of the first day, before that of today
	p.holdsExactly("Day (1b)")

	// Without protection they open as the vault does.
	p.must(engine.Eval(`inkan.act("unprotect", {slot: inkan.slots[0].id}, [new TextEncoder().encode("`+password+`")]).then(() => 0)`, nil))
	p.must(page.Click(browser.Link("Security")))
	p.must(page.WaitText("Not protected"))
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("How the accounts were"))
	p.goesBack(page, 2)
	p.holdsExactly("Day (12b)")
}

// TestTrash brings an account back, and deletes one for good.
func TestTrash(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, issuer := range []string{"Kept", "Gone"} {
		k := key{issuer: issuer, secret: secretOf("Trash " + issuer)}
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{})
		p.clicks("Close")
		p.clicks(fmt.Sprintf("Edit %s (SAMPLE_USER)", issuer))
		p.clicks("Remove")
		p.reads("Removed: ")
	}
	p.closes()
	p.holdsExactly()
	page := p.manages()
	p.must(page.Click(browser.Link("Trash")))
	p.must(page.WaitText("30 days left"))
	p.picture(page, "trash")
	p.must(page.Click(browser.Button("Restore: Kept · SAMPLE_USER")))
	p.must(page.WaitGone(browser.Button("Restore: Kept · SAMPLE_USER")))
	p.holdsExactly("Kept (SAMPLE_USER)")
	p.must(page.Click(browser.Button("Delete for good: Gone · SAMPLE_USER")))
	dialog := browser.Role("dialog", "Delete “Gone · SAMPLE_USER” for good?")
	p.must(page.WaitText("Its key is then left only in earlier versions from before"))
	p.must(page.Click(browser.Button("Cancel").Within(dialog)))
	p.must(page.Click(browser.Button("Delete for good: Gone · SAMPLE_USER")))
	p.must(page.Click(browser.Button("Delete for good").Within(dialog)))
	p.must(page.WaitText("The trash is empty."))
	p.holdsExactly("Kept (SAMPLE_USER)")
	// What was said: earlier versions have its key.
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("How the accounts were"))
	p.goesBack(page, 3)
	p.holdsExactly("Gone (SAMPLE_USER)")
	p.goesBack(page, 1)
	p.holdsExactly("Kept (SAMPLE_USER)")
	p.must(page.Click(browser.Link("Trash")))
	p.empties(page)
	p.clicksIcon()
	p.checksCode(key{issuer: "Kept", secret: secretOf("Trash Kept")})
	p.clicks("Edit Kept (SAMPLE_USER)")
	p.clicks("Remove")
	p.reads("Removed: ")
	// The page is behind the tab that the popup belongs to, and has no frames.
	p.waits("the account to be listed in the page behind", func() (listed bool) {
		p.must(page.Eval(`[...document.querySelectorAll(".rows > .list > li")].some((row) => row.textContent.includes("Kept") && row.checkVisibility({contentVisibilityAuto: true}))`, &listed))
		return listed
	})
	p.must(page.WaitText("30 days left"))
	p.sweeps(page)
}

// empties throws all in the trash away at once but the account that comes into it
// while the person is asked, which is left.
func (p *person) empties(page *browser.Page) {
	p.Helper()
	p.given(named("One", "Two", "Late")...)
	engine, err := p.Engine()
	p.must(err)
	remove := func(issuers string) {
		p.Helper()
		p.must(engine.Eval(`inkan.change("remove", {now: Date.now(), ids: inkan.accounts.filter(({issuer}) => `+issuers+`.includes(issuer)).map(({id}) => id)}).then(() => 0)`, nil))
	}
	remove(`["One", "Two"]`)
	p.must(page.WaitFor(browser.Button("Empty the trash"), "there", func(*browser.Element) bool { return true }))
	p.must(page.Eval(`document.querySelector(".rows button:last-child").focus({focusVisible: true})`, nil))
	p.picture(page, "many")
	before := p.mirrored().records["current"].Generation
	p.must(page.Click(browser.Button("Empty the trash")))
	dialog := browser.Role("dialog", "Delete all 3 accounts in the trash for good?")
	p.picture(page, "asked")
	p.must(page.Click(browser.Button("Cancel").Within(dialog)))
	p.must(page.WaitText("Restore"))
	p.must(page.Click(browser.Button("Empty the trash")))
	remove(`["Late"]`)
	p.must(page.Click(browser.Button("Delete for good").Within(dialog)))
	p.must(page.WaitGone(dialog))
	p.must(page.WaitText("Late"))
	p.must(page.WaitNoText("One"))
	if now := p.mirrored().records["current"].Generation; now != before+2 {
		p.Errorf("removing one account and emptying the trash were %d writes", now-before)
	}
}

// sweeps lets the days pass, on each of which the alarm rings: the account is in
// the trash for 30 of them.
func (p *person) sweeps(page *browser.Page) {
	p.Helper()
	var period int
	p.must(p.EvalWorker(`chrome.alarms.get("sweep").then((alarm) => alarm.periodInMinutes)`, &period))
	if period != 24*60 {
		p.Errorf("the alarm rings every %d minutes", period)
	}
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{ const { now } = Date; globalThis.passed = 0; Date.now = () => now() + passed * 24 * 60 * 60_000; 0; }`, nil))
	left := func() (days int) {
		p.Helper()
		p.must(engine.Eval(`Math.ceil((inkan.call("trash", {})[0]?.left ?? -24 * 60 * 60_000) / (24 * 60 * 60_000))`, &days))
		return days
	}
	for passed := 3; passed <= 33; passed += 3 {
		p.must(engine.Eval(fmt.Sprintf("passed = %d", passed), nil))
		p.must(p.EvalWorker(`chrome.alarms.onAlarm.dispatch({name: "sweep"})`, nil))
		want := max(-1, 30-passed) // none when it is gone
		p.waits(fmt.Sprintf("%d days to be left after %d", want, passed), func() bool { return left() == want })
	}
	p.must(page.WaitText("The trash is empty.")) // without being asked for
}
