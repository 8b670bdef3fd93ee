// SPDX-License-Identifier: MIT

package browser

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser/proxy"
)

// site serves the page the tests act on.
func site(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "page.html"
		if r.URL.Path == "/frame" {
			name = "frame.html"
		}
		page, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-src *")
		other := strings.Replace(r.Host, "127.0.0.1", "localhost", 1)
		w.Write(bytes.ReplaceAll(page, []byte("OTHER"), []byte(other)))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// launch starts a browser with the fixture extension, or skips.
func launch(t *testing.T, o Options) *Browser {
	t.Helper()
	o.Extension, o.Headless = "testdata/extension", true
	b, err := Launch(t.Context(), o)
	if errors.Is(err, ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		if left := processes(b.profile); len(left) > 0 {
			t.Errorf("processes left: %v", left)
		}
		if _, err := os.Stat(b.profile); o.Profile == "" && !os.IsNotExist(err) {
			t.Errorf("profile left: %v", err)
		}
	})
	return b
}

func open(t *testing.T, b *Browser, url string) *Page {
	t.Helper()
	tab, err := b.Open(url)
	check(t, err)
	return tab
}

func click(t *testing.T, b *Browser, tab *Page) *Popup {
	t.Helper()
	popup, err := b.ClickIcon(tab)
	check(t, err)
	return popup
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, p *Page, expression string) T {
	t.Helper()
	var value T
	check(t, p.Eval(expression, &value))
	return value
}

