// SPDX-License-Identifier: MIT

package core

import (
	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// Dated are the parameters of methods that need only the time.
type Dated struct {
	Now Millis `json:"now"`
}

func (p Dated) at() int64 { return int64(p.Now) }

// Inspection is what a vault file tells without a key.
type Inspection struct {
	Generation int64  `json:"generation"`
	Version    int    `json:"version"`
	Protected  bool   `json:"protected"` // it does not open by itself
	Slots      []Slot `json:"slots"`     // the ways in
}

func newInspection(info vault.Info) Inspection {
	return Inspection{info.Generation, info.Version, info.Protected, newSlots(info.Slots)}
}

// Opened is what is to know first about a vault that was opened.
type Opened struct {
	Generation int64 `json:"generation"`
	Accounts   int   `json:"accounts"` // 0 while locked
	Locked     bool  `json:"locked"`   // it is here, and needs unlock or resume
}

// Committed is the generation of the state that is read; 0 when no vault is
// open.
type Committed struct {
	Generation int64 `json:"generation"`
}

func (e *Engine) addVaultMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "inspect", In: "a vault file",
		Doc: "Checks that a vault file is whole and readable by this version, without a key.",
	}, e.inspect)
	typed.Handle(&e.table, door.Method{
		Name: "create", Out: vaultFile, Writes: true,
		Doc: "Makes an empty, unprotected vault.",
	}, e.create)
	typed.Handle(&e.table, door.Method{
		Name: "open", In: "a vault file",
		Doc: "Opens a vault that is not protected; a protected one is here from then on, locked, and can be given anew.",
	}, e.open)
	query(e, "commit", "Makes the pending write the state that is read.", e.commit)
	query(e, "abort", "Drops the pending write, if there is one.", e.abort)
}

func (e *Engine) inspect(_ door.None, file []byte) (Inspection, []byte, error) {
	info, err := vault.Inspect(file)
	if err != nil {
		return Inspection{}, nil, err
	}
	return newInspection(info), nil, nil
}

func (e *Engine) create(p Dated, _ []byte) (door.None, []byte, error) {
	if e.write != nil {
		return door.None{}, nil, errBusy
	}
	if e.vault != nil || e.locked != nil {
		return door.None{}, nil, errVaultOpen
	}
	v, err := vault.Create(e.random, p.at())
	if err != nil {
		return door.None{}, nil, err
	}
	file, err := e.begin(&write{vault: v})
	return door.None{}, file, err
}

func (e *Engine) open(_ Dated, file []byte) (Opened, []byte, error) {
	if e.write != nil {
		return Opened{}, nil, errBusy
	}
	if e.vault != nil {
		return Opened{}, nil, errVaultOpen
	}
	l, err := vault.Lock(file)
	if err != nil {
		return Opened{}, nil, err
	}
	if l.Protected() {
		e.locked = l
		return Opened{l.Generation(), 0, true}, nil, nil
	}
	v, err := l.Open()
	if err != nil {
		return Opened{}, nil, err
	}
	return e.begun(v), nil, nil
}

// begun makes v the open vault.
func (e *Engine) begun(v *vault.Vault) Opened {
	e.vault, e.locked = v, nil
	return Opened{v.Generation(), len(v.Accounts()), false}
}
