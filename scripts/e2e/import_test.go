// SPDX-License-Identifier: MIT

package e2e

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// uri is the link of the key, with no account name, as the console's pages.
func (k key) uri() string {
	return "otpauth://totp/SAMPLE_USER?secret=" + k.secret + "&issuer=" + k.issuer
}

// aegis is an Aegis vault that holds the key, under a password.
func (p *person) aegis(k key, secret string) string {
	p.Helper()
	parsed, err := otp.ParseURI(k.uri())
	p.must(err)
	file, err := transfer.Aegis([]otp.Key{parsed}, nil, []byte(secret), rand.Reader)
	p.must(err)
	return string(file)
}

// imports opens the manage page's import section.
func (p *person) imports() *browser.Page {
	p.Helper()
	page := p.manages()
	p.must(page.Click(browser.Link(p.words.say("import"))))
	p.must(page.WaitText(p.words.say("importLead")))
	return page
}

// writesFile makes a file for the person to choose.
func (p *person) writesFile(name, text string) string {
	p.Helper()
	path := filepath.Join(p.TempDir(), name)
	p.must(os.WriteFile(path, []byte(text), 0o600))
	return path
}

// TestImport takes accounts from two files at once, undoes it, and does it again.
func TestImport(t *testing.T) {
	p := sits(t, browser.Options{})
	there := key{issuer: "Already", secret: secretOf("Already")}
	p.opens("fixture/qr?" + there.page(""))
	p.enrols(wholeTab, there, box{})
	p.closes()

	first, second := key{issuer: "First", secret: secretOf("First")}, key{issuer: "Second", secret: secretOf("Second")}
	list := p.writesFile("list.txt", strings.Join([]string{
		first.uri(), there.uri(), "otpauth://totp/Broken?secret=ABC1EFGHJKLM2345", key{issuer: "Already", secret: secretOf("another")}.uri(),
	}, "\r\n"))
	other := p.writesFile("other.json", fmt.Sprintf(`{"encrypted": false, "items": [{"type": 1, "name": "Second", "notes": "", "login": {"username": "me", "totp": %q}}]}`, second.secret))

	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), list, other))
	for _, text := range []string{
		"list.txt", "First", "Already in Inkan", "Another key is stored under this name", "The key cannot contain “1” (character 4).",
		"other.json", "Second", "Add (3)",
	} {
		p.must(page.WaitText(text))
	}
	p.picture(page, "found")
	before := p.stored()
	p.must(page.Click(browser.Button("Add (3)")))
	p.must(page.WaitText("Accounts added: 3"))
	p.picture(page, "added")
	p.must(page.Click(browser.Button("Undo")))
	p.waits("the accounts to be gone", func() bool { return len(p.stored()) == len(before) })
	p.keeps(before)

	// Dropped this time; one of them is not wanted.
	p.must(page.Drop(browser.Point{X: 300, Y: 300}, list))
	p.must(page.WaitText("Add (2)"))
	p.must(page.Click(browser.Role("checkbox", "Already SAMPLE_USER Another key is stored under this name")))
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.Close())
	p.clicksIcon()
	p.checksCode(first)
}

