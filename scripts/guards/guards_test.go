// SPDX-License-Identifier: MIT

package guards_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math"
	"testing"

	"inkan/scripts/guards"
	"inkan/wasm/qr"
)

func TestGuards(t *testing.T) {
	for _, script := range []string{"acts", "attempts", "capture", "clipboard", "engine", "fill", "gathering", "icons", "importer", "lock", "messages", "peek", "picture", "scanner", "scans", "search", "secrecy", "selection", "settings", "site", "svg", "ways", "words"} {
		t.Run(script, func(t *testing.T) {
			if out, err := guards.Run("../..", t.TempDir(), script, nil); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestRedraw reads what the manage page draws anew.
func TestRedraw(t *testing.T) {
	out, err := guards.Run("../..", t.TempDir(), "redraw", nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := bytes.Fields(out)
	if len(lines) < 4*60 {
		t.Fatalf("%d symbols were drawn", len(lines)/4)
	}
	for ; len(lines) > 0; lines = lines[4:] {
		name := fmt.Sprintf("%s-%s", lines[0], lines[1])
		want, err := base64.StdEncoding.DecodeString(string(lines[2]))
		if err != nil {
			t.Fatal(err)
		}
		found, err := qr.Inspect(enlarged(lines[3]))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %d symbols, %v", name, len(found), err)
		}
		a := found[0]
		if got := fmt.Sprintf("%d-%s", a.Version, a.Level); got != name || !bytes.Equal(a.Bytes, want) || a.Corrected != 0 {
			t.Errorf("%s of %q: read as %s, %q, %d codewords wrong", name, want, got, a.Bytes, a.Corrected)
		}
		for i := range a.Dark {
			if a.Dark[i] != a.Ideal[i] {
				t.Fatalf("%s: module %d is not as it should be", name, i)
			}
		}
	}
}

// enlarged is a picture of modules, 1 for a dark one, row by row.
func enlarged(modules []byte) qr.Luminance {
	const module = 4 // pixels
	n := int(math.Sqrt(float64(len(modules))))
	l := qr.Luminance{Pix: make([]byte, n*n*module*module), Width: n * module, Height: n * module, Stride: n * module}
	for i := range l.Pix {
		if modules[i/l.Stride/module*n+i%l.Stride/module] == '0' {
			l.Pix[i] = 255
		}
	}
	return l
}
