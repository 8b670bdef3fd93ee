// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/heapprofiler"

	"inkan/scripts/browser"
)

// held has the engine stop at the next change: while it is stored, which a
// transaction before it keeps waiting, or after that and before anybody is told.
// It goes on when release is called, if it still lives.
func (p *person) held(when string) (reached func() bool, release func()) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(map[string]string{
		"storing": `inkan.ready.then(() => new Promise((done) => {
			globalThis.reached = false;
			indexedDB.open("inkan").onsuccess = ({target: {result: db}}) => {
				const store = db.transaction("vault", "readwrite").objectStore("vault"), {transaction} = IDBDatabase.prototype;
				let over = false;
				const wait = () => { store.count().onsuccess = () => (over ? db.close() : wait()); };
				wait();
				globalThis.goOn = () => { over = true; };
				IDBDatabase.prototype.transaction = function (...all) {
					if (all[1] === "readwrite") {
						globalThis.reached = true;
						IDBDatabase.prototype.transaction = transaction;
					}
					return transaction.apply(this, all);
				};
				done();
			};
		}))`,
		"stored": `inkan.ready.then(() => {
			const waits = new Promise((done) => { globalThis.goOn = done; });
			globalThis.reached = false;
			for (const name of ["add", "change"]) {
				const does = inkan[name].bind(inkan);
				inkan[name] = async (...all) => {
					inkan[name] = does;
					const result = await does(...all);
					globalThis.reached = true;
					await waits;
					return result;
				};
			}
		})`,
	}[when], nil))
	return func() (there bool) {
			p.Helper()
			p.must(engine.Eval("reached", &there))
			return there
		}, func() {
			p.Helper()
			p.must(engine.Eval("goOn()", nil))
		}
}

// countOf is how many accounts of a service are in the list, and in the trash.
func (p *person) countOf(issuer string) (live, trashed int) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	var counts [2]int
	p.must(engine.Eval(fmt.Sprintf(`inkan.ready.then(() => [inkan.accounts, inkan.call("trash", {}).map(({account}) => account)]
		.map((all) => all.filter(({issuer}) => issuer === %q).length))`, issuer), &counts))
	return counts[0], counts[1]
}

