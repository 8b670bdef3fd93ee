// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// Node is one thing in a page's accessibility tree, as a screen reader has it.
type Node struct {
	Role, Name, Value, Description string

	Focused, Disabled, Required, Readonly bool
	Checked, Pressed                      string // "true", "false", "mixed"; "" when it has no such state
	Expanded, Selected, Invalid           string // "true", "false" or another token; "" likewise
	Live                                  string // "polite" or "assertive" on the root of a live region
	Level                                 int    // of a heading, from 1

	depth   int
	backend cdp.BackendNodeID
	parent  *Node
}

// By says which nodes are meant: all that are set must fit.
type By struct {
	Role  string         // "button", "textbox", "dialog", … ; "": any
	Name  string         // exact accessible name; "": any
	Match *regexp.Regexp // fits somewhere in the accessible name
	In    *By            // it is inside of such a node
	Nth   int            // 1 is the first that fits; 0: there must be just one
}

// Role means the one node with this role and exactly this accessible name.
func Role(role, name string) By { return By{Role: role, Name: name} }

// Button means the one button of this name.
func Button(name string) By { return Role("button", name) }

// Link means the one link of this name.
func Link(name string) By { return Role("link", name) }

// Field means the one text field of this label.
func Field(name string) By { return Role("textbox", name) }

// Within narrows to what is inside of outer.
func (by By) Within(outer By) By {
	by.In = &outer
	return by
}

// At picks the n-th that fits, counted from 1 in reading order.
func (by By) At(n int) By {
	by.Nth = n
	return by
}

func (by By) String() string {
	out := by.Role
	if out == "" {
		out = "node"
	}
	if by.Name != "" {
		out += fmt.Sprintf(" %q", by.Name)
	}
	if by.Match != nil {
		out += fmt.Sprintf(" /%s/", by.Match)
	}
	if by.Nth > 0 {
		out += fmt.Sprintf(" number %d", by.Nth)
	}
	if by.In != nil {
		out += " in " + by.In.String()
	}
	return out
}

// fits reports whether the node is one of those meant, Nth apart.
func (by By) fits(n *Node) bool {
	if by.Role != "" && by.Role != n.Role || by.Name != "" && by.Name != n.Name ||
		by.Match != nil && !by.Match.MatchString(n.Name) {
		return false
	}
	if by.In == nil {
		return true
	}
	for outer := n.parent; outer != nil; outer = outer.parent {
		if by.In.fits(outer) {
			return true
		}
	}
	return false
}

// Nodes returns the accessibility tree in reading order, frames of the same
// process and closed shadow roots included; those of other sites are targets
// of their own (Browser.Page).
func (p *Page) Nodes() ([]*Node, error) {
	ctx, cancel := p.browser.context()
	defer cancel()
	return p.nodes(ctx)
}

func (p *Page) nodes(ctx context.Context) ([]*Node, error) {
	frames, err := call(ctx, p, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	var all []*Node
	for _, id := range frameIDs(frames.FrameTree) {
		res, err := call(ctx, p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{FrameID: id})
		if err != nil {
			if len(all) > 0 { // a frame that has just gone, or is another process's
				continue
			}
			return nil, err
		}
		all = append(all, convert(res.Nodes)...)
	}
	return all, nil
}

func frameIDs(t *page.FrameTree) []cdp.FrameID {
	ids := []cdp.FrameID{t.Frame.ID}
	for _, child := range t.ChildFrames {
		ids = append(ids, frameIDs(child)...)
	}
	return ids
}

// convert flattens a tree in reading order and drops what is ignored.
func convert(raw []*accessibility.Node) []*Node {
	byID := make(map[accessibility.NodeID]*accessibility.Node, len(raw))
	for _, n := range raw {
		byID[n.NodeID] = n
	}
	var out []*Node
	var walk func(n *accessibility.Node, parent *Node)
	walk = func(n *accessibility.Node, parent *Node) {
		if !n.Ignored && text(n.Role) != "InlineTextBox" {
			node := newNode(n)
			node.parent = parent
			if parent != nil {
				node.depth = parent.depth + 1
			}
			out = append(out, node)
			parent = node
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child, parent)
			}
		}
	}
	for _, n := range raw {
		if byID[n.ParentID] == nil {
			walk(n, nil)
		}
	}
	return out
}

