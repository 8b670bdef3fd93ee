// SPDX-License-Identifier: MIT

// Package e2e tests Inkan as people use it: the built extension in a real
// Chromium, the demo console as the web site, and nothing but clicks on the
// toolbar icon and on what can be found by role and name, drags and keys.
// Eval only looks at what a person cannot see, such as what was stored.
//
// The tests need the build (scripts/build.sh). Every browser leaves a picture
// of each step in .build/screenshots/e2e, in a folder of its test's name.
package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"inkan/scripts/browser"
	"inkan/scripts/console/site"
	"inkan/scripts/manual"
)

const (
	root     = "../.."
	built    = root + "/.build/extension"
	pictures = root + "/.build/screenshots/e2e"
)

// extension is a copy of the build, so that a build meanwhile does no harm.
var extension string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if _, err := os.Stat(built + "/manifest.json"); err != nil {
			fmt.Fprintln(os.Stderr, "e2e: there is no built extension in .build/extension: run scripts/build.sh first")
			return 1
		}
		dir, err := os.MkdirTemp("", "inkan-e2e-")
		if err == nil {
			defer os.RemoveAll(dir)
			extension = filepath.Join(dir, "extension")
			err = os.CopyFS(extension, os.DirFS(built))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "e2e:", err)
			return 1
		}
		return m.Run()
	}())
}

// seats are the browsers that may run at once: two, as more would only make
// each other wait.
var seats = make(chan struct{}, 2)

// person is somebody at a browser with Inkan in it. What they do and see
// either works out or ends the test.
type person struct {
	*testing.T
	*browser.Browser
	console string // address of the demo console, with a slash at the end
	words   words  // what Inkan says in the person's language
	*desk
}

// desk is what is in front of a person, and what is kept of all they saw.
type desk struct {
	tab    *browser.Page
	popup  *browser.Popup // the one looked at last
	folder string         // of the pictures
	taken  int
	seen   []*browser.Page
	read   time.Time // when words in the popup were read last
	camera string    // Options.Camera
}

// reaction is how long a person looks at least at what they read. A card that
// goes sooner has not been seen, and Inkan tells it again.
const reaction = 150 * time.Millisecond

// patience is how long a person waits for anything: what a slow machine with
// much else to do needs, since only a test that fails waits in vain.
const patience = 45 * time.Second

// sits starts a browser and a console for the length of the test. The test
// runs beside others.
func sits(t *testing.T, o browser.Options) *person {
	t.Helper()
	t.Parallel()
	seats <- struct{}{}
	t.Cleanup(func() { <-seats })
	folder := strings.ReplaceAll(t.Name(), "/", "-")
	if err := os.RemoveAll(filepath.Join(pictures, folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(pictures, folder), 0o755); err != nil {
		t.Fatal(err)
	}
	if o.Lang == "" {
		o.Lang = "en"
	}
	p := &person{T: t, console: serve(t), words: wordsOf(t, o.Lang), desk: &desk{folder: folder}}
	p.launch(o)
	t.Cleanup(p.ends)
	return p
}

// launch starts the browser on o.
func (p *person) launch(o browser.Options) {
	p.Helper()
	if o.Extension == "" {
		o.Extension = extension
	}
	o.Headless, o.Timeout, o.Greeting = true, patience, manual.Greeting
	if o.Width == 0 {
		o.Width, o.Height = 1000, 760 // a smaller picture is captured and read sooner
	}
	b, err := browser.Launch(p.Context(), o)
	if errors.Is(err, browser.ErrAbsent) {
		p.Skip(err)
	}
	p.must(err)
	p.Browser, p.tab, p.popup, p.camera = b, nil, nil, o.Camera
	p.Cleanup(func() { b.Close() })
}

// ends looks back: no part of Inkan may have thrown or complained.
func (p *person) ends() {
	if engine, err := p.EngineRuns(); err == nil && engine {
		alive, err := p.Engine()
		p.must(err)
		p.seen = append(p.seen, alive)
	}
	for _, part := range p.seen {
		for _, text := range part.Errors() {
			p.Errorf("an error in the console: %s", text)
		}
	}
}

// serve runs a console of its own for the test, wrapped in what is given, and
// returns its address.
func serve(t *testing.T, around ...func(http.Handler) http.Handler) string {
	t.Helper()
	var handler http.Handler = site.New(site.Options{})
	for _, wrap := range around {
		handler = wrap(handler)
	}
	url, stop, err := site.Serve("127.0.0.1:0", handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop() })
	return url
}

// in is the same person in a part of the test.
func (p *person) in(t *testing.T) *person {
	part := *p
	part.T = t
	return &part
}

// must ends the test when what the person did, or wanted to see, did not work.
func (p *person) must(err error) {
	p.Helper()
	if err == nil {
		return
	}
	if p.Browser != nil && p.popup != nil && !p.popup.Closed() {
		p.picture(p.popup.Page, "failed-popup")
	}
	p.Fatal(err)
}

