// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

// prefsFile is an Android preferences file.
func prefsFile(pairs ...string) []byte {
	var b strings.Builder
	b.WriteString("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n<boolean name=\"x\" value=\"true\" />\n<set name=\"s\"><string>y</string></set>\n")
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, "<string name=\"%s\">%s</string>\n", html.EscapeString(pairs[i]), html.EscapeString(pairs[i+1]))
	}
	b.WriteString("</map>\n")
	return []byte(b.String())
}

// javaBytes is Java's byte[] as Gson writes it.
func javaBytes(data []byte) string {
	numbers := make([]int8, len(data))
	for i, b := range data {
		numbers[i] = int8(b)
	}
	text, _ := json.Marshal(numbers)
	return string(text)
}

func freeOTPToken(fields string) string {
	return `{"secret":` + javaBytes([]byte(containerSecret)) + `,` + fields + `}`
}

func TestFreeOTP(t *testing.T) {
	data := prefsFile(
		"a:b", freeOTPToken(`"algo":"SHA512","counter":9,"digits":8,"issuerExt":"a","issuerInt":"z","label":"b","period":30,"type":"HOTP"`),
		"new", freeOTPToken(`"algo":"SHA1","counter":-1,"digits":6,"issuerExt":"","issuerInt":"z","label":"new","period":30,"type":"HOTP"`),
		"c", freeOTPToken(`"algo":"SHA256","counter":0,"digits":7,"issuerExt":"c","issuerAlt":"renamed","label":"d","labelAlt":"e","period":50,"type":"TOTP"`),
		"tokenOrder", `["c","a:b"]`,
		"Steam:f", freeOTPToken(`"algo":"SHA1","counter":0,"digits":5,"issuerExt":"Steam","label":"f","period":30,"type":"TOTP"`),
		"g", freeOTPToken(`"issuerExt":"g","label":"h","type":"TOTP"`),
		"bad", freeOTPToken(`"algo":"SHA224","digits":6,"issuerExt":"bad","label":"i","period":30,"type":"TOTP"`),
		"worse", freeOTPToken(`"algo":"SHA1","digits":"six","issuerExt":"bad","label":"i","period":30,"type":"TOTP"`),
		"odd", freeOTPToken(`"algo":"SHA1","digits":6,"label":"i","period":30,"type":"XOTP"`),
		"cut:j", `{"algo":`,
		"lost", freeOTPToken(`"algo":"SHA1","digits":6,"label":"k","period":30,"type":"HOTP"`),
		"last", freeOTPToken(`"algo":"SHA1","digits":6,"label":"k","counter":18446744073709551615,"type":"HOTP"`),
	)
	result := readContainer(t, "freeotp", data, nil)
	wantContainerKeys(t, result,
		containerKey(otp.HOTP, "a", "b", keyWith(otp.SHA512, 8, 0), keyAt(10)),
		containerKey(otp.HOTP, "z", "new", keyAt(0)),
		containerKey(otp.TOTP, "renamed", "e", keyWith(otp.SHA256, 7, 50)),
		containerKey(otp.Steam, "Steam", "f"),
		containerKey(otp.TOTP, "g", "h"))
	wantContainerProblems(t, result, "6 algorithm", "7 digits", "8 entry-type", "9 entry", "10 counter-missing", "11 counter-end")
	if name := result.Problems[3].Name; name != "cut (j)" {
		t.Errorf("name %q", name)
	}
}

func TestFreeOTPPlus(t *testing.T) {
	tokens := []string{
		freeOTPToken(`"algo":"SHA1","counter":49,"digits":7,"issuerExt":"a","label":"b","period":30,"type":"HOTP"`),
		freeOTPToken(`"algo":"SHA1","issuerExt":"no digits","label":"b","period":30,"type":"TOTP"`),
		freeOTPToken(`"algo":"SHA1","digits":6,"issuerExt":"no period","label":"b","type":"TOTP"`),
		freeOTPToken(`"digits":6,"issuerExt":"no algo","label":"b","period":30,"type":"TOTP"`),
		`{"algo":"SHA1","digits":6,"issuerExt":"x","label":"y","period":30,"type":"TOTP","secret":[300]}`,
		`7`,
		`{"type":"TOTP","type":"HOTP"}`,
		freeOTPToken(`"algo":"SHA1","digits":6.0,"issuerExt":"x","label":"y","period":30,"type":"TOTP"`),
		freeOTPToken(`"algo":"SHA1","digits":6,"issuerExt":"Steam","label":"y","period":30,"type":"TOTP"`),
		freeOTPToken(`"algo":"SHA1","digits":6,"issuerExt":"\u202Egood","label":"y","period":30,"type":"TOTP"`),
	}
	data := []byte("\xEF\xBB\xBF" + `{"tokenOrder":[],"tokens":[` + strings.Join(tokens, " , ") + `]}`)
	result := readContainer(t, "freeotp-plus", data, nil)
	wantContainerKeys(t, result, containerKey(otp.HOTP, "a", "b", keyWith(otp.SHA1, 7, 0), keyAt(50)), containerKey(otp.TOTP, "good", "y"))
	wantContainerProblems(t, result, "2 digits", "3 period", "4 algorithm", "5 entry", "6 entry", "7 entry", "8 digits", "9 digits")
	if w := result.Details[1].Warnings; len(w) != 1 || w[0].Code != otp.WarnNameCleaned {
		t.Errorf("warnings %v", w)
	}
}
