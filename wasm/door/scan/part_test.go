// SPDX-License-Identifier: MIT

package scan

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A part of a longer message is told from a whole one: qrencode makes two of it.
func TestPart(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("no other programs can be started here")
	}
	if _, err := exec.LookPath("qrencode"); err != nil {
		t.Skip("no qrencode here (scripts/setup.sh peers)")
	}
	folder := t.TempDir()
	draw := exec.Command("qrencode", "-S", "-v", "5", "-s", "4", "-m", "4", "-o", filepath.Join(folder, "part.png"))
	draw.Stdin = strings.NewReader(strings.Repeat("a message that is too long for one symbol; ", 4))
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("%d pictures, %v", len(paths), err)
	}
	for _, path := range paths {
		if d := readFile(t, path); len(d.Symbols) != 1 || !d.Symbols[0].Part {
			t.Errorf("%s: %+v", filepath.Base(path), d)
		}
	}
}

// readFile decodes the QR codes of a PNG.
func readFile(t *testing.T, path string) Decoded {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drawn, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	var pixels Pixels
	width, height := drawn.Bounds().Dx(), drawn.Bounds().Dy()
	buffer := pixels.Alloc(width * height)
	for i := range buffer {
		r, _, _, _ := drawn.At(i%width, i/width).RGBA()
		buffer[i] = byte(r >> 8)
	}
	d, _, err := decode(buffer, Picture{Width: width, Height: height, Stride: width})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
