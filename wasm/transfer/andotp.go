// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"inkan/wasm/otp"
)

// andOTP: a JSON array with an object for each entry, and with a password one of
//
//	iterations 4, big-endian ‖ salt 12 ‖ nonce 12 ‖ AES-256-GCM, PBKDF2-HMAC-SHA1
//	nonce 12 ‖ AES-256-GCM, key SHA-256 of the password       (up to 0.6.2)
//
// which begin with nothing to know them by. The first is taken for granted when
// its iterations can be true, the second only when the file's name says so or a
// password is given for a file that is nothing else: its tag leaves no doubt.
// src: Aegis AndOtpImporter.java.
var (
	andOTPFormat       = format{"andotp", isAndOTP, func(r *reading) error { return r.readAndOTP(r.json()) }}
	andOTPSealedFormat = format{"andotp", isAndOTPSealed, readAndOTPSealed}
)

const (
	andOTPIterations = 10_000_000       // real files have 140,000 to 160,000
	andOTPOld        = 12 + 16          // bytes at least
	andOTPNew        = 4 + 12 + 12 + 16 // bytes at least
)

func isAndOTP(f *file) bool {
	first, _ := f.json().first().object()
	return first.has("label", "secret") && (first.has("thumbnail") || first.has("type")) && !first.has("otpGenerator") && !first.has("kind")
}

func isAndOTPSealed(f *file) bool {
	return f.binary() && len(f.data) >= andOTPOld && (andOTPRounds(f.data) > 0 || andOTPName(f.name) || f.unlocking)
}

// andOTPRounds gives the iterations of the new form, 0 when it is another file.
func andOTPRounds(data []byte) int {
	if len(data) < andOTPNew {
		return 0
	}
	rounds := binary.BigEndian.Uint32(data)
	if rounds > andOTPIterations {
		return 0
	}
	return int(rounds)
}

// andOTPName knows otp_accounts.json.aes, which andOTP suggests.
func andOTPName(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".aes") || strings.Contains(name, "andotp") || strings.Contains(name, "otp_accounts")
}

func readAndOTPSealed(r *reading) error {
	if r.password == nil {
		return passwordNeeded()
	}
	plain, ok := openAndOTP(r.data, r.password)
	switch {
	case !ok && andOTPRounds(r.data) == 0 && !andOTPName(r.name):
		return r.unknown()
	case !ok:
		return passwordWrong()
	}
	v, err := parseJSON(plain)
	if err != nil {
		return err
	}
	return r.readAndOTP(v)
}

// openAndOTP tries the old form too: its nonce may look like iterations.
func openAndOTP(data, password []byte) (plain []byte, ok bool) {
	if rounds := andOTPRounds(data); rounds > 0 {
		key := derivePBKDF2(sha1.New, password, data[4:16], rounds)
		if plain, ok = openGCM(key, data[16:28], bytes.Clone(data[28:]), nil); ok {
			return plain, true
		}
	}
	key := sha256.Sum256(password)
	return openGCM(key[:], data[:12], bytes.Clone(data[12:]), nil)
}

func (r *reading) readAndOTP(v value) error {
	list, err := v.list()
	if err != nil {
		return err
	}
	for i, v := range list {
		r.put(andOTPEntry(v, i+1))
	}
	return nil
}

// andOTPTypes: its first versions knew TOTP only, and wrote no type.
var andOTPTypes = map[string]otp.Type{"": otp.TOTP, "TOTP": otp.TOTP, "HOTP": otp.HOTP, "STEAM": otp.Steam, "MOTP": otp.MOTP}

func andOTPEntry(v value, position int) *entry {
	e := newEntry(v, position)
	issuer, account := e.field("issuer"), e.field("label")
	if !e.has("issuer") { // early versions
		if before, after, found := strings.Cut(account, " - "); found {
			issuer, account = before, after
		}
	}
	e.names(issuer, account)
	e.detail.Groups = texts(e.get("tags"))
	e.detail.Used = int64(e.count("last_used"))
	e.detail.Uses = e.count("used_frequency")
	t, known := andOTPTypes[strings.ToUpper(e.field("type"))]
	if !known {
		e.refuse(entryTypeUnknown())
		return e
	}
	e.start(t)
	if t == otp.MOTP {
		e.andOTPHex(e.field("secret"))
		return e // it writes SHA1 and six digits, and uses neither
	}
	e.secret(e.field("secret"))
	e.algorithm("algorithm")
	e.digits("digits")
	e.period("period")
	e.counter("counter")
	return e
}

// andOTPHex reads the secret of MOTP: hexadecimal text, in Base32.
func (e *entry) andOTPHex(text string) {
	inner, err := otp.ParseSecret(text)
	if err == nil {
		e.key.Secret, err = otp.ParseHex(string(bytes.ToLower(inner)))
	}
	e.refuse(err)
}