// TestImportPassword opens a protected file, with a wrong password first.
func TestImportPassword(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Sealed", secret: secretOf("Sealed")}
	file := p.writesFile("aegis.json", p.aegis(k, "open sesame"))
	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), file))
	p.must(page.WaitText("The file is protected."))
	p.picture(page, "protected")
	p.must(page.Click(browser.Button("Enter the password: aegis.json")))
	p.must(page.Fill(browser.Field("Password of the file"), "open sesam"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This password does not open the file."))
	p.picture(page, "wrong")
	p.must(page.Fill(browser.Field("Password of the file"), "open sesame"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Add (1)"))
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.Close())
	p.clicksIcon()
	p.checksCode(k)
}

// TestImportByKeyboard comes from the empty popup and adds one file while
// another waits for its password: that one stays, the keys go on where they are
// wanted, and files that hold nothing new say so.
func TestImportByKeyboard(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	first, second := key{issuer: "First", secret: secretOf("First")}, key{issuer: "Second", secret: secretOf("Second")}
	list := p.writesFile("a-name-that-is-longer-than-the-page-is-wide-and-has-no-space-to-break-at.txt", first.uri())
	p.clicksIcon()
	p.tabsTo("Import from another authenticator")
	p.must(p.popup.Eval(`import("./popup.js").then(({ reload }) => reload())`, nil)) // as when the engine has news
	p.presses("Enter")
	page, err := p.Page("manage/manage.html#import")
	p.must(err)
	p.must(page.WaitText("Bring in accounts"))
	isAt := func(name string) {
		t.Helper()
		p.waits("the focus to be at "+name, func() bool {
			focused, err := page.Focused()
			return err == nil && focused.Name == name
		})
	}
	p.must(page.Resize(320, 640))
	p.must(page.Choose(browser.Button("Choose files"), list, p.writesFile("aegis.json", p.aegis(second, password))))
	p.must(page.WaitText("Add (1)"))
	var width int
	p.must(page.Eval(`document.documentElement.scrollWidth`, &width))
	if width > 320 {
		t.Errorf("the page is %d px wide in a window of 320", width)
	}
	p.must(page.Eval(`document.getElementById("add").focus()`, nil))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Accounts added: 1"))
	isAt("Undo")
	p.picture(page, "one waits")
	p.must(page.Choose(browser.Button("Choose files"), list))
	p.must(page.WaitText("Already in Inkan, stays as it is"))
	p.must(page.WaitNoText("All of these")) // the other may hold more
	p.must(page.Click(browser.Button("Enter the password: aegis.json")))
	p.must(page.Fill(browser.Field("Password of the file"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Add (1)"))
	isAt("Second SAMPLE_USER")
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitGone(browser.Button("Discard")))
	p.holdsExactly("First (SAMPLE_USER)", "Second (SAMPLE_USER)")

	p.must(page.Choose(browser.Button("Choose files"), list))
	p.must(page.WaitText("All of these are in Inkan already."))
	p.picture(page, "all there")
	p.must(page.Click(browser.Button("Close")))
	p.must(page.WaitNoText("All of these"))
	isAt("Choose files")
}

// ente is an encrypted export of Ente Auth that asks for so much memory, in
// MiB, and so many passes. Nobody knows its password.
func ente(memory, passes int) string {
	zeros := func(n int) string { return base64.StdEncoding.EncodeToString(make([]byte, n)) }
	return fmt.Sprintf(`{"version": 1, "kdfParams": {"memLimit": %d, "opsLimit": %d, "salt": %q}, "encryptedData": %q, "encryptionNonce": %q}`,
		memory<<20, passes, zeros(16), zeros(40), zeros(24))
}

// TestImportSlow opens a file as Ente's desktop program writes it, whose
// password takes a gibibyte and half a minute to check: the page says so and
// counts, the popup works meanwhile, and giving up ends the Worker with all its
// memory. A file that asks for more than there is is refused at once.
func TestImportSlow(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Meanwhile", secret: secretOf("Meanwhile")}
	p.opens("fixture/qr?bait=blank")
	p.given(k)
	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("huge.json", ente(4096, 4))))
	p.must(page.WaitText("Opening this file needs more memory than there is."))
	p.picture(page, "refused")
	if text, err := page.Text(); err != nil || strings.Contains(text, "Enter the password") {
		t.Errorf("a password is asked for in vain, %v", err)
	}
	p.must(page.Click(browser.Button("Discard")))

	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("ente.json", ente(1024, 4))))
	p.must(page.Click(browser.Button("Enter the password: ente.json")))
	p.must(page.WaitText("checking a password takes some 20 seconds"))
	p.must(page.Fill(browser.Field("Password of the file"), "not known to anybody"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("2 of some 20 seconds"))
	p.picture(page, "counting")
	if n := p.working(); n != 1 {
		t.Errorf("%d Workers read the file", n)
	}
	p.must(p.tab.Activate())
	p.clicksIcon()
	p.checksCode(k)
	p.closes()
	p.must(page.Activate())
	p.must(page.Click(browser.Button("Cancel")))
	p.waits("the Worker to be ended", func() bool { return p.working() == 0 })
	text, err := page.Text()
	p.must(err)
	if strings.Contains(text, "of some") || strings.Contains(text, "Opening the file") {
		t.Error("the page still counts")
	}
	// It can be tried again.
	p.must(page.Press("Enter"))
	p.must(page.WaitText("1 of some 20 seconds"))
	p.must(page.Press("Escape"))
	p.waits("the Worker to be ended", func() bool { return p.working() == 0 })
}

// working is how many Workers read or write files.
func (p *person) working() (n int) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	workers, err := engine.Workers()
	p.must(err)
	for _, worker := range workers {
		if strings.Contains(worker.URL, "transfer-worker") {
			n++
		}
	}
	return n
}

