// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"inkan/scripts/browser"
)

// TestHandedToPopup pastes pictures and a link into the popup, and lets one go over
// it: what is in them is asked about as what was scanned, and nothing is searched
// for.
func TestHandedToPopup(t *testing.T) {
	p := sits(t, browser.Options{})
	k, other := key{issuer: "Pasted", secret: secretOf("Pasted")}, key{issuer: "Other", secret: secretOf("Other")}
	p.opens("fixture/qr?" + url.Values{"text": {k.uri()}}.Encode())
	one, err := p.tab.PNG()
	p.must(err)
	p.opens("fixture/qr?" + url.Values{"text": {k.uri(), other.uri()}}.Encode())
	two, err := p.tab.PNG()
	p.must(err)
	p.opens("fixture/qr?bait=blank")
	none, err := p.tab.PNG()
	p.must(err)

	p.clicksIcon()
	p.hands("paste", "", string(none))
	p.reads("No QR code was found in the picture.")
	p.picture(p.popup.Page, "nothing")
	p.hands("drop", "", "no picture")
	p.reads(p.words.say("problem_picture"))
	// What is no account is not to be had of the page behind either.
	p.hands("paste", "", string(p.sheet("https://example.com/")))
	p.reads("This QR code is not an account")
	var offered string
	p.must(p.popup.Eval(`[...document.querySelectorAll("#news .ways a, #news button")].map((one) => one.textContent).join()`, &offered))
	if want := "Camera,Screen or window,Picture file,Close"; offered != want {
		t.Errorf("the card offers %s, want %s", offered, want)
	}
	p.picture(p.popup.Page, "no account")
	p.hands("paste", "", string(one))
	p.reads("QR code found", "Pasted")
	p.clicks("Add")
	p.reads("Added: Pasted (SAMPLE_USER)")
	p.hands("drop", "", string(two), string(none))
	p.reads("2 accounts found", "Already in Inkan", "Other", "No QR code was found in the picture.")
	p.picture(p.popup.Page, "several")
	p.clicks("Add (1)")
	p.reads("Added: Other (SAMPLE_USER)")
	third := key{issuer: "Third", secret: secretOf("Third")}
	p.hands("paste", " "+strings.Replace(third.uri(), "otpauth", "OTPAUTH", 1)+"\n")
	p.reads("QR code found", "Third")
	p.clicks("Add")
	p.reads("Added: Third (SAMPLE_USER)")
	p.searches("")
	fourth := key{issuer: "Fourth", secret: secretOf("Fourth")}
	for _, link := range []string{"https://example.com/", fourth.uri()} {
		p.dragsLink(link)
	}
	p.reads("QR code found", "Fourth")
	// A list, as programs export it.
	p.hands("paste", third.uri()+"\r\n"+fourth.uri()+"\n")
	p.reads("2 accounts found", "Already in Inkan", "Fourth")
	// Of more than the engine holds the first would be lost.
	var many []string
	for i := range 257 {
		many = append(many, key{issuer: fmt.Sprint("Many", i), secret: secretOf(fmt.Sprint("Many", i))}.uri())
	}
	p.hands("paste", strings.Join(many, "\n"))
	p.reads(p.words.say("problem_scan_many"))
	// Over a form a picture is let go of in vain, and not opened instead of it.
	p.clicks(p.words.say("enterByHand"))
	p.reads("Cancel")
	p.hands("drop", "opened", string(one))
	p.clicks("Cancel")
	p.searches("")
	// A cell of a table is searched for, though a picture of it comes along.
	p.hands("paste", "Other", string(none))
	p.searches("Other")
	p.holdsExactly("Pasted (SAMPLE_USER)", "Other (SAMPLE_USER)", "Third (SAMPLE_USER)")
}

// dragsLink lets a link of a page go beside what is in the popup, which must not
// leave that to the browser: it would go there.
func (p *person) dragsLink(link string) {
	p.Helper()
	p.waitsToListen()
	var left bool
	p.must(p.popup.Eval(fmt.Sprintf(`["dragover", "drop"].some((type) => {
		const data = new DataTransfer();
		for (const kind of ["text/uri-list", "text/plain"]) data.setData(kind, %q);
		return document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
	})`, link), &left))
	if left {
		p.Errorf("a link that begins with %.8q is left to the browser", link)
	}
}

