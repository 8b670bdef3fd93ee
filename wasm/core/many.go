// SPDX-License-Identifier: MIT

package core

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"inkan/wasm/door"
	"inkan/wasm/vault"
)

// Several accounts are changed in one write, and taken back in one.

// GroupParams put accounts into a group.
type GroupParams struct {
	Now   Millis   `json:"now"`
	IDs   []string `json:"ids"`
	Group string   `json:"group"` // its name, at most 100 characters
}

func (p GroupParams) at() int64 { return int64(p.Now) }

// PinParams pin accounts, or no longer.
type PinParams struct {
	Now    Millis   `json:"now"`
	IDs    []string `json:"ids"`
	Pinned bool     `json:"pinned"`
}

func (p PinParams) at() int64 { return int64(p.Now) }

// UniteParams say which of several accounts stays.
type UniteParams struct {
	Now  Millis   `json:"now"`
	Keep string   `json:"keep"`
	IDs  []string `json:"ids"` // of the others
}

func (p UniteParams) at() int64 { return int64(p.Now) }

// UndoParams name a change.
type UndoParams struct {
	Now  Millis `json:"now"`
	Undo string `json:"undo"` // as the change gave it
}

func (p UndoParams) at() int64 { return int64(p.Now) }

// Changed says what was changed, and how it is taken back.
type Changed struct {
	Changed []string `json:"changed"` // ids
	Undo    string   `json:"undo"`    // for undo; only the last such change can be taken back
}

// Duplicate is accounts that may be one.
type Duplicate struct {
	Same bool     `json:"same"` // they have one key; else names that cannot be told apart, and other keys
	IDs  []string `json:"ids"`  // two or more, in the order in which they are shown
}

// Duplicates are all there are.
type Duplicates struct {
	Duplicates []Duplicate `json:"duplicates"`
}

// undo is what a change began from. It is kept as long as the engine lives, or
// until the next such change.
type undo struct {
	of     string
	before []*vault.Account // as they were
	after  []vault.Stamp    // of the last change of each
}

func (e *Engine) addManyMethods() {
	mutation(e, "group", "Puts accounts into a group.", e.group)
	mutation(e, "pin", "Pins accounts, or no longer.", e.pin)
	mutation(e, "unite", "Moves all but one of several accounts to the trash. That one gets their groups, notes, sites, recovery codes and pins, and of one key the highest counter.", e.unite)
	mutation(e, "undo", "Takes the last group, pin or unite back, unless the accounts were changed since.", e.takeBack)
	query(e, "duplicates", "Accounts that have one key, or names that cannot be told apart.", e.duplicates)
}

// amend changes the details of accounts, and remembers what they were.
func (e *Engine) amend(w *write, now int64, ids []string, change func(d *vault.Details)) (Changed, error) {
	var before []*vault.Account
	for _, id := range ids {
		a, ok := w.vault.Account(id)
		if !ok {
			continue
		}
		d := a.Details
		change(&d)
		changed, err := w.vault.SetDetails(now, id, d)
		if err != nil {
			return Changed{}, err
		}
		if changed != a {
			before = append(before, a)
		}
	}
	return e.undoable(w, before), nil
}

// undoable remembers what accounts were before a change of them.
func (e *Engine) undoable(w *write, before []*vault.Account) Changed {
	if len(before) == 0 {
		return Changed{Changed: []string{}}
	}
	u := &undo{of: strconv.FormatInt(w.vault.Generation()+1, 10), before: before}
	made := Changed{Undo: u.of}
	for _, a := range before {
		stamp, _ := w.vault.Stamp(a.ID)
		u.after = append(u.after, stamp)
		made.Changed = append(made.Changed, a.ID)
	}
	w.done = func() { e.undo = u }
	return made
}

func (e *Engine) takeBack(w *write, p UndoParams) (Changed, error) {
	u := e.undo
	if u == nil || u.of != p.Undo {
		return Changed{}, errUndoGone
	}
	back := Changed{Changed: []string{}}
	for i, a := range u.before {
		if stamp, known := w.vault.Stamp(a.ID); !known || stamp != u.after[i] {
			return Changed{}, errUndoGone
		}
		w.vault.Return(p.at(), a)
		back.Changed = append(back.Changed, a.ID)
	}
	w.done = func() { e.undo = nil }
	return back, nil
}

