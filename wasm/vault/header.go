// SPDX-License-Identifier: MIT

package vault

import (
	"fmt"
)

// version is that of the header and of the document.
const version = 1

// maxGeneration is the largest whole number that JavaScript holds exactly.
const maxGeneration = 1<<53 - 1

// header is the part of a file that needs no key to read.
type header struct {
	generation int64 // 1–maxGeneration; each write has a larger one
	public     [32]byte
	slots      []slot
}

// Info is what a file tells without a key.
type Info struct {
	Version    int
	Generation int64
	Protected  bool
	Slots      []Slot
}

// Inspect checks that a file is whole and of a version that can be read.
func Inspect(file []byte) (Info, error) {
	e, err := parseEnvelope(file)
	if err != nil {
		return Info{}, err
	}
	h, err := parseHeader(e.header)
	if err != nil {
		return Info{}, err
	}
	return Info{version, h.generation, h.Protected(), h.Slots()}, nil
}

func parseHeader(text []byte) (header, error) {
	var h header
	o, err := parseVersioned(text)
	if err != nil {
		return h, err
	}
	if h.generation, err = o.number("generation", 1, maxGeneration); err != nil {
		return h, err
	}
	public, err := o.bytes("public")
	if err != nil || len(public) != len(h.public) {
		return h, fmt.Errorf("%w: its public key has another size", ErrDamaged)
	}
	copy(h.public[:], public)
	list, _ := o.get("slots")
	slots, err := parseArray(list, maxSlots)
	if err != nil {
		return h, err
	}
	if len(o) != 4 {
		return h, fmt.Errorf("%w: its header has an unknown field", ErrDamaged)
	}
	for _, text := range slots {
		s, err := parseSlot(text)
		if err != nil {
			return h, err
		}
		if _, twice := h.slot(s.ID); twice {
			return h, fmt.Errorf("%w: two slots have one id", ErrDamaged)
		}
		h.slots = append(h.slots, s)
	}
	return h, nil
}

// parseVersioned reads an object that says its version.
func parseVersioned(text []byte) (object, error) {
	if err := checkJSON(text); err != nil {
		return nil, err
	}
	o, err := parseObject(text)
	if err != nil {
		return nil, err
	}
	v, err := o.number("version", 1, 1<<31-1)
	if err != nil {
		return nil, err
	}
	if v > version {
		return nil, ErrNewer
	}
	return o, nil
}

func (h header) text() []byte {
	b := []byte{'{'}
	b = appendNumber(b, "version", version)
	b = appendNumber(b, "generation", h.generation)
	b = appendBytes(b, "public", h.public[:])
	b = append(appendName(b, "slots"), '[')
	for i, s := range h.slots {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, s.text...)
	}
	return append(b, ']', '}')
}
