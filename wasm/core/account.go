// SPDX-License-Identifier: MIT

package core

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

// Millis is a time: whole milliseconds since the Unix epoch.
type Millis int64

var errTime = errors.New("core: a time is out of range")

// UnmarshalJSON refuses times that no vault can hold. Those before 1970 pass:
// what they make impossible has an error of its own.
func (m *Millis) UnmarshalJSON(text []byte) error {
	var n int64
	if err := json.Unmarshal(text, &n); err != nil {
		return err
	}
	if n > vault.MaxTime || n < -vault.MaxTime {
		return errTime
	}
	*m = Millis(n)
	return nil
}

func (m Millis) time() time.Time { return time.UnixMilli(int64(m)) }

// Type says how codes come about.
type Type string

// Values are the types that exist.
func (Type) Values() []string {
	return []string{string(otp.TOTP), string(otp.HOTP), string(otp.Steam), string(otp.MOTP), string(otp.Yandex)}
}

// Algorithm is the hash that codes are made with.
type Algorithm string

// Values are the algorithms that exist.
func (Algorithm) Values() []string {
	return []string{string(otp.SHA1), string(otp.SHA256), string(otp.SHA512), string(otp.MD5)}
}

// Account is what is shown of an account, or of a pending reading.
type Account struct {
	ID        string    `json:"id"` // or the ref of the reading
	Issuer    string    `json:"issuer"`
	Account   string    `json:"account"`
	Type      Type      `json:"type"`
	Algorithm Algorithm `json:"algorithm"`
	Digits    int       `json:"digits"`
	Period    int       `json:"period,omitempty"`  // seconds; absent for hotp
	Counter   string    `json:"counter,omitempty"` // of the next code, decimal; only for hotp
	Site      string    `json:"site"`
	Sites     []string  `json:"sites,omitempty"`  // bound to it beside site
	Added     int64     `json:"added"`            // milliseconds since the Unix epoch
	Groups    []string  `json:"groups,omitempty"` // names
	Noted     bool      `json:"noted,omitempty"`  // it has a note, which the method note gives
	Pinned    bool      `json:"pinned,omitempty"` // it stands before those that are not
	Uses      int64     `json:"uses,omitempty"`   // how often its code was used, at most 2^53-1
	Used      int64     `json:"used,omitempty"`   // when last, milliseconds since the Unix epoch; absent: not known
	Spares    int       `json:"spares,omitempty"` // recovery codes it has, which the method spares gives
	Left      int       `json:"left,omitempty"`   // of these, those not checked off
	Mark      string    `json:"mark,omitempty"`   // icon that was chosen: "letter", "service:" and a name, "picture:" and a word for which one
	Warnings  []Warning `json:"warnings,omitempty"`
}

// Warning is something unusual about a key that is accepted.
type Warning struct {
	Code  WarningCode `json:"code"`
	Value string      `json:"value,omitempty"` // issuer-mismatch: the name that is left out
}

// WarningCode says what is unusual; otp.WarningCode.
type WarningCode string

// Values are the codes that exist.
func (WarningCode) Values() (names []string) {
	for _, code := range otp.WarningCodes() {
		names = append(names, string(code))
	}
	return names
}

// warningsOf are those that a key shows, and those of the text that it was read
// from, of a reading: text.
func warningsOf(key otp.Key, text []otp.Warning) (list []Warning) {
	for _, w := range text {
		if !w.Code.OfKey() {
			list = append(list, newWarning(w))
		}
	}
	for _, w := range key.Warnings() {
		list = append(list, newWarning(w))
	}
	return list
}

func newWarning(w otp.Warning) Warning {
	if w.Code != otp.WarnIssuerMismatch || maySecret(w.Value) {
		w.Value = ""
	}
	return Warning{WarningCode(w.Code), w.Value}
}

func accountOf(a *vault.Account) Account {
	shown := newAccount(a.ID, a.Key, a.Site, a.Created, a.Details, nil)
	if a.Icon != "" {
		shown.Mark = markOf(a.Icon, a.IconStamp().String())
	}
	return shown
}

func newAccount(id string, key otp.Key, site string, added int64, details vault.Details, text []otp.Warning) Account {
	return Account{
		ID: id, Issuer: key.Issuer, Account: key.Account, Type: Type(key.Type), Algorithm: Algorithm(key.Algorithm),
		Digits: key.Digits, Period: key.Period, Counter: counter(key), Site: site, Added: added,
		Groups: details.Groups, Noted: details.Note != "", Pinned: details.Pinned, Sites: details.Sites,
		Uses: int64(min(details.Uses, 1<<53-1)), Used: details.Used, Spares: len(details.Spares), Left: unused(details.Spares),
		Mark: markOf(details.Icon, id), Warnings: warningsOf(key, text),
	}
}

// unused is how many recovery codes are not checked off.
func unused(spares []vault.Spare) (n int) {
	for _, s := range spares {
		if s.Used == 0 {
			n++
		}
	}
	return n
}

// counter is the counter of an HOTP key as decimal text: a JavaScript number
// could not hold it. It is "" for other keys.
func counter(key otp.Key) string {
	if key.Type != otp.HOTP {
		return ""
	}
	return strconv.FormatUint(key.Counter, 10)
}

