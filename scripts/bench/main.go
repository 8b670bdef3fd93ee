// SPDX-License-Identifier: MIT

// Command bench measures in a real Chromium what the README states, with the
// extension that make build left: how soon the popup shows its codes, beside a
// popup that computes a single code in plain JavaScript; what an open popup
// costs; how long a scan takes; how large things are.
//
//	go run ./scripts/bench [-quick] [-only popup,filter,idle,scan,cold,camera,vault,unlock,import,size]
//
// It prints tables, and leaves them in .build/bench/figures.md, with every
// single measurement in figures.json. A figure that passes its floor is marked
// and is no error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/console/site"
	"inkan/scripts/manual"
)

const (
	built   = ".build/extension"
	folder  = ".build/bench"
	variant = folder + "/extension"
	profile = folder + "/profile"
)

// rounds is how often things are measured.
type rounds struct {
	pairs, scans, colds, launches int
	watch                         time.Duration // of an idle popup
}

var (
	full  = rounds{pairs: 20, scans: 6, colds: 5, launches: 3, watch: 10 * time.Second}
	quick = rounds{pairs: 5, scans: 3, colds: 2, launches: 1, watch: 6 * time.Second}
)

func main() {
	few := flag.Bool("quick", false, "few rounds")
	only := flag.String("only", "popup,idle,scan,cold,camera,vault,unlock,import,size", "what to measure; filter: how soon the popup filters and the manage page shows a long list")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	r := full
	if *few {
		r = quick
	}
	if err := run(ctx, r, strings.Split(*only, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, r rounds, parts []string) error {
	console, err := serve()
	if err != nil {
		return err
	}
	if err := writeVariant(built, variant); err != nil {
		return err
	}
	f := Figures{Machine: machine()}
	wanted := func(part string) bool { return slices.Contains(parts, part) }
	// What one part fails at costs the figures of no other.
	var failed []error
	measure := func(is bool, part func() error) {
		if is && ctx.Err() == nil {
			failed = append(failed, part())
		}
	}
	measure(wanted("size"), func() (err error) { f.Sizes, err = sizes(ctx, built, folder); return err })
	measure(wanted("popup") || wanted("idle"), func() error {
		return f.measureList(ctx, r, console, wanted("popup"), wanted("idle"))
	})
	measure(wanted("scan") || wanted("cold"), func() error {
		return f.measureScan(ctx, r, console, wanted("scan"), wanted("cold"))
	})
	measure(wanted("camera"), func() error { return f.measureCamera(ctx, r) })
	measure(wanted("filter"), func() error { return f.measureFilter(ctx, r, console) })
	measure(wanted("vault"), func() error { return f.measureVault(ctx, r, console) })
	measure(wanted("unlock"), func() error { return f.measureUnlock(ctx, r, console) })
	measure(wanted("import"), func() error { return f.measureImport(ctx, r, console) })
	f.Machine.LoadAfter = load()
	return errors.Join(append(failed, ctx.Err(), f.write())...)
}

// serve starts the console, whose pages are scanned, and returns its address.
func serve() (string, error) {
	url, _, err := site.Serve("127.0.0.1:0", site.New(site.Options{})) // ends with the program
	return url, err
}

// measureList measures what depends on the number of accounts.
func (f *Figures) measureList(ctx context.Context, r rounds, console string, popup, idle bool) error {
	launched, err := browser.Launch(ctx, browser.Options{Extension: variant, Greeting: manual.Greeting, Headless: true, Timeout: 20 * time.Second})
	if err != nil {
		return err
	}
	defer launched.Close()
	b := &bench{Browser: launched}
	if b.tab, err = launched.Open(console); err != nil {
		return err
	}
	have := 0
	for _, accounts := range []int{1, 10, 100, 1000} {
		if err := seed(launched, have, accounts); err != nil {
			return err
		}
		have = accounts
		if popup {
			figure, err := b.comparePopups(accounts, r.pairs)
			if err != nil {
				return err
			}
			f.Popup = append(f.Popup, figure)
		}
		if idle && accounts >= 100 {
			figure, err := b.idle(accounts, r.watch)
			if err != nil {
				return err
			}
			f.Idle = append(f.Idle, figure)
		}
	}
	return nil
}

// inUse is how many accounts there are while scans and cold starts are measured.
const inUse = 10

// measureScan measures scans, and cold starts on the profile they leave.
func (f *Figures) measureScan(ctx context.Context, r rounds, console string, scan, cold bool) error {
	if err := os.RemoveAll(profile); err != nil {
		return err
	}
	o := browser.Options{Extension: variant, Greeting: manual.Greeting, Headless: true, Profile: profile, Timeout: 20 * time.Second}
	if err := f.scanAndColdClicks(ctx, o, r, console, scan, cold); err != nil || !cold {
		return err
	}
	figure, err := coldLaunches(ctx, o, console, inUse, r.launches)
	f.Cold = append(f.Cold, figure)
	return err
}

func (f *Figures) scanAndColdClicks(ctx context.Context, o browser.Options, r rounds, console string, scan, cold bool) error {
	launched, err := browser.Launch(ctx, o)
	if err != nil {
		return err
	}
	defer launched.Close()
	if err := seed(launched, 0, inUse); err != nil {
		return err
	}
	b := &bench{Browser: launched}
	if err := b.showCode(console); err != nil {
		return err
	}
	for _, cold := range []bool{false, true} {
		if !scan {
			break
		}
		figure, err := b.scanTab(r.scans, cold)
		if err != nil {
			return err
		}
		f.Scan = append(f.Scan, figure)
	}
	if scan {
		if f.Box, err = b.dragBox(r.scans); err != nil {
			return err
		}
	}
	if !cold {
		return nil
	}
	figure, err := b.coldClicks(inUse, r.colds)
	f.Cold = append(f.Cold, figure)
	return err
}

// write prints the figures and keeps them.
func (f Figures) write() error {
	var text bytes.Buffer
	f.Markdown(&text) //nolint:errcheck // a buffer takes everything
	raw, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "figures.json"), append(raw, '\n'), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "figures.md"), text.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = os.Stdout.Write(text.Bytes())
	return err
}
