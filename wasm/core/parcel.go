// SPDX-License-Identifier: MIT

package core

import (
	"maps"
	"slices"
	"strings"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/vault"
)

// TakeParams say when a parcel was taken.
type TakeParams struct {
	Now Millis `json:"now"`
}

// Taken are the readings of a parcel, in its order.
type Taken struct {
	Readings []Reading `json:"readings"`
	Left     []string  `json:"left"` // what some entry has too much of, and is left out: "groups", "note", "sites", "spares"
}

func (e *Engine) addParcelMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "take", In: "a parcel of transfer.wasm",
		Doc: "Keeps the accounts of a parcel as pending readings, until they are added or forgotten.",
	}, e.take)
	typed.Handle(&e.table, door.Method{
		Name: "give", Out: "a parcel for transfer.wasm, with secrets",
		Doc: "Gives accounts, for an export.",
	}, func(p GiveParams, _ []byte) (Given, []byte, error) { return e.give(p) })
}

func (e *Engine) take(p TakeParams, bytes []byte) (Taken, []byte, error) {
	entries, err := parcel.Unpack(bytes)
	if err != nil {
		return Taken{}, nil, door.BadParam("bytes", "this is no parcel")
	}
	if len(e.readings.taken)+len(entries) > parcel.Max {
		return Taken{}, nil, errReadingsFull
	}
	pending := make(map[string]reading, len(entries))
	known := e.known()
	taken := Taken{make([]Reading, 0, len(entries)), []string{}}
	for _, entry := range entries {
		key, err := otp.ParseURI(entry.URI)
		if err != nil {
			taken.Readings = append(taken.Readings, refusedKey(err))
			continue
		}
		if checkSite(entry.Site) != nil {
			entry.Site = "" // what a file calls one may be none
		}
		details, left := fitting(entry)
		kept, r, err := e.reading(p.Now, key, warningsIn(entry), entry.Site, details)
		if err != nil {
			return Taken{}, nil, err
		}
		pending[kept.ref] = kept
		r.Present, r.Conflict = known.like(key)
		taken.Readings = append(taken.Readings, r)
		for _, field := range left {
			if !slices.Contains(taken.Left, field) {
				taken.Left = append(taken.Left, field)
			}
		}
	}
	if e.readings.taken == nil {
		e.readings.taken = pending
	} else {
		maps.Copy(e.readings.taken, pending)
	}
	return taken, nil, nil
}

// warningsIn are those of an entry whose codes are known here.
func warningsIn(entry parcel.Entry) (list []otp.Warning) {
	for _, w := range entry.Warnings {
		if code := otp.WarningCode(w.Code); slices.Contains(otp.WarningCodes(), code) {
			list = append(list, otp.Warning{Code: code, Value: harmless(w.Value, maxText)})
		}
	}
	return list
}

// index finds what of a vault is like a key; compare would look at all of its
// accounts for each entry of a file.
type index struct {
	vault *vault.Vault // nil without one
	keys  *vault.Keys
	alike map[string]string // ids, by how the names look
}

// known is the index of the vault as it is. A file comes in many parcels, so it
// is kept as long as no other vault is committed.
func (e *Engine) known() *index {
	if e.index != nil && e.index.vault == e.vault {
		return e.index
	}
	e.index = &index{vault: e.vault, alike: make(map[string]string)}
	if e.vault != nil {
		e.index.keys = e.vault.Keys()
		for a := range e.vault.Live {
			e.index.alike[likeness(a.Key)] = a.ID
		}
	}
	return e.index
}

// like is compare for many.
func (x *index) like(key otp.Key) (present, conflict string) {
	if x.keys == nil {
		return "", ""
	}
	if a, ok := x.keys.Same(key); ok {
		return a.ID, ""
	}
	if key.Issuer == "" && key.Account == "" {
		return "", ""
	}
	return "", x.alike[likeness(key)]
}

// likeness is the same for names that cannot be told apart at a glance, but for
// a few letters that compare knows better.
func likeness(key otp.Key) string {
	return strings.ToLower(strings.ToUpper(strings.Map(glance, key.Issuer) + "\x00" + strings.Map(glance, key.Account)))
}

// GiveParams name accounts.
type GiveParams struct {
	IDs []string `json:"ids"` // none: all, in the order they are shown
}

// Given says how many accounts a parcel holds.
type Given struct {
	Accounts int `json:"accounts"`
}

// give is the one way in which secrets leave the vault but for its sealed file.
// JavaScript asks for it once the user has shown to know a way in, and passes
// the parcel on to transfer.wasm without looking into it.
func (e *Engine) give(p GiveParams) (Given, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return Given{}, nil, err
	}
	var entries []parcel.Entry
	add := func(a *vault.Account) {
		entries = append(entries, parcel.Entry{
			URI: a.Key.URI(), Site: a.Site, Groups: a.Groups, Note: a.Note, Pinned: a.Pinned, Sites: a.Sites, Uses: a.Uses, Used: a.Used,
		})
		last := &entries[len(entries)-1]
		if last.Icon = a.Icon.Picture(); last.Icon == nil {
			last.Mark = string(a.Icon)
		}
		for _, s := range a.Spares {
			last.Spares = append(last.Spares, parcel.Spare(s))
		}
	}
	for _, id := range p.IDs {
		a, ok := v.Account(id)
		if !ok {
			return Given{}, nil, errAccountUnknown
		}
		add(a)
	}
	if len(p.IDs) == 0 {
		for _, a := range v.Accounts() {
			add(a)
		}
	}
	return Given{len(entries)}, parcel.Pack(entries), nil
}
