// SPDX-License-Identifier: MIT

package vault

import (
	"hash/maphash"
	"io"

	"inkan/wasm/otp"
)

// Keys finds accounts by their keys, of a vault as it was when the index was
// made and as it became through the index: for many questions in a row, where
// each Vault.Same would look at every account.
type Keys struct {
	vault  *Vault
	seed   maphash.Seed
	bySeal map[uint64][]*Account // by a hash of the secret, which tells nothing of it
	next   int64                 // time of creation of the next account added; 0: not known yet
}

// Keys makes the index. It holds the accounts of the vault, not copies.
func (v *Vault) Keys() *Keys {
	k := &Keys{vault: v, seed: maphash.MakeSeed(), bySeal: make(map[uint64][]*Account, len(v.document.accounts))}
	for a := range v.Live {
		k.note(a)
	}
	return k
}

func (k *Keys) hash(key otp.Key) uint64 { return maphash.Bytes(k.seed, key.Secret) }

func (k *Keys) note(a *Account) {
	hash := k.hash(a.Key)
	k.bySeal[hash] = append(k.bySeal[hash], a)
}

// Same is Vault.Same.
func (k *Keys) Same(key otp.Key) (*Account, bool) {
	for _, a := range k.bySeal[k.hash(key)] {
		if a.Key.Same(key) {
			return a, true
		}
	}
	return nil, false
}

// Add is Vault.Add of an account with details, which fails as Details.Check
// does, too; all accounts that are added through one index are added at
// the same now, and shown in the order in which they were.
func (k *Keys) Add(random io.Reader, now int64, site string, key otp.Key, d Details) (*Account, error) {
	if k.next == 0 {
		k.next = k.vault.created(now)
	}
	a, err := k.vault.add(random, now, k.next, site, key, d)
	if err != nil {
		return nil, err
	}
	k.next = bound(k.next + 1)
	k.note(a)
	return a, nil
}

// Twins are the live accounts that share a key with another, whatever their names
// and counters: two or more in each list, no list in an order.
func (k *Keys) Twins() [][]*Account {
	var all [][]*Account
	for _, rest := range k.bySeal {
		for len(rest) > 1 {
			twins, others := rest[:1:1], []*Account(nil)
			for _, a := range rest[1:] {
				if a.Key.Same(rest[0].Key) {
					twins = append(twins, a)
				} else {
					others = append(others, a)
				}
			}
			if rest = others; len(twins) > 1 {
				all = append(all, twins)
			}
		}
	}
	return all
}
