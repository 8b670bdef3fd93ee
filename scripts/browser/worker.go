// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/target"
)

// EvalWorker evaluates an expression in the extension's service worker as
// Page.Eval does, starting the worker first when it is stopped. It lets go of
// the worker afterwards, so that it may end as it does without us.
func (b *Browser) EvalWorker(expression string, result any) error {
	ctx, cancel := b.context()
	defer cancel()
	if err := b.startWorker(ctx); err != nil {
		return err
	}
	worker, err := b.worker(ctx)
	if err != nil {
		return err
	}
	s, err := b.attach(ctx, worker.ID)
	if err != nil {
		return err
	}
	defer b.detach(s)
	return evaluate(ctx, s, expression, result)
}

// waitActivated waits until a freshly installed service worker is in charge.
// Before that, a call of it to chrome.* may hang, and hang its installation.
func (b *Browser) waitActivated(ctx context.Context) error {
	worker, err := b.worker(ctx)
	if err != nil {
		return err
	}
	s, err := b.attach(ctx, worker.ID)
	if err != nil {
		return err
	}
	defer b.detach(s)
	for {
		var state string
		// A worker that is just coming up, on a profile that knew it, has no chrome yet.
		if err := evaluate(ctx, s, "globalThis.chrome?.i18n ? serviceWorker.state : 'starting'", &state); err != nil {
			return fmt.Errorf("browser: the service worker did not start: %w", err)
		}
		switch state {
		case "activated":
			return b.checkLanguage(ctx, s)
		case "redundant":
			return errors.New("browser: the service worker was refused: its script throws or does not parse")
		}
		select {
		case <-time.After(2 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("browser: the service worker stays %s: %w", state, ctx.Err())
		}
	}
}

// checkLanguage makes sure that Chromium has the language it was started in:
// without its translation it would silently be English.
func (b *Browser) checkLanguage(ctx context.Context, worker *session) error {
	var language string
	if err := evaluate(ctx, worker, "chrome.i18n.getUILanguage()", &language); err != nil {
		return err
	}
	if wanted := b.options.chromeLang(); language != wanted {
		return fmt.Errorf("browser: Chromium runs in %s, not %s; on Debian: apt-get install chromium-l10n", language, wanted)
	}
	return nil
}

func isWorker(b *Browser) func(Target) bool {
	return func(t Target) bool { return t.Type == "service_worker" && b.owns(t) }
}

// worker waits for the running service worker.
func (b *Browser) worker(ctx context.Context) (Target, error) {
	return b.waitTarget(ctx, "service worker", isWorker(b))
}

// StartWorker starts the service worker when it is stopped.
func (b *Browser) StartWorker() error {
	ctx, cancel := b.context()
	defer cancel()
	return b.startWorker(ctx)
}

func (b *Browser) startWorker(ctx context.Context) error {
	if runs, err := b.WorkerRuns(); runs || err != nil {
		return err
	}
	// The command is there in every page's session, for all workers.
	any, err := b.waitTarget(ctx, "page", func(t Target) bool { return t.Type == "page" })
	if err != nil {
		return err
	}
	s, err := b.attach(ctx, any.ID)
	if err != nil {
		return err
	}
	defer b.detach(s)
	if _, err := cdp.Call(ctx, s, serviceworker.Enable, cdp.Empty{}); err != nil {
		return err
	}
	_, err = cdp.Call(ctx, s, serviceworker.StartWorker, serviceworker.StartWorkerParams{ScopeURL: b.URL("")})
	return err
}

// WorkerRuns reports whether the service worker runs now.
func (b *Browser) WorkerRuns() (bool, error) { return b.runs(isWorker(b)) }

// EngineRuns reports whether the offscreen document exists now.
func (b *Browser) EngineRuns() (bool, error) { return b.runs(isEngine(b)) }

func (b *Browser) runs(is func(Target) bool) (bool, error) {
	list, err := b.Targets()
	for _, t := range list {
		if is(t) {
			return true, err
		}
	}
	return false, err
}

// StopWorker stops the service worker, as Chromium does when it has been idle,
// and returns when it is gone. It is no error when it was stopped already.
func (b *Browser) StopWorker() error {
	ctx, cancel := b.context()
	defer cancel()
	list, err := b.targets(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, isWorker(b))
	if i < 0 {
		return nil
	}
	worker := list[i]
	if _, err := cdp.Call(ctx, b.wire.root, target.CloseTarget, target.CloseTargetParams{TargetID: target.ID(worker.ID)}); err != nil {
		return err
	}
	return b.waitGone(ctx, worker.ID)
}

func isEngine(b *Browser) func(Target) bool {
	return func(t Target) bool { return t.Type == "background_page" && b.owns(t) }
}

// Engine waits for the offscreen document and returns it as a page to Eval in.
func (b *Browser) Engine() (*Page, error) {
	ctx, cancel := b.context()
	defer cancel()
	t, err := b.waitTarget(ctx, "offscreen document", isEngine(b))
	if err != nil {
		return nil, err
	}
	p := &Page{browser: b, ID: t.ID}
	return p, p.waitLoaded(ctx)
}

// CloseEngine closes the offscreen document and returns when it is gone.
func (b *Browser) CloseEngine() error {
	ctx, cancel := b.context()
	defer cancel()
	t, err := b.waitTarget(ctx, "offscreen document", isEngine(b))
	if err != nil {
		return err
	}
	if _, err := cdp.Call(ctx, b.wire.root, target.CloseTarget, target.CloseTargetParams{TargetID: target.ID(t.ID)}); err != nil {
		return err
	}
	return b.waitGone(ctx, t.ID)
}

// CrashEngine crashes the renderer the offscreen document runs in. The popup,
// the extension's tabs and its service worker share it and go down with it,
// and Chromium switches the whole extension off, icon included, until it is
// reloaded (ReloadExtension); a person is shown a note that says so.
func (b *Browser) CrashEngine() error {
	p, err := b.Engine()
	if err != nil {
		return err
	}
	if err := p.Crash(); err != nil {
		return err
	}
	ctx, cancel := b.context()
	defer cancel()
	for {
		if on, err := b.enabled(ctx); !on {
			return err
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return errors.New("browser: the extension survived the crash of its renderer")
		}
	}
}

// enabled reports whether the extension is switched on.
func (b *Browser) enabled(ctx context.Context) (bool, error) {
	res, err := cdp.Call(ctx, b.wire.root, extensions.GetExtensions, cdp.Empty{})
	if err != nil {
		return false, err
	}
	for _, e := range res.Extensions {
		if e.ID == b.ID {
			return e.Enabled, nil
		}
	}
	return false, nil
}

// Crash crashes the page's renderer.
func (p *Page) Crash() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	// The crash may come before the answer or instead of it.
	_, err := call(ctx, p, page.Crash, cdp.Empty{})
	if err != nil && !errors.Is(err, ErrClosed) && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("browser: crashing: %w", err)
	}
	return nil
}
