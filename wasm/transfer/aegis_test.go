// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/scrypt"

	"inkan/wasm/transfer"
)

// sealGCM encrypts with AES-GCM; the tag comes last.
func sealGCM(key []byte, nonce, plain, data string) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm.Seal(nil, []byte(nonce), []byte(plain), []byte(data))
}

const aegisMaster = "master key of thirty-two bytes.."

// aegisSlot writes a slot with a password, with a scrypt that costs little.
func aegisSlot(password, more string) string {
	salt := strings.Repeat("s", 32)
	key, err := scrypt.Key([]byte(password), []byte(salt), 16, 8, 1, 32)
	if err != nil {
		panic(err)
	}
	sealed := sealGCM(key, "nonce of key", aegisMaster, "")
	return fmt.Sprintf(`{"type":1,"uuid":"u","key":"%x","key_params":{"nonce":"%x","tag":"%x"},"n":16,"r":8,"p":1,"salt":"%x"%s}`,
		sealed[:32], "nonce of key", sealed[32:], salt, more)
}

func sealAegis(db string, slots ...string) string {
	sealed := sealGCM([]byte(aegisMaster), "nonce of db.", db, "")
	text, tag := sealed[:len(sealed)-16], sealed[len(sealed)-16:]
	return fmt.Sprintf(`{"version":1,"header":{"slots":[%s],"params":{"nonce":"%x","tag":"%x"}},"db":%q}`,
		strings.Join(slots, ","), "nonce of db.", tag, base64.StdEncoding.EncodeToString(text))
}

func aegisPlain(version int, entries, more string) string {
	return fmt.Sprintf(`{"version":1,"header":{"slots":null,"params":null},"db":{"version":%d,"entries":[%s]%s}}`, version, entries, more)
}

const aegisOne = `{"version":3,"entries":[{"type":"totp","name":"alice","issuer":"Site","info":{"secret":"` + secret + `","algo":"SHA1","digits":6,"period":30}}]}`

func TestAegisPlain(t *testing.T) {
	info := func(fields string) string {
		return `{"type":` + strings.Replace(fields, ",", `,"name":"alice","issuer":"Site","info":{"secret":"`+secret+`",`, 1) + `}}`
	}
	for name, c := range map[string]struct{ entry, want string }{
		"totp":              {info(`"totp","algo":"SHA512","digits":8,"period":60`), "otpauth://totp/Site:alice?algorithm=SHA512&digits=8&period=60&secret=" + secret},
		"hotp":              {info(`"hotp","algo":"SHA1","digits":7,"counter":18`), "otpauth://hotp/Site:alice?digits=7&counter=18&secret=" + secret},
		"steam":             {info(`"steam","algo":"SHA1","digits":5,"period":30`), "otpauth://steam/Site:alice?secret=" + secret},
		"motp":              {info(`"motp","algo":"MD5","digits":6,"period":10,"pin":"1234"`), "motp://Site:alice?secret=48656c6c6f21deadbeef&pin=1234"},
		"motp without PIN":  {info(`"motp","algo":"MD5","digits":6,"period":10,"pin":null`), "motp://Site:alice?secret=48656c6c6f21deadbeef"},
		"yandex":            {`{"type":"yandex","name":"alice","issuer":"Site","info":{"secret":"LA2V6KMCGYMWWVEW64RNP3JA3I","algo":"SHA256","digits":8,"period":30,"pin":"7586"}}`, "otpauth://yaotp/Site:alice?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&pin=G42TQNQ"},
		"MD5 that was not":  {info(`"totp","algo":"MD5","digits":6,"period":30`), "otpauth://totp/Site:alice?secret=" + secret},
		"texts for numbers": {info(`"totp","algo":"SHA1","digits":"8","period":"60"`), "otpauth://totp/Site:alice?digits=8&period=60&secret=" + secret},
		"no issuer":         {`{"type":"totp","name":"alice","issuer":null,"info":{"secret":"` + secret + `"}}`, "otpauth://totp/alice?secret=" + secret},
		"unknown type":      {info(`"xotp","algo":"SHA1"`), "entry-type"},
		"SHA224":            {info(`"totp","algo":"SHA224"`), "algorithm"},
		"digits 0":          {info(`"totp","digits":0`), "digits"},
		"period 0":          {info(`"totp","period":0`), "period"},
		"steam of 60 s":     {info(`"steam","period":60`), "period"},
		"no counter":        {info(`"hotp","digits":6`), "counter-missing"},
		"period a list":     {info(`"totp","period":[30]`), "entry"},
		"algo a number":     {info(`"totp","algo":1`), "algorithm"},
		"info a text":       {`{"type":"totp","info":"x"}`, "entry"},
		"no info":           {`{"type":"totp","name":"x"}`, "secret-missing"},
		"a number":          {`7`, "entry"},
		"bad secret":        {`{"type":"totp","info":{"secret":"JBSWY3DP1"}}`, "secret-character"},
	} {
		t.Run(name, func(t *testing.T) {
			good := info(`"totp","algo":"SHA1","digits":6,"period":30`)
			result := readBad(t, "aegis", aegisPlain(3, good+","+c.entry+","+good, ""))
			last := "otpauth://totp/Site:alice?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, last, last)
				wantProblems(t, result, c.want)
				return
			}
			wantKeys(t, result, last, c.want, last)
		})
	}
}

