// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/wasm/transfer"
)

// pinnedCode is in the name of a pinned account's row.
var pinnedCode = regexp.MustCompile(`^Described, SAMPLE_USER, .*Pinned, copy$`)

const secretNote = "backup codes: 4711-0815\nand 2342"

// described is a plain Aegis file of one pinned account with two groups, a note
// and an icon.
func described(k key) string {
	text, _ := json.Marshal(secretNote) // a string always can be
	return fmt.Sprintf(`{"version": 1, "header": {"slots": null, "params": null}, "db": {"version": 3,
		"groups": [{"uuid": "1", "name": "Work"}, {"uuid": "2", "name": "Home, sweet"}],
		"entries": [{"type": "totp", "uuid": "3", "name": "SAMPLE_USER", "issuer": %q, "note": %s, "favorite": true, "groups": ["1", "2"],
			"icon": "PHN2Zy8+", "icon_mime": "image/svg+xml", "info": {"secret": %q, "algo": "SHA1", "digits": 6, "period": 30}}]}}`, k.issuer, text, k.secret)
}

// holdsNote says whether the note is anywhere in what the popup's page holds, or
// in what the engine tells every page.
func (p *person) holdsNote(page *browser.Page) bool {
	p.Helper()
	var text string
	p.must(page.Eval(`document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map(({value}) => value).join()
		+ chrome.extension.getViews().map(({inkan}) => inkan && JSON.stringify([inkan.overview(), inkan.notice])).join()`, &text))
	return strings.Contains(text, "4711")
}

// TestDetails brings an account in with all that another authenticator knows of
// it, finds it in the popup, changes it by keyboard, and takes it away again.
func TestDetails(t *testing.T) {
	p := sits(t, browser.Options{})
	k, plain := key{issuer: "Described", secret: secretOf("Described")}, key{issuer: "Zelkova", secret: secretOf("Zelkova")}
	p.opens("fixture/qr?bait=blank")
	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("aegis.json", described(k)), p.writesFile("list.txt", plain.uri())))
	p.must(page.WaitText("Not taken over: pictures that cannot be read, or are too many"))
	p.must(page.WaitText("Work · Home, sweet"))
	for _, name := range []string{"Pinned", "Has a note"} {
		_, err := page.Find(browser.Role("image", name))
		p.must(err)
	}
	p.picture(page, "preview")
	if p.holdsNote(page) {
		t.Error("the note is in the preview")
	}
	p.must(page.Click(browser.Button("Add (2)")))
	p.must(page.WaitText("Accounts added: 2"))

	// It stands first, though it would not by its place in the files, and is found by its group.
	p.must(page.Click(browser.Button("Undo")))
	p.waits("the accounts to be gone", func() bool { return len(p.stored()) == 0 })
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("list.txt", plain.uri()), p.writesFile("aegis.json", described(k))))
	p.must(page.Click(browser.Button("Add (2)")))
	p.must(page.WaitText("Accounts added: 2"))
	p.must(page.Close())
	p.clicksIcon()
	p.must(p.popup.WaitText("Zelkova"))
	var rows []struct {
		Name string
		X, Y float64
	}
	p.must(p.popup.Eval(`[...document.querySelectorAll(".account .issuer")].map((e) => ({Name: e.textContent, X: e.getBoundingClientRect().x, Y: e.getBoundingClientRect().y}))`, &rows))
	if len(rows) != 2 || rows[0].Name != "Described" || rows[0].X != rows[1].X {
		t.Errorf("the rows are %+v", rows)
	}
	if p.holdsNote(p.popup.Page) {
		t.Error("the popup holds the note though nobody asked for it")
	}
	p.must(p.popup.Type("sweet"))
	p.waits("only the account of the group", func() bool {
		text, err := p.popup.Text()
		p.must(err)
		return strings.Contains(text, "Described") && !strings.Contains(text, "Zelkova")
	})
	p.presses("Escape")
	if _, err := p.popup.Find(browser.By{Role: "button", Match: pinnedCode}); err != nil {
		t.Errorf("no row is said to be pinned: %v", err)
	}

	p.clicks("Edit Described (SAMPLE_USER)")
	p.must(p.popup.WaitText("Pin to the top"))
	p.picture(p.popup.Page, "form")
	p.hasValues(map[string]string{"groups": `Work, "Home, sweet"`, "note": secretNote})
	// By keyboard: a group more, a line more, no longer first. Enter in the note is a line, Ctrl+Enter saves.
	p.tabsTo("Groups, separated by commas")
	p.presses("End")
	p.must(p.popup.Type("、仕事"))
	p.tabsTo("Note")
	p.presses("Control+End", "Enter")
	p.must(p.popup.Type("third"))
	p.tabsTo("Pin to the top of the list")
	p.presses("Space", "Shift+Tab", "Control+Enter")
	p.must(p.popup.WaitText("Select an area"))
	if p.holdsNote(p.popup.Page) {
		t.Error("the note is still there after the form is closed")
	}
	p.must(p.popup.Eval(`[...document.querySelectorAll(".account .issuer")].map((e) => ({Name: e.textContent}))`, &rows))
	if rows[0].Name != "Zelkova" {
		t.Errorf("no longer pinned, and the rows are %+v", rows)
	}
	p.clicks("Edit Described (SAMPLE_USER)")
	p.must(p.popup.WaitText("Pin to the top"))
	p.hasValues(map[string]string{"groups": `Work, "Home, sweet", 仕事`, "note": secretNote + "\nthird"})
	p.types("Groups, separated by commas", strings.Repeat("x", 101))
	p.clicks("Save")
	p.must(p.popup.WaitText("names of at most 100 characters"))
	p.picture(p.popup.Page, "refused")
	p.presses("Escape")
	p.must(p.popup.WaitText("Not saved yet."))
	p.picture(p.popup.Page, "unsaved")
	p.hasValues(map[string]string{"groups": strings.Repeat("x", 101), "note": secretNote + "\nthird"})
	p.presses("Escape")
	p.must(p.popup.WaitNoText("Pin to the top"))
	p.clicks("Edit Described (SAMPLE_USER)")
	p.must(p.popup.WaitText("Pin to the top"))
	p.presses("Escape") // nothing was typed
	p.must(p.popup.WaitNoText("Pin to the top"))
	p.closes()

	// A backup has it all, an account that is there keeps what it has.
	page, folder := p.exports()
	p.asks(page, "Text, not protected")
	p.must(page.WaitText("Left behind: groups, notes."))
	p.must(page.Press("Escape"))
	p.asks(page, "Backup")
	p.must(page.Fill(browser.Field("Password for the file"), password))
	p.must(page.Fill(browser.Field("The same again"), password))
	p.must(page.Click(browser.Button("Save")))
	file, _ := p.downloaded(folder, "*.age")
	got, err := transfer.Import("", file, []byte(password))
	p.must(err)
	if d := got.Details[1]; len(got.Keys) != 2 || d.Note != secretNote+"\nthird" || d.Pinned || strings.Join(d.Groups, "|") != "Work|Home, sweet|仕事" {
		t.Errorf("the backup holds %d accounts, and of this one groups %q, a note of %d bytes", len(got.Keys), d.Groups, len(d.Note))
	}
	p.must(page.Click(browser.Link("Import")))
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("again.json", described(k))))
	p.must(page.WaitText("Already in Inkan, stays as it is"))
	p.must(page.Close())
}

