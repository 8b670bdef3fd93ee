// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// given puts keys into the vault, the last on top of the list.
func (p *person) given(keys ...key) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	for _, k := range keys {
		uri := fmt.Sprintf("otpauth://totp/%s:SAMPLE_USER?secret=%s&period=%d", k.issuer, k.secret, int(k.step()/time.Second))
		if k.kind == "hotp" {
			uri = fmt.Sprintf("otpauth://hotp/%s:SAMPLE_USER?secret=%s&counter=%d", k.issuer, k.secret, k.counter)
		}
		p.must(engine.Eval(fmt.Sprintf(`inkan.ready.then(async () => {
			const {ref} = inkan.call("read", {now: Date.now(), site: ""}, new TextEncoder().encode(%q));
			await inkan.change("add", {now: Date.now(), refs: [ref]});
		})`, uri), nil))
	}
}

// named are keys of these services.
func named(names ...string) (keys []key) {
	for _, name := range names {
		keys = append(keys, key{issuer: name, secret: secretOf(name)})
	}
	return keys
}

// clipboard is what is in the clipboard.
func (p *person) clipboard() string {
	p.Helper()
	text, err := p.popup.Clipboard()
	p.must(err)
	return text
}

// TestOverCodeOutOfSight copies the first account's code with Enter when it is
// scrolled out of sight and its period is over.
func TestOverCodeOutOfSight(t *testing.T) {
	p := sits(t, browser.Options{})
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprint("Account ", i))
	}
	top := key{issuer: "Top", secret: secretOf("Top"), period: 5}
	p.given(append(named(many...), top)...)
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.checksCode(top)
	was := p.code("Top")
	p.must(p.popup.Move(browser.Point{X: 150, Y: 300}))
	p.must(p.popup.Wheel(1, 1500))
	p.waits("another code", func() bool {
		return !slices.Contains([]string{top.at(t, time.Now()), top.at(t, time.Now().Add(-5*time.Second))}, was)
	})
	p.must(p.popup.Press("Enter"))
	p.waits("a code to be copied", func() bool { return p.clipboard() != "" })
	if now := p.clipboard(); now != top.at(t, time.Now()) && now != top.at(t, time.Now().Add(-time.Second)) {
		t.Errorf("%s was copied, which was right when the popup was opened: %v", now, now == was)
	}
}

// TestKeysAtOnce presses Down, Down and Enter as soon as there is a popup: the
// second account's code is meant, however early each key comes, and also while
// it is not known of which site the tab is.
func TestKeysAtOnce(t *testing.T) {
	p := sits(t, browser.Options{})
	keys := named("Alder", "Birch")
	p.given(keys...)
	p.sets("list.order", `"hand"`) // the second stays the second when it is used
	p.opens("fixture/qr?bait=blank")
	engine, err := p.Engine()
	p.must(err)
	for i := range 6 {
		p.must(engine.Eval([]string{"inkan.place = () => new Promise(() => {}), 0", "delete inkan.place"}[min(i, 1)], nil))
		_, err := p.PressIcon(p.tab)
		p.must(err)
		p.seesPopup()
		p.presses("ArrowDown", "ArrowDown", "Enter")
		p.must(p.popup.WaitText("(SAMPLE_USER) copied"))
		if got := p.clipboard(); got != keys[0].at(t, time.Now()) && got != keys[0].at(t, time.Now().Add(-time.Second)) {
			t.Errorf("%s was copied, the first account's: %v", got, got == keys[1].at(t, time.Now()))
		}
		p.must(p.popup.Eval(`navigator.clipboard.writeText("")`, nil))
		p.closes()
	}
}

// TestTypedAtOnce types as soon as there is a popup, with the engine running
// and not: nothing that is typed is lost, and nobody is told to scan their
// first code who has accounts.
func TestTypedAtOnce(t *testing.T) {
	p := sits(t, browser.Options{})
	p.given(named("Alder", "Birch")...)
	p.opens("fixture/qr?bait=blank")
	for _, closed := range []bool{false, true, false} {
		if closed {
			p.must(p.CloseEngine())
		}
		_, err := p.PressIcon(p.tab)
		p.must(err)
		p.seesPopup()
		for _, letter := range "ald" {
			p.must(p.popup.Type(string(letter)))
			text, err := p.popup.Text()
			p.must(err)
			if strings.Contains(text, "Scan your first QR code") {
				t.Errorf("accounts are there, and the popup says %q", text)
			}
		}
		p.waits("the search to hold what was typed", func() bool {
			var value string
			p.must(p.popup.Eval("search.value", &value))
			return value == "ald"
		})
		p.reads("Alder")
		p.must(p.popup.WaitNoText("Birch"))
		p.presses("Escape")
		p.closes()
	}
}

