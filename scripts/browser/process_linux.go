// SPDX-License-Identifier: MIT

package browser

import "syscall"

// dieWithUs makes the kernel kill the browser when this process ends, however
// that comes about.
func dieWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
