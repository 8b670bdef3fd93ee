// SPDX-License-Identifier: MIT

package browser

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// Point is a place in a page's viewport, in CSS pixels from its top left, at
// any page zoom and device pixel ratio.
type Point struct{ X, Y float64 }

// mouse is where the pointer is and whether its left button is down.
type mouse struct {
	at   Point
	down bool
}

// Move moves the pointer to a point.
func (p *Page) Move(to Point) error {
	kind, buttons := input.DispatchMouseEventTypeMouseMoved, int64(0)
	if p.mouse.down {
		buttons = 1
	}
	p.mouse.at = to
	return p.dispatchMouse(input.DispatchMouseEventParams{Type: kind, Buttons: buttons})
}

// Down presses the left button where the pointer is.
func (p *Page) Down() error { return p.press(1) }

func (p *Page) press(clicks int64) error {
	p.mouse.down = true
	return p.dispatchMouse(input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMousePressed, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: clicks,
	})
}

// Up releases the left button where the pointer is.
func (p *Page) Up() error { return p.release(1) }

func (p *Page) release(clicks int64) error {
	p.mouse.down = false
	return p.dispatchMouse(input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseReleased, Button: input.MouseButtonLeft, ClickCount: clicks,
	})
}

// ClickAt clicks at a point.
func (p *Page) ClickAt(at Point) error {
	if err := p.Move(at); err != nil {
		return err
	}
	if err := p.Down(); err != nil {
		return err
	}
	return p.Up()
}

// Drag presses at from, moves to to in so many steps and releases there.
func (p *Page) Drag(from, to Point, steps int) error {
	if err := p.DragHold(from, to, steps); err != nil {
		return err
	}
	return p.Up()
}

// DragHold is Drag without the release; Up ends it.
func (p *Page) DragHold(from, to Point, steps int) error {
	if err := p.Move(from); err != nil {
		return err
	}
	if err := p.Down(); err != nil {
		return err
	}
	for i := 1; i <= steps; i++ {
		part := float64(i) / float64(steps)
		at := Point{from.X + (to.X-from.X)*part, from.Y + (to.Y-from.Y)*part}
		if err := p.Move(at); err != nil {
			return err
		}
	}
	return nil
}

// Wheel turns the mouse wheel where the pointer is; positive down scrolls down.
func (p *Page) Wheel(right, down float64) error {
	return p.dispatchMouse(input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseWheel, DeltaX: right, DeltaY: down,
	})
}

// dispatchMouse sends a mouse event at the pointer's place.
func (p *Page) dispatchMouse(e input.DispatchMouseEventParams) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	e.X, e.Y = p.mouse.at.X, p.mouse.at.Y
	e.PointerType = input.DispatchMouseEventPointerTypeMouse
	_, err := call(ctx, p, input.DispatchMouseEvent, e)
	return err
}

// Press presses and releases keys one after another. A key is a character or
// a name as in KeyboardEvent.key ("Enter", "Tab", "Escape", "ArrowDown",
// "F5"), after modifiers: "Shift+Enter", "Control+a", "Control+Shift+Y".
// Extension commands hear them too.
func (p *Page) Press(keys ...string) error {
	for _, key := range keys {
		k, err := parseKey(key)
		if err != nil {
			return err
		}
		if err := p.pressKey(k); err != nil {
			return err
		}
	}
	return nil
}

// Type types the text into what has the focus: a key for every character of
// an American keyboard, the input method's way for all others. A line feed is
// Enter.
func (p *Page) Type(text string) error {
	for _, r := range text {
		k, err := parseKey(string(r))
		if err != nil {
			ctx, cancel := p.browser.context()
			_, err := call(ctx, p, input.InsertText, input.InsertTextParams{Text: string(r)})
			cancel()
			if err != nil {
				return err
			}
			continue
		}
		if err := p.pressKey(k); err != nil {
			return err
		}
	}
	return nil
}

// keystroke is a key with the modifiers that are held.
type keystroke struct {
	kb.Key
	modifiers int64
}

// namedKeys are the keys of Press that are more than a character.
var namedKeys = map[string]string{
	"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown, "Space": " ",
	"F1": kb.F1, "F2": kb.F2, "F3": kb.F3, "F5": kb.F5, "F6": kb.F6, "F11": kb.F11, "ContextMenu": kb.ContextMenu,
}

var modifiers = map[string]kb.Modifier{
	"Shift": kb.ModifierShift, "Control": kb.ModifierCtrl, "Alt": kb.ModifierAlt, "Meta": kb.ModifierMeta,
}

func parseKey(name string) (keystroke, error) {
	var k keystroke
	rest := name
	for {
		before, after, found := strings.Cut(rest, "+")
		modifier, known := modifiers[before]
		if !found || !known || after == "" {
			break
		}
		k.modifiers |= modifier.Int64()
		rest = after
	}
	if named, ok := namedKeys[rest]; ok {
		rest = named
	}
	runes := []rune(rest)
	if len(runes) != 1 {
		return k, fmt.Errorf("browser: no key is called %q", name)
	}
	if runes[0] == '\n' {
		runes[0] = '\r'
	}
	key := kb.Keys[runes[0]]
	if key == nil {
		return k, fmt.Errorf("browser: the keyboard has no key %q", name)
	}
	k.Key = *key
	if k.Key.Shift {
		k.modifiers |= kb.ModifierShift.Int64()
	}
	return k, nil
}

// pressKey sends the key down, with its text when it types one, and up. The
// native code is set because extension commands are matched by it.
func (p *Page) pressKey(k keystroke) error {
	ctx, cancel := p.browser.context()
	defer cancel()
	e := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeRawKeyDown, Modifiers: k.modifiers, Key: k.Key.Key, Code: k.Code,
		WindowsVirtualKeyCode: k.Windows, NativeVirtualKeyCode: k.Windows,
	}
	if e.WindowsVirtualKeyCode >= 'a' && e.WindowsVirtualKeyCode <= 'z' {
		e.WindowsVirtualKeyCode = int64(unicode.ToUpper(rune(e.WindowsVirtualKeyCode)))
		e.NativeVirtualKeyCode = e.WindowsVirtualKeyCode
	}
	// With Control, Alt or Meta a key commands and types nothing.
	if k.Text != "" && k.modifiers&^kb.ModifierShift.Int64() == 0 {
		e.Type, e.Text, e.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, k.Text, k.Unmodified
	}
	e.Commands = editing(k)
	if _, err := call(ctx, p, input.DispatchKeyEvent, e); err != nil {
		return err
	}
	e.Type, e.Text, e.UnmodifiedText, e.Commands = input.DispatchKeyEventTypeKeyUp, "", "", nil
	_, err := call(ctx, p, input.DispatchKeyEvent, e)
	return err
}

// editing names the editing commands the browser's own key bindings, which
// the protocol goes around, would have sent along.
func editing(k keystroke) []string {
	if k.modifiers != kb.ModifierCtrl.Int64() {
		return nil
	}
	switch k.Code {
	case "KeyA":
		return []string{"selectAll"}
	case "KeyC":
		return []string{"copy"}
	case "KeyX":
		return []string{"cut"}
	case "KeyV":
		return []string{"paste"}
	case "KeyZ":
		return []string{"undo"}
	}
	return nil
}
