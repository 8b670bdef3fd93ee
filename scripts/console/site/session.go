// SPDX-License-Identifier: MIT

package site

import (
	"crypto/subtle"
	"encoding/base64"
	"io"
	"net/http"
	"time"
)

// stage says how far somebody has logged in, and in the table of routes how
// far one must have come.
type stage int

const (
	anyone  stage = iota
	halfway       // the password was right, the code is awaited
	member        // logged in
)

const (
	sessionCookie = "__Host-console"
	sessionIdle   = 30 * time.Minute
	sessionLimit  = 4096 // sessions kept at once; the longest unused one gives way
)

// A session is what the server remembers of one browser.
type session struct {
	id     string
	token  string // of the forms, against cross-site request forgery
	stage  stage
	seen   time.Time
	notice *notice // to be shown once, by the next page

	enrolment *enrolment // set-up or change of device under way
	received  string     // what the last /fixture/form was sent
}

// sessions holds the living sessions.
type sessions struct {
	byID map[string]*session
}

// find returns the session r's cookie names, or nil. An idle one is dropped.
func (s *sessions) find(r *http.Request, now time.Time) *session {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	found := s.byID[cookie.Value]
	if found == nil {
		return nil
	}
	if now.Sub(found.seen) > sessionIdle {
		delete(s.byID, found.id)
		return nil
	}
	found.seen = now
	return found
}

func (s *sessions) start(random io.Reader, now time.Time) *session {
	if len(s.byID) >= sessionLimit {
		s.dropOldest()
	}
	fresh := &session{id: randomToken(random), token: randomToken(random), seen: now}
	s.byID[fresh.id] = fresh
	return fresh
}

// rotate gives the session a new id and form token and forgets the old ones,
// so that an id planted or seen before a login is worth nothing after it.
func (s *sessions) rotate(old *session, random io.Reader) {
	delete(s.byID, old.id)
	old.id, old.token = randomToken(random), randomToken(random)
	s.byID[old.id] = old
}

// dropOthers ends every session that has a right password behind it, but kept.
func (s *sessions) dropOthers(kept *session) {
	for id, each := range s.byID {
		if each != kept && each.stage != anyone {
			delete(s.byID, id)
		}
	}
}

func (s *sessions) dropOldest() {
	var oldest *session
	for _, each := range s.byID {
		if oldest == nil || each.seen.Before(oldest.seen) {
			oldest = each
		}
	}
	delete(s.byID, oldest.id)
}

// genuine reports whether token is the one this session's forms carry.
func (s *session) genuine(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

func randomToken(random io.Reader) string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(random, 32))
}

// randomBytes panics when random fails: nothing safe can be done without it.
func randomBytes(random io.Reader, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		panic("site: no randomness: " + err.Error())
	}
	return b
}

// cookie returns a cookie of this site: host only, Secure (browsers take that
// over http from localhost), out of reach of scripts.
func cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}
