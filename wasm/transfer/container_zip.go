// SPDX-License-Identifier: MIT

package transfer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"path"
)

// zipArchive is a zip file that may be encrypted, which Go's archive/zip lists but
// does not read: ZipCrypto (PKWARE APPNOTE §6.1) and WinZip's AES (AE-1, AE-2,
// method 99; https://www.winzip.com/en/support/aes-encryption/). Both are a page
// of code here, so no library is taken in for them.
type zipArchive struct {
	files []*zip.File
	data  []byte
	left  int64 // bytes that may still be unpacked
}

const (
	zipEncrypted  = 1 << 0 // flags
	zipDescriptor = 1 << 3 // the CRC stands behind the data
	zipAES        = 99     // method
	aesExtra      = 0x9901 // id of the extra field of an AES file
	aesRounds     = 1000   // of PBKDF2, fixed by WinZip
	aesCode       = 10     // bytes of the authentication code
	zipHeader     = 12     // bytes of ZipCrypto's header
)

// archived is the archive of a file that is one, else nil. An archive of more
// members than MaxEntries is not listed: each costs some 500 bytes.
func (f *file) archived() *zipArchive {
	held := f.containers()
	if !held.zipAsked {
		held.zipAsked = true
		if bytes.HasPrefix(f.data, []byte("PK\x03\x04")) && bytes.Count(f.data, []byte("PK\x01\x02")) <= MaxEntries {
			if r, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data))); err == nil {
				held.zip = &zipArchive{files: r.File, data: f.data, left: MaxInside}
			}
		}
	}
	return held.zip
}

// member is the file of that path, or with that last part of a path, in an
// archive; nil when there is none.
func (a *zipArchive) member(name string) *zip.File {
	if a == nil {
		return nil
	}
	for _, f := range a.files {
		if f.Name == name || path.Base(f.Name) == name {
			return f
		}
	}
	return nil
}

// open unpacks one file. The error is damaged, passwordNeeded, passwordWrong or
// that the archive unpacks to more than MaxInside.
func (a *zipArchive) open(f *zip.File, password []byte) ([]byte, error) {
	offset, err := f.DataOffset()
	if err != nil || offset < 0 || offset > int64(len(a.data)) || f.CompressedSize64 > uint64(len(a.data))-uint64(offset) {
		return nil, damaged()
	}
	packed := a.data[offset:][:f.CompressedSize64] // where it lies: there may be 64 MiB of it
	method := f.Method
	if f.Flags&zipEncrypted != 0 {
		if password == nil {
			return nil, passwordNeeded()
		}
		if packed, method, err = decryptMember(f, packed, password); err != nil {
			return nil, err
		}
	}
	content, err := a.unpack(packed, method)
	if err != nil {
		var known *Error
		if f.Flags&zipEncrypted != 0 && f.Method != zipAES && !errors.As(err, &known) {
			return nil, passwordWrong() // one password in 256 passes ZipCrypto's own check
		}
		return nil, failureOf(err)
	}
	if check := crc32.ChecksumIEEE(content); check != f.CRC32 && (f.Method != zipAES || f.CRC32 != 0) {
		if f.Flags&zipEncrypted != 0 && f.Method != zipAES {
			return nil, passwordWrong()
		}
		return nil, damaged()
	}
	return content, nil
}

func failureOf(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return damaged()
}

func (a *zipArchive) unpack(packed []byte, method uint16) ([]byte, error) {
	var source io.Reader
	switch method {
	case zip.Store:
		source = bytes.NewReader(packed)
	case zip.Deflate:
		source = flate.NewReader(bytes.NewReader(packed))
	default:
		return nil, damaged()
	}
	var content bytes.Buffer
	_, err := content.ReadFrom(io.LimitReader(source, a.left+1))
	if a.left -= int64(content.Len()); a.left < 0 {
		a.left = 0
		return nil, newError(CodeFileSize, "", ErrTooLarge)
	}
	return content.Bytes(), err
}

