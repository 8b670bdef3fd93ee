// SPDX-License-Identifier: MIT

package transfer

import (
	"archive/zip"
	"bytes"
	"io"
)

// maxArchiveFiles bounds the memory that an archive's directory takes.
const maxArchiveFiles = 20_000

// archive is the file as a zip archive; nil when it is none.
func (f *file) archive() *zip.Reader {
	if f.opened || !bytes.HasPrefix(f.data, []byte("PK\x03\x04")) {
		return f.zip
	}
	f.opened = true
	if bytes.Count(f.data, []byte("PK\x01\x02")) > maxArchiveFiles {
		return nil
	}
	if archive, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data))); err == nil {
		f.zip = archive
	}
	return f.zip
}

// inside finds a file of the archive by its whole path; nil when it is not there.
func (f *file) inside(path string) *zip.File {
	archive := f.archive()
	if archive == nil {
		return nil
	}
	for _, one := range archive.File {
		if one.Name == path {
			return one
		}
	}
	return nil
}

// unpack reads a file of an archive, whose header may say a smaller size than it
// has.
func unpack(one *zip.File) ([]byte, error) {
	content, err := one.Open()
	if err != nil {
		return nil, damaged()
	}
	defer func() { _ = content.Close() }()
	data := bytes.NewBuffer(make([]byte, 0, min(one.UncompressedSize64, MaxInside)+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(content, MaxInside+1))
	switch {
	case data.Len() > MaxInside:
		return nil, newError(CodeFileSize, "", ErrTooLarge)
	case err != nil:
		return nil, damaged()
	}
	return data.Bytes(), nil
}
