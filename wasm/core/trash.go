// SPDX-License-Identifier: MIT

package core

import "inkan/wasm/door"

// Trashed is an account in the trash.
type Trashed struct {
	Account Account `json:"account"`
	Deleted int64   `json:"deleted"` // when it was removed, milliseconds since the Unix epoch
	Left    int64   `json:"left"`    // milliseconds until it can be emptied
}

// Purged names the accounts whose content is gone.
type Purged struct {
	Purged []string `json:"purged"`
}

// MoveParams say where an account is to stand.
type MoveParams struct {
	Now    Millis `json:"now"`
	ID     string `json:"id"`
	Before string `json:"before"` // the id of the account after it; "" for last
}

func (p MoveParams) at() int64 { return int64(p.Now) }

func (e *Engine) addTrashMethods() {
	query(e, "trash", "The accounts in the trash, the one removed last first.", e.trash)
	mutation(e, "purge", "Empties accounts in the trash for good. An id that is not there is left out.", e.purge)
	mutation(e, "sweep", "Counts the time in the trash and empties what has been there for 30 days: once a day is enough.", e.sweep)
	mutation(e, "move", "Puts an account right before another in the order they are shown.", e.move)
}

func (e *Engine) trash(door.None) ([]Trashed, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	list := []Trashed{}
	for _, a := range v.Trash() {
		list = append(list, Trashed{accountOf(a), a.Deleted, a.Left()})
	}
	return list, nil
}

func (e *Engine) purge(w *write, p IDsParams) (Purged, error) {
	return Purged{p.each(w.vault.Purge)}, nil
}

func (e *Engine) sweep(w *write, p Dated) (door.None, error) {
	w.vault.Sweep(e.vault, p.at())
	return door.None{}, nil
}

func (e *Engine) move(w *write, p MoveParams) (door.None, error) {
	return door.None{}, w.vault.Move(p.at(), p.ID, p.Before)
}