func decryptMember(f *zip.File, packed, password []byte) ([]byte, uint16, error) {
	if f.Method == zipAES {
		return decryptAES(f.Extra, packed, password)
	}
	if len(packed) < zipHeader {
		return nil, 0, damaged()
	}
	keys := newZipKeys(password)
	plain := make([]byte, len(packed))
	for i, b := range packed {
		plain[i] = keys.decrypt(b)
	}
	check := byte(f.CRC32 >> 24)
	if f.Flags&zipDescriptor != 0 {
		check = byte(f.ModifiedTime >> 8)
	}
	if plain[zipHeader-1] != check {
		return nil, 0, passwordWrong()
	}
	return plain[zipHeader:], f.Method, nil
}

// zipKeys is the state of ZipCrypto.
type zipKeys [3]uint32

func newZipKeys(password []byte) *zipKeys {
	k := &zipKeys{0x12345678, 0x23456789, 0x34567890}
	for _, b := range password {
		k.update(b)
	}
	return k
}

func (k *zipKeys) update(b byte) {
	k[0] = crc32.IEEETable[byte(k[0])^b] ^ k[0]>>8
	k[1] = (k[1]+k[0]&0xFF)*134775813 + 1
	k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
}

func (k *zipKeys) decrypt(b byte) byte {
	t := k[2]&0xFFFF | 2
	b ^= byte(t * (t ^ 1) >> 8)
	k.update(b)
	return b
}

// decryptAES opens salt ‖ 2 bytes to check the password ‖ data ‖ code. The keys
// for both come from PBKDF2-HMAC-SHA1; the counter of CTR is little-endian and
// begins at 1, which crypto/cipher's is not.
func decryptAES(extra, packed, password []byte) ([]byte, uint16, error) {
	strength, method, ok := aesParameters(extra)
	if !ok {
		return nil, 0, damaged()
	}
	keySize, saltSize := 8+8*strength, 4+4*strength
	if len(packed) < saltSize+2+aesCode {
		return nil, 0, damaged()
	}
	derived, err := pbkdf2.Key(sha1.New, string(password), packed[:saltSize], aesRounds, 2*keySize+2)
	if err != nil {
		return nil, 0, damaged() // unreachable
	}
	if !hmac.Equal(derived[2*keySize:], packed[saltSize:saltSize+2]) {
		return nil, 0, passwordWrong()
	}
	body, code := packed[saltSize+2:len(packed)-aesCode], packed[len(packed)-aesCode:]
	mac := hmac.New(sha1.New, derived[keySize:2*keySize])
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil)[:aesCode], code) {
		return nil, 0, damaged() // one wrong password in 65,536 comes this far, too
	}
	block, err := aes.NewCipher(derived[:keySize])
	if err != nil {
		return nil, 0, damaged() // unreachable
	}
	return xorLittleEndianCounter(block, body), method, nil
}

// aesParameters reads the extra field: version u16, "AE", strength 1–3 for
// 128–256 bits, method u16.
func aesParameters(extra []byte) (strength int, method uint16, ok bool) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			return 0, 0, false
		}
		if id == aesExtra && size >= 7 && extra[4] >= 1 && extra[4] <= 3 {
			return int(extra[4]), binary.LittleEndian.Uint16(extra[5:]), true
		}
		extra = extra[size:]
	}
	return 0, 0, false
}

func xorLittleEndianCounter(block cipher.Block, body []byte) []byte {
	plain := make([]byte, len(body))
	var counter, stream [aes.BlockSize]byte
	for i := range body {
		if i%aes.BlockSize == 0 {
			binary.LittleEndian.PutUint64(counter[:], uint64(i/aes.BlockSize+1))
			block.Encrypt(stream[:], counter[:])
		}
		plain[i] = body[i] ^ stream[i%aes.BlockSize]
	}
	return plain
}
