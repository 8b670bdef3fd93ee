// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"errors"
	"slices"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// An older file of the vault is opened for a moment, to tell what one account was in it.

// PastParams name an account in an older file.
type PastParams struct {
	ID    string `json:"id"`
	First bool   `json:"first"` // it is compared with the account as it is; else with the file that was asked about before
}

// Part is something of an account that changes by itself.
type Part string

// Parts of an account.
const (
	PartIssuer  Part = "issuer"
	PartAccount Part = "account"
	PartKey     Part = "key" // or how its codes are made, but for the counter
	PartSites   Part = "sites"
	PartGroups  Part = "groups"
	PartIcon    Part = "icon"
	PartNote    Part = "note"
	PartPinned  Part = "pinned"
	PartSpares  Part = "spares"
)

// Values are the parts that exist.
func (Part) Values() []string {
	return []string{
		string(PartIssuer), string(PartAccount), string(PartKey), string(PartSites), string(PartGroups), string(PartIcon), string(PartNote),
		string(PartPinned), string(PartSpares),
	}
}

// Past is what an account was.
type Past struct {
	Account *Account `json:"account,omitempty"` // absent: it was not there, or in the trash
	Changed []Part   `json:"changed"`           // what became another after that; nothing when it was not there then or before
}

// PutBackParams name an account.
type PutBackParams struct {
	Now Millis `json:"now"`
	ID  string `json:"id"`
}

func (p PutBackParams) at() int64 { return int64(p.Now) }

// olderFile names the bytes of a method.
const olderFile = "an older file of this vault, not protected or under its present key"

func (e *Engine) addPastMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "past", In: olderFile,
		Doc: "Tells what an account was in an older file, and what of that has changed since the one asked about before.",
	}, e.past)
	mutationOf(e, "putBack", olderFile, "Brings an account back to what it was in an older file. Its counter stays.", e.putBack)
}

// older opens an older file of the vault.
func older(v *vault.Vault, file []byte) (*vault.Vault, error) {
	l, err := vault.Lock(file)
	if err != nil {
		return nil, foreign(err)
	}
	if !l.Protected() {
		was, err := l.Open()
		return was, foreign(err)
	}
	key := v.Key()
	defer clear(key)
	was, err := l.Resume(key)
	if errors.Is(err, vault.ErrWrong) {
		err = errKeyWrong
	}
	return was, foreign(err)
}

func (e *Engine) past(p PastParams, file []byte) (Past, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return Past{}, nil, err
	}
	now, err := e.account(p.ID)
	if err != nil {
		return Past{}, nil, err
	}
	old, err := older(v, file)
	if err != nil {
		return Past{}, nil, err
	}
	later := e.looked
	if p.First || later == nil || later.ID != p.ID {
		later = now
	}
	told := Past{Changed: []Part{}}
	if was, ok := old.Account(p.ID); ok {
		shown := accountOf(was)
		told.Account, told.Changed = &shown, changedParts(was, later)
		e.looked = was
	}
	return told, nil, nil
}

func (e *Engine) putBack(w *write, p PutBackParams, file []byte) (Changed, error) {
	now, ok := w.vault.Account(p.ID)
	if !ok {
		return Changed{}, errAccountUnknown
	}
	old, err := older(w.vault, file)
	if err != nil {
		return Changed{}, err
	}
	was, ok := old.Account(p.ID)
	if !ok {
		return Changed{}, errAccountUnknown
	}
	if w.vault.Return(p.at(), was); len(changedParts(was, now)) == 0 {
		return Changed{Changed: []string{}}, nil
	}
	return e.undoable(w, []*vault.Account{now}), nil
}

// changedParts are those that two states of an account do not have in common.
func changedParts(a, b *vault.Account) []Part {
	parts := []Part{}
	for _, c := range []struct {
		part  Part
		other bool
	}{
		{PartIssuer, a.Key.Issuer != b.Key.Issuer},
		{PartAccount, a.Key.Account != b.Key.Account},
		{PartKey, !bytes.Equal(a.Key.Secret, b.Key.Secret) || a.Key.Type != b.Key.Type || a.Key.Algorithm != b.Key.Algorithm ||
			a.Key.Digits != b.Key.Digits || a.Key.Period != b.Key.Period || a.Key.PIN != b.Key.PIN},
		{PartSites, a.Site != b.Site || !slices.Equal(a.Sites, b.Sites)},
		{PartGroups, !slices.Equal(a.Groups, b.Groups)},
		{PartIcon, a.Icon != b.Icon},
		{PartNote, a.Note != b.Note},
		{PartPinned, a.Pinned != b.Pinned},
		{PartSpares, !slices.Equal(a.Spares, b.Spares)},
	} {
		if c.other {
			parts = append(parts, c.part)
		}
	}
	return parts
}
