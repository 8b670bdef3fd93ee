// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// The four forms of the extension are made of the same entries, of which the
// first seven are those of an Aegis sample.
func TestExtensionSamples(t *testing.T) {
	transfer.Sample(t, "index.json")
	var first []string
	for _, name := range []string{"v1", "v2", "v2-bug557", "v3"} {
		file := "authenticator-extension/made--encrypted-" + name + ".json"
		result, err := transfer.Import("", transfer.Sample(t, file), []byte("test"))
		if err != nil {
			t.Fatal(name, err)
		}
		var codes []string
		for _, key := range result.Keys {
			code, err := key.Code(transfer.SampleTime)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, key.Issuer+" "+key.Account+" "+code)
		}
		if len(codes) != 9 || len(result.Problems) != 0 || result.Details[4].Site != "aircanada.com" {
			t.Errorf("%s: %d keys, %d problems", name, len(codes), len(result.Problems))
		}
		if first == nil {
			first = codes
		}
		if !slices.Equal(codes, first) {
			t.Errorf("%s: got %q, want %q", name, codes, first)
		}
	}
	same, _ := expected(t, "aegis/aegisrepo--aegis_plain.json")
	for i, want := range same[:5] {
		if got := first[i]; got != want.Issuer+" "+want.Account+" "+*want.Code {
			t.Errorf("got %s, want %s", got, *want.Code)
		}
	}
}

// sealCBC encrypts with PKCS #7 padding.
func sealCBC(key, iv, plain []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	padding := 16 - len(plain)%16
	plain = append(slices.Clone(plain), []byte(strings.Repeat(string(rune(padding)), padding))...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(plain, plain)
	return plain
}

// sealSalted writes CryptoJS text.
func sealSalted(passphrase, plain string) string {
	const salt = "saltSALT"
	var made, last []byte
	for len(made) < 48 {
		sum := md5.Sum([]byte(string(last) + passphrase + salt))
		last = sum[:]
		made = append(made, last...)
	}
	return base64.StdEncoding.EncodeToString(append([]byte("Salted__"+salt), sealCBC(made[:32], made[32:], []byte(plain))...))
}

// encodedArgon2 writes the string that Argon2's own tools do, of Argon2id.
func encodedArgon2(text string, passes, memory, size uint32) string {
	hash := argon2.IDKey([]byte(text), []byte("saltSALTsalt"), passes, memory, 1, size)
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=1$%s$%s", memory, passes,
		base64.RawStdEncoding.EncodeToString([]byte("saltSALTsalt")), base64.RawStdEncoding.EncodeToString(hash))
}

// keyRecord writes a Key of version 3 and gives the passphrase that it holds.
func keyRecord(id, password string) (record, passphrase string) {
	salt := "2d67a18c2415f7b20cc77f210831970"
	passphrase = base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(password), []byte(salt), 2, 19456, 1, 32))
	return fmt.Sprintf(`%q:{"dataType":"Key","id":%q,"salt":%q,"hash":%q,"version":3}`, id, id, salt, encodedArgon2(passphrase, 2, 19456, 32)), passphrase
}

