// SPDX-License-Identifier: MIT

package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrWrong means that a secret does not open the slot, or a key not the file.
var ErrWrong = errors.New("vault: this does not open it")

// wrappedSize is the length in bytes of a wrapped vault key: nonce, the key
// encrypted, tag.
const wrappedSize = chacha20poly1305.NonceSizeX + keySize + chacha20poly1305.Overhead

// expand makes a wrapping key of a secret that is random already: HKDF-SHA256
// (RFC 5869) with the slot's salt. info keeps the purposes apart.
func expand(secret, salt []byte, info string) (wrapping [keySize]byte) {
	key, err := hkdf.Key(sha256.New, secret, salt, info, keySize)
	if err != nil {
		panic("vault: internal error: HKDF") // unreachable
	}
	copy(wrapping[:], key)
	clear(key)
	return wrapping
}

// wrap seals the vault key for a slot, whose type and id are bound to it.
func wrap(random io.Reader, wrapping, key [keySize]byte, kind SlotType, id string) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(wrapping[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX, wrappedSize)
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("vault: no randomness: %w", err)
	}
	return aead.Seal(nonce, nonce, key[:], wrapData(kind, id)), nil
}

// unwrap opens what wrap has sealed, or fails with ErrWrong.
func unwrap(wrapping [keySize]byte, wrapped []byte, kind SlotType, id string) (key [keySize]byte, err error) {
	aead, err := chacha20poly1305.NewX(wrapping[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	nonce, sealed := wrapped[:chacha20poly1305.NonceSizeX], wrapped[chacha20poly1305.NonceSizeX:]
	text, err := aead.Open(nil, nonce, sealed, wrapData(kind, id))
	if err != nil {
		return key, ErrWrong
	}
	copy(key[:], text)
	clear(text)
	return key, nil
}

func wrapData(kind SlotType, id string) []byte {
	return []byte("inkan slot v1\n" + string(kind) + "\n" + id)
}
