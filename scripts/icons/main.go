// SPDX-License-Identifier: MIT

// Command icons draws the extension's icon, an SVG of nothing but filled
// rectangles, as the PNG files that a manifest needs (Chrome takes no SVG there).
//
//	go run ./scripts/icons DIRECTORY extension/icons/inkan.svg extension/icons/locked.svg
//
// The first gives 16.png and so on, each other one its name before the size: locked-16.png.
package main

import (
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// sizes are the edge lengths that manifest.json names, in pixels.
var sizes = []int{16, 32, 48, 128}

// samples is the number of sub-pixels along each edge of a pixel.
const samples = 8

type drawing struct {
	ViewBox string `xml:"viewBox,attr"`
	Rects   []rect `xml:"rect"`
}

type rect struct {
	X      float64 `xml:"x,attr"`
	Y      float64 `xml:"y,attr"`
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Radius float64 `xml:"rx,attr"`
	Fill   string  `xml:"fill,attr"`
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: icons DIRECTORY FILE.svg...")
		os.Exit(2)
	}
	for i, source := range os.Args[2:] {
		prefix := ""
		if i > 0 {
			prefix = strings.TrimSuffix(filepath.Base(source), ".svg") + "-"
		}
		if err := run(source, os.Args[1]+"/"+prefix); err != nil {
			fmt.Fprintln(os.Stderr, "icons:", err)
			os.Exit(1)
		}
	}
}

func run(source, prefix string) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	var d drawing
	if err := xml.Unmarshal(text, &d); err != nil {
		return err
	}
	for _, size := range sizes {
		picture, err := d.draw(size)
		if err != nil {
			return err
		}
		if err := write(prefix+strconv.Itoa(size)+".png", picture); err != nil {
			return err
		}
	}
	return nil
}

func write(name string, picture image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := png.Encode(f, picture); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// draw renders the drawing as a square of size pixels, with transparency.
func (d drawing) draw(size int) (*image.NRGBA, error) {
	var x, y, width, height float64
	if _, err := fmt.Sscan(d.ViewBox, &x, &y, &width, &height); err != nil || width != height {
		return nil, fmt.Errorf("the viewBox %q is not a square", d.ViewBox)
	}
	fills := make([]color.NRGBA, len(d.Rects))
	for i, r := range d.Rects {
		if _, err := fmt.Sscanf(r.Fill, "#%02x%02x%02x", &fills[i].R, &fills[i].G, &fills[i].B); err != nil {
			return nil, fmt.Errorf("the fill %q is not #rrggbb", r.Fill)
		}
	}
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	unit := width / float64(size*samples)
	for py := range size {
		for px := range size {
			picture.SetNRGBA(px, py, d.pixel(fills, x, y, px, py, unit))
		}
	}
	return picture, nil
}

// pixel is the mean of the topmost rectangles at the pixel's samples.
func (d drawing) pixel(fills []color.NRGBA, x, y float64, px, py int, unit float64) color.NRGBA {
	var red, green, blue, covered int
	for s := range samples * samples {
		sx := x + (float64(px*samples+s%samples)+0.5)*unit
		sy := y + (float64(py*samples+s/samples)+0.5)*unit
		for i := len(d.Rects) - 1; i >= 0; i-- {
			if d.Rects[i].holds(sx, sy) {
				red, green, blue, covered = red+int(fills[i].R), green+int(fills[i].G), blue+int(fills[i].B), covered+1
				break
			}
		}
	}
	if covered == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(red / covered), uint8(green / covered), uint8(blue / covered), uint8(covered * 255 / (samples * samples))}
}

// holds says whether a point lies in the rectangle, its rounded corners left out.
func (r rect) holds(x, y float64) bool {
	if x < r.X || y < r.Y || x >= r.X+r.Width || y >= r.Y+r.Height {
		return false
	}
	dx := max(r.X+r.Radius-x, x-(r.X+r.Width-r.Radius), 0)
	dy := max(r.Y+r.Radius-y, y-(r.Y+r.Height-r.Radius), 0)
	return dx*dx+dy*dy <= r.Radius*r.Radius || dx == 0 || dy == 0
}
