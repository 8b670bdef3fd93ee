// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/json"
	"fmt"
	"strconv"

	"inkan/wasm/otp"
)

// Account is one account of a vault. Accounts are never changed in place: a
// change makes a new one under the same ID, with a later stamp.
type Account struct {
	ID      string // 32 hex digits, random, never used again
	Created int64  // milliseconds since the Unix epoch
	Site    string // where it was scanned, as given; may be empty
	Key     otp.Key
	Rank    int64 // where it is shown, the highest first, 1–maxRank; 0: by when it was created
	Deleted int64 // when it was removed, milliseconds since the Unix epoch; 0: it was not
	Aged    int64 // milliseconds it has been seen in the trash
	Details

	emptied bool // removed and without content: Site, Key, Rank and Details are zero
	stamps  stamps
	others  []other // the registers of Details and members this version does not know, by name
}

// newAccount is an account that was never changed, without stamps.
func newAccount(id string, created int64, site string, key otp.Key) *Account {
	return &Account{ID: id, Created: created, Site: site, Key: key}
}

// Live says that the account has not been removed, or was changed elsewhere by
// somebody who did not know and later than that.
func (a *Account) Live() bool {
	if a.emptied {
		return false
	}
	if a.Deleted == 0 {
		return true
	}
	last := later(later(a.stamps.key, a.stamps.issuer), a.stamps.site)
	for _, o := range a.others {
		last = later(last, o.stamp)
	}
	return last.Compare(a.stamps.deleted) > 0
}

// accountFields are those that parseAccount reads.
var accountFields = []string{
	"id", "stamp", "stamps", "created", "deleted", "aged", "rank", "site", "type", "issuer", "account", "secret",
	"algorithm", "digits", "period", "counter", "pin", "extra", "uses", "used",
}

// Numbers that only grow are written in so many hex digits, like the time in a
// stamp: a version that does not know them keeps the greater text.
const (
	usesDigits = 16
	usedDigits = 12
)

// parseAccount copies what it keeps of its members.
func parseAccount(o object) (_ *Account, err error) {
	a := new(Account)
	if a.ID, err = o.text("id"); err != nil || !isID(a.ID) {
		return nil, fmt.Errorf("%w: an account has no id", ErrDamaged)
	}
	if a.Created, err = o.number("created", 0, maxTime); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name  string
		into  *int64
		least int64
		most  int64
	}{{"deleted", &a.Deleted, 1, maxTime}, {"aged", &a.Aged, 1, maxTime}, {"rank", &a.Rank, 1, maxRank}} {
		if _, given := o.get(f.name); given {
			if *f.into, err = o.number(f.name, f.least, f.most); err != nil {
				return nil, err
			}
		}
	}
	if err := a.parseStamps(o, o.without(accountFields...)); err != nil {
		return nil, err
	}
	if err := a.readRegisters(); err != nil {
		return nil, err
	}
	if _, full := o.get("secret"); !full && a.Deleted != 0 {
		a.emptied = true
		return a, nil
	}
	if a.Uses, err = o.hex("uses", usesDigits, 1, 1<<64-1); err != nil {
		return nil, err
	}
	used, err := o.hex("used", usedDigits, 1, maxTime)
	if err != nil {
		return nil, err
	}
	a.Used = int64(used)
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
	b = appendText(b, "stamp", a.base().String())
	b = a.appendStamps(b)
	b = appendNumber(b, "created", a.Created)
	for _, f := range []struct {
		name  string
		value int64
	}{{"deleted", a.Deleted}, {"aged", a.Aged}, {"rank", a.Rank}} {
		if f.value != 0 {
			b = appendNumber(b, f.name, f.value)
		}
	}
	if !a.emptied {
		b = appendText(b, "site", a.Site)
		b = appendKey(b, a.Key)
	}
	if a.Uses != 0 {
		b = appendDigits(b, "uses", a.Uses, usesDigits)
	}
	if a.Used != 0 {
		b = appendDigits(b, "used", uint64(a.Used), usedDigits)
	}
	for _, o := range a.others {
		if o.value != nil {
			b = append(appendName(b, o.name), o.value...)
		}
	}
	return append(b, '}')
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
