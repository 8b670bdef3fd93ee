// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

const views = root + "/.build/screenshots/views"

// look is how a person has set up their screen.
type look struct {
	name  string
	media []*emulation.MediaFeature
	few   bool // only some views are looked at
}

var looks = []look{
	{name: "light", media: media("prefers-color-scheme", "light")},
	{name: "dark", media: media("prefers-color-scheme", "dark")},
	{name: "forced-colors", media: media("forced-colors", "active"), few: true},
	{name: "reduced-motion", media: media("prefers-reduced-motion", "reduce"), few: true},
}

func media(name, value string) []*emulation.MediaFeature {
	return []*emulation.MediaFeature{{Name: name, Value: value}}
}

// TestLook shows every view in both languages, light and dark, and some to
// people who asked for less motion or for their own colours. axe finds nothing
// in any of them.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ja"} {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang, Camera: filepath.Join(t.TempDir(), "film.y4m")})
			p.tours(p.gallery(lang))
		})
	}
}

// gallery has axe check views under a name in each look, and keeps pictures of
// what it checks; with E2E_PICTURES=all of every view in every look.
func (p *person) gallery(name string) func(view string, shown *browser.Page) {
	p.Helper()
	p.must(os.RemoveAll(filepath.Join(views, name)))
	some := []string{"empty", "several", "list", "enter-more", "locked", "checking", "manage-protected", "manage-recovery"}
	all := os.Getenv("E2E_PICTURES") == "all"
	return func(view string, shown *browser.Page) {
		p.Helper()
		few := slices.Contains(some, view)
		for _, l := range looks {
			// Another language, zoom and less motion change nothing that axe judges (that no word is missing, scripts/check
			// sees), and the colours of forced-colors it does not know.
			var judge func()
			switch {
			case name == "en" && l.name == "light" || name == "ja" && l.name == "light" && few:
				judge = func() { p.checksAccess(view, l.name, shown) }
			case name == "en" && l.name == "dark": // only colours are others
				judge = func() { p.checksAccess(view, l.name, shown, "color-contrast") }
			case l.name == "reduced-motion" && few:
				judge = func() { p.checksMotion(view, shown) }
			}
			if judge == nil && !all || l.few && !few {
				continue
			}
			p.wears(shown, l.media)
			// What fades is seen, and judged, when it has arrived.
			p.must(shown.Eval(`Promise.all(document.getAnimations().filter((moving) => moving instanceof CSSTransition).map(({ finished }) => finished.catch(() => {}))).then(() => new Promise(requestAnimationFrame)).then(() => true)`, nil))
			shot, err := snapshot(shown)
			p.must(err)
			folder := filepath.Join(views, name, l.name)
			p.must(os.MkdirAll(folder, 0o755))
			p.must(os.WriteFile(filepath.Join(folder, view+".png"), shot, 0o644))
			if judge != nil {
				judge()
			}
		}
		p.wears(shown, nil)
	}
}

