// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Violation is one rule of axe-core that the page breaks.
type Violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string
		FailureSummary string
	}
}

func (v Violation) String() string {
	out := fmt.Sprintf("%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		out += "\n    " + n.HTML + "\n      " + strings.ReplaceAll(n.FailureSummary, "\n", "\n      ")
	}
	return out
}

// ErrNoAxe is the error of Axe when axe-core is not installed.
var ErrNoAxe = errors.New("browser: axe-core is not installed; in scripts: npm ci")

// Axe checks the page with axe-core and returns what it breaks. axe-core runs
// in a world of its own, where the page's CSP and Trusted Types do not reach
// and the page does not see it. It looks into open shadow roots, not closed.
// Rules are the ids of those to check; none are all.
func (p *Page) Axe(rules ...string) ([]Violation, error) {
	source, err := p.browser.axeSource()
	if err != nil {
		return nil, err
	}
	ctx, cancel := p.browser.context()
	defer cancel()
	frames, err := call(ctx, p, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	world, err := call(ctx, p, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{
		FrameID: frames.FrameTree.Frame.ID, WorldName: "axe",
	})
	if err != nil {
		return nil, err
	}
	var report struct {
		Violations []Violation
		Passes     int
	}
	options := map[string]any{"resultTypes": []string{"violations"}}
	if len(rules) > 0 {
		options["runOnly"] = rules
	}
	chosen, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	run := fmt.Sprintf(`
;axe.run(document, %s)
	.then((r) => JSON.stringify({violations: r.violations, passes: r.passes.length}))`, chosen)
	if err := p.evalIn(ctx, world.ExecutionContextID, source+run, &report); err != nil {
		return nil, err
	}
	if report.Passes == 0 && len(rules) == 0 { // a single rule may find nothing that it is about
		return nil, errors.New("browser: axe-core found nothing to check on the page")
	}
	return report.Violations, nil
}

// evalIn evaluates an expression that gives JSON text in one world.
func (p *Page) evalIn(ctx context.Context, world runtime.ExecutionContextID, expression string, result any) error {
	yes := true
	res, err := call(ctx, p, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: world, AwaitPromise: &yes, ReturnByValue: &yes,
	})
	if err != nil {
		return err
	}
	if res.ExceptionDetails != nil {
		return fmt.Errorf("browser: evaluating: %s", exception(res.ExceptionDetails))
	}
	var text string
	if err := json.Unmarshal(res.Result.Value, &text); err != nil {
		return fmt.Errorf("browser: evaluating: %w", err)
	}
	return json.Unmarshal([]byte(text), result)
}

// axeSource reads axe-core from Options.Axe or, when that is empty, from the
// nearest scripts/node_modules above the working directory.
func (b *Browser) axeSource() (string, error) {
	if file := b.options.Axe; file != "" {
		source, err := os.ReadFile(file)
		return string(source), err
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		source, err := os.ReadFile(filepath.Join(dir, "scripts", "node_modules", "axe-core", "axe.min.js"))
		if err == nil {
			return string(source), nil
		}
		if dir == filepath.Dir(dir) {
			return "", ErrNoAxe
		}
		dir = filepath.Dir(dir)
	}
}
