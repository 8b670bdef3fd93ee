// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"

	"inkan/scripts/browser"
	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// exports opens the manage page's export section. What is downloaded lies in
// the folder.
func (p *person) exports() (page *browser.Page, folder string) {
	p.Helper()
	folder = p.TempDir()
	p.must(p.Downloads(folder))
	page = p.manages()
	p.must(page.Click(browser.Link(p.words.say("export"))))
	p.must(page.WaitText(p.words.say("exportLead")))
	return page, folder
}

// downloaded waits for a file of that kind and reads it.
func (p *person) downloaded(folder, pattern string) (data []byte, path string) {
	p.Helper()
	p.patiently(time.Minute, "a file to be saved", func() bool {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		p.must(err)
		if len(found) != 1 {
			return false
		}
		path = found[0]
		data, err = os.ReadFile(path)
		p.must(err)
		return len(data) > 0
	})
	return data, path
}

func (p *person) asks(page *browser.Page, form string) {
	p.Helper()
	p.must(page.Click(browser.Button("Export …: " + form)))
}

// TestExport takes a protected vault's accounts away; each time the password is
// asked for first. The backup is TestBackupRestored's.
func TestExport(t *testing.T) {
	p := sits(t, browser.Options{})
	k, odd := key{issuer: "Kept", secret: secretOf("Kept")}, key{issuer: "Odd", secret: secretOf("Odd"), period: 60}
	p.opens("fixture/qr?bait=blank")
	p.given(k, odd)
	p.protects()
	page, folder := p.exports()
	p.picture(page, "export")
	var answer string
	p.must(page.Eval(`chrome.runtime.sendMessage({to: "engine", type: "act", name: "export", params: {form: "text"}, secrets: []}).then(JSON.stringify)`, &answer))
	if answer != `{"error":{"code":"verify"}}` {
		t.Errorf("without the password: %.60s", answer)
	}
	const secret = "another battery"

	for _, c := range []struct{ form, pattern, password string }{{"Aegis file", "*.json", secret}, {"Text, not protected", "*.txt", ""}} {
		p.asks(page, c.form)
		submit := "Save unprotected"
		if c.password != "" {
			submit = "Save"
			p.must(page.Fill(browser.Field("Password for the file"), c.password))
			p.must(page.Fill(browser.Field("The same again"), c.password))
		}
		p.picture(page, c.form)
		if c.password == "" {
			p.must(page.Fill(browser.Field("Inkan’s password"), "wrong"))
			p.must(page.Click(browser.Button(submit)))
			p.must(page.WaitText("This password does not open the vault."))
		}
		p.must(page.Fill(browser.Field("Inkan’s password"), password))
		p.must(page.Click(browser.Button(submit)))
		file, path := p.downloaded(folder, c.pattern)
		p.must(page.WaitText("Saved among your downloads: " + filepath.Base(path)))
		if c.password != "" && bytes.Contains(file, []byte("Kept")) {
			t.Errorf("%s: a name stands in the protected file", c.form)
		}
		got, err := transfer.Import("", file, []byte(c.password))
		p.must(err)
		if len(got.Keys) != 2 || got.Keys[0].Issuer != "Odd" || got.Keys[0].Period != 60 || got.Keys[1].Issuer != "Kept" {
			t.Errorf("%s holds %d accounts, or others", c.form, len(got.Keys))
		}
	}

	p.asks(page, "QR codes for Google Authenticator")
	p.must(page.WaitText("left out: 1"))
	p.must(page.WaitText("Odd"))
	p.picture(page, "left out")
	p.must(page.Fill(browser.Field("Inkan’s password"), password))
	p.must(page.Click(browser.Button("Show it")))
	p.must(page.WaitText("Import accounts"))
	p.picture(page, "codes")
	got, err := transfer.Import("", []byte(p.symbolOn(page)), nil)
	p.must(err)
	if len(got.Keys) != 1 || got.Keys[0].Issuer != "Kept" {
		t.Errorf("the QR code holds %d accounts, or another", len(got.Keys))
	}
	p.must(page.Click(browser.Button("Done")))
	text, err := page.Text()
	p.must(err)
	if strings.Contains(text, k.secret) {
		t.Error("the page shows the key")
	}
}

// TestBackupRestored loses everything, and has it back from the backup.
func TestBackupRestored(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Lost", secret: secretOf("Lost")}
	p.opens("fixture/qr?bait=blank")
	p.given(k)
	page, folder := p.exports()
	p.asks(page, "Backup")
	p.must(page.Fill(browser.Field("Password for the file"), password))
	p.must(page.Fill(browser.Field("The same again"), password))
	p.must(page.Click(browser.Button("Save")))
	_, file := p.downloaded(folder, "*.age")
	p.must(page.Close())

	p.Browser.Close()
	p.launch(browser.Options{}) // another profile
	p.opens("fixture/qr?bait=blank")
	p.holdsExactly()
	page = p.imports()
	p.must(page.Choose(browser.Button("Choose files"), file))
	p.must(page.Click(browser.Button("Enter the password: " + filepath.Base(file))))
	p.must(page.Fill(browser.Field("Password of the file"), password))
	p.must(page.Press("Enter"))
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.Close())
	p.clicksIcon()
	p.checksCode(k)
}

