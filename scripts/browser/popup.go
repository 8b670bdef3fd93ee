// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/target"
)

// Popup is the extension's popup: a Page that closes when the person clicks
// elsewhere, inspected or not.
type Popup struct {
	*Page
	Clicked time.Time // just before the icon was clicked
}

// ClickIcon brings tab to the front, clicks the extension's toolbar icon,
// waits for the popup this opens and returns it loaded. The click grants
// activeTab. A popup that was open closes and a new one opens; a person's
// click would only close it. To close it as a person, click on the page or
// press Escape in it.
func (b *Browser) ClickIcon(tab *Page) (*Popup, error) {
	ctx, cancel := b.context()
	defer cancel()
	before, err := b.popup(ctx)
	if err != nil {
		return nil, err
	}
	clicked, err := b.trigger(ctx, tab)
	if err != nil {
		return nil, err
	}
	return b.waitPopup(ctx, before.ID, clicked)
}

// PressIcon is ClickIcon that waits for nothing, so that nobody watches while
// the popup comes up: for measuring. It returns when it clicked; Popup then
// finds the popup.
func (b *Browser) PressIcon(tab *Page) (time.Time, error) {
	ctx, cancel := b.context()
	defer cancel()
	return b.trigger(ctx, tab)
}

// Popup returns the open popup, and waits for one when none is open: one that
// the extension opens by itself (action.openPopup) or by a command key.
func (b *Browser) Popup() (*Popup, error) {
	ctx, cancel := b.context()
	defer cancel()
	return b.waitPopup(ctx, "", time.Now())
}

// trigger clicks the extension's icon over the tab and returns when.
func (b *Browser) trigger(ctx context.Context, tab *Page) (time.Time, error) {
	id, err := tab.tabTarget(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if err := tab.Activate(); err != nil {
		return time.Time{}, err
	}
	// Chromium 156 itself crashes when the icon of a crashed extension is triggered.
	if on, err := b.enabled(ctx); err != nil {
		return time.Time{}, err
	} else if !on {
		return time.Time{}, errors.New("browser: the extension is switched off; ReloadExtension brings it back")
	}
	clicked := time.Now()
	_, err = cdp.Call(ctx, b.wire.root, extensions.TriggerAction, extensions.TriggerActionParams{ID: b.ID, TargetID: id})
	return clicked, err
}

// waitPopup waits for a popup other than the one with the id not.
func (b *Browser) waitPopup(ctx context.Context, not string, clicked time.Time) (*Popup, error) {
	for pause := 3 * time.Millisecond; ; pause = min(pause*5/4, 40*time.Millisecond) {
		t, err := b.popup(ctx)
		if err != nil {
			return nil, err
		}
		if t.ID != "" && t.ID != not {
			p := &Popup{Page: &Page{ID: t.ID, browser: b}, Clicked: clicked}
			if err := p.waitLoaded(ctx); err != nil {
				return nil, fmt.Errorf("browser: the popup did not stay: %w", err)
			}
			return p, nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			list, _ := b.Targets()
			return nil, fmt.Errorf("browser: no popup opened; there are:\n%s", describe(list))
		}
	}
}

// popup returns the open popup's target, or the zero Target when none is
// open. A popup is a page of the extension that is in no window.
func (b *Browser) popup(ctx context.Context) (Target, error) {
	list, err := b.targets(ctx)
	if err != nil {
		return Target{}, err
	}
	for _, t := range list {
		if t.Type != "page" || !b.owns(t) {
			continue
		}
		_, err := cdp.Call(ctx, b.wire.root, cdpbrowser.GetWindowForTarget,
			cdpbrowser.GetWindowForTargetParams{TargetID: target.ID(t.ID)})
		if err != nil && strings.Contains(err.Error(), "Browser window not found") {
			return t, nil
		}
	}
	return Target{}, nil
}

// URL is the address of a file of the extension, such as "manage/manage.html".
func (b *Browser) URL(file string) string { return "chrome-extension://" + b.ID + "/" + file }

// owns reports whether the target is one of the extension's own documents.
func (b *Browser) owns(t Target) bool { return b.ID != "" && strings.HasPrefix(t.URL, b.URL("")) }
