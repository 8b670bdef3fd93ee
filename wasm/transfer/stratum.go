// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"strings"

	"inkan/wasm/otp"
)

// Stratum, before that Authenticator Pro, src: doc/BACKUP_FORMAT.md.
//
//	{Authenticators: […], Categories: […], AuthenticatorCategories: […], CustomIcons: […]}
//
// and with a password one of
//
//	AUTHENTICATORPRO ‖ salt 16 ‖ nonce 12 ‖ AES-256-GCM, Argon2id 64 MiB, 3 passes, 4 lanes
//	AuthenticatorPro ‖ salt 20 ‖ IV 16 ‖ AES-256-CBC, PBKDF2-HMAC-SHA1 64,000 rounds
//
// Its page is read by html.go.
var (
	stratumSealedFormat = format{"stratum", isStratumSealed, readStratumSealed}
	stratumFormat       = format{"stratum", isStratum, func(r *reading) error { return r.readStratum(r.object()) }}
)

const (
	stratumStrong     = "AUTHENTICATORPRO"
	stratumLegacy     = "AuthenticatorPro"
	stratumIterations = 64_000
)

func isStratum(f *file) bool { return f.object().get("Authenticators").kind() == '[' }

func isStratumSealed(f *file) bool {
	return bytes.HasPrefix(f.data, []byte(stratumStrong)) || bytes.HasPrefix(f.data, []byte(stratumLegacy))
}

func readStratumSealed(r *reading) error {
	plain, err := r.openStratum()
	if err != nil {
		return err
	}
	v, err := parseJSON(plain)
	if err != nil {
		return passwordWrong() // the legacy form has no MAC
	}
	o, _ := v.object()
	return r.readStratum(o)
}

func (r *reading) openStratum() (plain []byte, err error) {
	rest, strong := bytes.CutPrefix(r.data, []byte(stratumStrong))
	salt, iv := 16, 12
	if !strong {
		rest = r.data[len(stratumLegacy):]
		salt, iv = 20, 16
	}
	const least = 16 // a tag, or a block
	if len(rest) < salt+iv+least || !strong && (len(rest)-salt-iv)%16 != 0 {
		return nil, damaged()
	}
	if r.password == nil {
		return nil, passwordNeeded()
	}
	var ok bool
	if strong {
		key, err := argon2id{64 << 10, 3, 4}.derive(r.password, rest[:salt])
		if err != nil {
			return nil, err // unreachable: the parameters are within bounds
		}
		plain, ok = openGCM(key, rest[salt:salt+iv], bytes.Clone(rest[salt+iv:]), nil)
	} else {
		key := derivePBKDF2(sha1.New, r.password, rest[:salt], stratumIterations)
		plain, ok = openCBC(key, rest[salt:salt+iv], bytes.Clone(rest[salt+iv:]))
	}
	if !ok {
		return nil, passwordWrong()
	}
	return plain, nil
}

func (r *reading) readStratum(o object) error {
	list, err := o.get("Authenticators").list()
	if err != nil {
		return err
	}
	book := stratumBook{icons: map[string][]byte{}, groups: map[string][]string{}}
	for id, text := range byID(o.get("CustomIcons"), "Id", "Data") {
		if icon, err := base64.StdEncoding.DecodeString(text); err == nil {
			book.icons[id] = icon
		}
	}
	categories := byID(o.get("Categories"), "Id", "Name")
	links, _ := o.get("AuthenticatorCategories").list()
	for _, v := range links {
		link, _ := v.object()
		secret := link.text("AuthenticatorSecret")
		book.groups[secret] = append(book.groups[secret], named(categories, link.text("CategoryId"))...)
	}
	for i, v := range list {
		r.put(book.entry(v, i+1))
	}
	return nil
}

// stratumBook is what entries refer to: a secret is what they are known by.
type stratumBook struct {
	icons  map[string][]byte   // by id, shared by entries
	groups map[string][]string // names by secret
}

var stratumTypes = map[int64]otp.Type{1: otp.HOTP, 2: otp.TOTP, 3: otp.MOTP, 4: otp.Steam, 5: otp.Yandex}

func (b stratumBook) entry(v value, position int) *entry {
	e := newEntry(v, position)
	e.names(e.field("Issuer"), e.field("Username"))
	secret := e.field("Secret")
	e.detail.Groups = b.groups[secret]
	e.detail.Uses = e.count("CopyCount")
	if id, custom := strings.CutPrefix(e.text("Icon"), "@"); custom {
		e.detail.Icon = b.icons[id]
	}
	kind, _ := e.number("Type")
	t, known := stratumTypes[kind]
	if !known {
		e.refuse(entryTypeUnknown())
		return e
	}
	e.start(t)
	e.secret(secret)
	if t.NeedsPIN() {
		e.key.PIN = e.field("Pin")
	}
	e.counter("Counter")
	if t == otp.TOTP || t == otp.HOTP { // the others have no choice
		e.stratumAlgorithm()
		e.digits("Digits")
		e.period("Period")
	}
	return e
}

func (e *entry) stratumAlgorithm() {
	switch n, given := e.number("Algorithm"); {
	case !given || n == 0: // absent in its first versions
	case n == 1:
		e.key.Algorithm = otp.SHA256
	case n == 2:
		e.key.Algorithm = otp.SHA512
	default:
		e.algorithm("Algorithm") // refuses it
	}
}
