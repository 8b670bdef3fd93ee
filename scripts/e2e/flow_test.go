// SPDX-License-Identifier: MIT

package e2e

import (
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestManual walks through the manual's flow as it is written: a box dragged
// around the QR code, in both languages; then logs out and in again with a code.
func TestManual(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ja"} {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang})
			w := p.walk(lang, false)
			code, err := w.Enrol()
			p.must(err)
			_, err = w.Return(code)
			p.must(err)
		})
	}
}

// TestManualWholeTab is the shorter way: one click, no box.
func TestManualWholeTab(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ja"} {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang})
			_, err := p.walk(lang, true).Enrol()
			p.must(err)
		})
	}
}

func (p *person) walk(lang string, whole bool) *manual.Walk {
	return &manual.Walk{
		Browser: p.Browser, Console: p.console, Lang: lang, Whole: whole,
		Say:     func(step string) { p.Log(step) },
		Picture: func(page *browser.Page) { p.picture(page, "") },
	}
}
