// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/base64"

	"inkan/wasm/otp"
)

// steamFormat are the files in which Steam Guard keys are kept:
//
//	{"accounts":{"NAME":{"shared_secret":"BASE64","account_name":"…","uri":"otpauth://totp/Steam:…",…}}}
//	{"shared_secret":"BASE64","account_name":"…",…}
//
// The first is Steam's for Android (files/Steamguard-…, on rooted telephones),
// the second an older form of it and the .maFile of Steam Desktop
// Authenticator. The serial number, the revocation code and what confirms
// trades are left: no code depends on them.
var steamFormat = format{"steam", isSteam, readSteam}

func isSteam(f *file) bool {
	top := f.fileRecord()
	return top.has("shared_secret") || steamAccounts(top) != nil
}

// steamAccounts are the accounts by name, if there are any of Steam's.
func steamAccounts(top *jsonRecord) []jsonMember {
	members, err := top.fields["accounts"].members()
	if err != nil {
		return nil
	}
	for _, m := range members {
		if m.value.record().has("shared_secret") {
			return members
		}
	}
	return nil
}

func readSteam(r *reading) error {
	top := r.fileRecord()
	if top.has("shared_secret") {
		r.putSteam(1, top, "")
		return nil
	}
	for i, m := range steamAccounts(top) {
		r.putSteam(i+1, m.value.record(), m.name)
	}
	return nil
}

func (r *reading) putSteam(position int, a *jsonRecord, name string) {
	key := otp.New(otp.Steam)
	key.Issuer, key.Account = "Steam", a.label("account_name")
	if key.Account == "" {
		key.Account = name
	}
	secret, err := base64.StdEncoding.DecodeString(a.text("shared_secret"))
	if err != nil {
		a.note(newError(CodeEntry, "", nil))
	}
	if a.err != nil {
		r.reject(position, key.Issuer, key.Account, a.err)
		return
	}
	key.Secret = secret
	r.putKey(key, Detail{Position: position})
}
