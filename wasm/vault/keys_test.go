// SPDX-License-Identifier: MIT

package vault

import (
	"crypto/rand"
	"fmt"
	"testing"

	"inkan/wasm/otp"
)

// TestKeys adds more accounts at once than there are milliseconds in a moment,
// and one after them.
func TestKeys(t *testing.T) {
	v := filled(t, 0)
	first := numbered(0)
	if _, err := v.Add(rand.Reader, noon, "", first); err != nil {
		t.Fatal(err)
	}
	keys := v.Keys()
	if _, ok := keys.Same(first); !ok {
		t.Error("an account that was there is not found")
	}
	const n = 2500
	for i := 1; i <= n; i++ {
		if _, ok := keys.Same(numbered(i)); ok {
			t.Fatalf("the key %d is found before it is there", i)
		}
		if _, err := keys.Add(rand.Reader, noon, "", numbered(i), Details{Note: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
		if _, ok := keys.Same(numbered(i)); !ok {
			t.Fatalf("the key %d is not found", i)
		}
	}
	if _, err := v.Add(rand.Reader, noon+1, "", numbered(n+1)); err != nil {
		t.Fatal(err)
	}
	for i, a := range v.Accounts() {
		if want := fmt.Sprint(n + 1 - i); a.Key.Account != want {
			t.Fatalf("account %s is shown where %s should be: the one added last comes first", a.Key.Account, want)
		}
	}
	longer := numbered(1)
	longer.Digits = 8
	if _, ok := keys.Same(longer); ok {
		t.Error("a key of other codes is taken for the same")
	}
}

func numbered(i int) otp.Key {
	k := otp.New(otp.TOTP)
	k.Account, k.Secret = fmt.Sprint(i), fmt.Appendf(nil, "secret %d of many", i)
	return k
}
