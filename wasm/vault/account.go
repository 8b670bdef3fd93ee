// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/json"
	"fmt"
	"strconv"

	"inkan/wasm/otp"
)

// trashTime is how long the content of a removed account is kept, in
// milliseconds: 30 days.
const trashTime = 30 * 24 * 60 * 60 * 1000

// Account is one account of a vault. Accounts are never changed in place: a
// change makes a new one under the same ID, with a later Stamp.
type Account struct {
	ID      string // 32 hex digits, random, never used again
	Stamp   Stamp  // of the last change
	Created int64  // milliseconds since the Unix epoch
	Site    string // where it was scanned, as given; may be empty
	Key     otp.Key
	Deleted int64 // when it was removed, milliseconds since the Unix epoch; 0: it was not

	emptied bool   // removed and without content: Site and Key are zero
	extra   object // fields this version does not know
}

// Live says that the account has not been removed.
func (a *Account) Live() bool { return a.Deleted == 0 }

// empty is a removed account without its content: a tombstone that remembers
// only that there was one. What is unknown could be a secret and goes too.
func (a *Account) empty() *Account {
	return &Account{ID: a.ID, Stamp: a.Stamp, Created: a.Created, Deleted: a.Deleted, emptied: true}
}

// expired says that the account's content has been in the trash long enough.
func (a *Account) expired(now int64) bool {
	return !a.Live() && !a.emptied && now-a.Deleted > trashTime
}

// accountFields are those that parseAccount reads.
var accountFields = []string{
	"id", "stamp", "created", "deleted", "site", "type", "issuer", "account", "secret",
	"algorithm", "digits", "period", "counter", "pin", "extra",
}

// parseAccount copies what it keeps of its members.
func parseAccount(o object) (_ *Account, err error) {
	a := new(Account)
	if a.ID, err = o.text("id"); err != nil || !isID(a.ID) {
		return nil, fmt.Errorf("%w: an account has no id", ErrDamaged)
	}
	stamp, err := o.text("stamp")
	if err != nil {
		return nil, err
	}
	if a.Stamp, err = parseStamp(stamp); err != nil {
		return nil, err
	}
	if a.Created, err = o.number("created", 0, maxTime); err != nil {
		return nil, err
	}
	if _, deleted := o.get("deleted"); deleted {
		if a.Deleted, err = o.number("deleted", 1, maxTime); err != nil {
			return nil, err
		}
	}
	a.extra = o.without(accountFields...)
	if _, full := o.get("secret"); !full && !a.Live() {
		a.emptied = true
		return a, nil
	}
	if a.Site, err = o.text("site"); err != nil {
		return nil, err
	}
	a.Key, err = parseKey(o)
	return a, err
}

// parseKey reads the fields of a key. Whether they make sense is asked when a
// code is wanted: one impossible account must not cost the others.
func parseKey(o object) (k otp.Key, err error) {
	var kind, algorithm string
	for _, f := range []struct {
		name string
		into *string
	}{{"type", &kind}, {"issuer", &k.Issuer}, {"account", &k.Account}, {"algorithm", &algorithm}} {
		if *f.into, err = o.text(f.name); err != nil {
			return k, err
		}
	}
	k.Type, k.Algorithm = otp.Type(kind), otp.Algorithm(algorithm)
	if k.Secret, err = o.bytes("secret"); err != nil {
		return k, err
	}
	digits, err := o.number("digits", 0, 1<<31-1)
	if err != nil {
		return k, err
	}
	period, err := o.number("period", 0, 1<<31-1)
	if err != nil {
		return k, err
	}
	k.Digits, k.Period = int(digits), int(period)
	if k.Counter, err = parseCounter(o); err != nil {
		return k, err
	}
	if _, given := o.get("pin"); given {
		if k.PIN, err = o.text("pin"); err != nil {
			return k, err
		}
	}
	k.Extra, err = parseExtra(o)
	return k, err
}

// parseCounter reads a counter, which is decimal text because a JSON number
// loses digits in most readers.
func parseCounter(o object) (uint64, error) {
	text, err := o.text("counter")
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || strconv.FormatUint(n, 10) != text {
		return 0, fmt.Errorf("%w: a counter is no number", ErrDamaged)
	}
	return n, nil
}

// parseExtra reads the parameters of a key's URI that were not understood:
// [[NAME, VALUE], …].
func parseExtra(o object) ([]otp.Parameter, error) {
	text, given := o.get("extra")
	if !given {
		return nil, nil
	}
	var pairs [][]string
	if err := json.Unmarshal(text, &pairs); err != nil {
		return nil, errJSON
	}
	var extra []otp.Parameter
	for _, pair := range pairs {
		if len(pair) != 2 {
			return nil, errJSON
		}
		extra = append(extra, otp.Parameter{Name: pair[0], Value: pair[1]})
	}
	return extra, nil
}

// appendAccount appends the JSON of a.
func appendAccount(b []byte, a *Account) []byte {
	b = append(b, '{')
	b = appendText(b, "id", a.ID)
	b = appendText(b, "stamp", a.Stamp.String())
	b = appendNumber(b, "created", a.Created)
	if !a.Live() {
		b = appendNumber(b, "deleted", a.Deleted)
	}
	if !a.emptied {
		b = appendText(b, "site", a.Site)
		b = appendKey(b, a.Key)
	}
	return append(appendObject(b, a.extra), '}')
}

func appendKey(b []byte, k otp.Key) []byte {
	b = appendText(b, "type", string(k.Type))
	b = appendText(b, "issuer", k.Issuer)
	b = appendText(b, "account", k.Account)
	b = appendBytes(b, "secret", k.Secret)
	b = appendText(b, "algorithm", string(k.Algorithm))
	b = appendNumber(b, "digits", int64(k.Digits))
	b = appendNumber(b, "period", int64(k.Period))
	b = appendText(b, "counter", strconv.FormatUint(k.Counter, 10))
	if k.PIN != "" {
		b = appendText(b, "pin", k.PIN)
	}
	if len(k.Extra) == 0 {
		return b
	}
	b = append(appendName(b, "extra"), '[')
	for i, p := range k.Extra {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(append(b, '['), p.Name), ',')
		b = append(appendString(b, p.Value), ']')
	}
	return append(b, ']')
}