// wears shows a page as to somebody with these settings.
func (p *person) wears(shown *browser.Page, features []*emulation.MediaFeature) {
	p.Helper()
	session, err := shown.Session()
	p.must(err)
	_, err = cdp.Call(p.Context(), session, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	p.must(err)
}

// checksAccess has axe look at a page, by all its rules or by these.
func (p *person) checksAccess(view, look string, shown *browser.Page, rules ...string) {
	p.Helper()
	violations, err := shown.Axe(rules...)
	if errors.Is(err, browser.ErrNoAxe) {
		p.Skip(err)
	}
	p.must(err)
	for _, violation := range violations {
		p.Errorf("%s, %s: %s", view, look, violation)
	}
}

// checksMotion reports an error when something moves more than once a second.
func (p *person) checksMotion(view string, shown *browser.Page) {
	p.Helper()
	var restless []string
	p.must(shown.Eval(`document.getAnimations().filter(({playState, effect}) => {
		const steps = /steps\((\d+)/.exec(effect.getKeyframes()[0].easing);
		return playState === "running" && (!steps || effect.getComputedTiming().duration / 2 / Number(steps[1]) < 1000);
	}).map(({animationName, transitionProperty}) => animationName ?? transitionProperty)`, &restless))
	if len(restless) > 0 {
		p.Errorf("%s: moves for somebody who asked for less motion: %q", view, restless)
	}
}

// tours goes through all the views there are.
func (p *person) tours(show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	p.opens("fixture/qr?bait=article")
	p.clicksIcon()
	show("empty", p.popup.Page)
	p.leaves(say("selectArea"))
	p.holds(nearlyAll)
	p.picture(p.tab, "overlay")
	p.must(p.tab.Up())
	p.seesPopup()
	p.must(p.popup.WaitText(say("nothingInBox")))
	show("nothing", p.popup.Page)

	p.opens("fixture/qr?" + url.Values{"text": {"otpauth://totp/Bad?secret=ABC1EFGHJKLM2345"}}.Encode())
	p.clicksIcon()
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("problemTitle")))
	show("problem", p.popup.Page)
	p.opens("fixture/qr?" + url.Values{"text": {"https://www.example.com/a/rather/long/address/that/does/not/fit?into=one&line=of&the=card"}}.Encode())
	p.clicksIcon()
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("holdsLink")))
	show("link", p.popup.Page)
	p.opens("fixture/qr?" + key{issuer: "Cut", secret: secretOf("Cut")}.page(""))
	p.must(p.tab.ScrollTo(p.halfOfCode()))
	p.clicksIcon()
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("cutTitle")))
	show("cut", p.popup.Page)

	p.opens("fixture/qr?" + key{issuer: manual.Issuer, secret: "ABCDEFGHJKLM2345"}.page("&account=SAMPLE_USER%40example.co.jp"))
	p.clicksIcon()
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("foundTitle")))
	show("found", p.popup.Page)
	p.clicks(say("add"))
	p.must(p.popup.WaitText(say("undo")))
	show("added", p.popup.Page)
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("presentTitle")))
	show("present", p.popup.Page)

	var texts url.Values = map[string][]string{"text": {
		"otpauth://totp/admin%40example.co.jp?secret=" + secretOf("1") + "&issuer=Hinoki%20Cloud&digits=8",
		"otpauth://hotp/backup?secret=" + secretOf("2") + "&issuer=%E7%B5%8C%E8%B2%BB%E7%B2%BE%E7%AE%97%E3%82%B7%E3%82%B9%E3%83%86%E3%83%A0&counter=5",
		"otpauth://steam/player?secret=" + secretOf("3") + "&issuer=Steam",
		"otpauth://totp/a.very.long.account.name%40subsidiary.example.co.jp?secret=" + secretOf("4") + "&issuer=The%20Longest%20Service%20Name%20in%20the%20World&period=60",
		"otpauth://totp/nobody?secret=" + secretOf("5"),
		"otpauth://totp/SAMPLE_USER?secret=" + secretOf("6") + "&issuer=%E7%AE%A1%E7%90%86%E3%82%B3%E3%83%B3%E3%82%BD%E3%83%BC%E3%83%AB&digits=10",
	}}
	p.opens("fixture/qr?module=3&" + texts.Encode())
	p.clicksIcon()
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("severalTitle", "6")))
	show("several", p.popup.Page)
	p.clicks(say("addCount", "6"))
	p.must(p.popup.WaitText(say("undo")))
	// Steam has an icon of its own, which comes after the first paint.
	p.must(p.popup.Eval(`new Promise((done) => { const look = () => document.querySelector(".mark") ? done(true) : requestAnimationFrame(look); look(); })`, nil))
	show("added-several", p.popup.Page)
	p.closes()
	p.binds("login.hinoki.localhost", key{issuer: "Hinoki Bank", secret: secretOf("8")})
	p.goes(p.at("www.hinoki.localhost", "fixture/qr?bait=article"))
	p.clicksIcon()
	p.must(p.popup.WaitText(say("thisSite", "hinoki.localhost")))
	show("here", p.popup.Page)
	p.clicks(say("fillCodeOf", "Hinoki Bank (SAMPLE_USER)"))
	p.must(p.popup.WaitText(say("copiedInstead")))
	show("here-copied", p.popup.Page)
	p.closes()
	p.goes(p.at("h1noki.localhost", "fixture/qr?bait=article"))
	p.clicksIcon()
	p.must(p.popup.WaitText(say("alike", "hinoki.localhost")))
	show("alike", p.popup.Page)
	p.closes()
	p.goes(p.at("news.localhost", "fixture/qr?bait=article"))
	p.clicksIcon()
	p.must(p.popup.WaitText("nobody"))
	show("list", p.popup.Page)
	p.presses("ArrowDown", "Enter")
	p.must(p.popup.WaitFor(browser.By{Role: "status"}, "a word", func(*browser.Element) bool { return true }))
	show("copied", p.popup.Page)
	p.must(p.popup.Type("zzz"))
	p.must(p.popup.WaitText(say("noMatch", "zzz")))
	show("no-match", p.popup.Page)
	p.presses("Escape")

	p.clicks(say("editAccount", manual.Issuer+" (SAMPLE_USER@example.co.jp)"))
	p.must(p.popup.WaitText(say("addedOn")))
	show("edit", p.popup.Page)
	p.types(say("groupsLabel"), "総務"+say("comma")+"Work")
	p.types(say("note"), "4711-0815  2342-1138\n1701-0042  9000-2001\n"+strings.Repeat("A line of a note that is rather long. ", 3))
	p.must(p.popup.Click(browser.Role("checkbox", say("pin"))))
	show("edit-full", p.popup.Page)
	p.clicks(say("save"))
	p.must(p.popup.WaitText("nobody"))
	show("list-pinned", p.popup.Page)
	p.clicks(say("editAccount", manual.Issuer+" (SAMPLE_USER@example.co.jp)"))
	p.must(p.popup.WaitText(say("addedOn")))
	show("edit-again", p.popup.Page)
	p.clicks(say("remove"))
	p.must(p.popup.WaitText(say("removedHow")))
	show("removed", p.popup.Page)

	p.clicks(say("enterByHand"))
	p.must(p.popup.WaitText(say("cancel")))
	show("enter", p.popup.Page)
	p.types(say("issuer"), "Hinoki Cloud")
	p.types(say("secret"), "ABCD EFGH JKLM 2345")
	p.must(p.popup.Click(browser.Role("DisclosureTriangle", say("more"))))
	p.types(say("digits"), "8")
	show("enter-more", p.popup.Page)
	p.types(say("secret"), "ABC1")
	p.clicks(say("add"))
	p.must(p.popup.WaitText(say("problem_secret_character", "1", "4")))
	show("enter-refused", p.popup.Page)
	p.presses("Escape")

	p.goes("chrome://version")
	p.clicksIcon()
	p.leaves(say("selectArea"))
	selector := p.seesSelector()
	show("selector", selector)
	p.isLeft(selector, selector.Press("Escape"))

	p.toursLock(show)

	p.damages()
	p.opens("fixture/qr?bait=blank")
	p.clicksIcon()
	p.must(p.popup.WaitText(say("problem_vault_damaged")))
	show("failed", p.popup.Page)
	p.leaves(say("manage"))
	page, err := p.Page("manage/manage.html")
	p.must(err)
	p.must(page.WaitText(say("damagedTitle")))
	show("manage-failed", page)
}

