// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"io"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/twofish" //lint:ignore SA1019 KeePass offers it, and nothing is encrypted here
)

// kdbxFormat is the database of KeePass 2 and KeePassXC, KDBX 4:
//
//	03 D9 A2 9A 67 FB 4B B5, minor u16, major u16       little-endian, like all of it
//	header: id u8, length u32, value; to id 0
//	SHA-256 of all before, HMAC-SHA-256 of the same
//	blocks: HMAC-SHA-256, length u32, data; to length 0
//
// The header has 2 cipher, 3 compression, 4 seed, 7 IV, 11 derivation. The
// blocks together are the encrypted, packed content (kdbxcontent.go): with
//
//	composite = SHA-256(SHA-256(password)), transformed = derivation(composite)
//	encryption key = SHA-256(seed ‖ transformed), MAC base = SHA-512(seed ‖ transformed ‖ 01)
//	MAC key of block i = SHA-512(u64 i ‖ MAC base), of the header i = 2^64-1
//
// A key file or a hardware key besides the password is not asked for: such a
// database is answered like one with another password. A library that was
// looked at, gokeepasslib 3.6.1, knows no Argon2id, allocates what a header's
// lengths and derivation ask for, and adds 1,084 KB to WebAssembly, 280 KB
// deflated, beside ciphers, Argon2 and XML; this adds 434 KB and 116 KB with
// them. Source: keepass.info/help/kb/kdbx.html, KeePassXC's
// src/format/Kdbx4Reader.cpp.
var kdbxFormat = format{"keepass", isKDBX, readKDBX}

const (
	kdbxMagic    = "\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5"
	kdbxOldMagic = "\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5" // KeePass 1, .kdb
	kdbxMajor    = 4
	kdbxStart    = 12 // bytes before the header's fields
)

// Fields of the header.
const (
	kdbxEnd         = 0
	kdbxCipher      = 2
	kdbxCompression = 3
	kdbxSeed        = 4
	kdbxIV          = 7
	kdbxDerivation  = 11
)

// Ciphers, by their UUID.
const (
	kdbxAES      = "\x31\xC1\xF2\xE6\xBF\x71\x43\x50\xBE\x58\x05\x21\x6A\xFC\x5A\xFF"
	kdbxTwofish  = "\xAD\x68\xF2\x9F\x57\x6F\x4B\xB9\xA3\x6A\xD4\x7A\xF9\x65\x34\x6C"
	kdbxChaCha20 = "\xD6\x03\x8A\x2B\x8B\x6F\x4C\xB5\xA5\x24\x33\x9A\x31\xDB\xB5\x9A"
)

func isKDBX(f *file) bool {
	return bytes.HasPrefix(f.data, []byte(kdbxMagic)) || bytes.HasPrefix(f.data, []byte(kdbxOldMagic))
}

func readKDBX(r *reading) error {
	header, err := parseKDBXHeader(r.data)
	if err != nil {
		return err
	}
	derive, seconds, err := kdbxDerivationOf(header.fields[kdbxDerivation])
	if err != nil {
		return err
	}
	if r.password == nil {
		return passwordAfter(seconds)
	}
	keys := header.keys(derive(r.password))
	if !keys.authentic(^uint64(0), header.mac, header.raw) {
		return passwordWrong()
	}
	sealed, err := keys.blocks(r.data[header.end:])
	if err != nil {
		return err
	}
	packed, err := keys.decrypt(header, sealed)
	if err != nil {
		return err
	}
	content, err := unpackKDBX(header.fields[kdbxCompression], packed)
	if err != nil {
		return err
	}
	return r.readKDBXContent(content)
}

// kdbxHeader is the header, its hash already checked.
type kdbxHeader struct {
	fields map[byte][]byte
	raw    []byte // from the magic to the last field
	mac    []byte // HMAC-SHA-256 of raw
	end    int    // where the blocks begin
}

func parseKDBXHeader(data []byte) (*kdbxHeader, error) {
	if len(data) < kdbxStart {
		return nil, damaged()
	}
	switch major := binary.LittleEndian.Uint16(data[10:]); {
	case !bytes.HasPrefix(data, []byte(kdbxMagic)) || major < kdbxMajor:
		return nil, newError(CodeKeePassOld, "", ErrUnsupported)
	case major > kdbxMajor:
		return nil, newerVersion()
	}
	h := &kdbxHeader{fields: map[byte][]byte{}}
	at, err := eachKDBXField(data[kdbxStart:], func(id byte, value []byte) bool {
		h.fields[id] = value
		return true
	})
	if err != nil {
		return nil, err
	}
	at += kdbxStart
	if len(data)-at < 2*sha256.Size {
		return nil, damaged()
	}
	h.raw, h.mac, h.end = data[:at], data[at+sha256.Size:at+2*sha256.Size], at+2*sha256.Size
	if sum := sha256.Sum256(h.raw); !bytes.Equal(sum[:], data[at:at+sha256.Size]) {
		return nil, damaged()
	}
	return h, h.check()
}

