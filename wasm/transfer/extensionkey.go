// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// What the password of an Authenticator extension file opens; see extension.go.

// maxKeyRecords bounds the derivations. Each conflict between two computers adds
// a record.
const maxKeyRecords = 16

// keyRing holds what the password opens.
type keyRing struct {
	needed   bool              // an entry is encrypted
	opened   bool              // the password is known to be right
	password []byte            // v1
	old      []byte            // passphrase of v2
	keys     map[string][]byte // passphrases of v3 by the id of their record
}

// openRing opens the records of keys with the password, when anything is
// encrypted.
func (r *reading) openRing(records object) (*keyRing, error) {
	ring := &keyRing{password: r.password, keys: map[string][]byte{}}
	var keys []object
	for _, m := range records {
		record, _ := m.value.object()
		if record.text("dataType") == "Key" {
			keys = append(keys, record)
		}
		ring.needed = ring.needed || isSealed(record)
	}
	switch {
	case !ring.needed:
		return ring, nil
	case r.password == nil:
		return nil, passwordNeeded()
	case len(keys) > maxKeyRecords:
		return nil, tooMuchWork()
	}
	for _, key := range keys {
		if passphrase, ok := openKey(key, r.password); ok {
			ring.keys[key.text("id")], ring.opened = passphrase, true
		}
	}
	if len(keys) > 0 && !ring.opened && !anyOldEntry(records) {
		return nil, passwordWrong()
	}
	return ring, ring.openOld(records)
}

func isSealed(record object) bool {
	return record.text("dataType") == "EncOTPStorage" || record.flag("encrypted")
}

func anyOldEntry(records object) bool {
	for _, m := range records {
		if record, ok := m.value.object(); ok && record.flag("encrypted") {
			return true
		}
	}
	return false
}

// openOld opens the random bytes of v2, whose hexadecimal text is the passphrase
// of the entries. Their hash tells whether the password is right.
func (ring *keyRing) openOld(records object) error {
	key := records.object("key")
	if !isOldKey(key) {
		key = records
	}
	if !isOldKey(key) {
		return nil // v1 or v3
	}
	random, ok := openSalted(key.text("enc"), ring.password)
	if !ok || len(random) == 0 {
		return passwordWrong()
	}
	ring.old = []byte(hex.EncodeToString(random))
	match, known := checkEncoded(key.text("hash"), ring.old)
	if known && !match {
		return passwordWrong()
	}
	ring.opened = ring.opened || match
	return nil
}

// openKey derives the passphrase of a v3 record from the password: the Base64,
// without padding, of Argon2id.
func openKey(key object, password []byte) (passphrase []byte, ok bool) {
	made, err := argon2id{19456, 2, 1}.derive(password, []byte(key.text("salt")))
	if err != nil {
		return nil, false // unreachable: the parameters are within bounds
	}
	passphrase = []byte(base64.RawStdEncoding.EncodeToString(made))
	match, known := checkEncoded(key.text("hash"), passphrase)
	return passphrase, match || !known
}

// checkEncoded compares text with the encoded string that Argon2's own tools
// write: $argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$HASH. known is false where
// the string cannot be read here.
func checkEncoded(encoded string, text []byte) (match, known bool) {
	part := strings.Split(encoded, "$")
	if len(part) != 6 || part[1] != "argon2id" && part[1] != "argon2i" || part[2] != "v=19" || len(encoded) > 500 {
		return false, false
	}
	var n [3]uint64
	parameters := strings.Split(part[3], ",")
	for i, name := range []string{"m=", "t=", "p="} {
		if len(parameters) != 3 || !strings.HasPrefix(parameters[i], name) {
			return false, false
		}
		n[i], _ = strconv.ParseUint(parameters[i][2:], 10, 32) // 0 is refused below
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	want, err2 := base64.RawStdEncoding.DecodeString(part[5])
	const most = 256 << 10 // KiB: real ones take 19 MiB, or 1 MiB in old versions
	memory, passes, lanes := n[0], n[1], n[2]
	bounded := memory >= 8*lanes && memory <= most && memory*passes <= 4*most && passes > 0 && lanes > 0 && lanes <= maxArgon2Lanes
	if err != nil || err2 != nil || len(want) == 0 || !bounded {
		return false, false
	}
	derive := argon2.IDKey
	if part[1] == "argon2i" {
		derive = argon2.Key
	}
	got := derive(text, salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, true
}

// unseal opens an encrypted entry; sealed is false for one that is not.
func (ring *keyRing) unseal(e *entry) (sealed bool) {
	switch {
	case e.text("dataType") == "EncOTPStorage":
		for _, passphrase := range ring.candidates(e.text("keyId")) {
			if plain, ok := openSalted(e.text("data"), passphrase); ok {
				if v, err := parseJSON(plain); err == nil && v.kind() == '{' {
					e.object, _ = v.object()
					return true
				}
			}
		}
		e.refuse(newError(CodePasswordWrong, "", nil))
		return true
	case e.object.flag("encrypted"):
		passphrase := ring.password
		if ring.old != nil {
			passphrase = ring.old
		}
		plain, ok := openSalted(e.text("secret"), passphrase)
		if !ok || !isExtensionSecret(plain) {
			e.refuse(newError(CodePasswordWrong, "", nil))
			return true
		}
		for i, m := range e.object {
			if m.name == "secret" {
				e.object[i].value = value(strconv.AppendQuote(nil, string(plain))) // ASCII
			}
		}
		return true
	}
	return false
}

// candidates are the passphrases of a record, or all where it is not named.
func (ring *keyRing) candidates(id string) (list [][]byte) {
	if passphrase, ok := ring.keys[id]; ok {
		return [][]byte{passphrase}
	}
	if id != "" {
		return nil // its record is not there, or has another password
	}
	for _, passphrase := range ring.keys {
		list = append(list, passphrase)
	}
	return list
}

// isExtensionSecret is how the extension itself knows a wrong password.
func isExtensionSecret(text []byte) bool {
	text = bytes.ReplaceAll(text, []byte(" "), nil)
	for _, prefix := range []string{"blz-", "bliz-", "stm-"} {
		if bytes.HasPrefix(text, []byte(prefix)) {
			return isASCII(text)
		}
	}
	bare := string(text)
	return len(bare) >= 8 && (isHexText(bare) || isBase32Text(bare))
}

func isASCII(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

func isHexText(text string) bool {
	return text != "" && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func isBase32Text(text string) bool {
	text = strings.TrimRight(text, "=")
	return text != "" && strings.Trim(text, "234567abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
