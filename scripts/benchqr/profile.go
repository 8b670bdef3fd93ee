// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	profileFile = folder + "/profile.txt"
	functions   = 25 // of the profile, the costliest first
)

// profile keeps what the benchmarks of wasm/qr print natively, and the summary
// of their CPU profile. It leaves nothing when there are no benchmarks.
func profile(ctx context.Context, _ Options, _ []Picture) error {
	binary, cpu := filepath.Join(folder, "qr.test"), filepath.Join(folder, "cpu.prof")
	absolute, err := filepath.Abs(cpu)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(profileFile); err != nil {
		return err
	}
	bench := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", "1s", "-cpuprofile", absolute, "-o", binary, "./wasm/qr")
	bench.Stderr = os.Stderr
	out, err := bench.Output()
	if err != nil {
		os.Stderr.Write(out) //nolint:errcheck // the error below is what counts
		return fmt.Errorf("go test -bench: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Benchmark") {
			lines = append(lines, line)
		}
	}
	if lines == nil {
		return nil
	}
	top, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", fmt.Sprintf("-nodecount=%d", functions), binary, cpu).Output()
	if err != nil {
		return fmt.Errorf("go tool pprof: %w", err)
	}
	return os.WriteFile(profileFile, []byte(strings.Join(lines, "")+"\n"+string(top)), 0o644)
}

func writeProfile(w io.Writer) {
	text, err := os.ReadFile(profileFile)
	if err != nil {
		fmt.Fprint(w, "## Native CPU profile\n\nwasm/qr has no benchmarks.\n")
		return
	}
	fmt.Fprintf(w, "## Native CPU profile\n\n`go test -bench . -cpuprofile` in wasm/qr:\n\n```\n%s```\n", text)
}
