// SPDX-License-Identifier: MIT

package e2e

import (
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/browser/proxy"
)

// TestOffline records every request of the browser while the manual's flow is
// walked: all are the console's own pages asking their own server.
func TestOffline(t *testing.T) {
	recorder, err := proxy.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { recorder.Close() })
	p := sits(t, browser.Options{Proxy: recorder.Addr()})
	_, err = p.walk("en", false).Enrol()
	p.must(err)
	p.opens("fixture/qr?" + key{issuer: "Offline", secret: secretOf("Offline")}.page(""))
	p.enrols(wholeTab, key{issuer: "Offline", secret: secretOf("Offline")}, box{})

	if left := recorder.Left(); len(left) > 0 {
		t.Errorf("requests left the computer: %v", left)
	}
	requests := recorder.Requests()
	if len(requests) < 10 {
		t.Fatalf("the proxy saw %d requests only; the console alone makes more", len(requests))
	}
	host := strings.TrimSuffix(strings.TrimPrefix(p.console, "http://"), "/")
	for _, request := range requests {
		own := false
		for _, path := range []string{"/login", "/warning", "/2fa", "/mailbox", "/static/", "/favicon.ico", "/fixture/"} {
			own = own || strings.HasPrefix(request.Path, path)
		}
		if request.Host != host || !own && request.Path != "/" {
			t.Errorf("a request that is not the page's: %s", request)
		}
	}
}
