// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"

	"inkan/wasm/otp"
)

// Authenticator, the browser extension: one JSON object with a member for each
// entry, named by its id. src: src/models/storage.ts, encryption.ts, otp.ts.
//
//	plain: "ID": {encrypted: false, hash, index, type, secret, issuer, account, …}
//	v1:    the same with encrypted: true and secret as CryptoJS text of the password
//	v2:    as v1, but of a random passphrase, which "key": {enc, hash} holds; a
//	       bug (issue 557) put enc and hash at the top level instead
//	v3:    "ID": {dataType: "EncOTPStorage", keyId, data, index} and one or more
//	       "KEYID": {dataType: "Key", id, salt, hash, version: 3}
//
// CryptoJS text has no MAC: see openSalted.
var extensionFormat = format{"authenticator-extension", isExtension, readExtension}

func isExtension(f *file) bool {
	o := f.object()
	if isOldKey(o.object("key")) || isOldKey(o) {
		return true
	}
	for _, m := range o {
		record, ok := m.value.object()
		if !ok {
			continue
		}
		switch record.text("dataType") {
		case "OTPStorage", "EncOTPStorage", "Key":
			return true
		}
		if record.has("secret", "type", "hash") {
			return true
		}
	}
	return false
}

func isOldKey(o object) bool {
	return strings.HasPrefix(o.text("enc"), "U2FsdGVk") && o.get("hash").kind() == '"' // Base64 of "Salted"
}

func readExtension(r *reading) error {
	records := r.object()
	ring, err := r.openRing(records)
	if err != nil {
		return err
	}
	position, sealed, unsealed := 0, 0, 0
	for _, m := range records {
		record, ok := m.value.object()
		if !ok || !record.has("secret") && !record.has("data") {
			continue // settings and keys
		}
		if position++; position > MaxEntries {
			return newError(CodeFileSize, "", ErrTooLarge)
		}
		e := &entry{object: record, detail: Detail{Position: position}}
		if ring.unseal(e) {
			sealed++
			if e.err == nil {
				unsealed++
			}
		}
		e.readExtension()
		r.put(e)
	}
	if sealed > 0 && unsealed == 0 && !ring.opened {
		return passwordWrong()
	}
	return nil
}

// extensionTypes are names and, in some versions, numbers of types. An entry
// without a type is TOTP.
var extensionTypes = map[string]string{
	"": "totp", "totp": "totp", "1": "totp", "hotp": "hotp", "2": "hotp", "battle": "battle", "3": "battle",
	"steam": "steam", "4": "steam", "hex": "hex", "5": "hex", "hhex": "hhex", "6": "hhex",
}

// readExtension reads a RawOTPStorage.
func (e *entry) readExtension() {
	if e.err != nil {
		e.names(e.text("issuer"), e.text("account")) // plain in v1 and v2
		return
	}
	issuer, host, _ := strings.Cut(e.field("issuer"), "::")
	e.names(issuer, e.field("account"))
	e.detail.Site = strings.TrimSpace(host)
	e.detail.Pinned = e.flag("pinned")
	kind, known := extensionTypes[strings.ToLower(e.field("type"))]
	if !known {
		e.refuse(entryTypeUnknown())
	}
	kind, secret := extensionSecret(kind, e.field("secret"))
	switch kind {
	case "hotp", "hhex":
		e.start(otp.HOTP)
		if e.get("counter") != nil { // absent means 0
			e.counter("counter")
		}
	case "steam":
		e.start(otp.Steam)
	default:
		e.start(otp.TOTP)
	}
	e.extensionAlgorithm()
	e.digits("digits")
	e.period("period")
	if kind == "battle" {
		e.key.Digits = 8
	}
	if kind == "hex" || kind == "hhex" {
		var err error
		e.key.Secret, err = otp.ParseHex(secret)
		e.refuse(err)
		return
	}
	e.secret(secret)
}

// extensionSecret takes off the prefixes of early versions, and knows a secret
// that can only be hexadecimal, as the extension does when it imports one.
func extensionSecret(kind, text string) (string, string) {
	text = strings.ReplaceAll(text, " ", "")
	for prefix, meant := range map[string]string{"blz-": "battle", "bliz-": "battle", "stm-": "steam"} {
		if rest, found := strings.CutPrefix(text, prefix); found {
			return meant, rest
		}
	}
	if isHexText(text) && !isBase32Text(text) {
		switch kind {
		case "totp":
			kind = "hex"
		case "hotp":
			kind = "hhex"
		}
	}
	if kind == "hex" || kind == "hhex" {
		text = evenHex(text)
	}
	return kind, text
}

// evenHex does to an odd number of digits what the extension does before it
// makes a code of them: src: src/models/key-utilities.ts.
func evenHex(text string) string {
	if len(text)%2 == 0 {
		return text
	}
	if cut, found := strings.CutSuffix(text, "0"); found {
		return cut
	}
	return text + "0"
}

// extensionAlgorithm reads a name or, in some versions, a number. GOST is not
// made here, and so an error.
func (e *entry) extensionAlgorithm() {
	switch e.field("algorithm") {
	case "1":
		e.key.Algorithm = otp.SHA1
	case "2":
		e.key.Algorithm = otp.SHA256
	case "3":
		e.key.Algorithm = otp.SHA512
	default:
		e.algorithm("algorithm")
	}
}
