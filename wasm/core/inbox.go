// SPDX-License-Identifier: MIT

package core

import (
	"errors"
	"io"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// Posted names the readings that were sealed.
type Posted struct {
	Posted []string `json:"posted"`
}

// Collected says what came of the inbox.
type Collected struct {
	Added   []string `json:"added"`   // the ids of the accounts made
	Present []string `json:"present"` // of those that were there with the same key
	Refused []int    `json:"refused"` // the entries, counted from 0, that cannot be read: keep them
}

// PostParams name the pending readings to be sealed.
type PostParams struct {
	Now  Millis   `json:"now"`
	Refs []string `json:"refs"`
}

func (e *Engine) addInboxMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "post", Out: "inbox entries, which may be put behind others",
		Doc: "Seals pending readings for the vault that is here, which may be locked. They stay pending: forget them when the entries are stored.",
	}, e.post)
	mutationOf(e, "collect", "inbox entries, one behind the other", "Makes accounts of inbox entries. Those collected before add nothing.", e.collect)
}

func (e *Engine) post(p PostParams, _ []byte) (Posted, []byte, error) {
	seal := e.poster()
	if seal == nil {
		return Posted{}, nil, errNoVault
	}
	posted, inbox := Posted{[]string{}}, []byte{}
	for i, ref := range p.Refs {
		r, ok := e.readings.get(ref)
		if !ok {
			return Posted{}, nil, errReadingUnknown
		}
		// The ref becomes the id: posted twice, it is one account. The one added last
		// is shown first, so the first of the page is the last of them.
		created := int64(p.Now) + int64(len(p.Refs)-1-i)
		entry, err := seal(e.random, vault.Entry{ID: ref, Created: created, Site: r.site, Key: r.key})
		if err != nil {
			return Posted{}, nil, err
		}
		posted.Posted, inbox = append(posted.Posted, ref), append(inbox, entry...)
	}
	return posted, inbox, nil
}

// poster seals to the vault that is here; nil when none is.
func (e *Engine) poster() func(io.Reader, vault.Entry) ([]byte, error) {
	switch {
	case e.vault != nil:
		return e.vault.Post
	case e.locked != nil:
		return e.locked.Post
	}
	return nil
}

func (e *Engine) collect(w *write, p Dated, inbox []byte) (Collected, error) {
	c, err := w.vault.Collect(p.at(), inbox)
	if errors.Is(err, vault.ErrDamaged) {
		err = errInboxDamaged
	}
	if err != nil {
		return Collected{}, err
	}
	return Collected{append([]string{}, c.Added...), append([]string{}, c.Present...), append([]int{}, c.Refused...)}, nil
}
