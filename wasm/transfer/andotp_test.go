// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/transfer"
)

func andOTPEntry(fields string) string {
	return `{"secret":"` + secret + `","issuer":"Site","label":"alice","thumbnail":"Default","last_used":1608146844162,"used_frequency":7,"tags":["one","two"],` + fields + `}`
}

func TestAndOTP(t *testing.T) {
	motp := base32.StdEncoding.EncodeToString([]byte("0123456789ABCDEF"))
	for name, c := range map[string]struct{ entry, want string }{
		"totp":          {andOTPEntry(`"type":"TOTP","algorithm":"SHA512","digits":8,"period":50`), "otpauth://totp/Site:alice?algorithm=SHA512&digits=8&period=50&secret=" + secret},
		"hotp":          {andOTPEntry(`"type":"HOTP","algorithm":"SHA1","digits":6,"counter":50`), "otpauth://hotp/Site:alice?counter=50&secret=" + secret},
		"steam":         {andOTPEntry(`"type":"STEAM","algorithm":"SHA1","digits":5`), "otpauth://steam/Site:alice?secret=" + secret},
		"motp":          {`{"secret":"` + motp + `","issuer":"Site","label":"alice","type":"MOTP","algorithm":"SHA1","digits":6}`, "motp://Site:alice?secret=0123456789abcdef"},
		"early":         {`{"secret":"` + secret + `======","label":"Site - alice - bob","period":30,"digits":6,"type":"TOTP","algorithm":"SHA1"}`, "otpauth://totp/Site:alice%20-%20bob?secret=" + secret},
		"only a label":  {`{"secret":"` + secret + `","label":"alice","period":30,"type":"TOTP"}`, "otpauth://totp/alice?secret=" + secret},
		"empty issuer":  {`{"secret":"` + secret + `","issuer":"","label":"a - b","period":30,"type":"TOTP"}`, "otpauth://totp/a%20-%20b?secret=" + secret},
		"unknown type":  {andOTPEntry(`"type":"XOTP"`), "entry-type"},
		"no type":       {andOTPEntry(`"digits":6,"period":30`), "otpauth://totp/Site:alice?secret=" + secret},
		"algorithm":     {andOTPEntry(`"type":"TOTP","algorithm":"MD4"`), "algorithm"},
		"no counter":    {andOTPEntry(`"type":"HOTP"`), "counter-missing"},
		"motp not hex":  {andOTPEntry(`"type":"MOTP"`), "secret-character"},
		"period a null": {andOTPEntry(`"type":"TOTP","period":null`), "otpauth://totp/Site:alice?secret=" + secret},
	} {
		t.Run(name, func(t *testing.T) {
			good := andOTPEntry(`"type":"TOTP","algorithm":"SHA1","digits":6,"period":30`)
			result := readBad(t, "andotp", "["+good+","+c.entry+"]")
			first := "otpauth://totp/Site:alice?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, first)
				wantProblems(t, result, c.want)
			} else {
				wantKeys(t, result, first, c.want)
			}
			if d := result.Details[0]; d.Used != 1608146844162 || d.Uses != 7 || !slices.Equal(d.Groups, []string{"one", "two"}) {
				t.Errorf("got %+v", d)
			}
		})
	}
}

func TestAndOTPSealed(t *testing.T) {
	plain := "[" + andOTPEntry(`"type":"TOTP","algorithm":"SHA1","digits":6,"period":30`) + "]"
	want := "otpauth://totp/Site:alice?secret=" + secret
	sealNew := func(rounds uint32, plain string) string {
		key := pbkdf2Key(sha1.New, password, "salt of 12 b", int(rounds))
		return string(binary.BigEndian.AppendUint32(nil, rounds)) + "salt of 12 b" + "nonce bytes." + string(sealGCM(key, "nonce bytes.", plain, ""))
	}
	key := sha256.Sum256([]byte(password))
	old := func(nonce string) string { return nonce + string(sealGCM(key[:], nonce, plain, "")) }

	for name, file := range map[string]string{"new": sealNew(1000, plain), "old that looks new": old("\x00\x00\x01\x00 a nonce")} {
		t.Run(name, func(t *testing.T) {
			wantKeys(t, read(t, "andotp", file), want)
			wantPassword(t, file)
		})
	}
	wantKeys(t, read(t, "andotp", old("\xff\x00nonce byte")), want) // the password says what it is
	for _, name := range []string{"otp_accounts.json.aes", "andOTP.bin"} {
		_, err := transfer.Import(name, []byte(old("\xff\x00nonce byte")), nil)
		wantCode(t, err, transfer.CodePasswordNeeded)
		_, err = transfer.Import(name, []byte(old("\xff\x00nonce byte")), []byte("another"))
		wantCode(t, err, transfer.CodePasswordWrong)
	}
	_, err := transfer.Import("", []byte(old("\xff\x00nonce byte")), nil)
	wantCode(t, err, transfer.CodeFormat)
	_, err = transfer.Import("", []byte(old("\xff\x00nonce byte")), []byte("another"))
	wantCode(t, err, transfer.CodeFormat)
	wantError(t, sealNew(1000, "{"), transfer.CodeDamaged)
	wantError(t, sealNew(1000, plain)[:40], transfer.CodeFormat)
	wantError(t, "\x00\x98\x96\x81"+sealNew(1000, plain)[4:], transfer.CodeFormat) // 10,000,001
}
