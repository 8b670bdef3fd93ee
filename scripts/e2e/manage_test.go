// SPDX-License-Identifier: MIT

package e2e

import (
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// TestManageNarrow reads the manage page at 320 CSS pixels, which is a window
// of 1280 at 400 %: nothing is out of its sides.
func TestManageNarrow(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "The longest service name in the world", secret: secretOf("Narrow")}
	p.opens("fixture/qr?" + k.page("&account=a.very.long.account.name%40subsidiary.example.co.jp"))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found")
	p.clicks("Add")
	p.reads("Added: ")
	p.clicks("Close")
	p.clicks("Edit The longest service name in the world (a.very.long.account.name@subsidiary.example.co.jp)")
	p.clicks("Remove")
	p.reads("Removed: ")
	p.closes()
	page := p.manages()
	p.must(page.Resize(320, 640))
	narrow := func(what string) {
		p.Helper()
		p.isWithin(page, what)
	}
	narrow("bare")
	p.must(page.Click(browser.Link("Trash")))
	p.must(page.WaitText("30 days left"))
	narrow("trash")
	p.must(page.Click(browser.Link("Settings")))
	p.must(page.WaitText("Recently and often used first"))
	narrow("settings")
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("How the accounts were"))
	narrow("versions")
	p.must(page.Click(browser.Link("QR codes")))
	p.must(page.Choose(browser.Button("Choose pictures"), p.writesFile("a-very-long-name-of-a-file-without-any-space-in-it.png", string(p.sheet(k.uri(), strings.Repeat("https://example.com/", 9))))))
	p.must(page.WaitText("Show what is secret"))
	p.must(page.Click(browser.Button("Show what is secret")))
	p.must(page.WaitText("Draw it clean"))
	narrow("QR codes")
	p.must(page.Click(browser.Link("Import")))
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("a-very-long-name-of-a-file-without-any-space-in-it.txt", key{issuer: "The%20longest%20service%20name", secret: secretOf("Narrow")}.uri())))
	p.must(page.WaitText("Add (1)"))
	narrow("import")
	p.must(page.Click(browser.Button("Discard")))
	p.must(page.Click(browser.Link("Export")))
	p.must(page.WaitText("There are no accounts yet."))
	narrow("export")
	p.given(named("Averylongnamewithoutanyspacesinitatall")...)
	p.must(page.WaitText("Keep a backup"))
	narrow("export of one")
	p.must(page.Click(browser.Button("Show …: One account")))
	p.must(page.WaitText("Whoever sees or photographs its QR code"))
	narrow("single")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Closes by itself"))
	narrow("single, shown")
	p.must(page.Press("Escape"))
	// At 200 % a window is this low: the QR code is seen all the same.
	p.must(page.Resize(640, 400))
	p.must(page.Click(browser.Button("Show …: One account")))
	p.must(page.WaitText("Whoever sees or photographs its QR code"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Closes by itself"))
	narrow("single, low")
	var symbol [3]float64
	p.must(page.Eval(`(({top, bottom}) => [top, bottom, innerHeight])(document.querySelector("dialog svg").getBoundingClientRect())`, &symbol))
	if symbol[0] < 0 || symbol[1] > symbol[2] {
		t.Errorf("the QR code reaches from %v to %v in a window of %v", symbol[0], symbol[1], symbol[2])
	}
	p.must(page.Press("Escape"))
	p.must(page.Resize(320, 640))
	p.must(page.Click(browser.Link("Security")))
	p.must(page.WaitText("Not protected"))
	p.setsPassword(page, password)
	narrow("protected")
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), password))
	narrow("password")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))
	narrow("recovery")
	p.must(page.Press("Escape"))
	p.plugs(page, true)
	p.must(page.Click(browser.Button("Add a passkey")))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(browser.Role("dialog", "Add a passkey")))
	p.must(page.Click(browser.Button("Change")))
	narrow("change")
	p.must(page.Press("Escape"))
	p.must(page.Resize(500, 340)) // 1000 × 680 at 200 %: no header covers what is to be clicked
	p.must(page.Click(browser.Button("Make all keys new")))
	p.must(page.Resize(320, 640))
	narrow("renew")
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button("Lock now")))
	p.must(page.WaitText("Locked"))
	narrow("locked")
}

// isWithin reports an error when something of a page is out of its sides.
func (p *person) isWithin(page *browser.Page, what string) {
	p.Helper()
	p.picture(page, what)
	var wide []string
	p.must(page.Eval(`[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.closest(".unseen, svg, .table *, .dump"))
		.filter((e) => { const {left, right} = e.getBoundingClientRect(); return left < -1 || right > innerWidth + 1; })
		.concat([...document.querySelectorAll("main, dialog")].filter((e) => e.scrollWidth > e.clientWidth))
		.map((e) => e.localName + " " + e.textContent.slice(0, 30))`, &wide))
	if len(wide) > 0 {
		p.Errorf("%s: out of its sides are %q", what, wide)
	}
}

