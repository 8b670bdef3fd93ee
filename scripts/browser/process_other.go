// SPDX-License-Identifier: MIT

//go:build !linux

package browser

import "syscall"

// dieWithUs asks for nothing where the kernel offers nothing: Chromium ends by
// itself when its pipe closes.
func dieWithUs() *syscall.SysProcAttr { return nil }
