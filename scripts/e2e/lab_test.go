// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	barcode "github.com/boombuler/barcode/qr"

	"inkan/scripts/browser"
	"inkan/scripts/browser/proxy"
	"inkan/wasm/qr"
)

// sheet is a picture with symbols of level Q side by side, of which the last has
// some modules turned.
func (p *person) sheet(texts ...string) []byte {
	p.Helper()
	const module, gap = 5, 40
	x, height := gap, 0
	drawn := image.NewGray(image.Rect(0, 0, 1000*len(texts), 1000))
	for i := range drawn.Pix {
		drawn.Pix[i] = 255
	}
	for i, text := range texts {
		code, err := barcode.Encode(text, barcode.Q, barcode.Unicode)
		p.must(err)
		n := code.Bounds().Dx()
		for k := range n * n {
			dark := code.At(k%n, k/n) == color.Black
			if i == len(texts)-1 && k/n == n-1 && k%n >= n-4 {
				dark = !dark // of the first two codewords
			}
			for q := 0; dark && q < module*module; q++ {
				drawn.SetGray(x+k%n*module+q%module, gap+k/n*module+q/module, color.Gray{})
			}
		}
		x += n*module + gap
		height = max(height, n*module+2*gap)
	}
	var file bytes.Buffer
	p.must(png.Encode(&file, drawn.SubImage(image.Rect(0, 0, x, height))))
	return file.Bytes()
}

// labours opens the manage page's section of QR codes.
func (p *person) labours() *browser.Page {
	p.Helper()
	page := p.manages()
	p.must(page.Click(browser.Link(p.words.say("qrCodes"))))
	p.must(page.WaitText(p.words.say("qrLead")))
	return page
}

// says tells whether a text is anywhere in the page: as text, in an attribute,
// in a field.
func (p *person) says(page *browser.Page, text string) bool {
	p.Helper()
	var all string
	p.must(page.Eval(`document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea, select")].map(({value}) => value).join("\n")`, &all))
	return strings.Contains(strings.ReplaceAll(all, " ", ""), text)
}

