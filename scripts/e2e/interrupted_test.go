// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"testing"

	"inkan/scripts/browser"
)

// opening lists what is stored that opens by itself.
func (p *person) opening() (found []string) {
	p.Helper()
	for where, raw := range p.everything() {
		if bytes.Contains(raw, []byte(`"type":"none"`)) {
			found = append(found, where)
		}
	}
	return found
}

// TestProtectInterrupted ends the browser after the protected vault is stored
// and before its older copies are taken care of: the next unlocking does that.
func TestProtectInterrupted(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	k := key{issuer: "Interrupted", secret: secretOf("Interrupted")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`IDBObjectStore.prototype.delete = () => { throw new Error("the end"); }`, nil))
	page := p.manages()
	p.setsPassword(page, password)
	if len(p.opening()) == 0 {
		t.Fatal("nothing was interrupted: no copy opens by itself any more")
	}
	p.seen = nil // the end was an error
	p.Kill()
	p.launch(o)

	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.isLocked()
	p.unlocks(password)
	p.reads(k.issuer)
	p.checksCode(k)
	p.waits("no copy to open by itself", func() bool { return len(p.opening()) == 0 })
	if _, there := p.everything()["inkan marks outdated"]; there {
		t.Error("the mark is still there")
	}
}

// TestFoundOpen is what somebody at an open vault can have the engine do, who
// does not know the password: nothing that would let them in again.
func TestFoundOpen(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.protects()
	engine, err := p.Engine()
	p.must(err)
	slot := `inkan.slots[0].id`
	bytes := `new Uint8Array(32)`
	for _, c := range []struct{ ask, code string }{
		{`inkan.act("recovery.new", {})`, "verify"},
		{`inkan.act("password.add", {}, [` + bytes + `])`, "verify"},
		{`inkan.act("slot.remove", {slot: ` + slot + `})`, "verify"},
		{`inkan.act("passkey.add", {label: "", credential: "AAAA", transports: [], salt: ` + bytes + `.toBase64()}, [` + bytes + `])`, "verify"},
		{`inkan.act("password.change", {slot: ` + slot + `}, [` + bytes + `, ` + bytes + `])`, "password-wrong"},
		{`inkan.act("unprotect", {slot: ` + slot + `}, [` + bytes + `])`, "password-wrong"},
		{`inkan.act("recovery.confirm", {}, [` + bytes + `])`, "recovery-gone"},
		{`inkan.act("toString", {})`, "refused"},
		{`inkan.act("__proto__", {})`, "refused"},
		{`Promise.try(() => inkan.call("key", {}))`, "refused"},
		{`Promise.try(() => inkan.call("newRecoveryKey", {}))`, "refused"},
		{`inkan.change("unprotect", {now: Date.now()})`, "refused"},
		{`inkan.change("removeSlot", {now: Date.now(), slot: ` + slot + `})`, "refused"},
	} {
		var code string
		p.must(engine.Eval(c.ask+`.then(() => "done", ({problem, message}) => problem?.code ?? message)`, &code))
		if code != c.code {
			t.Errorf("%s: %s, not %s", c.ask, code, c.code)
		}
	}
	// Locked, it does not tell what is in it.
	p.locks()
	if engine, err = p.Engine(); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []string{"accounts", "trash", "settings"} {
		var code string
		p.must(engine.Eval(`Promise.try(() => inkan.call("`+ask+`", {})).then(() => "done", ({problem}) => problem.code)`, &code))
		if code != "vault-locked" {
			t.Errorf("a locked vault answers %s: %s", ask, code)
		}
	}
	// Nobody asks it for anything more: after its two minutes, which pass at once here, it ends, and the next popup has another.
	p.must(engine.Eval(`{
		const wait = setTimeout;
		globalThis.setTimeout = (act, time) => wait(act, time === 120_000 ? 100 : time);
		inkan.call("slots", {});
	}`, nil))
	p.must(engine.WaitClosed())
	p.clicksIcon()
	p.isLocked()
	p.unlocks(password)
	p.must(p.popup.WaitFor(browser.Button("Lock now"), "there", func(*browser.Element) bool { return true }))
	// An open one stays.
	if engine, err = p.Engine(); err != nil {
		t.Fatal(err)
	}
	var waits []int
	p.must(engine.Eval(`{
		const times = [], wait = setTimeout;
		globalThis.setTimeout = (act, time) => { times.push(time); return wait(act, time); };
		inkan.call("slots", {});
		times.filter((time) => time > 60_000);
	}`, &waits))
	if len(waits) > 0 {
		t.Errorf("an open engine waits for its end: %v", waits)
	}
}

// TestOlderStores opens what version 0.1.0 without versions and inbox has left.
func TestOlderStores(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Older stores", secret: secretOf("Older stores")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	now := p.mirrored()
	p.must(p.CloseEngine())
	p.must(p.EvalWorker(`new Promise((done, fail) => {
		indexedDB.deleteDatabase("inkan").onsuccess = () => {
			const request = indexedDB.open("inkan", 1);
			request.onupgradeneeded = () => request.result.createObjectStore("vault");
			request.onerror = fail;
			request.onsuccess = () => {
				const db = request.result, transaction = db.transaction("vault", "readwrite");
				transaction.objectStore("vault").put({generation: 2, file: Uint8Array.fromBase64("`+now.records["current"].File+`")}, "current");
				transaction.oncomplete = () => { db.close(); done(); };
			};
		};
	})`, nil))
	p.clicksIcon()
	p.reads(k.issuer)
	p.checksCode(k)
	p.clicks("Edit Older stores (SAMPLE_USER)")
	p.types("Service", "Renamed")
	p.clicks("Save")
	p.reads("Renamed")
	p.closes()
	page := p.manages()
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("Change 2"))
	p.goesBack(page, 1)
	p.holdsExactly("Older stores (SAMPLE_USER)")
}
