// SPDX-License-Identifier: MIT

package transfer

import (
	"testing"

	"inkan/wasm/otp"
)

func TestSteam(t *testing.T) {
	const secret = `"shared_secret":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="`
	result := readContainer(t, "steam", []byte(`{`+secret+`,"account_name":"a"}`), nil)
	wantContainerKeys(t, result, containerKey(otp.Steam, "Steam", "a"))
	result = readContainer(t, "steam", []byte(`{"accounts":{"x":{`+secret+`,"account_name":"a"},"y":{"shared_secret":"?"},"__proto__":{`+secret+`}}}`), nil)
	wantContainerKeys(t, result, containerKey(otp.Steam, "Steam", "a"), containerKey(otp.Steam, "Steam", "__proto__"))
	wantContainerProblems(t, result, "2 entry")
}
