// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/hex"
	"encoding/json"
	"strconv"

	"inkan/wasm/otp"
)

// SheetEntry is what is shown of an account where it is to be read by people:
// on paper, and on the screen when it is asked for.
type SheetEntry struct {
	URI     string   `json:"uri"` // of otp.Key.URI, for a QR code
	Issuer  string   `json:"issuer"`
	Account string   `json:"account"`
	Secret  []string `json:"secret"` // in Base32, of MOTP in hexadecimal: four characters each, the last one to four
	Type    otp.Type `json:"type"`

	// What is not as the type usually has it; absent where it is.
	Algorithm otp.Algorithm `json:"algorithm,omitempty"`
	Digits    int           `json:"digits,omitempty"`
	Period    int           `json:"period,omitempty"`  // seconds
	Counter   string        `json:"counter,omitempty"` // of the next code, decimal; always there for HOTP
}

// Sheet writes a JSON array with a SheetEntry for each key, in their order. It
// holds the secrets in the clear; what it cannot carry is what Text cannot.
func Sheet(keys []otp.Key) []byte {
	entries := make([]SheetEntry, len(keys))
	for i, key := range keys {
		entries[i] = sheetEntry(key)
	}
	data, err := json.Marshal(entries)
	if err != nil {
		panic("transfer: internal error: strings and numbers are always JSON")
	}
	return data
}

func sheetEntry(key otp.Key) SheetEntry {
	usual := otp.New(key.Type)
	e := SheetEntry{URI: key.URI(), Issuer: key.Issuer, Account: key.Account, Secret: inFours(secretText(key)), Type: key.Type}
	if key.Algorithm != usual.Algorithm {
		e.Algorithm = key.Algorithm
	}
	if key.Digits != usual.Digits {
		e.Digits = key.Digits
	}
	if key.Period != usual.Period {
		e.Period = key.Period
	}
	if key.Type == otp.HOTP {
		e.Counter = strconv.FormatUint(key.Counter, 10)
	}
	return e
}

// secretText is what a person types into another authenticator.
func secretText(key otp.Key) string {
	if key.Type == otp.MOTP {
		return hex.EncodeToString(key.Secret)
	}
	return otp.FormatSecret(key.Secret)
}

// inFours cuts ASCII into groups that an eye can keep.
func inFours(text string) []string {
	groups := []string{}
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return append(groups, text)
}
