// SPDX-License-Identifier: MIT

package qr_test

import (
	"time"

	"inkan/wasm/qr"
)

// The tests of Symbol.Time want one that goes.
func init() {
	started := time.Now()
	qr.Clock = func() time.Duration { return time.Since(started) }
}
