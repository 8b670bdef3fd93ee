// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// hostile is a page that does what it can against the overlay: styles and
// scripts of its own, no Content-Security-Policy. The code is in the middle.
const hostile = `<!doctype html><title>Hostile</title><style>%s</style>
<img alt="QR code" src="/fixture/image.png?%s" width="245" height="245" style="display:block!important;margin:200px auto;visibility:visible!important;opacity:1!important">
<script>%s</script>`

// hosts adds the hostile page to the console under /hostile.
func hosts(style, script string) func(http.Handler) http.Handler {
	return func(console http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", console)
		mux.HandleFunc("/hostile", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, hostile, style, r.URL.RawQuery, script)
		})
		return mux
	}
}

// TestPageSeesNothing keeps watch in the page over a whole selection: all it
// gets to see is one empty element that comes and goes.
func TestPageSeesNothing(t *testing.T) {
	p := sits(t, browser.Options{})
	p.console = serve(t, hosts("", `
		const before = document.documentElement.outerHTML.length, seen = [];
		new MutationObserver((records) => {
			for (const {addedNodes} of records) for (const node of addedNodes) seen.push({
				name: node.localName, text: node.textContent, children: node.childNodes.length, root: String(node.shadowRoot),
			});
		}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		const messages = [];
		for (const type of ["message", "storage"]) addEventListener(type, () => messages.push(type));
		const report = () => ({seen, messages, left: document.documentElement.outerHTML.length - before, globals: Object.keys(window).filter((name) => /inkan/i.test(name))});
	`))
	k := key{issuer: "Seen", secret: secretOf("Seen")}
	p.opens("hostile?" + k.page(""))
	p.enrols(area, k, p.aims(symbol))
	var report struct {
		Seen []struct {
			Name, Text, Root string
			Children         int
		}
		Messages, Globals []string
		Left              int
	}
	p.must(p.tab.Eval("report()", &report))
	if len(report.Seen) != 1 || report.Seen[0].Text != "" || report.Seen[0].Children != 0 || report.Seen[0].Root != "null" {
		t.Errorf("the page saw %+v", report.Seen)
	}
	if len(report.Messages) > 0 || len(report.Globals) > 0 || report.Left != 0 {
		t.Errorf("something is left in the page: %+v", report)
	}
}

// TestHostilePages selects on pages that style or script against the overlay.
func TestHostilePages(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, c := range []struct{ name, style, script string }{
		{"Styles", `dialog{display:none!important} dialog::backdrop,::backdrop{background:#000!important;display:block!important}
			html>div{display:none!important;visibility:hidden!important} *{pointer-events:none!important;opacity:.99!important;cursor:none!important}`, ""},
		{"Motion", "html{transform:rotate(3deg);filter:invert(0);contain:paint;overflow:hidden} *{transition:all 9s!important;animation:spin 9s!important} @keyframes spin{to{opacity:.9}}", ""},
		{"Scripts", "", `for (const type of ["pointerdown", "pointerup", "mousedown", "keydown"]) document.addEventListener(type, (event) => { event.stopPropagation(); event.preventDefault(); }, true);
			HTMLDialogElement.prototype.showModal = Element.prototype.attachShadow = Node.prototype.append = Element.prototype.append = () => {};
			document.createElement = () => document.body; globalThis.innerWidth = 7`},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.console = serve(t, hosts(c.style, c.script))
			k := key{issuer: c.name, secret: secretOf("Hostile " + c.name)}
			p.opens("hostile?" + k.page(""))
			p.enrols(area, k, p.aims(browser.By{Role: "image", Name: "QR code"}))
		})
	}
}

