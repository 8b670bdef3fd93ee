// SPDX-License-Identifier: MIT

//go:build !js

package qr

import "time"

var started = time.Now()

// Clock tells the time that symbols took to be read, from anywhen on.
var Clock = func() time.Duration { return time.Since(started) }
