// SPDX-License-Identifier: MIT

package transfer_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"inkan/wasm/transfer"
)

// bitwardenBox encrypts a text as an EncString of type 2.
func bitwardenBox(master []byte, text string) string {
	key, err := hkdf.Expand(sha256.New, master, "enc", 32)
	if err != nil {
		panic(err)
	}
	mac, err := hkdf.Expand(sha256.New, master, "mac", 32)
	if err != nil {
		panic(err)
	}
	iv := []byte("sixteen bytes iv")
	sealed := sealCBC(key, iv, []byte(text))
	h := hmac.New(sha256.New, mac)
	h.Write(iv)
	h.Write(sealed)
	b64 := base64.StdEncoding.EncodeToString
	return "2." + b64(iv) + "|" + b64(sealed) + "|" + b64(h.Sum(nil))
}

func bitwardenSealed(kdf string, check, data string) string {
	return fmt.Sprintf(`{"encrypted":true,"passwordProtected":true,"salt":"c2FsdA==",%s,"encKeyValidation_DO_NOT_EDIT":%q,"data":%q}`, kdf, check, data)
}

func bitwardenItems(items string) string {
	return `{"encrypted":false,"folders":[{"id":"f","name":"Folder"}],"collections":[{"id":"c","name":"Collection"}],"items":[` + items + `]}`
}

func TestBitwardenItems(t *testing.T) {
	item := func(totp string) string {
		return `{"id":"i","folderId":"f","type":1,"name":"Site","notes":"a note","favorite":true,"collectionIds":["c",null],"creationDate":"2026-03-30T13:20:44.593Z",
			"login":{"username":"alice","password":"p","totp":` + totp + `,"uris":[{"match":null,"uri":"https://login.site.example/path"}]}}`
	}
	for name, c := range map[string]struct{ item, want string }{
		"bare":            {item(`"jbsw y3dp ehpk 3pxp"`), "otpauth://totp/Site:alice?secret=" + secret},
		"link":            {item(`"otpauth://totp/Other:bob?secret=` + secret + `&digits=8&period=60"`), "otpauth://totp/Other:bob?digits=8&period=60&secret=" + secret},
		"link, no names":  {item(`"otpauth://totp/?secret=` + secret + `"`), "otpauth://totp/Site:alice?secret=" + secret},
		"steam":           {item(`"steam://` + secret + `"`), "otpauth://steam/Steam:alice?secret=" + secret},
		"escaped":         {item(`"otpauth:\/\/totp\/Other:bob?secret=` + secret + `\u0026digits=8"`), "otpauth://totp/Other:bob?digits=8&secret=" + secret},
		"bad link":        {item(`"otpauth://totp/x?secret=` + secret + `&algorithm=SHA3"`), "algorithm"},
		"bad secret":      {item(`"JBSWY3DP1"`), "secret-character"},
		"a number":        {item(`123456`), "entry"},
		"item not object": {`[]`, "entry"},
	} {
		t.Run(name, func(t *testing.T) {
			others := `{"type":2,"name":"note","secureNote":{}},{"type":1,"name":"none","login":{"totp":null}},{"type":1,"name":"none","login":{"totp":""}},{"type":1,"name":"none"}`
			result := readBad(t, "bitwarden", bitwardenItems(c.item+","+others+","+item(`"`+secret+`"`)))
			last := "otpauth://totp/Site:alice?secret=" + secret
			if !strings.Contains(c.want, "://") {
				wantKeys(t, result, last)
				wantProblems(t, result, c.want)
			} else {
				wantKeys(t, result, c.want, last)
			}
			d := result.Details[len(result.Details)-1]
			if d.Position != 6 || d.Note != "a note" || !d.Pinned || d.Site != "login.site.example" || d.Created != 1774876844593 || !slices.Equal(d.Groups, []string{"Folder", "Collection"}) {
				t.Errorf("got %+v", d)
			}
		})
	}
	wantKeys(t, read(t, "bitwarden", `{"folders":[],"items":[]}`))
	wantKeys(t, read(t, "bitwarden", bitwardenItems("")))
	wantError(t, `{"encrypted":false,"items":7}`, transfer.CodeDamaged)
}

