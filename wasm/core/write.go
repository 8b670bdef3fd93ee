// SPDX-License-Identifier: MIT

package core

import (
	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// vaultFile names the bytes of a vault for the declaration.
const vaultFile = "the complete vault file"

// write is a change that awaits commit or abort.
type write struct {
	vault *vault.Vault
	done  func()      // what the commit entails; may be nil
	open  bool        // more of it is to come: there is no file yet
	keys  *vault.Keys // of vault, of a change that adds accounts
	refs  []string    // of the readings that it has made accounts of
}

// dated are parameters that say what time it is.
type dated interface{ at() int64 }

// mutation adds a writing method that takes no bytes.
func mutation[P dated, R any](e *Engine, name, doc string, fn func(*write, P) (R, error)) {
	mutationOf(e, name, "", doc, func(w *write, p P, _ []byte) (R, error) { return fn(w, p) })
}

// mutationOf adds a writing method that takes the bytes in. fn changes a draft;
// when it fails, or when nothing changed, there is no file and nothing to commit.
func mutationOf[P dated, R any](e *Engine, name, in, doc string, fn func(*write, P, []byte) (R, error)) {
	m := door.Method{Name: name, Doc: doc, In: in, Out: vaultFile, Writes: true}
	typed.Handle(&e.table, m, func(p P, bytes []byte) (result R, file []byte, err error) {
		file, err = e.change(p.at(), func(w *write) (err error) {
			result, err = fn(w, p, bytes)
			return err
		})
		return result, file, err
	})
}

// change makes a draft, lets fn change it and seals it.
func (e *Engine) change(now int64, fn func(*write) error) ([]byte, error) {
	if e.write != nil {
		return nil, errBusy
	}
	return e.part(now, false, fn)
}

// part is change in several calls: each lets fn change the same draft, and the
// first that is not followed by more seals it. What goes wrong ends all of it.
func (e *Engine) part(now int64, more bool, fn func(*write) error) ([]byte, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	w := e.write
	switch {
	case w == nil:
		w = &write{vault: v.Draft(now)}
	case !w.open:
		return nil, errBusy
	}
	e.write = nil
	if err := fn(w); err != nil {
		v.Abandon(w.vault)
		return nil, err
	}
	if w.open = more; more {
		e.write = w
		return nil, nil
	}
	if !w.vault.Changed() {
		w.finish()
		return nil, nil
	}
	return e.begin(w)
}

// begin seals a draft and awaits its commit.
func (e *Engine) begin(w *write) ([]byte, error) {
	file, err := w.vault.Seal(e.random)
	if err != nil {
		return nil, err
	}
	e.write = w
	return file, nil
}

func (w *write) finish() {
	if w.done != nil {
		w.done()
	}
}

// commit makes the pending write the state that is read.
func (e *Engine) commit(door.None) (Committed, error) {
	if e.write == nil || e.write.open {
		return Committed{}, errNothingPending
	}
	e.vault = e.write.vault
	e.write.finish()
	e.write = nil
	return Committed{e.vault.Generation()}, nil
}

// abort drops the pending write. Without one it does nothing: JavaScript may
// call it whenever it cannot know how far a write came.
func (e *Engine) abort(door.None) (Committed, error) {
	if e.write != nil && e.vault != nil {
		e.vault.Abandon(e.write.vault)
	}
	e.write = nil
	if e.vault == nil {
		return Committed{}, nil
	}
	return Committed{e.vault.Generation()}, nil
}
