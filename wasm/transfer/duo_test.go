// SPDX-License-Identifier: MIT

package transfer

import (
	"testing"

	"inkan/wasm/otp"
)

func TestDuo(t *testing.T) {
	result := readContainer(t, "duo", []byte(`[{"accountType":"OtpAccount","name":"a","otpGenerator":{"otpSecret":"`+containerBase32+`"},"pkey":"1"},
	{"accountType":"OtpAccount","name":"b","otpGenerator":{"otpSecret":"`+containerBase32+`","counter":3},"pkey":"2"},
	{"accountType":"DuoAccount","name":"push","pkey":"3"},{"otpGenerator":{"otpSecret":"`+containerBase32+`","counter":-1}}]`), nil)
	wantContainerKeys(t, result, containerKey(otp.TOTP, "", "a"), containerKey(otp.HOTP, "", "b", keyAt(3)))
	wantContainerProblems(t, result, "3 entry-type", "4 counter")
}
