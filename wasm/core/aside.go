// SPDX-License-Identifier: MIT

package core

import (
	"errors"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/vault"
)

// AsideParams say what for something is sealed beside the vault.
type AsideParams struct {
	Purpose string `json:"purpose"` // "scans"
}

func (p AsideParams) aside() (vault.Aside, error) {
	if purpose := vault.Aside(p.Purpose); purpose == vault.AsideScans {
		return purpose, nil
	}
	return "", &door.Error{Code: door.BadParams, Message: "nothing is sealed for this", Field: "purpose"}
}

func (e *Engine) addAsideMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "sealAside", In: "what is to be sealed, at most 4 MiB", Out: "the same, sealed under a key of the vault's",
		Doc: "Seals what is kept beside the vault. Its file, and earlier ones, hold nothing of it.",
	}, e.sealAside)
	typed.Handle(&e.table, door.Method{
		Name: "openAside", In: "what sealAside gave", Out: "what was sealed",
		Doc: "Opens what is kept beside the vault. After a change of keys what was sealed before it opens until the engine ends: seal it anew.",
	}, e.openAside)
}

func (e *Engine) sealAside(p AsideParams, text []byte) (door.None, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return door.None{}, nil, err
	}
	purpose, err := p.aside()
	if err != nil {
		return door.None{}, nil, err
	}
	sealed, err := v.SealAside(e.random, purpose, text)
	return door.None{}, sealed, err
}

func (e *Engine) openAside(p AsideParams, sealed []byte) (door.None, []byte, error) {
	v, err := e.opened()
	if err != nil {
		return door.None{}, nil, err
	}
	purpose, err := p.aside()
	if err != nil {
		return door.None{}, nil, err
	}
	text, err := v.OpenAside(purpose, sealed)
	if errors.Is(err, vault.ErrWrong) {
		err = errAsideWrong
	}
	return door.None{}, text, err
}