// TestPastedAtOnce pastes a link that is a key before the popup knows how to do
// things: it is read then, and the key never stands in the search.
func TestPastedAtOnce(t *testing.T) {
	p := sits(t, browser.Options{Extension: listeningLate(t)})
	early := key{issuer: "Early", secret: secretOf("Early")}
	p.given(named("Alder")...)
	p.opens("fixture/qr?bait=blank")
	opens := func() {
		t.Helper()
		_, err := p.PressIcon(p.tab)
		p.must(err)
		p.seesPopup()
		p.waits("the search to have the focus", func() (has bool) {
			p.must(p.popup.Eval("document.activeElement === search", &has))
			return has
		})
	}
	pastes := func(text, stands string) {
		t.Helper()
		p.must(p.popup.Eval(fmt.Sprintf("navigator.clipboard.writeText(%q)", text), nil))
		p.presses("Control+v")
		p.searches(stands)
	}
	listens := func() {
		t.Helper()
		p.waits("the popup to be loaded", func() (loaded bool) {
			p.must(p.popup.Eval("'listen' in globalThis", &loaded))
			return loaded
		})
		p.must(p.popup.Eval("listen()", nil))
	}
	opens()
	pastes(early.uri(), "")
	pastes("ald", "ald")
	listens()
	p.reads("QR code found", "Early", "Alder")
	p.clicks("Add")
	p.reads("Added: Early (SAMPLE_USER)")
	p.searches("ald")
	p.presses("Escape")
	p.closes()

	// What else there is to say does not take the place of what is asked.
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`(() => {
		const { place } = inkan;
		inkan.place = async (url) => {
			await new Promise((go) => { globalThis.go = go; });
			return place.call(inkan, url);
		};
		inkan.notice = { kind: "mended" };
	})()`, nil))
	opens()
	pastes(named("Birch")[0].uri(), "")
	listens()
	p.reads("QR code found", "Birch")
	p.must(engine.Eval("go()", nil))
	p.reads("Alder")
	p.must(p.popup.WaitNoText(p.words.say("mendedTitle")))
	p.reads("QR code found", "Birch")
}

// listeningLate is the extension with a popup that knows how to do things when
// it is told to.
func listeningLate(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "popup", "popup.js")
	text, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, append([]byte("await new Promise((now) => { globalThis.listen = now; });\n"), text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestDoubleClickOnTile double-clicks the letter of an account, wherever it is:
// the second click falls into the form that the first has opened.
func TestDoubleClickOnTile(t *testing.T) {
	p := sits(t, browser.Options{})
	var names []string
	for i := range 9 {
		names = append(names, fmt.Sprint("Account ", i))
	}
	p.given(named(names...)...)
	p.opens("fixture/qr?bait=blank")
	before := p.stored()
	p.clicksIcon()
	p.has("Search")
	for i := range 8 {
		p.must(p.popup.Eval(`void import("/popup/forms.js")`, nil))
		var at browser.Point
		p.must(p.popup.Eval(fmt.Sprintf(`(() => {
			const {left, top, width, height} = document.querySelectorAll("#accounts .tile")[%d].getBoundingClientRect();
			return {X: left + width / 2, Y: top + height / 2};
		})()`, i), &at))
		p.clicksTwice(at, 200*time.Millisecond)
		p.reads("Save")
		p.clicks("Back")
		p.must(p.popup.WaitNoText("Save"))
	}
	p.keeps(before)
}

// clicksTwice makes a double click with a pause in it.
func (p *person) clicksTwice(at browser.Point, pause time.Duration) {
	p.Helper()
	session, err := p.popup.Session()
	p.must(err)
	for n := range int64(2) {
		for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
			_, err := cdp.Call(p.Context(), session, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: kind, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, ClickCount: n + 1,
			})
			p.must(err)
		}
		time.Sleep(pause)
	}
}

// converts types text that is still being converted, and presses a key that the
// input method takes.
func (p *person) converts(text, key string) {
	p.Helper()
	session, err := p.popup.Session()
	p.must(err)
	end := int64(len([]rune(text)))
	_, err = cdp.Call(p.Context(), session, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
	p.must(err)
	_, err = cdp.Call(p.Context(), session, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeRawKeyDown, Key: key, Code: key, WindowsVirtualKeyCode: 229, NativeVirtualKeyCode: 229,
	})
	p.must(err)
}

