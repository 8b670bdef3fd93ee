// SPDX-License-Identifier: MIT

package scan

import (
	"context"
	"errors"
	"time"

	"inkan/wasm/qr"
)

// The picture that warm reads has the three finder patterns of a version 1
// symbol and noise between them, so that detection and decoding both run.
const (
	warmModule = 4 // pixels
	warmSide   = (21 + 8) * warmModule

	// A picture that cannot be read is tried in every way there is, which takes
	// long after all code has run once.
	warmTime = 40 * time.Millisecond
)

func warm() error {
	picture := qr.Luminance{Pix: make([]byte, warmSide*warmSide), Width: warmSide, Height: warmSide, Stride: warmSide}
	for i := range picture.Pix {
		if !warmDark(i%warmSide/warmModule-4, i/warmSide/warmModule-4) {
			picture.Pix[i] = 255
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), warmTime)
	defer cancel()
	if _, err := qr.DecodeContext(ctx, picture); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// warmDark is the colour of a module, of which there are 21 × 21 (ISO/IEC 18004
// §6.3).
func warmDark(x, y int) bool {
	if x < 0 || y < 0 || x > 20 || y > 20 {
		return false
	}
	for _, corner := range [][2]int{{3, 3}, {17, 3}, {3, 17}} {
		dx, dy := max(x-corner[0], corner[0]-x), max(y-corner[1], corner[1]-y)
		if ring := max(dx, dy); ring <= 4 {
			return ring <= 1 || ring == 3
		}
	}
	if x == 6 || y == 6 {
		return (x+y)%2 == 0 // the timing patterns
	}
	return (x*7+y*13+x*y)%3 == 0
}
