// SPDX-License-Identifier: MIT

//go:build unix

package transfer_test

import (
	"syscall"
	"time"
)

// spent is the time for which processors have run the test: on a busy machine
// the clock on the wall says nothing.
func spent() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
