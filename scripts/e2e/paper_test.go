// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"inkan/scripts/browser"
	"inkan/wasm/otp"
)

// sizes of paper, in inches.
var sizes = map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}}

// papers are accounts of every kind that a sheet has to bear: long names,
// Japanese, keys of 10 to 64 bytes, and what is not as usual.
func papers(n int) (uris []string) {
	for i := range n {
		q := url.Values{"secret": {secretOf(fmt.Sprint("paper ", i))}, "issuer": {fmt.Sprint("Service ", i+1)}}
		kind, account := "totp", fmt.Sprintf("user%d@example.co.jp", i+1)
		switch i % 8 {
		case 1:
			q.Set("issuer", "経費精算システム（管理コンソール）")
			account = "総務部　山田花子"
		case 2:
			q.Set("issuer", "The Longest Service Name in the World, which Nobody Would Have Thought Possible on a Sheet of Paper")
			account = "a.very.long.account.name.without.any.space@subsidiary.of.a.subsidiary.example.co.jp"
		case 3:
			kind = "hotp"
			q.Set("counter", "1234")
		case 4:
			q.Set("algorithm", "SHA512")
			q.Set("digits", "8")
			q.Set("period", "60")
			q.Set("secret", otp.FormatSecret([]byte(strings.Repeat(secretOf(fmt.Sprint("long ", i)), 2))))
		case 5:
			kind = "steam"
		case 6:
			q.Del("issuer")
		case 7:
			q.Set("secret", otp.FormatSecret([]byte(secretOf(fmt.Sprint("short ", i)))[:10]))
		}
		uris = append(uris, "otpauth://"+kind+"/"+url.PathEscape(account)+"?"+strings.ReplaceAll(q.Encode(), "+", "%20"))
	}
	return uris
}

// brings imports these accounts.
func (p *person) brings(uris []string) {
	p.Helper()
	say := p.words.say
	imports := p.imports()
	p.must(imports.Choose(browser.Button(say("chooseFiles")), p.writesFile("paper.txt", strings.Join(uris, "\n"))))
	p.must(imports.Click(browser.Button(say("addCount", fmt.Sprint(len(uris))))))
	p.must(imports.WaitText(say("importAdded", fmt.Sprint(len(uris)))))
	p.must(imports.Close())
}

// unfolds shows the sheet, from the export section.
func (p *person) unfolds(exports *browser.Page) *browser.Page {
	p.Helper()
	say := p.words.say
	p.must(exports.Activate())
	p.must(exports.Click(browser.Button(say("exportShow") + ": " + say("export_sheet"))))
	p.must(exports.WaitText(say("sheetLead")))
	p.must(exports.Fill(browser.Field(say("inkanPassword")), password))
	p.must(exports.Click(browser.Button(say("sheetShow"))))
	sheet, err := p.Page("about:blank")
	p.must(err)
	p.must(sheet.WaitFor(browser.Button(say("print")), "ready", func(e *browser.Element) bool { return !e.Disabled }))
	return sheet
}

// printed is the sheet as a PDF.
func (p *person) printed(sheet *browser.Page, size [2]float64, name string) string {
	p.Helper()
	session, err := sheet.Session()
	p.must(err)
	pdf, err := cdp.Call(p.Context(), session, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: size[0], PaperHeight: size[1]})
	p.must(err)
	path := filepath.Join(pictures, p.folder, name+".pdf")
	p.must(os.WriteFile(path, pdf.Data, 0o600))
	return path
}

// run runs a program of poppler and returns what it prints.
func (p *person) run(name string, args ...string) string {
	p.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		p.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// TestSheetOnPaper prints 1, 10, 11 and 25 accounts on either kind of paper, and
// 11 in Japanese, and reads the paper: every account's QR code and key is on it,
// and on every page what to do when it is lost. Ten keys of the longest that
// sites give fit on the smaller paper.
func TestSheetOnPaper(t *testing.T) {
	for _, tool := range []string{"pdftotext", "pdftoppm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed (apt-get install poppler-utils)", tool)
		}
	}
	paper := map[int]string{1: "A4", 10: "Letter", 11: "A4", 25: "Letter"}
	for lang, counts := range map[string][]int{"en": {1, 10, 11, 25}, "ja": {11}} {
		t.Run(lang, func(t *testing.T) {
			p := sits(t, browser.Options{Lang: lang})
			p.opens("fixture/qr?bait=blank")
			p.protects()
			all, had := papers(counts[len(counts)-1]), 0
			for _, count := range counts {
				p.brings(all[had:count])
				had = count
				exports, _ := p.exports()
				name := paper[count]
				sheet := p.unfolds(exports)
				p.picture(sheet, name)
				p.readsPaper(p.printed(sheet, sizes[name], fmt.Sprintf("%s-%d", name, count)), name, all[:count])
				p.isCleared(sheet)
				p.must(exports.Close())
			}
		})
	}
	t.Run("long keys", func(t *testing.T) {
		p := sits(t, browser.Options{})
		p.opens("fixture/qr?bait=blank")
		p.protects()
		var uris []string
		for i := range 10 {
			secret := otp.FormatSecret([]byte(strings.Repeat(secretOf(fmt.Sprint("long ", i)), 2)))
			uris = append(uris, fmt.Sprintf("otpauth://totp/Service%d:user@example.co.jp?algorithm=SHA512&digits=8&secret=%s", i, secret))
		}
		p.brings(uris)
		exports, _ := p.exports()
		sheet := p.unfolds(exports)
		p.readsPaper(p.printed(sheet, sizes["Letter"], "long"), "Letter", uris)
	})
}

