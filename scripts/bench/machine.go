// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"

	"inkan/scripts/browser"
)

func machine() Machine {
	return Machine{Chromium: chromium(), Processors: runtime.NumCPU(), LoadBefore: load()}
}

// chromium is the browser's name and version.
func chromium() string {
	path, err := browser.Find()
	if err != nil {
		return "no Chromium"
	}
	out, err := exec.Command(path, "--version").Output()
	if err != nil {
		return path
	}
	name, _, _ := strings.Cut(strings.TrimSpace(string(out)), " built on")
	return name
}

// load is how many processes wanted a processor during the last minute.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(raw), " ")
	return first
}