// TestImportRaces has everything happen in the middle of an import that can:
// all accounts are there or none, the page says which, and what was added can be
// taken back.
func TestImportRaces(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.protects()
	const many = 5
	add, added := browser.Button(fmt.Sprintf("Add (%d)", many)), fmt.Sprintf("Accounts added: %d", many)
	undo := browser.Button("Undo")
	click := func(page *browser.Page, id string, times int) {
		p.Helper()
		p.must(page.Eval(fmt.Sprintf(`for (let i = 0; i < %d; i++) document.getElementById(%q)?.click()`, times, id), nil))
	}
	unlocks := func(page *browser.Page) {
		p.Helper()
		p.must(page.WaitFor(browser.Button("Unlock"), "there", func(*browser.Element) bool { return true }))
		if text, err := page.Text(); err != nil || strings.Contains(text, "SAMPLE_USER") {
			p.Errorf("an account is shown while the vault is locked, %v", err)
		}
		p.must(page.Fill(browser.Field("Password"), password))
		p.must(page.Press("Enter"))
		p.must(page.WaitText("Bring in accounts"))
	}
	for _, c := range []struct {
		name string
		// does takes it from the preview of so many accounts.
		does          func(p *person, page *browser.Page)
		live, trashed int // of the accounts, afterwards
	}{
		{"Add clicked twice", func(p *person, page *browser.Page) {
			click(page, "add", 3)
			p.must(page.WaitText(added))
			p.must(page.WaitNoText("no longer there"))
		}, many, 0},
		{"Undo clicked twice", func(p *person, page *browser.Page) {
			p.must(page.Click(add))
			p.must(page.WaitText(added))
			click(page, "undo", 3)
			p.must(page.WaitNoText(added))
		}, 0, many},
		{"Undo and another file at once", func(p *person, page *browser.Page) {
			p.must(page.Click(add))
			p.must(page.WaitText(added))
			reached, release := p.held("storing")
			p.must(page.Click(undo))
			p.waits("the undo to be begun", reached)
			p.must(page.Choose(browser.Button("Choose files"), p.writesFile("other.txt", named("Other")[0].uri())))
			release()
			p.must(page.WaitText("Add (1)"))
		}, 0, many},
		{"Another file while it is added", func(p *person, page *browser.Page) {
			reached, release := p.held("storing")
			click(page, "add", 1)
			p.waits("the accounts to be added", reached)
			p.must(page.WaitText("Adding …"))
			click(page, "discard", 1)
			p.must(page.Choose(browser.Button("Choose files"), p.writesFile("other.txt", named("Another")[0].uri())))
			release()
			p.must(page.Click(browser.Button("Add (1)")))
			p.must(page.WaitText("Accounts added: 1"))
		}, many, 0},
		{"Another section while it is added", func(p *person, page *browser.Page) {
			reached, release := p.held("storing")
			click(page, "add", 1)
			p.waits("the accounts to be added", reached)
			p.must(page.Click(browser.Link("Trash")))
			p.must(page.WaitText("Removed accounts stay here"))
			release()
			p.waits("them to be there", func() bool { live, _ := p.countOf("Another section while it is added"); return live == many })
			p.must(page.Click(browser.Link("Import")))
			p.must(page.WaitText(added))
			p.must(page.Click(undo))
			p.must(page.WaitNoText(added))
		}, 0, many},
		{"Engine ended in the preview", func(p *person, page *browser.Page) {
			p.must(p.CloseEngine())
			p.must(page.Click(add))
			p.must(page.WaitText("Inkan was restarted before these were added."))
			p.must(page.WaitGone(add))
			p.picture(page, "lost")
		}, 0, 0},
		{"Engine ended before it is stored", func(p *person, page *browser.Page) {
			reached, _ := p.held("storing")
			p.must(page.Click(add))
			p.waits("the accounts to be added", reached)
			p.must(p.CloseEngine())
			p.must(page.WaitText("Inkan was restarted before these were added."))
		}, 0, 0},
		{"Engine ended after it was stored", func(p *person, page *browser.Page) {
			reached, _ := p.held("stored")
			p.must(page.Click(add))
			p.waits("the accounts to be stored", reached)
			p.must(p.CloseEngine())
			p.must(page.WaitText(added))
			p.must(page.Click(undo))
			p.must(page.WaitNoText(added))
		}, 0, many},
		{"Engine ended over the undo", func(p *person, page *browser.Page) {
			p.must(page.Click(add))
			p.must(page.WaitText(added))
			reached, _ := p.held("storing")
			p.must(page.Click(undo))
			p.waits("the undo to be begun", reached)
			p.must(p.CloseEngine())
			p.must(page.WaitText("Look at the list"))
			// The engine that ends may have been asked the second time, too.
			p.waits("the accounts to be taken back", func() bool {
				text, err := page.Text()
				p.must(err)
				if strings.Contains(text, "Look at the list") { // which goes as soon as it is clicked
					p.must(page.Click(undo))
				}
				return !strings.Contains(text, added)
			})
		}, 0, many},
		{"Engine ended over the next file", func(p *person, page *browser.Page) {
			p.must(page.Choose(browser.Button("Choose files"), p.writesFile("ente.json", ente(64, 64))))
			p.must(page.ScrollTo(100_000))
			p.must(page.Click(browser.Button("Enter the password: ente.json")))
			p.must(page.Fill(browser.Field("Password of the file"), "nobody knows it"))
			p.must(page.Press("Enter"))
			p.waits("it to be read", func() bool { return p.working() == 1 })
			p.must(p.CloseEngine())
			p.must(page.WaitText("Inkan was restarted before these were added."))
			p.must(page.WaitGone(add))
			p.must(page.Choose(browser.Button("Choose files"), p.writesFile("other.txt", named("The next file")[0].uri())))
			p.must(page.WaitText("Add (1)"))
		}, 0, 0},
		{"Locked in the preview", func(p *person, page *browser.Page) {
			p.must(page.Click(browser.Button("Lock now")))
			unlocks(page)
			p.must(page.WaitGone(add))
		}, 0, 0},
		{"Locked by its minutes before it is stored", func(p *person, page *browser.Page) {
			reached, _ := p.held("storing")
			p.must(page.Click(add))
			p.waits("the accounts to be added", reached)
			p.must(p.EvalWorker("chrome.alarms.create('lock', {when: Date.now() + 1})", nil))
			unlocks(page)
		}, 0, 0},
		{"Locked with the screen after it was stored", func(p *person, page *browser.Page) {
			reached, _ := p.held("stored")
			p.must(page.Click(add))
			p.waits("the accounts to be stored", reached)
			p.must(p.EvalWorker("chrome.idle.onStateChanged.dispatch('locked')", nil))
			unlocks(page)
		}, many, 0},
		{"Locked over the undo", func(p *person, page *browser.Page) {
			p.must(page.Click(add))
			p.must(page.WaitText(added))
			reached, _ := p.held("stored")
			p.must(page.Click(undo))
			p.waits("the undo to be stored", reached)
			p.must(p.EvalWorker("chrome.commands.onCommand.dispatch('lock')", nil))
			unlocks(page)
		}, 0, many},
		{"Loaded again while it is added", func(p *person, page *browser.Page) {
			reached, release := p.held("storing")
			p.must(page.Click(add))
			p.waits("the accounts to be added", reached)
			p.must(page.Reload())
			release()
			p.must(page.WaitText("Bring in accounts"))
		}, many, 0},
		{"Tab closed while it is added", func(p *person, page *browser.Page) {
			reached, release := p.held("storing")
			p.must(page.Click(add))
			p.waits("the accounts to be added", reached)
			p.must(page.Close())
			release()
		}, many, 0},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			page, err := p.Open(p.URL("manage/manage.html#import"))
			p.must(err)
			p.seen = append(p.seen, page)
			var text strings.Builder
			for i := range many {
				fmt.Fprintf(&text, "otpauth://totp/%s:SAMPLE_USER%d?secret=%s\n", strings.ReplaceAll(c.name, " ", "%20"), i, secretOf(fmt.Sprint(c.name, i)))
			}
			p.must(page.Choose(browser.Button("Choose files"), p.writesFile("many.txt", text.String())))
			p.must(page.WaitText(fmt.Sprintf("Add (%d)", many)))
			c.does(p, page)
			p.waits(fmt.Sprintf("%d accounts, and %d in the trash", c.live, c.trashed), func() bool {
				live, trashed := p.countOf(c.name)
				return live == c.live && trashed == c.trashed
			})
			if !page.Closed() {
				p.must(page.Close())
			}
		})
	}
}

