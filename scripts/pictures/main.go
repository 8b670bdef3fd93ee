// SPDX-License-Identifier: MIT

// Command pictures takes the README's pictures of the built extension: the
// steps of the flow, and the popup with seven made-up accounts in both
// languages.
//
//	scripts/build.sh && go run ./scripts/pictures scripts/manual/pictures
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/console/site"
	"inkan/scripts/manual"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pictures DIRECTORY")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// accounts are made up, the last one on top of the list. Their keys are no one's.
var accounts = []string{
	"otpauth://totp/Example%20Bank:tanaka?secret=AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU&digits=8&algorithm=SHA256",
	"otpauth://totp/%E7%B5%8C%E7%90%86%E3%82%AF%E3%83%A9%E3%82%A6%E3%83%89:%E4%BD%90%E8%97%A4%20%E7%BE%8E%E5%92%B2?secret=BEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU",
	"otpauth://steam/Steam:hanako?secret=CEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU",
	"otpauth://hotp/VPN:root-account-mfa-device?secret=DEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU&counter=5",
	"otpauth://totp/Microsoft:tanaka@example.onmicrosoft.com?secret=EEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU",
	"otpauth://totp/GitHub:octocat?secret=FEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU&period=60",
	"otpauth://totp/Trend%20Micro%20SaaS%20Account:admin@example.co.jp?secret=GEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU",
}

func run(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	console, stop, err := site.Serve("127.0.0.1:0", site.New(site.Options{}))
	if err != nil {
		return err
	}
	defer stop()
	for _, look := range []struct {
		lang, name string
		dark       bool
	}{{"en", "codes-en-light", false}, {"ja", "codes-ja-dark", true}} {
		if err := list(folder, console, look.lang, look.name, look.dark); err != nil {
			return err
		}
	}
	return flow(folder, console)
}

// open launches a browser on a page of the console.
func open(folder, lang string, dark bool, dpr float64, url string) (*browser.Browser, *browser.Page, error) {
	b, err := browser.Launch(context.Background(), browser.Options{
		Extension: ".build/extension", Headless: true, Lang: lang, Dark: dark, DPR: dpr, Width: 1180, Height: 960,
		Screenshots: folder, Timeout: 20 * time.Second, Greeting: manual.Greeting,
	})
	if err != nil {
		return nil, nil, err
	}
	tab, err := b.Open(url)
	if err != nil {
		b.Close()
	}
	return b, tab, err
}

// list takes the picture of the popup with the made-up accounts.
func list(folder, console, lang, name string, dark bool) error {
	b, tab, err := open(folder, lang, dark, 2, console)
	if err != nil {
		return err
	}
	defer b.Close()
	engine, err := b.Engine()
	if err != nil {
		return err
	}
	for _, uri := range accounts {
		const add = `(async (text) => {
			await inkan.ready;
			const { ref } = inkan.call('read', { now: Date.now(), site: '' }, new TextEncoder().encode(text));
			await inkan.change('add', { now: Date.now(), refs: [ref] });
		})(%q)`
		if err := engine.Eval(fmt.Sprintf(add, uri), nil); err != nil {
			return err
		}
	}
	// Early in a period, so that nothing is about to end.
	time.Sleep(time.Until(time.Now().Truncate(30 * time.Second).Add(38 * time.Second)))
	popup, err := b.ClickIcon(tab)
	if err != nil {
		return err
	}
	if err := popup.WaitText("octocat"); err != nil {
		return err
	}
	_, err = popup.Screenshot(name)
	return err
}

// flow takes the pictures of the README's steps.
func flow(folder, console string) error {
	b, _, err := open(folder, "en", false, 2, "about:blank")
	if err != nil {
		return err
	}
	defer b.Close()
	walk := manual.Walk{Browser: b, Console: console, Lang: "en"}
	if err := walk.Show(); err != nil {
		return err
	}
	tab := walk.Tab()
	words := manual.In("en")
	from, to, err := manual.Around(tab, browser.Role("image", words.QRCode))
	if err != nil {
		return err
	}
	popup, err := b.ClickIcon(tab)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return popup.Click(browser.Button(words.Scan)) },
		func() error { return popup.WaitText(manual.Issuer) },
		func() error { _, err := popup.Screenshot("1-scan"); return err },
		func() error { return manual.Leave(popup, browser.Button(words.SelectArea)) },
		func() error {
			return manual.DragBox(tab, from, to, func(p *browser.Page) { _, err = p.Screenshot("2-area") })
		},
		func() error { return err },
		func() error { popup, err = b.Popup(); return err },
		func() error { return popup.WaitText(words.Added) },
		func() error { _, err := popup.Screenshot("3-added"); return err },
		func() error { _, err := b.PressIcon(tab); return err },
		func() error { return popup.WaitClosed() },
		func() error { popup, err = b.ClickIcon(tab); return err },
		func() error { return popup.Click(manual.Row(manual.Issuer)) },
		func() error { _, err := popup.Screenshot("4-codes"); return err },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
