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

// TestScanSize measures what scripts/build.sh built last.
func TestScanSize(t *testing.T) {
	const path = "../../.build/engine/scan.wasm"
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skip("there is no scan.wasm: run scripts/build.sh first")
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
	t.Logf("scan.wasm: %d bytes, %d deflated", len(raw), deflated)
	if deflated > mostScan {
		t.Errorf("scan.wasm has %d bytes deflated, %d more than it may", deflated, deflated-mostScan)
	}
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