// TestLab looks into two codes of a picture: what they say, figures of a damage
// that is known, and the same drawn anew. A key is in the page only while it is
// asked for.
func TestLab(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	folder := t.TempDir()
	p.must(p.Downloads(folder))
	k := key{issuer: "Laboratory", secret: secretOf("Laboratory")}
	const link = "https://example.com/%E6%97%A5?q=1"
	picture := p.writesFile("two.txt", string(p.sheet(k.uri(), link))) // the name is wrong on purpose
	page := p.labours()
	p.must(page.Choose(browser.Button("Choose pictures"), picture))
	for _, text := range []string{"two.txt", "Laboratory", "SAMPLE_USER", "Time-based (TOTP)", "Format information", "Finder patterns", "0 of "} {
		p.must(page.WaitText(text))
	}
	hidden := func(when string) {
		t.Helper()
		if p.says(page, k.secret) || p.says(page, fmt.Sprintf("%X", k.secret)) {
			t.Errorf("the key is in the page %s", when)
		}
	}
	hidden("before it was asked for")
	var other bool // beside the history, which lists both
	p.must(page.Eval(fmt.Sprintf(`document.querySelector(".qr").outerHTML.includes(%q)`, link), &other))
	if other {
		t.Error("the page says what the other code does")
	}
	var beside string
	p.must(page.Eval(`[...document.querySelectorAll(".drop button")].find(({ textContent }) => textContent === "Clear").parentElement.textContent`, &beside))
	if sentence := p.words.say("qrOrDrop"); strings.Contains(beside, sentence) {
		t.Errorf("the button stands behind %q as if it went on", sentence)
	}
	p.must(page.Click(browser.Button("Show what is secret")))
	p.must(page.WaitText("Draw it clean"))
	if !p.says(page, k.secret) {
		t.Error("the key was asked for and is not there")
	}
	p.picture(page, "account")
	p.must(page.Click(browser.Button("Add")))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.Eval(`{ const at = [...document.querySelectorAll(".meaning button")].find(({textContent}) => textContent === "Undo"); at.click(); at.click(); }`, nil))
	p.waits("the account to be gone", func() bool { return len(p.stored()) == 0 })
	// An engine that was ended over it has forgotten what it was told; a click that comes twice is meant once.
	p.must(page.WaitGone(browser.Button("Undo")))
	p.must(p.CloseEngine())
	p.waits("the page to be without an engine", func() (gone bool) {
		p.must(page.Eval(`!chrome.extension.getViews().some(({location}) => location.pathname.startsWith("/engine/"))`, &gone))
		return gone
	})
	p.must(page.Eval(`{ const at = [...document.querySelectorAll(".meaning button")].find(({textContent}) => textContent === "Add"); at.click(); at.click(); }`, nil))
	p.must(page.WaitText("Accounts added: 1"))
	p.must(page.WaitNoText("no longer there"))
	p.must(page.Click(browser.Link("Trash")))
	p.must(page.WaitText("Removed accounts"))
	p.must(page.Click(browser.Link("QR codes")))
	p.must(page.WaitText("Show what is secret"))
	hidden("after the person was elsewhere")

	// The other one, by keyboard: two of its codewords are wrong.
	p.must(page.Eval(`[...document.querySelectorAll(".codes button")].at(-1).focus()`, nil))
	p.must(page.Press("Enter"))
	found, err := qr.Inspect(p.luminance(p.sheet(link)))
	p.must(err)
	a := found[0]
	if a.Corrected != 2 {
		t.Fatalf("%d codewords are damaged, not 2", a.Corrected)
	}
	for _, text := range []string{
		"Address: example.com", fmt.Sprintf("%d (%d × %d modules)", a.Version, a.Size, a.Size), "Q, up to 25%",
		fmt.Sprintf("2 of %d codewords", a.Total), "Corrected codewords", "Corrected modules: 4",
	} {
		p.must(page.WaitText(text))
	}
	hidden("while the other is looked at")
	// Module by module.
	p.must(page.Eval(`document.querySelector(".structure canvas").focus()`, nil))
	p.must(page.Press("ArrowDown"))
	p.must(page.WaitText("Module 0,1 · Finder patterns"))
	p.must(page.Eval(fmt.Sprintf(`(() => {
		const canvas = document.querySelector(".structure canvas"), n = %d, module = canvas.clientWidth / (n + 4);
		canvas.dispatchEvent(new PointerEvent("pointermove", {clientX: canvas.getBoundingClientRect().x + module * (n + 1.5), clientY: canvas.getBoundingClientRect().y + module * (n + 1.5)}));
	})()`, a.Size), nil))
	p.must(page.WaitText(fmt.Sprintf("Module %[1]d,%[1]d · data, codeword 1 in block 1 · wrong", a.Size-1)))
	p.picture(page, "link")
	var anchor string
	p.must(page.Eval(`(({href, rel, target}) => [href, rel, target].join(" "))(document.querySelector(".meaning a"))`, &anchor))
	if anchor != link+" noopener noreferrer _blank" {
		t.Errorf("the link is %q", anchor)
	}
	p.must(page.Click(browser.Button("Copy the text")))
	p.must(page.WaitText("Copied"))
	if copied, err := page.Clipboard(); err != nil || copied != link {
		t.Errorf("copied %q, %v", copied, err)
	}
	// Drawn anew, in another version and level.
	p.must(page.Eval(`(() => {
		const choose = (id, value) => { const at = document.getElementById(id); at.value = value; at.dispatchEvent(new Event("change")); };
		choose("redraw-level", "H");
		choose("redraw-version", "9");
	})()`, nil))
	p.must(page.Click(browser.Button("Save as PNG")))
	file, _ := p.downloaded(folder, "*.png")
	again, err := qr.Decode(p.luminance(file))
	p.must(err)
	if len(again) != 1 || again[0].Text != link || again[0].Version != 9 || again[0].Level != "H" || again[0].Corrected != 0 {
		t.Errorf("drawn anew: %+v", again)
	}
	p.must(page.Click(browser.Button("Save as SVG")))
	drawn, _ := p.downloaded(folder, "*.svg")
	if !strings.HasPrefix(string(drawn), "<svg xmlns=") {
		t.Errorf("an SVG begins %.40q", drawn)
	}
	p.must(page.Click(browser.Button("Clear")))
	p.must(page.WaitNoText("Draw it clean"))
	p.must(page.Eval(fmt.Sprintf(`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.items.add(new File([%q], "drawn.svg", {type: "image/svg+xml"}));
		document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
	})()`, drawn), nil))
	p.must(page.WaitText("drawn.svg"))
	p.must(page.WaitText("9 (53 × 53 modules)"))
	p.must(page.WaitText("Address: example.com"))
	p.holdsExactly("Laboratory (SAMPLE_USER)")
}

