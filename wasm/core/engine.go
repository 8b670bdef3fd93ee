// SPDX-License-Identifier: MIT

// Package core is the engine: the methods that the extension calls on its one
// open vault, with typed parameters and results. The package door says how a
// call looks; extension/engine/vault.d.ts is generated from the table here.
//
// A secret goes in as bytes and never comes out, but for those that are the
// user's or JavaScript's to keep: a new recovery key, the vault key for a
// memory that ends with the browser, the note and the recovery codes of one account, the
// accounts of an export, and what was sealed beside the vault. All come as bytes. What was scanned or typed stays in the engine as a pending reading under a random ref until it is added
// or forgotten; what JavaScript sees of it are names and codes. The one thing
// that leaves with secrets inside is the vault file, sealed.
//
// Writes have two phases. A writing method changes nothing yet: it returns its
// result and the complete new vault file. JavaScript stores that durably and
// then calls commit, or abort when it could not. Until then reads see the state
// before, and every other writing method answers "busy".
//
// A protected vault is first there locked: what is scanned then can be posted to
// its inbox. Passwords are derived by an instance of their own, in a Worker that
// is thrown away ("derive" needs no vault); locking again is ending the instance.
//
// Times are whole milliseconds since the Unix epoch and are always passed in.
package core

import (
	"io"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// Options are what an engine needs from outside.
type Options struct {
	Rand io.Reader // cryptographic randomness
}

// Engine holds at most one open vault. It is not safe for concurrent use.
type Engine struct {
	random   io.Reader
	table    door.Table
	vault    *vault.Vault       // as last committed; nil when none is open
	locked   *vault.Locked      // that was given to open and needs a way in; nil when none is
	offered  *vault.Locked      // another file, to merge or go back to; nil when there is none
	write    *write             // awaiting commit or abort; nil when none is
	recovery *vault.RecoveryKey // shown and not confirmed yet; nil when there is none
	readings readings
	looked   *vault.Account // as it was in the file that past was asked about last; nil: there was none
	undo     *undo          // what the last of the changes of many began from; nil: there was none
	index    *index         // of vault, or of one before; nil: none was asked for
}

// New returns an engine without a vault.
func New(o Options) *Engine {
	e := &Engine{random: o.Rand}
	e.table.Explain = explain
	e.addVaultMethods()
	e.addLockMethods()
	e.addWayMethods()
	e.addAccountMethods()
	e.addDetailMethods()
	e.addSearchMethods()
	e.addSpareMethods()
	e.addIconMethods()
	e.addAdjustMethods()
	e.addManyMethods()
	e.addTrashMethods()
	e.addReadingMethods()
	e.addParcelMethods()
	e.addInboxMethods()
	e.addMergeMethods()
	e.addPastMethods()
	e.addSettingMethods()
	e.addAsideMethods()
	return e
}

// Call answers one call through the door. It keeps nothing of bytes.
func (e *Engine) Call(method string, params, bytes []byte) (json, out []byte) {
	return e.table.Call(method, params, bytes)
}

// Methods lists what Call answers.
func (e *Engine) Methods() []door.Method { return e.table.Methods() }

// opened returns the vault as last committed.
func (e *Engine) opened() (*vault.Vault, error) {
	switch {
	case e.locked != nil:
		return nil, errVaultLocked
	case e.vault == nil:
		return nil, errNoVault
	}
	return e.vault, nil
}

// account returns a live account of the vault as last committed.
func (e *Engine) account(id string) (*vault.Account, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	a, ok := v.Account(id)
	if !ok {
		return nil, errAccountUnknown
	}
	return a, nil
}

// query adds a method that takes no bytes, gives none and changes no vault.
func query[P, R any](e *Engine, name, doc string, fn func(P) (R, error)) {
	typed.Handle(&e.table, door.Method{Name: name, Doc: doc}, func(p P, _ []byte) (R, []byte, error) {
		r, err := fn(p)
		return r, nil, err
	})
}
