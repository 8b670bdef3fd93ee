// SPDX-License-Identifier: MIT

// Package vault keeps accounts in one sealed file. FORMAT.md says what every
// byte of it is; in short:
//
//	magic  length  header JSON          nonce  sealed document JSON  checksum
//	8      4       length               24     …  + 16               32
//	└────────── additional data ──────┘        └ XChaCha20-Poly1305  └ SHA-256
//
// The header can be read without a key. It holds a generation that grows with
// every write, a public key that things for a locked vault are sealed to, and
// slots: the ways to the vault key.
//
// Changes are made on a [Vault.Draft], which leaves the vault it was made from
// as it is, so that a write that could not be stored is dropped by dropping the
// draft. What a later version of the format added is kept, also in accounts.
//
// Limits: file 64 MiB, header 1 MiB, 131,072 accounts, 64 slots; times are
// milliseconds since the Unix epoch, 0 to 2^47-1. Nothing is allocated by a
// length that has not been checked against the file's own.
package vault

import (
	"crypto/ecdh"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"inkan/wasm/otp"
)

// MaxTime is the latest time a vault can hold, milliseconds since the epoch.
const MaxTime = maxTime

// ErrUnknown means that no account has the id.
var ErrUnknown = errors.New("vault: no such account")

// Vault is an opened vault. Not for concurrent use.
type Vault struct {
	header
	key      [keySize]byte
	document document
	changed  bool
}

// Create makes an empty vault that is not protected, of generation 0: it has
// never been written.
func Create(random io.Reader, now int64) (*Vault, error) {
	v := new(Vault)
	var node [8]byte
	var id [16]byte
	for _, b := range [][]byte{node[:], id[:], v.key[:], v.document.inbox[:]} {
		if _, err := io.ReadFull(random, b); err != nil {
			return nil, fmt.Errorf("vault: no randomness: %w", err)
		}
	}
	v.document.clock = Stamp{Node: binary.LittleEndian.Uint64(node[:])}.Tick(now)
	v.document.settings = []byte("{}")
	v.public = publicKey(v.document.inbox)
	v.slots = []slot{newOpenSlot(newID(id), v.key)}
	v.changed = true
	return v, nil
}

// publicKey is the X25519 public key (RFC 7748 §6.1) of a private one.
func publicKey(private [32]byte) (public [32]byte) {
	key, err := ecdh.X25519().NewPrivateKey(private[:])
	if err != nil {
		panic("vault: internal error: key size") // unreachable
	}
	copy(public[:], key.PublicKey().Bytes())
	return public
}

// Open opens a file that is not protected. It fails with ErrDamaged, ErrNewer
// or ErrLocked.
func Open(file []byte) (*Vault, error) {
	e, err := parseEnvelope(file)
	if err != nil {
		return nil, err
	}
	v := new(Vault)
	if v.header, err = parseHeader(e.header); err != nil {
		return nil, err
	}
	if v.key, err = v.openKey(); err != nil {
		return nil, err
	}
	text, err := e.open(v.key)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	if v.document, err = parseDocument(text); err != nil {
		return nil, err
	}
	if publicKey(v.document.inbox) != v.public {
		return nil, fmt.Errorf("%w: its public key is not its own", ErrDamaged)
	}
	return v, nil
}

// Generation is that of the file the vault was opened from or last sealed to;
// 0 when there has been none.
func (v *Vault) Generation() int64 { return v.generation }

// Draft returns a copy to change. Content that has been in the trash for 30
// days at the time now is emptied in it.
func (v *Vault) Draft(now int64) *Vault {
	d := *v
	d.changed = false
	d.document.accounts = slices.Clone(v.document.accounts)
	for i, a := range d.document.accounts {
		if a.expired(now) {
			d.document.accounts[i] = a.empty()
		}
	}
	return &d
}

// Changed says that something was changed since the draft was made.
func (v *Vault) Changed() bool { return v.changed }

