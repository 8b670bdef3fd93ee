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
	Generation int64 `json:"generation"`
	Version    int   `json:"version"`
}

// Opened is what is to know first about a vault that was opened.
type Opened struct {
	Generation int64 `json:"generation"`
	Accounts   int   `json:"accounts"`
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
		Doc: "Opens a vault that is not protected.",
	}, e.open)
	query(e, "commit", "Makes the pending write the state that is read.", e.commit)
	query(e, "abort", "Drops the pending write, if there is one.", e.abort)
}

func (e *Engine) inspect(_ door.None, file []byte) (Inspection, []byte, error) {
	info, err := vault.Inspect(file)
	return Inspection{info.Generation, info.Version}, nil, err
}

func (e *Engine) create(p Dated, _ []byte) (door.None, []byte, error) {
	if e.write != nil {
		return door.None{}, nil, errBusy
	}
	if e.vault != nil {
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
	v, err := vault.Open(file)
	if err != nil {
		return Opened{}, nil, err
	}
	e.vault = v
	return Opened{v.Generation(), len(v.Accounts())}, nil, nil
}
