// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/scrypt"

	"inkan/wasm/otp"
)

// Aegis, src: docs/vault.md.
//
//	{version: 1, header: {slots, params}, db}
//
// db is an object, or with a password the Base64 of AES-256-GCM, whose nonce and
// tag params holds and whose key, the master key, each slot of header.slots
// holds once more: of type 1 encrypted with scrypt of a password, of type 2
// with a key that only the phone's fingerprint sensor gives out.
var aegisFormat = format{"aegis", func(f *file) bool { return f.object().has("header", "db") }, readAegis}

const aegisContent = 3 // the newest version of what is in db

func readAegis(r *reading) error {
	if _, err := r.object().version("version", 1); err != nil {
		return err
	}
	db := r.object().get("db")
	if db.kind() == '"' {
		plain, err := r.openAegis(r.object().object("header"), db)
		if err != nil {
			return err
		}
		if db, err = parseJSON(plain); err != nil {
			return err
		}
	}
	content, ok := db.object()
	if !ok {
		return damaged()
	}
	if _, err := content.version("version", aegisContent); err != nil {
		return err
	}
	groups := byID(content.get("groups"), "uuid", "name")
	entries, err := content.get("entries").list()
	if err != nil {
		return err
	}
	for i, v := range entries {
		r.put(aegisEntry(v, i+1, groups))
	}
	return nil
}

// Bounds of a slot's scrypt. Aegis takes N 2^15, r 8, p 1: 32 MiB.
const (
	maxScryptMemory = 256 << 20 // bytes: 128·N·r
	maxScryptWork   = 1 << 22   // N·r·p: 16 times as much as Aegis takes
	maxAegisSlots   = 8         // with a password: Aegis writes one, and one for backups
)

// aegisSlot is a slot with a password.
type aegisSlot struct {
	n, r, p          int
	salt, nonce, key []byte // key ends in its tag
	repaired         bool
}

func (r *reading) openAegis(header object, db value) (plain []byte, err error) {
	slots, err := aegisSlots(header.get("slots"))
	if err != nil {
		return nil, err
	}
	params := header.object("params")
	nonce, tag := fromHex(params.text("nonce"), 12), fromHex(params.text("tag"), 16)
	text, _ := db.text()
	sealed, err := base64.StdEncoding.AppendDecode(make([]byte, 0, len(text)/4*3+len(tag)), []byte(text))
	if err != nil || nonce == nil || tag == nil {
		return nil, damaged()
	}
	if r.password == nil {
		return nil, passwordNeeded()
	}
	for _, slot := range slots {
		master, ok := slot.open(r.password)
		if !ok {
			continue
		}
		if plain, ok = openGCM(master, nonce, append(sealed, tag...), nil); !ok {
			return nil, damaged()
		}
		return plain, nil
	}
	return nil, passwordWrong()
}

// aegisSlots reads and checks the slots with a password.
func aegisSlots(v value) (slots []aegisSlot, err error) {
	all, err := v.list()
	if err != nil || len(all) == 0 {
		return nil, damaged()
	}
	for _, one := range all {
		o, _ := one.object()
		if kind, ok := o.get("type").whole(); !ok || kind != 1 {
			continue
		}
		slot, err := parseAegisSlot(o)
		if err != nil {
			return nil, err
		}
		if slots = append(slots, slot); len(slots) > maxAegisSlots {
			return nil, tooMuchWork()
		}
	}
	if len(slots) == 0 {
		return nil, newError(CodeDevice, "", ErrUnsupported)
	}
	return slots, nil
}

func parseAegisSlot(o object) (s aegisSlot, err error) {
	var n [3]int64
	for i, name := range []string{"n", "r", "p"} {
		var ok bool
		if n[i], ok = o.get(name).whole(); !ok || n[i] < 1 {
			return s, damaged()
		}
	}
	params := o.object("key_params")
	s.salt = fromHex(o.text("salt"), 32)
	s.nonce = fromHex(params.text("nonce"), 12)
	key, tag := fromHex(o.text("key"), 32), fromHex(params.text("tag"), 16)
	switch {
	case s.salt == nil, s.nonce == nil, key == nil, tag == nil, n[0] < 2, n[0]&(n[0]-1) != 0:
		return s, damaged()
	case n[0] > maxScryptMemory/128, n[1] > maxScryptMemory/128, n[0]*n[1] > maxScryptMemory/128:
		return s, tooMuchMemory()
	case n[2] > maxScryptWork, n[0]*n[1]*n[2] > maxScryptWork:
		return s, tooMuchWork()
	}
	s.n, s.r, s.p, s.key = int(n[0]), int(n[1]), int(n[2]), append(key, tag...)
	s.repaired = o.flag("repaired")
	return s, nil
}

