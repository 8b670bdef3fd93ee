// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"testing"

	"inkan/wasm/otp"
)

const raivoText = `[{"issuer":"a","account":"b","secret":"` + containerBase32 + `","algorithm":"SHA512","digits":"8","kind":"TOTP","timer":"50","pinned":"true","counter":"0","iconType":"","iconValue":""},
{"issuer":"c","account":"d","secret":"` + containerBase32 + `","algorithm":"SHA1","digits":"6","kind":"HOTP","timer":"0","pinned":"false","counter":"9007199254740993","iconType":"","iconValue":""},
{"issuer":"e","account":"f","secret":"` + containerBase32 + `","algorithm":"SHA1","digits":"","kind":"TOTP","timer":"30"},
{"issuer":"g","account":"h","secret":"` + containerBase32 + `","algorithm":"SHA1","digits":"6","kind":"YOTP","timer":"30"}]`

func TestRaivo(t *testing.T) {
	for name, data := range map[string][]byte{
		"json":        []byte(raivoText),
		"AE-2":        containerZip(t, containerZipMember{raivoMember, raivoText, "test", 3, 2}),
		"AE-1":        containerZip(t, containerZipMember{"other.html", "<html>", "test", 3, 1}, containerZipMember{raivoMember, raivoText, "test", 1, 1}),
		"not a zip's": containerZip(t, containerZipMember{raivoMember, raivoText, "", 0, 0}),
	} {
		t.Run(name, func(t *testing.T) {
			result := readContainer(t, "raivo", data, []byte("test"))
			wantContainerKeys(t, result, containerKey(otp.TOTP, "a", "b", keyWith(otp.SHA512, 8, 50)), containerKey(otp.HOTP, "c", "d", keyAt(9007199254740993)))
			wantContainerProblems(t, result, "3 digits", "4 entry-type")
			if !result.Details[0].Pinned || result.Details[1].Pinned {
				t.Error("pinned")
			}
		})
	}
	sealed := containerZip(t, containerZipMember{raivoMember, raivoText, "test", 3, 2})
	wantContainerCode(t, "none", sealed, nil, ErrPassword, CodePasswordNeeded)
	wantContainerCode(t, "another", sealed, []byte("tesu"), ErrPassword, CodePasswordWrong)
	sealed[bytes.Index(sealed, []byte(raivoMember))+200] ^= 1
	wantContainerCode(t, "changed", sealed, []byte("test"), ErrDamaged, CodeDamaged)
	unproven := containerZip(t, containerZipMember{raivoMember, raivoText, "test", 3, 2})
	unproven[bytes.Index(unproven, []byte("PK\x01\x02"))-1] ^= 1 // of the code behind the content, which reads well
	wantContainerCode(t, "another code", unproven, []byte("test"), ErrDamaged, CodeDamaged)
}
