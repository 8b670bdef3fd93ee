// SPDX-License-Identifier: MIT

package main

import (
	"compress/flate"
	"os"
	"testing"
)

// mostScan is how large scan.wasm may be in the zip, in bytes. All of it is
// read and compiled between a click and the first decode. What makes it grow
// by much is a package that was not linked before: compare
//
//	GOOS=js GOARCH=wasm go list -deps ./wasm/cmd/scan
//
// with the last commit's. An empty Go program is some 540,000.
const mostScan = 900_000

// mostLab is the same of lab.wasm, which is read when somebody has chosen a
// picture to look at.
const mostLab = 1_200_000

func TestScanSize(t *testing.T) { checkSize(t, "scan.wasm", mostScan) }
func TestLabSize(t *testing.T)  { checkSize(t, "lab.wasm", mostLab) }

// checkSize measures what scripts/build.sh built last.
func checkSize(t *testing.T, name string, most counter) {
	t.Helper()
	raw, err := os.ReadFile("../../.build/engine/" + name)
	if os.IsNotExist(err) {
		t.Skip("there is no " + name + ": run scripts/build.sh first")
	}
	if err != nil {
		t.Fatal(err)
	}
	var deflated counter
	w, err := flate.NewWriter(&deflated, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes, %d deflated", name, len(raw), deflated)
	if deflated > most {
		t.Errorf("%s has %d bytes deflated, %d more than it may", name, deflated, deflated-most)
	}
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
