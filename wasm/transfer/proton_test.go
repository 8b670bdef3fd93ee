// SPDX-License-Identifier: MIT

package transfer_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"inkan/wasm/transfer"
)

func TestProtonAuthenticator(t *testing.T) {
	entry := func(uri, kind, note string) string {
		return `{"id":"i","content":{"uri":"` + uri + `","entry_type":"` + kind + `","name":"alice"},"note":` + note + `}`
	}
	totp, steam := "otpauth://totp/Site:alice?secret="+secret+"&digits=8", "steam://"+secret
	plain := `{"version":1,"entries":[` + strings.Join([]string{
		entry(totp, "Totp", `"a note"`), entry(steam, "Steam", "null"), entry("otpauth://totp/?secret="+secret, "Totp", "null"),
		entry("otpauth://totp/x?secret=JBSWY3DP1", "Totp", "null"), entry(totp, "Hotp", "null"), entry(totp, "Steam", "null"), entry(steam, "Totp", "null"), `{"content":7}`, entry("", "Totp", "null"),
	}, ",") + `]}`
	want := []string{totp, "otpauth://steam/Steam:alice?secret=" + secret, "otpauth://totp/alice?secret=" + secret}
	problems := []string{"secret-character", "entry-type", "entry", "entry", "entry", "empty"}

	result := readBad(t, "proton-authenticator", plain)
	wantKeys(t, result, want...)
	wantProblems(t, result, problems...)
	if d := result.Details[0]; d.Note != "a note" || d.Position != 1 {
		t.Errorf("got %+v", d)
	}

	sealed := sealGCM(argon2.IDKey([]byte(password), []byte("0123456789abcdef"), 2, 19456, 1, 32), "nonce bytes.", plain, "proton.authenticator.export.v1")
	b64 := base64.StdEncoding.EncodeToString
	file := fmt.Sprintf(`{"version":1,"salt":%q,"content":%q}`, b64([]byte("0123456789abcdef")), b64(append([]byte("nonce bytes."), sealed...)))
	result = readBad(t, "proton-authenticator", file)
	wantKeys(t, result, want...)
	wantProblems(t, result, problems...)
	wantPassword(t, file)

	wantKeys(t, read(t, "proton-authenticator", `{"version":1,"entries":[]}`))
	wantError(t, `{"version":2,"entries":[]}`, transfer.CodeVersion)
	wantError(t, strings.Replace(file, `"version":1`, `"version":2`, 1), transfer.CodeVersion)
	wantError(t, `{"version":1,"salt":"AAAA","content":"AAAA"}`, transfer.CodeDamaged)
	wantError(t, `{"version":1,"salt":"`+b64(make([]byte, 16))+`","content":"AAAA"}`, transfer.CodeDamaged)
	wantError(t, `{"version":1,"version":2,"entries":[]}`, transfer.CodeDamaged)
	wantError(t, `{"version":1e999,"entries":[]}`, transfer.CodeDamaged)
}

// zipFile packs one file.
func zipFile(t *testing.T, name, content string) string {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	file, err := archive.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestProtonPass(t *testing.T) {
	item := func(state int, content, more string) string {
		return fmt.Sprintf(`{"itemId":"i","state":%d,"pinned":true,"createTime":1744359940,"data":{"type":"login","metadata":{"name":"Site","note":"a note"},"content":%s%s}}`, state, content, more)
	}
	login := func(totp string) string {
		return `{"itemEmail":"alice","itemUsername":"","password":"p","urls":["https://site.example/x"],"totpUri":"` + totp + `"}`
	}
	extra := `,"extraFields":[{"fieldName":"a","type":"totp","data":{"totpUri":"` + secret + `"}},{"type":"text","data":{"content":"x"}},{"type":"totp","data":{"totpUri":""}}]`
	sections := `{"sections":[{"sectionName":"s","sectionFields":[{"type":"totp","data":{"totpUri":"otpauth://totp/Other:bob?secret=` + secret + `"}}]}]}`
	data := `{"version":"1.30","userId":"u","encrypted":false,"vaults":{"v1":{"name":"Personal","items":[` + strings.Join([]string{
		item(1, login(""), ""), item(1, login("otpauth://totp/Site:alice?digits=8&secret="+secret), extra), item(2, sections, ""),
	}, ",") + `]},"v2":{"name":"Empty","items":[]},"v3":{"name":"Other","items":[` + item(1, login("otpauth://totp/x?secret=JBSWY3DP1"), "") + `,` + item(1, `"-----BEGIN PGP MESSAGE-----\n"`, "") + `]}}}`
	result := readBad(t, "proton-pass", zipFile(t, "Proton Pass/data.json", data))
	wantKeys(t, result, "otpauth://totp/Site:alice?digits=8&secret="+secret, "otpauth://totp/Site:alice?secret="+secret, "otpauth://totp/Other:bob?secret="+secret)
	wantProblems(t, result, "secret-character", "pgp")
	if p := result.Problems[0]; p.Position != 4 || p.Name != "Site (alice)" {
		t.Errorf("got %d %q", p.Position, p.Name)
	}
	if d := result.Details[0]; d.Position != 2 || d.Note != "a note" || d.Site != "site.example" || !d.Pinned || d.Trashed || d.Created != 1744359940000 || !slices.Equal(d.Groups, []string{"Personal"}) {
		t.Errorf("got %+v", d)
	}
	if !result.Details[2].Trashed {
		t.Error("is not in the trash")
	}

	wantError(t, zipFile(t, "Proton Pass/data.pgp", "-----BEGIN PGP MESSAGE-----"), transfer.CodePGP)
	wantError(t, zipFile(t, "Proton Pass/data.json", "-----BEGIN PGP MESSAGE-----"), transfer.CodePGP)
	wantError(t, zipFile(t, "Proton Pass/data.json", "{"), transfer.CodeDamaged)
	wantError(t, zipFile(t, "Proton Pass/data.json", `{"vaults":[]}`), transfer.CodeDamaged)
	wantError(t, zipFile(t, "Other/data.json", data), transfer.CodeFormat)
	wantError(t, "-----BEGIN PGP MESSAGE-----\nVersion: x\n\nAAAA\n-----END PGP MESSAGE-----\n", transfer.CodePGP)
	whole := zipFile(t, "Proton Pass/data.json", data)
	damaged := []byte(whole)
	damaged[len("PK..")+60] ^= 0xFF
	if _, err := transfer.Import("", damaged, nil); err == nil {
		t.Error("a damaged archive is read")
	}
	wantError(t, whole[:len(whole)-30], transfer.CodeFormat)
}

func TestZipBomb(t *testing.T) {
	bomb := zipFile(t, "Proton Pass/data.json", `{"vaults":{"a":"`+strings.Repeat(" ", transfer.MaxInside)+`"}}`)
	if len(bomb) > 1<<20 {
		t.Fatalf("%d bytes", len(bomb))
	}
	wantError(t, bomb, transfer.CodeFileSize)
}

func TestPGP(t *testing.T) {
	_, err := transfer.Import("otp_accounts.json.gpg", []byte("\x85\x01\x0c\x03\x00"), nil)
	wantCode(t, err, transfer.CodePGP)
	_, err = transfer.Import("otp_accounts.json", []byte("\x85\x01\x0c\x03\x00"), nil)
	wantCode(t, err, transfer.CodeFormat)
}
