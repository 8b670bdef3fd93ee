// SPDX-License-Identifier: MIT

package e2e

import (
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// TestEnterByHand fills in every field with the keyboard alone.
func TestEnterByHand(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	for _, k := range []key{
		{issuer: "Clock", secret: secretOf("Clock"), algorithm: "SHA512", digits: 8, period: 45},
		{issuer: "Counter", secret: secretOf("Counter"), kind: "hotp", counter: 5},
		{issuer: "Steam", secret: secretOf("Steam"), kind: "steam"},
	} {
		p.Run(k.issuer, func(t *testing.T) {
			p := p.in(t)
			p.tabsTo("Enter by hand")
			p.presses("Enter")
			p.writes("Service", k.issuer)
			p.writes("Account", "SAMPLE_USER")
			// As sites print it: in small letters and groups of four.
			p.writes("Key", grouped(strings.ToLower(k.secret)))
			p.tabsTo("More options")
			p.presses("Enter")
			switch k.kind {
			case "":
				p.tabsTo("Algorithm")
				p.presses("ArrowDown", "ArrowDown")
				p.writes("Digits", "8")
				p.writes("Period in seconds", "45")
			case "hotp":
				p.tabsTo("Type")
				p.presses("ArrowDown")
				p.writes("Counter", "5")
			case "steam":
				p.tabsTo("Type")
				p.presses("ArrowDown", "ArrowDown")
				p.must(p.popup.WaitGone(browser.Field("Digits")))
			}
			if k.kind != "hotp" {
				p.reads("First code: ")
			}
			p.picture(p.popup.Page, "filled")
			if k.kind == "steam" {
				p.tabsTo("Add") // Enter on a list of choices opens it
			}
			p.presses("Enter")
			p.reads(k.issuer, "SAMPLE_USER")
			if k.kind == "hotp" {
				p.counts(k)
			} else {
				p.checksCode(k)
			}
		})
	}
	p.holdsExactly("Clock (SAMPLE_USER)", "Counter (SAMPLE_USER)", "Steam (SAMPLE_USER)")
}

// grouped writes text in groups of four.
func grouped(text string) string {
	var groups []string
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), " ")
}

// tabsTo presses Tab until something has the focus.
func (p *person) tabsTo(name string) {
	p.Helper()
	var names []string
	for range 30 {
		focused, err := p.popup.Focused()
		p.must(err)
		if focused.Name == name {
			return
		}
		names = append(names, focused.Name)
		p.presses("Tab")
	}
	p.Fatalf("Tab never came to %q, only to %q", name, names)
}

// writes tabs to a field and types in it, over what was there.
func (p *person) writes(field, text string) {
	p.Helper()
	p.tabsTo(field)
	p.must(p.popup.Press("Control+a"))
	p.must(p.popup.Type(text))
}

