// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/json"
	"fmt"
)

// keySize is the length in bytes of the vault key.
const keySize = 32

// maxSlots bounds the ways into one vault.
const maxSlots = 64

// A slot is one way into the vault: an opaque record with a type that says how
// the vault key is had from it. A slot of a type this version does not know is
// kept byte for byte.
type slot struct {
	kind string
	text json.RawMessage // as in the file
}

// slotNone is the type of a slot that holds the vault key itself: the vault is
// not protected.
const slotNone = "none"

// newOpenSlot returns a slot of the type none.
func newOpenSlot(id string, key [keySize]byte) slot {
	b := []byte{'{'}
	b = appendText(b, "type", slotNone)
	b = appendText(b, "id", id)
	b = appendBytes(b, "key", key[:])
	return slot{slotNone, append(b, '}')}
}

func parseSlot(text []byte) (slot, error) {
	o, err := parseObject(text)
	if err != nil {
		return slot{}, err
	}
	kind, err := o.text("type")
	if err != nil {
		return slot{}, err
	}
	s := slot{kind, append(json.RawMessage(nil), text...)}
	if kind == slotNone {
		_, err = s.openKey()
	}
	return s, err
}

// openKey reads the vault key out of a slot of the type none.
func (s slot) openKey() (key [keySize]byte, err error) {
	o, err := parseObject(s.text)
	if err != nil {
		return key, err
	}
	if id, err := o.text("id"); err != nil || !isID(id) || len(o) != 3 {
		return key, fmt.Errorf("%w: a slot has another shape", ErrDamaged)
	}
	b, err := o.bytes("key")
	if err != nil || len(b) != keySize {
		return key, fmt.Errorf("%w: a slot holds no key", ErrDamaged)
	}
	copy(key[:], b)
	clear(b)
	return key, nil
}
