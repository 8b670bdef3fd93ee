// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
)

// Page is a document one can look at and act on: a tab, the popup (see
// Popup), a frame of another site, or the offscreen document.
type Page struct {
	ID string // of its target

	browser *Browser
	tab     string // id of the tab target, looked up when first needed
	mouse   mouse

	mu      sync.Mutex
	session *session
	errors  []string
}

// Open shows url in a tab, the empty first one if there is one, and waits
// until it has loaded. When the load fails (LoadError) the page is there all
// the same and shows Chromium's error page.
func (b *Browser) Open(url string) (*Page, error) {
	ctx, cancel := b.context()
	defer cancel()
	list, err := b.targets(ctx)
	if err != nil {
		return nil, err
	}
	p := &Page{browser: b}
	for _, t := range list {
		if t.Type == "page" && t.URL == "about:blank" {
			p.ID = t.ID
		}
	}
	if p.ID == "" {
		made, err := cdp.Call(ctx, b.wire.root, target.CreateTarget, target.CreateTargetParams{URL: "about:blank"})
		if err != nil {
			return nil, err
		}
		p.ID = string(made.TargetID)
	}
	return p, p.Navigate(url)
}

// OpenBlank is Open of about:blank in a tab of its own.
func (b *Browser) OpenBlank() (*Page, error) {
	ctx, cancel := b.context()
	defer cancel()
	made, err := cdp.Call(ctx, b.wire.root, target.CreateTarget, target.CreateTargetParams{URL: "about:blank"})
	if err != nil {
		return nil, err
	}
	return &Page{browser: b, ID: string(made.TargetID)}, nil
}

// Page waits for a target of type "page", "iframe" or "background_page" whose
// URL contains part, such as the extension's own tab, and returns it loaded.
func (b *Browser) Page(part string) (*Page, error) {
	ctx, cancel := b.context()
	defer cancel()
	t, err := b.waitTarget(ctx, fmt.Sprintf("page with %q in its URL", part), func(t Target) bool {
		switch t.Type {
		case "page", "iframe", "background_page":
			return strings.Contains(t.URL, part)
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	p := &Page{browser: b, ID: t.ID}
	return p, p.waitLoaded(ctx)
}

// LoadError is the error of a navigation that ended on Chromium's error page.
type LoadError struct{ URL, Reason string }

func (e *LoadError) Error() string {
	return fmt.Sprintf("browser: %s did not load: %s", e.URL, e.Reason)
}

// Navigate goes to url and waits until it has loaded.
func (p *Page) Navigate(url string) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	s, err := p.attach(ctx)
	if err != nil {
		return err
	}
	loaded, stop := s.Subscribe(page.LoadEventFired.Method)
	defer stop()
	res, err := cdp.Call(ctx, s, page.Navigate, page.NavigateParams{URL: url})
	if err != nil {
		return err
	}
	if res.ErrorText != "" {
		return &LoadError{url, res.ErrorText}
	}
	if res.LoaderID == "" { // only the fragment changed
		return nil
	}
	return awaitLoad(ctx, loaded, url)
}

// awaitLoad waits for the load event of a page.
func awaitLoad[E any](ctx context.Context, loaded <-chan E, url string) error {
	select {
	case _, open := <-loaded:
		if !open {
			return ErrClosed
		}
		return nil
	case <-ctx.Done():
		return &LoadError{url, "no load event in time"}
	}
}

// Reload loads the page again, also one whose address has a fragment, and waits
// until it has loaded.
func (p *Page) Reload() error {
	url, err := p.URL()
	if err != nil {
		return err
	}
	ctx, cancel := p.browser.context()
	defer cancel()
	s, err := p.attach(ctx)
	if err != nil {
		return err
	}
	loaded, stop := s.Subscribe(page.LoadEventFired.Method)
	defer stop()
	if _, err := cdp.Call(ctx, s, page.Reload, page.ReloadParams{}); err != nil {
		return err
	}
	return awaitLoad(ctx, loaded, url)
}

// URL is the address the page shows.
func (p *Page) URL() (string, error) {
	t, err := p.info()
	return t.URL, err
}

// Title is the title of the page.
func (p *Page) Title() (string, error) {
	t, err := p.info()
	return t.Title, err
}

func (p *Page) info() (Target, error) {
	list, err := p.browser.Targets()
	if err != nil {
		return Target{}, err
	}
	for _, t := range list {
		if t.ID == p.ID {
			return t, nil
		}
	}
	return Target{}, ErrClosed
}

// WaitURL waits until the page's address contains part.
func (p *Page) WaitURL(part string) error {
	return p.poll(func(context.Context) (bool, error) {
		url, err := p.URL()
		return strings.Contains(url, part), err
	}, func() string { return fmt.Sprintf("the address never held %q", part) })
}

// waitLoaded waits until the document is complete and has been painted.
func (p *Page) waitLoaded(ctx context.Context) error {
	for {
		var state string
		err := p.eval(ctx, `document.readyState`, &state)
		if err == nil && state == "complete" {
			return nil
		}
		// A document that is being replaced has no context for a moment.
		if errors.Is(err, ErrClosed) {
			return err
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("browser: the page did not finish loading (%s, %v)", state, err)
		}
	}
}

// poll asks again until the condition holds, less and less often, as asking
// takes time from what is waited for; why explains a failure.
func (p *Page) poll(condition func(context.Context) (bool, error), why func() string) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	var last error
	for pause := 15 * time.Millisecond; ; pause = min(pause*3/2, 150*time.Millisecond) {
		ok, err := condition(ctx)
		if ok {
			return nil
		}
		if errors.Is(err, ErrClosed) {
			return fmt.Errorf("browser: %s: %w", why(), err)
		}
		if err != nil && ctx.Err() == nil {
			last = err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			if last != nil {
				return fmt.Errorf("browser: %s (last error: %w)\n%s", why(), last, p.Tree())
			}
			return fmt.Errorf("browser: %s after %s\n%s", why(), p.browser.options.Timeout, p.Tree())
		}
	}
}

// Activate brings the tab to the front, as a click on its strip entry.
func (p *Page) Activate() error {
	ctx, cancel := p.browser.context()
	defer cancel()
	_, err := cdp.Call(ctx, p.browser.wire.root, target.ActivateTarget, target.ActivateTargetParams{TargetID: target.ID(p.ID)})
	return err
}

// Close closes the tab.
func (p *Page) Close() error {
	ctx, cancel := p.browser.context()
	defer cancel()
	if _, err := cdp.Call(ctx, p.browser.wire.root, target.CloseTarget, target.CloseTargetParams{TargetID: target.ID(p.ID)}); err != nil {
		return err
	}
	return p.browser.waitGone(ctx, p.ID)
}

// WaitClosed waits until the page is closed, by whomever.
func (p *Page) WaitClosed() error {
	ctx, cancel := p.browser.context()
	defer cancel()
	return p.browser.waitGone(ctx, p.ID)
}

// Closed reports whether the page has closed.
func (p *Page) Closed() bool {
	_, err := p.info()
	return err != nil
}
