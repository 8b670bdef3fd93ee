// SPDX-License-Identifier: MIT

package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestClockJump copies right after the clock has jumped, as it does when the
// computer wakes up: a code that is over must not get on the clipboard, whether
// the engine can make the next one or not.
func TestClockJump(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Jump", secret: secretOf("Jump")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	for _, c := range []struct {
		name   string
		engine string // what happens to it
		copies bool   // the right code has to get there
	}{
		{"Engine runs", "", true},
		{"Engine answers nothing", "inkan.call = () => []", false},
		{"Engine closed", "close", true},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.restarts()
			p.checksCode(k)
			p.must(p.popup.Eval(`navigator.clipboard.writeText("before")`, nil))
			engine, err := p.Engine()
			p.must(err)
			const jump = `(() => { const now = Date.now; Date.now = () => now() + 3600e3; })()`
			p.must(engine.Eval(jump, nil))
			switch c.engine {
			case "close":
				p.must(p.CloseEngine())
			default:
				p.must(engine.Eval(c.engine, nil))
			}
			p.must(p.popup.Eval(jump, nil))
			p.must(p.popup.Click(manual.Row(k.issuer)))
			p.copiesOnly(k, time.Hour, c.copies)
		})
	}
}

// copiesOnly watches the clipboard until the code is there, or for a second:
// nothing but the code as it will be after a time may get there.
func (p *person) copiesOnly(k key, ahead time.Duration, must bool) {
	p.Helper()
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		clipboard, err := p.popup.Clipboard()
		p.must(err)
		now := time.Now()
		right := clipboard == k.at(p.T, now.Add(ahead)) || clipboard == k.at(p.T, now.Add(ahead-late))
		switch {
		case right:
			return
		case clipboard != "before":
			p.Fatalf("%q was copied; an hour later the code is %q", clipboard, k.at(p.T, now.Add(ahead)))
		case !must && end.Sub(now) < 4*time.Second:
			return
		case now.After(end):
			p.Fatal("nothing was copied")
		}
	}
}

// TestEngineGoneUnderCard takes the engine away under the card that shows a
// code which is not added yet: the code goes when its time is over, and the
// popup does not ask for another one without end.
func TestEngineGoneUnderCard(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Brief", secret: secretOf("Brief"), period: 3}
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", k.issuer)
	p.must(p.popup.Eval(`(() => {
		const wait = setTimeout;
		globalThis.timers = 0;
		globalThis.setTimeout = (...all) => { timers++; return wait(...all); };
	})()`, nil))
	p.must(p.CloseEngine())

	over := []string{k.at(t, time.Now()), k.at(t, time.Now().Add(k.step()))}
	time.Sleep(2*k.step() + time.Second)
	var before, after float64
	p.must(p.popup.Eval("timers", &before))
	time.Sleep(2 * time.Second)
	p.must(p.popup.Eval("timers", &after))
	if after-before >= 2*5 {
		t.Errorf("%v timers were set in two seconds", after-before)
	}
	text, err := p.popup.Text()
	p.must(err)
	p.picture(p.popup.Page, "over")
	for _, code := range over {
		if strings.Contains(strings.ReplaceAll(text, " ", ""), code) {
			t.Errorf("the code %s is over and still shown: %s", code, text)
		}
	}
}

// TestCounterOnce holds Enter and clicks twice: a counter moves on by one, as
// every step too many brings it nearer to where the site has lost it.
func TestCounterOnce(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{kind: "hotp", issuer: "Once", secret: secretOf("Once"), counter: 5}
	p.opens("fixture/qr?" + k.page(""))
	p.clicksIcon()
	p.clicks("Scan")
	p.reads("QR code found", k.issuer)
	p.clicks("Add")
	p.reads("Added: " + k.issuer)
	for i, c := range []struct {
		name string
		do   func(*person, browser.By)
	}{
		{"Double click", func(p *person, row browser.By) {
			found, err := p.popup.Find(row)
			p.must(err)
			p.must(found.DoubleClick())
		}},
		{"Enter in the search", func(p *person, _ browser.By) {
			p.holdsEnter()
		}},
		{"Enter on the row", func(p *person, _ browser.By) {
			p.presses("ArrowDown")
			p.hasCounter(k.issuer)
			p.holdsEnter()
		}},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.clicksIcon()
			p.has("Search")
			counter := k.counter + i
			c.do(p, browser.Button(k.issuer+", SAMPLE_USER, make the next code"))
			want := k.counted(t, counter)
			p.reads(want[:3], want[3:])
			engine, err := p.Engine()
			p.must(err)
			time.Sleep(300 * time.Millisecond) // for what is one too many
			var next string
			p.must(engine.Eval("inkan.accounts[0].counter", &next))
			if next != fmt.Sprint(counter+1) {
				t.Errorf("the counter went from %d to %s", counter, next)
			}
			clipboard, err := p.popup.Clipboard()
			p.must(err)
			if clipboard != want {
				t.Errorf("%q was copied, not %s", clipboard, want)
			}
		})
	}
}

// hasCounter waits until the row of a counter has the focus.
func (p *person) hasCounter(issuer string) {
	p.Helper()
	p.waits("the focus on "+issuer, func() bool {
		focused, err := p.popup.Focused()
		p.must(err)
		return strings.HasPrefix(focused.Name, issuer+", ")
	})
}

// holdsEnter holds Enter in the popup for over half a second, which the keyboard repeats.
func (p *person) holdsEnter() {
	p.Helper()
	session, err := p.popup.Session()
	p.must(err)
	ctx, cancel := context.WithTimeout(p.Context(), 10*time.Second)
	defer cancel()
	enter := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", UnmodifiedText: "\r",
		WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
	}
	for i := range 20 {
		repeated := i > 0
		enter.AutoRepeat = &repeated
		_, err := cdp.Call(ctx, session, input.DispatchKeyEvent, enter)
		p.must(err)
		time.Sleep(30 * time.Millisecond)
	}
	enter.Type, enter.Text, enter.UnmodifiedText, enter.AutoRepeat = input.DispatchKeyEventTypeKeyUp, "", "", nil
	_, err = cdp.Call(ctx, session, input.DispatchKeyEvent, enter)
	p.must(err)
}
