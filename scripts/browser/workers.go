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

// Workers lists the dedicated Workers that run in the page now.
func (p *Page) Workers() ([]Target, error) {
	var list []Target
	err := p.eachWorker(func(_ context.Context, t Target, _ *session) error {
		list = append(list, t)
		return nil
	})
	return list, err
}

// EndWorkers ends every dedicated Worker of the page and returns how many
// there were. The page hears nothing of it, as when a Worker runs out of
// memory. It waits for one that is computing: Chromium lets nothing in then.
func (p *Page) EndWorkers() (int, error) {
	n := 0
	err := p.eachWorker(func(ctx context.Context, t Target, s *session) error {
		n++
		if err := evaluate(ctx, s, "close()", nil); err != nil && !errors.Is(err, ErrClosed) {
			return fmt.Errorf("browser: the Worker %s does not end: %w", t.URL, err)
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	return n, p.poll(func(context.Context) (bool, error) {
		left, err := p.Workers()
		return err == nil && len(left) == 0, err
	}, func() string { return "the page still has Workers" })
}

// eachWorker attaches to the page's Workers one after another.
func (p *Page) eachWorker(do func(context.Context, Target, *session) error) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	// A session of its own: its end lets go of the Workers too.
	s, err := p.browser.attach(ctx, p.ID)
	if err != nil {
		return err
	}
	defer p.browser.detach(s)
	events := s.record(target.AttachedToTarget.Method)
	flat := true
	_, err = cdp.Call(ctx, s, target.SetAutoAttach, target.SetAutoAttachParams{
		AutoAttach: true, Flatten: &flat, Filter: target.Filter{{Type: "worker"}},
	})
	if err != nil {
		return err
	}
	for _, raw := range events() {
		var event target.EventAttachedToTarget
		if err := jsonv2.Unmarshal(raw, &event, jsonv2.DefaultOptionsV2()); err != nil {
			return err
		}
		t := Target{ID: string(event.TargetInfo.TargetID), Type: event.TargetInfo.Type, URL: event.TargetInfo.URL, Parent: p.ID}
		if err := do(ctx, t, p.browser.wire.session(event.SessionID)); err != nil {
			return err
		}
	}
	return nil
}
