// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// The answers to a file that cannot be opened, for errors.Is. A damaged file
// is torn, changed or none of ours; a newer one was written by a later version
// and must not be overwritten; a locked one needs a way in that was not given.
var (
	ErrDamaged = errors.New("vault: the file is damaged")
	ErrNewer   = errors.New("vault: the file was written by a newer version")
	ErrLocked  = errors.New("vault: the file is locked")
	ErrFull    = errors.New("vault: there is no room for more")
)

const (
	magic        = "inkan\x00v1"
	headerStart  = len(magic) + 4
	checksumSize = sha256.Size
	maxHeader    = 1 << 20
	maxFile      = 64 << 20
)

// envelope is a file taken apart. Its parts alias the file.
type envelope struct {
	bound  []byte // everything before the nonce: the additional data
	header []byte
	nonce  []byte
	sealed []byte
}

// parseEnvelope checks the checksum and cuts the file apart, allocating
// nothing. Any layout of this format, also a later one, begins with the first
// seven bytes of the magic and ends with the checksum; a torn file is thereby
// told from a newer one.
func parseEnvelope(file []byte) (envelope, error) {
	least := headerStart + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead + checksumSize
	if len(file) < least || len(file) > maxFile {
		return envelope{}, fmt.Errorf("%w: its length is impossible", ErrDamaged)
	}
	body, sum := file[:len(file)-checksumSize], file[len(file)-checksumSize:]
	if actual := sha256.Sum256(body); !bytes.Equal(actual[:], sum) {
		return envelope{}, fmt.Errorf("%w: its checksum is wrong", ErrDamaged)
	}
	if !bytes.HasPrefix(body, []byte(magic[:7])) {
		return envelope{}, fmt.Errorf("%w: it is no vault", ErrDamaged)
	}
	if body[7] != magic[7] {
		return envelope{}, ErrNewer
	}
	length := binary.LittleEndian.Uint32(body[len(magic):])
	if length > maxHeader || int(length) > len(file)-least {
		return envelope{}, fmt.Errorf("%w: its header has no end", ErrDamaged)
	}
	end := headerStart + int(length)
	nonceEnd := end + chacha20poly1305.NonceSizeX
	return envelope{body[:end], body[headerStart:end], body[end:nonceEnd], body[nonceEnd:]}, nil
}

// open decrypts the document.
func (e envelope) open(key [keySize]byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	text, err := aead.Open(nil, e.nonce, e.sealed, e.bound)
	if err != nil {
		return nil, fmt.Errorf("%w: its seal is broken", ErrDamaged)
	}
	return text, nil
}

// seal builds a file from its header and document, with a nonce from random.
func seal(random io.Reader, key [keySize]byte, header, document []byte) ([]byte, error) {
	size := headerStart + len(header) + chacha20poly1305.NonceSizeX + len(document) + chacha20poly1305.Overhead + checksumSize
	if len(header) > maxHeader || size > maxFile {
		return nil, ErrFull
	}
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	file := append(make([]byte, 0, size), magic...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(header)))
	file = append(file, header...)
	bound := file
	file = file[:len(file)+chacha20poly1305.NonceSizeX]
	nonce := file[len(bound):]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("vault: no randomness: %w", err)
	}
	file = aead.Seal(file, nonce, document, bound)
	sum := sha256.Sum256(file)
	return append(file, sum[:]...), nil
}
