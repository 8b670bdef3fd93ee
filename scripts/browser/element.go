// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Element is a node found on a page. It is a picture of the moment it was
// found in; find it again to see it change.
type Element struct {
	Node
	page *Page
}

// ErrAmbiguous is the error of a By that must mean one node and fits several.
var ErrAmbiguous = errors.New("browser: several nodes fit")

// Find waits for the node that is meant and returns it.
func (p *Page) Find(by By) (*Element, error) {
	var found *Element
	var ambiguous error
	err := p.poll(func(ctx context.Context) (bool, error) {
		all, err := p.all(ctx, by)
		if err != nil {
			return false, err
		}
		ambiguous = nil
		switch {
		case by.Nth > 0 && len(all) >= by.Nth:
			found = all[by.Nth-1]
		case by.Nth == 0 && len(all) == 1:
			found = all[0]
		case by.Nth == 0 && len(all) > 1:
			ambiguous = fmt.Errorf("%w: %d times %s", ErrAmbiguous, len(all), by)
			return false, ambiguous
		}
		return found != nil, nil
	}, func() string { return "found no " + by.String() })
	return found, err
}

// All returns the nodes that fit now, in reading order, without waiting.
func (p *Page) All(by By) ([]*Element, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	return p.all(ctx, by)
}

func (p *Page) all(ctx context.Context, by By) ([]*Element, error) {
	nodes, err := p.nodes(ctx)
	if err != nil {
		return nil, err
	}
	var all []*Element
	for _, n := range nodes {
		if by.fits(n) {
			all = append(all, &Element{*n, p})
		}
	}
	return all, nil
}

// WaitGone waits until nothing fits any more.
func (p *Page) WaitGone(by By) error {
	return p.poll(func(ctx context.Context) (bool, error) {
		all, err := p.all(ctx, by)
		return err == nil && len(all) == 0, err
	}, func() string { return by.String() + " did not go away" })
}

// WaitFor waits until the node that is meant satisfies the condition.
func (p *Page) WaitFor(by By, what string, condition func(*Element) bool) error {
	return p.poll(func(ctx context.Context) (bool, error) {
		all, err := p.all(ctx, by)
		if err != nil {
			return false, err
		}
		i := max(by.Nth, 1) - 1
		return i < len(all) && condition(all[i]), nil
	}, func() string { return fmt.Sprintf("%s never was %s", by, what) })
}

// WaitText waits until the text stands on the page, white space aside.
func (p *Page) WaitText(wanted string) error {
	return p.poll(func(ctx context.Context) (bool, error) {
		nodes, err := p.nodes(ctx)
		return holds(nodes, wanted), err
	}, func() string { return fmt.Sprintf("never showed the text %q", wanted) })
}

// WaitNoText waits until the text stands nowhere on the page.
func (p *Page) WaitNoText(unwanted string) error {
	return p.poll(func(ctx context.Context) (bool, error) {
		nodes, err := p.nodes(ctx)
		return err == nil && !holds(nodes, unwanted), err
	}, func() string { return fmt.Sprintf("still showed the text %q", unwanted) })
}

// Focused returns the node that has the focus: the innermost, or the document.
func (p *Page) Focused() (Node, error) {
	nodes, err := p.Nodes()
	if err != nil {
		return Node{}, err
	}
	var focused Node
	for _, n := range nodes {
		if n.Focused {
			focused = *n
		}
	}
	return focused, nil
}

// Click finds the node and clicks it.
func (p *Page) Click(by By) error { return p.with(by, (*Element).Click) }

// Hover finds the node and moves the pointer over it.
func (p *Page) Hover(by By) error { return p.with(by, (*Element).Hover) }

// Fill finds a field, clicks it, selects what is in it and types the text.
func (p *Page) Fill(by By, text string) error {
	return p.with(by, func(e *Element) error { return e.Fill(text) })
}

func (p *Page) with(by By, act func(*Element) error) error {
	// A node that is replaced between finding and clicking is found again.
	for deadline := time.Now().Add(p.browser.options.Timeout); ; {
		e, err := p.Find(by)
		if err != nil {
			return err
		}
		if err = act(e); !errors.Is(err, errReplaced) || time.Now().After(deadline) {
			return err
		}
	}
}

// Click scrolls the element into view if needed, moves the pointer to its
// centre and clicks there. It is an error when it is disabled or when
// something else lies over its centre for as long as a wait takes.
func (e *Element) Click() error { return e.clicks(1) }

// DoubleClick is two clicks in a row.
func (e *Element) DoubleClick() error { return e.clicks(2) }

func (e *Element) clicks(n int64) error {
	if e.Disabled {
		return fmt.Errorf("browser: %s is disabled\n%s", &e.Node, e.page.Tree())
	}
	if err := e.Hover(); err != nil {
		return err
	}
	for i := int64(1); i <= n; i++ {
		if err := e.page.press(i); err != nil {
			return err
		}
		if err := e.page.release(i); err != nil {
			return err
		}
	}
	return nil
}

