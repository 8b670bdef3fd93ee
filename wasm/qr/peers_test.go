// SPDX-License-Identifier: MIT

package qr

import (
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// needs skips a test where another program is missing.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("no other programs can be started here")
	}
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("no %s here (scripts/setup.sh peers)", name)
		}
	}
}

// run runs a program and returns what it wrote.
func run(t *testing.T, input, name string, args ...string) (out, said string) {
	t.Helper()
	command := exec.Command(name, args...)
	var stdout, stderr strings.Builder
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, stderr.String())
	}
	return stdout.String(), stderr.String()
}

// readsToo has zbarimg read a picture.
func readsToo(t *testing.T, path string) string {
	t.Helper()
	out, _ := run(t, "", "zbarimg", "-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", path)
	return strings.TrimSuffix(out, "\n")
}

// theirModule is the side of a module in qrencode's pictures, pixels, and
// theirQuiet the quiet zone, modules.
const theirModule, theirQuiet = 3, 4

// pictured reads a picture of qrencode's, and its modules.
func pictured(t *testing.T, path string) (Luminance, []bool) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoded, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	side := decoded.Bounds().Dx()
	l := Luminance{Pix: make([]byte, side*side), Width: side, Height: side, Stride: side}
	for i := range l.Pix {
		r, _, _, _ := decoded.At(i%side, i/side).RGBA()
		l.Pix[i] = byte(r >> 8)
	}
	n := side/theirModule - 2*theirQuiet
	dark := make([]bool, n*n)
	for i := range dark {
		at := func(v int) int { return (v+theirQuiet)*theirModule + 1 }
		dark[i] = l.Pix[at(i/n)*side+at(i%n)] < 128
	}
	return l, dark
}

func writePNG(t *testing.T, path string, l Luminance) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, &image.Gray{Pix: l.Pix, Stride: l.Stride, Rect: image.Rect(0, 0, l.Width, l.Height)}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// What qrencode says that it drew is what is found, and zbarimg reads the same.
func TestAgainstQrencodeAndZbar(t *testing.T) {
	needs(t, "qrencode", "zbarimg")
	r := rand.New(rand.NewPCG(9, 18004))
	random := func(alphabet string, n int) string {
		runes := []rune(alphabet)
		var text strings.Builder
		for range n {
			text.WriteRune(runes[r.IntN(len(runes))])
		}
		return text.String()
	}
	const kana = "日本漢字点茗荷"
	for i, test := range []struct {
		mode     string
		alphabet string
		args     []string
		share    float64 // of a version's data codewords, characters that surely fit
	}{
		{"numeric", "0123456789", nil, 1.8},
		{"alphanumeric", "ABCXYZ $%*+-./:", nil, 1.2}, // without digits, which would be segments of their own
		{"byte", "abcdefghij{}", []string{"-8"}, 0.7}, // zbarimg takes two bytes of UTF-8 for Big5
		{"kanji", kana, []string{"-k"}, 0.4},
	} {
		for version := 1 + i; version <= maxVersion; version += 4 { // each version in one of the modes
			lvl := level(r.IntN(4))
			room := totalCodewords(version) - int(blockCount[lvl][version])*int(eccPerBlock[lvl][version])
			text := random(test.alphabet, max(1, int(test.share*float64(room))-4))
			path := filepath.Join(t.TempDir(), "symbol.png")
			input := text
			if test.mode == "kanji" {
				encoded, err := japanese.ShiftJIS.NewEncoder().String(text)
				if err != nil {
					t.Fatal(err)
				}
				input = encoded
			}
			_, said := run(t, input, "qrencode", append([]string{
				"--verbose", "-v", fmt.Sprint(version), "-l", lvl.String(), "-s", fmt.Sprint(theirModule), "-m", fmt.Sprint(theirQuiet), "-o", path,
			}, test.args...)...)
			name := fmt.Sprintf("%s, %d-%v", test.mode, version, lvl)
			picture, dark := pictured(t, path)
			a := inspected(t, picture)
			if want := fmt.Sprintf("Version: %d\n", a.Version); !strings.Contains(said, want) {
				t.Errorf("%s: qrencode says %q, not %q", name, said, want)
			}
			if a.Level != lvl.String() || a.Corrected != 0 || a.Text != text && test.mode != "kanji" {
				t.Errorf("%s: read as %d-%s, %q, not %q", name, a.Version, a.Level, a.Text, text)
			}
			if !slices.ContainsFunc(a.Segments, func(s Segment) bool { return s.Mode == test.mode }) {
				t.Errorf("%s: segments %+v", name, a.Segments)
			}
			if !slices.Equal(a.Ideal, dark) || !slices.Equal(a.Dark, dark) {
				t.Errorf("%s: other modules", name)
			}
			if test.mode == "kanji" && string(a.Bytes) != input {
				t.Errorf("%s: read as %q, not %q", name, a.Bytes, input)
			}
			if theirs := readsToo(t, path); theirs != text {
				t.Errorf("%s: zbarimg reads %q, not %q", name, theirs, text)
			}
		}
	}
}

// A structured append of qrencode's is told apart.
func TestAgainstQrencodeAppend(t *testing.T) {
	needs(t, "qrencode")
	folder := t.TempDir()
	text := strings.Repeat("a message that is too long for one symbol; ", 6)
	run(t, text, "qrencode", "-S", "-v", "5", "-s", fmt.Sprint(theirModule), "-m", fmt.Sprint(theirQuiet), "-o", filepath.Join(folder, "part.png"))
	paths, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("%d pictures, %v", len(paths), err)
	}
	parity := byte(0)
	for _, c := range []byte(text) {
		parity ^= c
	}
	whole := ""
	for i, path := range paths {
		picture, _ := pictured(t, path)
		a := inspected(t, picture)
		if a.Append == nil || *a.Append != (Append{Index: i, Total: len(paths), Parity: parity}) || a.Runs[0].Kind != "append" {
			t.Fatalf("part %d: %+v, %v", i, a.Append, a.Runs)
		}
		whole += a.Text
	}
	if whole != text {
		t.Errorf("read as %q", whole)
	}
}

// Every mask, damaged as much as the level bears: zbarimg reads the same text.
func TestAgainstZbarDamaged(t *testing.T) {
	needs(t, "zbarimg")
	r := rand.New(rand.NewPCG(10, 18004))
	for mask := range 8 {
		version, lvl := 2+3*mask, level(mask%4)
		text := filling(version, lvl, r)
		m := encodeMasked(t, text, lvl, version, mask)
		places := dataModules(version)
		most := (int(eccPerBlock[lvl][version]) - guard(version, lvl)) / 2
		for i := range most {
			p := places[8*i*int(blockCount[lvl][version])+r.IntN(8)]
			m.dark[p.Y*m.size+p.X] = !m.at(p.X, p.Y)
		}
		picture := sharply(m)
		a := inspected(t, picture)
		if a.Mask != mask || a.Corrected != most || a.Text != text {
			t.Errorf("mask %d: read with %d, %d codewords corrected of %d, %q", mask, a.Mask, a.Corrected, most, a.Text)
		}
		path := filepath.Join(t.TempDir(), "symbol.png")
		writePNG(t, path, picture)
		if theirs := readsToo(t, path); theirs != text {
			t.Errorf("mask %d: zbarimg reads %q, not %q", mask, theirs, text)
		}
	}
}