// toursLock goes through all that has to do with protection, and leaves the
// vault open and without.
func (p *person) toursLock(show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	page := p.manages()
	show("manage-bare", page)
	p.must(page.Eval(`void (location.hash = "welcome")`, nil))
	p.must(page.WaitText(say("welcomeLead")))
	show("welcome", page)
	p.toursAccounts(page, show)
	p.must(page.Click(browser.Link(say("trash"))))
	p.must(page.WaitText(say("daysLeft", "30")))
	show("manage-trash", page)
	p.must(page.Click(browser.Button(say("purge") + ": " + manual.Issuer + say("between") + "SAMPLE_USER@example.co.jp")))
	p.must(page.WaitText(say("purgeLead")))
	show("manage-purge", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Link(say("versions"))))
	p.must(page.WaitText(say("versionsLead")))
	show("manage-versions", page)
	p.must(page.Click(browser.Link(say("settings"))))
	p.must(page.WaitText(say("clipboardWhy")))
	show("manage-settings", page)
	p.toursLab(page, show)
	p.toursFiles(page, show)
	p.must(page.Click(browser.Link(say("security"))))
	p.must(page.Click(browser.Button(say("setPassword"))))
	p.must(page.Fill(browser.Field(say("newPassword")), "monkey12"))
	p.must(page.WaitText(say("strength1")))
	p.must(page.Fill(browser.Field(say("passwordAgain")), "monkey21"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText(say("problem_password_differs")))
	show("manage-password", page)
	p.must(page.Press("Escape"))
	p.setsPassword(page, password)
	show("manage-protected", page)
	p.must(page.Click(browser.Button(say("unprotect"))))
	p.must(page.WaitText(say("unprotectLead")))
	show("manage-unprotect", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("recoveryMake"))))
	p.must(page.Fill(browser.Field(say("currentPassword")), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText(say("recoveryLead")))
	show("manage-recovery", page)
	var shown string
	p.must(page.Eval(`document.getElementById("recovery-key").textContent`, &shown))
	p.must(page.Click(browser.Button(say("recoveryNext"))))
	p.must(page.WaitText(say("recoveryConfirm")))
	show("manage-recovery-confirm", page)
	p.must(page.Fill(browser.Field(say("recoveryKey")), shown))
	p.must(page.Press("Enter"))
	p.must(page.WaitText(say("recoveryRenew")))
	p.plugs(page, true)
	p.must(page.Click(browser.Button(say("addPasskey"))))
	p.must(page.WaitText(say("addPasskeyLead")))
	show("manage-passkey", page)
	p.must(page.Fill(browser.Field(say("currentPassword")), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(browser.Role("dialog", say("addPasskey"))))
	show("manage-ways", page)
	p.must(page.Click(browser.Button(say("change"))))
	p.must(page.WaitText(say("changePasswordOthers")))
	show("manage-change", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("renew"))))
	p.must(page.WaitText(say("renewLead")))
	show("manage-renew", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Link(say("export"))))
	p.must(page.Click(browser.Button(say("exportDo") + ": " + say("export_text"))))
	p.must(page.WaitText(say("exportOpenLead")))
	p.must(page.Click(browser.Button(say("useRecoveryKey"))))
	p.must(page.WaitText(say("recoveryHint")))
	show("export-ways", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("lockNow"))))
	p.must(page.WaitText(say("lockedTitle")))
	show("manage-locked", page)
	p.must(page.Close())

	p.opens("fixture/qr?" + key{issuer: "Hinoki Cloud", secret: secretOf("7")}.page(""))
	p.clicksIcon()
	p.isLocked()
	show("locked", p.popup.Page)
	p.clicks(say("scan"))
	p.must(p.popup.WaitText(say("foundTitle")))
	show("locked-found", p.popup.Page)
	p.clicks(say("add"))
	p.must(p.popup.WaitText(say("waitingTitle")))
	show("locked-waiting", p.popup.Page)
	p.clicks(say("close"))
	p.slows(9)
	p.unlocks(password)
	p.must(p.popup.WaitText(say("unlocking")))
	show("checking", p.popup.Page)
	p.clicks(say("cancel"))
	p.slows(0)
	p.unlocks(password)
	p.must(p.popup.WaitText("nobody"))
	p.clicks(say("close"))
	p.clicks(say("lockNow"))
	p.isLocked()
	p.unlocks("wrong")
	p.must(p.popup.WaitText(say("problem_password_wrong")))
	show("locked-wrong", p.popup.Page)
	p.clicks(say("useRecoveryKey"))
	show("locked-recovery", p.popup.Page)
	p.types(say("recoveryKey"), shown)
	p.presses("Enter")
	p.must(p.popup.WaitText("nobody"))
	show("list-protected", p.popup.Page)
	p.clicks(say("elsewhere"))
	p.must(p.popup.WaitText(say("toPanel")))
	show("menu", p.popup.Page)
	p.presses("Escape")
	p.sets("code.hidden", "true")
	p.must(p.popup.WaitText("•••"))
	show("list-hidden", p.popup.Page)
	p.sets("code.hidden", "false")
	p.sets("look.large", "true")
	p.closes()
	p.clicksIcon()
	p.must(p.popup.WaitText("nobody"))
	show("list-large", p.popup.Page)
	p.clicks(say("editAccount", "Steam (player)"))
	p.must(p.popup.WaitText(say("addedOn")))
	p.types(say("groupsLabel"), "総務"+say("comma")+"Work"+say("comma")+"The Longest Group Name in the World"+say("comma")+"Home")
	p.clicks(say("save"))
	p.must(p.popup.WaitText("nobody"))
	p.clicks("Work")
	show("groups-large", p.popup.Page)
	p.presses("Escape") // shows all groups
	p.sets("look.large", "false")
	p.closes()
	p.clicksIcon()
	p.must(p.popup.WaitText("nobody"))
	show("groups", p.popup.Page)
}

