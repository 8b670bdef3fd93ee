// SPDX-License-Identifier: MIT

// Command demo shows Inkan at work against the demo console. With a display it
// opens Chromium on the console's page, the extension loaded and its icon
// pinned, and leaves the rest to the person. Without one it walks through the
// whole flow itself, says each step, keeps a picture of each, and ends with
//
//	console accepted code NNNNNN
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/console/site"
	"inkan/scripts/manual"
)

func main() {
	lang := flag.String("lang", "en", "language of the browser: en or ja")
	dark := flag.Bool("dark", false, "prefer dark colours")
	show := flag.Bool("window", os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "", "open a window and leave the flow to the person")
	addr := flag.String("addr", "127.0.0.1:8370", "address of the console; a free port is taken when this one is in use")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr, *lang, *dark, *show); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

const (
	extension = ".build/extension"
	pictures  = ".build/screenshots/demo"
)

func run(ctx context.Context, addr, lang string, dark, show bool) error {
	if manual.In(lang) == (manual.Words{}) {
		return fmt.Errorf("there is no language %q: it must be en or ja", lang)
	}
	console, err := serve(addr)
	if err != nil {
		return err
	}
	fmt.Println("console:", console)
	folder := filepath.Join(pictures, lang)
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	o := browser.Options{Extension: extension, Headless: !show, Lang: lang, Dark: dark, Screenshots: folder, Timeout: 20 * time.Second}
	if !show {
		o.Greeting = manual.Greeting // for whoever looks on it stays
	}
	b, err := browser.Launch(ctx, o)
	if err != nil {
		return err
	}
	defer b.Close()
	if show {
		return wait(ctx, b, console)
	}
	return walk(b, console, lang)
}

// serve starts the console and returns its address.
func serve(addr string) (string, error) {
	console := site.New(site.Options{})
	url, _, err := site.Serve(addr, console)
	if errors.Is(err, syscall.EADDRINUSE) {
		url, _, err = site.Serve("127.0.0.1:0", console)
	}
	return url, err
}

// wait leaves the browser to the person until they close it or press Ctrl+C.
func wait(ctx context.Context, b *browser.Browser, console string) error {
	if _, err := b.Open(console); err != nil {
		return err
	}
	fmt.Println("Log in, set up two-factor authentication, and scan its QR code with the red Inkan icon. Close the browser, or press Ctrl+C, to end.")
	for ctx.Err() == nil {
		time.Sleep(300 * time.Millisecond)
		if targets, err := b.Targets(); err != nil || len(targets) == 0 {
			return nil
		}
	}
	return nil
}

func walk(b *browser.Browser, console, lang string) error {
	step, picture := 0, 0
	w := manual.Walk{
		Browser: b, Console: console, Lang: lang,
		Say: func(text string) {
			step, picture = step+1, 0
			fmt.Printf("%d. %s\n", step, text)
		},
		Picture: func(p *browser.Page) {
			picture++
			if _, err := p.Screenshot(fmt.Sprintf("%d-%d", step, picture)); err != nil {
				fmt.Fprintln(os.Stderr, "demo: no picture:", err)
			}
		},
	}
	code, err := w.Enrol()
	if err != nil {
		return err
	}
	fmt.Printf("pictures of step N: %s\n", filepath.Join(pictures, lang, "N-*.png"))
	fmt.Println("console accepted code", code)
	return nil
}