func (e *Engine) group(w *write, p GroupParams) (Changed, error) {
	name := cleanGroups([]string{p.Group})
	if len(name) == 0 {
		return Changed{}, vault.ErrGroups
	}
	return e.amend(w, p.at(), p.IDs, func(d *vault.Details) { d.Groups = union(d.Groups, name) })
}

func (e *Engine) pin(w *write, p PinParams) (Changed, error) {
	return e.amend(w, p.at(), p.IDs, func(d *vault.Details) { d.Pinned = p.Pinned })
}

// union is a list with what else another has.
func union(list, more []string) []string {
	list = slices.Clone(list)
	for _, text := range more {
		if text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

func (e *Engine) unite(w *write, p UniteParams) (Changed, error) {
	kept, ok := w.vault.Account(p.Keep)
	if !ok {
		return Changed{}, errAccountUnknown
	}
	before, key, d := []*vault.Account{kept}, kept.Key, kept.Details
	for _, id := range p.IDs {
		a, ok := w.vault.Account(id)
		if !ok || id == p.Keep {
			return Changed{}, errAccountUnknown
		}
		if a.Key.Same(key) {
			key.Counter = max(key.Counter, a.Key.Counter)
		}
		d = joinDetails(d, a.Details)
		d.Sites = union(d.Sites, append([]string{a.Site}, a.Sites...))
		w.vault.Remove(p.at(), id)
		before = append(before, a)
	}
	d.Sites = slices.DeleteFunc(d.Sites, func(site string) bool { return site == kept.Site })
	if _, err := w.vault.SetDetails(p.at(), p.Keep, d); err != nil {
		return Changed{}, err
	}
	if key.Counter != kept.Key.Counter {
		if _, err := w.vault.SetKey(p.at(), p.Keep, key); err != nil {
			return Changed{}, err
		}
	}
	return e.undoable(w, before), nil
}

// joinDetails is what two accounts have that become one.
func joinDetails(d, more vault.Details) vault.Details {
	d.Groups = union(d.Groups, more.Groups)
	d.Pinned = d.Pinned || more.Pinned
	if d.Icon == "" {
		d.Icon = more.Icon
	}
	d.Spares = joinSpares(d.Spares, more.Spares...)
	d.Uses, d.Used = max(d.Uses, more.Uses), max(d.Used, more.Used)
	if d.Note == "" || strings.Contains(more.Note, d.Note) {
		d.Note = more.Note
	} else if more.Note != "" && !strings.Contains(d.Note, more.Note) {
		d.Note += "\n\n" + more.Note
	}
	return d
}

func (e *Engine) duplicates(door.None) (Duplicates, error) {
	v, err := e.opened()
	if err != nil {
		return Duplicates{}, err
	}
	place := make(map[string]int)
	for i, a := range v.Accounts() {
		place[a.ID] = i
	}
	found := Duplicates{[]Duplicate{}}
	add := func(same bool, list []*vault.Account) {
		sort.Slice(list, func(i, j int) bool { return place[list[i].ID] < place[list[j].ID] })
		d := Duplicate{Same: same}
		for _, a := range list {
			d.IDs = append(d.IDs, a.ID)
		}
		found.Duplicates = append(found.Duplicates, d)
	}
	again := make(map[string]bool) // those of which another with the same key is looked at
	for _, twins := range v.Keys().Twins() {
		add(true, twins)
		for _, id := range found.Duplicates[len(found.Duplicates)-1].IDs[1:] {
			again[id] = true
		}
	}
	for _, list := range alike(v, again) {
		add(false, list)
	}
	all := found.Duplicates
	sort.Slice(all, func(i, j int) bool { return place[all[i].IDs[0]] < place[all[j].IDs[0]] })
	return found, nil
}

// alike are the accounts whose names look the same, two or more in a list.
func alike(v *vault.Vault, but map[string]bool) (lists [][]*vault.Account) {
	by := make(map[string][]*vault.Account)
	for a := range v.Live {
		if !but[a.ID] && (a.Key.Issuer != "" || a.Key.Account != "") {
			name := likeness(a.Key)
			by[name] = append(by[name], a)
		}
	}
	for _, list := range by {
		if len(list) > 1 {
			lists = append(lists, list)
		}
	}
	return lists
}