// sets changes a setting as the manage page does.
func (p *person) sets(name, value string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(`inkan.change("set", {now: Date.now(), name: %q, value: %q}).then(() => true)`, name, value), nil))
}

// toursAccounts looks at the table, at an account and what can be done there, and
// at what Inkan is made of. It leaves all as it was.
func (p *person) toursAccounts(page *browser.Page, show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	name := func(names ...string) string { return strings.Join(names, say("between")) }
	p.must(page.Click(browser.Link(say("accounts"))))
	p.must(page.WaitText(say("findDuplicates")))
	show("accounts", page)
	p.must(page.Click(browser.Role("checkbox", say("chooseOne", "nobody"))))
	p.must(page.Click(browser.Role("checkbox", say("chooseOne", name("Hinoki Cloud", "admin@example.co.jp")))))
	p.must(page.Click(browser.Button(say("pinThem"))))
	p.must(page.WaitText(say("pinnedCount", "2")))
	p.must(page.WaitText(say("unpin")))
	show("accounts-chosen", page)
	p.must(page.Click(browser.Button(say("undo"))))
	p.must(page.WaitText(say("undone")))
	p.must(page.Click(browser.Button(say("chooseNone"))))
	p.must(page.WaitGone(browser.Button(say("chooseNone")))) // which had scrolled the page
	p.waits("the rows to stand where they did", func() bool { return p.shownOf(page, ".rows a")[0] == name("Hinoki Bank", "SAMPLE_USER") })
	p.must(page.Click(browser.Link(name("Hinoki Bank", "SAMPLE_USER"))))
	p.must(page.WaitText("hinoki.localhost"))
	show("account", page)
	p.must(page.Click(browser.Button(say("changeIcon"))))
	p.must(page.WaitText(say("iconOf", name("Hinoki Bank", "SAMPLE_USER"))))
	show("account-icon", page)
	p.must(page.Press("Escape"))
	p.must(page.Fill(browser.Field(say("siteAdd")), "h1noki.localhost"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText(say("siteLead")))
	show("account-site", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("sparesAdd"))))
	p.must(page.Fill(browser.Field(say("sparesLines")), "1. 4711-0815\n2. 2342-1138\n3. 1701-0042"))
	p.must(page.Click(browser.Button(say("add")).Within(browser.Role("dialog", say("sparesAdd")))))
	p.must(page.WaitText(say("sparesLeft", "3", "3")))
	p.must(page.Click(browser.Button(say("sparesShow"))))
	p.must(page.Click(browser.Button(say("show"))))
	p.must(page.Click(browser.Role("checkbox", "2342-1138")))
	show("account-spares", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("sparesRemove"))))
	p.must(page.Click(browser.Button(say("remove")).Within(browser.Role("dialog", say("sparesRemoveTitle")))))
	p.must(page.WaitText(say("sparesNone")))
	p.must(page.Click(browser.Button(say("change") + ": " + say("parameters"))))
	p.must(page.Fill(browser.Field(say("digits")), "8"))
	show("account-parameters", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Link(say("about"))))
	p.must(page.WaitText("filippo.io/age"))
	show("about", page)
}

