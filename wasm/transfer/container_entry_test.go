// SPDX-License-Identifier: MIT

package transfer

import (
	"testing"
)

func TestHostOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://Example.com/x": "example.com", "example.com": "example.com", "http://a.b:80?x": "a.b", "ftp://a.b": "",
		"https://me:pw@a.b/": "a.b", "localhost:3000": "localhost", "word": "", "": "", "https://[::1]:8/": "[::1]", "javascript:alert(1)": "",
		"https://192.0.2.1/": "192.0.2.1", "https://a b.c/": "",
	} {
		if got := hostOfAddress(address); got != want {
			t.Errorf("hostOfAddress(%q) = %q, want %q", address, got, want)
		}
	}
}
