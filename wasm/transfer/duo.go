// SPDX-License-Identifier: MIT

package transfer

import "inkan/wasm/otp"

// duoFormat is the file in which Duo Mobile for Android keeps its accounts
// (files/duokit/accounts.json, on rooted telephones):
//
//	[{"accountType":"OtpAccount","name":"…","otpGenerator":{"otpSecret":"BASE32","counter":3},"pkey":"…"}]
//
// With a counter, the next one, it is HOTP, else TOTP; always SHA1, 6 digits
// and 30 seconds. There is no issuer. An account without otpGenerator is only
// asked by push. Source: Duo Mobile's file as Aegis's DuoImporter.java reads it.
var duoFormat = format{"duo", isDuo, readDuo}

func isDuo(f *file) bool {
	first := f.firstOfList()
	return first.has("otpGenerator") || first.has("accountType") && first.has("pkey")
}

func readDuo(r *reading) error {
	accounts, err := r.fileJSON().items()
	if err != nil {
		return err
	}
	for i, account := range accounts {
		a := account.record()
		if key, err := duoKey(a); err != nil {
			r.reject(i+1, "", a.label("name"), err)
		} else {
			r.putKey(key, Detail{Position: i + 1})
		}
	}
	return nil
}

func duoKey(a *jsonRecord) (otp.Key, error) {
	if a.err != nil {
		return otp.Key{}, a.err
	}
	if !a.has("otpGenerator") {
		return otp.Key{}, newError(CodeEntryType, "", nil)
	}
	generator := a.fields["otpGenerator"].record()
	key := otp.New(otp.TOTP)
	if generator.has("counter") {
		key = otp.New(otp.HOTP)
		key.Counter = generator.counter("counter")
	}
	key.Account = a.label("name")
	secret, err := otp.ParseSecret(generator.text("otpSecret"))
	key.Secret = secret
	generator.note(err)
	return key, generator.err
}
