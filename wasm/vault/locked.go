// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"fmt"
)

// Locked is a whole vault file that is not opened: what can be shown of it, and
// the ways in.
type Locked struct {
	header
	file []byte
}

// Lock reads a file as far as that needs no key, and keeps a copy. It fails with
// ErrDamaged or ErrNewer. A file that is not protected can be opened with no
// secret.
func Lock(file []byte) (*Locked, error) {
	e, err := parseEnvelope(file)
	if err != nil {
		return nil, err
	}
	h, err := parseHeader(e.header)
	if err != nil {
		return nil, err
	}
	return &Locked{h, bytes.Clone(file)}, nil
}

// Unlock opens the file by the slot with the id. secret is the wrapping key of a
// password (Argon2.Derive), the PRF output of a passkey or the text of a
// recovery key. It fails with ErrSlot, ErrWrong, a *RecoveryError, or as Open
// does.
func (l *Locked) Unlock(id string, secret []byte) (*Vault, error) {
	s, ok := l.slot(id)
	if !ok {
		return nil, ErrSlot
	}
	key, err := s.open(secret)
	if err != nil {
		return nil, err
	}
	defer clear(key[:])
	return l.open(key)
}

// Resume opens the file with its vault key, as Vault.Key gave it. A key that is
// not, or no longer, the file's fails with ErrWrong: nothing but the key can
// then tell a wrong key from a damaged file.
func (l *Locked) Resume(key []byte) (*Vault, error) {
	if len(key) != keySize {
		return nil, ErrWrong
	}
	e, err := parseEnvelope(l.file)
	if err != nil {
		return nil, err
	}
	k := [keySize]byte(key)
	defer clear(k[:])
	text, err := e.open(k)
	if err != nil {
		return nil, ErrWrong
	}
	clear(text)
	return l.open(k)
}

// open opens the file with the vault key.
func (l *Locked) open(key [keySize]byte) (*Vault, error) {
	e, err := parseEnvelope(l.file)
	if err != nil {
		return nil, err
	}
	v := &Vault{header: l.header, key: key}
	text, err := e.open(key)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	if v.document, err = parseDocument(text); err != nil {
		return nil, err
	}
	if publicKey(v.document.inbox) != v.public {
		return nil, fmt.Errorf("%w: its public key is not its own", ErrDamaged)
	}
	return v, nil
}

// Open opens a file that is not protected. It fails with ErrDamaged, ErrNewer
// or ErrLocked.
func Open(file []byte) (*Vault, error) {
	l, err := Lock(file)
	if err != nil {
		return nil, err
	}
	return l.Open()
}

// Open opens a file that is not protected, or fails with ErrLocked.
func (l *Locked) Open() (*Vault, error) {
	for _, s := range l.slots {
		if s.Type == SlotNone {
			key, err := s.open(nil)
			if err != nil {
				return nil, err
			}
			return l.open(key)
		}
	}
	return nil, ErrLocked
}

// slot finds a slot of a known type.
func (h header) slot(id string) (slot, bool) {
	for _, s := range h.slots {
		if s.Known() && s.ID == id {
			return s, true
		}
	}
	return slot{}, false
}

// Slots are the ways in, in the order of the file.
func (h header) Slots() []Slot {
	slots := make([]Slot, len(h.slots))
	for i, s := range h.slots {
		slots[i] = s.Slot
	}
	return slots
}

// Protected says that the vault does not open by itself.
func (h header) Protected() bool {
	for _, s := range h.slots {
		if s.Type == SlotNone {
			return false
		}
	}
	return true
}

// Generation is that of the file the vault was opened from or last sealed to;
// 0 when there has been none.
func (h header) Generation() int64 { return h.generation }
