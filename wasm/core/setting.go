// SPDX-License-Identifier: MIT

package core

import (
	"encoding/json"
	"sort"

	"inkan/wasm/door"
)

// Setting is one of the user's settings.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"` // JSON text
}

// SetParams change a setting.
type SetParams struct {
	Now   Millis `json:"now"`
	Name  string `json:"name"`  // at most 100 bytes
	Value string `json:"value"` // JSON text, at most 64 KiB
}

func (p SetParams) at() int64 { return int64(p.Now) }

// Seen says when the vault was changed last.
type Seen struct {
	Time int64 `json:"time"` // milliseconds since the Unix epoch, by the clock of the computer; 0: not known
}

func (e *Engine) addSettingMethods() {
	query(e, "seen", "When the vault was changed last: a clock that is before that is slow, or was fast.", e.seen)
	query(e, "settings", "The settings that are kept in the vault, by name.", e.settings)
	mutation(e, "set", "Changes a setting.", e.set)
}

func (e *Engine) seen(door.None) (Seen, error) {
	v, err := e.opened()
	if err != nil {
		return Seen{}, err
	}
	return Seen{v.Seen()}, nil
}

func (e *Engine) settings(door.None) ([]Setting, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	list := []Setting{}
	for name, value := range v.Settings() {
		list = append(list, Setting{name, string(value)})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

func (e *Engine) set(w *write, p SetParams) (door.None, error) {
	if !json.Valid([]byte(p.Value)) {
		return door.None{}, &door.Error{Code: door.BadParams, Message: "this field is not JSON", Field: "value"}
	}
	return door.None{}, w.vault.Set(p.at(), p.Name, []byte(p.Value))
}