// toursFiles looks at import and export.
func (p *person) toursFiles(page *browser.Page, show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	p.must(page.Click(browser.Link(say("import"))))
	p.must(page.WaitText(say("importLead")))
	show("import", page)
	p.toursCamera(page, show)
	k := key{issuer: "Hinoki Cloud", secret: secretOf("moved")}
	list := p.writesFile("otpauth.txt", strings.Join([]string{
		k.uri(), key{issuer: "経費精算システム", secret: secretOf("moved too")}.uri(), "otpauth://totp/Broken?secret=ABC1EFGHJKLM2345",
	}, "\n"))
	p.must(page.Choose(browser.Button(say("chooseFiles")), list, p.writesFile("aegis.json", p.aegis(k, password)), p.writesFile("open.json", described(key{issuer: "ひのきクラウド", secret: secretOf("described")})), p.writesFile("notes.txt", "Remember the milk.")))
	p.must(page.WaitText(say("problem_format")))
	p.must(page.WaitText(say("addCount", "3")))
	show("import-found", page)
	p.must(page.ScrollTo(10_000))
	show("import-details", page)
	p.must(page.Click(browser.Button(say("enterPassword") + ": aegis.json")))
	p.must(page.WaitText(say("filePasswordLead")))
	show("import-password", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("discard"))))
	p.must(page.Choose(browser.Button(say("chooseFiles")), p.writesFile("picture.png", string(p.sheet(k.uri(), key{issuer: "経費精算システム", secret: secretOf("moved too")}.uri())))))
	p.must(page.WaitText(say("addCount", "2")))
	show("import-picture", page)
	p.must(page.Click(browser.Button(say("discard"))))
	p.must(page.Choose(browser.Button(say("chooseFiles")), p.writesFile("ente.json", ente(256, 16))))
	p.must(page.Click(browser.Button(say("enterPassword") + ": ente.json")))
	p.must(page.WaitText(say("filePasswordSlow", "20")))
	p.must(page.Type(password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText(say("openingFile")))
	show("import-slow", page)
	p.must(page.Press("Escape", "Escape"))
	p.must(page.Click(browser.Button(say("discard"))))
	p.must(page.Click(browser.Link(say("export"))))
	p.must(page.WaitText(say("exportLead")))
	show("export", page)
	p.must(page.Click(browser.Button(say("exportDo") + ": " + say("export_migration"))))
	p.must(page.WaitText(say("exportCodesLead")))
	show("export-lossy", page)
	p.must(page.Click(browser.Button(say("show"))))
	p.must(page.WaitText(say("exportCodesHow")))
	show("export-codes", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("exportDo") + ": " + say("export_text"))))
	p.must(page.WaitText(say("exportOpenLead")))
	show("export-open", page)
	p.must(page.Press("Escape"))
	p.toursPaper(page, show)
}