// fromHex reads so many bytes; nil for anything else.
func fromHex(text string, size int) []byte {
	data, err := hex.DecodeString(text)
	if err != nil || len(data) != size {
		return nil
	}
	return data
}

// open gives the master key. Versions before 1.0 made the key of the password
// with the zero bytes that followed it in Java's buffer (issue 95); a slot that
// was opened since is marked repaired.
func (s aegisSlot) open(password []byte) (master []byte, ok bool) {
	if master, ok = s.openWith(password); ok || s.repaired {
		return master, ok
	}
	// HMAC fills a key of up to 64 bytes with zeros itself, so that these make
	// no difference.
	if buffer := javaBuffer(password); len(buffer) > 64 && len(buffer) > len(password) {
		return s.openWith(buffer)
	}
	return nil, false
}

func (s aegisSlot) openWith(password []byte) (master []byte, ok bool) {
	key, err := scrypt.Key(password, s.salt, s.n, s.r, s.p, 32)
	if err != nil {
		return nil, false
	}
	return openGCM(key, s.nonce, bytes.Clone(s.key), nil)
}

// javaBuffer is a password as CharsetEncoder.encode leaves it: room for 1.1 bytes
// for each UTF-16 unit, doubled and one more until it fits, the rest zero.
func javaBuffer(password []byte) []byte {
	if !utf8.Valid(password) {
		return nil
	}
	units := len(utf16.Encode([]rune(string(password))))
	size := int(float32(units) * 1.1)
	for size < len(password) {
		size = 2*size + 1
	}
	return append(bytes.Clone(password), make([]byte, size-len(password))...)
}

var aegisTypes = map[string]otp.Type{"totp": otp.TOTP, "hotp": otp.HOTP, "steam": otp.Steam, "motp": otp.MOTP, "yandex": otp.Yandex}

func aegisEntry(v value, position int, groups map[string]string) *entry {
	e := newEntry(v, position)
	e.names(e.field("issuer"), e.field("name"))
	e.detail.Note = e.text("note")
	e.detail.Pinned = e.flag("favorite")
	e.detail.Icon = aegisIcon(e.object)
	if group := e.text("group"); group != "" { // versions 1 and 2
		e.detail.Groups = []string{group}
	}
	if e.has("groups") {
		e.detail.Groups = named(groups, texts(e.get("groups"))...)
	}
	t, known := aegisTypes[strings.ToLower(e.field("type"))]
	if !known {
		e.refuse(entryTypeUnknown())
		return e
	}
	e.start(t)
	info := e.within("info")
	info.aegisInfo()
	return info
}

func (e *entry) aegisInfo() {
	if e.key.Type == otp.MOTP {
		var err error // Base32 here, hexadecimal everywhere else
		e.key.Secret, err = otp.ParseSecret(e.field("secret"))
		e.refuse(err)
	} else {
		e.secret(e.field("secret"))
	}
	// An old version gave an entry that had been MOTP before MD5, which its own
	// codes then never used.
	if e.key.Type == otp.MOTP || !strings.EqualFold(e.field("algo"), "MD5") {
		e.algorithm("algo")
	}
	e.digits("digits")
	e.period("period")
	e.counter("counter")
	e.key.PIN = ""
	if e.key.Type.NeedsPIN() {
		e.key.PIN = e.field("pin")
	}
}

func aegisIcon(o object) []byte {
	switch o.text("icon_mime") {
	case "image/svg+xml", "image/png", "image/jpeg":
		icon, err := base64.StdEncoding.DecodeString(o.text("icon"))
		if err == nil {
			return pictureOf(icon)
		}
	}
	return nil
}
