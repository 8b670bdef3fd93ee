// SPDX-License-Identifier: MIT

package core

import (
	"encoding/base64"

	"inkan/wasm/door"
	"inkan/wasm/vault"
)

// SlotType says what a way into the vault is opened with.
type SlotType string

// slotUnknown is a type that a later version made.
const slotUnknown SlotType = "unknown"

// Values are the types that exist.
func (SlotType) Values() []string {
	return []string{string(vault.SlotNone), string(vault.SlotPassword), string(vault.SlotPasskey), string(vault.SlotRecovery), string(slotUnknown)}
}

// Slot is a way into the vault, without its secret.
type Slot struct {
	ID      string   `json:"id"` // "" of an unknown type
	Type    SlotType `json:"type"`
	Label   string   `json:"label"`             // as the user named a password or passkey; may be empty
	Created int64    `json:"created"`           // when what opens it was set, milliseconds since the Unix epoch; 0 of none
	Argon2  *Argon2  `json:"argon2,omitempty"`  // password: what derive needs
	Passkey *Passkey `json:"passkey,omitempty"` // passkey: what navigator.credentials.get needs
}

// Argon2 are the parameters of derive: those of a slot, or new ones.
type Argon2 struct {
	Memory int64  `json:"memory"` // KiB
	Passes int64  `json:"passes"`
	Lanes  int64  `json:"lanes"`
	Salt   string `json:"salt"` // Base64
}

// Passkey is a WebAuthn credential.
type Passkey struct {
	Credential string   `json:"credential"` // Base64: its id
	Transports []string `json:"transports"`
	Salt       string   `json:"salt"` // Base64, 32 bytes: prf.eval.first
}

func newArgon2(a vault.Argon2) Argon2 {
	return Argon2{a.Memory, a.Passes, a.Lanes, base64.StdEncoding.EncodeToString(a.Salt)}
}

// parameters reads the parameters that JavaScript gave.
func (a Argon2) parameters() (vault.Argon2, error) {
	salt, err := parseBase64("salt", a.Salt)
	return vault.Argon2{Memory: a.Memory, Passes: a.Passes, Lanes: a.Lanes, Salt: salt}, err
}

func newSlots(slots []vault.Slot) []Slot {
	list := make([]Slot, len(slots))
	for i, s := range slots {
		list[i] = newSlot(s)
	}
	return list
}

func newSlot(s vault.Slot) Slot {
	shown := Slot{ID: s.ID, Type: SlotType(s.Type), Label: s.Label, Created: s.Created}
	switch {
	case !s.Known():
		shown.Type = slotUnknown
	case s.Type == vault.SlotPassword:
		a := newArgon2(s.Argon2)
		shown.Argon2 = &a
	case s.Type == vault.SlotPasskey:
		shown.Passkey = &Passkey{
			Credential: base64.StdEncoding.EncodeToString(s.Passkey.Credential),
			Transports: append([]string{}, s.Passkey.Transports...),
			Salt:       base64.StdEncoding.EncodeToString(s.Passkey.Salt),
		}
	}
	return shown
}

func parseBase64(field, text string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, &door.Error{Code: door.BadParams, Message: "this field is not Base64", Field: field}
	}
	return b, nil
}
