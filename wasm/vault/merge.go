// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
)

// Merge brings everything that other has into v. It is commutative, associative
// and idempotent in what the two then hold: accounts, also removed ones, and
// between copies under one vault key also settings: a file from elsewhere says
// nothing about how this vault is kept. The copy's own identity, its keys and
// ways in stay v's. It fails with ErrFull, and with ErrDamaged when other comes
// from after the end of time, changing nothing.
func (v *Vault) Merge(other *Vault) error {
	accounts := joinAccounts(v.document.accounts, other.document.accounts)
	if len(accounts) > maxAccounts {
		return ErrFull
	}
	// Stamps go on from the latest that was ever seen. One that no clock could
	// have given would soon leave none to give, and a file that nobody can read.
	if other.document.clock.Time > maxTime {
		return fmt.Errorf("%w: its stamps are out of range", ErrDamaged)
	}
	before := v.document.content()
	v.document.accounts = accounts
	if v.key == other.key {
		v.document.settings = joinOthers(v.document.settings, other.document.settings)
		v.document.extra = joinExtra(v.document.extra, other.document.extra)
	}
	v.document.clock = v.document.clock.Observe(other.document.clock)
	after := v.document.content()
	v.changed = v.changed || !bytes.Equal(before, after)
	clear(before)
	clear(after)
	return nil
}

// joinAccounts merges two lists that are sorted by id.
func joinAccounts(a, b []*Account) []*Account {
	j := make([]*Account, 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		switch c := byID(a[0], b[0]); {
		case c < 0:
			j, a = append(j, a[0]), a[1:]
		case c > 0:
			j, b = append(j, b[0]), b[1:]
		default:
			j, a, b = append(j, joinAccount(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(j, a...), b...)
}

// joinExtra merges members of the document that this version does not know:
// they have no stamps, and of two the greater text stays.
func joinExtra(a, b object) object {
	j := slices.Clone(a)
	for _, m := range b {
		i := slices.IndexFunc(j, func(other member) bool { return other.name == m.name })
		switch {
		case i < 0:
			j = append(j, m)
		case bytes.Compare(j[i].value, m.value) < 0:
			j[i] = m
		}
	}
	sort.Slice(j, func(a, b int) bool { return j[a].name < j[b].name })
	return j
}

// Revert brings the accounts back to what they were in another state of the same
// vault, as changes made now: what is merged later goes on from there. Accounts
// that were made since go to the trash, what was emptied since comes back, and
// counters stay where they are.
func (v *Vault) Revert(now int64, to *Vault) error {
	for _, a := range v.Accounts() {
		if _, was := to.Account(a.ID); !was {
			v.Remove(now, a.ID)
		}
	}
	for _, old := range to.Accounts() {
		i, known := v.document.find(old.ID)
		if !known && len(v.document.accounts) >= maxAccounts {
			return ErrFull
		}
		if !known {
			v.document.accounts = slices.Insert(v.document.accounts, i, v.again(now, old, old))
			v.changed = true
			continue
		}
		if current := v.document.accounts[i]; !sameContent(current, old) {
			v.replace(v.again(now, current, old))
		}
	}
	return nil
}

// Return brings one account back to a state that it had in this vault, as a
// change made now; its counter stays where it is. It says whether the account is
// still known.
func (v *Vault) Return(now int64, to *Account) bool {
	i, known := v.document.find(to.ID)
	if known && !sameContent(v.document.accounts[i], to) {
		v.replace(v.again(now, v.document.accounts[i], to))
	}
	return known
}

// again is the content of old as a change of current made now.
func (v *Vault) again(now int64, current, old *Account) *Account {
	a := *old
	a.Created, a.Deleted, a.Aged = current.Created, 0, 0
	a.grow(current.Details)
	if bytes.Equal(material(current), material(old)) {
		a.Key.Counter = max(a.Key.Counter, current.Key.Counter)
	}
	stamp := v.tick(now)
	a.stamps = all(stamp)
	a.others = nil
	for _, o := range joinOthers(old.others, current.others) {
		i := slices.IndexFunc(old.others, func(was other) bool { return was.name == o.name })
		o.value = nil
		if i >= 0 {
			o.value = old.others[i].value
		}
		o.stamp = stamp
		a.others = append(a.others, o)
	}
	return &a
}

// sameContent says that two states of an account show the same.
func sameContent(a, b *Account) bool {
	return a.Live() && b.Live() && a.Site == b.Site && a.Rank == b.Rank &&
		cmp.Or(cmp.Compare(a.Key.Issuer, b.Key.Issuer), cmp.Compare(a.Key.Account, b.Key.Account), bytes.Compare(material(a), material(b))) == 0 &&
		slices.EqualFunc(set(a.others), set(b.others), func(a, b other) bool { return a.name == b.name && bytes.Equal(a.value, b.value) })
}

// set is the registers that were not removed.
func set(list []other) []other {
	var held []other
	for _, o := range list {
		if o.value != nil {
			held = append(held, o)
		}
	}
	return held
}
