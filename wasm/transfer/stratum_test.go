// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/sha1"
	"encoding/base64"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"inkan/wasm/transfer"
)

func stratumFile(entries string) string {
	return `{"Authenticators":[` + entries + `],"Categories":[{"Id":"00040bab","Name":"Work","Ranking":0},{"Id":"1","Name":"Home"}],
		"AuthenticatorCategories":[{"CategoryId":"1","AuthenticatorSecret":"` + secret + `"},{"CategoryId":"00040bab","AuthenticatorSecret":"` + secret + `","Ranking":0},{"CategoryId":"2","AuthenticatorSecret":"` + secret + `"}],
		"CustomIcons":[{"Id":"5aec08af","Data":"` + base64.StdEncoding.EncodeToString([]byte("\x89PNG")) + `"}]}`
}

func stratumEntry(fields string) string {
	return `{"Icon":"@5aec08af","Issuer":"Site","Username":"alice","Pin":null,"CopyCount":12,"Ranking":3,` + fields + `}`
}

func TestStratum(t *testing.T) {
	for name, c := range map[string]struct{ entry, want string }{
		"totp":            {stratumEntry(`"Type":2,"Secret":"` + secret + `","Algorithm":2,"Digits":8,"Period":60,"Counter":0`), "otpauth://totp/Site:alice?algorithm=SHA512&digits=8&period=60&secret=" + secret},
		"hotp":            {stratumEntry(`"Type":1,"Secret":"` + secret + `","Algorithm":1,"Digits":7,"Period":30,"Counter":4`), "otpauth://hotp/Site:alice?algorithm=SHA256&digits=7&counter=4&secret=" + secret},
		"motp":            {strings.Replace(stratumEntry(`"Type":3,"Secret":"0123456789abcdef","Algorithm":0,"Digits":6,"Period":10,"Counter":0`), `"Pin":null`, `"Pin":"1234"`, 1), "motp://Site:alice?secret=0123456789abcdef&pin=1234"},
		"steam":           {stratumEntry(`"Type":4,"Secret":"` + secret + `","Algorithm":0,"Digits":5,"Period":30,"Counter":0`), "otpauth://steam/Site:alice?secret=" + secret},
		"yandex":          {strings.Replace(stratumEntry(`"Type":5,"Secret":"6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY","Algorithm":0,"Digits":8,"Period":30`), `"Pin":null`, `"Pin":"5239"`, 1), "otpauth://yaotp/Site:alice?secret=6SB2IKNM6OBZPAVBVTOHDKS4FA&pin=GUZDGOI"},
		"first versions":  {`{"Type":2,"Issuer":"Site","Username":null,"Secret":"` + secret + `","Digits":6,"Period":30}`, "otpauth://totp/Site:?secret=" + secret},
		"type 6":          {stratumEntry(`"Type":6,"Secret":"` + secret + `"`), "entry-type"},
		"no type":         {stratumEntry(`"Secret":"` + secret + `"`), "entry-type"},
		"algorithm 3":     {stratumEntry(`"Type":2,"Algorithm":3,"Secret":"` + secret + `"`), "algorithm"},
		"digits 0":        {stratumEntry(`"Type":2,"Digits":0,"Secret":"` + secret + `"`), "digits"},
		"period 0":        {stratumEntry(`"Type":2,"Period":0,"Secret":"` + secret + `"`), "period"},
		"no counter":      {stratumEntry(`"Type":1,"Secret":"` + secret + `"`), "counter-missing"},
		"motp not hex":    {stratumEntry(`"Type":3,"Secret":"xyz"`), "secret-character"},
		"yandex checksum": {stratumEntry(`"Type":5,"Secret":"6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRA"`), "secret-checksum"},
		"an array":        {`[]`, "entry"},
	} {
		t.Run(name, func(t *testing.T) {
			good := stratumEntry(`"Type":2,"Secret":"` + secret + `","Algorithm":0,"Digits":6,"Period":30,"Counter":0`)
			result := readBad(t, "stratum", stratumFile(c.entry+","+good))
			last := "otpauth://totp/Site:alice?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, last)
				wantProblems(t, result, c.want)
			} else {
				wantKeys(t, result, c.want, last)
			}
			d := result.Details[len(result.Details)-1]
			if d.Position != 2 || d.Uses != 12 || string(d.Icon) != "\x89PNG" || !slices.Equal(d.Groups, []string{"Home", "Work"}) {
				t.Errorf("got %+v", d)
			}
		})
	}
	wantKeys(t, read(t, "stratum", `{"Authenticators":[]}`))
}

func TestStratumSealed(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	plain := stratumFile(stratumEntry(`"Type":2,"Secret":"` + secret + `"`))
	want := "otpauth://totp/Site:alice?secret=" + secret
	salt, legacySalt := "0123456789abcdef", "0123456789abcdef0123"
	strongKey := argon2.IDKey([]byte(password), []byte(salt), 3, 65536, 4, 32)
	strong := "AUTHENTICATORPRO" + salt + "nonce bytes." + string(sealGCM(strongKey, "nonce bytes.", plain, ""))
	legacyKey := pbkdf2Key(sha1.New, password, legacySalt, 64_000)
	legacy := func(plain string) string {
		return "AuthenticatorPro" + legacySalt + salt + string(sealCBC(legacyKey, []byte(salt), []byte(plain)))
	}
	for name, file := range map[string]string{"strong": strong, "legacy": legacy(plain)} {
		t.Run(name, func(t *testing.T) {
			wantKeys(t, read(t, "stratum", file), want)
			wantPassword(t, file)
			wantError(t, file[:40], transfer.CodeDamaged)
		})
	}
	wantError(t, strong[:len(strong)-1], transfer.CodePasswordWrong) // nothing tells it from a wrong password
	wantError(t, legacy(plain)[:100], transfer.CodePasswordWrong)
	wantError(t, legacy(plain)+"x", transfer.CodeDamaged)
	wantError(t, legacy("no JSON"), transfer.CodePasswordWrong)
	wantError(t, "AUTHENTICATORPRX"+strong[16:], transfer.CodeFormat)
}
