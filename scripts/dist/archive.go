// SPDX-License-Identifier: MIT

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// epoch stands in every entry for the time of change: it is the first that a zip can hold, and says nothing about
// the machine that packed.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// packZip writes all files below the root of a directory into a zip: sorted by name, without folders, with one time
// and one mode, deflated by Go's own compressor. The same files give the same bytes with the same Go version. A
// name that would not be the same everywhere is refused.
func packZip(dir fs.FS) ([]byte, error) {
	var names []string
	err := fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is neither a file nor a folder", name)
		}
		if strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`\:*?"<>|`, r) }) {
			return fmt.Errorf("%q cannot be the name of a file on every system", name)
		}
		if strings.HasPrefix(path.Base(name), ".") {
			return fmt.Errorf("%s is a hidden file", name)
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, "manifest.json") {
		return nil, fmt.Errorf("there is no manifest.json: %w", fs.ErrNotExist)
	}
	slices.Sort(names)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, name := range names {
		content, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch}
		header.SetMode(0o644)
		w, err := z.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