// Hover scrolls the element into view if needed, waits until it stands still
// and nothing lies over its centre, and moves the pointer there.
func (e *Element) Hover() error {
	var at Point
	var replaced error
	err := e.page.poll(func(ctx context.Context) (bool, error) {
		before, err := e.centre(ctx)
		if errors.Is(err, errReplaced) {
			replaced = err
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if covered, err := e.covered(ctx, before); err != nil {
			return false, err
		} else if covered != "" {
			return false, fmt.Errorf("its centre (%.0f, %.0f) is covered by %s", before.X, before.Y, covered)
		}
		at, err = e.centre(ctx)
		return err == nil && at == before, err
	}, func() string { return fmt.Sprintf("%s cannot be clicked", &e.Node) })
	if err = errors.Join(err, replaced); err != nil {
		return err
	}
	return e.page.Move(at)
}

// Fill clicks the field, selects what is in it and types the text.
func (e *Element) Fill(text string) error {
	if err := e.Click(); err != nil {
		return err
	}
	if err := e.page.Press("Control+a"); err != nil {
		return err
	}
	if text == "" {
		return e.page.Press("Delete")
	}
	return e.page.Type(text)
}

// Box is where the element is in the viewport, in CSS pixels: its left top
// and right bottom corner.
func (e *Element) Box() (from, to Point, err error) {
	ctx, cancel := e.page.browser.context()
	defer cancel()
	return e.box(ctx)
}

// errReplaced is the error of an element whose node has left the document.
var errReplaced = errors.New("browser: the element is no longer in the page")

func (e *Element) box(ctx context.Context) (from, to Point, err error) {
	res, err := call(ctx, e.page, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: e.backend})
	if err != nil {
		if errors.Is(err, ErrClosed) || ctx.Err() != nil {
			return from, to, err
		}
		return from, to, fmt.Errorf("%w: %v", errReplaced, err)
	}
	if len(res.Quads) == 0 {
		return from, to, fmt.Errorf("%w: %s has no box", errReplaced, &e.Node) // what left the document has none either
	}
	q := res.Quads[0]
	from = Point{math.Min(q[0], q[4]), math.Min(q[1], q[5])}
	to = Point{math.Max(q[0], q[4]), math.Max(q[1], q[5])}
	return from, to, nil
}

// centre scrolls the element into view and returns its centre.
func (e *Element) centre(ctx context.Context) (Point, error) {
	_, err := call(ctx, e.page, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: e.backend})
	if err != nil && errors.Is(err, ErrClosed) {
		return Point{}, err
	}
	from, to, err := e.box(ctx)
	return Point{(from.X + to.X) / 2, (from.Y + to.Y) / 2}, err
}

// covered names what lies over the element at a point, "" when nothing does.
// What is inside of it, or in a label of it, is a part of it.
func (e *Element) covered(ctx context.Context, at Point) (string, error) {
	view, err := call(ctx, e.page, page.GetLayoutMetrics, cdp.Empty{})
	if err != nil {
		return "", err
	}
	// The protocol's hit test counts from the top of the document.
	hit, err := call(ctx, e.page, dom.GetNodeForLocation, dom.GetNodeForLocationParams{
		X: int64(at.X + view.CSSVisualViewport.PageX), Y: int64(at.Y + view.CSSVisualViewport.PageY),
	})
	if err != nil {
		return "nothing (it is outside of the view)" + err.Error(), nil
	}
	mine, err := e.object(ctx, e.backend)
	if err != nil {
		return "", err
	}
	top, err := e.object(ctx, hit.BackendNodeID)
	if err != nil {
		return "", err
	}
	const function = `function (top) {
		const mine = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement;
		const inside = (outer) => {
			for (let n = top; n; n = n.parentNode ?? n.host) if (n === outer) return true;
			return false;
		};
		if (inside(mine) || [...(mine.labels ?? [])].some(inside)) return '';
		const shown = top.nodeType === Node.ELEMENT_NODE ? top : top.parentElement ?? top;
		return (shown.outerHTML ?? shown.nodeName).slice(0, 100);
	}`
	yes := true
	res, err := call(ctx, e.page, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: mine, ReturnByValue: &yes,
		Arguments: []*runtime.CallArgument{{ObjectID: top}},
	})
	if err != nil {
		return "", err
	}
	if res.ExceptionDetails != nil {
		return "", errors.New("browser: " + exception(res.ExceptionDetails))
	}
	var name string
	return name, jsonv2.Unmarshal(res.Result.Value, &name, jsonv2.DefaultOptionsV2())
}

// object gives a handle of a node to call functions with.
func (e *Element) object(ctx context.Context, id cdp.BackendNodeID) (runtime.RemoteObjectID, error) {
	res, err := call(ctx, e.page, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id, ObjectGroup: "inkan"})
	if err != nil {
		if errors.Is(err, ErrClosed) {
			return "", err
		}
		return "", fmt.Errorf("%w: %v", errReplaced, err)
	}
	return res.Object.ObjectID, nil
}
