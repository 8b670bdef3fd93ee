// SPDX-License-Identifier: MIT

// Package parcel is how accounts travel from transfer.wasm, which reads files
// of anybody's making and never sees the vault, to vault.wasm: as one byte
// buffer, which JavaScript passes on without looking into it.
package parcel

import (
	"encoding/json"
	"errors"
)

// Max is how many accounts a parcel may hold, and all parcels whose accounts are
// neither added nor forgotten yet.
const Max = 50_000

// Portion is how many accounts of a file go into one parcel: vault.wasm, on
// whose thread pages wait, takes them within a few milliseconds.
const Portion = 50

// Entry is one account.
type Entry struct {
	URI    string   `json:"uri"`              // of otp.Key.URI: it holds the secret
	Site   string   `json:"site,omitempty"`   // host that the account is bound to
	Groups []string `json:"groups,omitempty"` // names
	Note   string   `json:"note,omitempty"`   // may hold recovery codes: it is a secret too
	Pinned bool     `json:"pinned,omitempty"`
	Sites  []string `json:"sites,omitempty"`  // more hosts that the account is bound to
	Spares []Spare  `json:"spares,omitempty"` // recovery codes, secrets too
	Mark   string   `json:"mark,omitempty"`   // icon that was chosen by name: "letter", "service:" and a name
	Icon   []byte   `json:"icon,omitempty"`   // PNG, on the way out; those of a file that is read come beside the parcel
	Uses   uint64   `json:"uses,omitempty"`   // how often a code was copied or shown
	Used   int64    `json:"used,omitempty"`   // when last, milliseconds since the Unix epoch

	Warnings []Warning `json:"warnings,omitempty"` // of the text that the key was read from
}

// Spare is a recovery code.
type Spare struct {
	Code string `json:"code"`
	Used int64  `json:"used,omitempty"` // when it was checked off, milliseconds since the Unix epoch; 0: it was not
}

// Warning is an otp.Warning.
type Warning struct {
	Code  string `json:"code"`
	Value string `json:"value,omitempty"`
}

var errParcel = errors.New("parcel: not what Pack makes")

// Pack makes one buffer of entries.
func Pack(entries []Entry) []byte {
	data, err := json.Marshal(entries)
	if err != nil {
		panic("parcel: internal error: strings are always JSON")
	}
	return data
}

// Unpack gives back what Pack was given, or an error for other bytes.
func Unpack(data []byte) ([]Entry, error) {
	var entries []Entry
	if err := json.Unmarshal(data, &entries); err != nil || len(entries) > Max {
		return nil, errParcel // what is wrong with it may hold a secret
	}
	return entries, nil
}