// TestEditedTwice edits one account in two windows at once: nothing that either
// has written is lost.
func TestEditedTwice(t *testing.T) {
	p := sits(t, browser.Options{})
	p.given(named("Shared")...)
	p.opens("fixture/qr?bait=blank")
	var windows [2]*browser.Page
	edits := func(service string) {
		t.Helper()
		for i := range windows {
			var err error
			windows[i], err = p.Open(p.URL("popup/popup.html"))
			p.must(err)
			p.seen = append(p.seen, windows[i])
			p.must(windows[i].Click(browser.Button("Edit " + service + " (SAMPLE_USER)")))
			p.must(windows[i].WaitText("Pin to the top"))
		}
	}
	fill := func(i int, field, text string) { t.Helper(); p.must(windows[i].Fill(browser.Field(field), text)) }
	saves := func(i int) {
		t.Helper()
		p.must(windows[i].Activate())
		p.must(windows[i].Click(browser.Button("Save")))
	}
	saved := func(i int) {
		t.Helper()
		saves(i)
		p.must(windows[i].WaitNoText("Pin to the top"))
	}
	holds := func(want string) {
		t.Helper()
		engine, err := p.Engine()
		p.must(err)
		var got string
		p.must(engine.Eval(`(() => {
			const [{id, issuer, account, groups, pinned}] = inkan.accounts;
			return [issuer, account, groups?.join("+"), pinned, new TextDecoder().decode(inkan.secret("note", id))].join("|");
		})()`, &got))
		if got != want {
			t.Errorf("the account is %q, not %q", got, want)
		}
	}

	edits("Shared")
	fill(0, "Service", "Renamed")
	fill(0, "Groups, separated by commas", "Work, Mail")
	fill(1, "Groups, separated by commas", "Home")
	p.must(windows[1].Click(browser.Role("checkbox", "Pin to the top of the list")))
	fill(1, "Note", "codes of one window")
	saved(0)
	saved(1)
	holds("Renamed|SAMPLE_USER|Home+Work+Mail|true|codes of one window")

	for _, window := range windows {
		p.must(window.Close())
	}
	edits("Renamed")
	fill(0, "Groups, separated by commas", "Home, Mail")
	fill(0, "Note", "from the first")
	fill(1, "Account", "me")
	fill(1, "Note", "from the second")
	saved(0)
	saves(1)
	p.must(windows[1].WaitText("The note was changed in another window meanwhile."))
	p.picture(windows[1], "both notes")
	holds("Renamed|SAMPLE_USER|Home+Mail|true|from the first")
	saved(1)
	holds("Renamed|me|Home+Mail|true|from the second\n\nfrom the first")
}

// hasValues looks into the fields of the form by their names.
func (p *person) hasValues(want map[string]string) {
	p.Helper()
	for name, value := range want {
		var got string
		p.must(p.popup.Eval(fmt.Sprintf(`document.querySelector("#aside [name=%s]").value`, name), &got))
		if got != value {
			p.Errorf("%s holds %q, want %q", name, got, value)
		}
	}
}
