// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"

	"inkan/wasm/otp"
)

func TestTOTPAuthenticator(t *testing.T) {
	list := `[{"base":16,"key":"` + fmt.Sprintf("%X", containerSecret) + `","issuer":"a","name":"b","digits":"7","period":"20","isFavorite":true},` +
		`{"base":32,"key":"` + containerBase32 + `","issuer":"c","name":"d"},{"base":64,"key":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=","issuer":"e","name":"f"},` +
		`{"base":58,"key":"x","issuer":"g","name":"h"},{"base":64,"key":"?"}]`
	want := []otp.Key{containerKey(otp.TOTP, "a", "b"), containerKey(otp.TOTP, "c", "d"), containerKey(otp.TOTP, "e", "f")}
	for _, result := range []Result{
		readContainer(t, "totp-authenticator", prefsFile(totpAuthenticatorList, list), nil),
		readContainer(t, "totp-authenticator", totpAuthenticatorFile(list, "mine"), []byte("mine")),
		readContainer(t, "totp-authenticator", totpAuthenticatorFile(list, totpAuthenticatorPassword), nil),
		readContainer(t, "totp-authenticator", totpAuthenticatorFile(list, totpAuthenticatorPassword), []byte("x")),
	} {
		wantContainerKeys(t, result, want...)
		wantContainerProblems(t, result, "4 entry-type", "5 entry")
		if !result.Details[0].Pinned {
			t.Error("pinned")
		}
	}
	wantContainerCode(t, "none", totpAuthenticatorFile(list, "mine"), nil, ErrPassword, CodePasswordNeeded)
	wantContainerCode(t, "another", totpAuthenticatorFile(list, "mine"), []byte("Mine"), ErrPassword, CodePasswordWrong)
}

// totpAuthenticatorFile is a backup of TOTP Authenticator.
func totpAuthenticatorFile(list, password string) []byte {
	name, _ := json.Marshal(list)
	plain := []byte(`{` + string(name) + `:""}`)
	plain = append(plain, bytes.Repeat([]byte{byte(16 - len(plain)%16)}, 16-len(plain)%16)...)
	k := sha256.Sum256([]byte(password))
	block, _ := aes.NewCipher(k[:])
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(plain, plain)
	return []byte(base64.StdEncoding.EncodeToString(plain) + "\n")
}
