// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"inkan/scripts/browser"
)

// another is the extension under another id, as one loaded unpacked has beside
// the Web Store's. An id is a hash of the manifest's key, which may be any bytes
// here: nothing is signed.
func another(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "manifest.json")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var manifest map[string]any
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	der, err := base64.StdEncoding.DecodeString(manifest["key"].(string))
	if err != nil {
		t.Fatal(err)
	}
	der[len(der)/2] ^= 1 // of the modulus
	manifest["key"] = base64.StdEncoding.EncodeToString(der)
	if raw, err = json.Marshal(manifest); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestVaultUnderAnotherID takes the files to an Inkan with another id, to which
// no passkey of the first belongs: the password opens them, and a new passkey
// can be made.
func TestVaultUnderAnotherID(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Moved", secret: secretOf("Moved")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.protects()
	page := p.manages()
	p.plugs(page, true)
	p.addsPasskey(page, "Of the first")
	first, files := p.ID, p.copies()
	p.ends()
	p.must(p.Close())
	p.seen = nil

	p.launch(browser.Options{Extension: another(t)})
	if p.ID == first {
		t.Fatal("the id is the same")
	}
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.lays(files)
	p.closes()
	p.must(p.CloseEngine())
	p.clicksIcon()
	p.isLocked()
	p.leaves("Use a passkey")
	page, err := p.Page("manage/manage.html#passkey")
	p.must(err)
	p.plugs(page, true) // another device: of the first the browser has none to offer
	p.must(page.Click(browser.Button("Use a passkey").At(1)))
	p.must(page.WaitText("Locked"))
	p.picture(page, "moved")
	p.must(page.Fill(browser.Field("Password"), password))
	p.must(page.Press("Enter"))
	p.must(page.Click(browser.Link("Security")))
	p.must(page.WaitText("Of the first"))
	p.addsPasskey(page, "Of the other")

	p.must(page.Click(browser.Button("Lock now")))
	p.must(page.WaitText("Locked"))
	p.must(page.Click(browser.Button("Use a passkey").At(1)))
	p.must(page.WaitText("Of the other"))
	p.clicksIcon()
	p.checksCode(k)
}
