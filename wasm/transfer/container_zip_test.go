// SPDX-License-Identifier: MIT

package transfer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"hash/crc32"
	"slices"
	"testing"
)

// containerZipMember is a file of a zip: with WinZip's AES of a strength and version,
// with ZipCrypto when strength is 0, plain when there is no password.
type containerZipMember struct {
	name, content, password string
	strength, version       int
}

func containerZip(t *testing.T, members ...containerZipMember) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		header := &zip.FileHeader{Name: m.name, Method: zip.Deflate, UncompressedSize64: uint64(len(m.content)), CRC32: crc32.ChecksumIEEE([]byte(m.content))}
		var packed bytes.Buffer
		f, _ := flate.NewWriter(&packed, 9)
		_, _ = f.Write([]byte(m.content))
		_ = f.Close()
		data := packed.Bytes()
		switch {
		case m.password != "" && m.strength > 0:
			data = sealZipAES(t, header, data, m)
		case m.password != "":
			header.Flags |= zipEncrypted
			data = sealZipCrypto(append([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, byte(header.CRC32 >> 24)}, data...), m.password)
		}
		header.CompressedSize64 = uint64(len(data))
		raw, err := w.CreateRaw(header)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = raw.Write(data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sealZipAES(t *testing.T, header *zip.FileHeader, data []byte, m containerZipMember) []byte {
	t.Helper()
	size := 8 + 8*m.strength
	salt := bytes.Repeat([]byte{7}, 4+4*m.strength)
	keys, err := pbkdf2.Key(sha1.New, m.password, salt, 1000, 2*size+2)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := aes.NewCipher(keys[:size])
	text := xorLittleEndianCounter(block, data)
	mac := hmac.New(sha1.New, keys[size:2*size])
	mac.Write(text)
	header.Flags |= zipEncrypted
	header.Extra = []byte{0x01, 0x99, 7, 0, byte(m.version), 0, 'A', 'E', byte(m.strength), byte(header.Method), 0}
	header.Method = zipAES
	if m.version == 2 {
		header.CRC32 = 0
	}
	return slices.Concat(salt, keys[2*size:], text, mac.Sum(nil)[:10])
}

func sealZipCrypto(data []byte, password string) []byte {
	k := newZipKeys([]byte(password))
	sealed := make([]byte, len(data))
	for i, b := range data {
		mask := k[2]&0xFFFF | 2
		sealed[i] = b ^ byte(mask*(mask^1)>>8)
		k.update(b)
	}
	return sealed
}
