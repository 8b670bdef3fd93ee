// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// TestRefusedSymbols scans codes that are no account: each is
// answered with its own words, and nothing is stored.
func TestRefusedSymbols(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	before := p.stored()
	const notAnAccount, cannotBeAdded = "This QR code is not an account", "This QR code cannot be added"
	for i, c := range []struct {
		name, text, title, words, shown string
	}{
		{"Link", "https://example.com/enrol?step=2", notAnAccount, "It holds a link. Inkan does not open it.", "https://example.com/enrol?step=2"},
		{"Text", "Room 4, 2nd floor", notAnAccount, "It holds plain text.", "Room 4, 2nd floor"},
		{"Transfer", "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2U", notAnAccount, "It is a transfer code of another authenticator app.", ""},
		{"Letter", "otpauth://totp/Bad?secret=ABC1EFGHJKLM2345", cannotBeAdded, "The key cannot contain “1” (character 4).", ""},
		{"Algorithm", "otpauth://totp/Bad?secret=ABCDEFGHJKLM2345&algorithm=MD4", cannotBeAdded, "The algorithm “MD4” is not supported.", ""},
		{"Digits", "otpauth://totp/Bad?secret=ABCDEFGHJKLM2345&digits=11", cannotBeAdded, "“11” digits are not possible.", ""},
		{"Period", "otpauth://totp/Bad?secret=ABCDEFGHJKLM2345&period=0", cannotBeAdded, "A period of “0” is not possible.", ""},
		{"Type", "otpauth://potp/Bad?secret=ABCDEFGHJKLM2345", cannotBeAdded, "The type “potp” is not known.", ""},
		{"No counter", "otpauth://hotp/Bad?secret=ABCDEFGHJKLM2345", cannotBeAdded, "The counter is missing.", ""},
		{"No key", "otpauth://totp/Bad?issuer=Bad", cannotBeAdded, "The key is missing.", ""},
		{"Hidden key", "https://example.com/?next=otpauth://totp/Bad%3Fsecret%3DABCDEFGHJKLM2345", cannotBeAdded, "It holds an otpauth:// key inside other text.", ""},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.opens("fixture/qr?" + url.Values{"text": {c.text}}.Encode())
			at := p.aims(symbol)
			p.clicksIcon()
			p.clicks("Scan")
			p.reads(c.title, c.words, c.shown)
			if i < 4 { // one of every kind; the reasons are told the same way
				p.leaves("Select an area")
				p.drags(at)
				p.seesPopup()
				p.reads(c.title, c.words, c.shown)
			}
			if c.shown == "" {
				text, err := p.popup.Text()
				p.must(err)
				if strings.Contains(text, "ABCDEFGHJKLM2345") {
					t.Error("the popup shows the key")
				}
			}
		})
	}
	p.keeps(before)
	p.clicksIcon()
	p.reads("Scan your first QR code")
}

// TestSeveralSymbols picks from several codes on one page.
func TestSeveralSymbols(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Several", secret: secretOf("Several")}
	p.opens("fixture/qr?" + k.page("&n=3"))
	second := p.aims(symbol.At(2))
	all := box{p.aims(symbol.At(1)).from, p.aims(symbol.At(3)).to}
	choice := func(account string) browser.By { return browser.Role("checkbox", "Several ("+account+")") }

	p.clicksIcon()
	p.clicks("Scan")
	p.reads("3 accounts found", "SAMPLE_USER-2", "SAMPLE_USER-3")
	p.must(p.popup.Click(choice("SAMPLE_USER-2")))
	p.must(p.popup.WaitFor(choice("SAMPLE_USER-2"), "unchecked", func(e *browser.Element) bool { return e.Checked == "false" }))
	p.clicks("Add (2)")
	p.reads("Added 2 accounts", "Several (SAMPLE_USER)", "Several (SAMPLE_USER-3)")
	p.holdsExactly("Several (SAMPLE_USER-3)", "Several (SAMPLE_USER)")

	p.leaves("Select an area")
	p.drags(second)
	p.seesPopup()
	p.reads("Added: Several (SAMPLE_USER-2)")
	p.holdsExactly("Several (SAMPLE_USER-2)", "Several (SAMPLE_USER-3)", "Several (SAMPLE_USER)")
	p.clicks("Undo")
	p.reads("Taken back")
	p.holdsExactly("Several (SAMPLE_USER-3)", "Several (SAMPLE_USER)")

	p.leaves("Select an area")
	p.drags(all)
	p.seesPopup()
	p.reads("3 accounts found", "Already in Inkan")
	for _, there := range []string{"SAMPLE_USER", "SAMPLE_USER-3"} {
		p.must(p.popup.WaitFor(choice(there), "disabled", func(e *browser.Element) bool { return e.Disabled }))
	}
	p.clicks("Add (1)")
	p.reads("Added: Several (SAMPLE_USER-2)")
	p.holdsExactly("Several (SAMPLE_USER-2)", "Several (SAMPLE_USER-3)", "Several (SAMPLE_USER)")
}

// TestOtherKeyOfTheSameName warns before a second key of a name is added.
func TestOtherKeyOfTheSameName(t *testing.T) {
	p := sits(t, browser.Options{})
	for i, conflict := range []bool{false, true} {
		k := key{issuer: "Twice", secret: secretOf(fmt.Sprint("Twice", i))}
		p.opens("fixture/qr?" + k.page(""))
		p.clicksIcon()
		p.clicks("Scan")
		p.reads("QR code found")
		if conflict {
			p.reads("You already have an account with this name and another key.")
		} else {
			p.must(p.popup.WaitNoText("another key"))
		}
		p.clicks("Add")
		p.reads("Added: Twice (SAMPLE_USER)")
	}
	p.holdsExactly("Twice (SAMPLE_USER)", "Twice (SAMPLE_USER)")
}
