// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// What is the vault's to read, but must not be kept in its earlier versions, is
// sealed aside: a record of its own, under a key made of the vault key.
//
//	magic  nonce  sealed  tag
//	8      24     …       16
//
// Where it is kept, and that one that nothing opens any more is deleted, is the
// business of whoever stores it.
const (
	asideMagic = "inkan\x00a1"
	maxAside   = 4 << 20 // bytes of what is sealed
)

// Aside is a purpose that things are sealed aside for. Each has a key of its own.
type Aside string

// AsideScans is what was scanned and is no account.
const AsideScans Aside = "scans"

// SealAside seals text aside, with randomness of which no two records share any.
// It fails with ErrFull for one that is too long.
func (v *Vault) SealAside(random io.Reader, purpose Aside, text []byte) ([]byte, error) {
	if len(text) > maxAside {
		return nil, ErrFull
	}
	aead := asideCipher(v.key, purpose)
	b := make([]byte, len(asideMagic)+chacha20poly1305.NonceSizeX, len(asideMagic)+chacha20poly1305.NonceSizeX+len(text)+chacha20poly1305.Overhead)
	nonce := b[copy(b, asideMagic):]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("vault: no randomness: %w", err)
	}
	return aead.Seal(b, nonce, text, []byte(asideMagic)), nil
}

// OpenAside opens what SealAside has sealed under the vault's key or, while the
// vault is open, the one before it, so that it can be sealed anew when the keys
// are. It fails with ErrWrong for all else.
func (v *Vault) OpenAside(purpose Aside, sealed []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(sealed, []byte(asideMagic))
	if !ok || len(rest) < chacha20poly1305.NonceSizeX {
		return nil, ErrWrong
	}
	nonce, rest := rest[:chacha20poly1305.NonceSizeX], rest[chacha20poly1305.NonceSizeX:]
	text, err := openAside(v.key, purpose, nonce, rest)
	if errors.Is(err, ErrWrong) && v.former != [keySize]byte{} {
		return openAside(v.former, purpose, nonce, rest)
	}
	return text, err
}

func openAside(of [keySize]byte, purpose Aside, nonce, sealed []byte) ([]byte, error) {
	text, err := asideCipher(of, purpose).Open(nil, nonce, sealed, []byte(asideMagic))
	if err != nil {
		return nil, ErrWrong
	}
	return text, nil
}

// asideCipher is the encryption for a purpose, under a key made of a vault key.
func asideCipher(of [keySize]byte, purpose Aside) cipher.AEAD {
	key := asideKey(of, purpose)
	defer clear(key[:])
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	return aead
}

// asideKey makes the key of a purpose. The vault key is random, so no salt is needed.
func asideKey(key [keySize]byte, purpose Aside) [keySize]byte {
	return expand(key[:], nil, "inkan aside v1 "+string(purpose))
}