// waitsToListen waits until the popup knows how to do things.
func (p *person) waitsToListen() {
	p.Helper()
	p.waits("the popup to listen", func() (listens bool) {
		p.must(p.popup.Eval(`document.body.classList.contains("turning")`, &listens))
		return listens
	})
}

// searches reads what stands in the popup's search.
func (p *person) searches(want string) {
	p.Helper()
	var typed string
	p.must(p.popup.Eval(`document.querySelector("#search").value`, &typed))
	if typed != want {
		p.Errorf("%d characters stand in the search, want %q", len(typed), want)
	}
}

// hands pastes a text or files into the search of the popup, or lets them go over
// it.
func (p *person) hands(how, text string, files ...string) {
	p.Helper()
	encoded := make([][]byte, len(files))
	for i, file := range files {
		encoded[i] = []byte(file)
	}
	list, err := json.Marshal(encoded) // Base64
	p.must(err)
	p.waitsToListen()
	p.must(p.popup.Eval(fmt.Sprintf(`((how, text, files) => {
		const data = new DataTransfer();
		if (text) data.setData("text/plain", text);
		if (text && files.length > 0) data.setData("text/html", text);
		for (const file of files) data.items.add(new File([Uint8Array.fromBase64(file)], "picture.png"));
		const event = how === "paste" ? new ClipboardEvent(how, {clipboardData: data, bubbles: true, cancelable: true})
			: new DragEvent(how, {dataTransfer: data, bubbles: true, cancelable: true});
		const search = document.querySelector("#search");
		if (search.dispatchEvent(event) && text) search.value = text;
	})(%q, %q, %s)`, how, text, list), nil))
}

// TestPictureKinds imports a QR code of each kind of picture at once, under names
// that say nothing, and pastes one that only a document can draw.
func TestPictureKinds(t *testing.T) {
	p := sits(t, browser.Options{})
	p.opens("fixture/qr?bait=blank")
	page := p.imports()
	kinds := []string{"png", "jpeg", "gif", "bmp", "webp", "svg"}
	files, names := []string{}, []string{}
	for _, kind := range kinds {
		k := key{issuer: "A" + kind, secret: secretOf(kind)}
		names = append(names, k.issuer+" (SAMPLE_USER)")
		files = append(files, p.writesFile("picture of "+kind, p.pictured(page, kind, k.uri())))
	}
	p.must(page.Choose(browser.Button("Choose files"), files...))
	p.must(page.WaitText(fmt.Sprintf("Add (%d)", len(kinds))))
	p.must(page.Click(browser.Button(fmt.Sprintf("Add (%d)", len(kinds)))))
	p.must(page.WaitText(fmt.Sprintf("Accounts added: %d", len(kinds))))
	p.must(page.Choose(browser.Button("Choose files"), p.writesFile("link.png", string(p.sheet("https://example.com/")))))
	p.must(page.WaitText("The picture holds no account."))
	p.must(page.Close())
	p.holdsExactly(names...)

	p.clicksIcon()
	p.hands("paste", "", p.pictured(p.popup.Page, "svg", key{issuer: "Drawn", secret: secretOf("drawn")}.uri()))
	p.reads("QR code found", "Drawn")
}

// pictured is a picture of QR codes, of a kind.
func (p *person) pictured(page *browser.Page, kind string, texts ...string) string {
	p.Helper()
	whole := p.sheet(texts...)
	drawn, err := png.Decode(bytes.NewReader(whole))
	p.must(err)
	var file bytes.Buffer
	switch kind {
	case "png":
		return string(whole)
	case "jpeg":
		coloured := image.NewRGBA(drawn.Bounds()) // as cameras and browsers write it
		draw.Draw(coloured, coloured.Bounds(), drawn, drawn.Bounds().Min, draw.Src)
		p.must(jpeg.Encode(&file, coloured, nil))
	case "gif":
		p.must(gif.Encode(&file, drawn, nil))
	case "bmp":
		return bitmap(drawn)
	case "webp":
		return p.webp(page, whole)
	case "svg":
		fmt.Fprintf(&file, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d"><image width="%[1]d" height="%[2]d" href="data:image/png;base64,%[3]s"/></svg>`,
			drawn.Bounds().Dx(), drawn.Bounds().Dy(), base64.StdEncoding.EncodeToString(whole))
	}
	return file.String()
}
