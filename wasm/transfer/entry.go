// SPDX-License-Identifier: MIT

package transfer

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// entry is an account that is being read from a JSON object. The first thing
// that is wrong with it stays in err; what is absent or null is not wrong.
type entry struct {
	object
	key    otp.Key
	detail Detail
	err    error
}

// newEntry reads the object at a position of the file, from 1.
func newEntry(v value, position int) *entry {
	members, ok := v.object()
	e := &entry{object: members, detail: Detail{Position: position}}
	if !ok {
		e.wrong()
	}
	return e
}

func entryDamaged() error     { return newError(CodeEntry, "", nil) }
func entryTypeUnknown() error { return newError(CodeEntryType, "", nil) }

func (e *entry) wrong() { e.refuse(entryDamaged()) }

// refuse keeps an error unless there is one already; nil changes nothing.
func (e *entry) refuse(err error) {
	if e.err == nil {
		e.err = err
	}
}

// within is the entry with the members of one of its objects.
func (e *entry) within(name string) *entry {
	inner := &entry{object: e.object.object(name), key: e.key, detail: e.detail, err: e.err}
	if e.get(name) != nil && e.get(name).kind() != '{' {
		inner.wrong()
	}
	return inner
}

// field gives a string; "" when it is absent, a number as it is written.
func (e *entry) field(name string) string {
	v := e.get(name)
	switch v.kind() {
	case 'n':
		return ""
	case '"':
		return unquote(v)
	case '0':
		return string(v)
	}
	e.wrong()
	return ""
}

// number gives a whole number that may be absent.
func (e *entry) number(name string) (n int64, given bool) {
	v := e.get(name)
	if v == nil {
		return 0, false
	}
	n, ok := v.whole()
	if !ok {
		e.wrong()
	}
	return n, ok
}

// count gives a number that no code depends on: 0 when it is none.
func (e *entry) count(name string) uint64 {
	n, _ := e.get(name).whole()
	return uint64(max(n, 0))
}

// flag gives a member that is true, or "true".
func (e *entry) flag(name string) bool {
	v := string(e.get(name))
	return v == "true" || v == `"true"`
}

// names sets issuer and account as they are shown.
func (e *entry) names(issuer, account string) {
	e.key.Issuer, e.key.Account = cleanName(issuer), cleanName(account)
}

// cleanName keeps a hostile name from taking memory; Check finds it too long.
func cleanName(name string) string {
	return otp.CleanName(name[:min(len(name), otp.MaxURI)])
}

// start makes the key one of this type, with that type's usual parameters.
func (e *entry) start(t otp.Type) {
	usual := otp.New(t)
	usual.Issuer, usual.Account = e.key.Issuer, e.key.Account
	e.key = usual
}

// secret sets the secret in the way of the key's type.
func (e *entry) secret(text string) {
	if e.key.Type == "" {
		return // refused already
	}
	var err error
	if e.key.Secret, err = e.key.Type.ParseSecret(text); err != nil {
		e.refuse(err)
	}
}

// algorithm, digits, period and counter set what the member says. When it is
// absent, algorithm, digits and period stay as they are: the usual ones.

func (e *entry) algorithm(name string) {
	if text := e.field(name); text != "" && e.err == nil {
		var err error
		if e.key.Algorithm, err = otp.ParseAlgorithm(text); err != nil {
			e.refuse(err)
		}
	}
}

// digits of a Steam key are five, whatever a file says.
func (e *entry) digits(name string) {
	if n, given := e.number(name); given && e.key.Type != otp.Steam {
		e.key.Digits = int(min(max(n, math.MinInt32), math.MaxInt32))
	}
}

// period is nothing that a HOTP key has, though some files give it one.
func (e *entry) period(name string) {
	if n, given := e.number(name); given && e.key.Type != otp.HOTP {
		e.key.Period = int(min(max(n, math.MinInt32), math.MaxInt32))
	}
}

// counter must be there for HOTP; other types have none, though some files give
// them one.
func (e *entry) counter(name string) {
	if e.key.Type != otp.HOTP || e.err != nil {
		return
	}
	var err error
	if e.key.Counter, err = otp.ParseCounter(e.field(name)); err != nil {
		e.refuse(err)
	}
}

// put adds the entry to the result: as a key, or as a problem.
func (r *reading) put(e *entry) {
	if e.err != nil {
		r.reject(e.detail.Position, e.key.Issuer, e.key.Account, e.err)
		return
	}
	r.add(e.key, e.detail)
}

// uri sets the key from text that a vault keeps for an account: a link, or a bare
// Base32 secret. issuer and account are the vault's own names.
func (e *entry) uri(text, issuer, account string) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		e.names(issuer, account)
		e.start(otp.TOTP)
		e.secret(text)
		return
	}
	e.link(text, issuer, account)
}

// link sets the key from a link; issuer and account are for one that has none.
func (e *entry) link(text, issuer, account string) {
	key, warnings, err := otp.Inspect(text)
	if err != nil {
		e.names(issuer, account)
		e.refuse(err)
		return
	}
	warnings = steamByIssuer(&key, warnings)
	e.key, e.detail.Warnings = key, warnings
	if key.Issuer == "" {
		e.key.Issuer = cleanName(issuer)
	}
	if key.Account == "" {
		e.key.Account = cleanName(account)
	}
	if e.key.Issuer != "" || e.key.Account != "" {
		e.detail.Warnings = slices.DeleteFunc(warnings, func(w otp.Warning) bool { return w.Code == otp.WarnUnnamed })
	}
}

// site is the host of a web address, "" for anything else.
func site(address string) string {
	if len(address) > otp.MaxURI {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.Hostname()
}

// maxGroups bounds the groups of one entry.
const maxGroups = 64

// texts gives the strings of an array, leaving out what is none, and what is too
// much.
func texts(v value) []string {
	var list []string
	for element := range v.elements() {
		if text, ok := element.text(); ok && text != "" {
			list = append(list, text)
		}
		if len(list) == maxGroups {
			break
		}
	}
	return list
}

// byID maps the id of each object in an array to its name, both strings.
func byID(v value, id, name string) map[string]string {
	found := map[string]string{}
	if v.kind() != '[' {
		return found
	}
	elements, _ := v.list()
	for _, element := range elements {
		if members, ok := element.object(); ok {
			if key := members.get(id); key.kind() == '"' {
				found[unquote(key)] = members.text(name)
			} else if n, ok := key.whole(); ok {
				found[strconv.FormatInt(n, 10)] = members.text(name)
			}
		}
	}
	return found
}

// named gives the names of ids, leaving out what has none.
func named(names map[string]string, ids ...string) []string {
	var list []string
	for _, id := range ids {
		if name := names[id]; name != "" {
			list = append(list, name)
		}
	}
	return list
}
