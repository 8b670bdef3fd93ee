// SPDX-License-Identifier: MIT

package vault

import (
	"fmt"
	"slices"
	"strings"
)

// maxAccounts bounds the accounts of one vault, removed ones included.
const maxAccounts = 1 << 17

// document is what a vault file seals.
type document struct {
	clock    Stamp      // of the last change; its node is this copy of the vault
	seen     int64      // wall time of the last change, milliseconds since the Unix epoch; 0: not known
	inbox    [32]byte   // X25519 private key of the header's public key
	accounts []*Account // by ID, also removed ones
	settings []other    // by name
	extra    object     // members this version does not know, by name
}

var documentFields = []string{"version", "node", "clock", "seen", "inbox", "accounts", "settings", "stamps"}

// parseDocument copies what it keeps of text.
func parseDocument(text []byte) (document, error) {
	var d document
	o, err := parseVersioned(text)
	if err != nil {
		return d, err
	}
	if d.clock, err = parseClock(o); err != nil {
		return d, err
	}
	inbox, err := o.bytes("inbox")
	if err != nil || len(inbox) != len(d.inbox) {
		return d, fmt.Errorf("%w: its private key has another size", ErrDamaged)
	}
	copy(d.inbox[:], inbox)
	clear(inbox)
	if _, given := o.get("seen"); given {
		if d.seen, err = o.number("seen", 1, maxTime); err != nil {
			return d, err
		}
	}
	if d.settings, err = parseSettings(o); err != nil {
		return d, err
	}
	list, _ := o.get("accounts")
	if d.accounts, err = parseAccounts(list); err != nil {
		return d, err
	}
	d.extra = joinExtra(nil, o.without(documentFields...))
	d.observe()
	return d, nil
}

// observe moves the clock forward to the latest stamp there is, should it be
// behind: else the next change could lose against an older one.
func (d *document) observe() {
	for _, a := range d.accounts {
		d.clock = d.clock.Observe(a.Stamp())
	}
	for _, s := range d.settings {
		d.clock = d.clock.Observe(s.stamp)
	}
}

// parseClock reads the clock, whose node is also there by itself for readers
// that do not care about stamps.
func parseClock(o object) (Stamp, error) {
	node, err := o.text("node")
	if err != nil {
		return Stamp{}, err
	}
	text, err := o.text("clock")
	if err != nil {
		return Stamp{}, err
	}
	clock, err := parseStamp(text)
	if err != nil {
		return Stamp{}, err
	}
	if node != text[18:] {
		return Stamp{}, fmt.Errorf("%w: its clock is another node's", ErrDamaged)
	}
	return clock, nil
}

// parseSettings reads the settings, each a register: its stamp is under its name
// in "stamps", and before all others when it is not there.
func parseSettings(o object) ([]other, error) {
	text, _ := o.get("settings")
	settings, err := parseObject(text)
	if err != nil {
		return nil, err
	}
	var listed object
	if text, ok := o.get("stamps"); ok {
		if listed, err = parseObject(text); err != nil {
			return nil, err
		}
	}
	var list []other
	for _, m := range settings.without() {
		s := other{member: m}
		if err := listed.stamp(m.name, &s.stamp); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	sortByName(list)
	return list, nil
}

func parseAccounts(list []byte) ([]*Account, error) {
	texts, err := parseArray(list, maxAccounts)
	if err != nil {
		return nil, err
	}
	accounts := make([]*Account, 0, len(texts))
	members := make(object, 0, len(accountFields)) // used again for each
	for _, text := range texts {
		if members, err = members.parse(text); err != nil {
			return nil, err
		}
		a, err := parseAccount(members)
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, a)
	}
	slices.SortFunc(accounts, byID)
	for i := 1; i < len(accounts); i++ {
		if accounts[i-1].ID == accounts[i].ID {
			return nil, fmt.Errorf("%w: two accounts have one id", ErrDamaged)
		}
	}
	return accounts, nil
}

func byID(a, b *Account) int { return strings.Compare(a.ID, b.ID) }

// text is the document as JSON, members in a fixed order, accounts by id.
func (d document) text() []byte {
	b := make([]byte, 0, 256+384*len(d.accounts))
	b = append(b, '{')
	b = appendNumber(b, "version", version)
	b = appendText(b, "node", fmt.Sprintf("%016x", d.clock.Node))
	b = appendText(b, "clock", d.clock.String())
	if d.seen != 0 {
		b = appendNumber(b, "seen", d.seen)
	}
	b = appendBytes(b, "inbox", d.inbox[:])
	return append(d.appendContent(b), '}')
}

// content is what two copies of a vault that have met have in common.
func (d document) content() []byte {
	b := make([]byte, 0, 256+384*len(d.accounts))
	return append(d.appendContent(append(b, '{')), '}')
}

func (d document) appendContent(b []byte) []byte {
	b = append(appendName(b, "accounts"), '[')
	for i, a := range d.accounts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendAccount(b, a)
	}
	b = append(b, ']')
	b = append(appendName(b, "settings"), '{')
	for _, s := range d.settings {
		b = append(appendName(b, s.name), s.value...)
	}
	b = append(b, '}')
	b = d.appendStamps(b)
	return appendObject(b, d.extra)
}

// appendStamps appends the stamps of the settings that have one.
func (d document) appendStamps(b []byte) []byte {
	if !slices.ContainsFunc(d.settings, func(s other) bool { return s.stamp != Stamp{} }) {
		return b
	}
	b = append(appendName(b, "stamps"), '{')
	for _, s := range d.settings {
		if s.stamp != (Stamp{}) {
			b = appendText(b, s.name, s.stamp.String())
		}
	}
	return append(b, '}')
}

// find returns the place of the account with the id.
func (d document) find(id string) (int, bool) {
	return slices.BinarySearchFunc(d.accounts, id, func(a *Account, id string) int {
		return strings.Compare(a.ID, id)
	})
}
