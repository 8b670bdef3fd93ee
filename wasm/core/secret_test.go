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

	"inkan/wasm/parcel"
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
			if bytes.Contains(out, leak) && method != "give" && method != "note" && method != "spares" && method != "icon" && method != "openAside" { // whose purpose it is
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
	pend := func(method, params string, in []byte) {
		call(method, params, in)
		call("commit", `{}`, nil)
	}
	totp := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("otpauth://totp/a:b?secret="+in32+"&x=y")))
	hotp := ref(call("enter", `{"now":1741003200000,"type":"hotp","algorithm":"SHA1","digits":6,"counter":"1","issuer":"","account":"","site":""}`, []byte(in32)))
	motp := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("motp://a:b?secret="+hex.EncodeToString(secret))))
	yandex := ref(call("read", `{"now":1741003200000,"site":""}`, []byte("otpauth://yaotp/a?secret="+base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret[:16])+"&pin_length=7")))
	if totp == "" || hotp == "" || motp == "" {
		t.Fatalf("refs %q %q %q %q", totp, hotp, motp, yandex)
	}
	call("codes", `{"now":1741003200000,"ids":`+list(totp, hotp, motp)+`}`, nil)
	call("forget", `{"refs":`+list(motp)+`}`, nil)
	call("take", `{"now":1741003200000}`, parcel.Pack([]parcel.Entry{{URI: "otpauth://totp/a:b?secret=" + in32}, {URI: "otpauth://totp/a:b?secret=1" + in32}}))
	call("take", `{"now":1741003200000}`, []byte(`[{"uri":"otpauth://totp/a:b?secret=`+in32))
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
		call("describe", `{"now":1741003200000,"id":"`+a.ID+`","groups":["x"],"pinned":true,"note":true}`, secret)
		call("commit", `{}`, nil)
		call("note", `{"id":"`+a.ID+`"}`, nil)
		call("noted", `{"words":["inkan","secret,"]}`, nil)
		pend("setSpares", `{"now":1741003200000,"id":"`+a.ID+`","keep":false}`, secret)
		pend("checkSpare", `{"now":1741003200000,"id":"`+a.ID+`","used":true}`, secret)
		call("spares", `{"id":"`+a.ID+`"}`, nil)
		pend("setIcon", `{"now":1741003200000,"id":"`+a.ID+`","icon":"picture"}`, secret)
		pend("setIcon", `{"now":1741003200000,"id":"`+a.ID+`","icon":"picture"}`, append(smallPNG(1), secret...))
		call("setReadingIcon", `{"refs":[]}`, secret)
		call("icon", `{"id":"`+a.ID+`"}`, nil)
		parameters := fmt.Sprintf(`{"now":1741003200000,"id":"%s","algorithm":"SHA256","digits":8,"period":%d,"counter":"7"}`, a.ID, a.Period)
		call("preview", parameters, nil)
		pend("adjust", parameters, nil)
		pend("bind", `{"now":1741003200000,"id":"`+a.ID+`","sites":["a.example"]}`, nil)
		pend("group", `{"now":1741003200000,"ids":`+list(a.ID)+`,"group":"y"}`, nil)
		pend("undo", `{"now":1741003200000,"undo":"`+p.undo.of+`"}`, nil)
		pend("pin", `{"now":1741003200000,"ids":`+list(a.ID)+`,"pinned":false}`, nil)
		call("remove", `{"now":1741003200000,"ids":`+list(a.ID)+`}`, nil)
		call("commit", `{}`, nil)
		call("restore", `{"now":1741003200000,"ids":`+list(a.ID)+`}`, nil)
		call("commit", `{}`, nil)
	}
	call("duplicates", `{}`, nil)
	call("seen", `{}`, nil)
	call("unite", `{"now":1741003200000,"keep":"`+accounts[0].ID+`","ids":`+list(accounts[1].ID)+`}`, nil)
	call("abort", `{}`, nil)
	_, sealed := p.Call("sealAside", []byte(scans), bytes.Clone(secret))
	call("sealAside", scans, bytes.Clone(secret))
	call("openAside", scans, sealed)
	call("openAside", scans, bytes.Clone(secret))
	call("give", `{"ids":[]}`, nil)
	call("give", `{"ids":["nobody"]}`, nil)
	call("inspect", `{}`, file)
	call("offer", `{}`, file)
	p.guard(call, pend, accounts[0].ID)
	call("past", `{"id":"`+accounts[0].ID+`","first":true}`, bytes.Clone(file))
	pend("putBack", `{"now":1741003200000,"id":"`+accounts[0].ID+`"}`, bytes.Clone(file))
	for _, method := range []string{"merge", "revert"} {
		pend(method, `{"now":1741003200000,"slot":""}`, []byte{})
		call("offer", `{}`, file)
	}
	call("reseal", `{}`, file)
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

