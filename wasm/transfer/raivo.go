// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"

	"inkan/wasm/otp"
)

// raivoFormat is Raivo OTP's export: a zip, encrypted with WinZip's AES-256 by
// the master password, that holds raivo-otp-export.json and a page of the same
// accounts. The JSON is read by itself, too. All of its values are strings:
//
//	[{"issuer","account","secret","algorithm":"SHA1","digits":"6","kind":"TOTP"|"HOTP","timer":"30",
//	  "counter":"0","pinned":"true","iconType","iconValue"}]
//
// timer counts for TOTP and counter for HOTP only. Source: Raivo OTP's
// DataExportFeature.swift and Password.swift.
var raivoFormat = format{"raivo", isRaivo, readRaivo}

const raivoMember = "raivo-otp-export.json"

func isRaivo(f *file) bool {
	if f.archived().member(raivoMember) != nil {
		return true
	}
	first := f.firstOfList()
	return first.has("kind") && first.has("timer") && first.has("secret")
}

func readRaivo(r *reading) error {
	v := r.fileJSON()
	if member := r.archived().member(raivoMember); member != nil {
		content, err := r.archived().open(member, r.password)
		if err != nil {
			return err
		}
		var ok bool
		if v, ok = parseJSONText(content); !ok {
			return damaged()
		}
	}
	accounts, err := v.items()
	if err != nil {
		return err
	}
	for i, account := range accounts {
		r.putRaivo(i+1, account.record())
	}
	return nil
}

func (r *reading) putRaivo(position int, a *jsonRecord) {
	key, err := raivoKey(a)
	if err != nil {
		r.reject(position, a.label("issuer"), a.label("account"), err)
		return
	}
	r.putKey(key, Detail{Position: position, Pinned: a.flag("pinned")})
}

func raivoKey(a *jsonRecord) (otp.Key, error) {
	var key otp.Key
	switch strings.ToUpper(a.text("kind")) {
	case "TOTP":
		key = otp.New(otp.TOTP)
		key.Period = a.number("timer", withoutDefault, otp.CodePeriod, "period")
	case "HOTP":
		key = otp.New(otp.HOTP)
		key.Counter = a.counter("counter")
	default:
		return key, newError(CodeEntryType, "", nil)
	}
	key.Issuer, key.Account = a.label("issuer"), a.label("account")
	key.Algorithm = a.algorithm("algorithm", "")
	key.Digits = a.number("digits", withoutDefault, otp.CodeDigits, "digits")
	secret, err := otp.ParseSecret(a.text("secret"))
	key.Secret = secret
	a.note(err)
	return key, a.err
}