// toursPaper looks at what is shown of the keys themselves.
func (p *person) toursPaper(page *browser.Page, show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	p.must(page.Click(browser.Button(say("exportShow") + ": " + say("export_single"))))
	p.must(page.WaitText(say("singleLead")))
	p.must(page.Type("h"))
	show("export-single", page)
	p.must(page.Press("ArrowDown", "Enter"))
	p.must(page.WaitText(say("singleHow")))
	show("export-single-shown", page)
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button(say("exportShow") + ": " + say("export_sheet"))))
	p.must(page.WaitText(say("sheetLead")))
	show("export-sheet", page)
	p.must(page.Click(browser.Button(say("sheetShow"))))
	sheet, err := p.Page("about:blank")
	p.must(err)
	p.must(sheet.WaitFor(browser.Button(say("print")), "ready", func(e *browser.Element) bool { return !e.Disabled }))
	show("sheet", sheet)
	p.must(sheet.Eval(`dispatchEvent(new Event("afterprint"))`, nil))
	p.must(sheet.WaitText(say("sheetDone")))
	show("sheet-done", sheet)
	p.isLeft(sheet, sheet.Press("Escape"))
}

// damages spoils every copy of the vault, and ends the engine that has read it.
func (p *person) damages() {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(`new Promise((done, fail) => {
		const request = indexedDB.open("inkan");
		request.onerror = () => fail(request.error);
		request.onsuccess = () => {
			const transaction = request.result.transaction(["vault", "versions"], "readwrite");
			transaction.objectStore("versions").clear();
			for (const name of ["current", "previous"]) transaction.objectStore("vault").put({generation: 9, file: new Uint8Array(99)}, name);
			transaction.oncomplete = () => done();
		};
	})`, nil))
	p.must(p.SetStorage("local", map[string]any{"vault": "AAAA"}))
	p.must(p.CloseEngine())
}

