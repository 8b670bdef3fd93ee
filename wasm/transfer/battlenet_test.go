// SPDX-License-Identifier: MIT

package transfer

import (
	"fmt"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestBattleNet(t *testing.T) {
	masked := func(text string) string {
		var b strings.Builder
		for i := range len(text) {
			var m byte
			_, _ = fmt.Sscanf(battleNetMask[2*i:2*i+2], "%02x", &m)
			fmt.Fprintf(&b, "%02x", text[i]^m)
		}
		return b.String()
	}
	want := containerKey(otp.TOTP, "Battle.net", "US-1234-5678-9012", keyWith(otp.SHA1, 8, 30))
	hexKey := fmt.Sprintf("%x", containerSecret)
	wantContainerKeys(t, readContainer(t, "battlenet", prefsFile(battleNetSecret, masked(hexKey), battleNetSerial, masked(want.Account), battleNetMasked, "MASK"), nil), want)
	wantContainerKeys(t, readContainer(t, "battlenet", prefsFile(battleNetOld, masked(hexKey+want.Account)), nil), want)
	wantContainerCode(t, "by the telephone", prefsFile(battleNetSecret, "00", battleNetMasked, "KEYSTORE"), nil, ErrUnsupported, CodeDeviceKey)
	wantContainerCode(t, "no hexadecimal", prefsFile(battleNetSecret, "xyz"), nil, ErrDamaged, CodeDamaged)
	wantContainerProblems(t, readContainer(t, "battlenet", prefsFile(battleNetSecret, "00"), nil), "1 secret-length")
}
