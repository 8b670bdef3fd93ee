// SPDX-License-Identifier: MIT

package vault

import (
	"fmt"
	"io"
	"slices"
)

// The ways into a vault are changed on a draft like everything else. The header
// is bound to the document's seal, so the file is sealed anew; of the header
// itself only the slot in question becomes another.
//
// The vault key stays the same as long as the vault is protected: other slots
// could not be rewritten without their secrets. It becomes another, and with it
// the key of the inbox, whenever protection begins or ends: before, or from then
// on, it stands in the file for all to read. Renew does the same on request.

// AddPassword adds a password. wrapping is what Argon2.Derive made of it with
// the parameters a. It fails with ErrBounds for parameters weaker than those of
// NewArgon2, ErrLabel or ErrFull.
func (v *Vault) AddPassword(random io.Reader, now int64, label string, a Argon2, wrapping []byte) (Slot, error) {
	if err := checkPassword(a, wrapping); err != nil {
		return Slot{}, err
	}
	return v.addSlot(random, slot{Slot: Slot{Type: SlotPassword, Label: label, Created: bound(now), Argon2: a}}, wrapping)
}

func checkPassword(a Argon2, wrapping []byte) error {
	if len(wrapping) != keySize {
		return ErrWrong
	}
	return a.checkNew()
}

// ChangePassword puts another password in the place of that with the id, which
// stays. It fails with ErrSlot or as AddPassword does.
func (v *Vault) ChangePassword(random io.Reader, now int64, id string, a Argon2, wrapping []byte) (Slot, error) {
	if err := checkPassword(a, wrapping); err != nil {
		return Slot{}, err
	}
	i := slices.IndexFunc(v.slots, func(s slot) bool { return s.Type == SlotPassword && s.ID == id })
	if i < 0 {
		return Slot{}, ErrSlot
	}
	s := slot{Slot: v.slots[i].Slot}
	s.Argon2, s.Created = a, bound(now)
	if err := v.fill(random, &s, wrapping); err != nil {
		return Slot{}, err
	}
	v.slots, v.changed = slices.Clone(v.slots), true
	v.slots[i] = s
	return s.Slot, nil
}

// Renew makes a password the only way in and all keys new, so that nothing that
// opened an older file opens a later one. It fails as AddPassword does.
func (v *Vault) Renew(random io.Reader, now int64, label string, a Argon2, wrapping []byte) (Slot, error) {
	if err := checkPassword(a, wrapping); err != nil {
		return Slot{}, err
	}
	if err := v.renew(random); err != nil {
		return Slot{}, err
	}
	v.slots = nil
	return v.AddPassword(random, now, label, a, wrapping)
}

// AddPasskey adds a passkey, whose PRF gave the 32 bytes prf for p.Salt. It
// fails with ErrPasskey, ErrLabel, ErrFull, or with ErrLastWay when there is
// neither a password nor a recovery key: a passkey goes when its device does.
func (v *Vault) AddPasskey(random io.Reader, now int64, label string, p Passkey, prf []byte) (Slot, error) {
	if err := p.check(); err != nil || len(prf) != keySize {
		return Slot{}, ErrPasskey
	}
	if !lasting(v.slots) {
		return Slot{}, ErrLastWay
	}
	return v.addSlot(random, slot{Slot: Slot{Type: SlotPasskey, Label: label, Created: bound(now), Passkey: p}}, prf)
}

// SetRecoveryKey makes k the recovery key, in the place of one there was.
func (v *Vault) SetRecoveryKey(random io.Reader, now int64, k RecoveryKey) (Slot, error) {
	s := slot{Slot: Slot{Type: SlotRecovery, Created: bound(now)}, salt: make([]byte, keySize)}
	if _, err := io.ReadFull(random, s.salt); err != nil {
		return Slot{}, fmt.Errorf("vault: no randomness: %w", err)
	}
	text := k.Text()
	defer clear(text)
	kept := v.slots
	v.slots = slices.DeleteFunc(slices.Clone(v.slots), func(s slot) bool { return s.Type == SlotRecovery })
	added, err := v.addSlot(random, s, text)
	if err != nil {
		v.slots = kept
	}
	return added, err
}