func TestBitwardenSealed(t *testing.T) {
	plain := bitwardenItems(`{"type":1,"name":"Site","login":{"username":"alice","totp":"` + secret + `"}}`)
	want := "otpauth://totp/Site:alice?secret=" + secret
	salt := sha256.Sum256([]byte("c2FsdA=="))
	for name, c := range map[string]struct {
		kdf    string
		master []byte
	}{
		"PBKDF2":   {`"kdfType":0,"kdfIterations":5000,"kdfMemory":null,"kdfParallelism":null`, pbkdf2Key(sha256.New, password, "c2FsdA==", 5000)},
		"Argon2id": {`"kdfType":1,"kdfIterations":2,"kdfMemory":1,"kdfParallelism":4`, argon2.IDKey([]byte(password), salt[:], 2, 1024, 4, 32)},
	} {
		t.Run(name, func(t *testing.T) {
			check, data := bitwardenBox(c.master, "a random id"), bitwardenBox(c.master, plain)
			file := bitwardenSealed(c.kdf, check, data)
			wantKeys(t, read(t, "bitwarden", file), want)
			wantPassword(t, file)
			other := bitwardenBox(make([]byte, 32), plain)
			wantError(t, bitwardenSealed(c.kdf, check, other), transfer.CodeDamaged) // the password is right
			wantError(t, bitwardenSealed(c.kdf, check, bitwardenBox(c.master, "{")), transfer.CodeDamaged)
			// One bit of the IV is one bit of the text: "encrypted" is another member then, which is left out.
			changed := strings.Replace(data, base64.StdEncoding.EncodeToString([]byte("sixteen bytes iv")), base64.StdEncoding.EncodeToString([]byte("sixueen bytes iv")), 1)
			wantError(t, bitwardenSealed(c.kdf, check, changed), transfer.CodeDamaged)
			for _, text := range []string{"", "2.", "2.AA|AA|AA", "2.AA==|AA==", "1.AA==|AA==|AA==", "2.AA==|AA==|AA==|AA=="} {
				wantError(t, bitwardenSealed(c.kdf, check, text), transfer.CodeDamaged)
				wantError(t, bitwardenSealed(c.kdf, text, data), transfer.CodeDamaged)
			}
		})
	}
	box := bitwardenBox(make([]byte, 32), plain)
	for kdf, code := range map[string]transfer.Code{
		`"kdfType":0,"kdfIterations":0`:                                                    transfer.CodeDamaged,
		`"kdfType":0,"kdfIterations":"x"`:                                                  transfer.CodeDamaged,
		`"kdfType":0,"kdfIterations":2147483648`:                                           transfer.CodeWork,
		`"kdfType":2,"kdfIterations":1`:                                                    transfer.CodeVersion,
		`"kdfType":1,"kdfIterations":1`:                                                    transfer.CodeDamaged,
		`"kdfType":1,"kdfIterations":1,"kdfMemory":1025,"kdfParallelism":1`:                transfer.CodeMemory,
		`"kdfType":1,"kdfIterations":1,"kdfMemory":4611686018427387904,"kdfParallelism":1`: transfer.CodeMemory,
		`"kdfType":1,"kdfIterations":1,"kdfMemory":1,"kdfParallelism":17`:                  transfer.CodeMemory,
		`"kdfType":1,"kdfIterations":4294967297,"kdfMemory":1,"kdfParallelism":1`:          transfer.CodeWork,
	} {
		wantError(t, bitwardenSealed(kdf, box, box), code)
	}
	wantSeconds(t, bitwardenSealed(`"kdfType":0,"kdfIterations":4000000`, box, box), 13)
	wantSeconds(t, bitwardenSealed(`"kdfType":1,"kdfIterations":10,"kdfMemory":1024,"kdfParallelism":4`, box, box), 52)
	wantError(t, `{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c","folders":[],"items":[]}`, transfer.CodeAccountKey)
	wantError(t, `{"encrypted":true,"passwordProtected":false,"data":"2.a|b|c"}`, transfer.CodeAccountKey)
}

func TestBitwardenCSV(t *testing.T) {
	want := []string{"otpauth://totp/Site:alice?secret=" + secret, "otpauth://totp/Other:bob?digits=8&secret=" + secret, "otpauth://steam/Steam:?secret=" + secret}
	vault := "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\r\n" +
		"Work,1,login,Site,\"a, \"\"note\"\"\nof two lines\",,0,\"https://site.example,https://other.example\",alice,pw," + secret + "\r\n" +
		",,note,none,,,0,,,,\r\n\r\n" +
		",,login,Name,,,0,,user,,otpauth://totp/Other:bob?secret=" + secret + "&digits=8\r\n" +
		",,login,Name,,,0,,,,steam://" + secret
	for name, text := range map[string]string{"vault": vault, "BOM": "\xEF\xBB\xBF" + vault} {
		t.Run(name, func(t *testing.T) {
			result := read(t, "bitwarden", text)
			wantKeys(t, result, want...)
			if d := result.Details[0]; d.Note != "a, \"note\"\nof two lines" || !d.Pinned || d.Site != "site.example" || !slices.Equal(d.Groups, []string{"Work"}) {
				t.Errorf("got %+v", d)
			}
		})
	}
	app := "folder,favorite,type,name,login_uri,login_totp\n" +
		",,1,\"a\"\"b,c\",,otpauth://totp/Site:alice?secret=" + secret + ",Site,30,6\n" + // more fields than names
		",,1,x,,JBSWY3DP1\n,,1\n" +
		",,1,Name,,otpauth://totp/Other:bob?secret=" + secret + "&digits=8\n,,1,Steam,,steam://" + secret + "\n"
	result := readBad(t, "bitwarden", app)
	wantKeys(t, result, want[0], want[1], "otpauth://steam/Steam:?secret="+secret)
	wantProblems(t, result, "secret-character")
	wantKeys(t, read(t, "bitwarden", "name;login_totp\nSite;"+secret), "otpauth://totp/Site:?secret="+secret)
	wantKeys(t, read(t, "bitwarden", "name,login_totp\n"))
}

func pbkdf2OneRound() []byte { return pbkdf2Key(sha256.New, password, "c2FsdA==", 1) }
