// SPDX-License-Identifier: MIT

package e2e

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// edits is how many edits TestSoak makes; make soak asks for more.
var edits = flag.Int("edits", 200, "edits that TestSoak makes")

// vaultState is what the list says of a vault: names, the newest first, and
// where each counter stands.
type vaultState []string

// edited is the state after one more edit, and the edit as JavaScript. Which
// one it is depends on n alone, so that the state after n edits is known.
func (s vaultState) edited(n int) (vaultState, string) {
	next := append(vaultState(nil), s...)
	r := rand.New(rand.NewPCG(uint64(n), 1))
	at := 0
	if len(s) > 0 {
		at = r.IntN(len(s))
	}
	switch {
	case len(s) < 3 || r.IntN(3) == 0 && len(s) < 12:
		name := fmt.Sprintf("Made %d", n)
		secret := secretOf(name)
		return append(vaultState{name + " 0"}, next...), fmt.Sprintf("make(%q, %q)", name, secret)
	case r.IntN(3) == 0:
		return append(next[:at], next[at+1:]...), fmt.Sprintf("remove(%d)", at)
	case r.IntN(2) == 0:
		name := fmt.Sprintf("Named %d", n)
		next[at] = name + " " + counterOf(s[at])
		return next, fmt.Sprintf("name(%d, %q)", at, name)
	default:
		count, _ := strconv.Atoi(counterOf(s[at]))
		next[at] = s[at][:len(s[at])-len(counterOf(s[at]))] + strconv.Itoa(count+1)
		return next, fmt.Sprintf("count(%d)", at)
	}
}

// counterOf is the last word of what the list says of an account.
func counterOf(entry string) string {
	for i := len(entry); i > 0; i-- {
		if entry[i-1] == ' ' {
			return entry[i:]
		}
	}
	return entry
}

// editor gives a part of the extension the means to edit as the popup does:
// each is done when it is acknowledged.
const editor = `(engine) => {
	const id = async (at) => (await engine.call("accounts", {}))[at].id;
	globalThis.edits = {
		state: async () => (await engine.call("accounts", {})).map(({issuer, counter}) => issuer + " " + counter),
		make: async (issuer, secret) => {
			const params = {now: Date.now(), type: "hotp", algorithm: "SHA1", digits: 6, counter: "0", issuer, account: "", site: ""};
			const {ref} = await engine.call("enter", params, new TextEncoder().encode(secret));
			await engine.change("add", {now: Date.now(), refs: [ref]});
		},
		remove: async (at) => { await engine.change("remove", {now: Date.now(), ids: [await id(at)]}); },
		name: async (at, issuer) => { await engine.change("edit", {now: Date.now(), id: await id(at), issuer, account: ""}); },
		count: async (at) => { await engine.change("next", {now: Date.now(), id: await id(at)}); },
	};
}`

// engineOfWorker is the engine as the service worker asks it.
const engineOfWorker = `(() => {
	const ask = (type) => async (method, params, bytes) => {
		const message = {to: "engine", type, method, params, ...(bytes && {bytes: bytes.toBase64()})};
		const {ok, error} = await chrome.runtime.sendMessage(message);
		if (error) throw new Error(error.code);
		return ok;
	};
	return {call: ask("call"), change: ask("change")};
})()`

// edits opens a page of the extension in a tab, ready to edit.
func (p *person) edits(file string) *browser.Page {
	p.Helper()
	page, err := p.Open(p.URL(file))
	p.must(err)
	p.must(page.Eval(`import("/platform/engine.js").then(`+editor+`).then(() => edits.state())`, nil)) // the engine runs by then
	return page
}

