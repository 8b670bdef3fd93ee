// SPDX-License-Identifier: MIT

package core

import (
	"errors"
	"fmt"
	"io"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// slotSecret names the bytes that open a slot for the declaration.
const slotSecret = "password: the wrapping key that derive made, 32 bytes; passkey: the PRF output, 32 bytes; recovery: the text as typed, UTF-8"

// SlotParams name a way in.
type SlotParams struct {
	Slot string `json:"slot"`
}

func (e *Engine) addLockMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "derive", In: "the password in normalization form C, UTF-8", Out: "the wrapping key, 32 bytes",
		Doc: "Makes the wrapping key of a password. It takes 64 MiB and about a second, needs no vault, and is for an instance in a Worker that is thrown away.",
	}, e.derive)
	query(e, "argon2", "New parameters to derive a new password with: the salt is another each time.", e.argon2)
	query(e, "slots", "The ways into the vault that is here, locked or open.", e.slots)
	typed.Handle(&e.table, door.Method{
		Name: "unlock", In: slotSecret,
		Doc: "Opens the locked vault.",
	}, e.unlock)
	typed.Handle(&e.table, door.Method{
		Name: "resume", In: "the vault key, as key gave it",
		Doc: "Opens the locked vault with its key, after another engine had it open.",
	}, e.resume)
	typed.Handle(&e.table, door.Method{
		Name: "key", Out: "the vault key, 32 bytes",
		Doc: "The vault key, to be kept in storage.session until the vault is locked. It becomes another with protection that begins, ends or is renewed.",
	}, e.vaultKey)
	typed.Handle(&e.table, door.Method{
		Name: "verify", In: slotSecret,
		Doc: "Checks that a secret opens a way into the open vault: before an export, say.",
	}, e.verify)
}

func (e *Engine) derive(p Argon2, password []byte) (door.None, []byte, error) {
	a, err := p.parameters()
	if err != nil {
		return door.None{}, nil, err
	}
	wrapping, err := a.Derive(password)
	if err != nil {
		return door.None{}, nil, err
	}
	defer clear(wrapping[:])
	return door.None{}, append([]byte(nil), wrapping[:]...), nil
}

func (e *Engine) argon2(door.None) (Argon2, error) {
	var salt [16]byte
	if _, err := io.ReadFull(e.random, salt[:]); err != nil {
		return Argon2{}, fmt.Errorf("core: no randomness: %w", err)
	}
	return newArgon2(vault.NewArgon2(salt)), nil
}

func (e *Engine) slots(door.None) ([]Slot, error) {
	if e.locked != nil {
		return newSlots(e.locked.Slots()), nil
	}
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	return newSlots(v.Slots()), nil
}

// waiting returns the vault that is locked.
func (e *Engine) waiting() (*vault.Locked, error) {
	switch {
	case e.vault != nil:
		return nil, errVaultOpen
	case e.locked == nil:
		return nil, errNoVault
	}
	return e.locked, nil
}

func (e *Engine) unlock(p SlotParams, secret []byte) (Opened, []byte, error) {
	l, err := e.waiting()
	if err != nil {
		return Opened{}, nil, err
	}
	v, err := l.Unlock(p.Slot, secret)
	if err != nil {
		return Opened{}, nil, wrong(l.Slots(), p.Slot, err)
	}
	return e.begun(v), nil, nil
}

func (e *Engine) resume(_ door.None, key []byte) (Opened, []byte, error) {
	l, err := e.waiting()
	if err != nil {
		return Opened{}, nil, err
	}
	v, err := l.Resume(key)
	if errors.Is(err, vault.ErrWrong) {
		err = errKeyWrong
	}
	if err != nil {
		return Opened{}, nil, err
	}
	return e.begun(v), nil, nil
}

func (e *Engine) vaultKey(_ door.None, _ []byte) (door.None, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return door.None{}, nil, err
	}
	return door.None{}, v.Key(), nil
}

func (e *Engine) verify(p SlotParams, secret []byte) (door.None, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return door.None{}, nil, err
	}
	return door.None{}, nil, wrong(v.Slots(), p.Slot, v.Verify(p.Slot, secret))
}

// wrong says by the type of a slot that it does not open.
func wrong(slots []vault.Slot, id string, err error) error {
	if !errors.Is(err, vault.ErrWrong) {
		return err
	}
	for _, s := range slots {
		if s.ID != id {
			continue
		}
		switch s.Type {
		case vault.SlotPasskey:
			return errPasskeyWrong
		case vault.SlotRecovery:
			return errRecoveryWrong
		}
	}
	return errPasswordWrong
}