// TestImportTwoTabs imports in two tabs at once: neither disturbs the other, and
// of one that is closed nothing goes on or is kept.
func TestImportTwoTabs(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	links := func(name string, issuers ...string) string {
		var text strings.Builder
		for _, k := range named(issuers...) {
			text.WriteString(k.uri() + "\n")
		}
		return p.writesFile(name, text.String())
	}
	first := p.imports()
	p.must(first.Choose(browser.Button("Choose files"), links("first.txt", "One", "Two")))
	p.must(first.WaitText("Add (2)"))
	second, err := p.Open(p.URL("manage/manage.html#import"))
	p.must(err)
	p.must(second.Choose(browser.Button("Choose files"), links("second.txt", "Three")))
	p.must(second.WaitText("Add (1)"))
	p.must(first.Click(browser.Button("Add (2)")))
	p.must(first.WaitText("Accounts added: 2"))
	p.holdsExactly("One (SAMPLE_USER)", "Two (SAMPLE_USER)")

	// One tab checks a password for long, which is not for the other to wait for or to end.
	p.must(first.Activate())
	p.must(first.Choose(browser.Button("Choose files"), links("more.txt", "Four"), p.writesFile("ente.json", ente(64, 64))))
	p.must(first.WaitText("Add (1)"))
	var ref string
	p.must(first.Eval(`document.querySelector("[data-ref]").dataset.ref`, &ref))
	p.must(first.ScrollTo(10_000))
	p.must(first.Click(browser.Button("Enter the password: ente.json")))
	p.must(first.Fill(browser.Field("Password of the file"), "not known to anybody"))
	p.must(first.Press("Enter"))
	p.must(first.WaitText("Opening the file"))
	p.must(second.Activate())
	p.must(second.Choose(browser.Button("Choose files"), links("other.txt", "Five")))
	p.must(second.WaitText("Add (2)"))
	p.must(second.Click(browser.Button("Add (2)")))
	p.must(second.WaitText("Accounts added: 2"))
	p.must(second.Choose(browser.Button("Choose files"), links("same.txt", "Six")))
	p.must(second.WaitText("Add (1)"))
	p.given(named("Six")...) // meanwhile, by another way
	p.must(second.Click(browser.Button("Add (1)")))
	p.must(second.WaitText("All of these are in Inkan already."))
	p.must(second.WaitGone(browser.Button("Undo")))
	if n := p.working(); n != 1 {
		t.Errorf("%d Workers check the password of the first tab", n)
	}
	known := func() (n int) {
		t.Helper()
		engine, err := p.Engine()
		p.must(err)
		p.must(engine.Eval(fmt.Sprintf(`inkan.call("codes", {now: Date.now(), ids: [%q]}).length`, ref), &n))
		return n
	}
	if known() != 1 {
		t.Error("what the first tab has read is forgotten")
	}
	p.must(first.Close())
	p.waits("nothing to go on or be kept of the tab that was closed", func() bool { return p.working() == 0 && known() == 0 })
	p.holdsExactly("One (SAMPLE_USER)", "Two (SAMPLE_USER)", "Three (SAMPLE_USER)", "Five (SAMPLE_USER)", "Six (SAMPLE_USER)")
}