// Seal writes the vault to a file of the next generation, with randomness of
// which no two files share any. It fails with ErrFull, changing nothing.
func (v *Vault) Seal(random io.Reader) ([]byte, error) {
	if v.generation >= maxGeneration {
		return nil, ErrFull
	}
	h := v.header
	h.generation++
	text := v.document.text()
	defer clear(text)
	file, err := seal(random, v.key, h.text(), text)
	if err != nil {
		return nil, err
	}
	v.header = h
	return file, nil
}

// Abandon notes that draft will not be used. Its file may have reached a disk
// nonetheless, so its stamps are not given out again for other changes.
func (v *Vault) Abandon(draft *Vault) {
	v.document.clock = v.document.clock.Observe(draft.document.clock)
}

// Accounts returns the accounts in the order they are shown: the one added last
// comes first.
func (v *Vault) Accounts() []*Account {
	var live []*Account
	for _, a := range v.document.accounts {
		if a.Live() {
			live = append(live, a)
		}
	}
	slices.SortFunc(live, func(a, b *Account) int {
		if a.Created != b.Created {
			return int(max(-1, min(1, b.Created-a.Created)))
		}
		return strings.Compare(a.ID, b.ID)
	})
	return live
}

// Account returns the account with the id, if there is one and it is live.
func (v *Vault) Account(id string) (*Account, bool) {
	if i, ok := v.document.find(id); ok && v.document.accounts[i].Live() {
		return v.document.accounts[i], true
	}
	return nil, false
}

// Add adds an account. It fails with ErrFull or as otp.Key.Check does.
func (v *Vault) Add(random io.Reader, now int64, site string, key otp.Key) (*Account, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	if len(v.document.accounts) >= maxAccounts {
		return nil, ErrFull
	}
	var id [16]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return nil, fmt.Errorf("vault: no randomness: %w", err)
	}
	a := &Account{ID: newID(id), Created: v.created(now), Site: site, Key: key}
	i, taken := v.document.find(a.ID)
	if taken {
		return nil, errors.New("vault: the randomness repeats itself")
	}
	v.document.accounts = slices.Insert(v.document.accounts, i, a)
	v.stamp(a, now)
	return a, nil
}

// created is the time of creation for an account added now. Accounts added
// within the same moment come to lie a millisecond apart, in their order.
func (v *Vault) created(now int64) int64 {
	const moment = 1000 // more than accounts added at once
	created := bound(now)
	next := created
	for _, a := range v.document.accounts {
		if a.Created >= next && a.Created < created+moment {
			next = bound(a.Created + 1)
		}
	}
	return next
}

// SetKey replaces the key of a live account: its names or its counter. It fails
// with ErrUnknown or as otp.Key.Check does.
func (v *Vault) SetKey(now int64, id string, key otp.Key) (*Account, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	old, ok := v.Account(id)
	if !ok {
		return nil, ErrUnknown
	}
	changed := *old
	changed.Key = key
	return v.replace(now, &changed), nil
}

// Remove moves a live account to the trash and says whether there was one.
func (v *Vault) Remove(now int64, id string) bool {
	old, ok := v.Account(id)
	if !ok {
		return false
	}
	removed := *old
	removed.Deleted = max(1, bound(now))
	v.replace(now, &removed)
	return true
}

// Restore takes an account out of the trash and says whether it was there.
func (v *Vault) Restore(now int64, id string) bool {
	i, ok := v.document.find(id)
	if !ok || v.document.accounts[i].Live() || v.document.accounts[i].emptied {
		return false
	}
	restored := *v.document.accounts[i]
	restored.Deleted = 0
	v.replace(now, &restored)
	return true
}

func (v *Vault) replace(now int64, a *Account) *Account {
	i, _ := v.document.find(a.ID)
	v.document.accounts[i] = a
	v.stamp(a, now)
	return a
}

// stamp marks a as changed now.
func (v *Vault) stamp(a *Account, now int64) {
	v.document.clock = v.document.clock.Tick(now)
	a.Stamp = v.document.clock
	v.changed = true
}

// bound keeps a time within what a vault can hold.
func bound(now int64) int64 { return max(0, min(now, maxTime)) }
