// SPDX-License-Identifier: MIT

package qr_test

import (
	"fmt"
	"testing"

	"inkan/wasm/qr"
)

// TestCut shows half of a symbol, more or less, at each edge of the picture, and
// whole symbols that cannot be read.
func TestCut(t *testing.T) {
	text := "otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example"
	for _, c := range []struct {
		version int
		module  float64
	}{{6, 4}, {10, 2}, {10, 3.3}, {25, 3}, {40, 5}} {
		m := encode(t, text, "M", c.version)
		side := float64(len(m)) * c.module
		for _, edge := range []struct {
			name string
			x, y float64 // where the rest of it is
		}{{"left", -1, 0}, {"right", 1, 0}, {"top", 0, -1}, {"bottom", 0, 1}} {
			for _, beyond := range []float64{0.3, 0.5, 0.6} {
				t.Run(fmt.Sprintf("version %d/%g px/%s/%g", c.version, c.module, edge.name, beyond), func(t *testing.T) {
					const room = 40
					s := newScene(int(side)+2*room, int(side)+2*room, 250)
					s.draw(m, look{x: room + edge.x*(room+beyond*side), y: room + edge.y*(room+beyond*side), module: c.module, quiet: 4, dark: 20, light: 250})
					sight, err := qr.Look(s.Luminance)
					if err != nil {
						t.Fatal(err)
					}
					if len(sight.Symbols) > 0 || !sight.Cut {
						t.Errorf("got %d symbols, cut %v", len(sight.Symbols), sight.Cut)
					}
				})
			}
		}
		t.Run(fmt.Sprintf("version %d/%g px/whole", c.version, c.module), func(t *testing.T) {
			damaged := encode(t, text, "L", c.version)
			for y := 9; y < len(damaged); y++ {
				for x := 9; x < len(damaged); x++ {
					damaged[y][x] = (x*x+y*x*7+y*13)%5 < 2
				}
			}
			// At the very edge: there is no quiet zone that tells where it ends.
			s := newScene(int(side), int(side), 250)
			s.draw(damaged, look{module: c.module, dark: 20, light: 250})
			sight, err := qr.Look(s.Luminance)
			if err != nil {
				t.Fatal(err)
			}
			if len(sight.Symbols) > 0 || sight.Cut {
				t.Errorf("got %d symbols, cut %v", len(sight.Symbols), sight.Cut)
			}
		})
	}
}
