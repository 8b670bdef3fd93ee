// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/webauthn"

	"inkan/scripts/browser"
	"inkan/wasm/qr"
)

// symbolOn is the text of the QR code that a page shows.
func (p *person) symbolOn(page *browser.Page) string {
	p.Helper()
	shot, err := page.PNG()
	p.must(err)
	texts := p.symbolsIn(shot)
	if len(texts) != 1 {
		p.Fatalf("the page shows %d QR codes", len(texts))
	}
	return texts[0]
}

// symbolsIn are the texts of the QR codes in a PNG.
func (p *person) symbolsIn(shot []byte) (texts []string) {
	p.Helper()
	picture, err := png.Decode(bytes.NewReader(shot))
	p.must(err)
	size := picture.Bounds()
	grey := qr.Luminance{Pix: make([]byte, size.Dx()*size.Dy()), Width: size.Dx(), Height: size.Dy(), Stride: size.Dx()}
	for y := range size.Dy() {
		for x := range size.Dx() {
			r, g, b, _ := picture.At(x, y).RGBA()
			grey.Pix[y*size.Dx()+x] = byte((77*r + 150*g + 29*b) >> 16)
		}
	}
	symbols, err := qr.Decode(grey)
	p.must(err)
	for _, symbol := range symbols {
		texts = append(texts, symbol.Text)
	}
	return texts
}

