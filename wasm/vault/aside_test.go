// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

func TestAside(t *testing.T) {
	v, random := filled(t, 1), moreRandom()
	for _, text := range [][]byte{{}, []byte("a"), bytes.Repeat([]byte("https://example.com/ "), 10_000)} {
		sealed, err := v.SealAside(random, AsideScans, text)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 8 && bytes.Contains(sealed, text[:8]) {
			t.Error("it is there to be read")
		}
		again, err := v.SealAside(random, AsideScans, text)
		if err != nil || bytes.Equal(sealed[8:32], again[8:32]) {
			t.Errorf("a nonce was used twice: %v", err)
		}
		opened, err := v.OpenAside(AsideScans, sealed)
		if err != nil || !bytes.Equal(opened, text) {
			t.Errorf("opened %.40q, %v", opened, err)
		}
		if _, err := v.OpenAside("others", sealed); !errors.Is(err, ErrWrong) {
			t.Errorf("for another purpose: %v", err)
		}
		if _, err := filled(t, 1).OpenAside(AsideScans, sealed); err != nil {
			t.Errorf("the same vault opened anew: %v", err)
		}
		other, err := Create(random, noon)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.OpenAside(AsideScans, sealed); !errors.Is(err, ErrWrong) {
			t.Errorf("of another vault: %v", err)
		}
		for i := 0; i < len(sealed); i += 1 + len(sealed)/500 {
			damaged := bytes.Clone(sealed)
			damaged[i] ^= 1
			if _, err := v.OpenAside(AsideScans, damaged); !errors.Is(err, ErrWrong) {
				t.Fatalf("byte %d is another: %v", i, err)
			}
			if _, err := v.OpenAside(AsideScans, sealed[:i]); !errors.Is(err, ErrWrong) {
				t.Fatalf("cut at %d: %v", i, err)
			}
		}
	}
	if _, err := v.SealAside(random, AsideScans, make([]byte, maxAside+1)); !errors.Is(err, ErrFull) {
		t.Errorf("too long: %v", err)
	}
	if _, err := v.SealAside(bytes.NewReader(nil), AsideScans, nil); err == nil {
		t.Error("sealed without randomness")
	}
}

// What was sealed before the keys were made new opens once more, to be sealed
// anew; after the next time, and in a vault that was opened since, it does not.
func TestAsideUnderNewKeys(t *testing.T) {
	v, random := filled(t, 1), moreRandom()
	sealed, err := v.SealAside(random, AsideScans, []byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.renew(random); err != nil {
		t.Fatal(err)
	}
	opened, err := v.OpenAside(AsideScans, sealed)
	if err != nil || string(opened) != "before" {
		t.Fatalf("opened %q, %v", opened, err)
	}
	anew, err := v.SealAside(random, AsideScans, opened)
	if err != nil {
		t.Fatal(err)
	}
	later := *v
	later.former = [keySize]byte{}
	if _, err := later.OpenAside(AsideScans, sealed); !errors.Is(err, ErrWrong) {
		t.Errorf("the old one opens later: %v", err)
	}
	if opened, err := later.OpenAside(AsideScans, anew); err != nil || string(opened) != "before" {
		t.Errorf("the new one: %q, %v", opened, err)
	}
	if err := v.renew(random); err != nil {
		t.Fatal(err)
	}
	if _, err := v.OpenAside(AsideScans, sealed); !errors.Is(err, ErrWrong) {
		t.Errorf("after two changes of keys: %v", err)
	}
}

// The key before a first change of keys is none: what anybody can seal under a
// key of zeros opens nowhere.
func TestAsideUnderNoKey(t *testing.T) {
	key, err := hkdf.Key(sha256.New, make([]byte, keySize), nil, "inkan aside v1 scans", keySize)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, 24)
	sealed := aead.Seal(append([]byte(asideMagic), nonce...), nonce, []byte("forged"), []byte(asideMagic))
	if _, err := filled(t, 1).OpenAside(AsideScans, sealed); !errors.Is(err, ErrWrong) {
		t.Errorf("opened, %v", err)
	}
	zero := filled(t, 1)
	zero.key = [keySize]byte{}
	if text, err := zero.OpenAside(AsideScans, sealed); err != nil || string(text) != "forged" {
		t.Errorf("this test seals otherwise than FORMAT.md says: %v", err)
	}
}
