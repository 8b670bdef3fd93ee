// SPDX-License-Identifier: MIT

package otp_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"inkan/wasm/otp"
)

// Codes are those of oathtool, an implementation that shares no code with ours.
// It knows 6 to 8 digits only.
func TestOathtool(t *testing.T) {
	program, err := exec.LookPath("oathtool")
	if err != nil {
		t.Skip("oathtool is not installed")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		k := otp.New(otp.TOTP)
		k.Algorithm = []otp.Algorithm{otp.SHA1, otp.SHA256, otp.SHA512}[random.IntN(3)]
		k.Digits, k.Period = 6+random.IntN(3), 1+random.IntN(otp.MaxPeriod)
		if random.IntN(2) == 0 {
			k.Period = 30
		}
		k.Secret = make([]byte, 1+random.IntN(200)) // past the block of every hash
		for i := range k.Secret {
			k.Secret[i] = byte(random.Uint32())
		}
		at := random.Int64N(1 << 33)
		arguments := []string{
			"--totp=" + strings.ToLower(string(k.Algorithm)), "-s", fmt.Sprint(k.Period), "-N", fmt.Sprintf("@%d", at),
		}
		if random.IntN(4) == 0 { // oathtool's HOTP is SHA1 only
			k.Type, k.Algorithm, k.Period, k.Counter = otp.HOTP, otp.SHA1, 0, random.Uint64()>>1
			arguments = []string{"--hotp", "-c", fmt.Sprint(k.Counter)}
		}
		arguments = append(arguments, "-d", fmt.Sprint(k.Digits), hex.EncodeToString(k.Secret))
		want, err := exec.Command(program, arguments...).CombinedOutput()
		if err != nil {
			t.Fatalf("oathtool %v: %v: %s", arguments, err, want)
		}
		got, err := k.Code(time.Unix(at, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got != strings.TrimSpace(string(want)) {
			t.Errorf("oathtool %v: got %s, want %s", arguments, got, want)
		}
	}
}
