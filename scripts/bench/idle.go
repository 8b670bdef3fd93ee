// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"time"
)

// IdleFigure is what the main thread of an open popup that nobody touches works
// per second, in milliseconds. The engine shares that thread.
type IdleFigure struct {
	Accounts int
	Seconds  float64 // watched each time
	Between  float64 // while all codes stay
	Across   float64 // while all codes turn red, and change
}

// idleFloor may not be reached, ms/s.
const idleFloor = 5

// Over reports whether the figure passes its floor.
func (f IdleFigure) Over() bool { return f.Between >= idleFloor }

const (
	period = 30 * time.Second // of every account
	ending = 5 * time.Second  // before the change codes turn red
)

// idle opens our popup and watches it. The browser must hold so many accounts.
func (b *bench) idle(accounts int, watch time.Duration) (IdleFigure, error) {
	f := IdleFigure{Accounts: accounts, Seconds: watch.Seconds()}
	if err := b.EvalWorker(fmt.Sprintf("chrome.action.setPopup({popup: %q})", ours), nil); err != nil {
		return f, err
	}
	popup, err := b.ClickIcon(b.tab)
	if err != nil {
		return f, err
	}
	err = until("the popup did not list all accounts", func() (bool, error) {
		var rows int
		err := popup.Eval("document.getElementById('accounts').childElementCount", &rows)
		return rows == accounts, err
	})
	if err != nil {
		return f, err
	}
	time.Sleep(time.Second) // what follows the last row
	between := func() error {
		waitPhase(time.Second, period-ending-watch-time.Second)
		return perSecond(&f.Between, popup.Busy, watch)
	}
	across := func() error {
		from := period - ending - (watch-ending)/2 // the change and what comes before it in the middle
		waitPhase(from, from+time.Second)
		return perSecond(&f.Across, popup.Busy, watch)
	}
	steps := []func() error{between, across}
	if phase() > period-ending-watch-time.Second {
		steps = []func() error{across, between} // whichever comes first
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return f, fmt.Errorf("idle popup with %d accounts: %w", accounts, err)
		}
	}
	return f, b.closePopup(ours)
}

func perSecond(to *float64, busy func(time.Duration) (time.Duration, error), watch time.Duration) error {
	worked, err := busy(watch)
	*to = float64(worked) / float64(time.Millisecond)
	return err
}

// phase is how far the present period has come.
func phase() time.Duration { return time.Duration(time.Now().UnixNano()) % period }

// waitPhase waits until a period has come so far, and not farther than to.
func waitPhase(from, to time.Duration) {
	if now := phase(); now < from {
		time.Sleep(from - now)
	} else if now > to {
		time.Sleep(period - now + from)
	}
}
