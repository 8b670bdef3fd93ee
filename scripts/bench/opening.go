// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"inkan/scripts/browser"
)

// opening is what a popup told of itself (page/watch.js), in milliseconds
// since its navigation started; 0 for what has not happened.
type opening struct {
	Origin  float64 // when that was, since the Unix epoch
	First   float64 // first paint of anything
	Written float64 // codes are in the document
	Painted float64 // codes are on the screen
	Clicked float64 // Scan was clicked
	Named   float64 // the account that was scanned is drawn
}

func painted(o opening) bool { return o.Painted > 0 }
func named(o opening) bool   { return o.Named > 0 }

// bench is a browser with the variant of the extension, and a tab in it.
type bench struct {
	*browser.Browser
	tab *browser.Page
}

// open clicks the icon with this page as the popup, waits until it has painted
// its codes, and closes it.
func (b *bench) open(page string) (opening, error) {
	if err := b.EvalWorker(fmt.Sprintf("chrome.action.setPopup({popup: %q})", page), nil); err != nil {
		return opening{}, err
	}
	told, err := b.click(page)
	if err != nil {
		// A frame that the browser forgot to tell of, once in some hundred openings.
		fmt.Fprintln(os.Stderr, "bench: once more, because", err)
		if err := b.closePopup(page); err != nil {
			return opening{}, err
		}
		return b.click(page)
	}
	return told, nil
}

// click is open of the page that is the popup already.
func (b *bench) click(page string) (opening, error) {
	// Codes that change before their first frame would tell nothing of it.
	waitPhase(200*time.Millisecond, period-1500*time.Millisecond)
	if _, err := b.PressIcon(b.tab); err != nil {
		return opening{}, err
	}
	told, err := b.told(page, painted)
	if err != nil {
		return opening{}, err
	}
	if err := b.closePopup(page); err != nil {
		return opening{}, err
	}
	time.Sleep(settle)
	return told, nil
}

// settle is how long the process they share clears away one popup before the
// next one opens.
const settle = 100 * time.Millisecond

// told waits until the popup has told enough in its title. Nothing is attached
// to it and nothing runs in it for that.
func (b *bench) told(page string, enough func(opening) bool) (told opening, err error) {
	err = until(page+" did not paint what was waited for", func() (bool, error) {
		target, err := b.find(page)
		if err != nil || !strings.HasPrefix(target.Title, "{") {
			return false, err
		}
		err = json.Unmarshal([]byte(target.Title), &told)
		return enough(told), err
	})
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, b.describe(page))
	}
	return told, err
}

// describe says what became of the popup.
func (b *bench) describe(page string) string {
	target, err := b.find(page)
	if err != nil || target.ID == "" {
		return "there is no popup"
	}
	popup, err := b.Popup()
	if err != nil {
		return err.Error()
	}
	var state string
	if err := popup.Eval(`document.visibilityState + " " + innerWidth + "×" + innerHeight + " " + document.title`, &state); err != nil {
		return err.Error()
	}
	return fmt.Sprintln(state, popup.Errors())
}

// closePopup clicks on the page, which takes the focus from the popup.
func (b *bench) closePopup(page string) error {
	if err := b.tab.ClickAt(browser.Point{X: 20, Y: 20}); err != nil {
		return err
	}
	return until("the popup did not close", func() (bool, error) {
		target, err := b.find(page)
		return target.ID == "", err
	})
}

// find returns the popup's target, or the zero Target.
func (b *bench) find(page string) (browser.Target, error) {
	list, err := b.Targets()
	for _, target := range list {
		if target.Type == "page" && target.URL == b.URL(page) {
			return target, err
		}
	}
	return browser.Target{}, err
}

// until asks every 20 ms, which leaves the processors to what is measured, and
// gives up after 5 s.
func until(otherwise string, done func() (bool, error)) error {
	return patiently(5*time.Second, otherwise, done)
}

// patiently is until for what takes longer.
func patiently(most time.Duration, otherwise string, done func() (bool, error)) error {
	for end := time.Now().Add(most); ; {
		time.Sleep(20 * time.Millisecond)
		if ok, err := done(); ok || err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("%s within %v", otherwise, most)
		}
	}
}
