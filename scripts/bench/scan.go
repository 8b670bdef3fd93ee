// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// ScanFigure is a scan of a whole 1080p tab, from the click on Scan to the
// account's name on the screen; milliseconds.
type ScanFigure struct {
	Cold    bool // nothing of the scan Worker runs at the click
	Total   Times
	Capture Times // by the browser, JPEG
	Picture Times // JPEG to luminance; with a cold Worker the rest of its start too
	Decode  Times
	Rest    Times // messages, the popup's row, its paint
}

// BoxFigure is a box dragged on the page, from mouse-up to the account's name
// on the screen, in the popup that opens by itself; milliseconds.
type BoxFigure struct {
	Total Times
	Popup Times // of that, since the popup's navigation started
}

// captures is how long to wait before the next scan: Chromium takes two pictures
// a second at most.
const captures = 600 * time.Millisecond

// noticed is how long what a popup says stands at least: one that is closed
// sooner was not seen, and opens again.
const noticed = 150 * time.Millisecond

// The viewport that is scanned, in CSS pixels.
const scanWidth, scanHeight = 1920, 1080

// scanTab measures the click on Scan.
func (b *bench) scanTab(rounds int, cold bool) (ScanFigure, error) {
	f := ScanFigure{Cold: cold}
	for i := range rounds + 1 {
		if cold {
			// Its Worker goes with it; the popup starts a new engine, without one.
			if err := b.CloseEngine(); err != nil {
				return f, err
			}
		}
		o, parts, err := b.scanOnce()
		if err != nil {
			return f, fmt.Errorf("scan of a tab: %w", err)
		}
		if i == 0 {
			continue // the first one is thrown away
		}
		total := o.Named - o.Clicked
		f.Total = append(f.Total, total)
		f.Capture = append(f.Capture, parts.Capture)
		f.Picture = append(f.Picture, parts.Picture)
		f.Decode = append(f.Decode, parts.Decode)
		f.Rest = append(f.Rest, total-parts.Capture-parts.Picture-parts.Decode)
	}
	return f, nil
}

// scanTimes is the detail of the popup's performance.measure "scan".
type scanTimes struct{ Capture, Picture, Decode float64 }

func (b *bench) scanOnce() (o opening, parts scanTimes, err error) {
	time.Sleep(captures)
	popup, err := b.ClickIcon(b.tab)
	if err != nil {
		return o, parts, err
	}
	if _, err := b.told(ours, painted); err != nil {
		return o, parts, err
	}
	if err := popup.Click(browser.Button(manual.In("en").Scan)); err != nil {
		return o, parts, err
	}
	if o, err = b.told(ours, named); err != nil {
		return o, parts, fmt.Errorf("%w:\n%s", err, popup.Tree())
	}
	if err := popup.Eval("performance.getEntriesByName('scan')[0].detail", &parts); err != nil {
		return o, parts, err
	}
	time.Sleep(noticed)
	return o, parts, b.closePopup(ours)
}

// dragBox measures the release of a dragged box. The account that each round
// adds is removed again.
func (b *bench) dragBox(rounds int) (BoxFigure, error) {
	var f BoxFigure
	from, to, err := manual.Around(b.tab, browser.Role("image", manual.In("en").QRCode))
	if err != nil {
		return f, err
	}
	// The overlay keeps the pointer from whoever listens after it.
	if err := b.tab.Eval(`addEventListener('pointerup', (e) => { globalThis.released = performance.timeOrigin + e.timeStamp }, true)`, nil); err != nil {
		return f, err
	}
	for i := range rounds + 1 {
		total, popup, err := b.dragOnce(from, to)
		if err != nil {
			return f, fmt.Errorf("scan of a box: %w", err)
		}
		if i > 0 {
			f.Total, f.Popup = append(f.Total, total), append(f.Popup, popup)
		}
	}
	return f, nil
}

func (b *bench) dragOnce(from, to browser.Point) (total, inPopup float64, err error) {
	time.Sleep(captures)
	popup, err := b.ClickIcon(b.tab)
	if err != nil {
		return 0, 0, err
	}
	if err := manual.Leave(popup, browser.Button(manual.In("en").SelectArea)); err != nil {
		return 0, 0, err
	}
	if err := manual.DragBox(b.tab, from, to, nil); err != nil {
		return 0, 0, err
	}
	o, err := b.told(ours, named)
	if err != nil {
		return 0, 0, err
	}
	var released float64
	if err := b.tab.Eval("globalThis.released", &released); err != nil {
		return 0, 0, err
	}
	time.Sleep(noticed)
	if err := b.closePopup(ours); err != nil {
		return 0, 0, err
	}
	return o.Origin + o.Named - released, o.Named, b.removeNewest()
}

// removeNewest takes back what a box added.
func (b *bench) removeNewest() error {
	engine, err := readyEngine(b.Browser)
	if err != nil {
		return err
	}
	var removed []string
	err = engine.Eval(fmt.Sprintf(`inkan.change('remove', { now: Date.now(), ids: inkan.accounts.filter(({ issuer }) => issuer === %q).map(({ id }) => id) })
		.then(({ removed }) => removed)`, manual.Issuer), &removed)
	if err == nil && len(removed) != 1 {
		err = fmt.Errorf("a box added %d accounts instead of one", len(removed))
	}
	return err
}

// showCode logs in to the console, walks to the page with the QR code and gives
// it a viewport of 1920 × 1080.
func (b *bench) showCode(console string) error {
	walk := manual.Walk{Browser: b.Browser, Console: console, Lang: "en"}
	if err := walk.Show(); err != nil {
		return err
	}
	b.tab = walk.Tab()
	var size []int64
	if err := b.tab.Eval("[outerWidth, outerHeight, innerWidth, innerHeight]", &size); err != nil {
		return err
	}
	if err := b.tab.Resize(scanWidth+size[0]-size[2], scanHeight+size[1]-size[3]); err != nil {
		return err
	}
	return until("the tab did not take its size", func() (bool, error) {
		var now []int64
		err := b.tab.Eval("[innerWidth, innerHeight]", &now)
		return slices.Equal(now, []int64{scanWidth, scanHeight}), err
	})
}
