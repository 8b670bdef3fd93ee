// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"inkan/wasm/otp"
)

const noon = 1741003200000 // 2025-03-03T12:00:00Z

// fixed is randomness that is the same in every test.
func fixed() io.Reader { return rand.NewChaCha8([32]byte{'i', 'n', 'k', 'a', 'n'}) }

func key(name string) otp.Key {
	k := otp.New(otp.TOTP)
	k.Issuer, k.Account, k.Secret = "Example", name, []byte("12345678901234567890")
	return k
}

// filled is a vault with n accounts, added a second apart.
func filled(t testing.TB, n int) *Vault {
	t.Helper()
	random := fixed()
	v, err := Create(random, noon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := v.Add(random, noon+int64(i)*1000, "https://example.com", key(fmt.Sprintf("user%d@example.com", i))); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func sealed(t testing.TB, v *Vault) []byte {
	t.Helper()
	file, err := v.Seal(fixed())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSealAndOpen(t *testing.T) {
	v := filled(t, 3)
	for generation := int64(1); generation <= 3; generation++ {
		file := sealed(t, v)
		info, err := Inspect(file)
		if err != nil || info.Version != 1 || info.Generation != generation || info.Protected || len(info.Slots) != 1 || info.Slots[0].Type != SlotNone {
			t.Fatalf("Inspect says %+v, %v", info, err)
		}
		opened, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if opened.Generation() != generation || !bytes.Equal(opened.document.text(), v.document.text()) || opened.public != v.public {
			t.Fatal("another vault was opened")
		}
		v = opened
	}
}

func TestOrder(t *testing.T) {
	accounts := filled(t, 3).Accounts()
	for i, want := range []string{"user2@example.com", "user1@example.com", "user0@example.com"} {
		if accounts[i].Key.Account != want {
			t.Errorf("account %d is %s, want %s", i, accounts[i].Key.Account, want)
		}
	}
}

func TestDraftLeavesTheVault(t *testing.T) {
	v := filled(t, 2)
	before := v.document.text()
	ids := []string{v.Accounts()[0].ID, v.Accounts()[1].ID}
	d := v.Draft(noon)
	if d.Changed() {
		t.Error("a new draft is changed")
	}
	renamed := key("other")
	if _, err := d.SetKey(noon, ids[0], renamed); err != nil {
		t.Fatal(err)
	}
	d.Remove(noon, ids[1])
	if _, err := d.Add(rand.NewChaCha8([32]byte{}), noon, "", key("new")); err != nil {
		t.Fatal(err)
	}
	sealed(t, d)
	if !bytes.Equal(v.document.text(), before) || v.Generation() != 0 || !d.Changed() {
		t.Error("the draft changed the vault")
	}
}

func TestAbandonedStampsAreNotUsedAgain(t *testing.T) {
	v := filled(t, 1)
	id := v.Accounts()[0].ID
	d := v.Draft(noon)
	d.Remove(noon, id)
	v.Abandon(d)
	again := v.Draft(noon)
	again.Remove(noon, id)
	i, _ := d.document.find(id)
	if again.document.accounts[i].Stamp().Compare(d.document.accounts[i].Stamp()) <= 0 {
		t.Error("a stamp was given out twice")
	}
}

func TestChangesAreStamped(t *testing.T) {
	v := filled(t, 1)
	id := v.Accounts()[0].ID
	last := v.Accounts()[0].Stamp()
	for name, change := range map[string]func() bool{
		"SetKey":  func() bool { _, err := v.SetKey(noon-5000, id, key("x")); return err == nil },
		"Remove":  func() bool { return v.Remove(noon-5000, id) && v.Restore(noon-5000, id) },
		"Restore": func() bool { return v.Remove(noon-5000, id) && v.Restore(noon-5000, id) },
	} {
		if !change() {
			t.Fatalf("%s changed nothing", name)
		}
		i, _ := v.document.find(id)
		if stamp := v.document.accounts[i].Stamp(); stamp.Compare(last) <= 0 || stamp != v.document.clock {
			t.Errorf("%s: stamp %v after %v", name, stamp, last)
		} else {
			last = stamp
		}
	}
}

func TestRefusals(t *testing.T) {
	v := filled(t, 1)
	bad := key("x")
	bad.Digits = 11
	var refused *otp.Error
	if _, err := v.Add(fixed(), noon, "", bad); !errors.As(err, &refused) || refused.Code != otp.CodeDigits {
		t.Errorf("Add: %v", err)
	}
	if _, err := v.SetKey(noon, v.Accounts()[0].ID, bad); !errors.As(err, &refused) {
		t.Errorf("SetKey: %v", err)
	}
	if _, err := v.SetKey(noon, "nobody", key("x")); !errors.Is(err, ErrUnknown) {
		t.Errorf("SetKey of nobody: %v", err)
	}
	if v.Remove(noon, "nobody") || v.Restore(noon, "nobody") || v.Restore(noon, v.Accounts()[0].ID) {
		t.Error("nobody was removed or restored")
	}
	if _, err := v.Add(bytes.NewReader(nil), noon, "", key("x")); err == nil {
		t.Error("an id without randomness")
	}
	v.document.accounts = slices.Repeat([]*Account{{ID: "x"}}, maxAccounts)
	if _, err := v.Add(fixed(), noon, "", key("x")); !errors.Is(err, ErrFull) {
		t.Errorf("one too many: %v", err)
	}
}

func TestForeignPublicKeyIsDamage(t *testing.T) {
	v := filled(t, 1)
	v.public[0] ^= 1
	if _, err := Open(sealed(t, v)); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestOddClocks(t *testing.T) {
	for _, now := range []int64{-1, 0, 1, maxTime, maxTime + 1, 1<<63 - 1, -1 << 63} {
		v, err := Create(fixed(), now)
		if err != nil {
			t.Fatal(err)
		}
		a, err := v.Add(rand.NewChaCha8([32]byte{}), now, "", key("x"))
		if err != nil {
			t.Fatal(err)
		}
		v.Remove(now, a.ID)
		if opened, err := Open(sealed(t, v)); err != nil || opened.document.accounts[0].Live() {
			t.Errorf("at %d: %v", now, err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	for _, n := range []int{10, 1000, 10_000} {
		v := filled(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				sealed(b, v)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{10, 1000, 10_000} {
		file := sealed(b, filled(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Open(file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