func TestExtensionPlain(t *testing.T) {
	hexSecret := "0123456789abcdef0011"
	hexLink := "&secret=" + func() string { k, _ := otp.ParseHex(hexSecret); return otp.FormatSecret(k) }()
	for name, c := range map[string]struct{ fields, want string }{
		"least":         {`"type":"totp","secret":"` + secret + `"`, "otpauth://totp/?secret=" + secret},
		"all":           {`"type":"totp","issuer":"Site","account":"alice","period":60,"digits":8,"algorithm":"SHA512","secret":"` + secret + `"`, "otpauth://totp/Site:alice?period=60&digits=8&algorithm=SHA512&secret=" + secret},
		"numbers":       {`"type":1,"period":"60","digits":"8","algorithm":2,"secret":"` + secret + `"`, "otpauth://totp/?period=60&digits=8&algorithm=SHA256&secret=" + secret},
		"nulls":         {`"type":"1","issuer":null,"account":null,"period":null,"digits":null,"algorithm":null,"counter":null,"secret":"` + secret + `"`, "otpauth://totp/?secret=" + secret},
		"no type":       {`"dataType":"OTPStorage","secret":"` + secret + `"`, "otpauth://totp/?secret=" + secret},
		"hotp":          {`"type":"hotp","counter":7,"secret":"` + secret + `"`, "otpauth://hotp/?counter=7&secret=" + secret},
		"hotp, unused":  {`"type":"2","secret":"` + secret + `"`, "otpauth://hotp/?counter=0&secret=" + secret},
		"battle":        {`"type":"battle","secret":"` + secret + `"`, "otpauth://totp/?digits=8&secret=" + secret},
		"blz-":          {`"type":"totp","secret":"blz-` + secret + `"`, "otpauth://totp/?digits=8&secret=" + secret},
		"bliz-":         {`"type":"3","secret":"bliz-` + secret + `"`, "otpauth://totp/?digits=8&secret=" + secret},
		"steam":         {`"type":"4","digits":6,"secret":"` + secret + `"`, "otpauth://steam/?secret=" + secret},
		"stm-":          {`"type":"totp","secret":"stm-` + secret + `"`, "otpauth://steam/?secret=" + secret},
		"hex":           {`"type":"hex","secret":"` + hexSecret + `"`, "otpauth://totp/?a=" + hexLink},
		"hex as totp":   {`"type":"totp","secret":"` + hexSecret + `"`, "otpauth://totp/?a=" + hexLink},
		"hhex":          {`"type":"6","counter":3,"secret":"` + hexSecret + `"`, "otpauth://hotp/?counter=3" + hexLink},
		"odd, 0":        {`"type":"5","secret":"` + hexSecret + `0"`, "otpauth://totp/?a=" + hexLink},
		"odd":           {`"type":"5","secret":"` + hexSecret[:19] + `"`, "otpauth://totp/?secret=" + func() string { k, _ := otp.ParseHex(hexSecret[:19] + "0"); return otp.FormatSecret(k) }()},
		"spaces":        {`"type":"totp","secret":"JBSW Y3DP EHPK 3PXP"`, "otpauth://totp/?secret=" + secret},
		"site":          {`"type":"totp","issuer":"Site::site.example","account":"alice","secret":"` + secret + `"`, "otpauth://totp/Site:alice?secret=" + secret},
		"GOST":          {`"type":"totp","algorithm":"GOST3411_2012_256","secret":"` + secret + `"`, "algorithm"},
		"GOST, number":  {`"type":"totp","algorithm":4,"secret":"` + secret + `"`, "algorithm"},
		"unknown type":  {`"type":"yotp","secret":"` + secret + `"`, "entry-type"},
		"no secret":     {`"type":"totp","secret":""`, "secret-missing"},
		"secret a list": {`"type":"totp","secret":[]`, "entry"},
		"digits 11":     {`"type":"totp","digits":11,"secret":"` + secret + `"`, "digits"},
		"digits six":    {`"type":"totp","digits":"six","secret":"` + secret + `"`, "entry"},
		"period 0":      {`"type":"totp","period":0,"secret":"` + secret + `"`, "period"},
		"period 1.5":    {`"type":"totp","period":1.5,"secret":"` + secret + `"`, "entry"},
		"counter -1":    {`"type":"hotp","counter":-1,"secret":"` + secret + `"`, "counter"},
		"huge period":   {`"type":"totp","period":1e300,"secret":"` + secret + `"`, "entry"},
		"proto":         {`"__proto__":{"type":"hotp"},"constructor":1,"type":"totp","secret":"` + secret + `"`, "otpauth://totp/?secret=" + secret},
	} {
		t.Run(name, func(t *testing.T) {
			result := readBad(t, "authenticator-extension", "{\r\n"+`"__proto__":{"encrypted":false,"hash":"a","index":0,`+c.fields+`},
				"LocalStorage":{},"UserSettings":{"items":{}},"b":{"encrypted":false,"dataType":"OTPStorage","type":"totp","secret":"`+secret+`"}}`)
			last := "otpauth://totp/?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, last)
				wantProblems(t, result, c.want)
				return
			}
			if len(result.Keys) > 0 {
				result.Keys[0].Extra = nil
			}
			wantKeys(t, result, strings.Replace(c.want, "?a=&", "?", 1), last)
			if name == "site" && result.Details[0].Site != "site.example" {
				t.Errorf("site %q", result.Details[0].Site)
			}
		})
	}
}

