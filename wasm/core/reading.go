// SPDX-License-Identifier: MIT

package core

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

const (
	maxReadings = 256 // scanned and typed ones pending at once; the oldest is dropped
	maxSite     = 300 // bytes
)

// reading is a key that was scanned, typed or imported and is not an account yet.
type reading struct {
	ref     string
	key     otp.Key
	site    string
	details vault.Details // of an entry of a file
}

// readings are the pending ones. Its zero value is empty and ready to use.
type readings struct {
	list  []reading          // scanned and typed, oldest first
	taken map[string]reading // of parcels, by ref
}

func (r *readings) get(ref string) (reading, bool) {
	if known, ok := r.taken[ref]; ok {
		return known, true
	}
	for _, known := range r.list {
		if known.ref == ref {
			return known, true
		}
	}
	return reading{}, false
}

func (r *readings) add(new reading) {
	if len(r.list) == maxReadings {
		r.list = r.list[1:]
	}
	// A new array each time: what was dropped is not kept reachable by it.
	r.list = append(r.list[:len(r.list):len(r.list)], new)
}

func (r *readings) forget(refs []string) {
	gone := make(map[string]bool, len(refs))
	for _, ref := range refs {
		gone[ref] = true
		delete(r.taken, ref)
	}
	var kept []reading
	for _, known := range r.list {
		if !gone[known.ref] {
			kept = append(kept, known)
		}
	}
	r.list = kept
}

// Kind says what a scanned or typed text is.
type Kind string

// The kinds of readings.
const (
	KindAccount   Kind = "account"   // a valid key, pending under ref
	KindProblem   Kind = "problem"   // a key that was refused, or a text that must not be shown
	KindMigration Kind = "migration" // a transfer code of Google Authenticator
	KindKnownApp  Kind = "known-app" // for one application only; problem.value names it
	KindLink      Kind = "link"      // an http or https address
	KindText      Kind = "text"      // anything else
)

// Values are the kinds that exist.
func (Kind) Values() []string {
	kinds := []Kind{KindAccount, KindProblem, KindMigration, KindKnownApp, KindLink, KindText}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return names
}

// Reading is what is shown of a scanned or typed text.
type Reading struct {
	Kind     Kind        `json:"kind"`
	Ref      string      `json:"ref,omitempty"`      // account
	Account  *Account    `json:"account,omitempty"`  // account: its preview, whose id is the ref
	Code     *Code       `json:"code,omitempty"`     // account: its code now
	Present  string      `json:"present,omitempty"`  // account: id of the account with the same key
	Conflict string      `json:"conflict,omitempty"` // account: id of one with the same names and another key
	Link     string      `json:"link,omitempty"`     // link
	Text     string      `json:"text,omitempty"`     // text: the first 200 characters
	Problem  *door.Error `json:"problem,omitempty"`  // problem, known-app
	Part     *ExportPart `json:"part,omitempty"`     // migration: absent when it is damaged
}

// ExportPart says which transfer code of an export one is.
type ExportPart struct {
	Export int `json:"export"` // the same in all of an export, of 32 bits
	Index  int `json:"index"`  // from 0
	Size   int `json:"size"`   // how many the export takes, at least 1
}

// ReadParams say where and when a symbol was scanned.
type ReadParams struct {
	Now  Millis `json:"now"`
	Site string `json:"site"`           // may be empty
	Part bool   `json:"part,omitempty"` // of a structured append: its text alone does not tell what the whole is
	Text bool   `json:"text,omitempty"` // it was no symbol but text that a person selected: words may follow the key
}

// EnterParams are what was typed beside the secret. Fields that do not belong
// to the type are not looked at: only totp and hotp leave a choice of algorithm
// and digits, only totp has a period to choose, only hotp a counter. What is
// unknown comes back as a problem that names it.
type EnterParams struct {
	Now       Millis `json:"now"`
	Type      string `json:"type"`
	Algorithm string `json:"algorithm,omitempty"`
	Digits    int    `json:"digits,omitempty"`
	Period    int    `json:"period,omitempty"`  // seconds
	Counter   string `json:"counter,omitempty"` // decimal
	Issuer    string `json:"issuer"`
	Account   string `json:"account"`
	Site      string `json:"site"`
}

