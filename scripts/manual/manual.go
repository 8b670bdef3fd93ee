// SPDX-License-Identifier: MIT

// Package manual walks a browser through the flow that Inkan exists for, the
// way the manual of a management console describes it: log in, ask for the
// confirmation mail, enter its code, show the QR code, click the icon, drag a
// box around the code, see that the account was added, click the icon again
// and use the six digits.
//
// Everything is clicked, dragged and typed as a person would, and found by its
// role and name in the language of the browser.
package manual

import (
	"fmt"
	"regexp"
	"time"

	"inkan/scripts/browser"
)

// Greeting is the page that Inkan opens when it is installed.
const Greeting = "manage/manage.html#welcome"

// Issuer is the service that the console's QR code names.
const Issuer = "Trend Micro SaaS Account"

// Words are the names of things in one language, as the person reads them.
type Words struct {
	User, Password, LogIn, SetUp, SendMail, MailCode, Continue, Reveal string
	Enable, Enabled, SixDigits, QRCode, LogOut, Submit, Products       string
	Scan, SelectArea, Add, Added, Undo                                 string
}

var words = map[string]Words{
	"en": {
		User: "ID", Password: "Password", LogIn: "Log in", SetUp: "Set up two-factor authentication", SendMail: "Send confirmation mail",
		MailCode: "Registration code", Continue: "Continue", Reveal: "Show QR code", Enable: "Enable two-factor authentication",
		Enabled: "Two-factor authentication is enabled.", SixDigits: "6-digit code", QRCode: "QR code", LogOut: "Log out",
		Submit: "Submit", Products: "Registered products and services",
		Scan: "Scan", SelectArea: "Select an area", Add: "Add", Added: "Added: ", Undo: "Undo",
	},
	"ja": {
		User: "ID", Password: "パスワード", LogIn: "ログイン", SetUp: "2要素認証設定を行う", SendMail: "確認メールを送信",
		MailCode: "登録メール確認コード", Continue: "続行", Reveal: "QRコードを表示する", Enable: "2要素認証を有効にする",
		Enabled: "2要素認証を有効にしました。", SixDigits: "6桁のコード", QRCode: "QRコード", LogOut: "ログアウト",
		Submit: "送信", Products: "登録済みの製品/サービス",
		Scan: "スキャン", SelectArea: "範囲を選択", Add: "追加", Added: "追加しました：", Undo: "元に戻す",
	},
}

// In returns the words of a language, "en" or "ja".
func In(lang string) Words { return words[lang] }

// Walk is one walk through the flow.
type Walk struct {
	Browser *browser.Browser
	Console string              // address of the console, with a slash at the end
	Lang    string              // of the browser: "en" or "ja"
	Whole   bool                // scan the whole tab instead of dragging a box
	Say     func(step string)   // told what comes next; may be nil
	Picture func(*browser.Page) // takes a picture after each step; may be nil

	tab *browser.Page
	Words
}

// Enrol walks from the log-in page to the enabled second factor and returns
// the code that the console accepted. The tab is left on the last page.
func (w *Walk) Enrol() (code string, err error) {
	w.Words = In(w.Lang)
	steps := []struct {
		say string
		do  func() error
	}{
		{"log in with ID and password", w.logIn},
		{"choose to set up two-factor authentication, and send the confirmation mail", w.sendMail},
		{"read the mail and enter its registration code", w.enterMailCode},
		{"show the QR code", w.reveal},
		{"click the Inkan icon and scan", w.scan},
		{"click the icon again and read the six digits", func() (err error) { code, err = w.read(); return err }},
		{"enter the code before its time is up, and enable", func() error { return w.enable(code) }},
	}
	for _, step := range steps {
		w.say(step.say)
		if err := step.do(); err != nil {
			return "", fmt.Errorf("manual: %s: %w", step.say, err)
		}
	}
	return code, nil
}

// Return logs out and logs in again with ID, password and the next code after
// used, as the console takes a code only once. It returns that code.
func (w *Walk) Return(used string) (code string, err error) {
	w.say("log out, and log in again with ID and password")
	err = w.act(
		func() error { return w.tab.Click(browser.By{Name: "SAMPLE_USER", Role: "DisclosureTriangle"}) },
		func() error { return w.tab.Click(browser.Button(w.LogOut)) },
		func() error { return w.tab.WaitURL("/login") },
		w.password,
		func() error { return w.tab.WaitURL("/login/code") },
	)
	if err != nil {
		return "", fmt.Errorf("manual: %w", err)
	}
	w.say("read the next code and enter it")
	if code, err = w.readAfter(used); err != nil {
		return "", fmt.Errorf("manual: %w", err)
	}
	return code, w.act(
		func() error { return w.tab.Fill(browser.Field(w.SixDigits), code) },
		func() error { w.picture(w.tab); return nil },
		func() error { return w.tab.Click(browser.Button(w.Submit)) },
		func() error { return w.tab.WaitText(w.Products) },
		func() error { return w.tab.WaitURL("/products") },
		func() error { w.picture(w.tab); return nil },
	)
}

// Show walks from the log-in page to the one with the QR code, and stays there.
func (w *Walk) Show() error {
	w.Words = In(w.Lang)
	if err := w.act(w.logIn, w.sendMail, w.enterMailCode, w.reveal); err != nil {
		return fmt.Errorf("manual: %w", err)
	}
	return nil
}

