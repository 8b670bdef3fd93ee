// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"inkan/scripts/browser"
)

// Cold are milliseconds in Chromium, each on a page and in a renderer of its
// own, sorted: from the start of a Worker to the texts of its first 1080p
// picture, and for a Worker that got ready before, the picture alone.
type Cold struct {
	Ours, Zxing, OursReady, ZxingReady []float64
	Warm                               []float64 // how long ours takes to get ready
}

const (
	coldFile   = folder + "/cold.json"
	coldRounds = 12
	jpegCold   = 92 // quality
)

func measureCold(ctx context.Context, o Options, pictures []Picture) error {
	i := slices.IndexFunc(pictures, func(p Picture) bool {
		return p.Set == "generated" && p.Size == "1080p" && len(p.Codes) == 1
	})
	if i < 0 {
		return errors.New("there is no generated 1080p page")
	}
	picture, err := dataURL(pictures[i].File)
	if err != nil {
		return err
	}
	origin, err := serve(coldSite(picture))
	if err != nil {
		return err
	}
	b, err := browser.Launch(ctx, browser.Options{Headless: true, Timeout: 60 * time.Second})
	if err != nil {
		return err
	}
	defer b.Close()
	if _, err := b.Open("about:blank"); err != nil { // the others come and go
		return err
	}
	rounds := coldRounds
	if o.Quick {
		rounds = 3
	}
	var c Cold
	for range rounds {
		for _, one := range []struct {
			who  string
			warm bool
			list *[]float64
		}{{"ours", false, &c.Ours}, {"zxing", false, &c.Zxing}, {"ours", true, &c.OursReady}, {"zxing", true, &c.ZxingReady}} {
			ms, warm, err := coldOnce(b, origin, one.who, one.warm, pictures[i].Codes[0].Text)
			if err != nil {
				return fmt.Errorf("%s: %w", one.who, err)
			}
			*one.list = append(*one.list, ms)
			if one.warm && one.who == "ours" {
				c.Warm = append(c.Warm, warm)
			}
		}
	}
	for _, list := range [][]float64{c.Ours, c.Zxing, c.OursReady, c.ZxingReady, c.Warm} {
		slices.Sort(list)
	}
	return writeJSON(coldFile, c)
}

func coldOnce(b *browser.Browser, origin, who string, warm bool, want string) (ms, ready float64, err error) {
	tab, err := b.Open(origin + "cold/")
	if err != nil {
		return 0, 0, err
	}
	defer tab.Close()
	var got struct {
		MS    float64  `json:"ms"`
		Warm  float64  `json:"warm"`
		Texts []string `json:"texts"`
	}
	if err := tab.Eval(fmt.Sprintf("cold(%q, %t)", who, warm), &got); err != nil {
		return 0, 0, err
	}
	if !slices.Contains(got.Texts, want) {
		return 0, 0, fmt.Errorf("read %q instead of %q", got.Texts, want)
	}
	return got.MS, got.Warm, nil
}

// coldSite has the Workers of the built extension and of zxing-wasm. Nothing is
// cached: neither does an extension's folder have compiled code beside it.
func coldSite(picture string) http.Handler {
	mux := http.NewServeMux()
	for prefix, dir := range map[string]string{
		"/cold/": filepath.Join(source, "cold"), "/engine/": ".build/extension/engine", "/platform/": ".build/extension/platform",
		"/zxing/": filepath.Join(source, "node_modules/zxing-wasm/dist"),
	} {
		mux.Handle(prefix, http.StripPrefix(prefix, http.FileServer(http.Dir(dir))))
	}
	mux.HandleFunc("/picture", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, picture) //nolint:errcheck // the page notices
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// dataURL is a PNG file as the JPEG that the extension's capture would be.
func dataURL(file string) (string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegCold}); err != nil {
		return "", err
	}
	return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(out.Bytes()), nil
}
