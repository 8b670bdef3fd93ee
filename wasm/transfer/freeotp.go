// SPDX-License-Identifier: MIT

package transfer

import (
	"math"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// FreeOTP, FreeOTP+ and FreeOTP 2 keep a token as the same JSON object:
//
//	{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"…","issuerInt":"…","label":"…","period":30,
//	 "secret":[-19,64,…],"type":"TOTP"}
//
// issuerExt is that of the link's label and issuerInt that of its parameter;
// issuerAlt and labelAlt are what the user changed them to. secret is Java's
// byte[], signed. Tokens whose issuerExt is exactly "Steam" give Steam's codes.
//
// FreeOTP 1 and FreeOTP+ keep a counter that is one less than the next one, and
// -1 before the first use: they read a link as counter-1, and count up first.
// FreeOTP 2 keeps the next one and leaves out algo, digits and period that the
// link did not give; null is SHA1, 6 (5 for Steam) and 30 there.
//
// Source: org.fedorahosted.freeotp Token.java of each.

// freeOTPDialect is what the programs do differently.
type freeOTPDialect struct {
	defaults bool   // absent fields have the values of FreeOTP 2
	before   uint64 // how much less than the next one the counter is
}

// freeOTPName is issuer and account of a token.
func freeOTPName(t *jsonRecord) (issuer, account string) {
	for _, name := range []string{"issuerAlt", "issuerExt", "issuerInt"} {
		if issuer == "" {
			issuer = t.label(name)
		}
	}
	account = t.label("labelAlt")
	if account == "" {
		account = t.label("label")
	}
	return issuer, account
}

// freeOTPKey reads a token but for its secret.
func freeOTPKey(t *jsonRecord, d freeOTPDialect) (otp.Key, error) {
	var key otp.Key
	if t.err != nil {
		return key, t.err
	}
	steam := t.label("issuerExt") == "Steam"
	switch kind := strings.ToUpper(t.text("type")); {
	case kind == "TOTP" && steam:
		key = otp.New(otp.Steam)
	case kind == "TOTP":
		key = otp.New(otp.TOTP)
	case kind == "HOTP" && !steam:
		key = otp.New(otp.HOTP)
	default:
		return key, newError(CodeEntryType, "", nil)
	}
	key.Issuer, key.Account = freeOTPName(t)
	algorithm, digits, period := otp.Algorithm(""), withoutDefault, withoutDefault
	if d.defaults {
		algorithm, digits, period = key.Algorithm, key.Digits, key.Period
	}
	key.Algorithm = t.algorithm("algo", algorithm)
	key.Digits = t.number("digits", digits, otp.CodeDigits, "digits")
	if key.Type == otp.HOTP {
		key.Counter = freeOTPCounter(t, d.before)
	} else {
		key.Period = t.number("period", period, otp.CodePeriod, "period")
	}
	return key, t.err
}

func freeOTPCounter(t *jsonRecord, before uint64) uint64 {
	if before == 1 && string(t.fields["counter"]) == "-1" {
		return 0
	}
	n := t.counter("counter")
	if n > math.MaxUint64-before {
		t.note(&otp.Error{Code: otp.CodeCounterEnd, Field: "counter", Value: strconv.FormatUint(n, 10)})
	}
	return n + before
}

// putFreeOTP adds a token that holds its own secret.
func (r *reading) putFreeOTP(position int, v jsonText, d freeOTPDialect) {
	t := v.record()
	key, err := freeOTPKey(t, d)
	if err == nil {
		var ok bool
		if key.Secret, ok = t.fields["secret"].signedBytes(); !ok {
			err = newError(CodeEntry, "", nil)
		}
	}
	if err != nil {
		issuer, account := freeOTPName(t)
		r.reject(position, issuer, account, err)
		return
	}
	r.putKey(key, Detail{Position: position})
}

// freeOTPFormat is FreeOTP 1's tokens.xml: a string for each token under the
// name "issuer:label", and the list of those names as tokenOrder. Android's
// backup and rooted telephones give it; FreeOTP itself exported nothing.
var freeOTPFormat = format{"freeotp", isFreeOTP, readFreeOTP}

const freeOTPOrder = "tokenOrder"

func isFreeOTP(f *file) bool {
	for _, p := range f.preferences() {
		if p.name != freeOTPOrder && isFreeOTPToken(p.value) {
			return true
		}
	}
	_, ordered := f.preference(freeOTPOrder)
	return ordered
}

func isFreeOTPToken(text string) bool {
	v, ok := parseJSONText([]byte(text))
	if !ok || v.kind() != '{' {
		return false
	}
	t := v.record()
	return t.has("secret") && t.has("type") && t.has("label")
}

func readFreeOTP(r *reading) error {
	position := 0
	for _, p := range r.preferences() {
		if p.name == freeOTPOrder {
			continue
		}
		position++
		v, ok := parseJSONText([]byte(p.value))
		if !ok {
			issuer, account, _ := strings.Cut(p.name, ":")
			r.reject(position, issuer, account, newError(CodeEntry, "", nil))
			continue
		}
		r.putFreeOTP(position, v, freeOTPDialect{defaults: true, before: 1})
	}
	return nil
}

// freeOTPPlusFormat is FreeOTP+'s export: {"tokenOrder":[…],"tokens":[…]}. The
// program writes all fields, and reads an absent one as 0, so none has a
// default here.
var freeOTPPlusFormat = format{"freeotp-plus", isFreeOTPPlus, readFreeOTPPlus}

func isFreeOTPPlus(f *file) bool {
	top := f.fileRecord()
	return top.fields["tokens"].kind() == '[' && top.has(freeOTPOrder)
}

func readFreeOTPPlus(r *reading) error {
	tokens, err := r.fileRecord().fields["tokens"].items()
	if err != nil {
		return err
	}
	for i, token := range tokens {
		r.putFreeOTP(i+1, token, freeOTPDialect{before: 1})
	}
	return nil
}
