// SPDX-License-Identifier: MIT

// Package otp holds the key of a two-factor account and computes its codes.
//
// A key is read from the text of a QR code or a link, and written back, in
// these shapes (scheme and type in any case):
//
//	otpauth://TYPE/ISSUER:ACCOUNT?secret=BASE32&issuer=…&algorithm=…&digits=…&period=…
//	apple-otpauth://…       the same
//	steam://SECRET          a bare Steam secret, Base32 or Base64
//	motp://ISSUER:ACCOUNT?secret=HEX
//
// TYPE is totp (RFC 6238), hotp (RFC 4226, with counter=…), steam or yaotp
// (Yandex, with pin=BASE32). Base text: Google's "Key Uri Format".
//
// What is read here and differs between applications:
//
//   - The label is split at its first literal colon, else at its first %3A.
//     A non-empty issuer= wins over the label's issuer.
//   - "+" is a space in the query and a plus in the label. Percent escapes are
//     decoded once; a broken one stays as it is.
//   - Names of parameters are read in any case, a second value for one of them
//     is an error, parameters not known here are kept and written back.
//   - What decides a code is never replaced by a default: only a parameter that
//     is absent, or an empty algorithm= or period=, means the standard's value.
//   - The first # of the query ends it. A fragment that goes on like a query is
//     an error, and so is the name of a parameter that decides a code with
//     spaces, invisible characters or half an HTML entity about it, such as the
//     "amp;digits" of a link that was escaped twice.
//
// Limits: text 65,536 bytes, secret 4,096 bytes, names 1,000 characters, digits
// 1 to 10, period 1 to 86,400 seconds, counter 0 to 2^64-1.
package otp

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits of what a key may hold.
const (
	MaxURI    = 1 << 16 // bytes
	MaxSecret = 4096    // bytes
	MaxName   = 1000    // characters of issuer and of account
	MaxDigits = 10
	MaxPeriod = 86400 // seconds
)

// Type says how a code comes about.
type Type string

const (
	TOTP   Type = "totp"   // RFC 6238: digits, from the time
	HOTP   Type = "hotp"   // RFC 4226: digits, from a counter
	Steam  Type = "steam"  // five symbols, SHA1, 30 seconds
	MOTP   Type = "motp"   // Mobile-OTP: six hexadecimal digits, MD5, 10 seconds, needs a PIN
	Yandex Type = "yandex" // eight letters, SHA256, 30 seconds, needs a PIN
)

// Algorithm is the hash a code is made with.
type Algorithm string

const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
	MD5    Algorithm = "MD5" // MOTP only
)

// Parameter is one parameter of a URI that this package does not use.
type Parameter struct {
	Name, Value string
}

// Key is all that is known about one account. The zero Key is not valid; New
// gives one whose other fields fit its type.
type Key struct {
	Type      Type
	Issuer    string // as CleanName leaves it; may be empty
	Account   string // as CleanName leaves it; may be empty
	Secret    []byte // 1 to MaxSecret bytes; 16 for Yandex
	Algorithm Algorithm
	Digits    int         // length of a code, 1 to 10
	Period    int         // seconds, 1 to 86400; 0 for HOTP
	Counter   uint64      // HOTP: of the next code; else 0
	PIN       string      // MOTP and Yandex: 4 to 16 digits, or empty when not known yet
	Extra     []Parameter // in the order read, never with a name this type uses
}

// New is a key of type t with that type's usual algorithm, digits and period,
// and nothing else. An unknown type gives a key that Check refuses.
func New(t Type) Key {
	switch t {
	case TOTP:
		return Key{Type: t, Algorithm: SHA1, Digits: 6, Period: 30}
	case HOTP:
		return Key{Type: t, Algorithm: SHA1, Digits: 6}
	case Steam:
		return Key{Type: t, Algorithm: SHA1, Digits: 5, Period: 30}
	case MOTP:
		return Key{Type: t, Algorithm: MD5, Digits: 6, Period: 10}
	case Yandex:
		return Key{Type: t, Algorithm: SHA256, Digits: 8, Period: 30}
	}
	return Key{Type: t}
}

// fixed says that a type leaves no choice of algorithm, digits and period.
func (t Type) fixed() bool { return t == Steam || t == MOTP || t == Yandex }