// tight is a WebAssembly program that gets at most so many pages of 64 KiB: its
// memory section (WebAssembly 2.0, 5.5.8) names no maximum before.
func tight(t *testing.T, program []byte, pages uint64) []byte {
	t.Helper()
	const memories, header = 5, 8
	for at := header; at < len(program); {
		size, n := binary.Uvarint(program[at+1:])
		from := at + 1 + n
		to := from + int(size)
		if program[at] != memories {
			at = to
			continue
		}
		section := program[from:to]
		if section[0] != 1 || section[1] != 0 {
			t.Fatalf("the memory section is % x", section)
		}
		section = binary.AppendUvarint(append([]byte{1, 1}, section[2:]...), pages)
		made := append(slices.Clone(program[:at]), memories)
		made = append(binary.AppendUvarint(made, uint64(len(section))), section...)
		return append(made, program[to:]...)
	}
	t.Fatal("the program has no memory section")
	return nil
}

// TestImportMemoryRefused opens a file that takes a gibibyte where the browser
// gives 256 MiB: that is said, and the other file is added.
func TestImportMemoryRefused(t *testing.T) {
	variant := filepath.Join(t.TempDir(), "extension")
	if err := os.CopyFS(variant, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(variant, "engine", "transfer.wasm")
	program, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, tight(t, program, 256<<20/65536), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := sits(t, browser.Options{Extension: variant})
	p.opens("fixture/qr?bait=blank")
	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("ente.json", ente(1024, 4)), p.writesFile("list.txt", named("Beside")[0].uri())))
	p.must(page.WaitText("Add (1)"))
	p.must(page.Click(browser.Button("Enter the password: ente.json")))
	for range 2 { // it can be tried again
		p.must(page.Fill(browser.Field("Password of the file"), "not known to anybody"))
		p.must(page.Press("Enter"))
		p.must(page.WaitText("The browser did not give the memory"))
	}
	p.picture(page, "refused")
	p.must(page.Press("Escape"))
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	p.holdsExactly("Beside (SAMPLE_USER)")
}

// TestUnusual meets keys that are accepted and unusual: that is said before they
// are added, and afterwards, in either language and calmly.
func TestUnusual(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang})
			say := p.words.say
			odd := "otpauth://totp/Odd:SAMPLE_USER?secret=JBSWY3DPEHPK3PXPA&period=17&digits=5"
			p.opens("fixture/qr?bait=blank")
			page := p.imports()
			p.must(page.Choose(browser.Button(say("chooseFiles")), p.writesFile("odd.txt", strings.Join([]string{
				odd, "otpauth://totp/Short:SAMPLE_USER?secret=JBSWY3DPEHPK", "otpauth://totp/Other:SAMPLE_USER?secret=JBSWY3DPEHPK3PXP&issuer=Two", named("Usual")[0].uri(),
			}, "\n"))))
			ofOdd := []string{say("warning_secret_length"), say("warning_digits", "5"), say("warning_period", "17")}
			for _, words := range append([]string{say("warning_secret_short"), say("warning_issuer_mismatch", "Other")}, ofOdd...) {
				p.must(page.WaitText(words))
			}
			p.picture(page, "preview")
			if n := p.count(page, ".choices li:last-child em"); n != 0 {
				t.Errorf("%d things are said of a usual key", n)
			}
			p.must(page.Click(browser.Button(say("addCount", "4"))))
			p.must(page.WaitText(say("importAdded", "4")))
			p.must(page.Close())

			p.clicksIcon()
			p.clicks(say("editAccount", "Odd (SAMPLE_USER)"))
			p.must(p.popup.WaitText(say("pin")))
			p.must(p.popup.WaitText(ofOdd[1]))
			p.picture(p.popup.Page, "edit")
			p.presses("Escape")
			p.clicks(say("enterByHand"))
			p.types(say("issuer"), "Typed")
			p.types(say("secret"), "JBSW Y3DP EHPK 3PXP A")
			p.must(p.popup.WaitText(ofOdd[0]))
			p.picture(p.popup.Page, "typed")
			p.presses("Escape")
			p.closes()

			p.opens("fixture/qr?" + key{issuer: "Scanned", secret: secretOf("Scanned"), period: 17}.page(""))
			p.clicksIcon()
			p.clicks(say("scan"))
			p.must(p.popup.WaitText(say("foundTitle")))
			p.must(p.popup.WaitText(ofOdd[2]))
			p.picture(p.popup.Page, "found")
			p.clicks(say("add"))
			p.must(p.popup.WaitText(say("addedTitle", "Scanned (SAMPLE_USER)")))
			p.must(p.popup.WaitText(ofOdd[2]))
			p.picture(p.popup.Page, "added")
		})
	}
}

