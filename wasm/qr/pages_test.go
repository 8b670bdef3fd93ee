// SPDX-License-Identifier: MIT

package qr_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	_ "image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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
	Codes []code
}

// code is one of a page's symbols, as it was drawn.
type code struct {
	Text string
	BBox [4]float64 // with quiet zone: x, y, width, height; pixels
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
	codes, read int
	times       []time.Duration
}

func (c *tally) quantile(q float64) float64 {
	slices.Sort(c.times)
	return float64(c.times[int(q*float64(len(c.times)-1))].Microseconds()) / 1000
}

// tallies are by name of a group.
type tallies map[string]*tally

func (c tallies) of(name string) *tally {
	if c[name] == nil {
		c[name] = &tally{}
	}
	return c[name]
}

// TestPages reads the shared screenshots: every sixth one, or in Node, where
// PNGs take long to decode, every twelfth; all of them with QR_PAGES=all. No
// text may be wrong; the floor may only rise.
func TestPages(t *testing.T) {
	folder, pages := loadPages(t)
	every := 6
	if runtime.GOOS == "js" {
		every = 12
	}
	if os.Getenv("QR_PAGES") == "all" {
		every = 1
	}
	categories, sizes, all := tallies{}, tallies{}, tallies{}
	for i := 0; i < len(pages); i += every {
		p := pages[i]
		l := loadLuminance(t, filepath.Join(folder, p.File))
		start := time.Now()
		sight, err := qr.Look(l)
		elapsed := time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		if sight.Cut {
			t.Errorf("%s: taken for a symbol that is cut", p.File)
		}
		read := p.compare(t, sight.Symbols)
		size := p.Size
		if len(p.Codes) == 0 {
			size += ", no code"
		}
		for _, into := range []*tally{categories.of(p.Cat), sizes.of(size), all.of("all")} {
			into.codes += len(p.Codes)
			into.read += read
			into.times = append(into.times, elapsed)
		}
	}
	for _, groups := range []tallies{categories, sizes, all} {
		for _, name := range slices.Sorted(maps.Keys(groups)) {
			c := groups[name]
			t.Logf("%-14s %4d of %4d %8.1f ms median %8.1f p95", name, c.read, c.codes, c.quantile(0.5), c.quantile(0.95))
		}
	}
	const floor = 0.995
	if total := all.of("all"); float64(total.read) < floor*float64(total.codes) {
		t.Errorf("read %d of %d, the floor is %g", total.read, total.codes, floor)
	}
}

// compare counts the codes that were read, and reports all that is not as it
// was drawn.
func (p page) compare(t *testing.T, got []qr.Symbol) (read int) {
	left := slices.Clone(p.Codes)
	for _, g := range got {
		i := slices.IndexFunc(left, func(c code) bool { return c.Text == g.Text })
		if i < 0 {
			t.Errorf("%s: a text that is not there, or not once more: %q at %v", p.File, g.Text, g.Corners)
			continue
		}
		for _, corner := range g.Corners {
			if !left[i].near(corner) {
				t.Errorf("%s: corners %v outside of %v", p.File, g.Corners, left[i].BBox)
				break
			}
		}
		left = slices.Delete(left, i, i+1)
		read++
	}
	for _, c := range left {
		t.Logf("%s: missed %.60q", p.File, c.Text)
	}
	return read
}

// near tells whether a point is in the box, or almost: the boxes of text that
// is drawn as a symbol are those of its lines.
func (c code) near(p qr.Point) bool {
	slack := c.BBox[2] / 3
	x, y := p.X-c.BBox[0], p.Y-c.BBox[1]
	return x > -slack && y > -slack && x < c.BBox[2]+slack && y < c.BBox[3]+slack
}

// TestGozxingPictures reads the photographs that come with gozxing, all of
// which hold a symbol, and compares the texts with what gozxing expects.
func TestGozxingPictures(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no go command to ask for the module's folder")
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/makiuchi-d/gozxing").Output()
	if err != nil {
		t.Skip("no module folder: ", err)
	}
	folder := filepath.Join(string(bytes.TrimSpace(out)), "qrcode", "testdata")
	names, err := filepath.Glob(filepath.Join(folder, "qrcode-*", "*.png"))
	if err != nil || len(names) < 35 {
		t.Fatalf("%d pictures in %s, error %v", len(names), folder, err)
	}
	texts := []string{
		"MEBKM:URL:http\\://en.wikipedia.org/wiki/Main_Page;;", "http://google.com/gwt/n?u=bluenile.com",
		"Sean Owen\r\nsrowen@google.com\r\n917-364-2918\r\nhttp://awesome-thoughts.com", "1234567890", "TEST",
	}
	for _, name := range names {
		got, err := qr.Decode(loadLuminance(t, name))
		if err != nil || len(got) != 1 || !slices.Contains(texts, got[0].Text) {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
	}
}

// BenchmarkPage decodes the first shared screenshot of each size, with a symbol
// and without.
func BenchmarkPage(b *testing.B) {
	folder, pages := loadPages(b)
	done := map[string]bool{}
	for _, p := range pages {
		name := p.Size
		if len(p.Codes) == 0 {
			name += "-none"
		}
		if done[name] {
			continue
		}
		done[name] = true
		l := loadLuminance(b, filepath.Join(folder, p.File))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(l.Width * l.Height))
			for b.Loop() {
				if _, err := qr.Decode(l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