// TestLabCode has the engine ended while a code is shown: it is that of now, and
// asked for once each period.
func TestLabCode(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	page := p.labours()
	p.must(page.Choose(browser.Button("Choose pictures"), p.writesFile("code.png", string(p.sheet(uriOf("Short", "x", "&period=2"))))))
	p.must(page.WaitText("2 seconds"))
	p.must(p.CloseEngine())
	shown := func() (code string) {
		p.must(page.Eval(`document.querySelector(".meaning .digits").textContent.replaceAll(" ", "")`, &code))
		return code
	}
	first := shown()
	p.waits("the code of another period", func() bool { code := shown(); return code != first && len(code) == 6 })
	second := shown()
	p.waits("the code after it", func() bool { code := shown(); return code != second && len(code) == 6 })
}

// TestLabPart looks into the first of two codes of one message, which looks like
// all of a key: it is no account, and is not drawn as if it were whole.
func TestLabPart(t *testing.T) {
	if _, err := exec.LookPath("qrencode"); err != nil {
		t.Skip("no qrencode here (scripts/setup.sh peers)")
	}
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	folder := t.TempDir()
	uri := uriOf("Parted", "x", "&digits=8&period=60")
	draw := exec.Command("qrencode", "-8", "-S", "-v", "3", "-s", "5", "-o", filepath.Join(folder, "part.png"), uri)
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	page := p.labours()
	p.must(page.Choose(browser.Button("Choose pictures"), filepath.Join(folder, "part-01.png")))
	p.must(page.WaitText("It is one part of a longer message"))
	p.must(page.WaitGone(browser.Button("Add")))
	p.must(page.Click(browser.Button("Show what is secret")))
	p.must(page.WaitText(uri[:40]))
	p.must(page.WaitNoText("Draw it clean"))
	p.must(page.Click(browser.Link("Import")))
	p.must(page.Choose(browser.Button("Choose files"), filepath.Join(folder, "part-01.png")))
	p.must(page.WaitText("Inkan reads only what is whole in one QR code."))
	p.holdsExactly()
}

// luminance decodes a PNG.
func (p *person) luminance(file []byte) qr.Luminance {
	p.Helper()
	decoded, err := png.Decode(bytes.NewReader(file))
	p.must(err)
	b := decoded.Bounds()
	l := qr.Luminance{Width: b.Dx(), Height: b.Dy(), Stride: b.Dx(), Pix: make([]byte, b.Dx()*b.Dy())}
	for i := range l.Pix {
		r, _, _, _ := decoded.At(b.Min.X+i%l.Width, b.Min.Y+i/l.Width).RGBA()
		l.Pix[i] = byte(r >> 8)
	}
	return l
}

// bitmap is a BMP of 24 bits a pixel, from the bottom up.
func bitmap(drawn image.Image) string {
	w, h := drawn.Bounds().Dx(), drawn.Bounds().Dy()
	row := (3*w + 3) / 4 * 4
	file := binary.LittleEndian.AppendUint32([]byte("BM"), uint32(54+row*h))
	for _, field := range []uint32{0, 54, 40, uint32(w), uint32(h), 1 | 24<<16, 0, uint32(row * h), 0, 0, 0, 0} {
		file = binary.LittleEndian.AppendUint32(file, field)
	}
	for y := h - 1; y >= 0; y-- {
		line := make([]byte, row)
		for x := range w {
			r, g, b, _ := drawn.At(drawn.Bounds().Min.X+x, drawn.Bounds().Min.Y+y).RGBA()
			line[3*x], line[3*x+1], line[3*x+2] = byte(b>>8), byte(g>>8), byte(r>>8)
		}
		file = append(file, line...)
	}
	return string(file)
}

// webp has the browser make a WebP of a PNG.
func (p *person) webp(page *browser.Page, file []byte) string {
	p.Helper()
	var text string
	p.must(page.Eval(fmt.Sprintf(`(async () => {
		const image = await createImageBitmap(new Blob([Uint8Array.fromBase64(%q)]));
		const canvas = new OffscreenCanvas(image.width, image.height);
		canvas.getContext("2d").drawImage(image, 0, 0);
		return new Uint8Array(await (await canvas.convertToBlob({type: "image/webp"})).arrayBuffer()).toBase64();
	})()`, base64.StdEncoding.EncodeToString(file)), &text))
	made, err := base64.StdEncoding.DecodeString(text)
	p.must(err)
	return string(made)
}

// vast is the head of a PNG that says to be so large.
func vast(width, height uint32) string {
	head := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	head = binary.BigEndian.AppendUint32(head, width)
	head = binary.BigEndian.AppendUint32(head, height)
	head = append(head, 8, 0, 0, 0, 0)
	return string(binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(head[12:])))
}