func TestExtensionSealed(t *testing.T) {
	record := func(id, sealed string) string {
		return fmt.Sprintf(`%q:{"encrypted":true,"hash":%q,"index":0,"type":"totp","issuer":"Site","account":%q,"secret":%q}`, id, id, id, sealed)
	}
	links := []string{"otpauth://totp/Site:a?secret=" + secret, "otpauth://totp/Site:b?secret=" + secret + "&digits=8"}

	v1 := "{" + record("a", sealSalted(password, secret)) + "," + record("b", sealSalted(password, "blz-"+secret)) + "}"
	wantKeys(t, read(t, "authenticator-extension", v1), links...)
	wantPassword(t, v1)

	random := strings.Repeat("0123456789", 12)
	inner := hex.EncodeToString([]byte(random))
	entries := record("a", sealSalted(inner, secret)) + "," + record("b", sealSalted(inner, "blz-"+secret))
	for name, hash := range map[string]string{
		"v8":      encodedArgon2(inner, 2, 19456, 32),
		"v7":      encodedArgon2(inner, 1, 16384, 24),
		"old d":   "$argon2d$v=19$m=1024,t=1,p=1$c2FsdHNhbHQ$AAAA",
		"unknown": "?",
	} {
		t.Run(name, func(t *testing.T) {
			key := fmt.Sprintf(`"enc":%q,"hash":%q`, sealSalted(password, random), hash)
			for _, file := range []string{`{"key":{` + key + `},` + entries + `}`, `{` + entries + `,` + key + `}`} {
				wantKeys(t, read(t, "authenticator-extension", file), links...)
				wantPassword(t, file)
			}
		})
	}
	// The padding of enc is right for some wrong passwords: then the hash tells.
	other := fmt.Sprintf(`{"key":{"enc":%q,"hash":%q},%s}`, sealSalted(password, random), encodedArgon2("another", 1, 64, 24), entries)
	wantError(t, other, transfer.CodePasswordWrong)
	// One entry with another passphrase costs no other.
	mixed := "{" + record("a", sealSalted(password, secret)) + "," + record("b", sealSalted("another", secret)) + `,"c":{"encrypted":false,"type":"totp","hash":"c","secret":"` + secret + `"}}`
	result := readBad(t, "authenticator-extension", mixed)
	wantKeys(t, result, links[0], "otpauth://totp/?secret="+secret)
	wantProblems(t, result, "password-wrong")
	if p := result.Problems[0]; p.Name != "Site (b)" || p.Position != 2 {
		t.Errorf("got %q at %d", p.Name, p.Position)
	}
}

func TestExtensionV3(t *testing.T) {
	one, passphrase := keyRecord("one", password)
	two, foreign := keyRecord("two", "another")
	entry := func(id, key, passphrase string) string {
		raw := fmt.Sprintf(`{"encrypted":true,"hash":%q,"index":0,"type":"hotp","counter":5,"issuer":"Site","account":%q,"secret":%q,"pinned":true,"dataType":"OTPStorage"}`, id, id, secret)
		return fmt.Sprintf(`%q:{"dataType":"EncOTPStorage","keyId":%q,"data":%q,"index":0}`, id, key, sealSalted(passphrase, raw))
	}
	link := func(account string) string { return "otpauth://hotp/Site:" + account + "?counter=5&secret=" + secret }
	file := "{" + entry("a", "one", passphrase) + "," + one + "," + entry("b", "one", passphrase) + "}"
	result := read(t, "authenticator-extension", file)
	wantKeys(t, result, link("a"), link("b"))
	if !result.Details[0].Pinned {
		t.Error("is not pinned")
	}
	wantPassword(t, file)

	// After a conflict there are records of two passwords.
	result = readBad(t, "authenticator-extension", "{"+two+","+entry("a", "one", passphrase)+","+entry("b", "two", foreign)+","+entry("c", "three", passphrase)+","+entry("d", "", passphrase)+","+one+"}")
	wantKeys(t, result, link("a"), link("d"))
	wantProblems(t, result, "password-wrong", "password-wrong")

	var many strings.Builder
	for i := range 40 {
		fmt.Fprintf(&many, `"k%d":{"dataType":"Key","id":"k%d","salt":"saltsalt","hash":"?"},`, i, i)
	}
	wantError(t, "{"+many.String()+entry("a", "k1", passphrase)+"}", transfer.CodeWork)
	wantError(t, "{"+entry("a", "one", passphrase)+"}", transfer.CodePasswordWrong)
}
