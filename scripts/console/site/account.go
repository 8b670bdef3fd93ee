// SPDX-License-Identifier: MIT

package site

import (
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// account is the console's one customer.
type account struct {
	user     string
	mail     string
	password [sha256.Size]byte // a plain hash: the login page prints the password
	quiet    bool              // does not want the warning any more
	key      *key              // nil: 2FA is off
	since    time.Time         // when key came into force

	emergency *ticket // the last mailed code that can stand in for the six digits

	passwords guard // wrong passwords
	codes     guard // wrong codes, six digits and emergency alike
}

// knows reports whether ID and password are right, in the same time whichever
// is wrong.
func (a *account) knows(user, password string) bool {
	sum := sha256.Sum256([]byte(password))
	return subtle.ConstantTimeCompare([]byte(user), []byte(a.user))&
		subtle.ConstantTimeCompare(sum[:], a.password[:]) == 1
}

const (
	guardTries = 5
	guardPause = time.Minute
)

// A guard stops guessing: after guardTries failures in a row nothing is
// checked for guardPause.
type guard struct {
	failures int
	until    time.Time
}

func (g *guard) closed(now time.Time) bool { return now.Before(g.until) }

// fail counts a failure and reports whether it closed the guard.
func (g *guard) fail(now time.Time) bool {
	g.failures++
	if g.failures < guardTries {
		return false
	}
	*g = guard{until: now.Add(guardPause)}
	return true
}

func (g *guard) reset() { *g = guard{} }
