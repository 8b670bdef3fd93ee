// SPDX-License-Identifier: MIT

package browser

import (
	"net/url"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
)

// Clipboard is the text on the clipboard, read in this page, which must have
// the focus and a secure address. Only reading is granted to the page, for
// the rest of the browser's life. Every headless browser has its own
// clipboard.
func (p *Page) Clipboard() (string, error) {
	address, err := p.URL()
	if err != nil {
		return "", err
	}
	origin, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	ctx, cancel := p.browser.context()
	defer cancel()
	_, err = cdp.Call(ctx, p.browser.wire.root, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
		Permission: &cdpbrowser.PermissionDescriptor{Name: "clipboard-read"},
		Setting:    cdpbrowser.PermissionSettingGranted,
		Origin:     origin.Scheme + "://" + origin.Host,
	})
	if err != nil {
		return "", err
	}
	var text string
	err = p.eval(ctx, `navigator.clipboard.readText()`, &text)
	return text, err
}
