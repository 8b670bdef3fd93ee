// SPDX-License-Identifier: MIT

package qr

import (
	"context"
	"time"
)

// DecodeContext is [Decode] until ctx is done: then it returns the symbols read
// so far and the context's error.
//
// No other file of this package mentions a context: whatever can reach one has
// time.Time and with it calendar, time zones and formatting in the program,
// some 50 kB of WebAssembly.
func DecodeContext(ctx context.Context, picture Luminance) ([]Symbol, error) {
	sight, err := lookUntil(picture, func(*searcher) error {
		// WebAssembly has one thread: the timer that ends a context cannot fire
		// while a search runs, so the deadline is compared with the clock here.
		if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) && ctx.Err() == nil {
			return context.DeadlineExceeded
		}
		return ctx.Err()
	})
	return sight.Symbols, err
}
