// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 as in the package
	"golang.org/x/crypto/poly1305"

	"inkan/wasm/transfer"
)

func TestEnteText(t *testing.T) {
	display := `{"pinned":true,"trashed":true,"lastUsedAt":1700000000000,"tapCount":12,"tags":["work","a, b"],"note":"first\nsecond","position":0,"iconSrc":"","iconID":""}`
	link := "otpauth://totp/Site:alice?secret=" + secret + "&issuer=Site&codeDisplay=" + url.QueryEscape(display)
	result := read(t, "ente", link+",otpauth://steam/Steam:bob?secret="+secret)
	wantKeys(t, result, link, "otpauth://steam/Steam:bob?secret="+secret)
	d := result.Details[0]
	if !d.Pinned || !d.Trashed || d.Used != 1700000000000 || d.Uses != 12 || d.Note != "first\nsecond" || !slices.Equal(d.Groups, []string{"work", "a, b"}) {
		t.Errorf("got %+v", d)
	}

	micro := strings.Replace(display, "1700000000000", "1700000000000000", 1)
	result = read(t, "ente", "otpauth://totp/x?secret="+secret+"&codeDisplay="+url.QueryEscape(micro))
	if d := result.Details[0]; d.Used != 1700000000000 {
		t.Errorf("got %d", d.Used)
	}

	// Early versions left out the & before period.
	wantProblems(t, readBad(t, "ente", "otpauth://totp/x?secret="+secret+"&issuer=Siteperiod=30&period=60&codeDisplay={}"), "duplicate")
	result = read(t, "ente", "otpauth://totp/x?secret="+secret+"&issuer=Siteperiod=60&codeDisplay={}\notpauth://totp/x?secret="+secret+"&issuer=Siteperiod&codeDisplay={}")
	if k := result.Keys; k[0].Issuer != "Site" || k[0].Period != 60 || k[1].Issuer != "Site" || k[1].Period != 30 {
		t.Errorf("got %q %d, %q %d", k[0].Issuer, k[0].Period, k[1].Issuer, k[1].Period)
	}

	// Hostile display data costs only itself.
	for _, display := range []string{`{"tapCount":-1,"tags":7,"note":[],"pinned":"x"}`, `[]`, `5`, `{"a":1,"a":2}`, strings.Repeat("[", 500) + strings.Repeat("]", 500)} {
		result := read(t, "ente", "otpauth://totp/x?secret="+secret+"&codeDisplay="+url.QueryEscape(display))
		if d := result.Details[0]; len(result.Keys) != 1 || d.Pinned || d.Uses != 0 || d.Groups != nil || d.Note != "" {
			t.Errorf("%.20s: got %+v", display, d)
		}
	}

	items := `{"items":[{"rawData":"` + link + `","display":` + display + `},{"rawData":7},{"rawData":"otpauth://totp/y?secret=` + secret + `","display":null}]}`
	result = readBad(t, "ente", items)
	wantKeys(t, result, link, "otpauth://totp/y?secret="+secret)
	wantProblems(t, result, "scheme")
	if d := result.Details[0]; !d.Pinned || d.Uses != 12 || d.Position != 1 || result.Details[1].Position != 3 {
		t.Errorf("got %+v", d)
	}
}

// sealStream writes the first message of a secretstream.
func sealStream(key []byte, header, plain string, tag byte) []byte {
	sub, err := chacha20.HChaCha20(key, []byte(header[:16]))
	if err != nil {
		panic(err)
	}
	stream, err := chacha20.NewUnauthenticatedCipher(sub, append([]byte{1, 0, 0, 0}, header[16:]...))
	if err != nil {
		panic(err)
	}
	var macKey, block [64]byte
	stream.XORKeyStream(macKey[:], macKey[:])
	block[0] = tag
	stream.XORKeyStream(block[:], block[:])
	text := make([]byte, len(plain))
	stream.XORKeyStream(text, []byte(plain))
	mac := poly1305.New((*[32]byte)(macKey[:32]))
	mac.Write(block[:])
	mac.Write(text)
	mac.Write(make([]byte, (0x10-64+len(text))&0xf))
	mac.Write(binary.LittleEndian.AppendUint64(nil, 0))
	mac.Write(binary.LittleEndian.AppendUint64(nil, uint64(64+len(text))))
	return mac.Sum(append(block[:1:1], text...))
}

const (
	enteSalt   = "0123456789abcdef"
	enteHeader = "header of a secretstream"
)

func sealEnte(plain string, tag byte) string {
	sealed := sealStream(argon2.IDKey([]byte(password), []byte(enteSalt), 2, 64, 1, 32), enteHeader, plain, tag)
	return enteFile(1, 64<<10, 2, sealed)
}

func enteFile(version, memory, passes int, sealed []byte) string {
	b64 := base64.StdEncoding.EncodeToString
	return fmt.Sprintf(`{"version":%d,"kdfParams":{"memLimit":%d,"opsLimit":%d,"salt":%q},"encryptedData":%q,"encryptionNonce":%q}`,
		version, memory, passes, b64([]byte(enteSalt)), b64(sealed), b64([]byte(enteHeader)))
}

func TestEnteSealed(t *testing.T) {
	link := "otpauth://totp/Site:alice?secret=" + secret + "&issuer=Site"
	for _, tag := range []byte{0, 3} {
		for length := range 20 { // every length of the padding
			wantKeys(t, read(t, "ente", sealEnte(link+strings.Repeat("\n", length), tag)), link)
		}
	}
	wantKeys(t, read(t, "ente", sealEnte(`{"items":[{"rawData":"`+link+`"}]}`, 3)), link)
	wantPassword(t, sealEnte(link, 3))
	wantError(t, sealEnte(link, 1), transfer.CodePasswordWrong) // a tag that no export has

	seal := func(memory, passes int) string { return enteFile(1, memory, passes, make([]byte, 40)) }
	wantError(t, enteFile(2, 64<<10, 2, make([]byte, 40)), transfer.CodeVersion)
	wantError(t, enteFile(1, 64<<10, 2, make([]byte, 16)), transfer.CodeDamaged)
	wantError(t, seal(0, 2), transfer.CodeDamaged)
	wantError(t, seal(4096, 2), transfer.CodeDamaged)
	wantError(t, seal(64<<10, 0), transfer.CodeDamaged)
	wantError(t, seal(64<<10, -1), transfer.CodeDamaged)
	wantError(t, seal(1<<30+1024, 4), transfer.CodeMemory)
	wantError(t, seal(1<<62, 4), transfer.CodeMemory)
	wantSeconds(t, seal(1<<30, 4), 20)
	wantSeconds(t, seal(256<<20, 16), 20)
	wantSeconds(t, seal(64<<10, 2), 0)
	// Nobody looks for a password in vain.
	_, err := transfer.Import("", []byte(seal(4<<30, 4)), nil)
	wantCode(t, err, transfer.CodeMemory)
	wantError(t, seal(1<<30, 11), transfer.CodeWork)
	wantError(t, seal(64<<10, 1<<62), transfer.CodeWork)
	wantError(t, strings.Replace(seal(64<<10, 2), "opsLimit", "ops", 1), transfer.CodeDamaged)
	wantError(t, strings.Replace(seal(64<<10, 2), `"encryptionNonce":"`, `"encryptionNonce":"AAAA`, 1), transfer.CodeDamaged)
}