// picture keeps what a page shows now.
func (p *person) picture(shown *browser.Page, what string) {
	p.Helper()
	part := strings.ReplaceAll(p.Name()[len(p.folder):], "/", "-")
	p.taken++
	name := strings.Trim(fmt.Sprintf("%03d-%s-%s", p.taken, part, what), "-")
	name = strings.ReplaceAll(name, "--", "-")
	shot, err := snapshot(shown)
	if errors.Is(err, browser.ErrClosed) {
		return
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(pictures, p.folder, name+".png"), shot, 0o644)
	}
	if err != nil {
		p.Errorf("no picture: %v", err)
	}
}

// step keeps a picture of every step, where somebody wants to follow them:
// seven hundred take half a minute.
func (p *person) step(shown *browser.Page, what string) {
	p.Helper()
	if os.Getenv("E2E_PICTURES") == "all" {
		p.picture(shown, what)
	}
}

// snapshot is what a page shows this very moment, a quarter of the time of
// Page.PNG, which waits until nothing grows any more.
func snapshot(shown *browser.Page) ([]byte, error) {
	session, err := shown.Session()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	fast := true
	shot, err := cdp.Call(ctx, session, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, OptimizeForSpeed: &fast,
	})
	return shot.Data, err
}

// opens shows a page of the console in the person's tab.
func (p *person) opens(path string) {
	p.Helper()
	p.goes(p.console + path)
}

func (p *person) goes(url string) {
	p.Helper()
	if p.tab != nil {
		p.must(p.tab.Navigate(url))
		return
	}
	tab, err := p.Open(url)
	p.must(err)
	p.tab = tab
}

// clicksIcon clicks the toolbar icon and looks at the popup.
func (p *person) clicksIcon() {
	p.Helper()
	time.Sleep(time.Until(p.read.Add(reaction))) // the click closes a popup that is open
	popup, err := p.ClickIcon(p.tab)
	p.must(err)
	p.looksAt(popup)
	p.must(manual.Settled(popup))
}

// seesPopup looks at the popup that has opened by itself, or is about to.
func (p *person) seesPopup() {
	p.Helper()
	popup, err := p.Popup()
	if err != nil {
		// Where it went wrong: before the badge, or with the popup alone.
		var state string
		p.EvalWorker(`chrome.action.getBadgeText({}).then((badge) => chrome.action.openPopup().then(() => badge + " and now it opens", (error) => badge + " " + error.message))`, &state)
		err = fmt.Errorf("%w\nbadge: %s", err, state)
	}
	p.must(err)
	p.looksAt(popup)
}

func (p *person) looksAt(popup *browser.Popup) {
	p.popup = popup
	p.seen = append(p.seen, popup.Page)
}

// clicks clicks a button in the popup.
func (p *person) clicks(button string) {
	p.Helper()
	p.must(p.popup.Click(browser.Button(button)))
}

// leaves clicks a button that closes the popup.
func (p *person) leaves(button string) {
	p.Helper()
	// The first, as a card on top may offer again what stands below.
	p.must(manual.Leave(p.popup, browser.Button(button).At(1)))
}

// isFree waits until no overlay is on the page.
func (p *person) isFree(tab *browser.Page) {
	p.Helper()
	p.waits("the overlay to go", func() bool {
		stands, err := manual.Covered(tab)
		p.must(err)
		return !stands
	})
}

// closes closes the popup with Escape.
func (p *person) closes() {
	p.Helper()
	time.Sleep(time.Until(p.read.Add(reaction)))
	p.must(manual.Dismiss(p.popup))
}

// reads waits for texts in the popup.
func (p *person) reads(texts ...string) {
	p.Helper()
	for _, text := range texts {
		p.must(p.popup.WaitText(text))
	}
	p.read = time.Now()
	p.step(p.popup.Page, "")
}

// types fills in a field of the popup.
func (p *person) types(field, text string) {
	p.Helper()
	p.must(p.popup.Fill(browser.Field(field), text))
}

// presses presses keys in the popup.
func (p *person) presses(keys ...string) {
	p.Helper()
	if err := p.popup.Press(keys...); err != nil && !errors.Is(err, browser.ErrClosed) {
		p.must(err)
	}
}

// aims remembers where a thing is on the page, since nothing can be found
// under the overlay.
func (p *person) aims(by browser.By) box {
	p.Helper()
	from, to, err := manual.Around(p.tab, by)
	p.must(err)
	return box{from, to}
}

// box is what the person drags, in CSS pixels.
type box struct{ from, to browser.Point }

// drags drags a box once the overlay is there.
func (p *person) drags(b box) {
	p.Helper()
	p.holds(b)
	p.must(p.tab.Up())
}

// holds drags a box and does not let go.
func (p *person) holds(b box) {
	p.Helper()
	p.must(manual.Overlaid(p.tab))
	p.must(p.tab.DragHold(b.from, b.to, 6))
	p.step(p.tab, "drag")
}
