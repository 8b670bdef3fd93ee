// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// settles opens the manage page's settings.
func (p *person) settles() *browser.Page {
	p.Helper()
	page, err := p.OpenBlank()
	p.must(err)
	p.must(page.Navigate(p.URL("manage/manage.html#settings")))
	p.seen = append(p.seen, page)
	p.must(page.WaitText(p.words.say("listHead")))
	return page
}

// chooses changes a setting by keyboard, by so many values down, or up.
func (p *person) chooses(page *browser.Page, label string, by int) {
	p.Helper()
	p.must(page.Activate())
	p.waits("the focus on "+label, func() bool {
		focused, err := page.Focused()
		p.must(err)
		if focused.Name != label {
			p.must(page.Press("Tab"))
		}
		return focused.Name == label
	})
	chosen := func() (at int) {
		p.must(page.Eval(`document.activeElement?.selectedIndex ?? -1`, &at))
		return at
	}
	// The section may be drawn anew by what was stored before: whoever sees that
	// nothing was chosen presses once more.
	for to := chosen() + by; chosen() != to; time.Sleep(100 * time.Millisecond) {
		before := chosen()
		p.must(page.Press(map[bool]string{true: "ArrowDown", false: "ArrowUp"}[by > 0]))
		if now := chosen(); now != before && (now > to) == (by > 0) && now != to {
			p.Fatalf("%s went from %d to %d", label, before, now)
		}
	}
}

// aside is the popup as a page of its own in a tab, which nothing closes.
func (p *person) aside(query string) *browser.Page {
	p.Helper()
	page, err := p.OpenBlank()
	p.must(err)
	p.must(page.Navigate(p.URL("popup/popup.html" + query)))
	p.seen = append(p.seen, page)
	// A tab that is left before its first frame loads no more than that.
	p.waits("the popup to listen", func() (listens bool) {
		p.must(page.Eval(`document.body.classList.contains("turning")`, &listens))
		return listens
	})
	return page
}

// listed are the services that a popup lists, from the top.
func (p *person) listed(page *browser.Page) string {
	p.Helper()
	var names []string
	p.must(page.Eval(`[...document.querySelectorAll("#accounts .issuer")].map((e) => e.textContent)`, &names))
	return strings.Join(names, " ")
}

func (p *person) lists(page *browser.Page, want string) {
	p.Helper()
	var got string
	for range 2 { // what is right must stay so, too
		p.waits("the list "+want, func() bool {
			got = p.listed(page)
			return got == want
		})
	}
}

