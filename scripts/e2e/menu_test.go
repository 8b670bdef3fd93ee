// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"testing"

	"inkan/scripts/browser"
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
		p.reads("3 accounts on this page", "Already in Inkan")
		p.clicks("Close")
		p.must(p.popup.WaitNoText("3 accounts on this page"))
		p.closes()
	}
	p.holdsExactly("By menu (SAMPLE_USER-2)")
}
