// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"inkan/wasm/otp"
)

// javaFile writes a map as java.util.HashMap does.
func javaFile(pairs ...string) []byte {
	b := []byte(javaMagic + javaHashMap + "\x03\x00\x02F\x00\x0AloadFactorI\x00\x09thresholdxp\x3F\x40\x00\x00\x00\x00\x00\x0Cw\x08\x00\x00\x00\x10")
	b = binary.BigEndian.AppendUint32(b, uint32(len(pairs)/2))
	for _, text := range pairs {
		if len(text) > 200 { // as long as it must be only from 65,536 on
			b = append(binary.BigEndian.AppendUint64(append(b, javaLongString), uint64(len(text))), text...)
		} else {
			b = append(binary.BigEndian.AppendUint16(append(b, javaString), uint16(len(text))), text...)
		}
	}
	return append(b, javaEnd)
}

// freeOTPSealed is a KEY of freeotp2.go.
func freeOTPSealed(t *testing.T, key, plain []byte, token string, bare bool) string {
	t.Helper()
	aead, err := newFreeOTPGCM(key)
	if err != nil {
		t.Fatal(err)
	}
	nonce := []byte("nonce of 12!")
	der := append([]byte{0x30, 17, 4, 12}, nonce...)
	der = append(der, 2, 1, 16)
	if bare {
		der = append([]byte{4, 12}, nonce...)
	}
	text := aead.Seal(nil, nonce, plain, []byte(token))
	return fmt.Sprintf(`{"mCipher":"AES\/GCM\/NoPadding","mCipherText":%s,"mParameters":%s,"mToken":%q}`, javaBytes(text), javaBytes(der), token)
}

func freeOTP2File(t *testing.T, rounds int) []byte {
	t.Helper()
	salt, master := []byte("a salt is as long as its key: 32"), []byte("the master key is of 32 bytes...")
	derived, err := pbkdf2.Key(sha1.New, "password", salt, min(rounds, 10), 32)
	if err != nil {
		t.Fatal(err)
	}
	wrap := func(sealed string) string {
		text, _ := json.Marshal(map[string]string{"key": sealed})
		return string(text)
	}
	return javaFile(
		"1", wrap(freeOTPSealed(t, master, []byte(containerSecret), "HmacSHA1", false)),
		"1-token", `{"algo":"SHA256","counter":9,"digits":7,"issuerExt":"A","label":"b","type":"HOTP"}`,
		"2-token", "{\"issuerExt\":\"Caf\xC3\xA9 \xED\xA0\xBD\xED\xB8\x80\",\"label\":\"c\",\"type\":\"TOTP\"}",
		"2", wrap(freeOTPSealed(t, master, []byte(containerSecret), "HmacSHA1", true)),
		"3-token", `{"issuerExt":"Lost","label":"d","type":"TOTP"}`,
		"4", wrap(freeOTPSealed(t, derived, []byte(containerSecret), "HmacSHA1", true)),
		"4-token", `{"issuerExt":"Wrong key","label":"e","type":"TOTP"}`,
		freeOTP2Master, fmt.Sprintf(`{"mAlgorithm":"PBKDF2withHmacSHA1","mIterations":%d,"mSalt":%s,"mEncryptedKey":%s}`,
			rounds, javaBytes(salt), freeOTPSealed(t, derived, master, "AES", true)),
	)
}

func TestFreeOTP2(t *testing.T) {
	data := freeOTP2File(t, 10)
	result := readContainer(t, "freeotp-2", data, []byte("password"))
	wantContainerKeys(t, result, containerKey(otp.HOTP, "A", "b", keyWith(otp.SHA256, 7, 0), keyAt(9)), containerKey(otp.TOTP, "Café 😀", "c"))
	wantContainerProblems(t, result, "3 entry", "4 entry")

	wantContainerCode(t, "no password", data, nil, ErrPassword, CodePasswordNeeded)
	wantContainerCode(t, "another", data, []byte("passwore"), ErrPassword, CodePasswordWrong)
	wantContainerCode(t, "rounds", freeOTP2File(t, freeOTP2Rounds+1), []byte("password"), ErrTooLarge, CodeWork)
	wantContainerCode(t, "no rounds", freeOTP2File(t, 0), []byte("password"), ErrDamaged, CodeDamaged)
	for cut := range len(data) {
		if cut >= 4 {
			wantContainerCode(t, fmt.Sprint("cut at ", cut), data[:cut], []byte("password"), ErrDamaged, CodeDamaged)
		}
	}
	huge := append([]byte(javaMagic+javaHashMap+"\x03\x00\x02F\x00\x0AloadFactorI\x00\x09thresholdxp\x3F\x40\x00\x00\x00\x00\x00\x0Cw\x08\x00\x00\x00\x10"), 0x7F, 0xFF, 0xFF, 0xFF)
	wantContainerCode(t, "2^31-1 entries", huge, nil, ErrDamaged, CodeDamaged)
	long := append(huge[:len(huge)-4:len(huge)-4], 0, 0, 0, 1, javaLongString, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
	wantContainerCode(t, "a string of 2^64-1", long, nil, ErrDamaged, CodeDamaged)
}

func TestJavaReference(t *testing.T) {
	head := javaMagic + javaHashMap + "\x03\x00\x01F\x00\x0AloadFactorxp\x3F\x40\x00\x00w\x08\x00\x00\x00\x10\x00\x00\x00\x02"
	entries, err := parseJavaMap([]byte(head + "t\x00\x01at\x00\x01bt\x00\x01cq\x00\x7E\x00\x03x"))
	if err != nil || !slices.Equal(entries, []javaEntry{{"a", "b"}, {"c", "b"}}) {
		t.Errorf("%v %v", entries, err)
	}
	for _, bad := range []string{"q\x00\x7E\x00\x05x", "q\x00\x7E\x00\x01x", "q\x00\x00\x00\x00x", "s"} {
		if _, err := parseJavaMap([]byte(head + "t\x00\x01at\x00\x01bt\x00\x01c" + bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	if got := fromModifiedUTF8("a\xC0\x80b\xED\xA0\xBD\xED\xB8\x80\xC3"); got != "a\x00b😀\uFFFD" {
		t.Errorf("%q", got)
	}
}