// RefsParams name pending readings.
type RefsParams struct {
	Refs []string `json:"refs"`
}

// AddParams name the pending readings to become accounts, all of them or, with
// more, the last of them: the ones before come with the next call. The last call
// of them has the file; until it is made every other change is refused.
type AddParams struct {
	Now  Millis   `json:"now"`
	Refs []string `json:"refs"`
	More bool     `json:"more,omitempty"`
}

// Added names the accounts made, and those that were there with the same key.
type Added struct {
	Added   []string `json:"added"`
	Present []string `json:"present"`
}

func (e *Engine) addReadingMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "read", In: "the text of one QR symbol, UTF-8",
		Doc: "Says what a scanned text is, and keeps a key as a pending reading.",
	}, e.read)
	typed.Handle(&e.table, door.Method{
		Name: "enter", In: "the secret as typed, or a whole URI, UTF-8",
		Doc: "Makes a pending reading of a typed key. Of a URI pasted in its place, the parameters count and typed names win.",
	}, e.enter)
	typed.Handle(&e.table, door.Method{
		Name: "add", Out: vaultFile, Writes: true,
		Doc: "Makes accounts of pending readings, which are then forgotten.",
	}, func(p AddParams, _ []byte) (added Added, file []byte, err error) {
		file, err = e.part(int64(p.Now), p.More, func(w *write) (err error) {
			added, err = e.add(w, p)
			return err
		})
		return added, file, err
	})
	query(e, "forget", "Drops pending readings.", e.forget)
}

func (e *Engine) read(p ReadParams, text []byte) (Reading, []byte, error) {
	if err := checkSite(p.Site); err != nil {
		return Reading{}, nil, err
	}
	// The first part of a key's URI may look like all of one, and has another secret or other codes.
	if p.Part {
		return Reading{Kind: KindProblem, Problem: errPart}, nil, nil
	}
	key, warnings, err := otp.Inspect(string(text))
	if err == nil && p.Text {
		err = otp.CheckWords(string(text))
	}
	if err != nil {
		return refused(string(text), err), nil, nil
	}
	r, err := e.keep(p.Now, key, warnings, p.Site)
	return r, nil, err
}

func (e *Engine) enter(p EnterParams, text []byte) (Reading, []byte, error) {
	if err := checkSite(p.Site); err != nil {
		return Reading{}, nil, err
	}
	key, warnings, err := p.key(string(text))
	if err == nil {
		err = key.Check()
	}
	if err != nil {
		return refusedKey(err), nil, nil
	}
	r, err := e.keep(p.Now, key, warnings, p.Site)
	return r, nil, err
}

// key is the key that was typed, with the warnings of its text. A colon is in no secret but in every URI.
func (p EnterParams) key(text string) (otp.Key, []otp.Warning, error) {
	issuer, account := otp.CleanName(p.Issuer), otp.CleanName(p.Account)
	if strings.Contains(text, ":") {
		key, warnings, err := otp.Inspect(text)
		if err == nil {
			err = otp.CheckWords(text)
		}
		if issuer != "" {
			key.Issuer = issuer
		}
		if account != "" {
			key.Account = account
		}
		return key, warnings, err
	}
	key := otp.New(otp.Type(p.Type))
	key.Issuer, key.Account = issuer, account
	if err := p.choose(&key); err != nil {
		return key, nil, err
	}
	var err error
	key.Secret, err = key.Type.ParseSecret(text)
	return key, key.Type.SecretWarnings(text), err
}

// choose puts what was typed into a key. Where a type leaves a choice, nothing
// stands in for what was not chosen.
func (p EnterParams) choose(key *otp.Key) error {
	switch key.Type {
	case otp.TOTP:
		key.Algorithm, key.Digits, key.Period = otp.Algorithm(p.Algorithm), p.Digits, p.Period
	case otp.HOTP:
		key.Algorithm, key.Digits = otp.Algorithm(p.Algorithm), p.Digits
		n, err := counterOf(p.Counter)
		if err != nil {
			return err
		}
		key.Counter = n
	}
	return nil
}