// Code is what is shown of an account's code at a time.
type Code struct {
	ID      string      `json:"id"`
	Code    string      `json:"code"`              // "" for hotp, whose codes only next shows, and with a problem
	Next    string      `json:"next,omitempty"`    // the code from until on; absent for hotp
	From    int64       `json:"from,omitempty"`    // when the code began, milliseconds since the Unix epoch
	Until   int64       `json:"until,omitempty"`   // when it ends
	Counter string      `json:"counter,omitempty"` // hotp: of this code, or of the next one when there is no code
	Problem *door.Error `json:"problem,omitempty"` // why there is no code
}

// codeAt is the code shown of a key, of HOTP the counter alone.
func codeAt(id string, key otp.Key, now Millis) Code {
	if key.Type == otp.HOTP {
		return Code{ID: id, Counter: counter(key)}
	}
	code, err := key.Code(now.time())
	if err != nil {
		return Code{ID: id, Problem: problem(err)}
	}
	from, until := key.Window(now.time())
	next, err := key.Code(until)
	if err != nil {
		return Code{ID: id, Problem: problem(err)}
	}
	return Code{ID: id, Code: code, Next: next, From: from.UnixMilli(), Until: until.UnixMilli()}
}

// CodesParams ask for codes of accounts and of pending readings.
type CodesParams struct {
	Now Millis   `json:"now"`
	IDs []string `json:"ids"`
}

// NextParams ask for the next code of an HOTP account.
type NextParams struct {
	Now Millis `json:"now"`
	ID  string `json:"id"`
}

func (p NextParams) at() int64 { return int64(p.Now) }

// EditParams give an account other names; one that is not said stays.
type EditParams struct {
	Now     Millis  `json:"now"`
	ID      string  `json:"id"`
	Issuer  *string `json:"issuer,omitempty"`
	Account *string `json:"account,omitempty"`
}

func (p EditParams) at() int64 { return int64(p.Now) }

// IDsParams name accounts to change.
type IDsParams struct {
	Now Millis   `json:"now"`
	IDs []string `json:"ids"`
}

func (p IDsParams) at() int64 { return int64(p.Now) }

// each changes one account after the other, and returns the ids of those that
// were there to be changed.
func (p IDsParams) each(change func(now int64, id string) bool) []string {
	changed := []string{}
	for _, id := range p.IDs {
		if change(p.at(), id) {
			changed = append(changed, id)
		}
	}
	return changed
}

// Removed names the accounts that are in the trash now.
type Removed struct {
	Removed []string `json:"removed"`
}

// Restored names the accounts that are back.
type Restored struct {
	Restored []string `json:"restored"`
}

func (e *Engine) addAccountMethods() {
	query(e, "accounts", "All accounts in the order they are shown: the pinned ones, then the one added last first.", e.accounts)
	query(e, "codes", "The codes of accounts and of pending readings, in the order asked for. An id that is neither is left out.", e.codes)
	mutation(e, "next", "The next code of a hotp account, whose counter moves on.", e.next)
	mutation(e, "edit", "Changes the names of an account.", e.edit)
	mutation(e, "remove", "Moves accounts to the trash, where their content stays for 30 days. An id that is none is left out.", e.remove)
	mutation(e, "restore", "Takes accounts out of the trash. An id that is not there is left out.", e.restore)
}

func (e *Engine) accounts(door.None) ([]Account, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	live := v.Accounts()
	list := make([]Account, len(live))
	for i, a := range live {
		list[i] = accountOf(a)
	}
	return list, nil
}

func (e *Engine) codes(p CodesParams) ([]Code, error) {
	codes := make([]Code, 0, len(p.IDs))
	for _, id := range p.IDs {
		if key, ok := e.key(id); ok {
			codes = append(codes, codeAt(id, key, p.Now))
		}
	}
	return codes, nil
}

// key returns the key of an account or of a pending reading.
func (e *Engine) key(id string) (otp.Key, bool) {
	if e.vault != nil {
		if a, ok := e.vault.Account(id); ok {
			return a.Key, true
		}
	}
	r, ok := e.readings.get(id)
	return r.key, ok
}

func (e *Engine) next(w *write, p NextParams) (Code, error) {
	a, ok := w.vault.Account(p.ID)
	switch {
	case !ok:
		return Code{}, errAccountUnknown
	case a.Key.Type != otp.HOTP:
		return Code{}, errNoCounter
	}
	code, err := a.Key.Code(p.Now.time())
	if err != nil {
		return Code{}, err
	}
	moved, err := a.Key.Next()
	if err != nil {
		return Code{}, err
	}
	if _, err := w.vault.SetKey(p.at(), a.ID, moved); err != nil {
		return Code{}, err
	}
	return Code{ID: a.ID, Code: code, Counter: counter(a.Key)}, nil
}

func (e *Engine) edit(w *write, p EditParams) (Account, error) {
	a, ok := w.vault.Account(p.ID)
	if !ok {
		return Account{}, errAccountUnknown
	}
	key := a.Key
	if p.Issuer != nil {
		key.Issuer = otp.CleanName(*p.Issuer)
	}
	if p.Account != nil {
		key.Account = otp.CleanName(*p.Account)
	}
	if key.Issuer != a.Key.Issuer || key.Account != a.Key.Account {
		var err error
		if a, err = w.vault.SetKey(p.at(), a.ID, key); err != nil {
			return Account{}, err
		}
	}
	return accountOf(a), nil
}

func (e *Engine) remove(w *write, p IDsParams) (Removed, error) {
	return Removed{p.each(w.vault.Remove)}, nil
}

func (e *Engine) restore(w *write, p IDsParams) (Restored, error) {
	return Restored{p.each(w.vault.Restore)}, nil
}
