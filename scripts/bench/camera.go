// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// CameraFigure is how often the camera's picture is read, and what a look
// costs: an even wall, a wall of stripes, and one with a code on it that is no
// account, so that the camera stays on.
type CameraFigure struct {
	Scene  string
	Looks  float64 // a second
	Worker Times   // from a frame that is handed to the Worker to what it read, ms
	Main   float64 // of the page's thread, ms per second
}

// What the camera shows: pixels, pictures a second.
const cameraWidth, cameraHeight, cameraRate = 1280, 720, 30

var scenes = []struct {
	name  string
	light func(x, y int) byte
}{
	{"an even wall", func(int, int) byte { return 190 }},
	{"stripes and dots", func(x, y int) byte { return byte(90 + 100*((x/7+y/11)%2) + (x*y)%37) }},
}

func (f *Figures) measureCamera(ctx context.Context, r rounds) error {
	dir, err := os.MkdirTemp("", "inkan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	film := filepath.Join(dir, "film.y4m")
	launched, err := browser.Launch(ctx, browser.Options{Extension: built, Greeting: manual.Greeting, Headless: true, Timeout: 20 * time.Second, Camera: film})
	if err != nil {
		return err
	}
	defer launched.Close()
	if err := launched.Allow("camera"); err != nil {
		return err
	}
	for _, code := range []bool{false, true} {
		for _, scene := range scenes {
			if err := writeFilm(film, scene.light, code); err != nil {
				return err
			}
			figure := CameraFigure{Scene: scene.name}
			if code {
				figure.Scene += ", a code before it"
			}
			if err := figure.watch(launched, r.watch); err != nil {
				return fmt.Errorf("camera, %s: %w", figure.Scene, err)
			}
			f.Camera = append(f.Camera, figure)
		}
	}
	return nil
}

// watch looks through the camera for a while.
func (f *CameraFigure) watch(b *browser.Browser, watch time.Duration) error {
	page, err := b.Open(b.URL("manage/manage.html#import/camera"))
	if err != nil {
		return err
	}
	defer page.Close()
	err = page.Eval(`(() => {
		const post = Worker.prototype.postMessage;
		window.looks = [];
		Worker.prototype.postMessage = function (message, ...rest) {
			const began = performance.now();
			const heard = ({ data }) => {
				if (data.id !== message.id) return;
				this.removeEventListener("message", heard);
				looks.push(performance.now() - began);
			};
			if (message.type === "see") this.addEventListener("message", heard);
			post.call(this, message, ...rest);
		};
	})()`, nil)
	if err != nil {
		return err
	}
	err = until("the camera was not looked through", func() (bool, error) {
		var looks int
		err := page.Eval("looks.length", &looks)
		return looks > 20, err // the Worker's code is compiled by then
	})
	if err != nil {
		return err
	}
	if err := page.Eval("looks.length = 0", nil); err != nil {
		return err
	}
	began := time.Now()
	if err := perSecond(&f.Main, page.Busy, watch); err != nil {
		return err
	}
	if err := page.Eval("looks", &f.Worker); err != nil {
		return err
	}
	f.Looks = float64(len(f.Worker)) / time.Since(began).Seconds()
	return nil
}

// writeFilm writes one second of a wall, with a code in front of it or without.
func writeFilm(name string, light func(x, y int) byte, code bool) error {
	picture := make([]byte, cameraWidth*cameraHeight*3/2)
	for i := range picture {
		picture[i] = 128 // no colour
	}
	for i := range cameraWidth * cameraHeight {
		picture[i] = light(i%cameraWidth, i/cameraWidth)
	}
	if code {
		symbol, err := qr.Encode("https://www.example.com/"+strings.Repeat("a long address ", 12), qr.M, qr.Unicode)
		if err != nil {
			return err
		}
		const module, quiet, left, top = 5, 4, 420, 120
		n := symbol.Bounds().Dx()
		for i := range (n + 2*quiet) * module * (n + 2*quiet) * module {
			x, y := i%((n+2*quiet)*module), i/((n+2*quiet)*module)
			at := (top+y)*cameraWidth + left + x
			picture[at] = 230
			if mx, my := x/module-quiet, y/module-quiet; mx >= 0 && my >= 0 && mx < n && my < n && symbol.At(mx, my) == color.Black {
				picture[at] = 30
			}
		}
	}
	var film bytes.Buffer
	fmt.Fprintf(&film, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", cameraWidth, cameraHeight, cameraRate)
	for range cameraRate {
		film.WriteString("FRAME\n")
		film.Write(picture)
	}
	return os.WriteFile(name, film.Bytes(), 0o600)
}

func (f Figures) camera(out *strings.Builder) {
	fmt.Fprintf(out, "| camera, %d × %d, %d pictures a second | looks a second | a look, in the Worker | the page's thread, ms per second |\n|---|---|---|---|\n", cameraWidth, cameraHeight, cameraRate)
	for _, c := range f.Camera {
		fmt.Fprintf(out, "| %s | %.1f | %v | %.0f |\n", c.Scene, c.Looks, c.Worker, c.Main)
	}
	out.WriteString("\n")
}