// TestOverlayAgainstScripts lets the page play the person, and take the
// overlay away.
func TestOverlayAgainstScripts(t *testing.T) {
	p := sits(t, browser.Options{})
	p.console = serve(t, hosts("", `
		const play = () => {
			const targets = [window, document, document.body, document.documentElement.lastElementChild];
			const at = {bubbles: true, composed: true, cancelable: true, button: 0, pointerId: 1, isPrimary: true};
			for (const target of targets) {
				target.dispatchEvent(new PointerEvent("pointerdown", {...at, clientX: 20, clientY: 20}));
				target.dispatchEvent(new PointerEvent("pointermove", {...at, clientX: 900, clientY: 600}));
				target.dispatchEvent(new PointerEvent("pointerup", {...at, clientX: 900, clientY: 600}));
				for (const key of ["ArrowRight", "Enter", "Escape"]) target.dispatchEvent(new KeyboardEvent("keydown", {...at, key}));
				target.dispatchEvent(new MouseEvent("contextmenu", at));
			}
		};
		let clicks = 0;
		addEventListener("click", () => clicks++);
	`))
	k := key{issuer: "Scripted", secret: secretOf("Scripted")}
	p.opens("hostile?" + k.page(""))
	at := p.aims(symbol)
	p.clicksIcon()
	p.leaves("Select an area")
	p.must(manual.Overlaid(p.tab))
	p.must(p.tab.Eval("play()", nil))
	p.must(manual.Overlaid(p.tab))
	p.holdsExactly()
	if badge := p.badge(); badge != "" {
		t.Errorf("after events that are not the person's the badge says %q", badge)
	}

	p.must(p.tab.Eval("document.documentElement.lastElementChild.remove()", nil))
	p.must(p.tab.ClickAt(browser.Point{X: 30, Y: 30}))
	p.must(p.tab.ClickAt(browser.Point{X: 30, Y: 30}))
	p.waits("the page to have its mouse back", func() bool {
		var clicks int
		p.must(p.tab.Eval("clicks", &clicks))
		return clicks > 0
	})
	p.waits("the selection to be over", func() bool { return !p.selecting() })
	p.holdsExactly()
	p.enrols(area, k, at)
}

// selecting reports whether Inkan waits for a box.
func (p *person) selecting() bool {
	p.Helper()
	session, err := p.Storage("session", "selection")
	p.must(err)
	return len(session) > 0
}

// messageTypes reads from the build what a part answers to.
func messageTypes(t *testing.T, file string) []string {
	t.Helper()
	source, err := os.ReadFile(extension + "/" + file)
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(source), "listen('")
	var types []string
	for _, found := range regexp.MustCompile(`(?m)^  '?([a-z.]+)'?: \{`).FindAllStringSubmatch(table, -1) {
		types = append(types, found[1])
	}
	if len(types) < 5 {
		t.Fatalf("%s has a table of %d messages only: %q", file, len(types), types)
	}
	return types
}