func TestAegisDetail(t *testing.T) {
	entry := `{"type":"totp","uuid":"u","name":"alice","issuer":"Site","note":"a\nb","favorite":true,
		"icon":"PHN2Zy8+","icon_mime":"image/svg+xml","icon_hash":"00","groups":["2","1","9"],"info":{"secret":"` + secret + `"}}`
	result := read(t, "aegis", aegisPlain(3, entry, `,"groups":[{"uuid":"1","name":"one"},{"uuid":"2","name":"two"}],"icons_optimized":true`))
	if d := result.Details[0]; d.Note != "a\nb" || !d.Pinned || string(d.Icon) != "<svg/>" || !slices.Equal(d.Groups, []string{"two", "one"}) {
		t.Errorf("got %+v", d)
	}
	for version := 1; version <= 2; version++ {
		result = read(t, "aegis", aegisPlain(version, `{"type":"totp","group":"work","info":{"secret":"`+secret+`"}}`, ""))
		if d := result.Details[0]; !slices.Equal(d.Groups, []string{"work"}) {
			t.Errorf("version %d: got %+v", version, d)
		}
	}
	wantError(t, aegisPlain(4, "", ""), transfer.CodeVersion)
	wantError(t, aegisPlain(0, "", ""), transfer.CodeDamaged)
	wantError(t, strings.Replace(aegisPlain(3, "", ""), `"version":1`, `"version":2`, 1), transfer.CodeVersion)
	wantError(t, strings.Replace(aegisPlain(3, "", ""), `"entries":[]`, `"entries":{}`, 1), transfer.CodeDamaged)
	wantError(t, `{"version":1,"header":{},"db":7}`, transfer.CodeDamaged)
}

func TestAegisSealed(t *testing.T) {
	want := "otpauth://totp/Site:alice?secret=" + secret
	finger := `{"type":2,"uuid":"f","key":"00","key_params":{}}`
	for name, slots := range map[string][]string{
		"one":             {aegisSlot(password, `,"repaired":true`)},
		"old":             {aegisSlot(password, "")},
		"finger and word": {finger, aegisSlot(password, `,"repaired":true,"is_backup":false`)},
		"backup password": {aegisSlot("another", `,"repaired":true`), aegisSlot(password, `,"repaired":true,"is_backup":true`)},
		"unknown slot":    {`{"type":3}`, aegisSlot(password, `,"repaired":true`)},
	} {
		t.Run(name, func(t *testing.T) {
			file := sealAegis(aegisOne, slots...)
			wantKeys(t, read(t, "aegis", file), want)
			wantPassword(t, file)
		})
	}
	wantError(t, sealAegis(aegisOne, finger), transfer.CodeDevice)
	wantError(t, sealAegis(aegisOne), transfer.CodeDamaged)
	slot := aegisSlot(password, `,"repaired":true`)
	file := sealAegis(aegisOne, slot)
	wantError(t, sealAegis("{", slot), transfer.CodeDamaged)
	wantError(t, strings.Replace(file, `"db":"`, `"db":"AAAA`, 1), transfer.CodeDamaged)
	wantError(t, strings.Replace(file, `"n":16`, `"n":17`, 1), transfer.CodeDamaged)
	wantError(t, strings.Replace(file, `"n":16`, `"n":1`, 1), transfer.CodeDamaged)
	wantError(t, strings.Replace(file, `"n":16`, `"n":1099511627776`, 1), transfer.CodeMemory)
	wantError(t, strings.Replace(file, `"r":8`, `"r":4611686018427387904`, 1), transfer.CodeMemory)
	wantError(t, strings.Replace(file, `"r":8`, `"r":-8`, 1), transfer.CodeDamaged)
	wantError(t, strings.Replace(file, `"p":1`, `"p":4611686018427387904`, 1), transfer.CodeWork)
	wantError(t, strings.Replace(file, `"salt":"`, `"salt":"0`, 1), transfer.CodeDamaged)
	wantError(t, sealAegis(aegisOne, slices.Repeat([]string{slot}, 20)...), transfer.CodeWork)
}

// A password whose buffer had zero bytes at its end (issue 95 of Aegis).
func TestAegisRepaired(t *testing.T) {
	long := strings.Repeat("long passphrase ", 4) // 64 characters in a buffer of 70 bytes
	accents := strings.Repeat("é", 40)            // 80 bytes in a buffer of 44, doubled and one more: 89
	for word, buffer := range map[string]int{long: 70, accents: 89} {
		file := sealAegis(aegisOne, aegisSlot(word+strings.Repeat("\x00", buffer-len(word)), ""))
		result, err := transfer.Import("", []byte(file), []byte(word))
		if err != nil || len(result.Keys) != 1 {
			t.Errorf("%d bytes: %v", len(word), err)
		}
		file = sealAegis(aegisOne, aegisSlot(word+strings.Repeat("\x00", buffer-len(word)), `,"repaired":true`))
		_, err = transfer.Import("", []byte(file), []byte(word))
		wantCode(t, err, transfer.CodePasswordWrong)
	}
	// HMAC cannot tell these apart, and no reader can.
	file := sealAegis(aegisOne, aegisSlot("test", `,"repaired":true`))
	if _, err := transfer.Import("", []byte(file), []byte("test\x00")); err != nil {
		t.Error(err)
	}
}