// TestSoak edits a vault and takes a part away at random moments: the whole
// browser, as if the power failed, the engine, the service worker, the page
// that edits. Every edit that was acknowledged is there afterwards, the one
// under way wholly or not at all, and nothing else.
func TestSoak(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	page := p.edits("popup/popup.html")
	var state vaultState
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	killed := map[string]int{}
	for n := 0; n < *edits; n++ {
		next, edit := state.edited(n)
		kind := ""
		var dead atomic.Bool
		done := make(chan struct{})
		if r.IntN(12) == 0 {
			kind = []string{"browser", "engine", "worker", "page"}[r.IntN(4)]
			kill := map[string]func(){
				"browser": p.Kill,
				"engine":  func() { _ = p.CloseEngine() },
				"worker":  func() { _ = p.StopWorker() },
				"page":    func() { _ = page.Close() },
			}[kind]
			killed[kind]++
			go func() {
				time.Sleep(time.Duration(r.Int64N(int64(30 * time.Millisecond))))
				kill()
				dead.Store(true)
				close(done)
			}()
		} else {
			close(done)
		}
		err := page.Eval("edits."+edit, nil)
		<-done
		if err == nil {
			state = next
		} else if !dead.Load() {
			t.Fatalf("edit %d, %s: %v", n, edit, err)
		}
		if kind == "" {
			continue
		}
		if kind == "browser" {
			p.launch(o)
		}
		if kind == "browser" || kind == "page" {
			page = p.edits("popup/popup.html")
		}
		var found vaultState
		p.waits("the state", func() bool { return page.Eval("edits.state()", &found) == nil })
		switch {
		case err == nil && !reflect.DeepEqual(found, state):
			t.Fatalf("after edit %d, %s, was acknowledged and the %s killed there is\n%q, not\n%q", n, edit, kind, found, state)
		case err != nil && reflect.DeepEqual(found, next):
			state = next
		case err != nil && !reflect.DeepEqual(found, append(vaultState{}, state...)):
			t.Fatalf("after the %s was killed in edit %d, %s, there is\n%q, neither\n%q nor\n%q", kind, n, edit, found, state, next)
		}
	}
	t.Log("killed:", killed)
	// From the disk, once more.
	p.Kill()
	p.launch(o)
	page = p.edits("popup/popup.html")
	var found vaultState
	p.must(page.Eval("edits.state()", &found))
	if !reflect.DeepEqual(found, state) {
		t.Errorf("in the end there is\n%q, not\n%q", found, state)
	}
}

// TestEditedAtOnce edits from the popup, the manage page and the service worker
// at the same time: all that was acknowledged is there, once.
func TestEditedAtOnce(t *testing.T) {
	p := sits(t, browser.Options{})
	const each = 334
	parts := []func(string, any) error{p.edits("popup/popup.html").Eval, p.edits("manage/manage.html").Eval, p.EvalWorker}
	p.must(p.EvalWorker("("+editor+")("+engineOfWorker+")", nil))
	for i, eval := range parts {
		p.must(eval(fmt.Sprintf(`void (async () => {
			for (let n = 0; n < %d; n++) {
				const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[n / 40] + "ABC"[%d] + %q;
				if (n %% 40 === 0) await edits.make("%d/" + n, key);
				else await edits.count((n * 7) %% (await edits.state()).length);
			}
		})().then(() => { edits.end = "done"; }, (error) => { edits.end = String(error); })`, each, i, secretOf("At once")[:22], i), nil))
	}
	for _, eval := range parts {
		p.patiently(3*time.Minute, "a part to be done", func() bool {
			var end string
			_ = eval("edits.end ?? ''", &end)
			if end != "" && end != "done" {
				t.Fatal(end)
			}
			return end != ""
		})
	}
	var found vaultState
	p.must(p.edits("popup/popup.html").Eval("edits.state()", &found))
	names, counted := map[string]bool{}, 0
	for _, entry := range found {
		count, _ := strconv.Atoi(counterOf(entry))
		counted += count
		names[entry[:len(entry)-len(counterOf(entry))]] = true
	}
	made := (each + 39) / 40
	if len(names) != len(parts)*made || len(found) != len(names) {
		t.Errorf("%d accounts of %d names, want %d", len(found), len(names), len(parts)*made)
	}
	if want := len(parts) * (each - made); counted != want {
		t.Errorf("counted %d times, want %d", counted, want)
	}
}
