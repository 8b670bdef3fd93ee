// SPDX-License-Identifier: MIT

package core

import "testing"

// Accounts added in one call are shown in the order of the page, above those
// that were there.
func TestAddKeepsTheOrderOfThePage(t *testing.T) {
	p := empty(t)
	uri := func(name, period string) string {
		return "otpauth://totp/" + name + ":x?secret=JBSWY3DPEHPK3PXP&period=" + period
	}
	p.add(uri("D", "20"))
	p.add(uri("A", "30"), uri("B", "40"), uri("C", "50"))
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	got := ""
	for _, a := range accounts {
		got += a.Issuer
	}
	if got != "ABCD" {
		t.Errorf("the accounts are shown as %s, want ABCD", got)
	}
}