// TestPerson walks through everything a person does, in one browser.
func TestPerson(t *testing.T) {
	t.Parallel()
	b := launch(t, Options{Screenshots: t.TempDir()})
	address := site(t)
	tab := open(t, b, address)

	t.Run("icon grants activeTab", func(t *testing.T) {
		popup := click(t, b, tab)
		check(t, popup.Click(Button("Capture")))
		check(t, popup.WaitText("captured 1280x"))
		if took := time.Since(popup.Clicked); took > 20*time.Second {
			t.Errorf("the click was %s ago", took)
		}
	})
	t.Run("popup dies at a click on the page", func(t *testing.T) {
		popup := click(t, b, tab)
		check(t, tab.Click(Button("Count")))
		check(t, popup.WaitClosed())
		check(t, tab.WaitText("1 clicks"))
		if err := popup.Eval("1", nil); !errors.Is(err, ErrClosed) {
			t.Errorf("a closed popup answers %v", err)
		}
	})
	t.Run("popup opened by the extension", func(t *testing.T) {
		check(t, b.EvalWorker("chrome.action.openPopup()", nil))
		popup, err := b.Popup()
		check(t, err)
		check(t, popup.Click(Button("Count")))
		check(t, popup.WaitText("1 clicks"))
		check(t, tab.Click(Role("heading", "Fixture page")))
		check(t, popup.WaitClosed())
	})
	t.Run("icon over another tab", func(t *testing.T) {
		other := open(t, b, address+"/other")
		first := click(t, b, tab)
		_, err := b.PressIcon(other)
		check(t, err)
		check(t, first.WaitClosed())
		popup, err := b.Popup()
		check(t, err)
		check(t, popup.Click(Button("Capture")))
		check(t, popup.WaitText("captured"))
		check(t, other.Close())
		check(t, popup.WaitClosed())
	})
	t.Run("mouse", func(t *testing.T) {
		popup := click(t, b, tab)
		check(t, popup.Click(Button("Count")))
		e, err := popup.Find(Button("Count"))
		check(t, err)
		check(t, e.DoubleClick())
		check(t, popup.WaitFor(Role("status", "").At(1), "at three", func(*Element) bool {
			text, err := popup.Text()
			return err == nil && strings.Contains(text, "3 clicks") && !strings.Contains(text, "not trusted")
		}))
		check(t, popup.Click(Button("Far below"))) // scrolls
		check(t, popup.WaitText("far button clicked"))
	})
	t.Run("keyboard", func(t *testing.T) {
		popup := click(t, b, tab)
		check(t, popup.Fill(Field("Secret"), "wrong"))
		check(t, popup.Fill(Field("Secret"), "Ab1! 日本"))
		check(t, popup.Press("ArrowLeft", "Backspace", "Shift+Enter"))
		check(t, popup.WaitText("shift+enter with Ab1! 本"))
		check(t, popup.Press("Tab"))
		focused, err := popup.Focused()
		if err != nil || focused.Role != "button" || focused.Name != "Copy" {
			t.Errorf("focused: %v, %v", focused, err)
		}
		check(t, popup.Press("Enter"))
		check(t, popup.WaitText("copied"))
		if text, err := popup.Clipboard(); err != nil || text != "Ab1! 本" {
			t.Errorf("clipboard %q, %v", text, err)
		}
		if err := popup.Press("Escape"); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
		check(t, popup.WaitClosed())
	})
	t.Run("command key", func(t *testing.T) {
		check(t, tab.Press("Control+Shift+Y"))
		check(t, eventually(func() bool {
			log, err := b.Storage("local", "log")
			return err == nil && strings.Contains(string(log["log"]), "command")
		}))
	})
	t.Run("drag, with the service worker stopped before the release", func(t *testing.T) {
		check(t, tab.ScrollTo(500))
		popup := click(t, b, tab)
		check(t, popup.Click(Button("Select an area")))
		check(t, popup.WaitClosed())
		check(t, tab.WaitText("Drag a box")) // in a closed shadow root
		check(t, tab.DragHold(Point{100, 100}, Point{300, 250.5}, 5))
		check(t, b.StopWorker())
		if runs, err := b.WorkerRuns(); runs || err != nil {
			t.Errorf("the worker runs: %v, %v", runs, err)
		}
		check(t, tab.Up())
		check(t, eventually(func() bool {
			area, err := b.Storage("local", "area")
			return err == nil && string(area["area"]) == "[100,100,300,250.5]"
		}))
		check(t, tab.WaitGone(Role("dialog", "Select an area")))
	})
	t.Run("frames", func(t *testing.T) {
		check(t, tab.Click(Button("Here"))) // in a frame of the same site, scrolled to
		check(t, tab.WaitText("clicked here"))
		frame, err := b.Page("//localhost:")
		check(t, err)
		check(t, frame.Click(Button("Here")))
		check(t, frame.WaitText("clicked here"))
		if said, err := frame.Announced(); err != nil || said != "clicked here" {
			t.Errorf("announced %q, %v", said, err)
		}
	})
	t.Run("zoom", func(t *testing.T) {
		for _, factor := range []float64{1.5, 0.67, 1} {
			check(t, tab.SetZoom(factor))
			if zoom, err := tab.Zoom(); err != nil || zoom < factor-0.01 || zoom > factor+0.01 {
				t.Errorf("zoom %v, %v", zoom, err)
			}
			before := eval[string](t, tab, "document.querySelector('output').textContent")
			check(t, tab.Click(Button("Count")))
			if after := eval[string](t, tab, "document.querySelector('output').textContent"); after == before {
				t.Errorf("at zoom %g the click missed", factor)
			}
		}
	})
	t.Run("dialog and full screen", func(t *testing.T) {
		message, err := tab.Dialog(func() error { return tab.Click(Button("Ask")) }, true, "")
		if err != nil || message != "Sure?" {
			t.Errorf("%q, %v", message, err)
		}
		check(t, tab.WaitText("yes"))
		check(t, tab.Click(Button("Full screen")))
		check(t, eventually(func() bool { on, err := tab.Fullscreen(); return on && err == nil }))
		popup := click(t, b, tab)
		check(t, popup.Click(Button("Capture")))
		check(t, popup.WaitText("captured"))
		check(t, tab.Press("Escape"))
		check(t, eventually(func() bool { on, err := tab.Fullscreen(); return !on && err == nil }))
	})
	t.Run("what cannot be clicked", func(t *testing.T) {
		b.options.Timeout = 500 * time.Millisecond
		defer func() { b.options.Timeout = 10 * time.Second }()
		for _, c := range []struct {
			by    By
			wants string
		}{
			{Button("Nowhere"), `found no button "Nowhere" after 500ms`},
			{Button("Twin"), `2 times button "Twin"`},
			{Button("Disabled"), "is disabled"},
			{Button("Covered"), `covered by <div id="cover"`},
			{By{Match: regexp.MustCompile("^No")}, "found no node /^No/"},
		} {
			err := tab.Click(c.by)
			if err == nil || !strings.Contains(err.Error(), c.wants) || !strings.Contains(err.Error(), `heading "Fixture page"`) {
				t.Errorf("%s: %v", c.by, err)
			}
		}
		check(t, tab.Click(Button("Twin").At(2)))
		check(t, tab.Click(Button("Twin").Within(Role("region", "Second"))))
	})
	t.Run("screenshot", func(t *testing.T) {
		popup := click(t, b, tab)
		file, err := popup.Screenshot("steps/popup")
		check(t, err)
		raw, err := os.ReadFile(file)
		check(t, err)
		picture, err := png.DecodeConfig(bytes.NewReader(raw))
		if err != nil || picture.Width != eval[int](t, popup.Page, "innerWidth") || picture.Height != 600 {
			t.Errorf("%v, %v", picture, err)
		}
	})
	t.Run("measures", func(t *testing.T) {
		popup := click(t, b, tab)
		timing, err := popup.Timing()
		check(t, err)
		if wait := timing.Start.Sub(popup.Clicked); wait < -5*time.Millisecond || wait > 5*time.Second || timing.Load <= 0 {
			t.Errorf("clicked at %s, %+v", popup.Clicked, timing)
		}
		if busy, err := popup.Busy(100 * time.Millisecond); err != nil || busy > time.Second {
			t.Errorf("busy %s, %v", busy, err)
		}
		events, err := b.Trace(func() error { return popup.Click(Button("Count")) })
		if err != nil || len(events) == 0 {
			t.Errorf("%d events, %v", len(events), err)
		}
	})
	t.Run("axe", func(t *testing.T) {
		violations, err := tab.Axe()
		if errors.Is(err, ErrNoAxe) {
			t.Skip(err)
		}
		check(t, err)
		if len(violations) == 0 || !strings.Contains(violations[0].String(), "html") {
			t.Errorf("%v", violations)
		}
	})
	t.Run("errors are kept", func(t *testing.T) {
		check(t, tab.Click(Button("Throw")))
		check(t, eventually(func() bool { return len(tab.Errors()) == 2 }))
		if all := strings.Join(tab.Errors(), "\n"); !strings.Contains(all, "thrown on purpose") || !strings.Contains(all, "said on purpose") {
			t.Error(all)
		}
	})
	t.Run("engine", func(t *testing.T) {
		engine, err := b.Engine()
		check(t, err)
		if born := eval[float64](t, engine, "born"); born == 0 {
			t.Error("the offscreen document does not answer")
		}
		eval[[]bool](t, engine, "Promise.all([work(), work()])")
		if n, err := engine.EndWorkers(); n != 2 || err != nil {
			t.Errorf("ended %d workers, %v", n, err)
		}
		check(t, b.CloseEngine())
		if runs, err := b.EngineRuns(); runs || err != nil {
			t.Errorf("the engine runs: %v, %v", runs, err)
		}
		popup := click(t, b, tab)
		check(t, popup.Eval("chrome.runtime.sendMessage('engine')", nil))
		_, err = b.Engine()
		check(t, err)
		check(t, b.CrashEngine())
		check(t, popup.WaitClosed())
		if _, err := b.ClickIcon(tab); err == nil || !strings.Contains(err.Error(), "switched off") {
			t.Errorf("a crashed extension: %v", err)
		}
		check(t, b.ReloadExtension())
		popup = click(t, b, tab)
		check(t, popup.Click(Button("Capture")))
		check(t, popup.WaitText("captured"))
	})
}

