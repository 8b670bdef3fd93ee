// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"testing"

	"inkan/scripts/browser"
)

// waiting counts what waits in the inbox.
func (p *person) waiting() int {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	var n int
	p.must(engine.Eval(`new Promise((done, fail) => {
		const request = indexedDB.open("inkan");
		request.onerror = () => fail(request.error);
		request.onsuccess = () => {
			const db = request.result, count = db.transaction("inbox").objectStore("inbox").count();
			count.onsuccess = () => { db.close(); done(count.result); };
		};
	})`, &n))
	return n
}

// TestScanWhileLocked scans without a password: what is found waits, sealed,
// through the end of the engine and of the browser, until the vault is unlocked.
func TestScanWhileLocked(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	p.opens("fixture/qr?bait=blank")
	p.protects()
	p.locks()

	whole, dragged, typed := key{issuer: "Whole", secret: secretOf("Whole")}, key{issuer: "Dragged", secret: secretOf("Dragged")}, key{issuer: "Typed", secret: secretOf("Typed")}
	p.opens("fixture/qr?" + whole.page(""))
	p.clicksIcon()
	p.isLocked()
	p.clicks("Scan")
	p.reads("QR code found", "Whole", "Locked")
	p.clicks("Add")
	p.reads("Added, unlock to see it")
	if text, err := p.popup.Text(); err != nil || hasAny(text, "Whole") {
		t.Errorf("what was added is shown before it is unlocked: %q, %v", text, err)
	}

	p.opens("fixture/qr?" + dragged.page(""))
	at := p.aims(symbol)
	p.clicksIcon()
	p.isLocked()
	p.must(p.popup.WaitText("1 account was added. Unlock to see it."))
	p.leaves("Select an area")
	p.drags(at)
	p.isTold()
	p.reads("Added, unlock to see it", "2 accounts were added. Unlock to see them.")
	p.clicks("Close")

	p.clicks("Enter by hand")
	p.types("Service", "Typed")
	p.types("Key", typed.secret)
	p.clicks("Add")
	p.reads("Added, unlock to see it")
	p.must(p.CloseEngine())
	p.Kill()
	p.launch(o)

	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.isLocked()
	p.reads("3 accounts were added. Unlock to see them.")
	// One of them is not what Inkan sealed.
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`new Promise((done) => {
		indexedDB.open("inkan").onsuccess = ({target: {result: db}}) => {
			const transaction = db.transaction("inbox", "readwrite");
			const entry = new Uint8Array(100);
			entry.set(new TextEncoder().encode("inkan\0i1")); entry[8] = 88;
			transaction.objectStore("inbox").add(entry);
			transaction.oncomplete = () => { db.close(); done(); };
		};
	})`, nil))
	// The end comes after the accounts are stored, and before the inbox is emptied.
	p.must(engine.Eval(`IDBObjectStore.prototype.delete = () => { throw new Error("the end"); }`, nil))
	p.unlocks(password)
	p.reads("Whole", "Dragged", "Typed")
	if n := p.waiting(); n != 4 {
		t.Errorf("%d entries wait, not 4", n)
	}
	p.seen = nil // the end was an error
	p.Kill()
	p.launch(o)

	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.isLocked()
	p.unlocks(password)
	p.reads("Whole", "Dragged", "Typed")
	p.waits("the inbox to hold only what cannot be read", func() bool { return p.waiting() == 1 })
	p.holdsExactly("Whole (SAMPLE_USER)", "Dragged (SAMPLE_USER)", "Typed ()")
	for _, k := range []key{whole, dragged, typed} {
		p.checksCode(k)
	}
	fmt.Fprintln(t.Output(), "collected twice, added once")
}
