// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"

	"inkan/scripts/browser"
)

// plan is what pages/plan.js says about a page; show.js knows the rest of it.
type plan struct {
	Name, Category, Size string
	Width, Height        int
	DPR, Zoom            float64
	Format               string
	Quality              int64
	Codes                []struct {
		Text    string
		Version int
		Level   string
		Side    int
	}
	raw json.RawMessage
}

// generated draws the pages that are not in the cache, which is named after a
// hash of everything they are made from, and lists them: all, or 60 spread
// over all categories.
func generated(ctx context.Context, quick bool) ([]Picture, error) {
	plans, err := planned(ctx)
	if err != nil {
		return nil, err
	}
	cache, err := cacheFolder()
	if err != nil {
		return nil, err
	}
	var list []Picture
	var missing []plan
	for i, p := range plans {
		if quick && i%7 != 0 {
			continue
		}
		picture, err := drawn(cache, p)
		if errors.Is(err, os.ErrNotExist) {
			missing = append(missing, p)
		} else if err != nil {
			return nil, err
		}
		list = append(list, picture)
	}
	if len(missing) == 0 {
		return list, nil
	}
	fmt.Fprintf(os.Stderr, "benchqr: drawing %d pages into %s\n", len(missing), cache)
	if err := draw(ctx, cache, missing); err != nil {
		return nil, err
	}
	return generated(ctx, quick)
}

func planned(ctx context.Context) ([]plan, error) {
	c := exec.CommandContext(ctx, "node", filepath.Join(source, "pages/plan.js"))
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("plan.js: %w", err)
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(out, &raws); err != nil {
		return nil, err
	}
	plans := make([]plan, len(raws))
	for i, raw := range raws {
		if err := json.Unmarshal(raw, &plans[i]); err != nil {
			return nil, err
		}
		plans[i].raw = raw
	}
	return plans, nil
}

// cacheFolder is where the pages of this plan, these scripts and this Chromium are.
func cacheFolder() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, chromium())
	err := filepath.WalkDir(filepath.Join(source, "pages"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintln(hash, path, len(text))
		hash.Write(text)
		return err
	})
	if err != nil {
		return "", err
	}
	lock, err := os.ReadFile(filepath.Join(source, "package-lock.json"))
	if err != nil {
		return "", err
	}
	hash.Write(lock)
	dir := filepath.Join(folder, "pages-"+hex.EncodeToString(hash.Sum(nil))[:12])
	return dir, os.MkdirAll(dir, 0o755)
}

// drawn is a page in the cache, or an error that is os.ErrNotExist.
func drawn(cache string, p plan) (Picture, error) {
	picture := Picture{
		File: filepath.Join(cache, p.Name+".png"), Set: "generated", Category: p.Category, Size: p.Size, DPR: p.DPR, Zoom: p.Zoom, Codes: []Code{},
	}
	raw, err := os.ReadFile(filepath.Join(cache, p.Name+".json"))
	if err != nil {
		return picture, err
	}
	var boxes [][4]float64
	if err := json.Unmarshal(raw, &boxes); err != nil {
		return picture, fmt.Errorf("%s.json: %w", p.Name, err)
	}
	if len(boxes) != len(p.Codes) {
		return picture, fmt.Errorf("%s.json: %d boxes for %d codes", p.Name, len(boxes), len(p.Codes))
	}
	for i, c := range p.Codes {
		picture.Codes = append(picture.Codes, Code{c.Text, c.Version, c.Level, boxes[i], min(boxes[i][2], boxes[i][3]) / float64(c.Side)})
	}
	return picture, nil
}

// serve hands out a folder on a port of its own.
func serve(handler http.Handler) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go http.Serve(listener, handler) //nolint:errcheck // ends with the program
	return fmt.Sprintf("http://localhost:%d/", listener.Addr().(*net.TCPAddr).Port), nil
}

// again is after how many pages the browser's page is loaded anew, so that it does not grow.
const again = 25

func draw(ctx context.Context, cache string, plans []plan) error {
	origin, err := serve(http.FileServer(http.Dir(filepath.Join(source, "pages"))))
	if err != nil {
		return err
	}
	b, err := browser.Launch(ctx, browser.Options{Headless: true, Timeout: 90 * time.Second, Args: []string{"--hide-scrollbars"}})
	if err != nil {
		return err
	}
	defer b.Close()
	tab, err := b.Open(origin)
	if err != nil {
		return err
	}
	for i, p := range plans {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i%again == 0 {
			if err := tab.Reload(); err != nil {
				return err
			}
		}
		if err := drawOne(ctx, tab, cache, p); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return nil
}

// drawOne leaves the picture, and after it the file that says it is complete.
func drawOne(ctx context.Context, tab *browser.Page, cache string, p plan) error {
	session, err := tab.Session()
	if err != nil {
		return err
	}
	ratio := p.DPR * p.Zoom // a zoomed page is one with more or fewer device pixels to each of its own
	view := emulation.SetDeviceMetricsOverrideParams{Width: round(float64(p.Width) / ratio), Height: round(float64(p.Height) / ratio), DeviceScaleFactor: ratio}
	if _, err := cdp.Call(ctx, session, emulation.SetDeviceMetricsOverride, view); err != nil {
		return err
	}
	var boxes [][4]float64
	if err := tab.Eval(fmt.Sprintf("globalThis.shows ? show(%s) : import('./show.js').then(() => show(%[1]s))", p.raw), &boxes); err != nil {
		return err
	}
	params := page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormat(p.Format)}
	if p.Format == "jpeg" {
		params.Quality = &p.Quality
	}
	shot, err := cdp.Call(ctx, session, page.CaptureScreenshot, params)
	if err != nil {
		return err
	}
	file := filepath.Join(cache, p.Name+".png")
	if p.Format == "jpeg" {
		err = toPNG(file, shot.Data)
	} else {
		err = os.WriteFile(file, shot.Data, 0o644)
	}
	if err != nil {
		return err
	}
	return writeJSON(filepath.Join(cache, p.Name+".json"), boxes)
}

func round(v float64) int64 { return int64(v + 0.5) }
