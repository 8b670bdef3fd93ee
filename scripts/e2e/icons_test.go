// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// plainPNG is a picture of one colour.
func plainPNG(t *testing.T, width, height int, c color.Color) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(picture, picture.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// drawnFor is what stands in the tile of a row: the colours of a picture's middle
// and of its upper edge, the beginning of a drawing, or a letter.
func (p *person) drawnFor(page *browser.Page, tile string) (what string) {
	p.Helper()
	p.must(page.Eval(fmt.Sprintf(`(async () => {
		const tile = document.querySelector(%q);
		const picture = tile?.querySelector("img");
		if (!picture) return tile?.querySelector("path")?.getAttribute("d").slice(0, 12) ?? tile?.textContent ?? "nothing";
		await picture.decode();
		const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
		const context = canvas.getContext("2d");
		context.drawImage(picture, 0, 0);
		const at = (x, y) => new Uint8Array(context.getImageData(x, y, 1, 1).data.buffer).toHex();
		return [canvas.width, canvas.height, at(canvas.width / 2, canvas.height / 2), at(canvas.width / 2, 1)].join(" ");
	})()`, tile), &what))
	return what
}

// TestIcons has pictures come with a file, and chooses every kind of icon by hand,
// with the keyboard alone.
func TestIcons(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	red, wide := color.RGBA{200, 0, 0, 255}, plainPNG(t, 400, 100, color.RGBA{200, 0, 0, 255})
	entry := func(name, kind string, picture []byte) string {
		return fmt.Sprintf(`{"type":"totp","name":"x","issuer":%q,"icon":%q,"icon_mime":%q,"info":{"secret":%q,"algo":"SHA1","digits":6,"period":30}}`,
			name, base64.StdEncoding.EncodeToString(picture), kind, secretOf(name))
	}
	file := p.writesFile("aegis.json", `{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[`+strings.Join([]string{
		entry("Wide", "image/png", wide), entry("Same", "image/png", wide),
		entry("Drawn", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>document.title = "run"</script><image href="https://example.com/x.png" width="5" height="5"/><rect width="10" height="10" fill="#00c800"/></svg>`)),
		entry("Torn", "image/png", wide[:60]), entry("Huge", "image/png", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff"), wide[24:]...)),
		entry("GitHub", "", nil),
	}, ",")+`]}}`)
	const redWide, green = "72 72 c80000ff 00000000", "72 72 00c800ff 00c800ff"

	page := p.imports()
	p.must(page.Choose(browser.Button("Choose files"), file))
	p.must(page.WaitText("Add (6)"))
	p.must(page.WaitText("pictures that cannot be read, or are too many"))
	line := func(n int) string { return fmt.Sprintf("li:nth-child(%d) .tile", n) }
	for n, want := range map[int]string{1: redWide, 2: redWide, 3: green, 4: "T", 5: "H"} {
		if got := p.drawnFor(page, line(n)); got != want {
			t.Errorf("line %d of the preview has %q, want %q", n, got, want)
		}
	}
	p.picture(page, "preview")
	p.must(page.Click(browser.Button("Add (6)")))
	p.must(page.WaitText("Accounts added: 6"))
	p.clicksIcon()
	row := func(n int) string { return fmt.Sprintf("#accounts > :nth-child(%d) .letter", n) }
	for n, want := range map[int]string{1: redWide, 2: redWide, 3: green, 4: "T", 5: "H"} {
		if got := p.drawnFor(p.popup.Page, row(n)); got != want {
			t.Errorf("row %d of the popup has %q, want %q", n, got, want)
		}
	}
	service := p.drawnFor(p.popup.Page, row(6))
	if !strings.HasPrefix(service, "M") {
		t.Errorf("GitHub has %q", service)
	}
	p.picture(p.popup.Page, "popup")
	p.closes()
	p.must(page.Activate())

	// By hand: found by what is typed, walked to with arrows, its letter, and what its names call for again.
	p.must(page.Click(browser.Link("Accounts")))
	p.must(page.Click(browser.Link("Torn · x")))
	p.must(page.WaitText("How its codes are made"))
	change := func(keys ...string) {
		p.Helper()
		p.must(page.Click(browser.Button("Change icon")))
		p.must(page.WaitText("Icon of Torn · x"))
		for _, key := range keys {
			if name, typed := strings.CutPrefix(key, "type:"); typed {
				p.must(page.Type(name))
			} else {
				p.must(page.Press(key))
			}
		}
	}
	becomes := func(want string) {
		p.Helper()
		p.must(page.WaitGone(browser.Role("dialog", "Icon of Torn · x")))
		p.waits("the icon to be "+want, func() bool { return strings.HasPrefix(p.drawnFor(page, ".person .tile"), want) })
	}
	change("type:git hub", "Enter")
	becomes(service)
	change("ArrowDown", "ArrowRight", "ArrowDown", "Home", "ArrowUp", "type:no such service")
	p.must(page.WaitText("Inkan has no icon of a service with this name"))
	p.must(page.Press("Escape")) // which empties the search
	p.must(page.WaitNoText("Inkan has no icon of a service with this name"))
	p.picture(page, "dialog")
	p.must(page.Press("Escape"))
	becomes(service)
	change("Shift+Tab", "Shift+Tab", "Enter")
	becomes("T")

	// A picture of one's own, and what is none.
	change()
	p.must(page.Choose(browser.Button("Picture…"), p.writesFile("notes.txt", "no picture")))
	p.must(page.WaitText(p.words.say("problem_picture")))
	p.must(page.Choose(browser.Button("Picture…"), p.writesFile("own.png", string(plainPNG(t, 10, 10, red)))))
	becomes("72 72 c80000ff c80000ff")
	p.clicksIcon()
	if got := p.drawnFor(p.popup.Page, row(4)); got != "72 72 c80000ff c80000ff" {
		t.Errorf("the popup has %q", got)
	}
	p.closes()
	p.must(page.Activate())

	// It survives the engine, and goes with the choice.
	p.must(p.CloseEngine())
	p.must(page.Reload())
	p.must(page.WaitText("How its codes are made"))
	becomes("72 72 c80000ff c80000ff")
	change("Shift+Tab", "Shift+Tab", "Shift+Tab", "Space")
	becomes("T")
	if got := p.drawnFor(page, ".person .tile"); got != "T" {
		t.Errorf("automatic is %q", got)
	}
}
