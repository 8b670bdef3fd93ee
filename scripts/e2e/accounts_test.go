// SPDX-License-Identifier: MIT

package e2e

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// owns brings these accounts in past the pages, in one write.
func (p *person) owns(uris ...string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	text, err := json.Marshal(uris)
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(`inkan.ready.then(async () => {
		await navigator.locks.request("a page of the test", async () => {
			const { readings } = await inkan.act("import", {page: "a page of the test", name: "links.txt", first: true}, [new TextEncoder().encode(%s.join("\n"))]);
			await inkan.add(readings.map(({ ref }) => ref));
		});
	})`, text), nil))
}

// uriOf is the link of a time-based account.
func uriOf(issuer, account string, more ...string) string {
	return fmt.Sprintf("otpauth://totp/%s?secret=%s&issuer=%s%s", url.PathEscape(account), secretOf(issuer+account), url.QueryEscape(issuer), strings.Join(more, ""))
}

// directs opens a section of the manage page by its address.
func (p *person) directs(section string) *browser.Page {
	p.Helper()
	page, err := p.Open(p.URL("manage/manage.html#" + section))
	p.must(err)
	p.seen = append(p.seen, page)
	return page
}

// generation is that of the newest version but one: each write makes one more.
func (p *person) generation() (newest int) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`inkan.act("versions").then(([{ generation }]) => generation)`, &newest))
	return newest
}