// TestLooks checks that language, colours, motion and pixels are real in the
// popup from its first line on, not only on pages.
func TestLooks(t *testing.T) {
	t.Parallel()
	b := launch(t, Options{Lang: "ja", Dark: true, DPR: 1.5, ReducedMotion: true, ForcedColors: true})
	tab := open(t, b, site(t))
	popup := click(t, b, tab)
	const looks = `[navigator.language, devicePixelRatio, ...['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)',
		'(forced-colors: active)'].map((query) => matchMedia(query).matches)].join(' ')`
	for _, p := range []*Page{tab, popup.Page} {
		if got := eval[string](t, p, looks); got != "ja 1.5 true true true" {
			t.Errorf("looks: %s", got)
		}
	}
	if got := eval[string](t, popup.Page, "chrome.i18n.getUILanguage()"); got != "ja" {
		t.Errorf("language %s", got)
	}
	check(t, popup.Click(Button("取り込む")))
	check(t, popup.WaitText("captured 1920x"))
	check(t, popup.Click(Button("Far below")))
	check(t, popup.WaitText("far button clicked"))
}

// TestKill checks that what was stored durably outlives a SIGKILL, and that a
// browser behind the proxy sends nothing out by itself.
func TestKill(t *testing.T) {
	t.Parallel()
	recorder, err := proxy.Start()
	check(t, err)
	defer recorder.Close()
	profile := t.TempDir()
	b := launch(t, Options{Profile: profile, Proxy: recorder.Addr()})
	address := site(t)
	tab := open(t, b, address)
	check(t, tab.WaitText("Fixture page"))
	if all := recorder.Requests(); len(all) == 0 || "http://"+all[0].Host != address {
		t.Errorf("recorded %v", all)
	}
	if left := recorder.Left(); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	const database = `new Promise((done, failed) => {
		const open = indexedDB.open('kept', 1);
		open.onupgradeneeded = () => open.result.createObjectStore('s');
		open.onerror = failed;
		open.onsuccess = () => {
			const change = open.result.transaction('s', 'readwrite', {durability: 'strict'});
			const store = change.objectStore('s'), get = store.get('n');
			get.onsuccess = () => store.put((get.result ?? 0) + 1, 'n');
			change.oncomplete = () => done(get.result ?? 0);
		};
	})`
	engine, err := b.Engine()
	check(t, err)
	if n := eval[int](t, engine, database); n != 0 {
		t.Errorf("a new profile holds %d", n)
	}
	b.Kill()
	if _, err := tab.Text(); !errors.Is(err, ErrClosed) {
		t.Errorf("a killed browser answers %v", err)
	}
	b = launch(t, Options{Profile: profile})
	engine, err = b.Engine()
	check(t, err)
	if n := eval[int](t, engine, database); n != 1 {
		t.Errorf("after the kill there is %d", n)
	}
}