// Tab is the console's tab.
func (w *Walk) Tab() *browser.Page { return w.tab }

func (w *Walk) say(step string) {
	if w.Say != nil {
		w.Say(step)
	}
}

func (w *Walk) picture(p *browser.Page) {
	if w.Picture != nil {
		w.Picture(p)
	}
}

func (w *Walk) logIn() (err error) {
	if w.tab, err = w.Browser.Open(w.Console); err != nil {
		return err
	}
	w.picture(w.tab)
	return w.act(w.password, func() error { return w.tab.WaitURL("/warning") })
}

// password fills in and sends the log-in page.
func (w *Walk) password() error {
	return w.act(
		func() error { return w.tab.Fill(browser.Field(w.User), "SAMPLE_USER") },
		func() error { return w.tab.Fill(browser.Field(w.Words.Password), "Sample-Passw0rd") },
		func() error { return w.tab.Click(browser.Button(w.LogIn)) },
	)
}

// act runs steps up to the first that fails.
func (w *Walk) act(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (w *Walk) sendMail() error {
	w.picture(w.tab)
	return w.act(
		func() error {
			return w.tab.Click(browser.By{Match: regexp.MustCompile("^" + w.SetUp + "$"), Role: "button"})
		},
		func() error { return w.tab.WaitURL("/2fa/setup") },
		func() error { w.picture(w.tab); return nil },
		func() error { return w.tab.Click(browser.Button(w.SendMail)) },
		func() error { return w.tab.WaitURL("/2fa/setup/mail") },
	)
}

// mailed is a code in a mail of the mailbox page.
var mailed = regexp.MustCompile(`\b\d{8}\b`)

func (w *Walk) enterMailCode() error {
	mailbox, err := w.Browser.Open(w.Console + "mailbox")
	if err != nil {
		return err
	}
	w.picture(mailbox)
	text, err := mailbox.Text()
	if err != nil {
		return err
	}
	code := mailed.FindString(text)
	if code == "" {
		return fmt.Errorf("no mail holds a registration code:\n%s", mailbox.Tree())
	}
	return w.act(
		mailbox.Close,
		w.tab.Activate,
		func() error { return w.tab.Fill(browser.Field(w.MailCode), code) },
		func() error { w.picture(w.tab); return nil },
		func() error { return w.tab.Click(browser.Button(w.Continue)) },
		func() error { return w.tab.WaitURL("/2fa/setup/app") },
	)
}

func (w *Walk) reveal() error {
	w.picture(w.tab)
	if err := w.tab.Click(browser.Button(w.Reveal)); err != nil {
		return err
	}
	_, err := w.tab.Find(browser.Role("image", w.QRCode))
	w.picture(w.tab)
	return err
}

func (w *Walk) scan() error {
	// In a small window the code is further down the page.
	if err := w.tab.Hover(browser.Role("image", w.QRCode)); err != nil {
		return err
	}
	from, to, err := Around(w.tab, browser.Role("image", w.QRCode))
	if err != nil {
		return err
	}
	popup, err := w.Browser.ClickIcon(w.tab)
	if err != nil {
		return err
	}
	w.picture(popup.Page)
	if w.Whole {
		return w.act(
			func() error { return popup.Click(browser.Button(w.Scan)) },
			func() error { return popup.WaitText(Issuer) },
			func() error { w.picture(popup.Page); return nil },
			func() error { return popup.Click(browser.Button(w.Add)) },
			func() error { return popup.WaitText(w.Added) },
			func() error { w.picture(popup.Page); return nil },
			func() error { return Dismiss(popup) },
		)
	}
	err = w.act(
		// What the tab shows is read and named at once; who wants to drags a box all the same.
		func() error { return popup.Click(browser.Button(w.Scan)) },
		func() error { return popup.WaitText(Issuer) },
		func() error { w.picture(popup.Page); return nil },
		func() error { return Leave(popup, browser.Button(w.SelectArea)) },
	)
	if err != nil {
		return err
	}
	if err := DragBox(w.tab, from, to, w.picture); err != nil {
		return err
	}
	told, err := w.Browser.Popup() // it opens by itself to say what was added
	if err != nil {
		return err
	}
	return w.act(
		func() error { return told.WaitText(w.Added + Issuer) },
		func() error { w.picture(told.Page); return nil },
		func() error { return Dismiss(told) },
	)
}

func (w *Walk) read() (string, error) { return w.readAfter("") }

// readAfter reads the code, and waits for the next one while it is still used.
func (w *Walk) readAfter(used string) (string, error) {
	popup, err := w.Browser.ClickIcon(w.tab)
	if err != nil {
		return "", err
	}
	w.picture(popup.Page)
	var code string
	for end := time.Now().Add(40 * time.Second); code == "" || code == used; time.Sleep(200 * time.Millisecond) {
		if code, err = Code(popup.Page, Issuer); err != nil {
			return "", err
		}
		if time.Now().After(end) {
			return "", fmt.Errorf("no other code than %s came:\n%s", used, popup.Tree())
		}
	}
	return code, Dismiss(popup)
}

func (w *Walk) enable(code string) error {
	return w.act(
		func() error { return w.tab.Fill(browser.Field(w.SixDigits), code) },
		func() error { w.picture(w.tab); return nil },
		func() error { return w.tab.Click(browser.Button(w.Enable)) },
		func() error { return w.tab.WaitText(w.Enabled) },
		func() error { w.picture(w.tab); return nil },
	)
}
