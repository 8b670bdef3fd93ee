// SPDX-License-Identifier: MIT

package core

import (
	"errors"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// MergeParams say how the offered file is opened.
type MergeParams struct {
	Now  Millis `json:"now"`
	Slot string `json:"slot"` // a way into it; "" when it is not protected or has this vault's key
}

func (p MergeParams) at() int64 { return int64(p.Now) }

// KeepParams are older files of the vault: the generation of each and when it
// was written, two lists of one length.
type KeepParams struct {
	Generations []int64 `json:"generations"`
	Times       []int64 `json:"times"` // milliseconds since the Unix epoch
}

// Kept are the generations worth keeping, the newest first.
type Kept struct {
	Generations []int64 `json:"generations"`
}

// offeredSecret names the bytes that open an offered file.
const offeredSecret = "what opens that way, as for unlock; no bytes (an empty array) for none"

func (e *Engine) addMergeMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "offer", In: "a vault file",
		Doc: "Takes another file, such as an older version or a backup, for merge or revert.",
	}, e.offer)
	mutationOf(e, "merge", offeredSecret, "Brings everything that the offered file has into the vault.", e.merge)
	mutationOf(e, "revert", offeredSecret, "Brings the accounts back to what they are in the offered file. What was made since goes to the trash; counters stay.", e.revert)
	typed.Handle(&e.table, door.Method{
		Name: "reseal", In: "an older file of this vault: not protected, or under its present key or the one before", Out: "the same under the present ways in",
		Doc: "Seals an older file anew when the ways in have changed: its key may stand in it in clear, or nothing may open it any more.",
	}, e.reseal)
	query(e, "keep", "Which older files to keep: of the last ten changes, and one a day for thirty days.", e.keepVersions)
}

func (e *Engine) offer(_ door.None, file []byte) (Inspection, []byte, error) {
	info, err := vault.Inspect(file)
	if err != nil {
		return Inspection{}, nil, foreign(err)
	}
	if e.offered, err = vault.Lock(file); err != nil {
		return Inspection{}, nil, err
	}
	return newInspection(info), nil, nil
}

// foreign keeps a damaged file from being taken for the vault's own.
func foreign(err error) error {
	if errors.Is(err, vault.ErrDamaged) {
		return errFileDamaged
	}
	return err
}

// openOffered opens the offered file, which is dropped when the change counts.
func (e *Engine) openOffered(w *write, id string, secret []byte) (*vault.Vault, error) {
	l := e.offered
	if l == nil {
		return nil, errNothingOffered
	}
	w.done = func() { e.offered = nil }
	switch {
	case id != "":
		v, err := l.Unlock(id, secret)
		return v, foreign(wrong(l.Slots(), id, err))
	case !l.Protected():
		v, err := l.Open()
		return v, foreign(err)
	}
	key := w.vault.Key()
	defer clear(key)
	v, err := l.Resume(key)
	if errors.Is(err, vault.ErrWrong) {
		err = errVaultLocked
	}
	return v, foreign(err)
}

func (e *Engine) merge(w *write, p MergeParams, secret []byte) (door.None, error) {
	other, err := e.openOffered(w, p.Slot, secret)
	if err != nil {
		return door.None{}, err
	}
	return door.None{}, foreign(w.vault.Merge(other))
}

func (e *Engine) revert(w *write, p MergeParams, secret []byte) (door.None, error) {
	to, err := e.openOffered(w, p.Slot, secret)
	if err != nil {
		return door.None{}, err
	}
	return door.None{}, w.vault.Revert(p.at(), to)
}

func (e *Engine) reseal(_ door.None, file []byte) (door.None, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return door.None{}, nil, err
	}
	again, err := v.Reseal(e.random, file)
	if errors.Is(err, vault.ErrWrong) {
		err = errKeyWrong
	}
	return door.None{}, again, foreign(err)
}

func (e *Engine) keepVersions(p KeepParams) (Kept, error) {
	if len(p.Generations) != len(p.Times) {
		return Kept{}, &door.Error{Code: door.BadParams, Message: "this list has another length", Field: "times"}
	}
	versions := make([]vault.Version, len(p.Times))
	for i, time := range p.Times {
		versions[i] = vault.Version{Generation: p.Generations[i], Time: time}
	}
	return Kept{append([]int64{}, vault.Keep(versions)...)}, nil
}