// TestLaunchErrors checks what a start that fails says.
func TestLaunchErrors(t *testing.T) {
	if _, err := Find(); err != nil {
		t.Skip(err)
	}
	broken := t.TempDir()
	for _, c := range []struct {
		name  string
		o     Options
		wants string
	}{
		{"language", Options{Lang: "tlh"}, "none of en, ja"},
		{"no extension", Options{Extension: broken}, "manifest.json"},
		{"no browser", Options{Path: "/nonexistent"}, "no such file"},
		{"not a browser", Options{Path: "/bin/false"}, "did not start"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			if _, err := Launch(ctx, c.o); err == nil || !strings.Contains(err.Error(), c.wants) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestExtensionID(t *testing.T) {
	dir := t.TempDir()
	write := func(manifest string) {
		check(t, os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(manifest), 0o600))
	}
	write(`{"key": "AAEC"}`) // SHA-256 of 00 01 02 is ae4b3280e56e2faf83f414a6e3dabe9d…
	if id, err := ExtensionID(dir); err != nil || id != "koeldciaofgocpkpidpebekgodnkloj"+"n" {
		t.Errorf("%s, %v", id, err)
	}
	for _, bad := range []string{`{}`, `{"key": "?"}`, `{`} {
		write(bad)
		if id, err := ExtensionID(dir); err == nil {
			t.Errorf("%s has the id %s", bad, id)
		}
	}
}

func TestParseKey(t *testing.T) {
	for name, want := range map[string]string{
		"Enter": "Enter 0", "Shift+Enter": "Enter 8", "Control+Shift+Y": "KeyY 10", "Control+a": "KeyA 2", "A": "KeyA 8",
		"+": "Equal 8", "Control++": "Equal 10", " ": "Space 0", "Space": "Space 0", "\n": "Enter 0", "Alt+ArrowDown": "ArrowDown 1",
	} {
		k, err := parseKey(name)
		if got := k.Code + " " + string("0123456789ABCDEF"[k.modifiers]); err != nil || got != strings.Replace(want, "10", "A", 1) {
			t.Errorf("%q: %s, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "Entre", "日", "Hyper+a"} {
		if k, err := parseKey(name); err == nil {
			t.Errorf("%q: %v", name, k)
		}
	}
}

// eventually waits up to five seconds for the condition.
func eventually(condition func() bool) error {
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if condition() {
			return nil
		}
	}
	return errors.New("it did not come about in five seconds")
}
