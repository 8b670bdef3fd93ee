// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"
	"testing"
)

// TestJSONDepth nests as deep as may be, and one more: what reads a file in a
// browser has a small stack.
func TestJSONDepth(t *testing.T) {
	for _, c := range []struct {
		open, close string
		levels      int
	}{{"[", "]", maxDepth}, {`{"a":[`, "]}", maxDepth / 2}} {
		for more := range 2 {
			text := strings.Repeat(c.open, c.levels+more) + strings.Repeat(c.close, c.levels+more)
			if _, err := parseJSON([]byte(text)); (err == nil) != (more == 0) {
				t.Errorf("%d times %q: %v", c.levels+more, c.open, err)
			}
		}
	}
}
