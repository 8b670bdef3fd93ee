// SPDX-License-Identifier: MIT

package vault

// An account that nobody moved stands where it was created in time, the newest
// first. One that was moved has a rank between those of its neighbours. Pinned
// accounts stand before the others, and among themselves in the same way.

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
// last when before is ""; but no farther than pinned accounts go, or the others.
// It fails with ErrUnknown.
func (v *Vault) Move(now int64, id, before string) error {
	moved, ok := v.Account(id)
	if !ok {
		return ErrUnknown
	}
	if _, ok := v.Account(before); !ok && before != "" {
		return ErrUnknown
	}
	if id == before {
		return nil
	}
	list, was, at := v.peers(moved, before)
	if was == at {
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

// peers are the live accounts that stand together with one, pinned or not, in
// their order and without it: its place among them, and the one before another.
func (v *Vault) peers(moved *Account, before string) (list []*Account, was, at int) {
	at = -1
	for _, a := range v.Accounts() {
		if a.ID == before || at < 0 && moved.Pinned && !a.Pinned {
			at = len(list)
		}
		if a.ID == moved.ID {
			was = len(list)
		} else if a.Pinned == moved.Pinned {
			list = append(list, a)
		}
	}
	if at < 0 {
		at = len(list)
	}
	return list, was, at
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