// toursLab shows a code of a picture, with an error in it.
func (p *person) toursLab(page *browser.Page, show func(string, *browser.Page)) {
	p.Helper()
	picture := p.writesFile("symbol.png", string(p.sheet("https://example.com/")))
	p.must(page.Click(browser.Link(p.words.say("qrCodes"))))
	p.must(page.Choose(browser.Button(p.words.say("qrChoose")), picture))
	p.must(page.WaitText(p.words.say("qrRedraw")))
	show("manage-qr", page)
	p.must(page.Eval(`document.querySelector(".structure").scrollIntoView()`, nil))
	show("manage-qr-structure", page)
	p.must(page.Eval(`document.querySelector(".scans").scrollIntoView()`, nil))
	show("manage-scans", page)
}

// TestLabMemory looks at three large pictures: all pixels are kept of the one
// that is looked into, and drawn from, and no more of the others than is shown.
func TestLabMemory(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	page := p.labours()
	p.must(page.Eval(`globalThis.drawn = [], (({ prototype }) => {
		const { drawImage } = prototype;
		prototype.drawImage = function (image, ...at) {
			if (image instanceof ImageBitmap) drawn.push(image);
			globalThis.last = image.width;
			return drawImage.call(this, image, ...at);
		};
	})(CanvasRenderingContext2D), 0`, nil))
	const side = 3000
	files := []string{p.writesFile("blank.png", string(p.large(side)))}
	for _, name := range []string{"one", "two"} {
		files = append(files, p.writesFile(name+".png", string(p.large(side, "https://example.com/"+name))))
	}
	p.must(page.Choose(browser.Button("Choose pictures"), files...))
	looks := func() {
		t.Helper()
		p.must(page.WaitText("Address: example.com"))
		var last, whole, shown int
		p.waits("all pixels of one picture", func() bool {
			p.must(page.Eval("last", &last))
			p.must(page.Eval("[...new Set(drawn)].filter(({ width }) => width > 0).length", &whole))
			return last == side && whole == 1
		})
		p.must(page.Eval(`Math.max(...[...document.querySelectorAll(".stage canvas")].map(({ width, height }) => width * height))`, &shown))
		if shown > 1600*1600 {
			t.Errorf("%d pixels of a picture are shown", shown)
		}
	}
	looks()
	for _, which := range []int{2, 1} {
		p.must(page.Eval("last = 0", nil))
		p.must(page.Click(browser.Button("1 · Link · 3-Q").At(which)))
		looks()
	}
	p.picture(page, "first")
	p.must(page.Click(browser.Button("Clear")))
	p.must(page.WaitNoText("Address: example.com"))
	var open int
	p.must(page.Eval("drawn.filter(({ width }) => width > 0).length", &open))
	if open > 0 {
		t.Errorf("%d pictures are kept after they were cleared", open)
	}
}

// large is a picture so many pixels high and wide, with QR codes at its
// corner.
func (p *person) large(side int, texts ...string) []byte {
	p.Helper()
	drawn := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(drawn, drawn.Bounds(), image.White, image.Point{}, draw.Src)
	if len(texts) > 0 {
		sheet, err := png.Decode(bytes.NewReader(p.sheet(texts...)))
		p.must(err)
		draw.Draw(drawn, sheet.Bounds(), sheet, sheet.Bounds().Min, draw.Src)
	}
	var file bytes.Buffer
	p.must(png.Encode(&file, drawn))
	return file.Bytes()
}

