// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	barcode "github.com/boombuler/barcode/qr"

	"inkan/scripts/browser"
	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// A camera's picture and how many of them come in a second. Pixels.
const (
	filmWidth, filmHeight = 960, 720
	filmRate              = 10
)

// holdsUp puts something in front of the camera, over and over: each list of
// texts is shown as QR codes side by side, for three pictures. None is an empty
// wall. A camera that is on has to be switched on again to see it.
func (p *person) holdsUp(scenes ...[]string) {
	p.Helper()
	var video bytes.Buffer
	fmt.Fprintf(&video, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", filmWidth, filmHeight, filmRate)
	for _, texts := range scenes {
		scene := p.scene(texts)
		for range 3 {
			video.WriteString("FRAME\n")
			video.Write(scene.Pix)
			video.Write(bytes.Repeat([]byte{128}, filmWidth*filmHeight/2)) // no colour
		}
	}
	p.must(os.WriteFile(p.camera, video.Bytes(), 0o600))
}

func (p *person) scene(texts []string) *image.Gray {
	p.Helper()
	scene := image.NewGray(image.Rect(0, 0, filmWidth, filmHeight))
	draw.Draw(scene, scene.Rect, image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	for i, text := range texts {
		code, err := barcode.Encode(text, barcode.L, barcode.Unicode)
		p.must(err)
		n := code.Bounds().Dx()
		const quiet = 4 // modules
		module := min(filmWidth/len(texts), filmHeight) / (n + 2*quiet)
		x, y := filmWidth/len(texts)*i+quiet*module, quiet*module
		for k := range n * n {
			if code.At(k%n, k/n) == color.Black {
				draw.Draw(scene, image.Rect(0, 0, module, module).Add(image.Pt(x+k%n*module, y+k/n*module)), image.Black, image.Point{}, draw.Src)
			}
		}
	}
	return scene
}

// transferCodes are those of an export of so many accounts.
func (p *person) transferCodes(name string, accounts int) []string {
	p.Helper()
	var keys []otp.Key
	for i := range accounts {
		k, err := otp.ParseURI(uriOf(name, fmt.Sprint(i)))
		p.must(err)
		keys = append(keys, k)
	}
	links, err := transfer.Migration(keys, rand.Reader)
	p.must(err)
	return links
}

// looksThrough notes the camera that is on, for isOff to look at.
func (p *person) looksThrough(page *browser.Page) {
	p.Helper()
	p.waits("the camera to show something", func() (on bool) {
		p.must(page.Eval(`(() => {
			const video = document.querySelector(".viewfinder video");
			const track = window.track = video?.srcObject?.getVideoTracks()[0];
			addEventListener("pagehide", () => sessionStorage.setItem("track", track.readyState), { once: true });
			return Boolean(window.track) && video.videoWidth > 0;
		})()`, &on))
		return on
	})
}

// isOff waits until no Worker reads pictures for the page any more; the camera
// is off by then.
func (p *person) isOff(page *browser.Page, after string) {
	p.Helper()
	p.waits("the Worker to end "+after, func() bool {
		workers, err := page.Workers()
		p.must(err)
		return len(workers) == 0
	})
	var state string
	p.must(page.Eval(`window.track?.readyState ?? sessionStorage.getItem("track")`, &state))
	if state != "ended" {
		p.Errorf("the camera is %s %s", state, after)
	}
}

// TestCamera reads accounts with a camera: one, an export in several codes, and
// whatever makes it stop.
func TestCamera(t *testing.T) {
	p := sits(t, browser.Options{Camera: filepath.Join(t.TempDir(), "film.y4m"), Unshared: true})
	p.opens("fixture/qr?bait=blank")
	p.holdsUp([]string{})
	page := p.imports()
	camera := browser.Button("Camera")

	p.must(p.Deny("camera"))
	p.must(page.Click(camera))
	p.must(page.WaitText("The browser has been told not to let Inkan use the camera."))
	p.must(page.WaitNoText(p.words.say("cameraLead"))) // nothing is to be held in front of it
	var broken bool
	p.must(page.Eval(`new Set([...document.querySelectorAll(".viewfinder .actions button")].filter((one) => one.checkVisibility()).map((one) => one.offsetTop)).size > 1`, &broken))
	if broken {
		t.Error("the buttons do not stand in one line")
	}
	p.picture(page, "denied")
	p.must(page.Click(browser.Button("Open the browser’s settings for Inkan")))
	settings, err := p.Page("chrome://settings/content/siteDetails")
	p.must(err)
	p.must(settings.WaitText("Camera"))
	p.must(settings.Close())
	p.must(page.Activate())

	// Who is asked for a window and thinks better of it sees nothing new.
	p.must(page.Click(browser.Button("Close")))
	p.must(page.Eval(`(() => {
		const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getDisplayMedia = (wish) => ask(wish).finally(() => { window.answered = true; });
	})()`, nil))
	p.must(page.Click(browser.Button("Screen or window")))
	p.waits("the browser to have asked", func() (answered bool) {
		p.must(page.Eval(`window.answered === true`, &answered))
		return answered
	})
	p.must(page.Click(camera)) // there is no dialog in the way
	p.must(page.WaitText("The browser has been told not to let Inkan use the camera."))
	p.must(p.Allow("camera"))

	// A code that is no account is told, and one that is ends it.
	k := key{issuer: "Phone", secret: secretOf("Phone")}
	p.holdsUp([]string{}, []string{"https://example.com/"})
	p.must(page.Click(browser.Button("Try again")))
	p.looksThrough(page)
	p.must(page.WaitText(p.words.say("cameraLead")))
	p.must(page.WaitText("This QR code holds a link, not an account."))
	p.picture(page, "link")
	engine, err := p.Engine()
	p.must(err)
	var history []string
	p.waits("the link to be in the history of scans", func() bool {
		p.must(engine.Eval(`inkan.scans().then((all) => all.map(({text}) => text))`, &history))
		return slices.Contains(history, "https://example.com/")
	})
	p.must(page.Click(browser.Button("See what is in it")))
	p.must(page.WaitText("Address: example.com"))
	p.isOff(page, "when the laboratory was gone to")
	p.must(page.Click(browser.Link("Import")))

	// Of a picture that comes when the dialog has closed nothing is kept.
	p.must(page.Eval(`(() => {
		const make = createImageBitmap;
		createImageBitmap = async (...what) => {
			window.late = await make(...what);
			await new Promise((come) => { window.come = come; });
			createImageBitmap = make;
			return window.late;
		};
	})()`, nil))
	p.must(page.Click(camera))
	p.waits("the picture to be made", func() (made bool) {
		p.must(page.Eval(`window.come !== undefined`, &made))
		return made
	})
	p.must(page.Press("Escape"))
	p.must(page.WaitNoText(p.words.say("cameraLead")))
	p.must(page.Eval(`come()`, nil))
	p.waits("the late picture to be given up", func() (gone bool) {
		p.must(page.Eval(`window.late.width === 0`, &gone))
		return gone
	})

	p.holdsUp([]string{}, []string{k.uri()})
	var waiting string
	p.must(page.Eval(`(() => {
		[...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Camera").click();
		return document.querySelector(".viewfinder .seen").textContent;
	})()`, &waiting))
	if waiting != p.words.say("cameraStarting") {
		t.Errorf("while the camera is waited for it says %q", waiting)
	}
	p.looksThrough(page)
	p.must(page.WaitText("Add (1)"))
	p.isOff(page, "when something was read")
	p.must(page.Click(browser.Button("Add (1)")))
	p.must(page.WaitText("Accounts added: 1"))
	before := p.stored()

	// An export, its codes in any order and again and again, and one of another between them.
	parts, foreign := p.transferCodes("Moved", 21), p.transferCodes("Foreign", 11)
	p.holdsUp(parts[2:], parts[2:], foreign[:1], parts[:1], parts[2:], []string{})
	p.must(page.Click(camera))
	p.looksThrough(page)
	p.must(page.WaitText("Codes of this export read: 2 of 3."))
	p.must(page.WaitText("The last code was of another export, and is left out."))
	p.picture(page, "parts")
	p.must(page.Resize(320, 640))
	p.isWhole("parts", page)
	p.picture(page, "narrow")
	p.must(page.Resize(1000, 760))
	p.must(page.Click(browser.Button("Stop")))
	p.isOff(page, "after Stop")
	p.holdsUp(parts[2:], parts[:1], parts[2:], parts[1:2], parts[:1])
	p.must(page.Click(camera))
	p.must(page.WaitText("Add (21)"))
	p.isOff(page, "after the last part")
	p.must(page.WaitNoText("Foreign"))
	p.must(page.Click(browser.Button("Add (21)")))
	p.must(page.WaitText("Accounts added: 21"))
	p.must(page.Click(browser.Button("Undo")))
	p.waits("the accounts to be gone", func() bool { return len(p.stored()) == len(before) })
	p.keeps(before)

	// Whatever ends it ends all of it.
	p.holdsUp([]string{})
	for _, way := range []struct {
		name string
		do   func()
	}{
		{"after Escape", func() { p.must(page.Press("Escape")) }},
		{"when another section was gone to", func() { p.must(page.Eval(`location.hash = "#about"`, nil)) }},
		{"when the page was hidden", func() {
			p.must(p.tab.Activate())
			p.must(page.WaitText("The camera was switched off while this page was out of sight."))
			p.must(page.Activate())
			p.must(page.Click(browser.Button("Switch on again")))
			p.looksThrough(page)
			p.must(page.Click(browser.Button("Stop")))
		}},
		{"when it was unplugged", func() {
			p.must(page.Eval(`window.track.stop(); window.track.dispatchEvent(new Event("ended"))`, nil))
			p.must(page.WaitText("The camera is gone"))
		}},
	} {
		p.must(page.Eval(`location.hash = "#import"`, nil))
		p.must(page.WaitText("Bring in accounts"))
		p.must(page.Click(camera))
		p.looksThrough(page)
		way.do()
		p.isOff(page, way.name)
		p.must(page.Press("Escape"))
	}
	p.keeps(before)
	p.must(page.Click(browser.Link("Security")))
	p.setsPassword(page, password)
	p.must(page.Click(browser.Link("Import")))
	p.must(page.Click(camera))
	p.looksThrough(page)
	p.must(page.Eval(`delete window.track`, nil))
	p.must(page.Press("Alt+Shift+L"))
	p.must(page.WaitText(p.words.say("lockedTitle")))
	p.isOff(page, "when the vault was locked")
}

// TestScreen reads several codes at once off another tab, of which it takes one
// picture; what shows none gets a hint, and nothing comes of a change of mind.
func TestScreen(t *testing.T) {
	p := sits(t, browser.Options{Shared: "Test page"})
	p.opens("fixture/qr?bait=blank")
	first, second := key{issuer: "First", secret: secretOf("First")}, key{issuer: "Second", secret: secretOf("Second")}
	p.clicksIcon()
	p.tabsTo("Screen or window")
	p.presses("Enter")
	page, err := p.Page("manage/manage.html#import")
	p.must(err)
	p.seen = append(p.seen, page)
	p.must(page.WaitText("Choose the window, tab or screen that shows the QR code."))
	p.picture(page, "from the popup")
	p.must(page.Click(browser.Button("Cancel")))
	p.must(page.Click(browser.Button("Camera")))
	p.must(page.WaitText("There is no camera on this computer."))
	p.picture(page, "no camera")
	p.must(page.Click(browser.Button("Close")))
	p.must(page.Eval(`(() => {
		const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getDisplayMedia = async (wish) => {
			const stream = await ask(wish);
			window.track = stream.getVideoTracks()[0];
			return stream;
		};
	})()`, nil))
	screen := browser.Button("Screen or window")
	p.must(page.Click(screen))
	p.must(page.WaitText("There was no QR code in that picture."))
	p.isOff(page, "after a picture of nothing")
	p.picture(page, "nothing")
	p.opens("fixture/qr?" + url.Values{"text": {"no account"}}.Encode())
	p.must(page.Activate())
	p.must(page.Click(browser.Button("Choose again")))
	p.must(page.WaitText("This QR code holds text, not an account."))
	p.must(page.Click(browser.Button("See what is in it")))
	p.must(page.WaitText("no account"))
	p.must(page.WaitText("Format information"))
	p.must(page.Click(browser.Link("Import")))
	// Of two exports at once none is left out, and what cannot be read is told.
	one, other := p.transferCodes("One", 1), p.transferCodes("Another", 21)
	p.opens("fixture/qr?" + url.Values{"text": {other[2], one[0], p.transferCodes("Third", 21)[2], "otpauth://totp/Bad?secret=1"}}.Encode())
	p.must(page.Activate())
	p.must(page.Click(screen))
	p.must(page.WaitText("Add (3)"))
	p.must(page.WaitText("Not all pictures of this export were there."))
	p.must(page.WaitText("The key cannot contain “1”"))
	p.must(page.Click(browser.Button("Discard")))
	// Transfer codes come together where the first of them is: beside none is the picture of another.
	p.opens("fixture/qr?" + url.Values{"text": {one[0], first.uri(), p.transferCodes("Fourth", 1)[0]}}.Encode())
	p.must(page.Activate())
	p.must(page.Click(screen))
	p.must(page.WaitText("Add (3)"))
	p.showsEach(page)
	p.must(page.Click(browser.Button("Discard")))
	// Without the pictures the accounts are there all the same.
	p.opens("fixture/qr?" + url.Values{"text": {first.uri(), second.uri()}}.Encode())
	p.must(page.Activate())
	p.must(page.Eval(`(({ prototype }) => {
		const { convertToBlob } = prototype;
		prototype.convertToBlob = async () => {
			prototype.convertToBlob = convertToBlob;
			throw new Error("no memory is left");
		};
	})(OffscreenCanvas)`, nil))
	p.must(page.Click(screen))
	p.must(page.WaitText("Add (2)"))
	p.showsEach(page)
	p.must(page.Click(browser.Button("Discard")))
	p.must(page.Activate())
	p.must(page.Click(screen))
	p.must(page.WaitText("Add (2)"))
	p.isOff(page, "after one picture")
	p.picture(page, "found")
	p.showsEach(page, first.uri(), second.uri())
	p.must(page.Click(browser.Button("Add (2)")))
	p.must(page.WaitText("Accounts added: 2"))
	p.holdsExactly("First (SAMPLE_USER)", "Second (SAMPLE_USER)")

	// The laboratory takes the picture itself.
	p.must(page.Click(browser.Link("QR codes")))
	p.must(page.WaitText(p.words.say("qrLead"))) // both sections have the button
	p.must(page.Click(screen))
	p.must(page.WaitText("Time-based (TOTP)"))
	p.isOff(page, "after a picture for the laboratory")
	var seen, shown [2]int
	p.must(page.Eval(`(({ width, height }) => [width, height])(document.querySelector(".stage canvas"))`, &seen))
	p.must(p.tab.Eval(`[innerWidth, innerHeight]`, &shown))
	if seen != [2]int{shown[0] &^ 1, shown[1] &^ 1} { // chroma is shared by pairs of pixels
		t.Errorf("the picture has %v pixels, the tab %v", seen, shown)
	}
}

// toursCamera looks at the ways to read what is in no file.
func (p *person) toursCamera(page *browser.Page, show func(string, *browser.Page)) {
	p.Helper()
	say := p.words.say
	p.holdsUp(p.transferCodes("Moved", 21)[:1], []string{"https://example.com/"})
	p.must(p.Deny("camera"))
	p.must(page.Click(browser.Button(say("camera"))))
	p.must(page.WaitText(say("problem_camera_denied")))
	show("import-camera-denied", page)
	p.must(p.Allow("camera"))
	p.must(page.Click(browser.Button(say("tryAgain"))))
	p.must(page.WaitText(say("seenLink")))
	show("import-camera", page)
	p.must(page.Press("Escape"))
	p.must(page.Eval(`location.hash = "#import/screen"`, nil))
	p.must(page.WaitText(say("screenLead")))
	show("import-screen", page)
	p.must(page.Press("Escape"))
}
