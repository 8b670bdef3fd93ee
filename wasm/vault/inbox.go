// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/nacl/box"

	"inkan/wasm/otp"
)

// An inbox entry is an account that was scanned while the vault was locked. It
// is sealed to the public key in the header, and is a file of its own that can
// be put behind others:
//
//	magic  length  account JSON, sealed by nacl/box to the public key, anonymously
//	8      4       length
//
// Anybody can seal something to a public key: an entry proves nothing about who
// wrote it, and the user is shown what it adds.
const (
	inboxMagic = "inkan\x00i1"
	maxEntry   = 1 << 20 // bytes of a sealed account: more than the longest URI needs
	maxEntries = 10_000  // merged at once
)

// Entry is an account for the inbox.
type Entry struct {
	ID      string // of the account to be: 32 hex digits, random
	Created int64  // milliseconds since the Unix epoch
	Site    string
	Key     otp.Key
}

// Post seals an entry to a file's inbox, which needs no key. It fails with
// ErrFull for an entry that is too large, or as otp.Key.Check does.
func (h header) Post(random io.Reader, entry Entry) ([]byte, error) {
	if err := entry.Key.Check(); err != nil {
		return nil, err
	}
	if !isID(entry.ID) {
		return nil, fmt.Errorf("%w: an entry has no id", ErrDamaged)
	}
	a := newAccount(entry.ID, bound(entry.Created), entry.Site, entry.Key)
	text := appendAccount(nil, a)
	defer clear(text)
	sealed, err := box.SealAnonymous(nil, text, &h.public, random)
	if err != nil {
		return nil, fmt.Errorf("vault: no randomness: %w", err)
	}
	if len(sealed) > maxEntry {
		return nil, ErrFull
	}
	b := append([]byte(nil), inboxMagic...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(sealed)))
	return append(b, sealed...), nil
}

// Collected says what came of the entries of an inbox: the ids of the accounts
// made, those there were with the same key, and the entries, counted from 0,
// that could not be read.
type Collected struct {
	Added, Present []string
	Refused        []int
}

// Collect adds what stands in an inbox, entries one behind the other. An entry
// that was collected before, also one whose account has been removed since,
// adds nothing, so that a crash between storing the vault and emptying the inbox
// does no harm. It fails with ErrDamaged when the entries cannot be told apart,
// and with ErrFull.
func (v *Vault) Collect(now int64, inbox []byte) (c Collected, err error) {
	entries, err := splitInbox(inbox)
	if err != nil {
		return c, err
	}
	for i, sealed := range entries {
		a, err := v.openEntry(sealed)
		if err != nil {
			c.Refused = append(c.Refused, i)
			continue
		}
		at, known := v.document.find(a.ID)
		if known && !v.document.accounts[at].Live() {
			continue // collected and removed
		}
		if there, ok := v.Same(a.Key); ok {
			c.Present = append(c.Present, there.ID)
			continue
		}
		if known {
			c.Present = append(c.Present, a.ID) // collected and changed
			continue
		}
		if err := v.insert(now, a); err != nil {
			return c, err
		}
		c.Added = append(c.Added, a.ID)
	}
	return c, nil
}

func splitInbox(inbox []byte) (entries [][]byte, err error) {
	for len(inbox) > 0 {
		rest, ok := bytes.CutPrefix(inbox, []byte(inboxMagic))
		if !ok || len(rest) < 4 || len(entries) == maxEntries {
			return nil, fmt.Errorf("%w: the inbox has another shape", ErrDamaged)
		}
		length := binary.LittleEndian.Uint32(rest)
		if length > maxEntry || int(length) > len(rest)-4 {
			return nil, fmt.Errorf("%w: an inbox entry has no end", ErrDamaged)
		}
		entries = append(entries, rest[4:4+length])
		inbox = rest[4+length:]
	}
	return entries, nil
}

// openEntry opens one entry, whose stamps count for nothing here.
func (v *Vault) openEntry(sealed []byte) (*Account, error) {
	text, ok := box.OpenAnonymous(nil, sealed, &v.public, &v.document.inbox)
	if !ok {
		return nil, fmt.Errorf("%w: an inbox entry is sealed to another key", ErrDamaged)
	}
	defer clear(text)
	if err := checkJSON(text); err != nil {
		return nil, err
	}
	o, err := parseObject(text)
	if err != nil {
		return nil, err
	}
	a, err := parseAccount(o)
	if err != nil {
		return nil, err
	}
	if err := a.Key.Check(); err != nil || !a.Live() {
		return nil, fmt.Errorf("%w: an inbox entry is no account", ErrDamaged)
	}
	return newAccount(a.ID, a.Created, a.Site, a.Key), nil
}
