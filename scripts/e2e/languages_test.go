// SPDX-License-Identifier: MIT

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// TestLanguages has Inkan in each language of Chromium's that it knows: it
// speaks that language, and nothing of it is cut off. English and Japanese are
// looked at by TestLook, view by view.
func TestLanguages(t *testing.T) {
	for _, lang := range browser.Languages[2:] {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang})
			say := p.words.say
			folder := filepath.Join(views, "languages")
			p.must(os.MkdirAll(folder, 0o755))
			show := func(view string, page *browser.Page) {
				t.Helper()
				p.isWhole(view, page)
				shot, err := snapshot(page)
				p.must(err)
				p.must(os.WriteFile(filepath.Join(folder, view+"-"+lang+".png"), shot, 0o644))
			}
			p.opens("fixture/qr?" + key{issuer: manual.Issuer, secret: secretOf(lang)}.page(""))
			p.clicksIcon()
			p.must(p.popup.WaitText(say("emptyHow")))
			show("empty", p.popup.Page)
			p.clicks(say("scan"))
			p.must(p.popup.WaitText(say("foundTitle")))
			show("found", p.popup.Page)
			p.clicks(say("add"))
			p.must(p.popup.WaitText(say("undo")))
			show("added", p.popup.Page)
			page := p.manages()
			show("security", page)
			p.must(page.Click(browser.Link(say("import"))))
			p.must(page.WaitText(say("importLead")))
			show("import", page)
			p.must(page.Click(browser.Button(say("camera"))))
			p.must(page.WaitText(say("problem_camera_none")))
			show("camera", page)
		})
	}
}

// isWhole reports an error when something stands outside of the page, or its
// words outside of it.
func (p *person) isWhole(view string, page *browser.Page) {
	p.Helper()
	var lost []string
	p.must(page.Eval(`[...document.querySelectorAll("button, input, select, summary, h1, h2, p, nav a")]
		.filter((e) => e.checkVisibility() && !e.closest(".unseen"))
		.filter((e) => {
			const {left, right, width} = e.getBoundingClientRect();
			return width > 1 && (left < -1 || right > innerWidth + 1 || e.matches("button, nav a") && e.scrollWidth > e.clientWidth + 1);
		}).map((e) => e.textContent || e.id)`, &lost))
	if len(lost) > 0 {
		p.Errorf("%s: %q", view, lost)
	}
}
