// SPDX-License-Identifier: MIT

package transfer

import (
	"fmt"
	"testing"

	"inkan/wasm/otp"
)

func TestAuthenticatorPlus(t *testing.T) {
	text := "otpauth://totp/a:b?secret=" + containerBase32 + "&issuer=a&algorithm=SHA256&digits=7&period=20\r\n" +
		"otpauth://hotp/c:d?secret=" + containerBase32 + "&issuer=c&counter=3\n\n" +
		"otpauth://totp/bad:one?secret=" + containerBase32 + "&digits=six\notpauth://steam/s:t?secret=" + containerBase32
	data := containerZip(t, containerZipMember{authenticatorPlusMember, text, "password", 0, 0})
	result := readContainer(t, "authenticator-plus", data, []byte("password"))
	wantContainerKeys(t, result, containerKey(otp.TOTP, "a", "b", keyWith(otp.SHA256, 7, 20)), containerKey(otp.HOTP, "c", "d", keyAt(3)), containerKey(otp.Steam, "s", "t"))
	wantContainerProblems(t, result, "3 digits")
	if result.Problems[0].Name != "bad:one" {
		t.Errorf("name %q", result.Problems[0].Name)
	}
	wantContainerCode(t, "none", data, nil, ErrPassword, CodePasswordNeeded)
	for i := range 50 { // some pass the check of one byte
		wantContainerCode(t, "another", data, fmt.Append(nil, i), ErrPassword, CodePasswordWrong)
	}
}
