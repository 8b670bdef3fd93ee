// SPDX-License-Identifier: MIT

package transfer_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// ownSeeds are small files of each format, opened by password.
func ownSeeds(t testing.TB) []string {
	record, passphrase := keyRecord("k", password)
	extension := `{"a":{"encrypted":true,"hash":"a","index":0,"type":"totp","secret":"` + sealSalted(password, secret) + `"}}`
	link := "otpauth://totp/Site:alice?secret=" + secret
	return []string{
		link + "\n#x\n" + link + ",steam://" + secret, "\xFF\xFEo\x00", migrationPart("x", 2, 1, -7),
		migrationLink(proto(1, proto(1, "0123456789", 2, "x", 6, 1, 7, 300))),
		"<!doctype html><a href=\"" + link + "&amp;digits=8\"><img src='data:image/png;base64,AAAA'>",
		extension, "{" + record + `,"a":{"dataType":"EncOTPStorage","keyId":"k","data":"` + sealSalted(passphrase, `{"secret":"`+secret+`"}`) + `"}}`,
		`{"a":{"dataType":"OTPStorage","type":"hhex","counter":1,"secret":"00112233"}}`,
		sealAegis(aegisOne, aegisSlot(password, "")), aegisPlain(3, `{"type":"hotp","info":{"secret":"AAAA","counter":1}}`, `,"groups":[]`),
		twoFASFile(`{"name":"Site","secret":"` + secret + `","otp":{"tokenType":"STEAM"}}`),
		sealEnte(link, 3), `{"items":[{"rawData":"` + link + `","display":{"tags":["a"]}}]}`, link + "&codeDisplay=%7B%22pinned%22%3Atrue%7D",
		bitwardenItems(`{"type":1,"name":"Site","login":{"totp":"` + secret + `"}}`), "name,login_totp\nx,\"" + secret + "\"\n",
		bitwardenSealed(`"kdfType":0,"kdfIterations":1`, "", bitwardenBox(pbkdf2OneRound(), bitwardenItems(""))),
		`{"version":1,"entries":[{"content":{"uri":"steam://` + secret + `","entry_type":"Steam","name":"x"}}]}`,
		stratumFile(stratumEntry(`"Type":5,"Secret":"LA2V6KMCGYMWWVEW64RNP3JA3I","Pin2":""`)),
		"[" + andOTPEntry(`"type":"TOTP","period":30`) + "]", "AuthenticatorPro" + strings.Repeat("x", 36+32),
	}
}

// FuzzImport seeds with real files too, where they are. What is accepted must be
// whole; an error must be one of those that Import names; a problem must not
// hold a secret of the file.
func FuzzImport(f *testing.F) {
	for _, seed := range ownSeeds(f) {
		f.Add([]byte(seed), password)
	}
	for _, s := range sampleFiles(f) {
		if data, err := os.ReadFile(filepath.Join(transfer.Samples, s.File)); err == nil && len(data) < 20_000 {
			f.Add(data, s.Password)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		if costsMuch(data) {
			t.Skip()
		}
		result, err := transfer.Import("", data, []byte(password))
		if err != nil {
			known := false
			for _, kind := range []error{transfer.ErrPassword, transfer.ErrUnsupported, transfer.ErrUnknown, transfer.ErrDamaged, transfer.ErrTooLarge} {
				known = known || errors.Is(err, kind)
			}
			var own *transfer.Error
			if !known || !errors.As(err, &own) {
				t.Fatalf("unknown error %v", err)
			}
			return
		}
		consistent(t, result)
		for _, problem := range result.Problems {
			var key *otp.Error
			var own *transfer.Error
			if !errors.As(problem.Err, &key) && !errors.As(problem.Err, &own) {
				t.Fatalf("unknown error %v", problem.Err)
			}
		}
	})
}

// costsMuch leaves out files whose derivation is slow by right: there is little
// to find behind it, and fuzzing would find nothing else.
func costsMuch(data []byte) bool {
	text := string(data)
	switch {
	case strings.HasPrefix(text, "\x00"), strings.HasPrefix(text, "AUTHENTICATORPRO"):
		return true // of andOTP, and of Stratum
	case strings.Contains(text, "kdf"), strings.Contains(text, "slots"):
		return longNumber(text)
	}
	return false
}

// longNumber finds a number of five digits, as a parameter that costs much has.
func longNumber(text string) bool {
	run := 0
	for _, c := range text {
		if c >= '0' && c <= '9' {
			if run++; run == 5 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}
