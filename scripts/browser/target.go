// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
)

// Target is something that runs in the browser: Type is "page" (tabs and the
// popup), "iframe" (a frame of another site), "service_worker",
// "background_page" (the offscreen document), "worker", "tab" (a tab's strip
// entry, which holds pages) or another of Chromium's names.
type Target struct {
	ID, Type, URL, Title string
	Parent               string // id of the target it belongs to, or ""
}

// Targets lists everything that runs, of every type.
func (b *Browser) Targets() ([]Target, error) {
	ctx, cancel := b.context()
	defer cancel()
	return b.targets(ctx)
}

func (b *Browser) targets(ctx context.Context) ([]Target, error) {
	// An empty filter entry matches all, tabs too, which the default leaves out.
	all := target.Filter{{}}
	res, err := cdp.Call(ctx, b.wire.root, target.GetTargets, target.GetTargetsParams{Filter: all})
	if err != nil {
		return nil, err
	}
	list := make([]Target, 0, len(res.TargetInfos))
	for _, info := range res.TargetInfos {
		list = append(list, Target{
			ID: string(info.TargetID), Type: info.Type, URL: info.URL, Title: info.Title, Parent: string(info.ParentID),
		})
	}
	return list, nil
}

// discover makes the browser report targets.
func (b *Browser) discover(ctx context.Context) error {
	_, err := cdp.Call(ctx, b.wire.root, target.SetDiscoverTargets,
		target.SetDiscoverTargetsParams{Discover: true, Filter: target.Filter{{}}})
	return err
}

// waitTarget waits until a target satisfies the condition and returns it.
func (b *Browser) waitTarget(ctx context.Context, what string, condition func(Target) bool) (Target, error) {
	var list []Target
	for {
		var err error
		if list, err = b.targets(ctx); err != nil {
			return Target{}, err
		}
		for _, t := range list {
			if condition(t) {
				return t, nil
			}
		}
		select {
		case <-time.After(15 * time.Millisecond):
		case <-ctx.Done():
			return Target{}, fmt.Errorf("browser: no %s appeared; there were:\n%s", what, describe(list))
		}
	}
}

// waitGone waits until no target has this id.
func (b *Browser) waitGone(ctx context.Context, id string) error {
	for {
		list, err := b.targets(ctx)
		if err != nil {
			return err
		}
		gone := true
		for _, t := range list {
			gone = gone && t.ID != id
		}
		if gone {
			return nil
		}
		select {
		case <-time.After(15 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("browser: the target is still open; there are:\n%s", describe(list))
		}
	}
}

func describe(list []Target) string {
	var out strings.Builder
	for _, t := range list {
		fmt.Fprintf(&out, "  %-16s %s %s\n", t.Type, t.URL, t.ID)
	}
	return out.String()
}

// attach opens a session with a target.
func (b *Browser) attach(ctx context.Context, id string) (*session, error) {
	flat := true
	res, err := cdp.Call(ctx, b.wire.root, target.AttachToTarget,
		target.AttachToTargetParams{TargetID: target.ID(id), Flatten: &flat})
	if err != nil {
		return nil, err
	}
	return b.wire.session(res.SessionID), nil
}

// detach closes a session; a target that is gone already is no error.
func (b *Browser) detach(s *session) {
	ctx, cancel := b.context()
	defer cancel()
	cdp.Call(ctx, b.wire.root, target.DetachFromTarget, target.DetachFromTargetParams{SessionID: s.id}) // it may be gone
}
