// SPDX-License-Identifier: MIT

package vault

import (
	"cmp"
	"slices"
)

// trashTime is how long the content of a removed account is kept at least, in
// milliseconds: 30 days.
const trashTime = 30 * 24 * 60 * 60 * 1000

// maxStep is the most time that counts as passed between two changes: three
// days. A clock that is wrong once, even by years, costs an account in the trash
// no more than that of its 30 days, and one that goes back costs nothing.
const maxStep = 3 * 24 * 60 * 60 * 1000

// sweepTime is how much time has to pass before the time in the trash alone is
// worth a write.
const sweepTime = 24 * 60 * 60 * 1000

// age counts the time since the last change for everything in the trash, and
// empties what has been there for more than trashTime.
func (v *Vault) age(now int64) {
	step := v.step(now)
	for i, a := range v.document.accounts {
		if a.Live() || a.emptied {
			continue
		}
		aged := *a
		aged.Aged = min(aged.Aged+step, maxTime)
		if v.document.accounts[i] = &aged; aged.Aged > trashTime {
			v.document.accounts[i] = aged.empty()
			v.emptied = true
		}
	}
	v.document.seen = bound(now)
}

// Seen is the time of the last change by the wall clock of its computer,
// milliseconds since the Unix epoch; 0: not known.
func (v *Vault) Seen() int64 { return v.document.seen }

// step is the time that counts as passed since the last change.
func (v *Vault) step(now int64) int64 {
	if v.document.seen == 0 {
		return 0
	}
	return max(0, min(bound(now)-v.document.seen, maxStep))
}

// empty is a removed account without its content: a tombstone that remembers
// only that there was one. What is unknown could be a secret and goes too.
func (a *Account) empty() *Account {
	return &Account{ID: a.ID, Created: a.Created, Deleted: a.Deleted, Aged: a.Aged, emptied: true, stamps: all(a.stamps.deleted)}
}

// Sweep makes the draft worth a write if something in it was emptied, or if a
// day or more has passed since the last change for something in the trash.
// since is the vault that the draft was made from.
func (v *Vault) Sweep(since *Vault, now int64) {
	waiting := slices.ContainsFunc(v.document.accounts, func(a *Account) bool { return !a.Live() && !a.emptied })
	if v.emptied || waiting && (since.document.seen == 0 || since.step(now) >= sweepTime) {
		v.changed = true
	}
}

// Trash returns the removed accounts that have their content, the one removed
// last first.
func (v *Vault) Trash() []*Account {
	var trash []*Account
	for _, a := range v.document.accounts {
		if !a.Live() && !a.emptied {
			trash = append(trash, a)
		}
	}
	slices.SortFunc(trash, func(a, b *Account) int { return b.stamps.deleted.Compare(a.stamps.deleted) })
	return trash
}

// Left is the time in milliseconds that a removed account still has.
func (a *Account) Left() int64 { return max(0, trashTime-a.Aged) }

// Remove moves a live account to the trash and says whether there was one.
func (v *Vault) Remove(now int64, id string) bool {
	old, ok := v.Account(id)
	if !ok {
		return false
	}
	removed := *old
	removed.Deleted, removed.Aged = max(1, bound(now)), 0
	removed.stamps.deleted = v.tick(now)
	v.replace(&removed)
	return true
}

// Restore takes an account out of the trash and says whether it was there.
func (v *Vault) Restore(now int64, id string) bool {
	old, ok := v.trashed(id)
	if !ok {
		return false
	}
	restored := *old
	restored.Deleted, restored.Aged = 0, 0
	restored.stamps.deleted = v.tick(now)
	v.replace(&restored)
	return true
}

// Purge empties an account in the trash for good and says whether it was there.
// Content that another copy of the vault still has goes when the two meet.
func (v *Vault) Purge(now int64, id string) bool {
	old, ok := v.trashed(id)
	if !ok {
		return false
	}
	purged := *old
	purged.Aged = maxTime
	purged.stamps.deleted = v.tick(now)
	v.replace(purged.empty())
	return true
}

func (v *Vault) trashed(id string) (*Account, bool) {
	i, ok := v.document.find(id)
	if !ok || v.document.accounts[i].Live() || v.document.accounts[i].emptied {
		return nil, false
	}
	return v.document.accounts[i], true
}

// byOrder sorts accounts as they are shown, the pinned ones first.
func byOrder(a, b *Account) int {
	if a.Pinned != b.Pinned {
		if a.Pinned {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(b.Created, a.Created), cmp.Compare(a.ID, b.ID))
}
