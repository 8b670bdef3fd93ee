// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestZipLimits(t *testing.T) {
	bomb := zipFile(t, zipFileMember{name: "a.txt", content: strings.Repeat("\x00", MaxInside+1)})
	if len(bomb) > 1<<20 {
		t.Fatal("not much of a bomb")
	}
	wantContainerCode(t, "bomb", bomb, nil, ErrTooLarge, CodeFileSize)
	half := strings.Repeat("# a comment\n", MaxInside/12/2+10)
	wantContainerCode(t, "two halves", zipFile(t, zipFileMember{name: "a.txt", content: half}, zipFileMember{name: "b.txt", content: half}), nil, ErrTooLarge, CodeFileSize)
	wantContainerCode(t, "no link", zipFile(t, zipFileMember{name: "a.txt", content: "hello"}), nil, ErrDamaged, CodeDamaged)
	wantContainerCode(t, "another zip", zipFile(t, zipFileMember{name: "a.doc", content: "hello"}), nil, ErrUnknown, CodeFormat)
	wantContainerCode(t, "empty", zipFile(t), nil, ErrUnknown, CodeFormat)
}

func TestWinAuthZip(t *testing.T) {
	text := "# WinAuth\notpauth://totp/Steam:s?secret=" + containerBase32 + "&digits=5&issuer=Steam&deviceid=x\n" +
		"otpauth://totp/BattleNet:b?secret=" + containerBase32 + "&digits=8&issuer=BattleNet&serial=US123412341234\n"
	result := readContainer(t, "winauth", zipFile(t, zipFileMember{"winauth.txt", text, "p", 0, 0}), []byte("p"))
	wantContainerKeys(t, result, containerKey(otp.Steam, "Steam", "s"), containerKey(otp.TOTP, "BattleNet", "b", keyWith(otp.SHA1, 8, 30)))
}
