// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// TestSlowClock tells of a clock that is behind what the vault knows, since
// codes would be wrong and there is no network to ask; not of one that was set
// right by a little.
func TestSlowClock(t *testing.T) {
	p := sits(t, browser.Options{})
	p.given(named("Anywhere")...)
	p.opens("fixture/qr?bait=article")
	uses := func(ahead time.Duration) {
		p.Helper()
		engine, err := p.Engine()
		p.must(err)
		p.must(engine.Eval(fmt.Sprintf(`inkan.change("pin", {now: Date.now() + %d, ids: inkan.accounts.map(({id}) => id), pinned: !inkan.accounts[0].pinned})`, ahead.Milliseconds()), nil))
		p.must(p.CloseEngine())
		p.clicksIcon()
		p.reads("Anywhere")
	}
	uses(9 * time.Hour)
	p.reads("Codes may be wrong: Inkan was last used on")
	p.picture(p.popup.Page, "slow")
	p.closes()
	p.clicksIcon() // the engine runs: at its first paint
	p.reads("Codes may be wrong")
	p.closes()
	uses(5 * time.Minute)
	p.must(p.popup.WaitNoText("Codes may be wrong"))
}
