// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// maxAccounts bounds the accounts of one vault, removed ones included.
const maxAccounts = 1 << 17

// document is what a vault file seals.
type document struct {
	clock    Stamp      // of the last change; its node is this copy of the vault
	inbox    [32]byte   // X25519 private key of the header's public key
	accounts []*Account // by ID, also removed ones
	settings json.RawMessage
	extra    object // fields this version does not know
}

var documentFields = []string{"version", "node", "clock", "inbox", "accounts", "settings"}

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
	settings, _ := o.get("settings")
	if _, err := parseObject(settings); err != nil {
		return d, err
	}
	d.settings = append(json.RawMessage(nil), settings...)
	list, _ := o.get("accounts")
	if d.accounts, err = parseAccounts(list); err != nil {
		return d, err
	}
	d.extra = o.without(documentFields...)
	return d, nil
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
	b = appendBytes(b, "inbox", d.inbox[:])
	b = append(appendName(b, "accounts"), '[')
	for i, a := range d.accounts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendAccount(b, a)
	}
	b = append(b, ']')
	b = append(appendName(b, "settings"), d.settings...)
	return append(appendObject(b, d.extra), '}')
}

// find returns the place of the account with the id.
func (d document) find(id string) (int, bool) {
	return slices.BinarySearchFunc(d.accounts, id, func(a *Account, id string) int {
		return strings.Compare(a.ID, id)
	})
}
