// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
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
		file, _ := p.downloaded(folder, c.pattern)
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
	p.must(page.Click(browser.Button("Enter the password")))
	p.must(page.Fill(browser.Field("Password of the file"), password))
	p.must(page.Press("Enter"))
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.Close())
	p.clicksIcon()
	p.checksCode(k)
}
