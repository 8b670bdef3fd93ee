// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// wrappingOf stands in for a derivation, which takes a second: the wrapping key
// of a password is what Argon2.Derive gives, and nothing here asks how.
func wrappingOf(password string) []byte {
	key := expand([]byte(password), nil, "test")
	return key[:]
}

func strong() Argon2 { return NewArgon2([16]byte{1, 2, 3}) }

func passkey() Passkey {
	return Passkey{Credential: []byte("credential"), Transports: []string{"internal", "hybrid"}, Salt: bytes.Repeat([]byte{7}, 32)}
}

// other randomness than that of filled and sealed.
func moreRandom() io.Reader { return rand.NewChaCha8([32]byte{'m', 'o', 'r', 'e'}) }

// protected is a vault with a password, a recovery key and a passkey, and their
// slots in this order.
func protected(t testing.TB) (*Vault, RecoveryKey) {
	t.Helper()
	v, random := filled(t, 2), moreRandom()
	if _, err := v.AddPassword(random, noon, "mine", strong(), wrappingOf("secret")); err != nil {
		t.Fatal(err)
	}
	k, err := NewRecoveryKey(random)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.SetRecoveryKey(random, noon, k); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddPasskey(random, noon, "laptop", passkey(), wrappingOf("prf")); err != nil {
		t.Fatal(err)
	}
	return v, k
}

