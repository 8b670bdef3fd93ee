// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/blowfish" //lint:ignore SA1019 WinAuth encrypts with it

	"inkan/wasm/otp"
)

func TestZipLimits(t *testing.T) {
	t.Parallel()
	if runtime.GOARCH != "wasm" && !testing.Short() { // megabytes to be written first
		bomb := containerZip(t, containerZipMember{name: "a.txt", content: strings.Repeat("\x00", MaxInside+1)})
		if len(bomb) > 1<<20 {
			t.Fatal("not much of a bomb")
		}
		wantContainerCode(t, "bomb", bomb, nil, ErrTooLarge, CodeFileSize)
		half := strings.Repeat("# a comment\n", MaxInside/12/2+10)
		wantContainerCode(t, "two halves", containerZip(t, containerZipMember{name: "a.txt", content: half}, containerZipMember{name: "b.txt", content: half}), nil, ErrTooLarge, CodeFileSize)
	}
	wantContainerCode(t, "no link", containerZip(t, containerZipMember{name: "a.txt", content: "hello"}), nil, ErrDamaged, CodeDamaged)
	wantContainerCode(t, "another zip", containerZip(t, containerZipMember{name: "a.doc", content: "hello"}), nil, ErrUnknown, CodeFormat)
	wantContainerCode(t, "empty", containerZip(t), nil, ErrUnknown, CodeFormat)
}

func TestWinAuthZip(t *testing.T) {
	text := "# WinAuth\notpauth://totp/Steam:s?secret=" + containerBase32 + "&digits=5&issuer=Steam&deviceid=x\n" +
		"otpauth://totp/BattleNet:b?secret=" + containerBase32 + "&digits=8&issuer=BattleNet&serial=US123412341234\n"
	result := readContainer(t, "winauth", containerZip(t, containerZipMember{"winauth.txt", text, "p", 0, 0}), []byte("p"))
	wantContainerKeys(t, result, containerKey(otp.Steam, "Steam", "s"), containerKey(otp.TOTP, "BattleNet", "b", keyWith(otp.SHA1, 8, 30)))
}