// TestLabBadPictures drops what is no picture, or a hostile one, beside pictures
// of other kinds than their names say: each says what is wrong with it, nothing
// is stored, and no Worker is left.
func TestLabBadPictures(t *testing.T) {
	recorder, err := proxy.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { recorder.Close() })
	p := sits(t, browser.Options{Proxy: recorder.Addr()})
	p.opens("fixture/qr?bait=blank")
	whole := p.sheet("https://example.com/")
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="document.title = 'run'">
		<script>document.title = "run"; fetch("https://example.com/fetched")</script><image href="https://example.com/fetched" width="9" height="9"/>
		<style>@import url("https://example.com/fetched"); svg { background: url("https://example.com/fetched") }</style>
		%s</svg>`
	const foreign = `<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.com/fetched"/></foreignObject>`
	page := p.labours()
	files := []string{
		p.writesFile("text.png", "this is no picture"),
		p.writesFile("empty.png", ""),
		p.writesFile("cut.png", string(whole[:len(whole)/2])),
		p.writesFile("vast.png", vast(20_000, 20_000)),
		p.writesFile("flat.png", vast(100, 0)),
		p.writesFile("hostile.svg", fmt.Sprintf(svg, "")),
		p.writesFile("page.svg", fmt.Sprintf(svg, foreign)),
		p.writesFile("whole.jpg", string(whole)),
	}
	// Other kinds of pictures, each under a wrong name; WebP is Chromium's own.
	drawn, err := png.Decode(bytes.NewReader(whole))
	p.must(err)
	var photograph, animation bytes.Buffer
	p.must(jpeg.Encode(&photograph, drawn, nil))
	p.must(gif.Encode(&animation, drawn, nil))
	kinds := map[string]string{"jpeg.png": photograph.String(), "gif.png": animation.String(), "bmp.png": bitmap(drawn), "webp.png": p.webp(page, whole)}
	for name, file := range kinds {
		files = append(files, p.writesFile(name, file))
	}
	p.must(page.Drop(browser.Point{X: 300, Y: 300}, files...))
	p.must(page.WaitText("Address: example.com"))
	for name := range kinds {
		var found int
		p.must(page.Eval(fmt.Sprintf(`document.querySelectorAll('.source[aria-label="%s"] polygon').length`, name), &found))
		if found != 1 {
			t.Errorf("%s: %d codes were found", name, found)
		}
	}
	for name, words := range map[string]string{
		"text.png": "This kind of picture cannot be read", "empty.png": "no pixels", "cut.png": "damaged or cut off", "vast.png": "400 megapixels",
		"flat.png": "no pixels", "hostile.svg": "No QR code was found", "page.svg": "This kind of picture cannot be read",
	} {
		var said string
		p.must(page.Eval(fmt.Sprintf(`document.querySelector('.source[aria-label="%s"] .problem')?.textContent ?? ""`, name), &said))
		if !strings.Contains(said, words) {
			t.Errorf("%s: %q, not %q", name, said, words)
		}
	}
	p.picture(page, "bad")
	p.must(page.Choose(browser.Button("Choose pictures"), p.writesFile("page.pdf", "\n%PDF-1.4\n")))
	p.must(page.WaitText("Inkan does not open PDF files"))
	// A thousand million drawings, in a kilobyte: drawing them would stop all of Inkan.
	bomb := `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect id="a0" width="1" height="1"/>`
	for i := range 9 {
		bomb += fmt.Sprintf(`<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	p.must(page.Choose(browser.Button("Choose pictures"), p.writesFile("bomb.svg", bomb+"</svg>")))
	p.must(page.WaitNoText("Inkan does not open PDF files"))
	p.must(page.WaitText("This kind of picture cannot be read"))
	// Nor as the icon of an account in a file of another program, where the engine draws it; nor a wall.
	entry := func(issuer, mime string, icon []byte) string {
		return fmt.Sprintf(`{"type":"totp","name":"x","issuer":%q,"icon":%q,"icon_mime":%q,"info":{"secret":%q,"algo":"SHA1","digits":6,"period":30}}`,
			issuer, base64.StdEncoding.EncodeToString(icon), mime, secretOf(issuer))
	}
	var wall, icon bytes.Buffer
	p.must(png.Encode(&wall, image.NewGray(image.Rect(0, 0, 2100, 2100))))
	p.must(png.Encode(&icon, image.NewGray(image.Rect(0, 0, 512, 512))))
	file := fmt.Sprintf(`{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[%s,%s,%s]}}`,
		entry("Bomb", "image/svg+xml", []byte(bomb+"</svg>")), entry("Wall", "image/png", wall.Bytes()), entry("Icon", "image/png", icon.Bytes()))
	engine, err := p.Engine()
	p.must(err)
	var read []string
	p.must(engine.Eval(fmt.Sprintf(`inkan.ready.then(() => navigator.locks.request("a page of the test", async () => {
		const { readings } = await inkan.act("import", {page: "a page of the test", name: "aegis.json", first: true}, [new TextEncoder().encode(%q)]);
		return readings.map(({ account }) => account.issuer + (account.mark?.startsWith("picture:") ? " with its picture" : ""));
	}))`, file), &read))
	if !slices.Equal(read, []string{"Bomb", "Wall", "Icon with its picture"}) {
		t.Errorf("a file with such icons has %q", read)
	}
	workers, err := page.Workers()
	p.must(err)
	if slices.ContainsFunc(workers, func(w browser.Target) bool { return strings.Contains(w.URL, "lab-worker") }) {
		t.Error("a Worker is left")
	}
	if title, err := page.Title(); err != nil || title == "run" {
		t.Errorf("a script of the picture ran: %q, %v", title, err)
	}
	if left := recorder.Left(); len(left) > 0 {
		t.Errorf("requests left the computer: %v", left)
	}
	if len(p.stored()) > 0 {
		t.Error("something was stored")
	}
}
