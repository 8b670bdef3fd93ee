// SPDX-License-Identifier: MIT

package main

import (
	"compress/flate"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// SizeFigure is a file in bytes. Deflated is 0 for what is an archive.
type SizeFigure struct {
	Name          string
	Raw, Deflated int64
}

// sizes measures the wasm binaries of the built extension, and the archive that
// scripts/dist makes of it in the folder out.
func sizes(ctx context.Context, extension, out string) ([]SizeFigure, error) {
	var figures []SizeFigure
	for _, name := range []string{"vault.wasm", "scan.wasm", "transfer.wasm", "lab.wasm"} {
		raw, err := os.ReadFile(filepath.Join(extension, "engine", name))
		if err != nil {
			return nil, err
		}
		var deflated counter
		w, err := flate.NewWriter(&deflated, flate.BestCompression)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(raw); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		figures = append(figures, SizeFigure{name, int64(len(raw)), int64(deflated)})
	}
	pack := exec.CommandContext(ctx, "go", "run", "./scripts/dist", "-from", extension, "-to", out, "-name", "inkan", "-key", "")
	if said, err := pack.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("scripts/dist: %w\n%s", err, said)
	}
	zip, err := os.Stat(filepath.Join(out, "inkan.zip"))
	if err != nil {
		return nil, err
	}
	return append(figures, SizeFigure{Name: "the extension's zip", Raw: zip.Size()}), nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)
