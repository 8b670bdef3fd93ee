// SPDX-License-Identifier: MIT

package e2e

import (
	"testing"
	"time"

	"inkan/scripts/browser"
)

// TestLockedElsewhere has several pages of Inkan open: each hears of what
// happens to the lock, whoever it is that notices or is quicker.
func TestLockedElsewhere(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.protects()
	page := p.manages()
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))

	// The time was over before anybody noticed: the popup does, and the page shows no key any more.
	p.must(p.CloseEngine())
	p.must(p.SetStorage("session", map[string]any{"used": time.Now().Add(-16 * time.Minute).UnixMilli()}))
	p.clicksIcon()
	p.isLocked()
	p.must(page.WaitNoText("Print it, or write it down"))
	p.must(page.WaitText("Locked"))
}