// forgets has the engine take the time for over in which whoever showed to know
// a way in need not do so again.
func (p *person) forgets() {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`{ const { now } = Date; Date.now = () => now.call(Date) + 6 * 60_000; }`, nil))
}

// acts is how an act of the engine ends that a page asks for.
func (p *person) acts(page *browser.Page, name, params, secret string) (outcome string) {
	p.Helper()
	p.must(page.Eval(fmt.Sprintf(`chrome.runtime.sendMessage({to: "engine", type: "act", name: %q, params: %s, secrets: [%q]})
		.then(({ok, error}) => error?.code ?? "done")`, name, params, secret), &outcome))
	return outcome
}

// TestExportByPasskey takes accounts away with a passkey instead of the
// password. It is the engine that opens its slot with what the device gives:
// that a page says so is nothing to it.
func TestExportByPasskey(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Kept")...)
	p.protects()
	page, folder := p.exports()
	p.must(page.Click(browser.Link("Security")))
	device := p.plugs(page, true)
	p.must(page.Click(browser.Button("Add a passkey")))
	p.must(page.Fill(browser.Field("Name of the passkey"), "This laptop"))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This laptop"))
	p.must(page.Click(browser.Link("Export")))
	p.forgets()

	var slot string
	p.must(page.Eval(`chrome.runtime.sendMessage({to: "engine", type: "overview"}).then(({ok}) => ok.slots.find(({type}) => type === "passkey").id)`, &slot))
	zeros := base64.StdEncoding.EncodeToString(make([]byte, 32))
	for _, secret := range []string{"", zeros} {
		if outcome := p.acts(page, "verify", fmt.Sprintf(`{slot: %q}`, slot), secret); outcome != "passkey-wrong" {
			t.Errorf("%d characters that no device gave: %s", len(secret), outcome)
		}
		if outcome := p.acts(page, "export", `{form: "text"}`, ""); outcome != "verify" {
			t.Errorf("the accounts are given without proof: %s", outcome)
		}
	}

	p.asks(page, "Text, not protected")
	p.must(page.WaitText("Whoever sees this file has your accounts."))
	p.picture(page, "ways")
	p.must(page.Click(browser.Button("Use a passkey")))
	file, path := p.downloaded(folder, "*.txt")
	if got, err := transfer.Import("", file, nil); err != nil || len(got.Keys) != 1 || got.Keys[0].Issuer != "Kept" {
		t.Errorf("the file holds %d accounts, %v", len(got.Keys), err)
	}
	p.must(os.Remove(path))
	p.must(page.WaitGone(browser.Role("dialog", "Text, not protected")))
	p.forgets()

	// Without the person's finger, or face, there is no proof.
	session, err := page.Session()
	p.must(err)
	_, err = cdp.Call(p.Context(), session, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false})
	p.must(err)
	p.asks(page, "Text, not protected")
	p.must(page.Click(browser.Button("Use a passkey")))
	p.must(page.WaitText("No passkey was used."))
	p.picture(page, "none")
	if outcome := p.acts(page, "export", `{form: "text"}`, ""); outcome != "verify" {
		t.Errorf("after a ceremony that failed the accounts are given: %s", outcome)
	}
	if found, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(found) > 0 {
		t.Errorf("without user verification there are files %q, %v", found, err)
	}
	p.must(page.Press("Escape"))

	// What else was entered is looked at first.
	p.asks(page, "Backup")
	p.must(page.Fill(browser.Field("Password for the file"), "short"))
	p.must(page.Click(browser.Button("Use a passkey")))
	p.must(page.WaitText("The password needs at least 8 characters."))
}

