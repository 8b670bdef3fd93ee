// SPDX-License-Identifier: MIT

// Package browser drives a real Chromium with an unpacked extension in it the
// way a person does: it clicks the toolbar icon, finds things by role and
// accessible name, presses keys, drags the mouse and looks at the screen.
//
//	b, err := browser.Launch(ctx, browser.Options{Extension: dir, Headless: true})
//	defer b.Close()
//	tab, err := b.Open("http://localhost:8370/")
//	popup, err := b.ClickIcon(tab)
//	err = popup.Click(browser.Button("Scan"))
//	err = popup.WaitText("Trend Micro SaaS Account")
//
// Everything that looks for something waits for it, at most Options.Timeout,
// and its error says what was on the page instead. A call to something that
// closes meanwhile ends with ErrClosed. Several browsers can run at once;
// each has its own profile and its own pipe, no port. A Browser may be used
// from several goroutines; a Page from one at a time.
//
// What runs is checked, never steered: Eval and Storage are for assertions
// and for preparing a state, not for doing what a person would do.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/target"
)

// Options say what to launch. The zero value is a visible English browser
// without extension on a throw-away profile.
type Options struct {
	Extension string // folder of the unpacked extension; its manifest needs a "key"
	Lang      string // of Chromium, its pages and the extension, such as "pt_BR": see Languages; default "en"
	Headless  bool
	Width     int // of the window in DIP; default 1280
	Height    int // default 900

	DPR           float64 // device pixel ratio of everything, popup included; 0: the display's
	Dark          bool    // prefers-color-scheme: dark
	ReducedMotion bool    // prefers-reduced-motion: reduce
	ForcedColors  bool    // forced-colors: active, as Windows' high contrast

	// Camera is a file of uncompressed video (y4m) that the only camera shows, over
	// and over, from its beginning each time it is switched on. "": the cameras of
	// this computer.
	Camera string

	// Shared is a part of the title of the tab that is chosen wherever a page asks
	// to see a screen, a window or a tab. "": nobody chooses, unless with Unshared
	// somebody always refuses.
	Shared   string
	Unshared bool

	Profile     string // user data folder, kept at the end; "": a new one, removed at the end
	Proxy       string // host:port of an HTTP proxy for everything, loopback too; see package proxy
	Screenshots string // folder for Screenshot; "": none can be taken

	// Greeting is the page, such as "welcome.html", that the extension opens in a
	// tab when it is installed: Launch closes it. "": none, or it stays.
	Greeting string

	Axe string // axe.min.js for Page.Axe; "": that of scripts/node_modules

	Timeout time.Duration // of every wait; default 10 s
	Args    []string      // further Chromium flags, last; feature lists are joined, of others the last counts
	Env     []string      // further environment, NAME=value
	Path    string        // of Chromium; "": the first found on PATH
}

// Browser is one running Chromium.
type Browser struct {
	ID string // of the extension; "" without one

	options Options
	process *process
	wire    *wire
	profile string
	end     sync.Once
	endErr  error
}

// ErrAbsent is the error of Launch and Find when no Chromium is installed.
var ErrAbsent = errors.New("browser: no Chromium found; on Debian: apt-get install chromium")

// Find returns the path of the installed Chromium or ErrAbsent.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrAbsent
}

// Launch starts Chromium, loads the extension with its icon pinned and
// returns when its service worker is in charge. ctx bounds the start only;
// without a deadline it gets one minute.
//
// A relaunch on the same profile installs the extension again under the same
// id: what it had stored is there, and onInstalled fires instead of onStartup
// (Chromium does not bring back by itself what the protocol loaded).
func Launch(ctx context.Context, o Options) (*Browser, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	b := &Browser{options: o, profile: o.Profile}
	if o.Extension != "" {
		var err error
		if b.ID, err = ExtensionID(o.Extension); err != nil {
			return nil, err
		}
	}
	if b.profile == "" {
		var err error
		if b.profile, err = newProfile(); err != nil {
			return nil, err
		}
	}
	if err := b.start(ctx); err != nil {
		b.Kill()
		return nil, err
	}
	return b, nil
}

