// SPDX-License-Identifier: MIT

package core

import (
	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// Pictures come in and go out as bytes; what is shown of an account only names
// its icon.

// maxPictures bounds the icons of all accounts, and of pending readings, as they
// stand in the vault's document: the whole of it is sealed at every change.
const maxPictures = 8 << 20 // bytes

// ownPicture is the name of an icon that is a picture.
const ownPicture = "picture"

// IconParams say which icon an account is to have.
type IconParams struct {
	Now  Millis `json:"now"`
	ID   string `json:"id"`
	Icon string `json:"icon"` // "" what its names call for, "letter", "service:" and a name, or "picture": the bytes
}

func (p IconParams) at() int64 { return int64(p.Now) }

// Marked names the icon of readings.
type Marked struct {
	Mark string `json:"mark"`
}

func (e *Engine) addIconMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "icon", Out: "a PNG; empty when its icon is none of its own",
		Doc: "Gives the picture of an account or of a pending reading.",
	}, e.icon)
	const in = "of a picture a PNG of at most 96 by 96 pixels and 24,576 bytes; else no bytes (an empty array)"
	mutationOf(e, "setIcon", in, "Gives an account another icon.", e.setIcon)
	typed.Handle(&e.table, door.Method{
		Name: "setReadingIcon", In: "a PNG of at most 96 by 96 pixels and 24,576 bytes",
		Doc: "Gives a picture to the pending readings of a parcel. A ref that is none is left out.",
	}, e.setReadingIcon)
}

// markOf names an icon: "letter", "service:" and a name, or "picture:" and a word
// that is another for every picture.
func markOf(icon vault.Icon, word string) string {
	switch {
	case icon == vault.LetterIcon, icon.Service() != "":
		return string(icon)
	case icon.HasPicture():
		return ownPicture + ":" + word
	}
	return ""
}

func (e *Engine) icon(p NoteParams, _ []byte) (door.None, []byte, error) {
	if r, ok := e.readings.get(p.ID); ok {
		return door.None{}, r.details.Icon.Picture(), nil
	}
	a, err := e.account(p.ID)
	if err != nil {
		return door.None{}, nil, err
	}
	return door.None{}, a.Icon.Picture(), nil
}

func (e *Engine) setIcon(w *write, p IconParams, png []byte) (Account, error) {
	a, ok := w.vault.Account(p.ID)
	if !ok {
		return Account{}, errAccountUnknown
	}
	d := a.Details
	d.Icon = vault.Icon(p.Icon)
	switch {
	case d.Icon.HasPicture(): // which comes as bytes
		return Account{}, vault.ErrIcon
	case p.Icon == ownPicture:
		var err error
		if d.Icon, err = vault.PictureIcon(png); err != nil {
			return Account{}, err
		}
		if e.pictures()+len(d.Icon) > maxPictures {
			return Account{}, errIconsFull
		}
	}
	return w.describe(p.at(), p.ID, d)
}

func (e *Engine) setReadingIcon(p RefsParams, png []byte) (Marked, []byte, error) {
	icon, err := vault.PictureIcon(png)
	if err != nil {
		return Marked{}, nil, err
	}
	var marked Marked
	room := maxPictures - e.pictures()
	for _, ref := range p.Refs {
		r, ok := e.readings.taken[ref]
		if !ok {
			continue
		}
		if room -= len(icon); room < 0 {
			return Marked{}, nil, errIconsFull
		}
		r.details.Icon = icon
		e.readings.taken[ref] = r
		if marked.Mark == "" {
			marked.Mark = markOf(icon, ref)
		}
	}
	return marked, nil, nil
}

// pictures is how much room those of all accounts and pending readings take.
func (e *Engine) pictures() (n int) {
	if e.vault != nil {
		for a := range e.vault.Live {
			n += len(a.Icon)
		}
	}
	for _, r := range e.readings.taken {
		n += len(r.details.Icon)
	}
	return n
}
