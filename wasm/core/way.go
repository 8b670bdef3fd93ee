// SPDX-License-Identifier: MIT

package core

import (
	"crypto/subtle"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// wrappingKey names the bytes that come with a new password.
const wrappingKey = "the wrapping key that derive made of the new password with these parameters, 32 bytes"

// PasswordParams are a new password's: the answer of argon2, and a label.
type PasswordParams struct {
	Now    Millis `json:"now"`
	Label  string `json:"label"` // at most 100 characters; may be empty
	Memory int64  `json:"memory"`
	Passes int64  `json:"passes"`
	Lanes  int64  `json:"lanes"`
	Salt   string `json:"salt"`
	Only   bool   `json:"only,omitempty"` // all other ways in go, and all keys are made anew
}

func (p PasswordParams) at() int64 { return int64(p.Now) }

// ChangeParams are the answer of argon2, and which password to change.
type ChangeParams struct {
	Now    Millis `json:"now"`
	Slot   string `json:"slot"`
	Memory int64  `json:"memory"`
	Passes int64  `json:"passes"`
	Lanes  int64  `json:"lanes"`
	Salt   string `json:"salt"`
}

func (p ChangeParams) at() int64 { return int64(p.Now) }

// PasskeyParams are a new credential's.
type PasskeyParams struct {
	Now        Millis   `json:"now"`
	Label      string   `json:"label"`      // at most 100 characters; may be empty
	Credential string   `json:"credential"` // Base64: its id
	Transports []string `json:"transports"` // of getTransports()
	Salt       string   `json:"salt"`       // Base64, 32 random bytes: prf.eval.first
}

func (p PasskeyParams) at() int64 { return int64(p.Now) }

// RemoveSlotParams name a way in to remove.
type RemoveSlotParams struct {
	Now  Millis `json:"now"`
	Slot string `json:"slot"`
}

func (p RemoveSlotParams) at() int64 { return int64(p.Now) }

func (e *Engine) addWayMethods() {
	mutationOf(e, "addPassword", wrappingKey, "Adds a password. The first way in protects the vault: its keys are made anew, and files from before must go.", e.addPassword)
	mutationOf(e, "changePassword", wrappingKey, "Puts another password in the place of one.", e.changePassword)
	mutationOf(e, "addPasskey", "the PRF output for the salt, 32 bytes", "Adds a passkey to a vault that has a password or a recovery key.", e.addPasskey)
	typed.Handle(&e.table, door.Method{
		Name: "newRecoveryKey", Out: "the recovery key, 47 characters of ASCII, to be shown once",
		Doc: "Makes a recovery key, which opens nothing before it is confirmed.",
	}, e.newRecoveryKey)
	mutationOf(e, "confirmRecoveryKey", "the recovery key as typed back, UTF-8", "Makes the recovery key that was shown last the vault's, in the place of one there was.", e.confirmRecoveryKey)
	mutation(e, "removeSlot", "Removes a way in; a password or a recovery key has to be left.", e.removeSlot)
	mutation(e, "unprotect", "Makes the vault open without a secret; all ways in go.", e.unprotect)
}

func (e *Engine) addPassword(w *write, p PasswordParams, wrapping []byte) (Slot, error) {
	a, err := Argon2{p.Memory, p.Passes, p.Lanes, p.Salt}.parameters()
	if err != nil {
		return Slot{}, err
	}
	add := w.vault.AddPassword
	if p.Only {
		add = w.vault.Renew
	}
	s, err := add(e.random, p.at(), p.Label, a, wrapping)
	return newSlot(s), err
}

func (e *Engine) changePassword(w *write, p ChangeParams, wrapping []byte) (Slot, error) {
	a, err := Argon2{p.Memory, p.Passes, p.Lanes, p.Salt}.parameters()
	if err != nil {
		return Slot{}, err
	}
	s, err := w.vault.ChangePassword(e.random, p.at(), p.Slot, a, wrapping)
	return newSlot(s), err
}

func (e *Engine) addPasskey(w *write, p PasskeyParams, prf []byte) (Slot, error) {
	credential, err := parseBase64("credential", p.Credential)
	if err != nil {
		return Slot{}, err
	}
	salt, err := parseBase64("salt", p.Salt)
	if err != nil {
		return Slot{}, err
	}
	s, err := w.vault.AddPasskey(e.random, p.at(), p.Label, vault.Passkey{Credential: credential, Transports: p.Transports, Salt: salt}, prf)
	return newSlot(s), err
}

func (e *Engine) newRecoveryKey(_ door.None, _ []byte) (door.None, []byte, error) {
	if _, err := e.opened(); err != nil {
		return door.None{}, nil, err
	}
	k, err := vault.NewRecoveryKey(e.random)
	if err != nil {
		return door.None{}, nil, err
	}
	if e.recovery != nil {
		clear(e.recovery[:])
	}
	e.recovery = &k
	return door.None{}, k.Text(), nil
}

func (e *Engine) confirmRecoveryKey(w *write, p Dated, typed []byte) (Slot, error) {
	if e.recovery == nil {
		return Slot{}, errRecoveryGone
	}
	k, err := vault.ParseRecoveryKey(typed)
	if err != nil {
		return Slot{}, err
	}
	defer clear(k[:])
	if subtle.ConstantTimeCompare(k[:], e.recovery[:]) != 1 {
		return Slot{}, errRecoveryOther
	}
	w.done = func() {
		clear(e.recovery[:])
		e.recovery = nil
	}
	s, err := w.vault.SetRecoveryKey(e.random, p.at(), k)
	return newSlot(s), err
}

func (e *Engine) removeSlot(w *write, p RemoveSlotParams) (door.None, error) {
	return door.None{}, w.vault.RemoveSlot(p.Slot)
}

func (e *Engine) unprotect(w *write, _ Dated) (door.None, error) {
	return door.None{}, w.vault.Unprotect(e.random)
}
