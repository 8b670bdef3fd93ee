// SPDX-License-Identifier: MIT

package qr

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// theirs is what scripts/readers/zxing.mjs prints of a symbol.
type theirs struct {
	Text, Version, ECLevel string
	DataMask               int
	Mirrored, Inverted     bool
	Index, Total           int // -1 for none
	Parity                 string
	Modules                string
}

func needsZXing(t *testing.T) {
	t.Helper()
	needs(t, "node")
	if _, err := os.Stat(filepath.Join("..", "..", "scripts", "node_modules", "zxing-wasm")); err != nil {
		t.Skip("no zxing-wasm here (scripts/setup.sh tools)")
	}
}

// readByZXing has zxing-cpp read pictures, one symbol each.
func readByZXing(t *testing.T, paths []string) []theirs {
	t.Helper()
	out, _ := run(t, "", "node", append([]string{filepath.Join("..", "..", "scripts", "readers", "zxing.mjs")}, paths...)...)
	var all []theirs
	for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
		var found []theirs
		if err := json.Unmarshal([]byte(line), &found); err != nil || len(found) != 1 {
			t.Fatalf("zxing-cpp reads %d symbols in picture %d, %v", len(found), i, err)
		}
		all = append(all, found[0])
	}
	return all
}

// What zxing-cpp finds in a symbol is what is found: version, level, mask, text,
// every module, whether it is inverted or mirrored.
func TestAgainstZXing(t *testing.T) {
	needsZXing(t)
	r := rand.New(rand.NewPCG(11, 18004))
	var paths []string
	var ours []*Anatomy
	for version := 1; version <= maxVersion; version += 3 {
		mask, lvl := version%8, level(version%4)
		m := encodeMasked(t, filling(version, lvl, r), lvl, version, mask)
		d := plain(4)
		if d.mirrored = version%2 == 0; version%5 == 1 {
			d.dark, d.light, d.ground = 230, 20, 20
		}
		picture := d.draw(m, r)
		paths = append(paths, filepath.Join(t.TempDir(), fmt.Sprint(version, ".png")))
		writePNG(t, paths[len(paths)-1], picture)
		ours = append(ours, inspected(t, picture))
	}
	for i, zxing := range readByZXing(t, paths) {
		a, modules := ours[i], make([]byte, len(ours[i].Dark))
		for at, dark := range a.Dark {
			if a.Mirrored {
				at = at%a.Size*a.Size + at/a.Size // they give the modules as they are seen
			}
			if modules[at] = '0'; dark {
				modules[at] = '1'
			}
		}
		got := theirs{a.Text, fmt.Sprint(a.Version), a.Level, a.Mask, a.Mirrored, a.Inverted, -1, -1, "", string(modules)}
		if zxing.Modules != got.Modules {
			t.Errorf("%d-%s: other modules than zxing-cpp's", a.Version, a.Level)
		}
		if got.Modules = zxing.Modules; got != zxing {
			got.Modules, zxing.Modules = "", ""
			t.Errorf("read as %+v, by zxing-cpp as %+v", got, zxing)
		}
	}
}

// zxing-cpp says the same of the parts of a longer message.
func TestAgainstZXingAppend(t *testing.T) {
	needsZXing(t)
	needs(t, "qrencode")
	folder := t.TempDir()
	run(t, strings.Repeat("zu lang für ein Symbol; ", 9), "qrencode", "-S", "-v", "5", "-s", fmt.Sprint(theirModule), "-m", fmt.Sprint(theirQuiet), "-o", filepath.Join(folder, "part.png"))
	paths, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("%d pictures, %v", len(paths), err)
	}
	for i, zxing := range readByZXing(t, paths) {
		picture, _ := pictured(t, paths[i])
		a := inspected(t, picture)
		if a.Append == nil || a.Append.Index != zxing.Index || a.Append.Total != zxing.Total || fmt.Sprint(a.Append.Parity) != zxing.Parity {
			t.Errorf("part %d: %+v, by zxing-cpp %d of %d, %s", i, a.Append, zxing.Index, zxing.Total, zxing.Parity)
		}
	}
}