// TestOrder uses accounts, sorts them by name, and by hand with the mouse and
// with keys; the list that is open follows the setting, and does not move by
// being used.
func TestOrder(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Birch", "Alder", "Elm", "Cedar")...)
	engine, err := p.Engine()
	p.must(err)
	versions := func() (n int) {
		t.Helper()
		p.must(engine.Eval(`inkan.act("versions").then((list) => list.length)`, &n))
		return n
	}
	had := versions()
	p.clicksIcon()
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
	p.has("Search")
	p.presses("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
	p.reads("Code for Birch (SAMPLE_USER) copied")
	uses := func(want int) {
		t.Helper()
		p.waits(fmt.Sprint("uses: ", want), func() (stored bool) {
			p.must(engine.Eval(fmt.Sprintf(`(inkan.accounts.find(({issuer}) => issuer === "Birch").uses ?? 0) === %d`, want), &stored))
			return stored
		})
	}
	uses(1)
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
	if n := versions(); n != had {
		t.Errorf("of a code that was used %d earlier versions were kept", n-had)
	}
	p.closes()
	p.clicksIcon()
	p.lists(p.popup.Page, "Birch Cedar Elm Alder")
	p.closes()

	page, list := p.settles(), p.aside("")
	p.lists(list, "Birch Cedar Elm Alder")
	p.chooses(page, "Order", 1)
	p.lists(list, "Alder Birch Cedar Elm")
	p.chooses(page, "Order", 1)
	p.must(page.WaitText("Alt+↑"))
	p.lists(list, "Cedar Elm Alder Birch")

	p.must(list.Activate())
	at := func(name string) (point browser.Point) {
		t.Helper()
		p.must(list.Eval(fmt.Sprintf(`(({x, y, width, height}) => ({X: x + 150, Y: y + height / 2}))([...document.querySelectorAll("#accounts .account")].find((e) => e.textContent.includes(%q)).getBoundingClientRect())`, name), &point))
		return point
	}
	p.waits("what moves accounts", func() (there bool) {
		p.must(list.Eval(`document.getElementById("accounts").hasAttribute("aria-keyshortcuts")`, &there))
		return there
	})
	from, to := at("Birch"), at("Elm")
	p.must(list.DragHold(from, browser.Point{X: to.X, Y: to.Y - 12}, 6))
	p.picture(list, "dragged")
	p.must(list.Up())
	p.lists(list, "Cedar Birch Elm Alder")
	var copied bool
	if p.must(list.Eval(`document.querySelector(".is-copied") !== null`, &copied)); copied {
		t.Error("what was dragged was copied")
	}
	p.must(list.DragHold(at("Cedar"), browser.Point{X: to.X, Y: at("Alder").Y}, 6))
	p.must(list.Press("Escape"))
	p.must(list.Up())
	p.lists(list, "Cedar Birch Elm Alder")

	p.must(list.Press("ArrowDown", "Alt+ArrowDown"))
	p.must(list.WaitText("Birch (SAMPLE_USER): moved to place 3 of 4"))
	p.must(list.Press("Alt+ArrowDown"))
	p.must(list.WaitText("Birch (SAMPLE_USER): moved to place 4 of 4"))
	p.must(list.Press("Alt+ArrowDown"))
	p.must(list.WaitText("It stands last."))
	p.lists(list, "Cedar Elm Alder Birch")
	if focused, err := list.Focused(); err != nil || !strings.HasPrefix(focused.Name, "Birch") {
		t.Errorf("the focus is on %q, %v", focused.Name, err)
	}
	// Pinned ones stay first.
	p.must(engine.Eval(`inkan.change("describe", {now: Date.now(), id: inkan.accounts[3].id, groups: [], pinned: true, note: false}, new Uint8Array())`, nil))
	p.lists(list, "Birch Cedar Elm Alder")
	p.must(list.Press("Alt+ArrowDown"))
	p.must(list.WaitText("It stands last."))
	p.must(list.DragHold(at("Alder"), at("Birch"), 6))
	p.must(list.Up())
	p.lists(list, "Birch Alder Cedar Elm")
}

// TestCodesAsChosen hides codes until they are touched, and the next ones for
// good, in a popup that is open and in the next one.
func TestCodesAsChosen(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	quick := key{issuer: "Quick", secret: secretOf("Quick"), period: 5} // always in its last seconds
	cedar := key{issuer: "Cedar", secret: secretOf("Cedar")}
	p.given(quick, cedar)
	page, list := p.settles(), p.aside("")
	p.must(list.WaitText("next "))
	p.must(page.Click(browser.Role("checkbox", "Show the next code when little time is left In the last 5 seconds.")))
	p.must(list.WaitNoText("next "))

	// No code is in the document, nor what one could be told from.
	digits := func(shown *browser.Page) (found []string) {
		t.Helper()
		p.must(shown.Eval(`document.querySelector("main").outerHTML.match(/[0-9]{3}<|[0-9]{3} [0-9]{3}/g) ?? []`, &found))
		return found
	}
	hidden := func(shown *browser.Page, issuer string) {
		t.Helper()
		p.must(shown.WaitFor(browser.By{Role: "button", Name: issuer + ", SAMPLE_USER, code hidden, copy"}, "hidden", func(*browser.Element) bool { return true }))
	}
	if len(digits(list)) < 4 {
		t.Errorf("before they are hidden the codes are %q", digits(list))
	}
	p.must(page.Activate())
	p.must(page.Click(browser.Role("checkbox", "Hide codes until you touch them Resting the pointer on an account shows its code, and so does copying it.")))
	hidden(list, "Cedar")
	hidden(list, "Quick")
	if found := digits(list); len(found) > 0 {
		t.Errorf("hidden, and there is %q", found)
	}
	p.picture(list, "hidden")
	p.clicksIcon()
	if found := digits(p.popup.Page); len(found) > 0 {
		t.Errorf("hidden, and the popup begins with %q", found)
	}
	row := browser.By{Role: "button", Match: regexp.MustCompile("^Cedar, SAMPLE_USER")}
	p.must(p.popup.Hover(row))
	p.waits("the code under the pointer", func() bool { return len(digits(p.popup.Page)) > 0 })
	p.checksCode(cedar)
	p.picture(p.popup.Page, "rested-on")
	p.must(p.popup.Hover(browser.Button("Scan")))
	hidden(p.popup.Page, "Cedar")
	if found := digits(p.popup.Page); len(found) > 0 {
		t.Errorf("hidden again, and there is %q", found)
	}
	p.has("Search")
	p.presses("ArrowDown", "Enter")
	p.copied(cedar)
	p.checksCode(cedar)
	hidden(p.popup.Page, "Quick")
	p.closes()

	p.must(page.Activate())
	p.must(page.Click(browser.Role("checkbox", "Large type in the popup")))
	p.clicksIcon()
	p.must(p.popup.WaitText("Quick"))
	var wide float64
	if p.must(p.popup.Eval("innerWidth", &wide)); wide != 400 {
		t.Errorf("the popup in large type is %v px wide", wide)
	}
	p.picture(p.popup.Page, "large")
}

// allowing is the extension with the permissions given that it asks for when
// somebody has the clipboard emptied: in a headless browser nobody can.
func allowing(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "manifest.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	given := strings.Replace(string(text), `"permissions": [`, `"permissions": ["clipboardRead", "clipboardWrite", `, 1)
	if err := os.WriteFile(name, []byte(given), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestClipboard has the clipboard emptied, when the time is over and when the
// vault is locked, and finds on it what was copied meanwhile.
func TestClipboard(t *testing.T) {
	p := sits(t, browser.Options{Extension: allowing(t)})
	p.opens("fixture/qr?bait=blank")
	cedar := key{issuer: "Cedar", secret: secretOf("Cedar")}
	p.given(cedar)
	p.protects()
	page := p.settles()
	p.chooses(page, "Empty it after a code was copied", 2)
	p.must(page.WaitText("Saved"))
	p.picture(page, "settings")
	p.must(page.Close())
	engine, err := p.Engine()
	p.must(err)
	// Nobody wants to wait for half a minute.
	p.must(engine.Eval(`((later) => { globalThis.rung = 0; setTimeout = (act, time) => time === 30_000 ? later(() => { act(); later(() => rung++, 300); }, 300) : later(act, time); })(setTimeout)`, nil))
	p.clicksIcon()
	copies := func() {
		t.Helper()
		p.has("Search")
		p.presses("Enter")
		p.copied(cedar)
	}
	copies()
	p.waits("the clipboard to be empty", func() bool { return p.clipboard() == "" })

	p.presses("Enter")
	p.waits("the code", func() bool { return p.clipboard() != "" })
	p.must(p.popup.Eval(`navigator.clipboard.writeText("mine")`, nil))
	p.waits("the time to be over", func() (over bool) {
		p.must(engine.Eval("rung === 2", &over))
		return over
	})
	var area int
	p.must(engine.Eval(`document.querySelectorAll("textarea").length`, &area))
	if got := p.clipboard(); got != "mine" || area != 0 {
		t.Errorf("the clipboard holds %q, and %d fields are left", got, area)
	}

	p.must(engine.Eval(`setTimeout = () => 0`, nil))
	p.presses("Enter")
	p.waits("the code", func() bool { return len(p.clipboard()) == 6 })
	p.clicks(p.words.say("lockNow"))
	p.isLocked()
	if got := p.clipboard(); got != "" {
		t.Errorf("locked, and the clipboard holds %q", got)
	}
}

// TestGroups looks at one group, searches in it, and goes back to all; nothing
// jumps for the groups when the popup opens, and none is remembered.
func TestGroups(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Birch", "Alder", "Elm", "Cedar")...)
	p.clicksIcon()
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
	if all, err := p.popup.All(browser.Button("All")); err != nil || len(all) > 0 {
		t.Errorf("there are groups, though no account is in one: %v", err)
	}
	p.closes()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`(async () => {
		for (const [issuer, groups] of [["Cedar", ["Work", "Home"]], ["Birch", ["Work"]], ["Elm", ["A group with a rather long name for a chip"]]]) {
			const { id } = inkan.accounts.find((one) => one.issuer === issuer);
			await inkan.change("describe", {now: Date.now(), id, groups, pinned: false, note: false}, new Uint8Array());
		}
	})()`, nil))
	p.clicksIcon()
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
	p.has("Search")
	p.picture(p.popup.Page, "groups")
	var shift float64
	p.must(p.popup.Eval(`new Promise((done) => {
		new PerformanceObserver((list) => done(list.getEntries().reduce((sum, {value}) => sum + value, 0))).observe({type: "layout-shift", buffered: true});
		setTimeout(() => done(0), 300);
	})`, &shift))
	if shift > 0 {
		t.Errorf("something jumped, by %v", shift)
	}
	p.clicks("Work")
	p.lists(p.popup.Page, "Cedar Birch")
	p.picture(p.popup.Page, "work")
	p.must(p.popup.Type("bir"))
	p.lists(p.popup.Page, "Birch")
	p.presses("Escape")
	p.lists(p.popup.Page, "Cedar Birch")
	p.presses("Escape")
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
	// By keyboard: the bar is one stop, and the arrows lead along it.
	p.tabsTo("All")
	p.presses("ArrowRight", "ArrowRight")
	p.has("Home")
	p.presses("Enter")
	p.lists(p.popup.Page, "Cedar")
	p.presses("ArrowDown")
	p.hasRow("Cedar")
	p.clicksIcon() // again, which closes this one
	p.lists(p.popup.Page, "Cedar Elm Alder Birch")
}

// TestElsewhere opens the popup in a window of its own and in the side panel.
// There it follows the tab, survives that the vault is locked, fits, and does
// not keep the vault open by renewing its codes.
func TestElsewhere(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Birch", "Cedar")...)
	p.binds("login.hinoki.localhost", key{issuer: "Hinoki Bank", secret: secretOf("Hinoki Bank")})
	p.protects()
	p.goes(p.at("www.hinoki.localhost", "fixture/qr?bait=article"))
	for _, c := range []struct{ button, in string }{{"In a window", "?in=window"}, {"In the side panel", "?in=panel"}} {
		p.clicksIcon()
		p.must(p.popup.WaitText("This site · hinoki.localhost"))
		p.clicks("Keep open elsewhere")
		p.must(p.popup.WaitText("In the side panel"))
		p.picture(p.popup.Page, "menu")
		p.presses("Escape") // closes the menu alone
		p.must(p.popup.WaitNoText("In the side panel"))
		p.clicks("Keep open elsewhere")
		p.leaves(c.button)
		page, err := p.Page("popup/popup.html" + c.in)
		p.must(err)
		p.seen = append(p.seen, page)
		p.must(page.WaitText("This site · hinoki.localhost"))
		p.lists(page, "Cedar Birch")
		for _, width := range []int64{280, 420, 1000} {
			if c.in != "?in=window" { // the panel's width is the person's alone
				continue
			}
			p.must(page.Resize(width, 500))
			var over float64
			p.must(page.Eval(`document.documentElement.scrollWidth - innerWidth + document.documentElement.scrollHeight - innerHeight`, &over))
			if over != 0 {
				t.Errorf("%s, %d px wide: %v px stick out", c.button, width, over)
			}
			p.picture(page, fmt.Sprint(c.in[4:], width))
		}
		p.picture(page, c.in[4:])
		p.must(p.tab.Navigate(p.console + "fixture/qr?bait=article"))
		p.must(page.WaitNoText("This site"))
		p.lists(page, "Hinoki Bank Cedar Birch")
		p.must(page.Click(browser.Button("Lock now")))
		p.must(page.WaitText(p.words.say("lockedTitle")))
		p.must(page.Fill(browser.Field("Password"), password))
		p.must(page.Press("Enter"))
		p.lists(page, "Hinoki Bank Cedar Birch")
		if c.in == "?in=window" {
			p.clicksIcon()
			p.clicks("Keep open elsewhere")
			p.leaves(c.button)
			if targets, err := p.Targets(); err != nil || strings.Count(fmt.Sprint(targets), "in=window") != 2 { // a page and its tab
				t.Errorf("the window is not the only one: %v, %v", targets, err)
			}
		}
		p.must(page.Close())
		p.goes(p.at("www.hinoki.localhost", "fixture/qr?bait=article"))
	}
}