// TestTwiceAsLarge reads the popup of somebody who has set Chromium to 200 %:
// nothing is cut off sideways, all can be scrolled to and used.
func TestTwiceAsLarge(t *testing.T) {
	o := browser.Options{Profile: t.TempDir(), Width: 1280, Height: 900}
	p := sits(t, o)
	p.must(p.Close())
	setZoom(t, o.Profile)
	p.launch(o)
	show := p.gallery("en-zoom-200")
	k := key{issuer: manual.Issuer, secret: secretOf("Large")}
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.fits("empty")
	show("empty", p.popup.Page)
	p.clicks("Scan")
	p.must(p.popup.WaitText("QR code found"))
	p.fits("found")
	show("found", p.popup.Page)
	p.clicks("Add")
	p.must(p.popup.WaitText("Added: "))
	p.fits("added")
	show("added", p.popup.Page)
	p.checksCode(k)
	p.clicks("Close")
	p.clicks("Edit " + manual.Issuer + " (SAMPLE_USER)")
	p.must(p.popup.WaitText("Scanned on"))
	p.fits("edit")
	show("edit", p.popup.Page)
	p.clicks("Save")
	p.clicks("Enter by hand")
	p.must(p.popup.Click(browser.Role("DisclosureTriangle", "More options")))
	p.fits("enter")
	show("enter", p.popup.Page)
	p.types("Key", secretOf("Larger"))
	p.types("Service", "Larger")
	p.clicks("Add")
	p.checksCode(key{issuer: "Larger", secret: secretOf("Larger")})
	p.closes()
	p.protects()
	p.locks()
	p.fits("locked")
	show("locked", p.popup.Page)
	p.unlocks("wrong")
	p.must(p.popup.WaitText("This password does not open the vault."))
	p.fits("locked-wrong")
	show("locked-wrong", p.popup.Page)
	p.unlocks(password)
	p.checksCode(key{issuer: "Larger", secret: secretOf("Larger")})
	p.sets("look.large", "true")
	p.closes()
	p.clicksIcon()
	p.checksCode(key{issuer: "Larger", secret: secretOf("Larger")})
	p.fits("large")
	show("large", p.popup.Page)
	page := p.settles()
	p.must(page.WaitText(p.words.say("clipboardWhy")))
	show("manage-settings", page)
}

// setZoom sets the page zoom of a profile to 200 %, as its settings page does:
// it is kept as the power of 1.2.
func setZoom(t *testing.T, profile string) {
	t.Helper()
	file := filepath.Join(profile, "Default", "Preferences")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var preferences map[string]any
	if err := json.Unmarshal(raw, &preferences); err != nil {
		t.Fatal(err)
	}
	level := map[string]any{"x": math.Log(2) / math.Log(1.2)}
	if partition, there := preferences["partition"].(map[string]any); there {
		partition["default_zoom_level"] = level
	} else {
		preferences["partition"] = map[string]any{"default_zoom_level": level}
	}
	if raw, err = json.Marshal(preferences); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// fits reports an error when something of the popup is out of its sides, or
// out of reach.
func (p *person) fits(view string) {
	p.Helper()
	for _, direction := range []string{"ltr", "rtl"} {
		var seen struct {
			Zoom    float64
			Lost    []string
			Swapped []string
			Width   [2]int
		}
		p.must(p.popup.Eval(fmt.Sprintf(`(() => {
			document.dir = %q;
			const seen = {
				zoom: devicePixelRatio,
				width: [document.documentElement.scrollWidth, innerWidth],
				lost: [...document.querySelectorAll("button, input, select, summary, h1, h2, p")]
					.filter((e) => e.checkVisibility() && !e.closest(".unseen"))
					.filter((e) => {
						const {left, right, width} = e.getBoundingClientRect();
						return width > 1 && (left < -1 || right > innerWidth + 1);
					}).map((e) => e.textContent || e.id),
				// A code is read from left to right wherever it stands.
				swapped: [...document.querySelectorAll(".code")].filter(({children: [one, two]}) => two && one.getBoundingClientRect().left > two.getBoundingClientRect().left).map(({textContent}) => textContent),
			};
			document.dir = "";
			return seen;
		})()`, direction), &seen))
		if seen.Zoom != 2 || seen.Width[0] > seen.Width[1] || len(seen.Lost) > 0 || len(seen.Swapped) > 0 {
			p.Errorf("%s at 200 %%, %s: %+v", view, direction, seen)
		}
	}
}
