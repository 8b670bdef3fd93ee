// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/hex"
	"errors"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Argon2id version 0x13 of "password" with the salt "somesalt", 32 bytes, on
// which golang.org/x/crypto and OpenSSL 3 agree. (The vector of RFC 9106 §5.3
// has a secret and associated data, which nothing here uses; x/crypto tests it.)
func TestArgon2Vectors(t *testing.T) {
	for _, c := range []struct {
		passes, memory uint32
		lanes          uint8
		slow           bool // too slow for WebAssembly
		want           string
	}{
		{1, 8, 1, false, "f137f8e186a403a679ccd0606e5ab5dcdafe43c1640855ac8c6e33e9bd63eeb3"},
		{2, 19456, 1, false, "3cbd356a63f2794bb11bb1f4bc8af95fea87919bd69c79860465c562f87ccf61"},
		{2, 65536, 1, true, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
		{3, 65536, 1, true, "9e8789c8b42834220afc00085ac73acc308651216994abbfddd69b2592032efd"},
		{3, 65536, 4, true, "661fefbd6f29bcbc8f4646abc32a9d7a4645bb5c059537f8a5587f31adbecccd"},
	} {
		if c.slow && (runtime.GOARCH == "wasm" || testing.Short()) {
			continue
		}
		got := argon2.IDKey([]byte("password"), []byte("somesalt"), c.passes, c.memory, c.lanes, 32)
		if hex.EncodeToString(got) != c.want {
			t.Errorf("t=%d m=%d p=%d: %x, want %s", c.passes, c.memory, c.lanes, got, c.want)
		}
	}
}

// small are parameters that cost nothing, for tests.
var small = Argon2{8, 1, 1, []byte("sixteen bytes...")}

func TestDerive(t *testing.T) {
	known := argon2.IDKey([]byte("test"), small.Salt, 1, 8, 1, 32)
	if got, err := small.Derive([]byte("test")); err != nil || !bytes.Equal(got[:], known) {
		t.Errorf("got %x, %v", got, err)
	}
	seen := make(map[[32]byte]string)
	// A trailing zero, which PBKDF2 and scrypt would not see; NFC and NFD, which
	// are the caller's to bring to one form; and whatever else people type.
	for _, password := range []string{"test", "test\x00", "\x00test", "test ", "Test", "日本語", "é", "e\u0301", "👩‍💻", strings.Repeat("x", MaxPassword)} {
		key, err := small.Derive([]byte(password))
		if other, twice := seen[key]; err != nil || twice {
			t.Errorf("%.20q opens what %.20q does, %v", password, other, err)
		}
		seen[key] = password
	}
	for password, want := range map[string]error{"": ErrPasswordEmpty, strings.Repeat("x", MaxPassword+1): ErrPasswordLong} {
		if _, err := small.Derive([]byte(password)); !errors.Is(err, want) {
			t.Errorf("password of %d bytes: %v", len(password), err)
		}
	}
	if _, err := small.Derive([]byte("\xff")); err == nil {
		t.Error("a password that is not UTF-8")
	}
}

// What is out of bounds is refused before it costs anything.
func TestDeriveBounds(t *testing.T) {
	salt := small.Salt
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, a := range []Argon2{
		{maxMemory + 1, 1, 1, salt}, {1 << 40, 1, 1, salt}, {-1, 1, 1, salt}, {0, 1, 1, salt}, {7, 1, 1, salt}, {15, 1, 2, salt},
		{maxMemory, 5, 1, salt}, {8, 0, 1, salt}, {8, 65, 1, salt}, {8, 1 << 40, 1, salt}, {8, 1, 0, salt}, {1 << 10, 1, 17, salt},
		{1 << 10, 1, 256, salt}, {8, 1, 1, nil}, {8, 1, 1, salt[:15]}, {8, 1, 1, make([]byte, 65)},
	} {
		if _, err := a.Derive([]byte("x")); !errors.Is(err, ErrBounds) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 1<<20 {
		t.Errorf("refusing took %d bytes", after.TotalAlloc-before.TotalAlloc)
	}
	for _, a := range []Argon2{{8, maxPasses, 1, salt}, {8 * maxLanes, 1, maxLanes, salt}, {8, 1, 1, make([]byte, 64)}} {
		if _, err := a.Derive([]byte("x")); err != nil {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// RFC 5869 appendix A, cases 1 to 3: the first 32 bytes, as many as a wrapping
// key has.
func TestHKDFVectors(t *testing.T) {
	sequence := func(from, to byte) (b []byte) {
		for c := int(from); c <= int(to); c++ {
			b = append(b, byte(c))
		}
		return b
	}
	for _, c := range []struct {
		secret, salt, info []byte
		want               string
	}{
		{bytes.Repeat([]byte{0x0b}, 22), sequence(0, 0x0c), sequence(0xf0, 0xf9), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"},
		{sequence(0, 0x4f), sequence(0x60, 0xaf), sequence(0xb0, 0xff), "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"},
		{bytes.Repeat([]byte{0x0b}, 22), nil, nil, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"},
	} {
		if got := expand(c.secret, c.salt, string(c.info)); hex.EncodeToString(got[:]) != c.want {
			t.Errorf("got %x, want %s", got, c.want)
		}
	}
}

// Rows of Wycheproof's xchacha20_poly1305_test.json (C2SP/wycheproof,
// testvectors_v1, Apache-2.0) by their tcId; 1 is the vector of
// draft-irtf-cfrg-xchacha-03 A.3.1.
func TestXChaChaVectors(t *testing.T) {
	for id, c := range map[int]struct{ key, iv, aad, msg, ct, tag string }{
		1: {
			"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "404142434445464748494a4b4c4d4e4f5051525354555657", "50515253c0c1c2c3c4c5c6c7",
			"4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e",
			"bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e",
			"c0875924c1c7987947deafd8780acf49",
		},
		2: {"ab1562faea9f47af3ae1c3d6d030e3af230255dff3df583ced6fbbcbf9d606a9", "6a5e0c4617e07091b605a4de2c02dde117de2ebd53b23497", "", "", "", "e2697ea6877aba39d9555a00e14db041"},
		3: {"d821dce9b890ea37ae1c89e7cb6aeae9371b8179add0d08f5494718322ae0071", "3ec3f7c45e687d75a895bf5e71809e7cdac32158bb48ec0d", "8780fb400f94c55d", "", "", "966c22d655b9e56326024f028cf887ad"},
		7: {"b0f51b8227013464943370e926b6ed1c9fb45b5994af829ff3a9f998b77d822c", "4fd76cbf27cb387502a706461564e5a5c14e027d40bc6eef", "322f82a87ee82997", "ab8c", "b56a", "edcafa2c9032aff695e427fc2a344767"},
		122: {
			"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "000102030405060708090a0b0c0d0e0f1011121314151617", "00000000000000000000000000000000",
			"60e28a8f89adf230daab792c94dfebe766eda542d7c092d97ccb7501486fc6a3", strings.Repeat("00", 32), "52ca5edfb3c4fca83d5776154188a08d",
		},
		125: {
			"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "000102030405060708090a0b0c0d0e0f1011121314151617", strings.Repeat("ff", 16),
			"9f1d757076520dcf255486d36b20141899125abd283f6d2683348afeb790395c", strings.Repeat("ff", 32), "c29cd2ef4874d93267c935cd9ffd34f1",
		},
	} {
		aead, err := chacha20poly1305.NewX(unhex(t, c.key))
		if err != nil {
			t.Fatal(err)
		}
		nonce, aad, msg, sealed := unhex(t, c.iv), unhex(t, c.aad), unhex(t, c.msg), unhex(t, c.ct+c.tag)
		if got := aead.Seal(nil, nonce, msg, aad); !bytes.Equal(got, sealed) {
			t.Errorf("%d: sealed %x, want %x", id, got, sealed)
		}
		if got, err := aead.Open(nil, nonce, sealed, aad); err != nil || !bytes.Equal(got, msg) {
			t.Errorf("%d: opened %x, %v", id, got, err)
		}
		for i := range sealed {
			sealed[i] ^= 0x80
			if _, err := aead.Open(nil, nonce, sealed, aad); err == nil {
				t.Errorf("%d: byte %d changed, and opened", id, i)
			}
			sealed[i] ^= 0x80
		}
	}
}

func BenchmarkDerive(b *testing.B) {
	for name, a := range map[string]Argon2{
		"64MiB-3-1": NewArgon2([16]byte{}),
		"19MiB-2-1": {19456, 2, 1, make([]byte, 16)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := a.Derive([]byte("password")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