// TestManageSections opens each section by its address, as the popup does and
// as reloading the page does.
func TestManageSections(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	for section, words := range map[string]string{
		"security": "Not protected", "import": "Bring in accounts", "export": "There are no accounts yet.",
		"versions": "How the accounts were", "trash": "The trash is empty.", "qr": "Look inside QR codes", "elsewhere": "Scan your first QR code",
		"accounts": "Scan your first QR code", "account/nobody": "This account is no longer there.", "duplicates": "No account is there twice.", "about": "Version 0.1.0",
	} {
		page, err := p.Open(p.URL("manage/manage.html#" + section))
		p.must(err)
		p.must(page.WaitText(words))
		p.must(page.Close())
	}
	// The first account is a reminder to save a backup.
	k := key{issuer: "Reminded", secret: secretOf("Reminded")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.leaves("Back up")
	page, err := p.Page("manage/manage.html#export")
	p.must(err)
	p.must(page.WaitText("Keep a backup in a place of its own"))
	p.must(page.Reload())
	p.must(page.WaitText("Keep a backup in a place of its own"))
}

// TestManageByKeyboard protects the vault, changes a setting, locks and unlocks
// without a mouse; the focus is always somewhere.
func TestManageByKeyboard(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.tabsTo("Manage")
	p.presses("Enter")
	page, err := p.Page("manage/manage.html")
	p.must(err)
	p.seen = append(p.seen, page)
	p.must(page.WaitText("Scan your first QR code"))
	focused := func() string {
		p.Helper()
		node, err := page.Focused()
		p.must(err)
		return node.Name
	}
	tabs := func(name string) {
		p.Helper()
		var names []string
		for range 30 {
			now := focused()
			if now == name {
				return
			}
			names = append(names, now)
			p.must(page.Press("Tab"))
		}
		p.Fatalf("Tab never came to %q, only to %q", name, names)
	}
	is := func(name string) {
		p.Helper()
		p.waits("the focus to be on "+name, func() bool { return focused() == name })
	}
	tabs("Security")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Not protected"))
	tabs("Set a password")
	p.must(page.Press("Enter"))
	is("New password")
	p.must(page.Press("Escape"))
	is("Set a password")
	p.must(page.Press("Enter"))
	is("New password")
	p.must(page.Type(password))
	tabs("The same again")
	p.must(page.Type(password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Each of these opens the vault by itself."))
	tabs("Change")
	p.must(page.Press("Enter"))
	is("Current password")
	p.must(page.Press("Escape"))
	is("Change")
	tabs("Make a recovery key")
	p.must(page.Press("Enter"))
	is("Current password")
	p.must(page.Type(password))
	p.must(page.Press("Enter"))
	is("I have it")
	var shown string
	p.must(page.Eval(`document.getElementById("recovery-key").textContent`, &shown))
	p.must(page.Press("Enter"))
	is("Recovery key")
	p.must(page.Type(shown))
	p.must(page.Press("Enter"))
	is("Make a new recovery key")
	p.plugs(page, true)
	tabs("Add a passkey")
	p.must(page.Press("Enter"))
	is("Name of the passkey")
	tabs("Current password")
	p.must(page.Type(password))
	p.must(page.Press("Enter"))
	is("Add a passkey")
	tabs("Make all keys new")
	p.must(page.Press("Enter"))
	is("Current password")
	tabs("New password")
	p.must(page.Type(password))
	tabs("The same again")
	p.must(page.Type(password))
	tabs("Use a passkey")
	p.must(page.Press("Enter"))
	is("Make all keys new")
	p.must(page.WaitGone(browser.Button("Remove: Recovery key")))
	p.must(page.WaitText("Make a recovery key"))
	tabs("Lock when Inkan was not used for")
	p.must(page.Press("ArrowDown"))
	p.waits("the setting to be stored", func() bool {
		engine, err := p.Engine()
		p.must(err)
		var minutes int
		p.must(engine.Eval("inkan.settings[\"lock.minutes\"]", &minutes))
		return minutes == 60
	})
	tabs("Lock when the screen locks")
	p.must(page.Press("Space"))
	p.waits("the other to be stored", func() bool {
		session, err := p.Storage("session", "plan")
		p.must(err)
		return string(session["plan"]) == `{"minutes":60,"screen":false,"window":true}`
	})
	p.must(p.EvalWorker("chrome.idle.onStateChanged.dispatch('locked')", nil))
	p.must(page.Press("Shift+Tab", "Shift+Tab"))
	tabs("Lock now")
	p.must(page.Press("Enter"))
	is("Password")
	p.must(page.Type(password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Each of these opens the vault by itself."))
}