// TestConversion confirms and cancels the conversion of Japanese text: these
// keys are the input method's, and use up no counter and close no form.
func TestConversion(t *testing.T) {
	p := sits(t, browser.Options{})
	p.given(key{kind: "hotp", issuer: "Counter", secret: secretOf("Counter"), counter: 5})
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.has("Search")
	p.converts("c", "Enter")
	p.must(p.popup.Eval("setTimeout(close)", nil))
	p.must(p.popup.WaitClosed())
	p.clicksIcon()
	p.has("Search")
	p.clicks("Enter by hand")
	p.types("Key", "ABCDEFGHJKLM2345")
	p.must(p.popup.Click(browser.Field("Service")))
	p.converts("とれんど", "Escape")
	var typed string
	p.must(p.popup.Eval(`document.getElementById("f-secret")?.value ?? ""`, &typed))
	if typed != "ABCDEFGHJKLM2345" {
		t.Errorf("the form holds the key %q after a conversion", typed)
	}
	engine, err := p.Engine()
	p.must(err)
	var counter string
	p.must(engine.Eval("inkan.accounts[0].counter", &counter))
	if counter != "5" {
		t.Errorf("the counter stands at %s after a conversion", counter)
	}
}

// slowly has the engine take its time for the next picture, until it is told.
func (p *person) slowly() (release func()) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`void (() => {
		const post = Worker.prototype.postMessage, waits = new Promise((done) => { globalThis.goOn = done; });
		globalThis.taken = false;
		Worker.prototype.postMessage = function (message, ...rest) {
			// What the popup offers is read without pictures of the codes.
			if (message.type !== "look" || !message.crops) return post.call(this, message, ...rest);
			Worker.prototype.postMessage = post;
			taken = true;
			waits.then(() => post.call(this, message, ...rest));
		};
	})()`, nil))
	return func() { p.must(engine.Eval("goOn()", nil)) }
}

// TestCardLeavesTyping has what a scan found come while the person types: the
// Enter is for the search.
func TestCardLeavesTyping(t *testing.T) {
	p := sits(t, browser.Options{})
	p.given(named("Birch")...)
	k, _ := p.shows("Found late")
	before := p.stored()
	p.clicksIcon()
	p.has("Search")
	goOn := p.slowly()
	p.clicks("Scan")
	p.waits("the picture to be read", func() bool { return p.released() })
	p.closes()
	p.clicksIcon()
	p.has("Search")
	p.must(p.popup.Type("birc"))
	goOn()
	p.reads("QR code found", k.issuer)
	p.presses("Enter")
	p.reads("Code for Birch (SAMPLE_USER) copied")
	p.keeps(before)
}

// released reports whether the engine has taken the next picture.
func (p *person) released() bool {
	engine, err := p.Engine()
	p.must(err)
	var taken bool
	p.must(engine.Eval("taken", &taken))
	return taken
}

// TestSecondScanWaits has what one tab's scan found come while the choice about
// another's stands.
func TestSecondScanWaits(t *testing.T) {
	p := sits(t, browser.Options{})
	first, _ := p.shows("First page")
	p.clicksIcon()
	p.reads("Scan your first QR code")
	goOn := p.slowly()
	p.clicks("Scan")
	p.waits("the picture to be read", func() bool { return p.released() })
	p.closes()
	second, err := p.Open(p.console + "fixture/qr?" + named("Second page")[0].page(""))
	p.must(err)
	p.tab = second
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", "Second page")
	goOn()
	p.waitsForBadge("1")
	p.clicks("Add")
	p.reads("Added: Second page")
	p.keeps([]string{"Second page (SAMPLE_USER)"})
	p.closes()
	p.clicksIcon()
	p.reads("QR code found", first.issuer)
}

// TestCoveredOverlay drags while the page covers the overlay with what looks
// like a slider: what is not seen is not meant.
func TestCoveredOverlay(t *testing.T) {
	p := sits(t, browser.Options{})
	for _, c := range []struct{ name, style, script string }{
		{"Dialog", "", `
			const cover = document.body.appendChild(document.createElement("dialog"));
			cover.id = "cover";
			new MutationObserver(() => cover.showModal()).observe(document.documentElement, {childList: true});
			addEventListener("pointermove", () => { cover.close(); cover.showModal(); }, true);
			addEventListener("pointerup", () => cover.remove(), true);`},
		{"Popover", "#cover{pointer-events:none}", `
			const cover = document.body.appendChild(document.createElement("div"));
			cover.id = "cover";
			cover.popover = "manual";
			new MutationObserver(() => cover.showPopover()).observe(document.documentElement, {childList: true});
			addEventListener("pointermove", () => { cover.hidePopover(); cover.showPopover(); }, true);
			addEventListener("pointerup", () => cover.remove(), true);`},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.console = serve(t, hosts(`#cover{margin:0;padding:0;border:0;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;background:#fff}`+c.style, c.script))
			k := key{issuer: c.name, secret: secretOf("Covered " + c.name)}
			p.opens("hostile?" + k.page(""))
			at := p.aims(symbol)
			p.clicksIcon()
			p.leaves("Select an area")
			p.waits("the selection", p.selecting)
			p.must(p.tab.DragHold(at.from, at.to, 12))
			time.Sleep(300 * time.Millisecond) // the browser tells a tenth of a second late
			p.must(p.tab.Up())
			p.waits("the selection to be over", func() bool { return !p.selecting() })
			p.holdsExactly()
			if badge := p.badge(); badge != "" {
				t.Errorf("the badge says %q", badge)
			}
		})
	}
}

