// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// TestArgon2d is the vector of RFC 9106 §5.1.
func TestArgon2d(t *testing.T) {
	tag := argon2d(argon2dInput{
		password: bytes.Repeat([]byte{1}, 32),
		salt:     bytes.Repeat([]byte{2}, 16),
		secret:   bytes.Repeat([]byte{3}, 8),
		data:     bytes.Repeat([]byte{4}, 12),
		memory:   32, passes: 3, lanes: 4,
	}, 32)
	const want = "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb"
	if got := hex.EncodeToString(tag); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func BenchmarkArgon2d(b *testing.B) {
	for b.Loop() {
		argon2d(argon2dInput{password: []byte("p"), salt: make([]byte, 16), memory: 64 << 10, passes: 2, lanes: 1}, 32)
	}
}