func lock(t testing.TB, file []byte) *Locked {
	t.Helper()
	l, err := Lock(file)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryWayOpens(t *testing.T) {
	v, k := protected(t)
	file := sealed(t, v)
	if _, err := Open(file); !errors.Is(err, ErrLocked) {
		t.Fatalf("a protected vault opens by itself: %v", err)
	}
	l := lock(t, file)
	slots := l.Slots()
	secrets := [][]byte{wrappingOf("secret"), k.Text(), wrappingOf("prf")}
	if len(slots) != 3 || slots[0].Type != SlotPassword || slots[1].Type != SlotRecovery || slots[2].Type != SlotPasskey {
		t.Fatalf("slots %+v", slots)
	}
	if slots[0].Label != "mine" || slots[0].Created != noon || slots[0].Argon2.Memory != 65536 || slots[2].Label != "laptop" ||
		string(slots[2].Passkey.Credential) != "credential" || !slices.Equal(slots[2].Passkey.Transports, []string{"internal", "hybrid"}) {
		t.Errorf("slots %+v", slots)
	}
	for i, slot := range slots {
		opened, err := l.Unlock(slot.ID, secrets[i])
		if err != nil || !bytes.Equal(opened.document.text(), v.document.text()) {
			t.Fatalf("%s: %v", slot.Type, err)
		}
		if err := opened.Verify(slot.ID, secrets[i]); err != nil {
			t.Errorf("%s: Verify: %v", slot.Type, err)
		}
		for j, secret := range secrets {
			if i == j {
				continue
			}
			if _, err := l.Unlock(slot.ID, secret); err == nil {
				t.Errorf("%s opens with the secret of %s", slot.Type, slots[j].Type)
			}
			if err := opened.Verify(slot.ID, secret); err == nil {
				t.Errorf("%s: Verify takes the secret of %s", slot.Type, slots[j].Type)
			}
		}
	}
	for _, secret := range [][]byte{nil, {}, wrappingOf("Secret"), secrets[0][:31], append(bytes.Clone(secrets[0]), 0)} {
		if _, err := l.Unlock(slots[0].ID, secret); !errors.Is(err, ErrWrong) {
			t.Errorf("a wrong password: %v", err)
		}
	}
	if _, err := l.Unlock("nobody", secrets[0]); !errors.Is(err, ErrSlot) {
		t.Errorf("no such slot: %v", err)
	}
	if _, err := l.Unlock("", secrets[0]); !errors.Is(err, ErrSlot) {
		t.Errorf("no id: %v", err)
	}
}

// What the type, the id, or the salt of a slot says is bound to what it holds.
func TestSlotsCannotBeMadeUpOfOthers(t *testing.T) {
	v, _ := protected(t)
	file := sealed(t, v)
	a := v.slots[0]
	for name, change := range map[string]func(*slot){
		"another id":   func(s *slot) { s.ID = v.slots[1].ID },
		"another type": func(s *slot) { s.Type, s.Passkey = SlotPasskey, passkey() },
	} {
		s := a
		change(&s)
		secret := wrappingOf("secret")
		if _, err := s.open(secret); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A slot of an older file, put back: the vault key is the same, the seal is not.
	_ = v.RemoveSlot(v.slots[2].ID)
	next := sealed(t, v)
	older, newer := lock(t, file), lock(t, next)
	e, err := parseEnvelope(next)
	if err != nil {
		t.Fatal(err)
	}
	h := newer.header
	h.slots = append(slices.Clone(h.slots), older.slots[2])
	mixed := withHeader(string(h.text()))
	mixed = append(append(mixed[:len(mixed)-24-16-checksumSize], e.nonce...), e.sealed...)
	mixed = resum(append(mixed, make([]byte, checksumSize)...))
	if _, err := lock(t, mixed).Unlock(older.slots[2].ID, wrappingOf("prf")); !errors.Is(err, ErrDamaged) {
		t.Errorf("a removed slot was put back: %v", err)
	}
}

func TestProtectingMakesNewKeys(t *testing.T) {
	v := filled(t, 1)
	before := sealed(t, v)
	key, inbox, public := v.Key(), v.document.inbox, v.public
	v.slots = append(v.slots, slot{Slot: Slot{Type: "later"}, text: []byte(`{"type":"later"}`)})
	if _, err := v.AddPassword(moreRandom(), noon, "", strong(), wrappingOf("secret")); err != nil {
		t.Fatal(err)
	}
	after := sealed(t, v)
	if bytes.Equal(key, v.Key()) || inbox == v.document.inbox || public == v.public {
		t.Error("what stood in the file for all to read is still a key")
	}
	if len(v.slots) != 1 || !v.Protected() || bytes.Contains(after, []byte(`"none"`)) {
		t.Errorf("slots %+v", v.Slots())
	}
	if _, err := lock(t, after).Resume(key); !errors.Is(err, ErrWrong) {
		t.Errorf("the old key opens the new file: %v", err)
	}
	if old, err := Open(before); err != nil || old.Protected() {
		t.Errorf("the old file: %v", err)
	}
	// And back.
	key = v.Key()
	if err := v.Unprotect(moreRandom()); err != nil || v.Protected() || len(v.slots) != 1 {
		t.Fatalf("not unprotected: %v", err)
	}
	file := sealed(t, v)
	if opened, err := Open(file); err != nil || bytes.Equal(opened.Key(), key) {
		t.Errorf("unprotected: %v", err)
	}
	if err := v.Unprotect(moreRandom()); err != nil || len(v.slots) != 1 {
		t.Errorf("twice: %v", err)
	}
}

func TestRenew(t *testing.T) {
	v, k := protected(t)
	key, slots := v.Key(), v.Slots()
	random := rand.NewChaCha8([32]byte{})
	weak := strong()
	weak.Passes = 1
	if _, err := v.Renew(random, noon, "", weak, wrappingOf("x")); !errors.Is(err, ErrBounds) || len(v.slots) != 3 {
		t.Fatalf("got %v", err)
	}
	added, err := v.Renew(random, noon, "new", strong(), wrappingOf("new"))
	if err != nil || len(v.slots) != 1 {
		t.Fatalf("%d slots, %v", len(v.slots), err)
	}
	l := lock(t, sealed(t, v))
	if _, err := l.Unlock(added.ID, wrappingOf("new")); err != nil {
		t.Error(err)
	}
	for i, secret := range [][]byte{wrappingOf("secret"), k.Text(), wrappingOf("prf")} {
		if _, err := l.Unlock(slots[i].ID, secret); !errors.Is(err, ErrSlot) {
			t.Errorf("%s: %v", slots[i].Type, err)
		}
	}
	if _, err := l.Resume(key); !errors.Is(err, ErrWrong) {
		t.Errorf("the old key: %v", err)
	}
}

func TestOnlyTheSlotInQuestionIsRewritten(t *testing.T) {
	v, _ := protected(t)
	v.slots = append(v.slots, slot{Slot: Slot{Type: "later"}, text: []byte("{ \"type\" :\"later\" }")})
	opened, err := lock(t, sealed(t, v)).Unlock(v.slots[0].ID, wrappingOf("secret"))
	if err != nil {
		t.Fatal(err)
	}
	key := opened.Key()
	d := opened.Draft(noon)
	changed, err := d.ChangePassword(moreRandom(), noon+5, d.slots[0].ID, strong(), wrappingOf("other"))
	if err != nil || changed.ID != v.slots[0].ID || changed.Label != "mine" || changed.Created != noon+5 {
		t.Fatalf("%+v, %v", changed, err)
	}
	again := lock(t, sealed(t, d))
	for i, s := range again.slots {
		if same := bytes.Equal(s.text, v.slots[i].text); same != (i != 0) {
			t.Errorf("slot %d is the same: %t", i, same)
		}
	}
	if _, err := again.Unlock(changed.ID, wrappingOf("secret")); !errors.Is(err, ErrWrong) {
		t.Errorf("the old password: %v", err)
	}
	next, err := again.Unlock(changed.ID, wrappingOf("other"))
	if err != nil || !bytes.Equal(next.Key(), key) {
		t.Errorf("the new password: %v", err)
	}
	if !bytes.Equal(opened.slots[0].text, v.slots[0].text) {
		t.Error("the draft changed the vault it was made from")
	}
}

func TestTheLastWayStays(t *testing.T) {
	v, k := protected(t)
	ids := []string{v.slots[0].ID, v.slots[1].ID, v.slots[2].ID}
	if err := v.RemoveSlot(ids[0]); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(ids[1]); !errors.Is(err, ErrLastWay) {
		t.Errorf("a passkey alone is left: %v", err)
	}
	if err := v.RemoveSlot(ids[2]); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(ids[1]); !errors.Is(err, ErrLastWay) || len(v.slots) != 1 {
		t.Errorf("nothing is left: %v", err)
	}
	if err := v.RemoveSlot(ids[0]); !errors.Is(err, ErrSlot) {
		t.Errorf("removed twice: %v", err)
	}
	if _, err := lock(t, sealed(t, v)).Unlock(ids[1], k.Text()); err != nil {
		t.Errorf("what is left does not open it: %v", err)
	}
	none := filled(t, 1)
	if err := none.RemoveSlot(none.slots[0].ID); !errors.Is(err, ErrSlot) {
		t.Errorf("none was removed: %v", err)
	}
	if _, err := none.AddPasskey(moreRandom(), noon, "", passkey(), wrappingOf("prf")); !errors.Is(err, ErrLastWay) {
		t.Errorf("a passkey alone: %v", err)
	}
	if none.Protected() || none.changed != true {
		t.Error("the refused passkey left a trace")
	}
}

func TestOneRecoveryKey(t *testing.T) {
	v, first := protected(t)
	second, _ := NewRecoveryKey(strings.NewReader("another twenty bytes"))
	added, err := v.SetRecoveryKey(moreRandom(), noon, second)
	if err != nil || len(v.slots) != 3 {
		t.Fatalf("%d slots, %v", len(v.slots), err)
	}
	l := lock(t, sealed(t, v))
	if _, err := l.Unlock(added.ID, first.Text()); !errors.Is(err, ErrWrong) {
		t.Errorf("the first key: %v", err)
	}
	if _, err := l.Unlock(added.ID, second.Text()); err != nil {
		t.Errorf("the second key: %v", err)
	}
}

func TestWaysRefused(t *testing.T) {
	v, _ := protected(t)
	before := v.header.text()
	random := rand.NewChaCha8([32]byte{})
	weak := strong()
	weak.Passes = 2
	small := strong()
	small.Memory = 65535
	odd := passkey()
	odd.Salt = odd.Salt[:16]
	add := func(label string, a Argon2, wrapping []byte) error {
		_, err := v.AddPassword(random, noon, label, a, wrapping)
		return err
	}
	change := func(id string, a Argon2) error {
		_, err := v.ChangePassword(random, noon, id, a, wrappingOf("x"))
		return err
	}
	addPasskey := func(p Passkey, prf []byte) error {
		_, err := v.AddPasskey(random, noon, "", p, prf)
		return err
	}
	for name, c := range map[string]struct{ got, want error }{
		"fewer passes":              {add("", weak, wrappingOf("x")), ErrBounds},
		"less memory":               {add("", small, wrappingOf("x")), ErrBounds},
		"no salt":                   {add("", Argon2{65536, 3, 1, nil}, wrappingOf("x")), ErrBounds},
		"short wrapping key":        {add("", strong(), []byte("x")), ErrWrong},
		"long label":                {add(strings.Repeat("l", 101), strong(), wrappingOf("x")), ErrLabel},
		"label of no text":          {add("\xff", strong(), wrappingOf("x")), ErrLabel},
		"change of nothing":         {change("nobody", strong()), ErrSlot},
		"change of a passkey":       {change(v.slots[2].ID, strong()), ErrSlot},
		"change to fewer passes":    {change(v.slots[0].ID, weak), ErrBounds},
		"passkey with a short salt": {addPasskey(odd, wrappingOf("x")), ErrPasskey},
		"passkey without id":        {addPasskey(Passkey{Salt: passkey().Salt}, wrappingOf("x")), ErrPasskey},
		"short PRF output":          {addPasskey(passkey(), []byte("x")), ErrPasskey},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if !bytes.Equal(v.header.text(), before) {
		t.Error("a refused change left a trace")
	}
	for len(v.slots) < maxSlots {
		if err := add("", strong(), wrappingOf("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := add("", strong(), wrappingOf("x")); !errors.Is(err, ErrFull) {
		t.Errorf("65 slots: %v", err)
	}
	if _, err := lock(t, sealed(t, v)).Unlock(v.slots[63].ID, wrappingOf("x")); err != nil {
		t.Errorf("the 64th slot: %v", err)
	}
}

func TestResume(t *testing.T) {
	v, _ := protected(t)
	file := sealed(t, v)
	opened, err := lock(t, file).Resume(v.Key())
	if err != nil || !bytes.Equal(opened.document.text(), v.document.text()) {
		t.Fatalf("got %v", err)
	}
	for _, key := range [][]byte{nil, make([]byte, 31), make([]byte, 32), make([]byte, 33)} {
		if _, err := lock(t, file).Resume(key); !errors.Is(err, ErrWrong) {
			t.Errorf("key of %d bytes: %v", len(key), err)
		}
	}
}

// A slot that opens, but to another key, is none of this vault's.
func TestVerifyComparesTheKey(t *testing.T) {
	v, _ := protected(t)
	v.key[0] ^= 1
	if err := v.Verify(v.slots[0].ID, wrappingOf("secret")); !errors.Is(err, ErrWrong) {
		t.Errorf("got %v", err)
	}
}

func TestNoRandomnessNoSlot(t *testing.T) {
	for n := range 8 {
		v, _ := protected(t)
		before := len(v.slots)
		if _, err := v.AddPassword(strings.NewReader(strings.Repeat("r", 5*n)), noon, "", strong(), wrappingOf("x")); err == nil || len(v.slots) != before {
			t.Errorf("%d bytes of randomness: %v", 5*n, err)
		}
	}
}

func TestSlotHeaders(t *testing.T) {
	v, _ := protected(t)
	header := string(v.header.text())
	header = strings.Replace(header, `"generation":0`, `"generation":1`, 1)
	for name, change := range map[string][2]string{
		"memory 0":            {`"memory":65536`, `"memory":0`},
		"memory 7 KiB":        {`"memory":65536`, `"memory":7`},
		"memory over 2 GiB":   {`"memory":65536`, `"memory":2097153`},
		"memory as text":      {`"memory":65536`, `"memory":"65536"`},
		"passes 0":            {`"passes":3`, `"passes":0`},
		"passes 65":           {`"passes":3`, `"passes":65`},
		"work over 8 GiB":     {`"memory":65536,"passes":3`, `"memory":1048577,"passes":8`},
		"lanes 0":             {`"lanes":1`, `"lanes":0`},
		"lanes 17":            {`"lanes":1`, `"lanes":17`},
		"salt short":          {`"salt":"AQIDAAAAAAAAAAAAAAAAAA=="`, `"salt":"AQIDAAAAAAAAAAAAAAAA"`},
		"one member more":     {`"lanes":1`, `"lanes":1,"more":1`},
		"no lanes":            {`"lanes":1,`, ``},
		"label a number":      {`"label":"mine"`, `"label":1`},
		"label long":          {`"mine"`, `"` + strings.Repeat("m", 101) + `"`},
		"created negative":    {`"created":1741003200000`, `"created":-1`},
		"credential empty":    {`"credential":"Y3JlZGVudGlhbA=="`, `"credential":""`},
		"transports a text":   {`"transports":["internal","hybrid"]`, `"transports":"internal"`},
		"transports numbers":  {`"transports":["internal","hybrid"]`, `"transports":[1,2]`},
		"transport long":      {`"hybrid"`, `"` + strings.Repeat("h", 33) + `"`},
		"17 transports":       {`"hybrid"`, strings.TrimSuffix(strings.Repeat(`"h",`, 16), ",")},
		"two slots of one id": {v.slots[1].ID, v.slots[0].ID},
		"key short":           {`"key":"`, `"key":"AAAA`},
	} {
		broken := strings.Replace(header, change[0], change[1], 1)
		if broken == header {
			t.Fatalf("%s: nothing was changed in %s", name, header)
		}
		if _, err := Inspect(withHeader(broken)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Inspect(withHeader(header)); err != nil {
		t.Error(err)
	}
}

func FuzzUnlock(f *testing.F) {
	v, k := protected(f)
	f.Add(sealed(f, v), wrappingOf("secret"))
	f.Add(sealed(f, v), k.Text())
	f.Add(sealed(f, filled(f, 1)), v.Key())
	f.Fuzz(func(t *testing.T, file, secret []byte) {
		for _, file := range [][]byte{file, resum(file)} {
			l, err := Lock(file)
			if err != nil {
				continue
			}
			for _, s := range l.Slots() {
				if s.Type == SlotPassword && s.Argon2.check() != nil {
					t.Fatalf("a slot asks for more than the bounds: %+v", s.Argon2)
				}
				opened, err := l.Unlock(s.ID, secret)
				if err != nil {
					continue
				}
				again, err := lock(t, sealed(t, opened)).Unlock(s.ID, secret)
				if err != nil || !bytes.Equal(again.document.text(), opened.document.text()) {
					t.Fatalf("what was opened is not what was sealed: %v", err)
				}
			}
			_, _ = l.Resume(secret)
		}
	})
}
