// SPDX-License-Identifier: MIT

package vault

import "slices"

// An account that nobody moved stands where it was created in time, the newest
// first. One that was moved has a rank between those of its neighbours.

const (
	rankUnit = 64        // ranks in a millisecond
	maxRank  = 1<<53 - 1 // no time has a higher one
	rankStep = 1 << 10   // at the top, where nothing is above
	minGap   = 2         // between neighbours that another fits between
)

// rank is where the account stands, the highest first.
func (a *Account) rank() int64 {
	if a.Rank != 0 {
		return a.Rank
	}
	return min(a.Created*rankUnit+1, maxRank)
}

// Move puts a live account right before another in the order they are shown, or
// last when before is "". It fails with ErrUnknown.
func (v *Vault) Move(now int64, id, before string) error {
	moved, ok := v.Account(id)
	if !ok {
		return ErrUnknown
	}
	if id == before {
		return nil
	}
	list := slices.DeleteFunc(v.Accounts(), func(a *Account) bool { return a.ID == id })
	at := len(list)
	if before != "" {
		if at = slices.IndexFunc(list, func(a *Account) bool { return a.ID == before }); at < 0 {
			return ErrUnknown
		}
	}
	if next := slices.IndexFunc(v.Accounts(), func(a *Account) bool { return a.ID == id }); next == at {
		return nil // it is there
	}
	above, below := gap(list, at)
	if above-below < minGap {
		v.spread(now, list)
		if above, below = gap(list, at); above-below < minGap {
			return ErrFull // unreachable: maxAccounts fit many times
		}
	}
	v.setRank(now, moved, below+(above-below)/2)
	return nil
}

// gap is between which ranks the place at of the list is.
func gap(list []*Account, at int) (above, below int64) {
	if at < len(list) {
		below = list[at].rank()
	}
	if at > 0 {
		return list[at-1].rank(), below
	}
	return min(below+rankStep, maxRank+1), below
}

// spread gives all accounts of the list ranks of their own, evenly apart below
// that of the first, and puts the new ones into the list.
func (v *Vault) spread(now int64, list []*Account) {
	step := max(minGap, min(list[0].rank(), maxRank/2)/int64(len(list)+1))
	for i, a := range list {
		list[i] = v.setRank(now, a, step*int64(len(list)-i))
	}
}

func (v *Vault) setRank(now int64, a *Account, rank int64) *Account {
	moved := *a
	moved.Rank = max(1, min(rank, maxRank))
	moved.stamps.rank = v.tick(now)
	return v.replace(&moved)
}
