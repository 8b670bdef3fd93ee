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
// slots: the ways to the vault key. [Lock] reads that much; a password, passkey
// or recovery key then opens the rest.
//
// Changes are made on a [Vault.Draft], which leaves the vault it was made from
// as it is, so that a write that could not be stored is dropped by dropping the
// draft. What a later version of the format added is kept, also in accounts.
//
// Two copies of a vault that were changed apart are brought together by
// [Vault.Merge], in any order, and nothing is lost.
//
// Limits: file 64 MiB, header 1 MiB, 131,072 accounts, 64 slots; times are
// milliseconds since the Unix epoch, 0 to 2^47-1. Nothing is allocated by a
// length that has not been checked against the file's own.
package vault

import (
	"bytes"
	"crypto/ecdh"
	"encoding/binary"
	"encoding/json"
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
	former   [keySize]byte // before it became another; zero when it never did
	document document
	changed  bool
	emptied  bool // something in the trash was, when the draft was made
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
	v.document.seen = bound(now)
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

// Draft returns a copy to change. In it, content that has been in the trash for
// 30 days is emptied; how that is counted says the file trash.go.
func (v *Vault) Draft(now int64) *Vault {
	d := *v
	d.changed, d.emptied = false, false
	d.document.accounts = slices.Clone(v.document.accounts)
	d.document.settings = slices.Clone(v.document.settings)
	d.age(now)
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
// comes first, unless somebody moved it.
func (v *Vault) Accounts() []*Account {
	var live []*Account
	for _, a := range v.document.accounts {
		if a.Live() {
			live = append(live, a)
		}
	}
	slices.SortFunc(live, byOrder)
	return live
}

// Live calls yield with each account that is shown, in no order, until it
// returns false.
func (v *Vault) Live(yield func(*Account) bool) {
	for _, a := range v.document.accounts {
		if a.Live() && !yield(a) {
			return
		}
	}
}

// Same finds a live account with this key, whatever its names and counter.
func (v *Vault) Same(key otp.Key) (*Account, bool) {
	for a := range v.Live {
		if a.Key.Same(key) {
			return a, true
		}
	}
	return nil, false
}

// Account returns the account with the id, if there is one and it is live.
func (v *Vault) Account(id string) (*Account, bool) {
	if i, ok := v.document.find(id); ok && v.document.accounts[i].Live() {
		return v.document.accounts[i], true
	}
	return nil, false
}

// Stamp is that of the last change of an account, whether it is live or not; it
// says whether there is one. A counter that grew, and time in the trash, is none.
func (v *Vault) Stamp(id string) (Stamp, bool) {
	i, known := v.document.find(id)
	if !known {
		return Stamp{}, false
	}
	return v.document.accounts[i].Stamp(), true
}

// Add adds an account. It fails with ErrFull or as otp.Key.Check does.
func (v *Vault) Add(random io.Reader, now int64, site string, key otp.Key) (*Account, error) {
	return v.add(random, now, v.created(now), site, key, Details{})
}

func (v *Vault) add(random io.Reader, now, created int64, site string, key otp.Key, d Details) (*Account, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	id, err := randomID(random)
	if err != nil {
		return nil, err
	}
	a := newAccount(id, created, site, key)
	a.give(d)
	return a, v.insert(now, a)
}

// insert puts a new account into the document. It fails with ErrFull.
func (v *Vault) insert(now int64, a *Account) error {
	if len(v.document.accounts) >= maxAccounts {
		return ErrFull
	}
	i, taken := v.document.find(a.ID)
	if taken {
		return errors.New("vault: the randomness repeats itself")
	}
	a.stamps = all(v.tick(now))
	for i := range a.others {
		a.others[i].stamp = a.stamps.key
	}
	v.document.accounts = slices.Insert(v.document.accounts, i, a)
	v.changed = true
	return nil
}

// created is the time of creation for an account added now. Accounts added
// within the same moment come to lie a millisecond apart, in their order.
func (v *Vault) created(now int64) int64 {
	const moment = maxAccounts // no more are added at once
	created := bound(now)
	next := created
	for _, a := range v.document.accounts {
		if a.Created >= next && a.Created < created+moment {
			next = bound(a.Created + 1)
		}
	}
	return next
}

// SetKey replaces the key of a live account: its names, its counter, or all of
// it. It fails with ErrUnknown or as otp.Key.Check does.
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
	if key.Issuer != old.Key.Issuer || key.Account != old.Key.Account {
		changed.stamps.issuer = v.tick(now)
	}
	// A counter that only grew needs no stamp: the highest counts wherever it is.
	if key.Counter < old.Key.Counter || !bytes.Equal(material(&changed), material(old)) {
		changed.stamps.key = v.tick(now)
	}
	return v.replace(&changed), nil
}

func (v *Vault) replace(a *Account) *Account {
	i, _ := v.document.find(a.ID)
	v.document.accounts[i] = a
	v.changed = true
	return a
}

// tick is the stamp of a change made now.
func (v *Vault) tick(now int64) Stamp {
	v.document.clock = v.document.clock.Tick(now)
	return v.document.clock
}

// Settings are the user's settings, JSON values by name.
func (v *Vault) Settings() map[string]json.RawMessage {
	settings := make(map[string]json.RawMessage, len(v.document.settings))
	for _, s := range v.document.settings {
		settings[s.name] = s.value
	}
	return settings
}

// Set changes one setting to a JSON value. It fails with ErrFull for names over
// 100 bytes, values over 64 KiB and more than 1,000 settings.
func (v *Vault) Set(now int64, name string, value json.RawMessage) error {
	if err := checkJSON(value); err != nil {
		return err
	}
	i, known := slices.BinarySearchFunc(v.document.settings, name, func(s other, name string) int { return strings.Compare(s.name, name) })
	switch {
	case len(name) > 100 || len(value) > 64<<10 || !known && len(v.document.settings) >= 1000:
		return ErrFull
	case !known:
		v.document.settings = slices.Insert(v.document.settings, i, other{member: member{name: name}})
	case bytes.Equal(v.document.settings[i].value, value):
		return nil
	}
	v.document.settings[i].value, v.document.settings[i].stamp = slices.Clone(value), v.tick(now)
	v.changed = true
	return nil
}

// bound keeps a time within what a vault can hold.
func bound(now int64) int64 { return max(0, min(now, maxTime)) }
