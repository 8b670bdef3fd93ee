// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/json"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestAuthy(t *testing.T) {
	sealed := func(secret, salt string) string {
		k, err := pbkdf2.Key(sha1.New, "backup", []byte(salt), 1000, 32)
		if err != nil {
			t.Fatal(err)
		}
		block, _ := aes.NewCipher(k)
		plain := append([]byte(secret), bytes.Repeat([]byte{byte(16 - len(secret)%16)}, 16-len(secret)%16)...)
		cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(plain, plain)
		text, _ := json.Marshal(plain)
		return `"encryptedSecret":` + string(text) + `,"salt":"` + salt + `"`
	}
	data := prefsFile(authyKey, `[{"accountType":"authenticator","digits":7,"name":"a: b","originalIssuer":"a","originalName":"a:b",`+sealed(containerBase32, "one")+`},
	{"accountType":"authenticator","name":"c - d","digits":6,`+sealed(strings.ToLower(containerBase32), "two")+`},
	{"name":"e","decryptedSecret":"`+containerBase32+`"},{"name":"f","digits":6,"encryptedSecret":"AAAA","salt":"x"}]`,
		authyOwnKey, `[{"name":"Own","digits":7,"secretSeed":"3132333435363738393031323334353637383930"}]`)
	result := readContainer(t, "authy", data, []byte("backup"))
	wantContainerKeys(t, result, containerKey(otp.TOTP, "a", "b", keyWith(otp.SHA1, 7, 30)), containerKey(otp.TOTP, "c", "d"), containerKey(otp.TOTP, "Own", "", keyWith(otp.SHA1, 7, 10)))
	wantContainerProblems(t, result, "3 digits", "4 password-wrong")
	wantContainerCode(t, "none", data, nil, ErrPassword, CodePasswordNeeded)
	wantContainerCode(t, "another", data, []byte("Backup"), ErrPassword, CodePasswordWrong)
}