// complete fills in the defaults and makes paths absolute.
func (o *Options) complete() (err error) {
	if o.Path == "" {
		if o.Path, err = Find(); err != nil {
			return err
		}
	}
	if o.Lang == "" {
		o.Lang = "en"
	}
	if !slices.Contains(Languages, o.Lang) {
		return fmt.Errorf("browser: language %q is none of %s", o.Lang, strings.Join(Languages, ", "))
	}
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1280, 900
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	for _, dir := range []*string{&o.Extension, &o.Profile, &o.Screenshots, &o.Camera} {
		if *dir != "" {
			if *dir, err = filepath.Abs(*dir); err != nil {
				return fmt.Errorf("browser: %w", err)
			}
		}
	}
	return nil
}

// start runs Chromium on the profile and connects to it.
func (b *Browser) start(ctx context.Context) error {
	fresh, err := writePreferences(b.profile, b.ID, b.options.Lang)
	if err != nil {
		return err
	}
	if b.process, err = start(b.options.Path, b.options.flags(b.profile), b.options.environment(), b.profile); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	b.wire = newWire(b.process.conn)
	if _, err := cdp.Call(ctx, b.wire.root, cdpbrowser.GetVersion, cdp.Empty{}); err != nil {
		return fmt.Errorf("browser: Chromium did not start: %w\n%s", err, b.process.output)
	}
	if err := b.discover(ctx); err != nil {
		return err
	}
	if err := b.loadExtension(ctx); err != nil || !fresh || b.options.Greeting == "" {
		return err
	}
	return b.dismiss(ctx, b.URL(b.options.Greeting))
}

// dismiss waits for a page and closes it.
func (b *Browser) dismiss(ctx context.Context, url string) error {
	for {
		list, err := b.targets(ctx)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(t Target) bool { return t.Type == "page" && t.URL == url }); i >= 0 {
			if _, err := cdp.Call(ctx, b.wire.root, target.CloseTarget, target.CloseTargetParams{TargetID: target.ID(list[i].ID)}); err != nil {
				return err
			}
			return b.waitGone(ctx, list[i].ID)
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("browser: the page %s never opened: %w", url, ctx.Err())
		}
	}
}

// loadExtension installs the extension and waits for its service worker.
func (b *Browser) loadExtension(ctx context.Context) error {
	if b.ID == "" {
		return nil
	}
	loaded, err := cdp.Call(ctx, b.wire.root, extensions.LoadUnpacked, extensions.LoadUnpackedParams{Path: b.options.Extension})
	if err != nil {
		return fmt.Errorf("browser: extension %s: %w", b.options.Extension, err)
	}
	if loaded.ID != b.ID {
		return fmt.Errorf("browser: the extension got the id %s, its key says %s", loaded.ID, b.ID)
	}
	return b.waitActivated(ctx)
}

// Install adds another unpacked extension and returns its id.
func (b *Browser) Install(dir string) (string, error) {
	ctx, cancel := b.context()
	defer cancel()
	loaded, err := cdp.Call(ctx, b.wire.root, extensions.LoadUnpacked, extensions.LoadUnpackedParams{Path: dir})
	if err != nil {
		return "", fmt.Errorf("browser: extension %s: %w", dir, err)
	}
	return loaded.ID, nil
}

// ReloadExtension installs the extension again, as the reload button of
// chrome://extensions; it also brings it back after CrashEngine.
func (b *Browser) ReloadExtension() error {
	ctx, cancel := b.context()
	defer cancel()
	return b.loadExtension(ctx)
}

