// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"inkan/wasm/otp"
)

// 2FAS, .2fas or .json, src: Android BackupContent.kt, BackupService.kt.
//
//	{schemaVersion: 1–4, services: […], groups: [{id, name}], servicesEncrypted?, reference?}
//
// With a password services is empty, and servicesEncrypted and reference are
// Base64 of AES-256-GCM, of the salt and of the nonce, with colons between.
// reference is a known text, to see whether the password is right. Schema 1 has
// no digits, period and algorithm, 1 and 2 have no tokenType: then those of the
// link are meant, or the usual ones. iOS leaves out what it does not know.
var twoFASFormat = format{"2fas", func(f *file) bool {
	o := f.object()
	return o.has("schemaVersion") && (o.has("services") || o.has("servicesEncrypted"))
}, readTwoFAS}

const (
	twoFASSchema     = 4      // the newest
	twoFASIterations = 10_000 // of PBKDF2-HMAC-SHA256
	twoFASMaxSalt    = 1024   // bytes: real ones have 256
)

func readTwoFAS(r *reading) error {
	o := r.object()
	if _, err := o.version("schemaVersion", twoFASSchema); err != nil {
		return err
	}
	services := o.get("services")
	if sealed := o.text("servicesEncrypted"); sealed != "" {
		plain, err := r.openTwoFAS(sealed, o.text("reference"))
		if err != nil {
			return err
		}
		if services, err = parseJSON(plain); err != nil {
			return err
		}
	}
	list, err := services.list()
	if err != nil {
		return err
	}
	groups := byID(o.get("groups"), "id", "name")
	for i, v := range list {
		r.put(twoFASEntry(v, i+1, groups))
	}
	return nil
}

func (r *reading) openTwoFAS(sealed, reference string) ([]byte, error) {
	services, err := parseTwoFAS(sealed)
	if err != nil {
		return nil, err
	}
	if r.password == nil {
		return nil, passwordNeeded()
	}
	plain, ok := services.open(r.password)
	if ok {
		return plain, nil
	}
	if known, err := parseTwoFAS(reference); err == nil {
		if _, right := known.open(r.password); right {
			return nil, damaged()
		}
	}
	return nil, passwordWrong()
}

// twoFASBox is one encrypted text.
type twoFASBox struct{ sealed, salt, nonce []byte }

func parseTwoFAS(text string) (b twoFASBox, err error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return b, damaged()
	}
	for i, into := range []*[]byte{&b.sealed, &b.salt, &b.nonce} {
		if *into, err = base64.StdEncoding.DecodeString(parts[i]); err != nil {
			return b, damaged()
		}
	}
	if len(b.sealed) < 16 || len(b.salt) == 0 || len(b.salt) > twoFASMaxSalt || len(b.nonce) != 12 {
		return b, damaged()
	}
	return b, nil
}

func (b twoFASBox) open(password []byte) ([]byte, bool) {
	return openGCM(derivePBKDF2(sha256.New, password, b.salt, twoFASIterations), b.nonce, b.sealed, nil)
}

var twoFASTypes = map[string]otp.Type{"": otp.TOTP, "TOTP": otp.TOTP, "HOTP": otp.HOTP, "STEAM": otp.Steam}

func twoFASEntry(v value, position int, groups map[string]string) *entry {
	e := newEntry(v, position)
	e.detail.Groups = named(groups, e.text("groupId"))
	name, secret := e.field("name"), e.field("secret")
	e.names(name, "")
	e = e.within("otp")
	issuer, account := e.field("issuer"), e.field("account")
	if strings.TrimSpace(issuer) == "" {
		issuer = name
	}
	if account == "" {
		account = strings.TrimPrefix(e.field("label"), issuer+":")
	}
	e.names(issuer, account)
	t, known := twoFASTypes[strings.ToUpper(e.field("tokenType"))]
	if !known {
		e.refuse(entryTypeUnknown())
		return e
	}
	e.start(t)
	e.secret(secret)
	e.twoFASLink()
	e.algorithm("algorithm")
	e.digits("digits")
	e.period("period")
	e.counter("counter")
	return e
}

// twoFASLink takes what the link says that the site gave, when it is of the same
// secret, for all that the other members do not say.
func (e *entry) twoFASLink() {
	key, err := otp.ParseURI(e.field("link"))
	if err != nil || e.err != nil || !bytes.Equal(key.Secret, e.key.Secret) {
		return
	}
	if key.Type != e.key.Type {
		if e.get("tokenType") != nil {
			return
		}
		e.start(key.Type)
		e.key.Secret = key.Secret
	}
	e.key.Algorithm, e.key.Digits, e.key.Period = key.Algorithm, key.Digits, key.Period
}