// sealWinAuth is the password layer as WinAuth writes it, with its header.
func sealWinAuth(t *testing.T, plain []byte, password string, header bool) string {
	t.Helper()
	salt := []byte("saltsalt")
	key, err := pbkdf2.Key(sha1.New, password, salt, winAuthRounds, winAuthKey)
	if err != nil {
		t.Fatal(err)
	}
	block, err := blowfish.NewSaltedCipher(key, make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	padding := 8 - len(plain)%8
	sealed := append(bytes.Clone(plain), bytes.Repeat([]byte{0x55}, padding-1)...)
	sealed = append(sealed, byte(padding))
	for i := 0; i < len(sealed); i += 8 {
		block.Encrypt(sealed[i:], sealed[i:])
	}
	sum := sha256.Sum256(slices.Concat(salt, plain))
	text := fmt.Sprintf("%X%X", salt, sealed)
	if header {
		text = fmt.Sprintf("%s%X%X", winAuthHeader, salt, sum) + text
	}
	return text
}

func winAuthData(secret string) string {
	return "<authenticatordata><servertimediff>0</servertimediff><secretdata>" + secret + "</secretdata></authenticatordata>"
}

func winAuthAuthenticator(kind, name, data string) string {
	return `<WinAuthAuthenticator id="x" type="WinAuth.` + kind + `"><name>` + name + `</name><created>1500000000000</created>` +
		`<skin>base64:iVBORw0KGgo=</skin><autorefresh>false</autorefresh>` + data + `</WinAuthAuthenticator>`
}

func TestWinAuthConfig(t *testing.T) {
	hexKey := fmt.Sprintf("%X", containerSecret)
	sealed := func(kinds, text string) string {
		return `<authenticatordata encrypted="` + kinds + `">` + text + `</authenticatordata>`
	}
	inside := []byte("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>" + winAuthData(hexKey+"\t6\tSHA1\t30"))
	data := []byte(`<?xml version="1.0" encoding="utf-8" standalone="yes"?><!--x--><WinAuth version="3.6"><alwaysontop>true</alwaysontop>` + strings.Join([]string{
		winAuthAuthenticator("GoogleAuthenticator", "Google (me)", winAuthData(hexKey+"\t8\tSHA256\t60")),
		winAuthAuthenticator("BattleNetAuthenticator", "Battle.net (US)", winAuthData(hexKey+"\t8\tSHA1\t30|55532D313233342D313233342D31323334")),
		winAuthAuthenticator("SteamAuthenticator", "Steam", winAuthData(hexKey+"\t5\tSHA1\t30|00|00|00|00")),
		winAuthAuthenticator("HOTPAuthenticator", "counter", winAuthData(hexKey+"\t6\tSHA1\t30|41")),
		winAuthAuthenticator("GuildWarsAuthenticator", "old", winAuthData(hexKey)),
		winAuthAuthenticator("GoogleAuthenticator", "sealed", sealed("y", sealWinAuth(t, inside, "password", true))),
		winAuthAuthenticator("GoogleAuthenticator", "sealed before 3", sealed("y", sealWinAuth(t, inside, "password", false))),
		winAuthAuthenticator("GoogleAuthenticator", "windows", sealed("yu", "00")),
		winAuthAuthenticator("GoogleAuthenticator", "yubikey", sealed("ya", "00")),
		winAuthAuthenticator("GoogleAuthenticator", "other", sealed("y", sealWinAuth(t, inside, "other", true))),
		winAuthAuthenticator("OtherAuthenticator", "unknown", winAuthData(hexKey)),
		winAuthAuthenticator("GoogleAuthenticator", "digits", winAuthData(hexKey+"\tsix\tSHA1\t30")),
		winAuthAuthenticator("GoogleAuthenticator", "algorithm", winAuthData(hexKey+"\t6\tSHA3\t30")),
		winAuthAuthenticator("GoogleAuthenticator", "key", winAuthData("xyz")),
		winAuthAuthenticator("HOTPAuthenticator", "no counter", winAuthData(hexKey+"\t6")),
	}, "") + `</WinAuth>`)
	want := []otp.Key{
		containerKey(otp.TOTP, "Google", "me", keyWith(otp.SHA256, 8, 60)),
		containerKey(otp.TOTP, "Battle.net", "US", keyWith(otp.SHA1, 8, 30)),
		containerKey(otp.Steam, "Steam", "Steam"),
		containerKey(otp.HOTP, "", "counter", keyAt(42)),
		containerKey(otp.TOTP, "", "old"),
		containerKey(otp.TOTP, "", "sealed"),
		containerKey(otp.TOTP, "", "sealed before 3"),
	}
	problems := []string{"8 windows", "9 yubikey", "10 password-wrong", "11 entry-type", "12 digits", "13 algorithm", "14 secret-character", "15 counter-missing"}
	result := readContainer(t, "winauth", data, []byte("password"))
	wantContainerKeys(t, result, want...)
	wantContainerProblems(t, result, problems...)
	if d := result.Details[0]; d.Created != 1500000000000 || len(d.Icon) != 8 {
		t.Errorf("%+v", d)
	}
}

func TestWinAuthLayers(t *testing.T) {
	hexKey := fmt.Sprintf("%X", containerSecret)
	config := []byte(`<config>` + winAuthAuthenticator("GoogleAuthenticator", "a", winAuthData(hexKey+"\t6\tSHA1\t30")) + `</config>`)
	wrap := func(kinds, text string) []byte {
		return []byte(`<WinAuth version="3.6"><data encrypted="` + kinds + `">` + text + `</data></WinAuth>`)
	}
	for _, header := range []bool{true, false} {
		data := wrap("y", sealWinAuth(t, config, "password", header))
		wantContainerKeys(t, readContainer(t, "winauth", data, []byte("password")), containerKey(otp.TOTP, "", "a"))
		wantContainerCode(t, "none", data, nil, ErrPassword, CodePasswordNeeded)
		wantContainerCode(t, "another", data, []byte("Password"), ErrPassword, CodePasswordWrong)
	}
	wantContainerCode(t, "by Windows", wrap("u", "00"), []byte("x"), ErrUnsupported, CodeWindows)
	wantContainerCode(t, "by the computer", wrap("ym", "00"), []byte("x"), ErrUnsupported, CodeWindows)
	wantContainerCode(t, "by a YubiKey", wrap("yb", "00"), []byte("x"), ErrUnsupported, CodeYubiKey)
	wantContainerCode(t, "by something", wrap("z", "00"), []byte("x"), ErrUnsupported, CodeVersion)
	wantContainerCode(t, "not hexadecimal", wrap("y", "hello"), []byte("x"), ErrDamaged, CodeDamaged)
	wantContainerCode(t, "cut", wrap("y", winAuthHeader+"00"), []byte("x"), ErrDamaged, CodeDamaged)

	// All the authenticators by themselves: said once, as an error of the file.
	each := func(kinds string) []byte {
		return []byte(`<WinAuth version="3.6">` + strings.Repeat(winAuthAuthenticator("GoogleAuthenticator", "a",
			`<authenticatordata encrypted="`+kinds+`">`+sealWinAuth(t, []byte(winAuthData(hexKey)), "password", true)+`</authenticatordata>`), 2) + `</WinAuth>`)
	}
	wantContainerCode(t, "each by Windows", each("u"), nil, ErrUnsupported, CodeWindows)
	wantContainerCode(t, "each without", each("y"), nil, ErrPassword, CodePasswordNeeded)
	wantContainerCode(t, "each by another", each("y"), []byte("x"), ErrPassword, CodePasswordWrong)
	wantContainerKeys(t, readContainer(t, "winauth", each("y"), []byte("password")), containerKey(otp.TOTP, "", "a"), containerKey(otp.TOTP, "", "a"))

	nested := config
	for range winAuthLayers + 2 {
		nested = []byte(`<data encrypted="y">` + sealWinAuth(t, nested, "password", true) + `</data>`)
	}
	wantContainerCode(t, "too many layers", []byte(`<WinAuth version="3">`+string(nested)+`</WinAuth>`), []byte("password"), ErrDamaged, CodeDamaged)
}

// TestWinAuth2 is the configuration of version 2, with one authenticator.
func TestWinAuth2(t *testing.T) {
	hexKey := fmt.Sprintf("%X", containerSecret)
	serial := fmt.Sprintf("%X", "US-1234-1234-1234")
	for _, secret := range map[string]string{
		"plain":  `<secretdata>` + hexKey + serial + `</secretdata>`,
		"sealed": `<secretdata encrypted="y">` + sealWinAuth(t, []byte(containerSecret+"US-1234-1234-1234"), "password", false) + `</secretdata>`,
	} {
		data := []byte(`<WinAuth version="2.0"><authenticator type="WindowsAuthenticator.BattleNetAuthenticator"><servertimediff>1</servertimediff>` + secret + `</authenticator></WinAuth>`)
		result := readContainer(t, "winauth", data, []byte("password"))
		wantContainerKeys(t, result, containerKey(otp.TOTP, "Battle.net", "Authenticator", keyWith(otp.SHA1, 8, 30)))
	}
}
