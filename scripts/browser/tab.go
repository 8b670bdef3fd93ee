// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/target"
)

// tabTarget finds the tab that shows the page. The protocol has no direct
// way; a tab names its page when it is asked to attach to what it holds.
func (p *Page) tabTarget(ctx context.Context) (string, error) {
	for p.tab == "" {
		list, err := p.browser.targets(ctx)
		if err != nil {
			return "", err
		}
		for _, t := range list {
			if t.Type != "tab" {
				continue
			}
			holds, err := p.browser.tabHolds(ctx, t.ID, p.ID)
			if err != nil && !errors.Is(err, ErrClosed) {
				return "", fmt.Errorf("browser: no tab shows the page: %w\n%s", err, describe(list))
			}
			if holds {
				p.tab = t.ID
				break
			}
		}
	}
	return p.tab, nil
}

// tabHolds reports whether the tab target shows the page target.
func (b *Browser) tabHolds(ctx context.Context, tab, page string) (bool, error) {
	s, err := b.attach(ctx, tab)
	if err != nil {
		return false, err
	}
	defer b.detach(s)
	events := s.record(target.AttachedToTarget.Method)
	flat := true
	if _, err := cdp.Call(ctx, s, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: true, Flatten: &flat}); err != nil {
		return false, err
	}
	for _, raw := range events() {
		var event target.EventAttachedToTarget
		if err := jsonv2.Unmarshal(raw, &event, jsonv2.DefaultOptionsV2()); err != nil {
			return false, err
		}
		if string(event.TargetInfo.TargetID) == page {
			return true, nil
		}
	}
	return false, nil
}