// TestExportByRecoveryKey is by somebody who has forgotten the password, and by
// somebody whose vault has none.
func TestExportByRecoveryKey(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Kept")...)
	p.protects()
	page, folder := p.exports()
	p.must(page.Click(browser.Link("Security")))
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))
	var recovery string
	p.must(page.Eval(`[...document.querySelectorAll("#recovery-key span")].map((group) => group.textContent).join("-")`, &recovery))
	p.must(page.Click(browser.Button("I have it")))
	p.must(page.Fill(browser.Field("Recovery key"), recovery))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Make a new recovery key"))
	p.must(page.Click(browser.Link("Export")))
	p.forgets()

	save := func(pattern string) {
		p.Helper()
		p.must(page.Fill(browser.Field("Recovery key"), recovery[6:]+"-"+recovery[:5]))
		p.must(page.Press("Enter"))
		p.must(page.WaitText("One group has a typing error."))
		if outcome := p.acts(page, "export", `{form: "text"}`, ""); outcome != "verify" {
			t.Errorf("after a wrong recovery key the accounts are given: %s", outcome)
		}
		p.picture(page, "wrong")
		p.must(page.Fill(browser.Field("Recovery key"), recovery))
		p.must(page.Press("Enter"))
		file, path := p.downloaded(folder, pattern)
		if got, err := transfer.Import("", file, nil); err != nil || len(got.Keys) != 1 {
			t.Errorf("the file holds %d accounts, %v", len(got.Keys), err)
		}
		p.must(os.Remove(path))
		p.must(page.WaitGone(browser.Role("dialog", "Text, not protected")))
	}
	p.asks(page, "Text, not protected")
	p.must(page.Click(browser.Button("Use the recovery key")))
	p.picture(page, "recovery")
	save("*.txt")

	// A vault that has no password is no open door.
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`inkan.act("slot.remove", {slot: inkan.slots.find(({type}) => type === "password").id})`, nil))
	p.forgets()
	p.must(page.Click(browser.Link("Security")))
	p.must(page.WaitText("Make a new recovery key"))
	p.must(page.WaitGone(browser.Button("Change")))
	p.must(page.Click(browser.Link("Export")))
	p.asks(page, "Text, not protected")
	p.must(page.WaitText("8 groups of 5 characters"))
	p.picture(page, "only")
	save("*.txt")
}

// TestSingle shows one account's QR code and link, chosen by keyboard, and hides
// it again.
func TestSingle(t *testing.T) {
	p := sits(t, browser.Options{})
	k, odd := key{issuer: "Kept", secret: secretOf("Kept")}, key{issuer: "Odd", secret: secretOf("Odd"), period: 60}
	p.opens("fixture/qr?bait=blank")
	p.given(append(named("Other", "Third"), k, odd)...)
	p.protects()
	page, _ := p.exports()
	open := browser.Button("Show …: One account")
	p.must(page.Click(open))
	p.must(page.Fill(browser.Field("Inkan’s password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Choose an account."))
	p.must(page.Fill(browser.Role("searchbox", "Search"), "nothing of the kind"))
	p.must(page.WaitText("No account matches"))
	p.picture(page, "unchosen")
	p.must(page.Press("Escape"))

	shows := func(typed string, want key, keys ...string) {
		p.Helper()
		p.must(page.Click(open))
		p.waits("the search to have the focus", func() bool {
			focused, err := page.Focused()
			return err == nil && focused.Name == "Search"
		})
		p.must(page.Type(typed))
		p.must(page.Press(keys...))
		p.must(page.Fill(browser.Field("Inkan’s password"), password))
		p.picture(page, "chosen")
		p.must(page.Press("Enter"))
		p.must(page.WaitText("Closes by itself in"))
		p.picture(page, "shown")
		got, err := otp.ParseURI(p.symbolOn(page))
		p.must(err)
		if got.Issuer != want.issuer || otp.FormatSecret(got.Secret) != want.secret || time.Duration(got.Period)*time.Second != want.step() {
			t.Errorf("the QR code is that of %s", got.Issuer)
		}
		p.must(page.Click(browser.Button("Copy the link")))
		p.must(page.WaitText("Copied"))
		if link, err := page.Clipboard(); err != nil || link != got.URI() {
			t.Errorf("what is copied is not the link, %v", err)
		}
	}
	gone := func(issuer string) {
		p.Helper()
		p.must(page.WaitGone(browser.Role("dialog", issuer)))
		var html string
		p.must(page.Eval(`document.documentElement.outerHTML`, &html))
		if strings.Contains(html, k.secret) || strings.Contains(html, odd.secret) || strings.Contains(html, "<path") {
			t.Error("the account is still in the page")
		}
	}
	shows("ept", k)
	p.must(page.Press("Escape"))
	gone("Kept")
	// The newest stand first: Odd, Kept, Third, Other.
	shows("", odd, "ArrowDown")
	p.must(page.Eval(`{ const { now } = Date; Date.now = () => now.call(Date) + 61_000; }`, nil))
	gone("Odd")
	p.must(page.Eval(`{ const { now } = Date; Date.now = () => now.call(Date) - 61_000; }`, nil))
	shows("sample kept", k)
	p.must(p.tab.Activate()) // another tab comes to the front
	gone("Kept")
	p.must(page.Activate())
	p.must(page.WaitText("Keep a backup"))
	if text, err := page.Text(); err != nil || strings.Contains(text, "Closes by itself") {
		t.Errorf("it is still shown, %v", err)
	}
}
