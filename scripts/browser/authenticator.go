// SPDX-License-Identifier: MIT

package browser

import (
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
)

// PlugIn gives the page a device for passkeys that verifies whoever touches it,
// and is touched whenever it asks. prf says whether it knows the PRF extension.
func (p *Page) PlugIn(prf bool) (webauthn.AuthenticatorID, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	s, err := p.attach(ctx)
	if err != nil {
		return "", err
	}
	if _, err := cdp.Call(ctx, s, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		return "", err
	}
	added, err := cdp.Call(ctx, s, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, HasPrf: prf, AutomaticPresenceSimulation: true,
	}})
	return added.AuthenticatorID, err
}