// isCleared sees that nothing is left of a sheet that was printed, and closes it.
func (p *person) isCleared(sheet *browser.Page) {
	p.Helper()
	p.must(sheet.WaitText(p.words.say("sheetDone")))
	var left int
	p.must(sheet.Eval(`document.querySelectorAll("li, svg, code, .leaf").length`, &left))
	if left > 0 {
		p.Errorf("after printing, %d parts of the sheet are still there", left)
	}
	p.isLeft(sheet, sheet.Click(browser.Button(p.words.say("close"))))
}

// isLeft waits for the sheet to be closed by what was done, which the browser
// may call an error when it was quick.
func (p *person) isLeft(sheet *browser.Page, err error) {
	p.Helper()
	if err != nil && !sheet.Closed() {
		p.Fatal(err)
	}
	p.must(sheet.WaitClosed())
}

// readsPaper reads a printed sheet that is to hold these accounts.
func (p *person) readsPaper(pdf, size string, uris []string) {
	p.Helper()
	say := p.words.say
	pages := (len(uris) + 9) / 10
	info := p.run("pdfinfo", pdf)
	if !strings.Contains(strings.ReplaceAll(info, " ", ""), fmt.Sprintf("Pages:%d\n", pages)) || !strings.Contains(strings.ToLower(info), strings.ToLower(size)) {
		p.Errorf("%d accounts on %s: %s", len(uris), size, info)
	}
	folder := p.TempDir()
	p.run("pdftoppm", "-r", "150", "-gray", "-png", pdf, filepath.Join(folder, "page"))
	shots, err := filepath.Glob(filepath.Join(folder, "page*.png"))
	p.must(err)
	slices.Sort(shots)
	var scanned []string
	for i, path := range shots {
		shot, err := os.ReadFile(path)
		p.must(err)
		found := p.symbolsIn(shot)
		if want := min(len(uris)-10*i, 10); len(found) != want {
			p.Errorf("%s, page %d of %d accounts: %d QR codes, not %d", size, i+1, len(uris), len(found), want)
		}
		scanned = append(scanned, found...)
		text := p.run("pdftotext", "-f", fmt.Sprint(i+1), "-l", fmt.Sprint(i+1), "-raw", pdf, "-")
		flat := strings.Join(strings.Fields(text), "")
		for _, want := range []string{say("sheetPage", fmt.Sprint(i+1), fmt.Sprint(pages)), say("sheetLost"), say("sheetWarning"), say("sheetUse")} {
			if !strings.Contains(flat, strings.Join(strings.Fields(want), "")) {
				p.Errorf("%s, page %d of %d accounts does not say %q", size, i+1, len(uris), want)
			}
		}
		if strings.Contains(flat, say("close")) || strings.Contains(flat, say("sheetHow")) {
			p.Errorf("%s, page %d: the buttons are printed", size, i+1)
		}
		for _, uri := range found {
			key, err := otp.ParseURI(uri)
			p.must(err)
			if !strings.Contains(flat, otp.FormatSecret(key.Secret)) {
				p.Errorf("%s, page %d: the key of %s is not on it as text", size, i+1, key.Issuer)
			}
		}
	}
	var wanted []string
	for _, uri := range uris {
		key, err := otp.ParseURI(uri)
		p.must(err)
		wanted = append(wanted, key.URI())
	}
	slices.Sort(wanted)
	slices.Sort(scanned)
	if !slices.Equal(scanned, wanted) {
		p.Errorf("%s: what is scanned off the paper of %d accounts is not what they are", size, len(uris))
	}
}

// TestSheetGoes leaves the sheet in each way there is: nothing of it stays open,
// and without a way in it is never shown.
func TestSheetGoes(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	p.given(named("Kept")...)
	// A link that no QR code can hold.
	long := key{issuer: "Long", secret: secretOf("Long")}
	p.brings([]string{long.uri() + "&image=https%3A%2F%2Fexample.com%2F" + strings.Repeat("x", 2500)})
	p.protects()
	exports, _ := p.exports()
	p.must(exports.Click(browser.Button("Show …: Sheet to print")))
	p.must(exports.WaitText("holds your keys in the open"))
	p.picture(exports, "asked")
	p.must(exports.Fill(browser.Field("Inkan’s password"), "wrong"))
	p.must(exports.Click(browser.Button("Show the sheet")))
	p.must(exports.WaitText("This password does not open the vault."))
	p.must(exports.Press("Escape"))

	for name, leave := range map[string]func(sheet *browser.Page) error{
		"by its button":              func(sheet *browser.Page) error { return sheet.Click(browser.Button("Close")) },
		"by Escape":                  func(sheet *browser.Page) error { return sheet.Press("Escape") },
		"by leaving the manage page": func(*browser.Page) error { return exports.Eval("setTimeout(() => location.reload())", nil) },
	} {
		t.Log(name)
		sheet := p.unfolds(exports)
		p.isLeft(sheet, leave(sheet))
	}
	sheet := p.unfolds(exports)
	p.must(sheet.Reload())
	if text, err := sheet.Text(); err != nil || text != "" {
		t.Errorf("loaded again, the sheet says %q, %v", text, err)
	}
	p.must(sheet.Close())
	sheet = p.unfolds(exports)
	p.must(sheet.WaitText("Too long for a QR code: type the key."))
	p.must(sheet.WaitText(long.secret[:4]))
	p.picture(sheet, "too long")
	p.must(p.EvalWorker(`chrome.idle.onStateChanged.dispatch("locked")`, nil))
	p.must(sheet.WaitClosed())
}