func newNode(n *accessibility.Node) *Node {
	node := &Node{
		Role: text(n.Role), Name: text(n.Name), Value: text(n.Value), Description: text(n.Description),
		backend: n.BackendDOMNodeID,
	}
	for _, property := range n.Properties {
		value := text(property.Value)
		switch property.Name {
		case accessibility.PropertyNameFocused:
			node.Focused = value == "true"
		case accessibility.PropertyNameDisabled:
			node.Disabled = value == "true"
		case accessibility.PropertyNameRequired:
			node.Required = value == "true"
		case accessibility.PropertyNameReadonly:
			node.Readonly = value == "true"
		case accessibility.PropertyNameChecked:
			node.Checked = value
		case accessibility.PropertyNamePressed:
			node.Pressed = value
		case accessibility.PropertyNameExpanded:
			node.Expanded = value
		case accessibility.PropertyNameSelected:
			node.Selected = value
		case accessibility.PropertyNameInvalid:
			node.Invalid = value
		case accessibility.PropertyNameLive:
			node.Live = value
		case accessibility.PropertyNameLevel:
			fmt.Sscan(value, &node.Level) // 0 when it is no number
		}
	}
	return node
}

// text is a value as a string: a JSON string's content, anything else as is.
func text(v *accessibility.Value) string {
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(v.Value, &s) == nil {
		return s
	}
	return string(v.Value)
}

// Tree writes the page down as its accessibility tree, one node a line; it is
// what error messages show. On a page that is gone it says so.
func (p *Page) Tree() string {
	nodes, err := p.Nodes()
	if err != nil {
		return "  (" + err.Error() + ")\n"
	}
	var out strings.Builder
	if url, err := p.URL(); err == nil {
		fmt.Fprintf(&out, "on %s there was:\n", url)
	}
	for _, n := range nodes {
		if n.Name == "" && n.Value == "" && (n.Role == "generic" || n.Role == "none") {
			continue
		}
		// The text of a node that is named by it would be there twice.
		if n.Role == "StaticText" && n.parent != nil && n.parent.Name == n.Name {
			continue
		}
		fmt.Fprintf(&out, "%s%s\n", strings.Repeat("  ", min(n.depth, 20)+1), n)
	}
	return out.String()
}

func (n *Node) String() string {
	out := n.Role
	if n.Name != "" {
		out += fmt.Sprintf(" %q", n.Name)
	}
	if n.Value != "" {
		out += fmt.Sprintf(" value %q", n.Value)
	}
	for _, state := range []struct {
		name string
		on   bool
	}{{"focused", n.Focused}, {"disabled", n.Disabled}, {"required", n.Required}, {"readonly", n.Readonly}} {
		if state.on {
			out += " " + state.name
		}
	}
	for _, state := range []struct{ name, value string }{
		{"checked", n.Checked}, {"pressed", n.Pressed}, {"expanded", n.Expanded}, {"selected", n.Selected}, {"live", n.Live},
	} {
		if state.value != "" {
			out += " " + state.name + "=" + state.value
		}
	}
	return out
}

// Text is all text of the page in reading order, one space between its parts.
func (p *Page) Text() (string, error) {
	nodes, err := p.Nodes()
	return joined(nodes), err
}

// Announced is the text in the page's live regions, one line a region: what a
// screen reader has been told, where it has not been replaced since.
func (p *Page) Announced() (string, error) {
	nodes, err := p.Nodes()
	var lines []string
	for _, region := range nodes {
		if region.Live != "polite" && region.Live != "assertive" {
			continue
		}
		var inside []*Node
		for _, n := range nodes {
			if n.within(region) {
				inside = append(inside, n)
			}
		}
		if line := joined(inside); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), err
}

func (n *Node) within(outer *Node) bool {
	for ; n != nil; n = n.parent {
		if n == outer {
			return true
		}
	}
	return false
}

func joined(nodes []*Node) string {
	var parts []string
	for _, n := range nodes {
		if n.Role == "StaticText" || n.Role == "textbox" && n.Value != "" {
			parts = append(parts, strings.Fields(n.Name+n.Value)...)
		}
	}
	return strings.Join(parts, " ")
}

// holds reports whether the text stands on the page, in one node or across
// several, with any white space between words.
func holds(nodes []*Node, wanted string) bool {
	wanted = strings.Join(strings.Fields(wanted), " ")
	for _, n := range nodes {
		if strings.Contains(strings.Join(strings.Fields(n.Name), " "), wanted) {
			return true
		}
	}
	return strings.Contains(joined(nodes), wanted)
}
