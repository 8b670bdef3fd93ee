// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// junk makes values of all kinds that JSON can carry, by a seed.
const junk = `(seed) => {
	const random = (n) => (seed = seed * 1103515245 + 12345 >>> 0, (seed >>> 8) % n);
	const text = () => ["", "0", "__proto__", "constructor", "toString", "\u0000", "\ud800", "☂".repeat(random(300)), "A".repeat(random(2000)), "vault"][random(10)];
	const number = () => [0, -1, 1, 0.5, 1e308, -1e308, 2 ** 53, 4294967296, random(1000)][random(9)];
	const value = (depth) => {
		switch (random(depth > 3 ? 5 : 8)) {
			case 0: return null;
			case 1: return random(2) === 0;
			case 2: return number();
			case 3: case 4: return text();
			case 5: return Array.from({length: random(5)}, () => value(depth + 1));
			default: return Object.fromEntries(Array.from({length: random(6)}, () => [name(), value(depth + 1)]));
		}
	};
	const names = ["method", "params", "bytes", "tabId", "selection", "box", "x", "y", "width", "height", "id", "ids", "refs", "now", "file", "picture", "site", "notice", "kind", "from", "length", "then", "url", "urls", "name", "secrets"];
	const name = () => random(8) === 0 ? text() : names[random(names.length)];
	return {random, text, value, names};
}`

// TestMessagesFuzzed sends a thousand random messages from where a page would
// that has taken over its content script, as fast as it can, and as many from a
// page of Inkan's own, of which the worst that may come is a refusal.
func TestMessagesFuzzed(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Guarded", secret: secretOf("Guarded")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	before := p.stored()
	seed := time.Now().UnixNano() % 1_000_000
	t.Log("seed", seed)

	types := append(messageTypes(t, "background.js"), messageTypes(t, "engine/requests.js")...)
	send := func(start int64, then string) string {
		return fmt.Sprintf(`async () => {
			const make = (%s)(%d), types = "%s".split(" "), replies = {};
			await Promise.all(Array.from({length: 1000}, async () => {
				const message = Object.fromEntries(make.names.filter(() => make.random(2) === 0).map((name) => [name, make.value(0)]));
				message.to = ["background", "engine"][make.random(2)];
				message.type = make.random(8) === 0 ? make.value(0) : types[make.random(types.length)];
				%s
				const reply = await chrome.runtime.sendMessage(make.random(20) === 0 ? make.value(0) : message).then((answer) => JSON.stringify(answer) ?? "nothing", () => "nobody");
				replies[reply] = (replies[reply] ?? 0) + 1;
			}));
			return replies;
		}`, junk, start, strings.Join(types, " "), then)
	}

	var replies map[string]int
	p.inPage(send(seed, ""), &replies)
	for reply, times := range replies {
		switch reply {
		case `{"error":{"code":"refused"}}`, "nothing", "nobody":
		case `{"ok":null}`: // a selection that is not under way is cancelled
		default:
			t.Errorf("a page was told %d times: %.300s", times, reply)
		}
	}
	t.Log("to a page:", replies)
	p.keeps(before)

	own, err := p.Open(p.URL("popup/popup.html"))
	p.must(err)
	// What would close the engine, or take a picture of a tab, is not random.
	p.must(own.Eval("("+send(seed+1, `if (["engine.start", "engine.restart", "scan.area", "scan.tab"].includes(message.type)) return;`)+")()", &replies))
	refused := 0
	for reply, times := range replies {
		if strings.Contains(reply, `"code":"internal"`) {
			t.Errorf("%d messages were answered with an exception: %s", times, reply)
		}
		if strings.HasPrefix(reply, `{"error":`) {
			refused += times
		}
		if strings.Contains(reply, k.secret) {
			t.Errorf("a message carries the key: %.300s", reply)
		}
	}
	if refused < 300 {
		t.Errorf("only %d of 1,000 random messages were refused", refused)
	}
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.checksCode(k)
	p.keeps(before)
}
