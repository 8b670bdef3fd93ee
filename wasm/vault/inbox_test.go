// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"inkan/wasm/otp"
)

// distinct is a key with a secret of its own.
func distinct(name string) otp.Key {
	k := key(name)
	k.Secret = []byte("secret of " + name)
	return k
}

func entry(n int) Entry {
	return Entry{ID: fmt.Sprintf("%032x", n), Created: noon + int64(n), Site: "https://example.org", Key: distinct(fmt.Sprint("scanned", n))}
}

func post(t testing.TB, l *Locked, entries ...Entry) (inbox []byte) {
	t.Helper()
	random := rand.NewChaCha8([32]byte{})
	for _, e := range entries {
		b, err := l.Post(random, e)
		if err != nil {
			t.Fatal(err)
		}
		inbox = append(inbox, b...)
	}
	return inbox
}

func TestInbox(t *testing.T) {
	v, _ := protected(t)
	l := lock(t, sealed(t, v))
	inbox := post(t, l, entry(1), entry(2))
	if bytes.Contains(inbox, []byte("scanned")) || bytes.Contains(inbox, []byte("secret")) {
		t.Fatal("the inbox can be read")
	}
	d := v.Draft(noon)
	c, err := d.Collect(noon+9, inbox)
	if err != nil || len(c.Added) != 2 || len(c.Present)+len(c.Refused) != 0 || !d.Changed() {
		t.Fatalf("%+v, %v", c, err)
	}
	a, ok := d.Account(c.Added[0])
	if !ok || a.Key.Account != "scanned1" || a.Site != "https://example.org" || a.Created != noon+1 {
		t.Errorf("got %+v", a)
	}
	// The vault was stored, the inbox not emptied: all of it comes again.
	for name, change := range map[string]func(*Vault){
		"unchanged": func(*Vault) {},
		"renamed": func(v *Vault) {
			k := a.Key
			k.Issuer = "Renamed"
			_, _ = v.SetKey(noon, a.ID, k)
		},
		"re-enrolled":    func(v *Vault) { _, _ = v.SetKey(noon, a.ID, distinct("other")) },
		"removed":        func(v *Vault) { v.Remove(noon, a.ID) },
		"removed, empty": func(v *Vault) { v.Remove(noon, a.ID); v.Purge(noon, a.ID) },
	} {
		again, err := lock(t, sealed(t, d)).Resume(d.Key())
		if err != nil {
			t.Fatal(err)
		}
		change(again)
		before := again.document.text()
		again = again.Draft(noon)
		c, err := again.Collect(noon, inbox)
		present := 2
		if strings.HasPrefix(name, "removed") {
			present = 1
		}
		if err != nil || len(c.Added) != 0 || len(c.Present) != present || again.Changed() || !bytes.Equal(again.document.text(), before) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	// The same code scanned twice, and one that was there before.
	twice := entry(3)
	twice.Key = entry(1).Key
	known := entry(4)
	known.Key = key("user0@example.com")
	c, err = v.Draft(noon).Collect(noon, post(t, l, entry(1), twice, known))
	if err != nil || len(c.Added) != 1 || len(c.Present) != 2 || c.Present[0] != c.Added[0] {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestInboxEntriesRefused(t *testing.T) {
	v, _ := protected(t)
	l := lock(t, sealed(t, v))
	foreign := filled(t, 0)
	_, _ = foreign.AddPassword(rand.NewChaCha8([32]byte{1}), noon, "", strong(), wrappingOf("x"))
	broken := post(t, l, entry(1))
	broken[len(broken)-1] ^= 1
	text := func(text string) []byte {
		sealed, err := box.SealAnonymous(nil, []byte(text), &l.public, rand.NewChaCha8([32]byte{}))
		if err != nil {
			t.Fatal(err)
		}
		return append(binary.LittleEndian.AppendUint32([]byte(inboxMagic), uint32(len(sealed))), sealed...)
	}
	whole := string(appendAccount(nil, newAccount(entry(5).ID, noon, "", entry(5).Key)))
	parts := [][]byte{
		broken,
		post(t, lock(t, sealed(t, foreign)), entry(2)),
		text(""), text("{}"), text("[]"), text(whole + "{}"), text("\xff"),
		text(strings.Replace(whole, `"created"`, `"deleted":1,"created"`, 1)),
		text(strings.Replace(whole, `"digits":6`, `"digits":60`, 1)),
		post(t, l, entry(7)),
	}
	d := v.Draft(noon)
	c, err := d.Collect(noon, bytes.Join(parts, nil))
	if err != nil || !slices.Equal(c.Refused, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}) || !slices.Equal(c.Added, []string{entry(7).ID}) {
		t.Errorf("%+v, %v", c, err)
	}
	inbox := post(t, l, entry(1))
	for name, odd := range map[string][]byte{
		"cut": inbox[:len(inbox)-1], "one more": append(bytes.Clone(inbox), 0), "no length": inbox[:10], "another magic": inbox[1:],
		"long": binary.LittleEndian.AppendUint32([]byte(inboxMagic), 1<<32-1),
	} {
		if c, err := v.Draft(noon).Collect(noon, odd); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	bad := entry(1)
	bad.Key.Digits = 0
	if _, err := l.Post(fixed(), bad); err == nil {
		t.Error("an impossible key was posted")
	}
	bad = entry(1)
	bad.ID = "x"
	if _, err := l.Post(fixed(), bad); err == nil {
		t.Error("an odd id was posted")
	}
	if _, err := l.Post(strings.NewReader("short"), entry(1)); err == nil {
		t.Error("posted without randomness")
	}
}

func FuzzCollect(f *testing.F) {
	v, _ := protected(f)
	l := lock(f, sealed(f, v))
	f.Add(post(f, l, entry(1), entry(2)))
	f.Add([]byte(inboxMagic))
	f.Add(appendAccount(nil, newAccount(entry(5).ID, noon, "", entry(5).Key)))
	f.Fuzz(func(t *testing.T, inbox []byte) {
		_, _ = v.Draft(noon).Collect(noon, inbox)
		// And behind the seal.
		sealed, err := box.SealAnonymous(nil, inbox, &l.public, rand.NewChaCha8([32]byte{}))
		if err != nil {
			t.Fatal(err)
		}
		d := v.Draft(noon)
		c, err := d.Collect(noon, append(binary.LittleEndian.AppendUint32([]byte(inboxMagic), uint32(len(sealed))), sealed...))
		if err != nil || len(c.Added)+len(c.Present)+len(c.Refused) > 1 {
			t.Fatalf("%+v, %v", c, err)
		}
	})
}