// flags are Chromium's arguments. Debian's wrapper script may take away all
// extensions unless the first of them is given.
func (o *Options) flags(profile string) []string {
	flags := []string{
		"--enable-remote-extensions",
		"--user-data-dir=" + profile,
		"--remote-debugging-pipe",
		"--enable-unsafe-extension-debugging",
		"--no-first-run", "--no-default-browser-check", "--disable-search-engine-choice-screen",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-client-side-phishing-detection", "--disable-default-apps", "--disable-quic",
		"--disable-breakpad", "--disable-crash-reporter", "--metrics-recording-only",
		"--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,NetworkTimeServiceQuerying,AutofillServerCommunication",
		// What Chromium asks its maker for in spite of all that goes to a dead
		// port here, so that a proxy sees only what the pages ask for.
		"--gaia-url=http://127.0.0.1:9/", "--component-updater=url-source=http://127.0.0.1:9/",
		"--password-store=basic", "--use-mock-keychain", "--force-color-profile=srgb",
		"--lang=" + o.chromeLang(), "--accept-lang=" + languages(o.Lang),
		fmt.Sprintf("--window-size=%d,%d", o.Width, o.Height),
	}
	if o.Headless {
		flags = append(flags, "--headless=new", "--disable-gpu", "--mute-audio", "--hide-scrollbars",
			"--screen-info={3840x2400}",
			// Chromium draws the list under its address bar with two pages, loaded at
			// every start: a third of what starting and a first scan cost.
			"--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup")
	}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox", "--test-type") // --test-type: no warning bar about it
	}
	if o.DPR != 0 {
		flags = append(flags, "--force-device-scale-factor="+strconv.FormatFloat(o.DPR, 'g', -1, 64))
	}
	if o.Dark {
		flags = append(flags, "--force-dark-mode")
	}
	if o.ReducedMotion {
		flags = append(flags, "--force-prefers-reduced-motion")
	}
	if o.ForcedColors {
		flags = append(flags, "--force-high-contrast")
	}
	if o.Proxy != "" {
		flags = append(flags, "--proxy-server=http://"+o.Proxy, "--proxy-bypass-list=<-loopback>")
	}
	if o.Camera != "" {
		flags = append(flags, "--use-fake-device-for-media-stream", "--use-file-for-fake-video-capture="+o.Camera)
	}
	if o.Shared != "" {
		flags = append(flags, "--auto-select-tab-capture-source-by-title="+o.Shared)
	}
	if o.Unshared {
		flags = append(flags, "--auto-reject-capture")
	}
	flags = append(flags, o.Args...)
	return append(joinFeatures(flags), "about:blank")
}

// joinFeatures makes one flag of all --enable-features and one of all
// --disable-features: Chromium heeds only the last of each.
func joinFeatures(flags []string) []string {
	var others []string
	features := map[string][]string{}
	for _, flag := range flags {
		name, value, _ := strings.Cut(flag, "=")
		if name == "--enable-features" || name == "--disable-features" {
			features[name] = append(features[name], value)
		} else {
			others = append(others, flag)
		}
	}
	for name, values := range features {
		others = append(others, name+"="+strings.Join(values, ","))
	}
	return others
}

// Languages are those that a browser can be launched in, as the folders of an
// extension's _locales are called.
var Languages = []string{"en", "ja", "zh_CN", "zh_TW", "ko", "de", "fr", "es", "pt_BR", "it", "ru", "vi", "th", "id"}

// chromeLang is the name of the language among Chromium's own translations.
func (o *Options) chromeLang() string {
	if o.Lang == "en" {
		return "en-US"
	}
	return strings.ReplaceAll(o.Lang, "_", "-")
}

// environment sets the language: on Linux LANGUAGE wins over --lang.
func (o *Options) environment() []string {
	return append([]string{"LANGUAGE=" + o.chromeLang()}, o.Env...)
}

// Close ends Chromium as a person who closes it: everything is written to the
// profile. It leaves no process, and no file unless Options.Profile was given.
func (b *Browser) Close() error {
	b.end.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		b.wire.root.Call(ctx, cdpbrowser.CommandClose, nil, nil) // the pipe may end before the answer
		b.endErr = b.process.wait(ctx)
		b.cleanUp()
	})
	return b.endErr
}

// Kill ends Chromium with SIGKILL, as a power cut would. Relaunching on the
// same Options.Profile shows what had reached the disk.
func (b *Browser) Kill() {
	b.end.Do(func() { b.cleanUp() })
}

// cleanUp kills what still runs and removes a throw-away profile.
func (b *Browser) cleanUp() {
	if b.process != nil {
		b.process.kill()
	}
	if b.options.Profile == "" {
		for range 20 {
			if os.RemoveAll(b.profile) == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// context bounds one operation.
func (b *Browser) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), b.options.Timeout)
}
