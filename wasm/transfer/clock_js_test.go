// SPDX-License-Identifier: MIT

//go:build js

package transfer_test

import (
	"syscall/js"
	"time"
)

// spent is the time for which a processor has run the test: on a busy machine
// the clock on the wall says nothing.
func spent() time.Duration {
	used := js.Global().Get("process").Call("cpuUsage")
	return time.Duration(used.Get("user").Int()+used.Get("system").Int()) * time.Microsecond
}