// NeedsPIN says that codes of this type need Key.PIN.
func (t Type) NeedsPIN() bool { return t == MOTP || t == Yandex }

// Check says what is wrong with a key, as an *Error, or nil. A key that passes
// is written by URI and read back equal by ParseURI. A PIN may be missing.
func (k Key) Check() error {
	if err := k.checkParameters(); err != nil {
		return err
	}
	if err := checkName("issuer", k.Issuer); err != nil {
		return err
	}
	if err := checkName("account", k.Account); err != nil {
		return err
	}
	for _, p := range k.Extra {
		if known(k.Type, p.Name, p.Value) || damagedName(k.Type, p.Name, p.Value) != "" || !utf8.ValidString(p.Name+p.Value) || brokenMetadata(p) {
			return newError(CodeParameter, p.Name, "")
		}
	}
	if !k.fits() {
		return newError(CodeTooLong, "uri", "")
	}
	return nil
}

// fits says that the URI is at most MaxURI long; nearly every one is far from
// that, and need not be written to know it.
func (k Key) fits() bool {
	const around = 256                                                                 // names of parameters, and numbers
	most := around + 2*len(k.Secret) + 3*(2*len(k.Issuer)+len(k.Account)+2*len(k.PIN)) // a byte takes three when it is escaped
	for _, p := range k.Extra {
		most += 3*(len(p.Name)+len(p.Value)) + 2
	}
	return most <= MaxURI || len(k.URI()) <= MaxURI
}

// checkParameters checks all that a code depends on.
func (k Key) checkParameters() error {
	usual := New(k.Type)
	if usual.Algorithm == "" {
		return newError(CodeType, "type", string(k.Type))
	}
	switch {
	case k.Type.fixed() && k.Algorithm != usual.Algorithm,
		!k.Type.fixed() && k.Algorithm != SHA1 && k.Algorithm != SHA256 && k.Algorithm != SHA512:
		return newError(CodeAlgorithm, "algorithm", string(k.Algorithm))
	case k.Digits < 1, k.Digits > MaxDigits, k.Type.fixed() && k.Digits != usual.Digits:
		return newError(CodeDigits, "digits", fmt.Sprint(k.Digits))
	case k.Type == HOTP && k.Period != 0,
		k.Type != HOTP && (k.Period < 1 || k.Period > MaxPeriod),
		k.Type.fixed() && k.Period != usual.Period:
		return newError(CodePeriod, "period", fmt.Sprint(k.Period))
	case k.Type != HOTP && k.Counter != 0:
		return newError(CodeCounter, "counter", fmt.Sprint(k.Counter))
	case len(k.Secret) == 0:
		return newError(CodeSecretMissing, "secret", "")
	case len(k.Secret) > MaxSecret:
		return newError(CodeTooLong, "secret", "")
	case k.Type == Yandex && len(k.Secret) != yandexSecret:
		return newError(CodeSecretLength, "secret", "")
	case k.PIN != "" && (!k.Type.NeedsPIN() || !validPIN(k.PIN)):
		return newError(CodePIN, "pin", "")
	}
	return nil
}

func validPIN(pin string) bool {
	return len(pin) >= 4 && len(pin) <= 16 && strings.Trim(pin, "0123456789") == ""
}

// brokenMetadata says that p is Ente's codeDisplay and not the JSON it must be.
// Ente refuses a whole file for one of these, so it is not written back.
func brokenMetadata(p Parameter) bool {
	return p.Name == "codeDisplay" && !json.Valid([]byte(p.Value))
}

// Same says that two keys are one account: equal type, secret, algorithm, digits
// and period. Names, counter and PIN change during an account's life and do not
// count. Secrets are compared in constant time.
func (k Key) Same(o Key) bool {
	return subtle.ConstantTimeCompare(k.Secret, o.Secret) == 1 &&
		k.Type == o.Type && k.Algorithm == o.Algorithm && k.Digits == o.Digits && k.Period == o.Period
}

// Format prints a key without its secret, PIN and names, whatever the verb, so
// that no log line or test failure can hold them.
func (k Key) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "otp.Key("+harmless(string(k.Type))+")")
}
