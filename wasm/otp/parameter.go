// SPDX-License-Identifier: MIT

package otp

import (
	"strconv"
	"strings"
)

// ParseType reads the type of an otpauth link, in any case; Yandex is "yaotp".
func ParseType(text string) (Type, error) {
	switch t := Type(strings.ToLower(text)); t {
	case TOTP, HOTP, Steam:
		return t, nil
	case "yaotp":
		return Yandex, nil
	}
	return "", newError(CodeType, "type", text)
}

// ParseAlgorithm reads the name of an algorithm, in any case: SHA1, SHA256, SHA512
// or MD5, also as HmacSHA1 (Java) and Algorithm.sha1 (early Ente Auth) write it.
// Check tells whether a type may have it.
func ParseAlgorithm(text string) (Algorithm, error) {
	name := strings.ToUpper(strings.TrimSpace(text))
	name = strings.TrimPrefix(strings.TrimPrefix(name, "HMAC"), "ALGORITHM.")
	switch a := Algorithm(name); a {
	case SHA1, SHA256, SHA512, MD5:
		return a, nil
	}
	return "", newError(CodeAlgorithm, "algorithm", text)
}

// ParseCounter reads a counter, 0 to 2^64-1, in decimal.
func ParseCounter(text string) (uint64, error) {
	if strings.TrimSpace(text) == "" {
		return 0, newError(CodeCounterMissing, "counter", "")
	}
	counter, ok := wholeNumber(text, 1<<64-1)
	if !ok {
		return 0, newError(CodeCounter, "counter", text)
	}
	return counter, nil
}

// wholeNumber reads ASCII digits and nothing else, up to and with limit.
func wholeNumber(text string, limit uint64) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n <= limit
}
