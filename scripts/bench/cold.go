// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"time"

	"inkan/scripts/browser"
)

// ColdFigure is a click on the icon while neither engine nor service worker
// runs; milliseconds from the click to codes on the screen, and from the start
// of the popup's navigation.
type ColdFigure struct {
	Accounts   int
	Launched   bool // the browser was just launched, and this was its first click
	Click, Nav Times
}

// coldClicks measures in a browser that has been in use.
func (b *bench) coldClicks(accounts, rounds int) (ColdFigure, error) {
	f := ColdFigure{Accounts: accounts}
	for range rounds {
		if err := b.coldClick(&f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (b *bench) coldClick(f *ColdFigure) error {
	if _, err := readyEngine(b.Browser); err != nil {
		return err
	}
	if err := b.CloseEngine(); err != nil {
		return err
	}
	if err := b.StopWorker(); err != nil {
		return err
	}
	clicked := time.Now()
	o, err := b.click(ours)
	if err != nil {
		return fmt.Errorf("popup without an engine: %w", err)
	}
	f.Click = append(f.Click, o.Origin+o.Painted-float64(clicked.UnixMicro())/1000)
	f.Nav = append(f.Nav, o.Painted)
	return nil
}

// coldLaunches measures the first click after the browser was launched.
func coldLaunches(ctx context.Context, o browser.Options, page string, accounts, rounds int) (ColdFigure, error) {
	f := ColdFigure{Accounts: accounts, Launched: true}
	for range rounds {
		if err := coldLaunch(ctx, o, page, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func coldLaunch(ctx context.Context, o browser.Options, page string, f *ColdFigure) error {
	launched, err := browser.Launch(ctx, o)
	if err != nil {
		return err
	}
	defer launched.Close()
	b := &bench{Browser: launched}
	if b.tab, err = launched.Open(page); err != nil {
		return err
	}
	return b.coldClick(f)
}