// TestLongNames scans names that are made to push what matters out of sight.
func TestLongNames(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: strings.Repeat("Read on accounts.example.com ", 16), secret: secretOf("Long")}
	inSight := func(what ...string) {
		t.Helper()
		for _, name := range what {
			var bottom, height float64
			p.must(p.popup.Eval(fmt.Sprintf(`[...document.querySelectorAll("#news p, #news button")].findLast((e) => e.textContent.startsWith(%q)).getBoundingClientRect().bottom`, name), &bottom))
			p.must(p.popup.Eval("innerHeight", &height))
			if bottom > height {
				t.Errorf("%q ends at %v of %v", name, bottom, height)
			}
		}
	}
	p.opens("fixture/qr?" + k.page(""))
	at := p.aims(symbol)
	p.clicksIcon()
	p.leaves("Select an area")
	p.drags(at)
	p.seesPopup()
	p.reads("Added: ")
	inSight("Read on localhost", "Undo", "Close")
	p.closes()
	k.secret = secretOf("Long, another")
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found")
	inSight("Read on localhost", "You already have", "Add", "Close")
}

// TestSelectionMovesOn begins to select in one tab and then in another: the
// first overlay goes, since a box in it would count for nothing.
func TestSelectionMovesOn(t *testing.T) {
	p := sits(t, browser.Options{})
	p.shows("Left behind")
	p.clicksIcon()
	p.leaves("Select an area")
	p.must(manual.Overlaid(p.tab))
	first := p.tab
	k := named("Moved on")[0]
	second, err := p.Open(p.console + "fixture/qr?" + k.page(""))
	p.must(err)
	p.tab = second
	at := p.aims(symbol)
	p.clicksIcon()
	p.leaves("Select an area")
	p.must(manual.Overlaid(second))
	p.isFree(first)
	p.must(second.Activate())
	p.drags(at)
	p.seesPopup()
	p.reads("Added: " + k.issuer)
}

// TestWorkerEndedAtWork ends the service worker between mouse-up and the
// account: the person is told that nothing came of it.
func TestWorkerEndedAtWork(t *testing.T) {
	p := sits(t, browser.Options{})
	k, at := p.shows("Interrupted")
	p.clicksIcon()
	p.reads("Scan your first QR code")
	p.slowly()
	p.leaves("Select an area")
	p.drags(at)
	p.waits("the picture to be read", func() bool { return p.released() })
	p.must(p.StopWorker())
	p.clicksIcon()
	p.reads("A part of Inkan was restarted meanwhile.")
	p.clicks("Scan")
	p.reads("QR code found", k.issuer)
}

// TestAreaTwice clicks "Select an area" twice on a page that refuses scripts.
func TestAreaTwice(t *testing.T) {
	p := sits(t, browser.Options{})
	p.goes("chrome://version")
	p.clicksIcon()
	p.has("Search")
	p.must(p.popup.Eval("(area.click(), area.click())", nil))
	p.seesSelector()
	time.Sleep(time.Second) // a second one would come about now
	list, err := p.Targets()
	p.must(err)
	selectors := 0
	for _, target := range list {
		if target.Type == "page" && strings.Contains(target.URL, "/scan/selector.html") {
			selectors++
		}
	}
	if selectors != 1 {
		t.Errorf("%d selector tabs", selectors)
	}
}

// TestScanAgainAndAgain scans more often than the browser gives pictures: it
// allows two a second.
func TestScanAgainAndAgain(t *testing.T) {
	p := sits(t, browser.Options{})
	k, _ := p.shows("Again and again")
	p.clicksIcon()
	for range 6 {
		p.clicks("Scan")
		p.must(p.popup.WaitText("QR code found"))
		p.clicks("Close")
	}
	p.clicks("Scan")
	p.reads("QR code found", k.issuer)
}