// counterOf reads a counter that was typed; nothing stands in for none.
func counterOf(text string) (uint64, error) {
	if text == "" {
		return 0, &otp.Error{Code: otp.CodeCounterMissing, Field: "counter"}
	}
	return otp.ParseCounter(text)
}

// keep makes a valid key a pending reading, and says what is like it.
func (e *Engine) keep(now Millis, key otp.Key, warnings []otp.Warning, site string) (Reading, error) {
	known, r, err := e.reading(now, key, warnings, site, vault.Details{})
	if err != nil {
		return Reading{}, err
	}
	e.readings.add(known)
	if e.vault != nil {
		r.Present, r.Conflict = compare(e.vault, key)
	}
	return r, nil
}

// reading gives a valid key a ref, and says how it is shown.
func (e *Engine) reading(now Millis, key otp.Key, warnings []otp.Warning, site string, details vault.Details) (reading, Reading, error) {
	var random [16]byte
	if _, err := io.ReadFull(e.random, random[:]); err != nil {
		return reading{}, Reading{}, fmt.Errorf("core: no randomness: %w", err)
	}
	ref := hex.EncodeToString(random[:])
	account, code := newAccount(ref, key, site, int64(now), details, warnings), codeAt(ref, key, now)
	return reading{ref, key, site, details}, Reading{Kind: KindAccount, Ref: ref, Account: &account, Code: &code}, nil
}

// compare finds the account with the same key, or else one whose names look the
// same.
func compare(v *vault.Vault, key otp.Key) (present, conflict string) {
	if a, ok := v.Same(key); ok {
		return a.ID, ""
	}
	if key.Issuer == "" && key.Account == "" {
		return "", ""
	}
	issuer, account := strings.Map(glance, key.Issuer), strings.Map(glance, key.Account)
	for a := range v.Live {
		if looks(a.Key.Issuer, issuer) && looks(a.Key.Account, account) {
			return "", a.ID
		}
	}
	return "", ""
}

// looks says that a name cannot be told at a glance from one that was seen so:
// case, full width and what is still invisible in a clean name do not count.
func looks(name, seen string) bool {
	return strings.EqualFold(strings.Map(glance, name), seen)
}

func glance(r rune) rune {
	switch {
	case '!' <= r && r <= '~': // nearly all there is
		return r
	case !unicode.IsGraphic(r) || unicode.Is(unicode.Variation_Selector, r):
		return -1
	case r >= '\uFF01' && r <= '\uFF5E': // full-width ASCII
		return r - 0xFEE0
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

func (e *Engine) add(w *write, p AddParams) (Added, error) {
	result := Added{[]string{}, []string{}}
	if w.keys == nil {
		w.keys = w.vault.Keys()
	}
	// The one added last is shown first: from the back, so that they are shown in
	// the order of the page.
	for _, ref := range slices.Backward(p.Refs) {
		r, ok := e.readings.get(ref)
		if !ok {
			return Added{}, errReadingUnknown
		}
		if present, ok := w.keys.Same(r.key); ok {
			result.Present = append(result.Present, present.ID)
			continue
		}
		a, err := w.keys.Add(e.random, int64(p.Now), r.site, r.key, r.details)
		if err != nil {
			return Added{}, err
		}
		result.Added = append(result.Added, a.ID)
	}
	slices.Reverse(result.Added)
	slices.Reverse(result.Present)
	w.refs = append(w.refs, p.Refs...)
	w.done = func() { e.readings.forget(w.refs) }
	return result, nil
}

func (e *Engine) forget(p RefsParams) (door.None, error) {
	e.readings.forget(p.Refs)
	return door.None{}, nil
}

// checkSite refuses what is no origin or domain by its looks.
func checkSite(site string) error {
	for _, r := range site {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return &door.Error{Code: door.BadParams, Message: "this field has a character that no site has", Field: "site"}
		}
	}
	if len(site) > maxSite {
		return &door.Error{Code: door.BadParams, Message: "this field is too long", Field: "site"}
	}
	return nil
}
