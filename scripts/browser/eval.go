// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

// Eval evaluates a JavaScript expression in the page's own world, waits for
// it if it is a promise, and decodes its value, as JSON, into result unless
// that is nil. The page's CSP does not apply. For assertions only.
func (p *Page) Eval(expression string, result any) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	return p.eval(ctx, expression, result)
}

func (p *Page) eval(ctx context.Context, expression string, result any) error {
	s, err := p.attach(ctx)
	if err != nil {
		return err
	}
	return evaluate(ctx, s, expression, result)
}

func evaluate(ctx context.Context, s cdp.Session, expression string, result any) error {
	yes := true
	res, err := cdp.Call(ctx, s, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, AwaitPromise: &yes, ReturnByValue: &yes, UserGesture: &yes,
	})
	if err != nil {
		return err
	}
	if res.ExceptionDetails != nil {
		return fmt.Errorf("browser: evaluating: %s", exception(res.ExceptionDetails))
	}
	if result == nil {
		return nil
	}
	if len(res.Result.Value) == 0 {
		return errors.New("browser: evaluating: the value is undefined or no JSON")
	}
	return json.Unmarshal(res.Result.Value, result)
}

func exception(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	if d.Exception != nil && len(d.Exception.Value) > 0 {
		return d.Text + " " + string(d.Exception.Value)
	}
	return fmt.Sprintf("%s (%s:%d)", d.Text, d.URL, d.LineNumber+1)
}