// count is how many elements of a page a selector finds.
func (p *person) count(page *browser.Page, selector string) (n int) {
	p.Helper()
	p.must(page.Eval(fmt.Sprintf("document.querySelectorAll(%q).length", selector), &n))
	return n
}

// TestImportOther meets what is no file to import, and leaves nothing behind.
func TestImportOther(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	page := p.imports()
	for _, c := range []struct{ name, text, want string }{
		{"notes.txt", "Remember the milk.", "Inkan does not know this kind of file."},
		{"empty.json", "", "Inkan does not know this kind of file."},
		{"page.pdf", "%PDF-1.7\n1 0 obj\n", "Inkan does not open PDF files."},
		{"picture.png", "\x89PNG\r\n\x1a\nno picture", "The picture is damaged or cut off."},
	} {
		p.must(page.Choose(browser.Button("Choose files"), p.writesFile(c.name, c.text)))
		p.must(page.WaitText(c.want))
		p.picture(page, c.name)
		p.must(page.Click(browser.Button("Discard")))
		p.waits("the page to be empty", func() bool {
			text, err := page.Text()
			p.must(err)
			return !strings.Contains(text, c.name)
		})
	}
	// A folder comes as a file that nobody can read.
	folder := filepath.Dir(p.writesFile("inside.txt", named("Inside")[0].uri()))
	p.must(page.Drop(browser.Point{X: 300, Y: 300}, folder, p.writesFile("beside.txt", named("Beside")[0].uri())))
	p.must(page.WaitText("If it is a folder, open it and choose the files in it."))
	p.must(page.WaitText("Add (1)"))
	p.picture(page, "folder")
	p.holdsExactly()
}

// TestImportMeanwhile chooses a file while another is being read: both are, with
// all that they hold.
func TestImportMeanwhile(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	page := p.imports()
	var many strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&many, "otpauth://totp/Many:%d?secret=%s\n", i, secretOf(fmt.Sprint("Many", i)))
	}
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("many.txt", many.String())))
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("one.txt", "otpauth://totp/Lonely:me?secret=JBSWY3DPEHPK3PXP\n")))
	p.must(page.WaitText("one.txt"))
	p.must(page.WaitText("Add (2001)"))

	// All rows come, also while something else is looked at, and codes are today's wherever one scrolls.
	p.must(page.Click(browser.Link("Trash")))
	p.must(page.Click(browser.Link("Import")))
	p.waits("all rows", func() bool { return p.count(page, ".choices li") == 2001 })
	p.must(page.Eval(`{ const { now } = Date; Date.now = () => now.call(Date) + 60_000; }`, nil))
	p.must(page.Eval(`document.querySelectorAll(".choices li")[1500].scrollIntoView()`, nil))
	p.waits("the code of a minute later", func() bool {
		var current bool
		p.must(page.Eval(`(async () => {
			const row = document.querySelectorAll(".choices li")[1500], engine = chrome.extension.getViews().find(({inkan}) => inkan).inkan;
			const [{code}] = engine.call("codes", {now: Date.now(), ids: [row.dataset.ref]});
			return row.querySelector(".digits").textContent.replaceAll(" ", "") === code;
		})()`, &current))
		return current
	})
	p.must(page.Click(browser.Button("Add (2001)")))
	p.must(page.WaitText("Accounts added: 2001"))
	p.must(page.Click(browser.Button("Undo")))
	p.must(page.WaitGone(browser.Button("Undo")))
	p.must(page.Click(browser.Link("Trash")))
	p.waits("all rows of the trash", func() bool { return p.count(page, ".rows li") == 2001 })
}