// RemoveSlot removes a way in. It fails with ErrSlot, or with ErrLastWay when
// neither a password nor a recovery key would be left.
func (v *Vault) RemoveSlot(id string) error {
	if s, ok := v.slot(id); !ok || s.Type == SlotNone {
		return ErrSlot
	}
	rest := slices.DeleteFunc(slices.Clone(v.slots), func(s slot) bool { return s.Known() && s.ID == id })
	if !lasting(rest) {
		return ErrLastWay
	}
	v.slots, v.changed = rest, true
	return nil
}

// lasting says that among the slots is one that does not need one device.
func lasting(slots []slot) bool {
	return slices.ContainsFunc(slots, func(s slot) bool { return s.Type == SlotPassword || s.Type == SlotRecovery })
}

// Unprotect makes the vault open without a secret. All other slots go.
func (v *Vault) Unprotect(random io.Reader) error {
	if !v.Protected() {
		return nil
	}
	if err := v.renew(random); err != nil {
		return err
	}
	id, err := randomID(random)
	if err != nil {
		return err
	}
	v.slots, v.changed = []slot{newOpenSlot(id, v.key)}, true
	return nil
}

// Verify says whether secret opens the slot with the id, as Locked.Unlock does.
func (v *Vault) Verify(id string, secret []byte) error {
	s, ok := v.slot(id)
	if !ok || s.Type == SlotNone {
		return ErrSlot
	}
	key, err := s.open(secret)
	if err != nil {
		return err
	}
	defer clear(key[:])
	if key != v.key {
		return ErrWrong
	}
	return nil
}

// Key is a copy of the vault key. The caller clears it.
func (v *Vault) Key() []byte { return append([]byte(nil), v.key[:]...) }

// addSlot adds a way in. With the first the vault becomes protected.
func (v *Vault) addSlot(random io.Reader, s slot, secret []byte) (Slot, error) {
	if err := checkLabel(s.Label); err != nil {
		return Slot{}, err
	}
	if len(v.slots) >= maxSlots {
		return Slot{}, ErrFull
	}
	var err error
	if s.ID, err = randomID(random); err != nil {
		return Slot{}, err
	}
	if !v.Protected() {
		// Slots of unknown types lead to the key that goes, and so go too.
		if err := v.renew(random); err != nil {
			return Slot{}, err
		}
		v.slots = nil
	}
	if err := v.fill(random, &s, secret); err != nil {
		return Slot{}, err
	}
	v.slots, v.changed = append(slices.Clone(v.slots), s), true
	return s.Slot, nil
}

// fill wraps the vault key in a slot.
func (v *Vault) fill(random io.Reader, s *slot, secret []byte) error {
	wrapping, err := s.wrapping(secret)
	if err != nil {
		return err
	}
	defer clear(wrapping[:])
	if s.wrapped, err = wrap(random, wrapping, v.key, s.Type, s.ID); err != nil {
		return err
	}
	s.write()
	return nil
}

// renew makes new keys, of the vault and of its inbox.
func (v *Vault) renew(random io.Reader) error {
	var key, inbox [keySize]byte
	for _, b := range [][]byte{key[:], inbox[:]} {
		if _, err := io.ReadFull(random, b); err != nil {
			return fmt.Errorf("vault: no randomness: %w", err)
		}
	}
	v.former = v.key
	v.key, v.document.inbox, v.public = key, inbox, publicKey(inbox)
	return nil
}

func randomID(random io.Reader) (string, error) {
	var id [16]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return "", fmt.Errorf("vault: no randomness: %w", err)
	}
	return newID(id), nil
}
