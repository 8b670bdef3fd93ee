// SPDX-License-Identifier: MIT

package core

import (
	"maps"
	"strings"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/vault"
)

// TakeParams say when a parcel was taken, and whether another import begins with
// it: what was taken before and not added is then forgotten.
type TakeParams struct {
	Now   Millis `json:"now"`
	First bool   `json:"first"`
}

// Taken are the readings of a parcel, in its order.
type Taken struct {
	Readings []Reading `json:"readings"`
}

func (e *Engine) take(p TakeParams, bytes []byte) (Taken, []byte, error) {
	entries, err := parcel.Unpack(bytes)
	if err != nil {
		return Taken{}, nil, door.BadParam("bytes", "this is no parcel")
	}
	pending := make(map[string]reading, len(entries))
	if !p.First {
		maps.Copy(pending, e.readings.taken)
	}
	if len(pending)+len(entries) > parcel.Max {
		return Taken{}, nil, door.BadParam("bytes", "these are more accounts than can be imported at once")
	}
	var keys *vault.Keys
	if e.vault != nil {
		keys = e.vault.Keys()
	}
	alike := e.alike()
	taken := Taken{make([]Reading, 0, len(entries))}
	for _, entry := range entries {
		key, err := otp.ParseURI(entry.URI)
		if err != nil {
			taken.Readings = append(taken.Readings, refusedKey(err))
			continue
		}
		if checkSite(entry.Site) != nil {
			entry.Site = "" // what a file calls one may be none
		}
		known, r, err := e.reading(p.Now, key, entry.Site)
		if err != nil {
			return Taken{}, nil, err
		}
		pending[known.ref] = known
		r.Present, r.Conflict = likeOf(key, keys, alike)
		taken.Readings = append(taken.Readings, r)
	}
	e.readings.taken = pending
	return taken, nil, nil
}

// likeOf is compare for many: keys is nil without a vault, alike of Engine.alike.
func likeOf(key otp.Key, keys *vault.Keys, alike map[string]string) (present, conflict string) {
	if keys == nil {
		return "", ""
	}
	if a, ok := keys.Same(key); ok {
		return a.ID, ""
	}
	if key.Issuer == "" && key.Account == "" {
		return "", ""
	}
	return "", alike[likeness(key)]
}

// alike finds the accounts of the vault by how their names look; compare would
// look at all of them for each entry of a file.
func (e *Engine) alike() map[string]string {
	found := make(map[string]string)
	if e.vault != nil {
		for a := range e.vault.Live {
			found[likeness(a.Key)] = a.ID
		}
	}
	return found
}

// likeness is the same for names that cannot be told apart at a glance, but for
// a few letters that compare knows better.
func likeness(key otp.Key) string {
	return strings.ToLower(strings.ToUpper(strings.Map(glance, key.Issuer) + "\x00" + strings.Map(glance, key.Account)))
}
