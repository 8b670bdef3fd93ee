// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
)

// The parts of an account are registers: each has the stamp of its own last
// change, and the later one counts when two vaults meet. Two people's changes to
// different parts of one account are thereby both kept. Parts that make sense
// only together are one register: half of one key and half of another would give
// wrong codes.

// stamps are those of the registers that this version knows.
type stamps struct {
	key     Stamp // type, secret, algorithm, digits, period, counter, pin, extra
	issuer  Stamp // issuer, account
	site    Stamp
	rank    Stamp
	deleted Stamp // deleted, aged
}

// all is the stamps of a change to everything.
func all(s Stamp) stamps { return stamps{s, s, s, s, s} }

// named lists the registers under the names they have in "stamps".
func (s *stamps) named() [4]struct {
	name string
	of   *Stamp
} {
	return [4]struct {
		name string
		of   *Stamp
	}{{"issuer", &s.issuer}, {"site", &s.site}, {"rank", &s.rank}, {"deleted", &s.deleted}}
}

// other is a register that not every account has: one of Details, or a member
// that this version does not know. One that was never set has no stamp, so that
// it loses against every other.
type other struct {
	member       // without a value when it was removed
	stamp  Stamp // of its last change
}

// parseStamps reads the stamps of an account: "stamp" is that of the key, or of
// the deletion when there is no content, and of all that "stamps" does not name.
func (a *Account) parseStamps(o object, unknown object) error {
	text, err := o.text("stamp")
	if err != nil {
		return err
	}
	base, err := parseStamp(text)
	if err != nil {
		return err
	}
	a.stamps = all(base)
	var listed object
	if list, ok := o.get("stamps"); ok {
		if listed, err = parseObject(list); err != nil {
			return err
		}
	}
	for _, register := range a.stamps.named() {
		if err := listed.stamp(register.name, register.of); err != nil {
			return err
		}
	}
	for _, m := range unknown {
		stamp := base
		if err := listed.stamp(m.name, &stamp); err != nil {
			return err
		}
		a.others = append(a.others, other{m, stamp})
	}
	if err := a.parseRemoved(listed); err != nil {
		return err
	}
	sortByName(a.others)
	return nil
}

// sortByName sorts registers. (Unlike slices.SortFunc, sort.Slice is compiled
// once and not for each type, which saves 60 kB of wasm.)
func sortByName(list []other) {
	sort.Slice(list, func(i, j int) bool { return list[i].name < list[j].name })
}

// parseRemoved keeps the stamps of others that are not there.
func (a *Account) parseRemoved(listed object) error {
	for _, m := range listed {
		known := slices.Contains([]string{"issuer", "site", "rank", "deleted", "uses", "used"}, m.name)
		if known || slices.ContainsFunc(a.others, func(o other) bool { return o.name == m.name }) {
			continue
		}
		if slices.Contains(accountFields, m.name) {
			return fmt.Errorf("%w: a stamp of what has none", ErrDamaged)
		}
		removed := other{member: member{name: m.name}}
		if err := listed.stamp(m.name, &removed.stamp); err != nil {
			return err
		}
		a.others = append(a.others, removed)
	}
	return nil
}

// stamp reads the stamp under name into s, if there is one.
func (o object) stamp(name string, s *Stamp) error {
	if _, ok := o.get(name); !ok {
		return nil
	}
	text, err := o.text(name)
	if err != nil {
		return err
	}
	*s, err = parseStamp(text)
	return err
}

// base is the stamp that is written as that of the account.
func (a *Account) base() Stamp {
	if a.emptied {
		return a.stamps.deleted
	}
	return a.stamps.key
}

// appendStamps appends the stamps that differ from the account's.
func (a *Account) appendStamps(b []byte) []byte {
	var listed []byte
	base := a.base()
	add := func(name string, s Stamp) {
		if listed == nil {
			listed = append(listed, '{')
		}
		listed = appendText(listed, name, s.String())
	}
	for _, register := range a.stamps.named() {
		if s := *register.of; s != base && !(a.emptied && register.name != "deleted") {
			add(register.name, s)
		}
	}
	// Numbers that only grow have the stamp before all others for ever: for a
	// version that does not know them all states are of one time.
	if a.Uses != 0 {
		add("uses", Stamp{})
	}
	if a.Used != 0 {
		add("used", Stamp{})
	}
	for _, o := range a.others {
		if o.stamp != base || o.value == nil {
			add(o.name, o.stamp)
		}
	}
	if listed == nil {
		return b
	}
	return append(append(appendName(b, "stamps"), listed...), '}')
}

