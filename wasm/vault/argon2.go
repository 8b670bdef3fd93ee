// SPDX-License-Identifier: MIT

package vault

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Argon2 are the parameters of Argon2id version 0x13 (RFC 9106), which makes a
// wrapping key of a password.
type Argon2 struct {
	Memory int64  // KiB
	Passes int64  // t
	Lanes  int64  // p
	Salt   []byte // minSalt–maxSalt bytes
}

// Bounds of what a file may ask for: whoever wrote it decides how much memory
// and time opening it costs. They are checked before anything is allocated.
const (
	maxMemory = 2 << 20 // KiB: 2 GiB
	maxPasses = 64
	maxLanes  = 16
	maxWork   = 8 << 20 // memory × passes: 8 GiB
	minSalt   = 16      // bytes
	maxSalt   = 64
)

// The parameters of new slots: the second choice of RFC 9106 §4 but for its
// lanes, as WebAssembly has one thread. Weaker ones are read but never made.
const (
	newMemory = 64 << 10 // KiB: 64 MiB
	newPasses = 3
	newLanes  = 1
)

// MaxPassword bounds a password in bytes of UTF-8.
const MaxPassword = 1 << 20

// The answers to a password that cannot be used, for errors.Is.
var (
	ErrBounds        = errors.New("vault: the parameters of Argon2 are out of bounds")
	ErrPasswordEmpty = errors.New("vault: the password is empty")
	ErrPasswordLong  = errors.New("vault: the password is too long")
)

// NewArgon2 are the parameters for a new password, with a salt of its own: 16
// random bytes.
func NewArgon2(salt [16]byte) Argon2 {
	return Argon2{newMemory, newPasses, newLanes, salt[:]}
}

// check holds the parameters to the bounds.
func (a Argon2) check() error {
	switch {
	case a.Lanes < 1 || a.Lanes > maxLanes,
		a.Passes < 1 || a.Passes > maxPasses,
		a.Memory < 8*a.Lanes || a.Memory > maxMemory,
		a.Memory*a.Passes > maxWork,
		len(a.Salt) < minSalt || len(a.Salt) > maxSalt:
		return ErrBounds
	}
	return nil
}

// checkNew refuses what is weaker than this version's own choice.
func (a Argon2) checkNew() error {
	if a.Memory < newMemory || a.Passes < newPasses {
		return ErrBounds
	}
	return a.check()
}

// Derive makes the wrapping key of a password, which is UTF-8 in Unicode's
// normalization form C. It takes a.Memory of memory and about a second, fails
// with ErrBounds, ErrPasswordEmpty or ErrPasswordLong before that, and belongs
// in an instance that is thrown away.
func (a Argon2) Derive(password []byte) (wrapping [keySize]byte, err error) {
	switch {
	case len(password) == 0:
		return wrapping, ErrPasswordEmpty
	case len(password) > MaxPassword:
		return wrapping, ErrPasswordLong
	case !utf8.Valid(password):
		return wrapping, errors.New("vault: the password is not UTF-8")
	}
	if err := a.check(); err != nil {
		return wrapping, err
	}
	key := argon2.IDKey(password, a.Salt, uint32(a.Passes), uint32(a.Memory), uint8(a.Lanes), keySize)
	copy(wrapping[:], key)
	clear(key)
	return wrapping, nil
}

// parseArgon2 reads the members of a slot of the type password.
func parseArgon2(o object) (a Argon2, err error) {
	if a.Memory, err = o.number("memory", 1, maxMemory); err != nil {
		return a, err
	}
	if a.Passes, err = o.number("passes", 1, maxPasses); err != nil {
		return a, err
	}
	if a.Lanes, err = o.number("lanes", 1, maxLanes); err != nil {
		return a, err
	}
	if a.Salt, err = o.bytes("salt"); err != nil {
		return a, err
	}
	if err := a.check(); err != nil {
		return a, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return a, nil
}

func appendArgon2(b []byte, a Argon2) []byte {
	b = appendNumber(b, "memory", a.Memory)
	b = appendNumber(b, "passes", a.Passes)
	b = appendNumber(b, "lanes", a.Lanes)
	return appendBytes(b, "salt", a.Salt)
}
