// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestUpdate tells, once and in the next popup, what an update changed that
// matters; of one without such a change nothing.
func TestUpdate(t *testing.T) {
	o := browser.Options{Extension: filepath.Join(t.TempDir(), "extension")}
	if err := os.CopyFS(o.Extension, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	rewrite := func(file, old, new string) {
		t.Helper()
		path := filepath.Join(o.Extension, file)
		text, err := os.ReadFile(path)
		if err != nil || strings.Count(string(text), old) != 1 {
			t.Fatalf("%s does not hold %q once: %v", file, old, err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := sits(t, o)
	p.given(named("Stays")...)
	// Of an extension from a folder the browser says at each start that it is installed.
	updated := func(from string) {
		t.Helper()
		p.must(p.EvalWorker(fmt.Sprintf(`chrome.runtime.onInstalled.dispatch({reason: "update", previousVersion: %q})`, from), nil))
		p.clicksIcon()
		p.reads("Stays")
	}
	p.opens("fixture/qr?bait=article")
	updated("0.0.9")
	p.must(p.popup.WaitNoText("Changed in this version"))
	p.closes()

	rewrite("platform/changes.js", "versions = [];", `versions = ["0.1.0", "0.9.0", "0.10.0"];`)
	rewrite("_locales/en/messages.json", `"appName": {`, `"changed_0_9_0": {"message": "The first of them."}, "changed_0_10_0": {"message": "The second of them."}, "appName": {`)
	p.must(p.Close())
	p.launch(o) // with another profile, or the old service worker would run on
	p.given(named("Stays")...)
	p.opens("fixture/qr?bait=article")
	updated("0.1.0")
	p.reads("Changed in this version of Inkan", "The first of them.", "The second of them.")
	p.picture(p.popup.Page, "changed")
	p.clicks("Close")
	p.must(p.popup.WaitNoText("Changed in this version"))
	p.closes()
	updated("0.10.0")
	p.must(p.popup.WaitNoText("Changed in this version"))
}

// TestWelcome has the page that comes up after installing tell what there is to
// do, and what is done already.
func TestWelcome(t *testing.T) {
	o := browser.Options{Profile: t.TempDir()}
	p := sits(t, o)
	p.opens("fixture/qr?bait=article")
	page, err := p.Open(p.URL(manual.Greeting))
	p.must(err)
	p.seen = append(p.seen, page)
	p.must(page.WaitText("Welcome to Inkan"))
	steps := func() []string {
		t.Helper()
		var done []string
		p.must(page.Eval(`[...document.querySelectorAll(".steps > li")].map((step) => step.classList.contains("done") ? "done" : "open")`, &done))
		return done
	}
	want := func(what string) {
		t.Helper()
		p.waits("the steps to be "+what, func() bool { return strings.Join(steps(), " ") == what })
	}
	want("done open open") // the harness pins the icon
	p.must(page.WaitText("Alt+Shift+K"))
	p.must(page.Click(browser.Button("Set a password")))
	p.must(page.Fill(browser.Field("New password"), password))
	p.must(page.Fill(browser.Field("The same again"), password))
	p.must(page.Click(browser.Button("Protect")))
	want("done done open")
	p.given(named("First")...)
	want("done done done")

	// It comes once, not each time the browser starts.
	p.must(p.Close())
	p.launch(o)
	p.opens("fixture/qr?bait=article")
	p.clicksIcon() // which has the engine running
	list, err := p.Targets()
	p.must(err)
	for _, target := range list {
		if strings.Contains(target.URL, manual.Greeting) {
			t.Errorf("it came again: %s", target.URL)
		}
	}
}