// Stamp is that of the account's last change.
func (a *Account) Stamp() Stamp {
	last := a.stamps.deleted
	if !a.emptied {
		for _, s := range []Stamp{a.stamps.key, a.stamps.issuer, a.stamps.site, a.stamps.rank} {
			last = later(last, s)
		}
	}
	for _, o := range a.others {
		last = later(last, o.stamp)
	}
	return last
}

func later(a, b Stamp) Stamp {
	if b.Compare(a) > 0 {
		return b
	}
	return a
}

// joinAccount merges two states of one account: register by register the
// greater one in a total order, so that neither the order nor the number of
// merges matters. What has content wins over what has been emptied.
func joinAccount(a, b *Account) *Account {
	if a.emptied != b.emptied {
		if a.emptied {
			a, b = b, a
		}
		b = b.filled(a)
	}
	j := *a
	j.Created = min(a.Created, b.Created)
	if c := compareDeleted(a, b); c < 0 {
		j.Deleted, j.Aged, j.stamps.deleted = b.Deleted, b.Aged, b.stamps.deleted
	}
	if !a.emptied {
		joinContent(&j, a, b)
	}
	j.grow(b.Details)
	j.others = joinOthers(a.others, b.others)
	if err := j.readRegisters(); err != nil {
		panic("vault: internal error: a register is no longer what it was") // unreachable: each was read
	}
	return &j
}

// filled is an emptied account with the content of another, for a merge.
func (a *Account) filled(from *Account) *Account {
	f := *from
	f.Created, f.Deleted, f.Aged, f.stamps.deleted, f.others = a.Created, a.Deleted, a.Aged, a.stamps.deleted, a.others
	return &f
}

// joinContent merges what only an account with content has.
func joinContent(j, a, b *Account) {
	if compareKey(a, b) < 0 {
		names := j.Key
		j.Key, j.stamps.key = b.Key, b.stamps.key
		j.Key.Issuer, j.Key.Account = names.Issuer, names.Account
	}
	if cmp.Or(a.stamps.issuer.Compare(b.stamps.issuer), cmp.Compare(a.Key.Issuer, b.Key.Issuer), cmp.Compare(a.Key.Account, b.Key.Account)) < 0 {
		j.Key.Issuer, j.Key.Account, j.stamps.issuer = b.Key.Issuer, b.Key.Account, b.stamps.issuer
	}
	if cmp.Or(a.stamps.site.Compare(b.stamps.site), cmp.Compare(a.Site, b.Site)) < 0 {
		j.Site, j.stamps.site = b.Site, b.stamps.site
	}
	if cmp.Or(a.stamps.rank.Compare(b.stamps.rank), cmp.Compare(a.Rank, b.Rank)) < 0 {
		j.Rank, j.stamps.rank = b.Rank, b.stamps.rank
	}
}

// compareKey orders two states of a key. A counter only grows, which needs no
// stamp: of the same key the higher counter is the later.
func compareKey(a, b *Account) int {
	if c := a.stamps.key.Compare(b.stamps.key); c != 0 {
		return c
	}
	return cmp.Or(bytes.Compare(material(a), material(b)), cmp.Compare(a.Key.Counter, b.Key.Counter))
}

// material is what a key's codes come from, but for the counter.
func material(a *Account) []byte {
	k := a.Key
	k.Issuer, k.Account, k.Counter = "", "", 0
	return appendKey(nil, k)
}

// compareDeleted orders two states of a deletion. Time in the trash only grows.
func compareDeleted(a, b *Account) int {
	return cmp.Or(
		a.stamps.deleted.Compare(b.stamps.deleted),
		cmp.Compare(a.Deleted, b.Deleted),
		cmp.Compare(a.Aged, b.Aged),
	)
}

// joinOthers merges registers that not every account has. Both are sorted.
func joinOthers(a, b []other) []other {
	var j []other
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].name < b[0].name:
			j, a = append(j, a[0]), a[1:]
		case len(a) == 0 || b[0].name < a[0].name:
			j, b = append(j, b[0]), b[1:]
		default:
			winner := a[0]
			if cmp.Or(a[0].stamp.Compare(b[0].stamp), bytes.Compare(a[0].value, b[0].value)) < 0 {
				winner = b[0]
			}
			j, a, b = append(j, winner), a[1:], b[1:]
		}
	}
	return j
}
