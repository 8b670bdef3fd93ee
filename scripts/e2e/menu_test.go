// SPDX-License-Identifier: MIT

package e2e

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"testing"

	"inkan/scripts/browser"
	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// TestScanByKey reads the tab without the popup, which opens to say what was found.
func TestScanByKey(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "By key", secret: secretOf("By key")}
	p.opens("fixture/qr?" + k.page(""))
	p.must(p.tab.Press("Alt+Shift+S"))
	p.seesPopup()
	p.reads("QR code found", "By key", "Read on localhost")
	p.clicks("Add")
	p.reads("Added: By key (SAMPLE_USER)")
	p.checksCode(k)
	p.closes()

	// Nothing is added twice by a key that was pressed twice.
	p.must(p.tab.Press("Alt+Shift+S", "Alt+Shift+S"))
	p.seesPopup()
	p.reads("Already in Inkan")
	p.closes()
	p.holdsExactly("By key (SAMPLE_USER)")

	p.opens("fixture/qr?bait=article")
	p.must(p.tab.Press("Alt+Shift+S"))
	p.endsUpSelecting()
}

// TestScanByMenu opens the page's context menu: on a picture only that is read.
// Without a display there is no menu to click; its event is what the browser
// would send.
func TestScanByMenu(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "By menu", secret: secretOf("By menu")}
	p.opens("fixture/qr?" + k.page("&n=3"))
	p.must(p.EvalWorker("chrome.contextMenus.update('scan', {})", nil)) // an error where there is no such item
	chooses := func(on string) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => {
			chrome.contextMenus.onClicked.dispatch({menuItemId: 'scan', editable: false, %s}, tab);
		})`, on), nil))
	}
	picture := func(n int) string {
		t.Helper()
		var address string
		p.must(p.tab.Eval(fmt.Sprintf("document.images[%d].currentSrc", n), &address))
		return fmt.Sprintf("mediaType: 'image', frameId: 0, srcUrl: %q", address)
	}

	chooses(picture(1)) // which does not grant the tab, as a click would
	p.seesPopup()
	p.reads("The browser did not allow")
	p.closes()
	p.holdsExactly()
	p.clicksIcon()
	p.closes()

	chooses(picture(1))
	p.seesPopup()
	p.reads("Added: By menu (SAMPLE_USER-2)")
	p.closes()
	p.holdsExactly("By menu (SAMPLE_USER-2)")

	// Of a frame nobody knows where it stands, and a page may show one picture twice: all of the tab is read.
	for _, on := range []string{"frameId: 0", "mediaType: 'image', frameId: 7, srcUrl: 'x'", "mediaType: 'image', frameId: 0, srcUrl: 'x'"} {
		chooses(on)
		p.seesPopup()
		p.reads("3 accounts found", "Already in Inkan")
		p.clicks("Close")
		p.must(p.popup.WaitNoText("3 accounts found"))
		p.closes()
	}
	p.holdsExactly("By menu (SAMPLE_USER-2)")
}

// TestMagnified has the page of several codes larger than its window, as two
// fingers make it: what is pointed at is read, and not what would be there.
func TestMagnified(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Large", secret: secretOf("Large")}
	p.opens("fixture/qr?" + k.page("&n=3"))
	p.must(p.tab.Magnify(1.8))
	var at [2]struct{ From, To browser.Point }
	for i := range at {
		p.must(p.tab.Eval(fmt.Sprintf(`(({left, top, right, bottom}) => ({From: {X: left, Y: top}, To: {X: right, Y: bottom}}))(document.images[%d].getBoundingClientRect())`, i), &at[i]))
	}
	p.clicksIcon()
	p.leaves("Select an area")
	p.drags(box{at[1].From, at[1].To})
	p.seesPopup()
	p.reads("Added: Large (SAMPLE_USER-2)")
	p.closes()
	var address string
	p.must(p.tab.Eval("document.images[0].currentSrc", &address))
	p.must(p.EvalWorker(fmt.Sprintf(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => {
		chrome.contextMenus.onClicked.dispatch({menuItemId: 'scan', editable: false, mediaType: 'image', frameId: 0, srcUrl: %q}, tab);
	})`, address), nil))
	p.seesPopup()
	p.reads("Added: Large (SAMPLE_USER)")
	p.closes()
	p.holdsExactly("Large (SAMPLE_USER)", "Large (SAMPLE_USER-2)")
}

// TestLinks opens the context menu on links that are keys: an account's, and
// those of a transfer from Google Authenticator. A transfer code that is scanned
// is read alike.
func TestLinks(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=article")
	page := "https://www.example.com/setup"
	chooses := func(link string) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => {
			chrome.contextMenus.onClicked.dispatch({menuItemId: 'scan', editable: false, linkUrl: %q, pageUrl: %q}, tab);
		})`, link, page), nil))
		p.seesPopup()
	}
	linked := key{issuer: "Linked", secret: secretOf("Linked")}
	// What is no page of the web is no site, whatever stands where a host would.
	for _, page = range []string{"chrome-extension://abcdefghijklmnopabcdefghijklmnop/page.html", "ftp://files.example.com/setup.html"} {
		chooses(linked.uri())
		p.reads("QR code found", "Linked")
		p.must(p.popup.WaitNoText("Read on"))
		p.clicks("Close")
		p.closes()
	}
	page = "https://www.example.com/setup"
	chooses(linked.uri())
	p.reads("QR code found", "Linked", "Read on www.example.com")
	p.clicks("Add")
	p.reads("Added: Linked (SAMPLE_USER)")
	p.checksCode(linked)
	p.closes()

	moved := func(names ...string) string {
		t.Helper()
		var keys []otp.Key
		for _, name := range names {
			parsed, err := otp.ParseURI(key{issuer: name, secret: secretOf(name)}.uri())
			p.must(err)
			keys = append(keys, parsed)
		}
		links, err := transfer.Migration(keys, rand.Reader)
		p.must(err)
		return links[0]
	}
	chooses(moved("One", "Two", "Linked"))
	p.reads("3 accounts found", "Already in Inkan")
	p.clicks("Add (2)")
	p.reads("Added 2 accounts")
	p.closes()

	p.opens("fixture/qr?" + url.Values{"text": {moved("Three")}}.Encode())
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", "Three")
	p.clicks("Add")
	p.reads("Added: Three (SAMPLE_USER)")
	p.checksCode(key{issuer: "Three", secret: secretOf("Three")})
	p.closes()
	for _, damaged := range []string{"otpauth://totp/x?secret=1", "otpauth-migration://offline?data=AAAA"} {
		chooses(damaged)
		p.must(p.popup.WaitText("Select an area"))
		p.closes()
	}
	p.holdsExactly("Linked (SAMPLE_USER)", "One (SAMPLE_USER)", "Two (SAMPLE_USER)", "Three (SAMPLE_USER)")
}
