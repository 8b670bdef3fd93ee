// SPDX-License-Identifier: MIT

package site

import (
	"crypto/subtle"
	"io"
	"strings"
	"time"
)

// A mail is one message in the demo mailbox. Its words are looked up in the
// language of the page it was asked for on, whoever reads it.
type mail struct {
	words
	Number  int
	At      time.Time
	To      string
	Kind    string // "registration" or "emergency": names its texts
	Code    string
	User    string
	Minutes int // until the code expires
}

func (m mail) Subject() (string, error) { return m.T("mail." + m.Kind + ".subject") }
func (m mail) Text() (string, error)    { return m.T("mail." + m.Kind + ".text") }
func (m mail) Lang() string             { return m.lang }

// mailbox keeps the newest mails, newest first.
type mailbox struct {
	mails []mail
	sent  int
}

const mailboxLimit = 50

func (m *mailbox) deliver(letter mail) {
	m.sent++
	letter.Number = m.sent
	m.mails = append([]mail{letter}, m.mails...)
	if len(m.mails) > mailboxLimit {
		m.mails = m.mails[:mailboxLimit]
	}
}

func (s *Site) showMailbox(*visit) reply {
	return show("mailbox", "mailbox.title", append([]mail(nil), s.mailbox.mails...))
}

// verdict is the outcome of checking a code.
type verdict int

const (
	accepted verdict = iota
	malformed
	wrong
	replayed // was accepted before
	expired
)

// String returns the last part of the keys of the verdict's messages.
func (v verdict) String() string {
	return [...]string{"accepted", "malformed", "wrong", "replayed", "expired"}[v]
}

// A ticket is a mailed code: good once, until a time, for a few attempts.
type ticket struct {
	code  string
	until time.Time
	used  bool
}

const (
	registrationMinutes = 30
	emergencyMinutes    = 10

	// plainLetters leaves out 0 O 1 I L. The "@" makes them 32, so that bytes
	// fall evenly; it is drawn again.
	plainLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789@"
)

// send mails a new code and returns its ticket.
func (s *Site) send(v *visit, kind string) *ticket {
	code, minutes := decimal(s.Rand, 8), registrationMinutes
	if kind == "emergency" {
		code, minutes = lettered(s.Rand, 10), emergencyMinutes
	}
	s.mailbox.deliver(mail{
		words: words{v.lang}, At: v.now, To: s.account.mail, Kind: kind,
		Code: code, User: s.account.user, Minutes: minutes,
	})
	return &ticket{code: code, until: v.now.Add(time.Duration(minutes) * time.Minute)}
}

// accept checks what was typed against the ticket and uses it up.
func (t *ticket) accept(typed string, now time.Time) verdict {
	typed = strings.ToUpper(digitsOf(typed))
	switch {
	case typed == "":
		return malformed
	case subtle.ConstantTimeCompare([]byte(typed), []byte(t.code)) != 1:
		return wrong
	case t.used:
		return replayed
	case now.After(t.until):
		return expired
	}
	t.used = true
	return accepted
}

// decimal draws n decimal digits, each as likely as any other.
func decimal(random io.Reader, n int) string {
	var b strings.Builder
	for b.Len() < n {
		if drawn := randomBytes(random, 1)[0]; drawn < 250 {
			b.WriteByte('0' + drawn%10)
		}
	}
	return b.String()
}

// lettered draws n letters and digits that cannot be mistaken for each other.
func lettered(random io.Reader, n int) string {
	var b strings.Builder
	for b.Len() < n {
		if drawn := plainLetters[randomBytes(random, 1)[0]%32]; drawn != '@' {
			b.WriteByte(drawn)
		}
	}
	return b.String()
}

// masked hides most of an address: "adm*****@***.co.jp".
func masked(address string) string {
	name, domain, _ := strings.Cut(address, "@")
	_, rest, _ := strings.Cut(domain, ".")
	return name[:min(3, len(name))] + "*****@***." + rest
}
