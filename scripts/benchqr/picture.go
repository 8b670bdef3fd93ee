// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Picture is a PNG file with what is on it.
type Picture struct {
	File     string  `json:"file"`
	Set      string  `json:"set"` // generated, shared, blackbox
	Category string  `json:"category"`
	Size     string  `json:"size"` // the name of its height: 720p to 5K; "" for photographs
	DPR      float64 `json:"dpr,omitempty"`
	Zoom     float64 `json:"zoom,omitempty"`
	Codes    []Code  `json:"codes"`
}

// Code is one symbol in a picture.
type Code struct {
	Text    string     `json:"text"`
	Version int        `json:"version,omitempty"`
	Level   string     `json:"level,omitempty"`
	Box     [4]float64 `json:"box"`    // left, top, width, height of its bounds without quiet zone, pixels
	Module  float64    `json:"module"` // side, pixels
}

// shared lists ../shared/qr, or nothing when it is not there.
func shared(quick bool) ([]Picture, error) {
	const dir = "../shared/qr"
	var manifest []struct {
		File, Cat, Size string
		DPR, Zoom       float64
		Codes           []struct {
			Text    string
			Version int
			ECC     string
			BBox    [4]float64
			Module  float64 `json:"module_px"`
		}
	}
	if err := readJSON(filepath.Join(dir, "manifest.json"), &manifest); err != nil {
		return nil, err
	}
	sizes := map[string]string{"hd": "720p", "fhd": "1080p", "qhd": "1440p", "uhd": "4K"}
	var list []Picture
	for i, m := range manifest {
		if quick && i%10 != 0 {
			continue
		}
		p := Picture{File: filepath.Join(dir, "pages", m.File), Set: "shared", Category: m.Cat, Size: sizes[m.Size], DPR: m.DPR, Zoom: m.Zoom, Codes: []Code{}}
		for _, c := range m.Codes {
			p.Codes = append(p.Codes, Code{c.Text, c.Version, c.ECC, c.BBox, c.Module})
		}
		list = append(list, p)
	}
	return list, nil
}

// blackbox lists the pictures of gozxing's reader test that lie in the module
// cache, with the texts that the test wants.
func blackbox(quick bool) ([]Picture, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/makiuchi-d/gozxing").Output()
	if err != nil {
		return nil, fmt.Errorf("go list gozxing: %w", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "qrcode")
	test, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "qrcode_reader_test.go"), nil, 0)
	if err != nil {
		return nil, nil // a cache without tests has no pictures either
	}
	var list []Picture
	ast.Inspect(test, func(n ast.Node) bool {
		c, ok := n.(*ast.CompositeLit)
		if !ok || len(c.Elts) < 2 {
			return true
		}
		name, text := literal(c.Elts[0]), literal(c.Elts[1])
		if !strings.HasPrefix(name, "testdata/qrcode-") || quick && len(list) > 5 {
			return true
		}
		category := strings.TrimPrefix(filepath.Dir(name), "testdata/")
		list = append(list, Picture{File: filepath.Join(dir, name), Set: "blackbox", Category: category, Codes: []Code{{Text: text}}})
		return true
	})
	return list, nil
}

// literal is the value of a string literal, "" for everything else.
func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return text
}

// toPNG writes what a JPEG of the browser shows as PNG, so that every decoder
// gets the very same pixels.
func toPNG(file string, shot []byte) error {
	picture, err := jpeg.Decode(strings.NewReader(string(shot)))
	if err != nil {
		return err
	}
	return encode(file, picture)
}

func encode(file string, picture image.Image) error {
	w, err := os.Create(file)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, picture); err != nil {
		return err
	}
	return w.Close()
}