// eachKDBXField calls f for each field up to the end field, and says how many
// bytes they are. The outer and the inner header have this shape.
func eachKDBXField(data []byte, f func(id byte, value []byte) bool) (int, error) {
	for at := 0; ; {
		if len(data)-at < 5 {
			return 0, damaged()
		}
		id, size := data[at], binary.LittleEndian.Uint32(data[at+1:])
		at += 5
		if uint64(size) > uint64(len(data)-at) {
			return 0, damaged()
		}
		value := data[at : at+int(size)]
		at += int(size)
		if id == kdbxEnd {
			return at, nil
		}
		if !f(id, value) {
			return 0, damaged()
		}
	}
}

// check holds the fields to the lengths that the cipher needs.
func (h *kdbxHeader) check() error {
	iv := map[string]int{kdbxAES: aes.BlockSize, kdbxTwofish: twofish.BlockSize, kdbxChaCha20: chacha20.NonceSize}
	size, known := iv[string(h.fields[kdbxCipher])]
	switch {
	case !known && len(h.fields[kdbxCipher]) == 16:
		return newError(CodeKeePassMethod, "", ErrUnsupported)
	case !known || len(h.fields[kdbxIV]) != size || len(h.fields[kdbxSeed]) != 32 || len(h.fields[kdbxCompression]) != 4:
		return damaged()
	}
	return nil
}

// kdbxKeys are the keys that come from the password and the seed.
type kdbxKeys struct {
	encryption [sha256.Size]byte
	base       [sha512.Size]byte // of the keys of the MACs
}

func (h *kdbxHeader) keys(transformed []byte) *kdbxKeys {
	both := append(bytes.Clone(h.fields[kdbxSeed]), transformed...)
	return &kdbxKeys{encryption: sha256.Sum256(both), base: sha512.Sum512(append(both, 1))}
}

// authentic checks a MAC of what the parts are together.
func (k *kdbxKeys) authentic(index uint64, mac []byte, parts ...[]byte) bool {
	key := sha512.Sum512(append(binary.LittleEndian.AppendUint64(nil, index), k.base[:]...))
	h := hmac.New(sha256.New, key[:])
	for _, part := range parts {
		_, _ = h.Write(part)
	}
	return hmac.Equal(h.Sum(nil), mac)
}

// blocks joins the data of the blocks, each with its MAC checked.
func (k *kdbxKeys) blocks(data []byte) ([]byte, error) {
	joined := make([]byte, 0, len(data))
	for index := uint64(0); ; index++ {
		if len(data) < sha256.Size+4 {
			return nil, damaged()
		}
		mac, size := data[:sha256.Size], binary.LittleEndian.Uint32(data[sha256.Size:])
		data = data[sha256.Size:]
		if uint64(size) > uint64(len(data)-4) {
			return nil, damaged()
		}
		if !k.authentic(index, mac, binary.LittleEndian.AppendUint64(nil, index), data[:4+size]) {
			return nil, damaged()
		}
		if size == 0 {
			return joined, nil
		}
		joined = append(joined, data[4:4+size]...)
		data = data[4+size:]
	}
}

func (k *kdbxKeys) decrypt(h *kdbxHeader, sealed []byte) ([]byte, error) {
	var block cipher.Block
	var err error
	switch string(h.fields[kdbxCipher]) {
	case kdbxChaCha20:
		stream, err := chacha20.NewUnauthenticatedCipher(k.encryption[:], h.fields[kdbxIV])
		if err != nil {
			return nil, damaged() // unreachable
		}
		stream.XORKeyStream(sealed, sealed)
		return sealed, nil
	case kdbxTwofish:
		block, err = twofish.NewCipher(k.encryption[:])
	default:
		block, err = aes.NewCipher(k.encryption[:])
	}
	if err != nil {
		return nil, damaged() // unreachable
	}
	packed, ok := openPadded(block, h.fields[kdbxIV], sealed)
	if !ok {
		return nil, damaged()
	}
	return packed, nil
}

// unpackKDBX gives the content as a stream: attached files in it are passed
// over and need not be held. It ends with an error behind MaxInside bytes.
func unpackKDBX(compression, packed []byte) (io.Reader, error) {
	switch binary.LittleEndian.Uint32(compression) {
	case 0:
		return bytes.NewReader(packed), nil
	case 1:
		unpacked, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, damaged()
		}
		return &boundedReader{unpacked, MaxInside}, nil
	}
	return nil, damaged()
}

// boundedReader fails, unlike io.LimitReader, where more follows than there may.
type boundedReader struct {
	io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, newError(CodeFileSize, "", ErrTooLarge)
	}
	return n, err
}