// guard calls what has to do with the ways in, the inbox and the trash.
func (p *probe) guard(call func(method, params string, in []byte) []byte, pend func(method, params string, in []byte), id string) {
	const now = `{"now":1741003200000`
	wrapping := bytes.Repeat([]byte{3}, 32)
	call("derive", small, []byte("password"))
	call("argon2", `{}`, nil)
	pend("addPassword", now+`,"label":"",`+p.argon2Text()+`}`, bytes.Clone(wrapping))
	pend("changePassword", now+`,"slot":"`+p.slotIDs()["password"]+`",`+p.argon2Text()+`}`, bytes.Clone(wrapping))
	pend("addPasskey", now+`,"label":"","credential":"YQ==","transports":[],"salt":"`+zeros+`"}`, bytes.Clone(wrapping))
	call("newRecoveryKey", `{}`, nil)
	_, typed := p.Call("newRecoveryKey", []byte(`{}`), nil)
	pend("confirmRecoveryKey", now+`}`, typed)
	call("slots", `{}`, nil)
	call("key", `{}`, nil)
	call("verify", `{"slot":"`+p.slotIDs()["passkey"]+`"}`, wrapping)
	r := p.read("otpauth://totp/Posted:x?secret=JBSWY3DPEHPK3PXP").Ref
	call("post", now+`,"refs":`+list(r)+`}`, nil)
	_, inbox := p.Call("post", []byte(now+`,"refs":`+list(r)+`}`), nil)
	pend("collect", now+`}`, inbox)
	pend("use", now+`,"ids":`+list(id)+`}`, nil)
	pend("move", now+`,"id":"`+id+`","before":""}`, nil)
	pend("remove", now+`,"ids":`+list(id)+`}`, nil)
	call("trash", `{}`, nil)
	pend("sweep", `{"now":1741176000000}`, nil)
	pend("restore", now+`,"ids":`+list(id)+`}`, nil)
	pend("remove", now+`,"ids":`+list(r)+`}`, nil)
	pend("purge", now+`,"ids":`+list(r)+`}`, nil)
	pend("set", now+`,"name":"a","value":"1"}`, nil)
	call("settings", `{}`, nil)
	call("keep", `{"generations":[],"times":[]}`, nil)
	_, file := p.Call("removeSlot", []byte(now+`,"slot":"`+p.slotIDs()["passkey"]+`"}`), nil)
	call("removeSlot", now+`,"slot":""}`, nil)
	call("commit", `{}`, nil)
	_, key := p.Call("key", []byte(`{}`), nil)
	slots, engine := p.slotIDs(), p.Engine
	for method, secret := range map[string][]byte{"unlock": bytes.Repeat([]byte{3}, 32), "resume": key} {
		p.Engine = New(Options{Rand: fixed()})
		call("open", now+`}`, bytes.Clone(file))
		params := `{}`
		if method == "unlock" {
			params = `{"slot":"` + slots["password"] + `"}`
		}
		call(method, params, secret)
	}
	p.Engine = engine
	pend("unprotect", now+`}`, nil)
}

// No key, nor what opens one, is in any JSON or error.
func TestKeysStayInside(t *testing.T) {
	p, file, secrets := guarded(t)
	key := p.ok("key", `{}`, nil, nil)
	leaks := map[string]map[string][]byte{"key": forms(key)}
	for kind, secret := range secrets {
		leaks[kind] = forms(secret)
	}
	leaks["recovery"]["in one"] = bytes.ReplaceAll(secrets["recovery"], []byte("-"), nil)
	leaks["recovery"]["one group"] = secrets["recovery"][:5]
	ids := p.slotIDs()
	for _, e := range []*probe{p, locked(t, file)} {
		for _, m := range e.Methods() {
			for kind, secret := range secrets {
				for _, params := range []string{`{}`, `{"slot":"` + ids[kind] + `"}`, `{"now":1}`, `{"now":1,"slot":""}`, `{"now":1,"site":""}`, small,
					`{"now":1,"label":"",` + p.argon2Text() + `}`} {
					if m.Name == "derive" && strings.Contains(params, "65536") {
						continue
					}
					for _, in := range [][]byte{secret, append(bytes.Clone(secret), 'x'), secret[:len(secret)-1], key, nil} {
						text, _ := e.Call(m.Name, []byte(params), bytes.Clone(in))
						_, _ = e.Call("abort", []byte(`{}`), nil)
						for what, list := range leaks {
							for form, leak := range list {
								if bytes.Contains(bytes.ToUpper(text), bytes.ToUpper(leak)) && m.Name != "read" {
									t.Fatalf("%s lets the %s out as %s: %s", m.Name, what, form, text)
								}
							}
						}
					}
				}
			}
		}
	}
}

// A recovery key that is scanned is no text to show.
func TestScannedRecoveryKeyIsNotShown(t *testing.T) {
	p, _, secrets := guarded(t)
	for _, text := range []string{string(secrets["recovery"]), " " + strings.ToLower(string(secrets["recovery"])) + "\n"} {
		if r := p.read(text); r.Kind != KindProblem || r.Problem.Code != CodeBareSecret || r.Text != "" {
			t.Errorf("read %+v", r)
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
