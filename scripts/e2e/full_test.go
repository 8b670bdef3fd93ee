// SPDX-License-Identifier: MIT

package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/storage"

	"inkan/scripts/browser"
)

// full has an engine's disk full: each transaction that puts something ends as
// it does then. Chromium's own limits do not hold for extensions that are
// granted unlimitedStorage.
const full = `{
	const { put } = IDBObjectStore.prototype, { get } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error"), ended = new WeakSet();
	Object.defineProperty(IDBTransaction.prototype, "error", { configurable: true, get() {
		return ended.has(this) ? new DOMException("no room", "QuotaExceededError") : get.call(this);
	} });
	IDBObjectStore.prototype.put = function (...what) {
		const request = put.apply(this, what), { transaction } = this;
		request.addEventListener("success", () => {
			if (ended.has(transaction)) return;
			ended.add(transaction);
			transaction.abort();
		});
		return request;
	};
	globalThis.makeRoom = () => { IDBObjectStore.prototype.put = put; };
}`

// TestDiskFull edits where there is no room: that is said, nothing is changed
// and nothing forgotten, and with room again everything works.
func TestDiskFull(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Full", secret: secretOf("Full")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`(async () => {
		for (let i = 0; i < 12; i++) await inkan.change("edit", {now: Date.now(), id: inkan.accounts[0].id, issuer: "Full", account: "user " + i});
	})()`, nil))
	listed := func() (listed []int) {
		p.Helper()
		p.must(engine.Eval(`inkan.act("versions").then((all) => all.map(({generation}) => generation))`, &listed))
		return listed
	}
	copies, versions := p.mirrored(), listed()

	p.must(engine.Eval(full, nil))
	p.clicksIcon()
	p.clicks("Edit Full (user 11)")
	p.types("Service", "Renamed")
	p.clicks("Save")
	p.reads("The disk is full. Nothing was changed. Make room and try again.")
	p.clicks("Back")
	p.reads("Not saved yet.")
	p.clicks("Back")
	p.reads("Full", "user 11")
	p.clicks("Edit Full (user 11)")
	p.clicks("Remove")
	p.reads("The disk is full.")
	p.clicks("Back")
	p.closes()
	p.holdsExactly("Full (user 11)")
	if now := p.copies(); now.records["current"] != copies.records["current"] || now.records["previous"] != copies.records["previous"] || now.mirror != copies.mirror {
		t.Error("a change that was refused is stored")
	}
	if now := listed(); !slices.Equal(now, versions) {
		t.Errorf("after what was refused the versions %v are listed, before %v", now, versions)
	}

	p.must(engine.Eval("makeRoom()", nil))
	p.clicksIcon()
	p.clicks("Edit Full (user 11)")
	p.types("Service", "Renamed")
	p.clicks("Save")
	p.reads("Renamed")
	p.closes()
	k.issuer = "Renamed"
	p.protects()
	if found := p.opening(); len(found) > 0 {
		t.Errorf("with a password, these still open by themselves: %q", found)
	}
	p.clicksIcon()
	p.checksCode(k)

	// The person has the browser delete what Inkan has in IndexedDB, while the vault is open.
	session, err := p.tab.Session()
	p.must(err)
	_, err = cdp.Call(p.Context(), session, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: p.URL(""), StorageTypes: "indexeddb"})
	p.must(err)
	p.waits("it to be deleted", func() bool {
		var left int
		p.must(p.popup.Eval("indexedDB.databases().then((all) => all.length)", &left))
		return left == 0
	})
	p.clicks("Edit Renamed (user 11)")
	p.types("Service", "Stored again")
	p.clicks("Save")
	p.reads("Stored again")
	k.issuer = "Stored again"
	p.mirrored()
	p.restarts()
	p.reads("Stored again")
	p.checksCode(k)
}