// TestRecoveryKey makes a recovery key, types it back and comes in by it with
// the password forgotten; then the password is set anew.
func TestRecoveryKey(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Recovered", secret: secretOf("Recovered")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.protects()

	page := p.manages()
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), "not this one"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This password does not open the vault."))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))
	p.picture(page, "shown")
	var shown string
	p.must(page.Eval(`[...document.querySelectorAll("#recovery-key span")].map((group) => group.textContent).join("-")`, &shown))
	if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$`).MatchString(shown) {
		t.Fatal("this is no recovery key: what is shown has another form")
	}
	if p.symbolOn(page) != shown {
		t.Error("the QR code holds something else than the text")
	}
	p.prints(page, true)
	p.picture(page, "printed")
	if p.symbolOn(page) != shown {
		t.Error("the printed QR code holds something else than the text")
	}
	for text, want := range map[string]bool{"Inkan recovery key": true, shown[:5]: true, "Print it": false, "I have it": false, "Security": false} {
		var there bool
		p.must(page.Eval(`document.body.innerText.includes("`+text+`")`, &there))
		if there != want {
			t.Errorf("%q is printed: %v", text, there)
		}
	}
	p.prints(page, false)
	p.must(page.Click(browser.Button("I have it")))
	if text, err := page.Text(); err != nil || strings.Contains(text, shown[:5]) {
		t.Errorf("the key is still shown when it is typed back, %v", err)
	}
	typed := browser.Field("Recovery key")
	other := "0"
	if shown[0] == '0' {
		other = "1"
	}
	for _, c := range []struct{ text, words string }{
		{shown[:41], "A recovery key has 8 groups of 5 characters."},
		{other + shown[1:], "One group has a typing error."},
		{"U" + shown[1:], "A character here is never in a recovery key."},
	} {
		p.must(page.Fill(typed, c.text))
		p.must(page.Press("Enter"))
		p.must(page.WaitText(c.words))
	}
	// As people type: small letters, no dashes, O for 0.
	p.must(page.Fill(typed, strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(shown), "-", " "), "0", "o")))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(browser.Role("dialog", "Your recovery key")))
	p.must(page.WaitText("Make a new recovery key"))
	p.picture(page, "set")
	p.must(page.Close())
	file := p.mirrored().mirror
	p.Run("Another program", func(t *testing.T) {
		p := p.in(t)
		for way, secret := range map[string]string{"password": password, "recovery": shown} {
			if text := p.decrypts(file, way, secret); !strings.Contains(text, k.issuer) {
				t.Errorf("it opens the file with the %s, and finds no account", way)
			}
		}
	})
	for where, raw := range p.everything() {
		if bytes.Contains(raw, []byte(shown)) || bytes.Contains(raw, []byte(strings.ReplaceAll(shown, "-", ""))) {
			t.Errorf("%s holds the recovery key", where)
		}
	}

	p.locks()
	p.clicks("Use the recovery key")
	p.types("Recovery key", shown[6:]+"-"+shown[:5])
	p.presses("Enter")
	p.must(p.popup.WaitText("typing error"))
	p.picture(p.popup.Page, "recovery")
	p.types("Recovery key", shown)
	p.presses("Enter")
	p.reads(k.issuer)
	p.checksCode(k)

	// Whoever came in by it has forgotten the password.
	p.must(p.popup.WaitText("Forgot the password?"))
	p.picture(p.popup.Page, "bypassed")
	p.leaves("Set a password")
	page, err := p.Page("manage/manage.html")
	p.must(err)
	p.must(page.WaitText("Security"))
	p.forgives(page)
	p.must(page.Click(browser.Button("Change")))
	p.must(page.Fill(browser.Field("New password"), "another, not forgotten"))
	p.must(page.Fill(browser.Field("The same again"), "another, not forgotten"))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(browser.Role("dialog", "Change the password")))
	p.must(page.Click(browser.Button("Remove: Recovery key")))
	dialog := browser.Role("dialog", "Remove “Recovery key”?")
	p.must(page.Fill(browser.Field("Current password").Within(dialog), "another, not forgotten"))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(dialog))
	p.must(page.WaitText("Make a recovery key"))
	p.must(page.Close())
	p.locks()
	if text, err := p.popup.Text(); err != nil || hasAny(text, "recovery key") {
		t.Errorf("a recovery key that was removed is still offered, %v", err)
	}
	p.unlocks("another, not forgotten")
	p.reads(k.issuer)
}

// decrypts opens a vault file, Base64, with the program that knows FORMAT.md
// and nothing of ours, and returns its document. Without Python it skips.
func (p *person) decrypts(file, way, secret string) string {
	p.Helper()
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import nacl.pwhash.argon2id").Run() != nil {
		p.Skip("no Python with PyNaCl here (apt-get install python3-nacl)")
	}
	raw, err := base64.StdEncoding.DecodeString(file)
	p.must(err)
	path := filepath.Join(p.TempDir(), "vault")
	p.must(os.WriteFile(path, raw, 0o600))
	script := exec.Command(python, root+"/wasm/vault/decrypt.py", path, way)
	script.Stdin = strings.NewReader(secret)
	document, err := script.Output()
	p.must(err)
	return string(document)
}

// forgives sees that a forgotten password is forgiven for some minutes only,
// and that setting the clock back does not make it more.
func (p *person) forgives(page *browser.Page) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	later := func(clock string) string {
		return `{ const { now } = ` + clock + `; ` + clock + `.now = () => now.call(` + clock + `) + 6 * 60_000; globalThis.back = () => { ` + clock + `.now = now; }; }`
	}
	asked := func() (code string) {
		p.Helper()
		p.must(engine.Eval(`inkan.act("recovery.new", {}).then(() => "done", ({problem}) => problem.code)`, &code))
		return code
	}
	for _, clock := range []string{"Date", "performance"} {
		p.must(engine.Eval(later(clock), nil))
		p.must(page.Click(browser.Button("Change")))
		p.must(page.WaitFor(browser.Field("Current password"), "empty", func(e *browser.Element) bool { return e.Value == "" }))
		p.must(page.Press("Escape"))
		if code := asked(); code != "verify" {
			p.Errorf("six minutes after unlocking, by %s, another way in is made: %s", clock, code)
		}
		p.must(engine.Eval("back()", nil))
	}
	if code := asked(); code != "done" {
		p.Errorf("right after unlocking, another way in is refused: %s", code)
	}
}

// prints shows a page as it is printed, or as it was.
func (p *person) prints(page *browser.Page, printed bool) {
	p.Helper()
	session, err := page.Session()
	p.must(err)
	media := ""
	if printed {
		media = "print"
	}
	_, err = cdp.Call(p.Context(), session, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media})
	p.must(err)
}

// TestPasskey adds a passkey, comes in by it, and loses it.
func TestPasskey(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "By passkey", secret: secretOf("By passkey")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.protects()

	page := p.manages()
	device := p.plugs(page, true)
	p.addsPasskey(page, "This laptop")
	p.picture(page, "added")

	p.must(page.Click(browser.Button("Lock now")))
	p.must(page.WaitText("Locked"))
	p.picture(page, "locked")
	// What a device makes of its salt is 32 bytes, and always the same.
	engine, err := p.Engine()
	p.must(err)
	for _, prf := range []string{"0", "16", "32", "64"} {
		var code string
		p.must(engine.Eval(`inkan.act("unlock", {slot: inkan.slots.find(({type}) => type === "passkey").id}, [new Uint8Array(`+prf+`)])
			.then(() => "open", ({problem}) => problem.code)`, &code))
		if code != "passkey-wrong" {
			t.Errorf("%s bytes that are not the device's: %s", prf, code)
		}
	}
	use := browser.Button("Use a passkey")
	p.must(page.Click(use))
	p.must(page.WaitText("This laptop"))
	p.touches(page)

	p.must(page.Click(browser.Button("Lock now")))
	p.must(page.WaitText("Locked"))
	session, err := page.Session()
	p.must(err)
	_, err = cdp.Call(p.Context(), session, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false})
	p.must(err)
	p.must(page.Click(use))
	// The browser says so at once, or lets the person try again for two minutes.
	time.Sleep(2 * time.Second)
	p.picture(page, "refused")
	if text, err := page.Text(); err != nil || hasAny(text, "This laptop") {
		t.Errorf("without user verification the vault is open, %v", err)
	}
	_, err = cdp.Call(p.Context(), session, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: true})
	p.must(err)
	_, err = cdp.Call(p.Context(), session, webauthn.ClearCredentials, webauthn.ClearCredentialsParams{AuthenticatorID: device})
	p.must(err)
	// The browser now asks for another device, for as long as the person likes; the password opens without.
	p.must(page.Click(use))

	// From the popup it leads to a tab, where there is room for the browser's dialog.
	p.must(page.Close())
	p.clicksIcon()
	p.isLocked()
	p.leaves("Use a passkey")
	page, err = p.Page("manage/manage.html#passkey")
	p.must(err)
	p.must(page.WaitText("Locked"))
	p.must(page.Fill(browser.Field("Password"), "by touch alone"))
	p.must(page.Press("Enter"))
	p.must(page.Click(browser.Link("Security")))
	p.must(page.WaitText("This laptop"))
	told := p.overhears(page)
	var had string
	p.must(engineOf(p).Eval(`inkan.slots.find(({type}) => type === "passkey").passkey.credential`, &had))
	p.must(page.Click(browser.Button("Remove: This laptop")))
	p.must(page.Fill(browser.Field("Current password"), "by touch alone"))
	p.must(page.Press("Enter"))
	p.must(page.WaitNoText("This laptop"))
	if got := told(); len(got) != 1 || got[0] != had {
		t.Errorf("of the passkey %s that was removed, devices are told %q", had, got)
	}
}

// addsPasskey makes a passkey of the device that is plugged in.
func (p *person) addsPasskey(page *browser.Page, name string) {
	p.Helper()
	p.must(page.Click(browser.Button("Add a passkey")))
	p.must(page.Fill(browser.Field("Name of the passkey"), name))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitGone(browser.Role("dialog", "Add a passkey")))
	p.must(page.WaitText(name))
}

// touches changes the password after the vault was opened with a passkey: that
// alone does not do, but the passkey that is used for just this does.
func (p *person) touches(page *browser.Page) {
	p.Helper()
	p.must(page.Click(browser.Button("Change")))
	p.must(page.Fill(browser.Field("Current password"), "forgotten"))
	p.must(page.Fill(browser.Field("New password"), "by touch alone"))
	p.must(page.Fill(browser.Field("The same again"), "by touch alone"))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("This password does not open the vault."))
	dialog := browser.Role("dialog", "Change the password")
	p.picture(page, "change")
	p.must(page.Click(browser.Button("Use a passkey").Within(dialog)))
	p.must(page.WaitGone(dialog))
	if local, err := p.Storage("local", "attempts"); err != nil || string(local["attempts"]) == "" {
		p.Errorf("the wrong password is forgotten for a passkey: %s, %v", local, err)
	}
}

func engineOf(p *person) *browser.Page {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	return engine
}

// overhears returns what a page tells devices of passkeys that are of no use
// any more: their ids, Base64, told so far.
func (p *person) overhears(page *browser.Page) func() []string {
	p.Helper()
	p.must(page.Eval(`{
		globalThis.told = [];
		const { signalUnknownCredential: signal } = PublicKeyCredential;
		PublicKeyCredential.signalUnknownCredential = async function (options) {
			await signal.call(this, options); // which refuses another rpId than this extension's
			told.push(Uint8Array.fromBase64(options.credentialId, {alphabet: "base64url"}).toBase64());
		};
	}`, nil))
	return func() (ids []string) {
		p.Helper()
		p.must(page.Eval(`told`, &ids))
		return ids
	}
}

// TestRefusedPasskey has devices forget passkeys that the browser made and that
// cannot become a way in.
func TestRefusedPasskey(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.protects()
	page := p.manages()
	for _, c := range []struct {
		name, words, spoil string
		prf                bool
	}{
		{"No PRF", "This device cannot unlock vaults with passkeys", "", false},
		{"Used no second time", "No passkey was used", `
			PublicKeyCredential.prototype.getClientExtensionResults = () => ({prf: {enabled: true}});
			navigator.credentials.get = () => Promise.reject(new DOMException("", "NotAllowedError"));`, true},
		{"Not stored", "The change could not be stored", `
			for (const view of chrome.extension.getViews()) if (view.inkan) view.IDBDatabase.prototype.transaction = () => { throw new DOMException("", "UnknownError"); };`, true},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.must(page.Reload())
			p.must(page.WaitText("Add a passkey"))
			device := p.plugs(page, c.prf)
			told := p.overhears(page)
			p.must(page.Eval(`{`+c.spoil+`}`, nil))
			p.must(page.Click(browser.Button("Add a passkey")))
			p.must(page.Fill(browser.Field("Current password"), password))
			p.must(page.Press("Enter"))
			p.must(page.WaitText(c.words))
			got := told()
			if len(got) != 1 {
				t.Fatalf("devices are told %q", got)
			}
			// Chromium 156 keeps a virtual device's passkey of an extension under the origin, and looks for it under the id:
			// it stays. That of a web page would be gone.
			for _, kept := range p.credentials(page, device) {
				if kept != got[0] {
					t.Errorf("the device has the passkey %s, and is told of %s", kept, got[0])
				}
			}
			p.unplugs(page)
		})
	}
}

// credentials are the ids, Base64, of the passkeys that a device has.
func (p *person) credentials(page *browser.Page, device webauthn.AuthenticatorID) (ids []string) {
	p.Helper()
	session, err := page.Session()
	p.must(err)
	got, err := cdp.Call(p.Context(), session, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: device})
	p.must(err)
	for _, c := range got.Credentials {
		ids = append(ids, base64.StdEncoding.EncodeToString(c.CredentialID))
	}
	return ids
}

// TestSeveralPasswords opens a vault with each of two passwords: one is asked
// for, and one is counted when neither opens.
func TestSeveralPasswords(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Two keys", secret: secretOf("Two keys")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.protects()
	const second = "a password for somebody else"
	bytes := func(text string) string { return `new TextEncoder().encode("` + text + `")` }
	p.must(engineOf(p).Eval(`(async () => {
		await inkan.act("verify", {slot: inkan.slots[0].id}, [`+bytes(password)+`]);
		await inkan.act("password.add", {label: "Second"}, [`+bytes(second)+`]);
	})()`, nil))
	for _, right := range []string{password, second} {
		p.locks()
		p.unlocks("neither of them")
		p.must(p.popup.WaitText("This password does not open the vault."))
		local, err := p.Storage("local", "attempts")
		p.must(err)
		var attempts struct{ Wrong int }
		p.must(json.Unmarshal(local["attempts"], &attempts))
		if attempts.Wrong != 1 {
			t.Errorf("one wrong password counts as %d", attempts.Wrong)
		}
		p.unlocks(right)
		p.reads(k.issuer)
		p.checksCode(k)
		if local, err := p.Storage("local", "attempts"); err != nil || len(local) > 0 {
			t.Errorf("after the right one there is still %s, %v", local, err)
		}
	}
	page := p.manages()
	p.must(page.Click(browser.Button("Make a recovery key")))
	p.must(page.Fill(browser.Field("Current password"), second))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Print it, or write it down"))
}

// TestRenew makes all keys new: the other ways in go, earlier versions stay.
func TestRenew(t *testing.T) {
	p := sits(t, browser.Options{})
	one, two := key{issuer: "One", secret: secretOf("Renewed one")}, key{issuer: "Two", secret: secretOf("Renewed two")}
	p.opens("fixture/qr?" + one.page(""))
	p.enrols(wholeTab, one, box{})
	p.closes()
	p.protects()
	p.opens("fixture/qr?" + two.page(""))
	p.enrols(wholeTab, two, box{})
	p.closes()
	vaultKey := func() (key string) {
		p.Helper()
		session, err := p.Storage("session", "key")
		p.must(err)
		return string(session["key"])
	}
	page := p.manages()
	p.plugs(page, true)
	p.must(page.Click(browser.Button("Add a passkey")))
	p.must(page.Fill(browser.Field("Current password"), password))
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Remove"))
	told := p.overhears(page)
	old := vaultKey()

	p.must(page.Click(browser.Button("Make all keys new")))
	dialog := browser.Role("dialog", "Make all keys new?")
	p.picture(page, "asked")
	renews := func(known, next string) {
		p.Helper()
		p.must(page.Fill(browser.Field("Current password").Within(dialog), known))
		p.must(page.Fill(browser.Field("New password").Within(dialog), next))
		p.must(page.Fill(browser.Field("The same again").Within(dialog), next))
		p.must(page.Press("Enter"))
	}
	renews("not the password", "new from now on")
	p.must(page.WaitText("This password does not open the vault."))
	if vaultKey() != old {
		t.Error("the key is another for who does not know the password")
	}
	renews(password, "new from now on")
	p.must(page.WaitGone(dialog))
	p.picture(page, "renewed")
	if key := vaultKey(); key == old || key == "" {
		t.Errorf("the key is the same as before: %v", key == old)
	}
	if ids := told(); len(ids) != 1 {
		t.Errorf("of the passkey devices are told %q", ids)
	}
	var ways []string
	p.must(engineOf(p).Eval(`inkan.slots.map(({type}) => type)`, &ways))
	if len(ways) != 1 || ways[0] != "password" {
		t.Errorf("the ways in are %q", ways)
	}
	p.must(page.Click(browser.Link("Earlier versions")))
	p.must(page.WaitText("How the accounts were"))
	p.goesBack(page, 3) // renewed, the passkey, two
	p.holdsExactly("One (SAMPLE_USER)")
	p.must(page.Close())
	p.locks()
	p.unlocks(password)
	p.must(p.popup.WaitText("This password does not open the vault."))
	p.unlocks("new from now on")
	p.reads(one.issuer)
	p.checksCode(one)
}

// plugs gives a page an authenticator.
func (p *person) plugs(page *browser.Page, prf bool) webauthn.AuthenticatorID {
	p.Helper()
	device, err := page.PlugIn(prf)
	p.must(err)
	return device
}

// unplugs takes all authenticators away.
func (p *person) unplugs(page *browser.Page) {
	p.Helper()
	session, err := page.Session()
	p.must(err)
	_, err = cdp.Call(p.Context(), session, webauthn.Disable, cdp.Empty{})
	p.must(err)
}
