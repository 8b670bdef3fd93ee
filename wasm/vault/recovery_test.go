// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestRecoveryText(t *testing.T) {
	for text, key := range map[string]RecoveryKey{
		"00001-00002-00003-00004-00005-00006-00007-00008": {},
		"ZZZZC-ZZZZF-ZZZZE-ZZZZ9-ZZZZ8-ZZZZB-ZZZZA-ZZZZ5": RecoveryKey(bytes.Repeat([]byte{0xff}, 20)),
	} {
		if got := string(key.Text()); got != text {
			t.Errorf("%x is written %s, want %s", key[:], got, text)
		}
		if got, err := ParseRecoveryKey([]byte(text)); err != nil || got != key {
			t.Errorf("%s is read as %x, %v", text, got[:], err)
		}
	}
	random := rand.NewChaCha8([32]byte{})
	for range 1000 {
		key, err := NewRecoveryKey(random)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseRecoveryKey(key.Text()); err != nil || got != key {
			t.Fatalf("%s is read as %x, %v", key.Text(), got[:], err)
		}
	}
}

func TestRecoveryAsTyped(t *testing.T) {
	key, _ := NewRecoveryKey(strings.NewReader("\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf"))
	text := string(key.Text())
	for name, typed := range map[string]string{
		"lower case":  strings.ToLower(text),
		"in one":      strings.ReplaceAll(text, "-", ""),
		"spaces":      " " + strings.ReplaceAll(text, "-", " \r\n\t") + "\n",
		"look-alikes": strings.NewReplacer("0", "o", "1", "l").Replace(text),
		"I for 1":     strings.NewReplacer("0", "O", "1", "I").Replace(text),
		"full width": strings.Map(func(r rune) rune {
			if r == '-' {
				return 'ー'
			}
			return r + 0xFEE0
		}, text),
		"other dashes": strings.NewReplacer("-", "–").Replace(text),
	} {
		if got, err := ParseRecoveryKey([]byte(typed)); err != nil || got != key {
			t.Errorf("%s: %q: %v", name, typed, err)
		}
	}
}

func TestRecoveryErrorsSayWhere(t *testing.T) {
	key, _ := NewRecoveryKey(strings.NewReader("these are 20 bytes!!"))
	text := key.Text()
	plain := bytes.ReplaceAll(text, []byte("-"), nil)
	for i := range plain {
		for _, symbol := range symbols {
			broken := bytes.Clone(plain)
			if broken[i] == byte(symbol) {
				continue
			}
			broken[i] = byte(symbol)
			want(t, broken, RecoveryError{RecoveryChecksum, i/groupSize + 1, 0})
		}
		for _, character := range "U*é日" {
			broken := string(plain[:i]) + string(character) + string(plain[i+1:])
			if character == '*' { // punctuation is passed over
				want(t, []byte(broken), RecoveryError{RecoveryLength, 0, 39})
				continue
			}
			want(t, []byte(broken), RecoveryError{RecoveryCharacter, i/groupSize + 1, i%groupSize + 1})
		}
		if i%groupSize < groupSize-1 && plain[i] != plain[i+1] {
			swapped := bytes.Clone(plain)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			want(t, swapped, RecoveryError{RecoveryChecksum, i/groupSize + 1, 0})
		}
		want(t, plain[:i], RecoveryError{RecoveryLength, 0, i})
	}
	for a := range groups {
		for b := range a {
			swapped := bytes.Clone(plain)
			copy(swapped[a*groupSize:], plain[b*groupSize:][:groupSize])
			copy(swapped[b*groupSize:], plain[a*groupSize:][:groupSize])
			want(t, swapped, RecoveryError{RecoveryChecksum, b + 1, 0})
		}
	}
	want(t, append(bytes.Clone(plain), '0'), RecoveryError{RecoveryLength, 0, 41})
	want(t, bytes.Repeat([]byte("-"), 2000), RecoveryError{RecoveryLength, 0, 2000})
	want(t, []byte("\xff"), RecoveryError{RecoveryCharacter, 1, 1})
}

func want(t *testing.T, text []byte, want RecoveryError) {
	t.Helper()
	var got *RecoveryError
	if _, err := ParseRecoveryKey(text); !errors.As(err, &got) || *got != want {
		t.Errorf("%s: %v, want %+v", text, err, want)
	} else if err.Error() == "" || len(text) > 4 && strings.Contains(err.Error(), string(text[:4])) {
		t.Errorf("%s: the error says %q", text, err)
	}
}

func FuzzRecovery(f *testing.F) {
	key, _ := NewRecoveryKey(strings.NewReader("these are 20 bytes!!"))
	f.Add(key.Text())
	f.Add([]byte("０００01 oooo2"))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := ParseRecoveryKey(text)
		if err != nil {
			if key != (RecoveryKey{}) {
				t.Fatal("half a key was returned")
			}
			_ = fmt.Sprint(err)
			return
		}
		if again, err := ParseRecoveryKey(key.Text()); err != nil || again != key {
			t.Fatalf("%s is read otherwise: %v", key.Text(), err)
		}
	})
}