// TestRefusedFields types what cannot be: the problem stands at its field.
func TestRefusedFields(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.clicks("Enter by hand")
	const good = "ABCDEFGHJKLM2345"
	p.types("Service", "Bad")
	p.clicks("Add")
	p.complains("Key", "The key is missing.")
	p.types("Key", good)
	p.must(p.popup.WaitFor(browser.Field("Key"), "right", func(e *browser.Element) bool { return e.Invalid == "false" }))
	p.must(p.popup.Click(browser.Role("DisclosureTriangle", "More options")))
	for _, c := range []struct{ field, text, words string }{
		{"Key", "ABC1EFGHJKLM2345", "The key cannot contain “1” (character 4)."},
		{"Key", "ABCÜEFGHJKLM2345", "The key cannot contain “Ü” (character 4)."},
		{"Key", "A", "The key is too short or cut off."},
		{"Key", "otpauth://totp/x?secret=ABCDEFGHJKLM2345&algorithm=MD4", "The algorithm “MD4” is not supported."},
		{"Key", "otpauth://totp/x?secret=ABCDEFGHJKLM2345&digits=12", "“12” digits are not possible."},
		{"Key", "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2U", "This is a transfer code of another app."},
		{"Digits", "11", "“11” digits are not possible."},
		{"Digits", "0", "“0” digits are not possible."},
		{"Digits", "six", "“six” digits are not possible."},
		{"Period in seconds", "0", "A period of “0” is not possible."},
		{"Period in seconds", "86401", "A period of “86401” is not possible."},
		{"Period in seconds", "", "A period of “” is not possible."},
	} {
		field, err := p.popup.Find(browser.Field(c.field))
		p.must(err)
		right := field.Value
		p.types(c.field, c.text)
		if c.text == "" {
			p.must(p.popup.Press("Backspace"))
		}
		p.clicks("Add")
		p.complains(c.field, c.words)
		p.types(c.field, right)
		p.must(p.popup.WaitNoText(c.words))
	}
	p.must(p.popup.Click(browser.Role("combobox", "Type")))
	p.must(p.popup.Press("Escape", "ArrowDown"))
	for _, text := range []string{"-1", "1.5", "18446744073709551616"} {
		p.types("Counter", text)
		p.clicks("Add")
		p.complains("Counter", "The counter “"+text+"” is not possible.")
	}
	p.presses("Escape")
	p.must(p.popup.WaitText("Scan your first QR code"))
	p.holdsExactly()
}

// complains waits until the problem is told at its field: the field is marked
// and described by the words.
func (p *person) complains(field, words string) {
	p.Helper()
	general := p.popup.WaitText(words)
	p.picture(p.popup.Page, strings.ToLower(strings.Fields(field)[0]))
	p.must(general)
	found, err := p.popup.Find(browser.Field(field))
	p.must(err)
	if found.Invalid != "true" || !strings.Contains(found.Description, words) {
		p.Errorf("%q is not told at its field: %s, invalid %q, described as %q", words, found, found.Invalid, found.Description)
	}
}

// TestPastedURI puts a whole otpauth URI where the key belongs.
func TestPastedURI(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Trend Micro SaaS Account", secret: "ABCDEFGHJKLM2345", digits: 8, period: 60, algorithm: "SHA256"}
	p.clicksIcon()
	p.clicks("Enter by hand")
	p.types("Key", "otpauth://totp/abc****?secret=ABCDEFGHJKLM2345&issuer=Trend%20Micro%20SaaS%20Account&digits=8&period=60&algorithm=SHA256")
	p.reads("First code: ")
	p.clicks("Add")
	p.reads("Trend Micro SaaS Account", "abc****")
	p.checksCode(k)
	p.holdsExactly("Trend Micro SaaS Account (abc****)")

	p.clicks("Enter by hand")
	p.types("Service", "The same again")
	p.types("Key", "otpauth://totp/x?secret=ABCDEFGHJKLM2345&digits=8&period=60&algorithm=SHA256")
	p.clicks("Add")
	p.reads("This account is already in Inkan.")
	p.clicks("Cancel")

	p.clicks("Edit Trend Micro SaaS Account (abc****)")
	p.reads("SHA-256", "60 seconds")
	p.types("Service", "トレンドマイクロ")
	p.types("Account", "admin@example.co.jp")
	p.clicks("Save")
	p.reads("トレンドマイクロ", "admin@example.co.jp")
	k.issuer = "トレンドマイクロ"
	p.checksCode(k)

	p.clicks("Edit トレンドマイクロ (admin@example.co.jp)")
	p.clicks("Remove")
	p.reads("Removed: トレンドマイクロ (admin@example.co.jp)", "It stays in the trash for 30 days.")
	p.holdsExactly()
	p.clicks("Undo")
	p.must(p.popup.WaitNoText("Removed: "))
	p.checksCode(k)

	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.reads("トレンドマイクロ", "admin@example.co.jp")
	p.checksCode(k)
	p.clicks("Edit トレンドマイクロ (admin@example.co.jp)")
	p.clicks("Remove")
	p.reads("Removed: ")
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.reads("Scan your first QR code")
	p.holdsExactly()
}