// TestMessagesFromPages sends every message there is from where a page that
// has taken over its content script would: all are refused but the two that a
// selection ends with, which do nothing without one. Another extension is not
// even heard.
func TestMessagesFromPages(t *testing.T) {
	p := sits(t, browser.Options{})
	reports := p.reported()
	k := key{issuer: "Guarded", secret: secretOf("Guarded")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	before := p.stored()
	harmless := []string{"selection.cancelled"}
	for part, file := range map[string]string{"background": "background.js", "engine": "engine/requests.js"} {
		for _, kind := range messageTypes(t, file) {
			var reply string
			p.inPage(fmt.Sprintf(`async () => JSON.stringify(await chrome.runtime.sendMessage({
				to: %q, type: %q, method: 'accounts', params: {}, tabId: 1, id: '1', site: '', file: 'AAAA', picture: 'data:,', notice: null,
				selection: {x: 0, y: 0, width: 1, height: 1}, box: {x: 0, y: 0, width: 1, height: 1},
			}).catch(String)) ?? 'nothing'`, part, kind), &reply)
			refused := reply == `{"error":{"code":"refused"}}`
			if !refused && (reply != `{"ok":null}` || !slices.Contains(harmless, kind)) {
				t.Errorf("%s answered %s from a page with %s", part, kind, reply)
			}
			if strings.Contains(reply, "Guarded") {
				t.Errorf("%s told a page about accounts: %s", part, reply)
			}
		}
	}
	p.keeps(before)

	for area, read := range map[string]string{
		"local": "chrome.storage.local.get()", "session": "chrome.storage.session.get()", "sync": "chrome.storage.sync.get()",
		"changes": "new Promise((done) => done(chrome.storage.local.get('vault')))",
	} {
		var answer string
		p.inPage(`async () => { try { return JSON.stringify(await `+read+`) } catch (error) { return 'refused: ' + error } }`, &answer)
		if !strings.HasPrefix(answer, "refused: ") {
			t.Errorf("a content script reads %s: %.200s", area, answer)
		}
	}

	var open string
	p.must(p.tab.Eval(fmt.Sprintf(`(() => {
		if (typeof chrome === 'undefined' || !chrome.runtime) return 'closed';
		try { chrome.runtime.connect(%q); return 'open'; } catch (error) { return 'closed'; }
	})()`, p.ID), &open))
	if open != "closed" {
		t.Error("a page can connect to Inkan")
	}
	p.refusesForeigners(reports)
	p.keeps(before)
}

// inPage runs a function in the isolated world of the page in front, where
// Inkan's own content script runs.
func (p *person) inPage(function string, result any) {
	p.Helper()
	p.must(p.EvalWorker(fmt.Sprintf(`(async () => {
		const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true});
		const [frame] = await chrome.scripting.executeScript({target: {tabId: tab.id}, func: %s});
		return frame.result;
	})()`, function), result))
}

// TestFilesFromPages tries to load Inkan's files from a page.
func TestFilesFromPages(t *testing.T) {
	p := sits(t, browser.Options{})
	p.console = serve(t, hosts("", ""))
	p.opens("hostile")
	for _, file := range []string{"popup/popup.html", "scan/overlay.js", "scan/selector.html", "icons/32.png", "engine/vault.wasm", "manifest.json"} {
		var loaded string
		p.must(p.tab.Eval(fmt.Sprintf(`fetch(%q).then((r) => "status " + r.status, () => "refused")`, p.URL(file)), &loaded))
		if loaded != "refused" {
			t.Errorf("a page loads %s: %s", file, loaded)
		}
	}
	var framed string
	p.must(p.tab.Eval(fmt.Sprintf(`new Promise((done) => {
		const frame = document.createElement("iframe");
		frame.onload = () => { try { done("document " + frame.contentDocument.URL) } catch (error) { done("blocked") } };
		frame.src = %q;
		document.body.append(frame);
	})`, p.URL("popup/popup.html")), &framed))
	list, err := p.Targets()
	p.must(err)
	for _, target := range list {
		if target.Type == "iframe" && strings.HasPrefix(target.URL, p.URL("")) {
			t.Errorf("a page shows the popup in a frame: %v", target)
		}
	}
}

// TestManifest holds the facts that everybody who installs Inkan agrees to.
func TestManifest(t *testing.T) {
	file, err := os.ReadFile(extension + "/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest map[string]json.RawMessage
	if err := json.Unmarshal(file, &manifest); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"permissions":            `["activeTab", "alarms", "contextMenus", "idle", "offscreen", "scripting", "sidePanel", "storage", "unlimitedStorage"]`,
		"optional_permissions":   `["clipboardRead", "clipboardWrite"]`,
		"externally_connectable": `{ "ids": [] }`,
	} {
		if got := string(manifest[name]); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	for _, name := range []string{"host_permissions", "optional_host_permissions", "web_accessible_resources", "content_scripts", "update_url"} {
		if _, there := manifest[name]; there {
			t.Errorf("the manifest has %s", name)
		}
	}
	var policy struct {
		Pages string `json:"extension_pages"`
	}
	if err := json.Unmarshal(manifest["content_security_policy"], &policy); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
		if !slices.Contains(strings.Split(policy.Pages, "; "), part) {
			t.Errorf("the policy of Inkan's pages lacks %q: %s", part, policy.Pages)
		}
	}
}
