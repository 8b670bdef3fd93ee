// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/transfer"
)

func pbkdf2Key[H hash.Hash](h func() H, password, salt string, iterations int) []byte {
	key, err := pbkdf2.Key(h, password, []byte(salt), iterations, 32)
	if err != nil {
		panic(err)
	}
	return key
}

// twoFASBox encrypts a text as 2FAS does.
func twoFASBox(text string) string {
	salt := strings.Repeat("salt", 64)
	sealed := sealGCM(pbkdf2Key(sha256.New, password, salt, 10_000), "nonce bytes.", text, "")
	b64 := base64.StdEncoding.EncodeToString
	return b64(sealed) + ":" + b64([]byte(salt)) + ":" + b64([]byte("nonce bytes."))
}

func twoFASFile(services string) string {
	return `{"services":[` + services + `],"groups":[{"id":"g","name":"Work","isExpanded":true}],"updatedAt":1,"schemaVersion":4,"appOrigin":"android"}`
}

func TestTwoFAS(t *testing.T) {
	service := func(otp string) string { return `{"name":"Site","secret":"` + secret + `","otp":{` + otp + `}}` }
	for name, c := range map[string]struct{ service, want string }{
		"schema 1":      {service(`"account":"alice","issuer":"Site","label":"Site:alice"`), "otpauth://totp/Site:alice?secret=" + secret},
		"schema 2":      {service(`"account":"alice","issuer":"Site","label":"Site:alice","digits":8,"period":50,"algorithm":"SHA512"`), "otpauth://totp/Site:alice?digits=8&period=50&algorithm=SHA512&secret=" + secret},
		"hotp":          {service(`"issuer":"Site","digits":7,"period":30,"counter":5,"tokenType":"HOTP"`), "otpauth://hotp/Site:?digits=7&counter=5&secret=" + secret},
		"steam":         {service(`"account":"alice","digits":5,"period":30,"algorithm":"SHA1","tokenType":"STEAM"`), "otpauth://steam/Site:alice?secret=" + secret},
		"iOS":           {service(`"digits":6,"counter":0,"tokenType":"TOTP","period":30,"source":"manual","algorithm":"SHA1"`), "otpauth://totp/Site:?secret=" + secret},
		"only a label":  {service(`"label":"Other:alice","issuer":"Other"`), "otpauth://totp/Other:alice?secret=" + secret},
		"empty issuer":  {service(`"issuer":"","account":null`), "otpauth://totp/Site:?secret=" + secret},
		"no otp":        {`{"name":"Site","secret":"` + secret + `"}`, "otpauth://totp/Site:?secret=" + secret},
		"link":          {service(`"link":"otpauth://totp/x?secret=` + secret + `&digits=8&period=60&algorithm=SHA256"`), "otpauth://totp/Site:?digits=8&period=60&algorithm=SHA256&secret=" + secret},
		"link, digits":  {service(`"link":"otpauth://totp/x?secret=` + secret + `&digits=8&period=60","digits":7`), "otpauth://totp/Site:?digits=7&period=60&secret=" + secret},
		"another link":  {service(`"link":"otpauth://totp/x?secret=AAAAAAAAAAAAAAAA&digits=8"`), "otpauth://totp/Site:?secret=" + secret},
		"link of steam": {service(`"link":"otpauth://steam/x?secret=` + secret + `"`), "otpauth://steam/Site:?secret=" + secret},
		"link of hotp":  {service(`"link":"otpauth://hotp/x?secret=` + secret + `&counter=9","counter":12`), "otpauth://hotp/Site:?counter=12&secret=" + secret},
		"used hotp":     {service(`"link":"otpauth://hotp/x?secret=` + secret + `&counter=9"`), "counter-missing"},
		"type, no link": {service(`"link":"otpauth://hotp/x?secret=` + secret + `&counter=9","tokenType":"TOTP"`), "otpauth://totp/Site:?secret=" + secret},
		"SHA384":        {service(`"algorithm":"SHA384"`), "algorithm"},
		"token type":    {service(`"tokenType":"MOTP"`), "entry-type"},
		"digits 0":      {service(`"digits":0`), "digits"},
		"no counter":    {service(`"tokenType":"HOTP"`), "counter-missing"},
		"no secret":     {`{"name":"Site","otp":{}}`, "secret-missing"},
		"otp a list":    {`{"name":"Site","secret":"` + secret + `","otp":[]}`, "entry"},
		"a null":        {`null`, "entry"},
		"period a text": {service(`"period":"half a minute"`), "entry"},
	} {
		t.Run(name, func(t *testing.T) {
			good := service(`"account":"good"`)
			result := readBad(t, "2fas", twoFASFile(c.service+","+good))
			last := "otpauth://totp/Site:good?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, last)
				wantProblems(t, result, c.want)
				if name == "SHA384" && result.Problems[0].Name != "Site" {
					t.Errorf("got name %q", result.Problems[0].Name)
				}
				return
			}
			wantKeys(t, result, c.want, last)
		})
	}
	result := read(t, "2fas", twoFASFile(`{"name":"Site","secret":"`+secret+`","groupId":"g","otp":{}}`))
	if !slices.Equal(result.Details[0].Groups, []string{"Work"}) {
		t.Errorf("got %+v", result.Details[0])
	}
}

func TestTwoFASSealed(t *testing.T) {
	file := func(services, reference string) string {
		return fmt.Sprintf(`{"services":[],"schemaVersion":3,"servicesEncrypted":%q,"reference":%q,"groups":[]}`, services, reference)
	}
	services := `[{"name":"Site","secret":"` + secret + `","otp":{"account":"alice"}}]`
	good := file(twoFASBox(services), twoFASBox("the reference"))
	wantKeys(t, read(t, "2fas", good), "otpauth://totp/Site:alice?secret="+secret)
	wantPassword(t, good)
	wantPassword(t, file(twoFASBox(services), ""))
	wantError(t, file("AAAA"+twoFASBox(services), twoFASBox("the reference")), transfer.CodeDamaged) // the password is right
	wantError(t, file("AAAA"+twoFASBox(services), ""), transfer.CodePasswordWrong)
	wantError(t, file(twoFASBox("{"), ""), transfer.CodeDamaged)
	for _, text := range []string{"::", "AAAA:AAAA", "A:B:C", "AAAAAAAAAAAAAAAAAAAAAAAA:AAAA:AAAA", "AAAAAAAAAAAAAAAAAAAAAAAA::AAAAAAAAAAAAAAAA", strings.Repeat("AAAA:", 3) + "AAAA"} {
		wantError(t, file(text, ""), transfer.CodeDamaged)
	}
	wantError(t, `{"services":[],"schemaVersion":5}`, transfer.CodeVersion)
	wantError(t, `{"services":[],"schemaVersion":null}`, transfer.CodeDamaged)
	wantError(t, `{"services":{},"schemaVersion":4}`, transfer.CodeDamaged)
}
