// SPDX-License-Identifier: MIT

package browser

import (
	"fmt"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
)

// SetZoom sets the tab's real page zoom, 1 being 100 %, and waits until the
// page shows it. The tab comes to the front.
func (p *Page) SetZoom(factor float64) error {
	if err := p.Activate(); err != nil {
		return err
	}
	err := p.browser.EvalWorker(fmt.Sprintf(`(async () => {
		const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true});
		await chrome.tabs.setZoom(tab.id, %g);
	})()`, factor), nil)
	if err != nil {
		return err
	}
	return p.settle()
}

// Zoom is the tab's page zoom.
func (p *Page) Zoom() (float64, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	m, err := call(ctx, p, page.GetLayoutMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	return m.CSSVisualViewport.Zoom, nil
}

// EmulateDPR gives this page another device pixel ratio and keeps its size;
// Options.DPR is the real thing, for the whole browser.
func (p *Page) EmulateDPR(ratio float64) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	_, err := call(ctx, p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{DeviceScaleFactor: ratio})
	if err != nil {
		return err
	}
	return p.settle()
}

// Magnify shows the page larger, as two fingers do: only a part of its window
// is in sight then.
func (p *Page) Magnify(factor float64) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	_, err := call(ctx, p, emulation.SetPageScaleFactor, emulation.SetPageScaleFactorParams{PageScaleFactor: factor})
	if err != nil {
		return err
	}
	return p.settle()
}

// Resize makes the window of the tab so large, in DIP, its frame included.
func (p *Page) Resize(width, height int64) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	window, err := cdp.Call(ctx, p.browser.wire.root, cdpbrowser.GetWindowForTarget,
		cdpbrowser.GetWindowForTargetParams{TargetID: target.ID(p.ID)})
	if err != nil {
		return err
	}
	_, err = cdp.Call(ctx, p.browser.wire.root, cdpbrowser.SetWindowBounds, cdpbrowser.SetWindowBoundsParams{
		WindowID: window.WindowID, Bounds: &cdpbrowser.Bounds{Width: width, Height: height},
	})
	if err != nil {
		return err
	}
	return p.settle()
}

// Fullscreen reports whether an element of the page is in full screen. To get
// there, click the page's own button.
func (p *Page) Fullscreen() (bool, error) {
	var on bool
	err := p.Eval(`document.fullscreenElement !== null`, &on)
	return on, err
}

// ScrollTo scrolls the document so far from its top, in CSS pixels, and waits
// until that is painted. Wheel scrolls as a person does.
func (p *Page) ScrollTo(top float64) error {
	if err := p.Eval(fmt.Sprintf(`scrollTo({top: %g, behavior: 'instant'})`, top), nil); err != nil {
		return err
	}
	return p.settle()
}

// settle waits until what has changed is on the screen: two frames later.
func (p *Page) settle() error {
	return p.Eval(`new Promise((done) => {
		requestAnimationFrame(() => requestAnimationFrame(() => done()));
		setTimeout(done, 500); // a page in the background has no frames
	})`, nil)
}

// Dialog waits for an alert, a confirm or a prompt of the page that do opens,
// answers it and returns its text.
func (p *Page) Dialog(do func() error, accept bool, answer string) (string, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	s, err := p.attach(ctx)
	if err != nil {
		return "", err
	}
	opening, stop := s.Subscribe(page.JavascriptDialogOpening.Method)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- do() }() // a click that opens a dialog ends when the dialog does
	var event page.EventJavascriptDialogOpening
	select {
	case raw, open := <-opening:
		if !open {
			return "", ErrClosed
		}
		if err := jsonv2.Unmarshal(raw, &event, jsonv2.DefaultOptionsV2()); err != nil {
			return "", err
		}
	case <-time.After(p.browser.options.Timeout):
		return "", fmt.Errorf("browser: no dialog opened\n%s", p.Tree())
	}
	_, err = cdp.Call(ctx, s, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: accept, PromptText: answer})
	if err != nil {
		return event.Message, err
	}
	return event.Message, <-done
}
