// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// forms are the ways in which a secret could leave, with enough of each to be
// no accident. Base64 is looked for at its three offsets.
func forms(secret []byte) map[string][]byte {
	in32, inHex := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret), hex.EncodeToString(secret)
	forms := map[string][]byte{
		"raw": secret, "Base32": []byte(in32), "half of Base32": []byte(in32[:len(in32)/2]), "Base32 in groups": []byte(in32[:4] + " " + in32[4:8]),
		"hex": []byte(inHex), "decimals": []byte(strings.Trim(strings.ReplaceAll(fmt.Sprint(secret), " ", ","), "[]")),
	}
	for offset := range 3 {
		text := base64.StdEncoding.EncodeToString(append(make([]byte, offset), secret...))
		forms[fmt.Sprintf("Base64 at %d", offset)] = []byte(text[4*((offset+2)/3) : len(text)-4])
	}
	return forms
}

// No method lets a secret out but in the sealed file, and there it is sealed.
func TestSecretsStayInside(t *testing.T) {
	secret := []byte("Inkan's secret, 31 bytes of it.")
	in32 := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	const pin = "8674309"
	called := make(map[string]bool)
	p := &probe{t, New(Options{Rand: fixed()})}
	leaks := forms(secret)
	leaks["PIN"] = []byte(pin)

	call := func(method, params string, in []byte) []byte {
		t.Helper()
		called[method] = true
		text, out := p.Call(method, []byte(params), in)
		for form, leak := range leaks {
			if bytes.Contains(bytes.ToLower(text), bytes.ToLower(leak)) {
				t.Errorf("%s lets the secret out as %s: %s", method, form, text)
			}
			if bytes.Contains(out, leak) {
				t.Errorf("%s lets the secret out as %s in its bytes", method, form)
			}
		}
		return text
	}
	ref := func(text []byte) string {
		_, rest, _ := bytes.Cut(text, []byte(`"ref":"`))
		before, _, _ := bytes.Cut(rest, []byte(`"`))
		return string(before)
	}

	call("create", `{"now":1741003200000}`, nil)
	call("commit", `{}`, nil)
	totp := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("otpauth://totp/a:b?secret="+in32+"&x=y")))
	hotp := ref(call("enter", `{"now":1741003200000,"type":"hotp","algorithm":"SHA1","digits":6,"counter":"1","issuer":"","account":"","site":""}`, []byte(in32)))
	motp := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("motp://a:b?secret="+hex.EncodeToString(secret))))
	yandex := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("otpauth://yaotp/a?secret="+base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret[:16])+"&pin_length=7")))
	if totp == "" || hotp == "" || motp == "" {
		t.Fatalf("refs %q %q %q %q", totp, hotp, motp, yandex)
	}
	call("codes", `{"now":1741003200000,"ids":`+list(totp, hotp, motp)+`}`, nil)
	call("forget", `{"refs":`+list(motp)+`}`, nil)
	call("add", `{"now":1741003200000,"refs":`+list(totp, hotp)+`}`, nil)
	call("abort", `{}`, nil)
	_, file := p.Call("add", []byte(`{"now":1741003200000,"refs":`+list(totp, hotp)+`}`), nil)
	call("commit", `{}`, nil)
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	call("accounts", `{}`, nil)
	for _, a := range accounts {
		call("codes", `{"now":1741003200000,"ids":`+list(a.ID)+`}`, nil)
		call("next", `{"now":1741003200000,"id":"`+a.ID+`"}`, nil)
		call("abort", `{}`, nil)
		call("edit", `{"now":1741003200000,"id":"`+a.ID+`","issuer":"x","account":"y"}`, nil)
		call("commit", `{}`, nil)
		call("remove", `{"now":1741003200000,"ids":`+list(a.ID)+`}`, nil)
		call("commit", `{}`, nil)
		call("restore", `{"now":1741003200000,"ids":`+list(a.ID)+`}`, nil)
		call("commit", `{}`, nil)
	}
	call("inspect", `{}`, file)
	p.Engine = New(Options{Rand: fixed()})
	call("open", `{"now":1741003200000}`, file)

	// What is refused, or no key at all, must not come back with the secret.
	for _, text := range []string{
		"%s", " %s ", "secret=%s", "otpauth://totp/a?secret=%s&digits=12", "otpauth://totp/a?secret=%s0", "otpauth://totp/%s", "otpauth://%s",
		"otpauth://totp/a?secret=%s&secret=%s", "otpauth://totp/a?secret=%s&period=%s", "otpauth://totp/a?algorithm=%s&secret=%s",
		"https://example.com/?u=otpauth://totp/a?secret=%s", "https://example.com/?u=otpauth%%3A%%2F%%2Ftotp%%2Fa%%3Fsecret%%3D%s",
		"https://example.com/?u=otpauth%%253A%%252F%%252Ftotp%%252Fa%%253Fsecret%%253D%s", "scan this: otpauth://totp/a?secret=%s",
		"otpauth-migration://offline?data=%s", "otpauthx://totp/a?secret=%s", "o\u200Btpauth://totp/a?secret=%s", "ｏｔｐauth://totp/a?secret=%s",
		"steam://%s1", "motp://a?secret=%s", "apple-otpauth://totp/a?sekret=%s", "phonefactor://%s", "\x00otpauth://totp/a?secret=%s",
		"otpauth://%s/a", "otpauth://totp/a?secret=%s&digits=%s", "otpauth://totp/a?secret=%s&encoder=%s", "otpauth://totp/a?secret=%s&%s=1&%s=2",
		"OTPAUTH://TOTP/a?SECRET=%s&DIGITS=0", "otpauth:totp/a?secret=%s", "otpauth//totp/a?secret=%s",
		"otpauth://hotp/a?secret=%s&counter=%s",
	} {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "%%", "%"), "%s", in32)
		for _, text := range []string{
			text, strings.ToLower(text), strings.ReplaceAll(text, in32, groups(in32)),
			strings.ReplaceAll(text, in32, hex.EncodeToString(secret)),
		} {
			call("read", `{"now":1741003200000,"site":""}`, []byte(text))
			call("enter", `{"now":1741003200000,"type":"totp","algorithm":"SHA1","digits":6,"period":30,"issuer":"","account":"","site":""}`, []byte(text))
		}
	}
	for _, m := range p.Methods() {
		if !called[m.Name] {
			t.Errorf("%s was not tried", m.Name)
		}
	}
}

func groups(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
