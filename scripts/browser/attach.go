// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Session gives the raw protocol session of the page, attaching when it is
// not; for what this package has no word for. It satisfies cdp.Session.
func (p *Page) Session() (cdp.Session, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	return p.attach(ctx)
}

// attach returns the session, opening it when there is none.
func (p *Page) attach(ctx context.Context) (*session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.session != nil {
		select {
		case <-p.session.detached:
			p.session = nil
		default:
			return p.session, nil
		}
	}
	s, err := p.browser.attach(ctx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrClosed, err)
	}
	thrown, _ := s.Subscribe(runtime.ExceptionThrown.Method)
	logged, _ := s.Subscribe(runtime.ConsoleAPICalled.Method)
	go p.listen(thrown, logged)
	for _, method := range []string{page.Enable.Method, runtime.Enable.Method} {
		if err := s.Call(ctx, method, struct{}{}, nil); err != nil {
			return nil, err
		}
	}
	p.session = s
	return s, nil
}

// listen keeps uncaught exceptions and console errors.
func (p *Page) listen(thrown, logged <-chan jsonv2.Value) {
	for thrown != nil || logged != nil {
		select {
		case raw, open := <-thrown:
			var event runtime.EventExceptionThrown
			if !open {
				thrown = nil
			} else if jsonv2.Unmarshal(raw, &event, jsonv2.DefaultOptionsV2()) == nil {
				p.keep(exception(event.ExceptionDetails))
			}
		case raw, open := <-logged:
			var event struct {
				Type string
				Args []struct {
					Value       json.RawMessage
					Description string
				}
			}
			if !open {
				logged = nil
			} else if json.Unmarshal(raw, &event) == nil && (event.Type == "error" || event.Type == "assert") {
				text := "console." + event.Type + ":"
				for _, arg := range event.Args {
					text += " " + string(arg.Value) + arg.Description
				}
				p.keep(text)
			}
		}
	}
}

func (p *Page) keep(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range p.errors {
		if known == text { // repeated when a session is opened anew
			return
		}
	}
	p.errors = append(p.errors, text)
}

// Errors lists the uncaught exceptions and console errors of the page so far,
// those from before it was first looked at included.
func (p *Page) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.errors...)
}

// Detach lets go of the page; the next call attaches again. It matters for
// the popup, which stays open as long as somebody inspects it.
func (p *Page) Detach() {
	p.mu.Lock()
	s := p.session
	p.session = nil
	p.mu.Unlock()
	if s != nil {
		p.browser.detach(s)
	}
}

// call sends one command to the page.
func call[P, R any](ctx context.Context, p *Page, c cdp.Command[P, R], params P) (R, error) {
	s, err := p.attach(ctx)
	if err != nil {
		var none R
		return none, err
	}
	return cdp.Call(ctx, s, c, params)
}
