// SPDX-License-Identifier: MIT

package browser

import (
	"strings"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
)

// Allow answers, once and for all, what the browser would ask the person: whether
// the extension may use what a permission ("camera", "display-capture") names.
func (b *Browser) Allow(permission string) error {
	return b.decide(permission, cdpbrowser.PermissionSettingGranted)
}

// Deny is the opposite of Allow.
func (b *Browser) Deny(permission string) error {
	return b.decide(permission, cdpbrowser.PermissionSettingDenied)
}

func (b *Browser) decide(permission string, setting cdpbrowser.PermissionSetting) error {
	ctx, cancel := b.context()
	defer cancel()
	_, err := cdp.Call(ctx, b.wire.root, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
		Permission: &cdpbrowser.PermissionDescriptor{Name: permission}, Setting: setting, Origin: strings.TrimSuffix(b.URL(""), "/"),
	})
	return err
}
