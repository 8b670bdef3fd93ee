// SPDX-License-Identifier: MIT

package qr_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"inkan/wasm/qr"
)

// page is a screenshot of ../shared/qr, with what it must read.
type page struct {
	File  string
	Cat   string
	Size  string // hd, fhd, qhd or uhd
	Codes []struct {
		Text     string
		Version  int
		ECC      string
		BBox     [4]float64 // x, y, width, height; pixels
		ModulePx float64    `json:"module_px"`
	}
}

func loadPages(t testing.TB) (folder string, pages []page) {
	folder = filepath.Join("..", "..", "..", "shared", "qr")
	list, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		t.Skip("../shared/qr is not here: ", err)
	}
	if err := json.Unmarshal(list, &pages); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "pages"), pages
}

// loadLuminance reads a picture with the weights of ITU-R BT.601, as JPEG does.
func loadLuminance(t testing.TB, name string) qr.Luminance {
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, _, err := image.Decode(file)
	if err != nil {
		t.Fatal(name, err)
	}
	b := img.Bounds()
	l := qr.Luminance{Pix: make([]byte, b.Dx()*b.Dy()), Width: b.Dx(), Height: b.Dy(), Stride: b.Dx()}
	at := rgbAt(img)
	for y := range l.Height {
		for x := range l.Width {
			r, g, b := at(b.Min.X+x, b.Min.Y+y)
			l.Pix[y*l.Stride+x] = byte((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
		}
	}
	return l
}

// rgbAt spares an interface call per pixel where it can.
func rgbAt(img image.Image) func(x, y int) (r, g, b uint32) {
	switch img := img.(type) {
	case *image.RGBA:
		return func(x, y int) (r, g, b uint32) {
			p := img.Pix[img.PixOffset(x, y):]
			return uint32(p[0]), uint32(p[1]), uint32(p[2])
		}
	case *image.NRGBA:
		return func(x, y int) (r, g, b uint32) {
			p := img.Pix[img.PixOffset(x, y):]
			return uint32(p[0]), uint32(p[1]), uint32(p[2])
		}
	}
	return func(x, y int) (r, g, b uint32) {
		c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
		return uint32(c.R), uint32(c.G), uint32(c.B)
	}
}

// tally counts codes and collects times.
type tally struct {
	codes, read, wrong int
	times              []time.Duration
}

func (c *tally) quantile(q float64) float64 {
	slices.Sort(c.times)
	return float64(c.times[int(q*float64(len(c.times)-1))].Microseconds()) / 1000
}

// TestPages reads the shared screenshots: every fourth one, or all of them
// with QR_PAGES=all. No text may be wrong; the rate may only rise.
func TestPages(t *testing.T) {
	folder, pages := loadPages(t)
	every := 4
	if os.Getenv("QR_PAGES") == "all" {
		every = 1
	}
	categories, sizes := map[string]*tally{}, map[string]*tally{}
	total := &tally{}
	for i, p := range pages {
		if i%every != 0 {
			continue
		}
		l := loadLuminance(t, filepath.Join(folder, p.File))
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		got, err := qr.DecodeContext(ctx, l)
		cancel()
		elapsed := time.Since(start)
		if err != nil {
			t.Error(p.File, err)
		}
		for _, into := range []*tally{entry(categories, p.Cat), entry(sizes, p.Size), total} {
			into.times = append(into.times, elapsed)
			into.codes += len(p.Codes)
		}
		want := map[string]int{}
		for _, c := range p.Codes {
			want[c.Text]++
		}
		for _, g := range got {
			if want[g.Text] > 0 {
				want[g.Text]--
				categories[p.Cat].read++
				sizes[p.Size].read++
				total.read++
			} else if !slices.ContainsFunc(p.Codes, func(c struct {
				Text     string
				Version  int
				ECC      string
				BBox     [4]float64
				ModulePx float64 `json:"module_px"`
			}) bool {
				return c.Text == g.Text
			}) {
				total.wrong++
				t.Errorf("%s: wrong text %q at %v", p.File, g.Text, g.Corners)
			} else {
				t.Errorf("%s: %q is there once more than it is drawn", p.File, g.Text)
			}
		}
		for text, n := range want {
			if n > 0 {
				t.Logf("%s: missed %d × %.60q", p.File, n, text)
			}
		}
	}
	table := func(groups map[string]*tally) {
		for _, name := range slices.SortedFunc(maps.Keys(groups), cmp.Compare) {
			c := groups[name]
			t.Logf("%-14s %4d of %4d  %8.1f ms median %8.1f p95", name, c.read, c.codes, c.quantile(0.5), c.quantile(0.95))
		}
	}
	table(categories)
	table(sizes)
	t.Log(fmt.Sprintf("read %d of %d, wrong %d", total.read, total.codes, total.wrong))
	if floor := 0.70; float64(total.read) < floor*float64(total.codes) {
		t.Errorf("read %d of %d, the floor is %g", total.read, total.codes, floor)
	}
}

func entry(groups map[string]*tally, name string) *tally {
	if groups[name] == nil {
		groups[name] = &tally{}
	}
	return groups[name]
}
