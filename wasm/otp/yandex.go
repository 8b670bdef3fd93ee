// SPDX-License-Identifier: MIT

package otp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

const (
	yandexSecret     = 16     // bytes that make codes
	yandexFullSecret = 26     // bytes with what follows: user, length of the PIN, checksum
	yandexPolynomial = 0x18F3 // of degree 12
)

// yandex is HMAC-SHA256 with SHA256(PIN, secret) as key; 63 bits of it, taken as
// RFC 4226 §5.3 takes 31, give eight letters, most significant first.
func (k Key) yandex(step uint64) string {
	hash := sha256.Sum256(append([]byte(k.PIN), k.Secret...))
	key := hash[:]
	if key[0] == 0 {
		key = key[1:] // Yandex loses it by keeping the key as a number
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, step))
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	value := binary.BigEndian.Uint64(sum[offset:]) & (1<<63 - 1)
	var letters [8]byte
	for i := len(letters) - 1; i >= 0; i-- {
		letters[i] = 'a' + byte(value%26)
		value /= 26
	}
	return string(letters[:])
}

// cutYandexSecret takes the 16 bytes that make codes from the 26 that a person is
// shown, whose last 12 bits are the remainder of the others divided by the
// polynomial. A QR code holds 16 bytes and no checksum.
func cutYandexSecret(secret []byte) ([]byte, error) {
	switch len(secret) {
	case yandexSecret:
		return secret, nil
	case yandexFullSecret:
	default:
		return nil, newError(CodeSecretLength, "secret", "")
	}
	remainder := uint16(0)
	for bit := range yandexFullSecret*8 - 12 {
		remainder = remainder<<1 | uint16(secret[bit/8]>>(7-bit%8)&1)
		if remainder&0x1000 != 0 {
			remainder ^= yandexPolynomial
		}
	}
	if remainder != binary.BigEndian.Uint16(secret[yandexFullSecret-2:])&0xFFF {
		return nil, newError(CodeSecretChecksum, "secret", "")
	}
	return secret[:yandexSecret:yandexSecret], nil
}