// shownOf reads a list of texts off a page.
func (p *person) shownOf(page *browser.Page, selector string) (texts []string) {
	p.Helper()
	p.must(page.Eval(fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.ariaLabel || e.textContent)`, selector), &texts))
	return texts
}

// isAt waits for the focus.
func (p *person) isAt(page *browser.Page, name string) {
	p.Helper()
	at := ""
	p.waits("the focus to be on "+name, func() bool {
		node, err := page.Focused()
		p.must(err)
		at = node.Name
		return at == name
	})
}

// TestAccounts finds, sorts, moves, opens and changes accounts in the table, by keyboard
// and by mouse, and takes each change back with one click. Of two thousand
// accounts only those are in the page that can be seen.
func TestAccounts(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.owns(uriOf("Hinoki Cloud", "admin"), uriOf("GitHub", "alice"), uriOf("経費精算システム", "山田"), uriOf("GitHub", "bob"), uriOf("", "nobody"), uriOf("Ｚｅｌｋｏｖａ", "カナ"))
	page := p.directs("")
	p.must(page.WaitText("Accounts: 6"))
	rows := func(want ...string) {
		p.Helper()
		p.waits(fmt.Sprintf("the rows to be %q", want), func() bool { return slices.Equal(p.shownOf(page, ".rows a"), want) })
	}
	all := []string{"Hinoki Cloud · admin", "GitHub · alice", "経費精算システム · 山田", "GitHub · bob", "nobody", "Ｚｅｌｋｏｖａ · カナ"}
	rows(all...)

	// Typing searches, whatever the width of letters and which kana; arrows and Enter open, Escape comes back to the same row.
	p.must(page.Click(browser.By{Role: "searchbox", Name: "Search"}))
	for _, c := range []struct{ typed, found string }{{"zel", all[5]}, {"かな", all[5]}, {"git", all[1]}} {
		p.must(page.Type(c.typed))
		p.waits(c.typed+" to be found", func() bool { return p.shownOf(page, ".rows a")[0] == c.found })
		if c.typed != "git" {
			p.must(page.Press("Escape"))
		}
	}
	rows(all[1], all[3])
	p.must(page.Press("ArrowDown"))
	p.isAt(page, all[1])
	p.must(page.Press("ArrowDown"))
	p.isAt(page, all[3])
	p.must(page.Press("Enter"))
	p.must(page.WaitText("How its codes are made"))
	p.waits("the account's address", func() bool {
		url, err := page.URL()
		p.must(err)
		return strings.Contains(url, "#account/")
	})
	p.must(page.Reload())
	p.must(page.WaitText("How its codes are made"))
	p.must(page.Eval("history.back()", nil))
	p.must(page.WaitText("Accounts: 6"))
	p.must(page.Click(browser.Link(all[3])))
	p.must(page.WaitText("How its codes are made"))
	p.must(page.Press("Escape"))
	p.isAt(page, all[3])

	// Sorted by its heading, the other way round, and as it was.
	for _, want := range [][]string{{all[1], all[3], all[0], all[4], all[5], all[2]}, {all[2], all[5], all[4], all[0], all[3], all[1]}, all} {
		p.must(page.Click(browser.Button("Service")))
		rows(want...)
	}
	if sorted := p.shownOf(page, "[aria-sort]"); len(sorted) != 0 {
		t.Errorf("in the popup's order, and sorted by %q", sorted)
	}

	// By hand: by keyboard and by dragging, but not while the list is sorted or searched.
	p.must(page.Click(browser.By{Role: "searchbox", Name: "Search"}))
	p.must(page.Press("ArrowDown", "Alt+ArrowDown"))
	rows(all[1], all[0], all[2], all[3], all[4], all[5])
	p.isAt(page, all[0])
	p.must(page.Press("Alt+ArrowUp"))
	rows(all...)
	drags := func(from, to int) {
		p.Helper()
		p.must(page.Eval(fmt.Sprintf(`(() => {
			const rows = [...document.querySelectorAll(".rows .line")], dataTransfer = new DataTransfer();
			const at = (row, type) => row.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer, clientY: row.getBoundingClientRect().top + 4}));
			at(rows[%d], "dragstart"); at(rows[%d], "dragover"); at(rows[%d], "drop"); at(rows[%d], "dragend");
		})()`, from, to, to, from), nil))
	}
	drags(4, 1)
	rows(all[0], all[4], all[1], all[2], all[3], all[5])
	drags(1, 5)
	rows(all...)

	// Many at once, each in one write, each taken back in one.
	before := p.generation()
	p.must(page.Click(browser.Role("checkbox", "Select "+all[1])))
	p.must(page.Eval(`document.querySelector("[aria-rowindex='5'] input").dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: true}))`, nil))
	p.must(page.WaitText("Selected: 3"))
	p.must(page.Click(browser.Button("Add to group …")))
	p.must(page.Type(" Work, home "))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Added to “Work, home”: 3 accounts"))
	p.waits("the groups", func() bool {
		return slices.Equal(p.shownOf(page, ".rows .groups"), []string{"", "Work, home", "Work, home", "Work, home", "", ""})
	})
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitText("Taken back"))
	p.waits("no groups", func() bool { return strings.Join(p.shownOf(page, ".rows .groups"), "") == "" })
	p.must(page.Click(browser.Button("Pin")))
	p.must(page.WaitText("Pinned: 3 accounts"))
	rows(all[1], all[2], all[3], all[0], all[4], all[5])
	p.must(page.Press("Control+z"))
	rows(all...)
	p.must(page.Click(browser.Link("Accounts")))
	p.must(page.Click(browser.Button("Clear selection")))
	p.must(page.WaitNoText("Selected: 3"))
	p.must(page.Click(browser.By{Role: "searchbox", Name: "Search"}))
	p.must(page.Press("ArrowDown", "Shift+ArrowDown"))
	p.must(page.WaitText("Selected: 2"))
	p.must(page.Press("Control+a"))
	p.must(page.WaitText("Selected: 6"))
	p.must(page.Press("Delete"))
	p.must(page.WaitText("Scan your first QR code"))
	if n := len(p.stored()); n != 0 {
		t.Errorf("%d accounts are left", n)
	}
	p.must(page.Eval("history.back()", nil))
	p.must(page.Click(browser.Link("Trash")))
	p.must(page.WaitText("GitHub"))
	if made := p.generation() - before; made != 5 {
		t.Errorf("five changes and undos made %d writes", made)
	}

	const many = 2000
	uris := make([]string, many)
	for i := range uris {
		uris[i] = uriOf(fmt.Sprintf("Service %04d", i), "user")
	}
	p.owns(uris...)
	p.must(page.Click(browser.Link("Accounts")))
	p.must(page.WaitText("Accounts: 2,000"))
	fits := func(first string) {
		p.Helper()
		p.waits(first+" to be seen", func() bool { return slices.Contains(p.shownOf(page, ".rows a"), first+" · user") })
		if n := len(p.shownOf(page, ".rows .line")); n > 60 {
			t.Errorf("%d rows are in the page", n)
		}
	}
	fits("Service 0000")
	p.must(page.ScrollTo(1000 * 48))
	fits("Service 1000")
	p.must(page.Click(browser.By{Role: "searchbox", Name: "Search"}))
	p.must(page.Press("ArrowDown", "End"))
	p.isAt(page, "Service 1999 · user")
	fits("Service 1999")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("How its codes are made"))
	p.must(page.Press("Escape"))
	p.isAt(page, "Service 1999 · user")

	p.clicksIcon()
	made := func() int { return p.count(p.popup.Page, "#accounts > .account") }
	p.waits("a thousand rows", func() bool { return made() >= 1000 })
	settled := made()
	p.must(p.popup.Eval("new Promise((done) => requestIdleCallback(() => requestIdleCallback(() => setTimeout(done, 200))))", nil))
	if n := made(); n != settled || n > 1100 {
		t.Errorf("the popup made %d rows and %d later, though nobody scrolled", settled, n)
	}
	p.must(p.popup.Eval("document.querySelector('main').scrollTop = 1e6", nil))
	p.waits("more rows", func() bool { return made() > settled })
	p.must(p.popup.WaitText(fmt.Sprintf("Service %04d", settled)))
	p.closes()
	p.must(page.Activate())
	p.must(page.Resize(320, 640))
	p.must(page.Press("Space"))
	p.must(page.WaitText("Selected: 1"))
	p.isWithin(page, "table")
	p.must(page.Press("Escape", "Enter"))
	p.must(page.WaitText("How its codes are made"))
	p.isWithin(page, "account")
	p.must(page.Click(browser.Link("About")))
	p.must(page.WaitText("unlimitedStorage"))
	p.isWithin(page, "about")
	for _, name := range []string{"vault", "scan", "lab", "transfer"} {
		file, err := os.ReadFile(filepath.Join(extension, "engine", name+".wasm"))
		p.must(err)
		p.must(page.WaitText(fmt.Sprintf("%x", sha256.Sum256(file))))
	}
	p.must(page.Click(browser.By{Role: "DisclosureTriangle", Match: regexp.MustCompile(`^filippo\.io/age v`)}))
	p.must(page.WaitText("Redistribution and use in source and binary forms"))
}

// tells says whether something stands in a page, or in what the engine tells
// every page.
func (p *person) tells(page *browser.Page, secret string) bool {
	p.Helper()
	var text string
	p.must(page.Eval(`document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map(({value}) => value).join()
		+ chrome.extension.getViews().map(({inkan}) => inkan && JSON.stringify([inkan.overview(), inkan.notice])).join()`, &text))
	return strings.Contains(text, secret)
}

// TestAccount changes all there is of an account of a protected vault, each thing
// stored as soon as it is left; its recovery codes are in the page only when they
// were asked for.
func TestAccount(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Hinoki", secret: secretOf("Hinoki")}
	p.owns(k.uri(), k.uri()+"&digits=8", uriOf("Other", "x"))
	p.protects()
	page := p.directs("accounts")
	p.must(page.Click(browser.Link("Hinoki · SAMPLE_USER").At(1)))
	p.must(page.WaitText("How its codes are made"))
	stored := func(what, want string) {
		p.Helper()
		engine, err := p.Engine()
		p.must(err)
		var got string
		defer func() {
			if got != want {
				p.Logf("stored is %s, want %s", got, want)
				p.picture(page, "not stored")
			}
		}()
		p.waits(what+" to be stored", func() bool {
			p.must(engine.Eval(`(({issuer, account, groups = [], sites = [], pinned = false, noted = false, digits}) => [issuer, account, groups.join("|"), sites.join("|"), pinned, noted, digits].join(","))(inkan.accounts.find(({issuer}) => issuer !== "Other"))`, &got))
			return got == want
		})
	}
	// Names, groups, a note, a pin: what is left is stored, Escape takes back what was typed.
	p.must(page.Fill(browser.Field("Service"), "Sugi"))
	p.must(page.Press("Tab"))
	stored("the service", "Sugi,SAMPLE_USER,,,false,false,6")
	_, err := page.Find(browser.Role("heading", "Sugi"))
	p.must(err)
	p.must(page.Fill(browser.Field("Account"), "elsewhere"))
	p.must(page.Press("Escape"))
	p.must(page.Fill(browser.Field("Groups, separated by commas"), `Work, "a, b"`))
	p.must(page.Press("Enter"))
	stored("the groups", "Sugi,SAMPLE_USER,Work|a, b,,false,false,6")
	p.must(page.Fill(browser.Field("Note"), "asked for by 4711"))
	p.must(page.Click(browser.Role("checkbox", "Pin to the top of the list")))
	stored("the note and the pin", "Sugi,SAMPLE_USER,Work|a, b,,true,true,6")
	p.must(page.Fill(browser.Field("Groups, separated by commas"), strings.Repeat("x", 101)))
	p.must(page.Press("Tab"))
	p.must(page.WaitText("names of at most 100 characters"))
	p.must(page.Fill(browser.Field("Groups, separated by commas"), "Work"))
	// What is being typed when the page is left is stored too.
	p.must(page.Click(browser.Link("All accounts")))
	p.must(page.WaitText("Find duplicates"))
	if p.tells(page, "4711") {
		t.Error("the note is still in the page")
	}
	stored("what was typed last", "Sugi,SAMPLE_USER,Work,,true,true,6")
	p.must(page.Fill(browser.By{Role: "searchbox", Name: "Search"}, "４７１１ sug"))
	p.waits("what a note holds to be found", func() bool { return strings.Join(p.shownOf(page, ".rows a"), "|") == "Sugi · SAMPLE_USER" })
	p.must(page.Fill(browser.By{Role: "searchbox", Name: "Search"}, ""))
	p.must(page.Click(browser.Link("Sugi · SAMPLE_USER")))
	p.must(page.WaitText("How its codes are made"))

	// What it was before, and back again.
	past := func() []string { return p.shownOf(page, ".history .what") }
	p.must(page.Click(browser.Button("Show history")))
	p.waits("its states to be listed", func() bool { return len(past()) > 3 })
	list := strings.Join(past(), "\n")
	for _, want := range []string{"Service: Hinoki", "Groups: Work, a, b", "Groups: –", "another note", "Not pinned"} {
		if !strings.Contains(list, want) {
			t.Errorf("no %q in the history:\n%s", want, list)
		}
	}
	if strings.Contains(list, "4711") || p.tells(page, k.secret) {
		t.Error("the history tells the note or the key")
	}
	p.picture(page, "history")
	first := slices.IndexFunc(past(), func(line string) bool { return strings.Contains(line, "Service: Hinoki") })
	p.must(page.Click(browser.By{Role: "button", Match: regexp.MustCompile("^Bring back: ")}.At(first + 1)))
	p.must(page.WaitText("The account is again as it was on"))
	stored("what it was first", "Hinoki,SAMPLE_USER,,,false,false,6")
	p.picture(page, "brought back")
	p.must(page.Click(browser.Button("Undo")))
	stored("what it was last", "Sugi,SAMPLE_USER,Work,,true,true,6")

	// Sites: no suffix, no look-alike without a warning, in letters and as the browser has them.
	adds := func(text string) {
		p.Helper()
		p.must(page.Fill(browser.Field("Add a site"), text))
		p.must(page.Press("Enter"))
	}
	adds("co.jp")
	p.must(page.WaitText("“co.jp” is not a site"))
	adds("https://login.example.com/x")
	p.must(page.WaitText("Fill codes into example.com?"))
	p.must(page.Click(browser.Button("Add the site")))
	stored("the site", "Sugi,SAMPLE_USER,Work,example.com,true,true,6")
	adds("ех\u0430mple.com")
	p.must(page.WaitText("It looks like example.com"))
	p.must(page.WaitText("Fill codes into xn--"))
	p.picture(page, "alike")
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button("Remove: example.com")))
	stored("no site", "Sugi,SAMPLE_USER,Work,,true,true,6")

	// Recovery codes.
	p.must(page.Click(browser.Button("Add recovery codes")))
	p.must(page.Fill(browser.Field("Recovery codes, one per line"), "1. aaaa-1111\n2. bbbb-2222\n"))
	p.must(page.Click(browser.Button("Add").Within(browser.Role("dialog", "Add recovery codes"))))
	p.must(page.WaitText("Not used yet: 2 of 2"))
	secret := func(when string) {
		p.Helper()
		if p.tells(page, "aaaa-1111") || p.tells(page, "bbbb-2222") {
			t.Errorf("%s: a recovery code is in the page, or the engine tells it", when)
		}
	}
	secret("before they were asked for")
	p.must(page.Click(browser.Button("Show …")))
	p.must(page.Fill(browser.Field("Inkan’s password"), "wrong"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This password does not open the vault."))
	secret("after a wrong password")
	p.must(page.Fill(browser.Field("Inkan’s password"), password))
	p.must(page.Press("Enter"))
	p.must(page.Click(browser.Role("checkbox", "aaaa-1111")))
	p.must(page.WaitText("used on"))
	p.must(page.Click(browser.By{Role: "checkbox", Match: regexp.MustCompile("^aaaa-1111")}))
	p.must(page.WaitNoText("used on"))
	p.must(page.Click(browser.Role("checkbox", "bbbb-2222")))
	p.must(page.WaitText("used on"))
	p.must(page.Press("Escape"))
	p.must(page.WaitText("Not used yet: 1 of 2"))
	secret("when the dialog is closed")

	// How codes are made: seen before it is done; then it is one with the other account.
	p.must(page.Click(browser.Button("Change: How its codes are made")))
	p.must(page.Fill(browser.Field("Digits"), "11"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("“11” digits are not possible"))
	p.must(page.Fill(browser.Field("Digits"), "8"))
	p.waits("the code that it would have", func() bool {
		texts := p.shownOf(page, "dialog .live-code")
		now, then := strings.ReplaceAll(texts[0], " ", ""), strings.ReplaceAll(texts[1], " ", "")
		return len(now) == 6 && len(then) == 8 && strings.HasSuffix(then, now)
	})
	p.must(page.Click(browser.Button("Change").Within(browser.Role("dialog", "Change how codes are made?"))))
	stored("the digits", "Sugi,SAMPLE_USER,Work,,true,true,8")

	// Its QR code, and the way to the trash and back.
	p.must(page.Click(browser.Button("Show its QR code …")))
	p.must(page.Fill(browser.Field("Inkan’s password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Closes by itself"))
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button("Move to trash")))
	p.must(page.WaitText("Removed: Sugi · SAMPLE_USER"))
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitText("Taken back"))
	p.must(page.WaitText("Sugi"))

	// Duplicates: nothing goes without a word, what one has goes to the other, and all of it can be taken back.
	p.must(page.Click(browser.Link("Find duplicates")))
	p.must(page.WaitText("They have the same key"))
	p.picture(page, "duplicates")
	p.must(page.Click(browser.By{Role: "radio", Match: regexp.MustCompile("^Hinoki · SAMPLE_USER")}))
	p.must(page.Click(browser.Button("Keep this one: Sugi · SAMPLE_USER")))
	p.must(page.WaitText("Moved to the trash for 30 days: 1."))
	p.must(page.Click(browser.Button("Keep this one").Within(browser.Role("dialog", "Keep “Hinoki · SAMPLE_USER”?"))))
	p.must(page.WaitText("No account is there twice."))
	stored("one of both", "Hinoki,SAMPLE_USER,Work,,true,true,8")
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitText("They have the same key"))
	p.holdsExactly("Sugi (SAMPLE_USER)", "Hinoki (SAMPLE_USER)", "Other (x)")
	p.must(page.Close())
}