// heap is all that the JavaScript of a page's process holds, garbage apart.
func (p *person) heap(page *browser.Page) string {
	p.Helper()
	session, err := page.Session()
	p.must(err)
	chunks, stop := session.Subscribe(heapprofiler.AddHeapSnapshotChunk.Method)
	defer stop()
	_, err = cdp.Call(p.Context(), session, heapprofiler.TakeHeapSnapshot, heapprofiler.TakeHeapSnapshotParams{})
	p.must(err)
	var text strings.Builder
	for !strings.HasSuffix(strings.TrimSpace(text.String()), "]}") {
		var chunk heapprofiler.EventAddHeapSnapshotChunk
		p.must(jsonv2.Unmarshal(<-chunks, &chunk, jsonv2.DefaultOptionsV2()))
		text.WriteString(chunk.Chunk)
	}
	return text.String()
}

// TestShownWhileLocked locks the vault while keys are shown, in each way: they go
// from the pages and from their memory.
func TestShownWhileLocked(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Shown", secret: secretOf("Shown")}
	p.brings([]string{k.uri()})
	p.protects()
	exports, _ := p.exports()
	p.seen = nil // a page that is loaded again in the middle of something may say so
	unlocks := func() {
		p.Helper()
		p.must(exports.WaitText("Locked"))
		if heap := p.heap(exports); strings.Contains(heap, k.secret) || strings.Contains(heap, k.secret[:4]+" "+k.secret[4:8]) {
			t.Error("the memory of the locked page holds the key")
		}
		p.must(exports.Fill(browser.Field("Password"), password))
		p.must(exports.Press("Enter"))
		p.must(exports.WaitText("Keep a backup"))
	}
	opens := func(form, button string) {
		p.Helper()
		p.must(exports.Activate())
		p.must(exports.Click(browser.Button(form)))
		p.must(exports.Fill(browser.Field("Inkan’s password"), password))
		p.must(exports.Click(browser.Button(button)))
	}
	opens("Show …: One account", "Show it")
	p.must(exports.WaitText("Closes by itself in"))
	if !strings.Contains(p.heap(exports), k.secret) {
		t.Error("the key is shown, and not found in the memory of the page")
	}
	p.must(p.EvalWorker("chrome.idle.onStateChanged.dispatch('locked')", nil))
	unlocks()

	opens("Export …: QR codes for Google Authenticator", "Show it")
	p.must(exports.WaitText("Import accounts"))
	p.must(p.EvalWorker("chrome.alarms.create('lock', {when: Date.now() + 1})", nil))
	unlocks()

	sheet := p.unfolds(exports)
	p.must(sheet.WaitText(k.secret[:4]))
	p.must(p.EvalWorker("chrome.commands.onCommand.dispatch('lock')", nil))
	p.must(sheet.WaitClosed())
	unlocks()
}

// TestPopupMeanwhile has a popup open, and being used, while a thousand accounts
// are added and taken back.
func TestPopupMeanwhile(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Meanwhile", secret: secretOf("Meanwhile")}
	p.given(k)
	page := p.imports()
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "otpauth://totp/Many:%d?secret=%s\n", i, secretOf(fmt.Sprint("Many", i)))
	}
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("many.txt", text.String())))
	p.must(page.WaitText("Add (1000)"))
	p.must(p.tab.Activate())
	p.clicksIcon()
	p.checksCode(k)
	for _, c := range []struct {
		id    string
		count int
	}{{"add", 1001}, {"undo", 1}} {
		p.must(page.Eval(fmt.Sprintf("document.getElementById(%q).click()", c.id), nil))
		p.must(p.popup.Type("meanw"))
		p.checksCode(k)
		p.presses("Escape")
		p.waits(fmt.Sprintf("the popup to list %d accounts", c.count), func() bool {
			var rows int
			p.must(p.popup.Eval(`document.querySelectorAll("#accounts .account").length`, &rows))
			return rows == c.count
		})
	}
	p.checksCode(k)
}
