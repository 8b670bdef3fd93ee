// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"net/url"

	"inkan/wasm/otp"
)

// migrationSize is how many accounts Google Authenticator puts into a picture:
// more make modules that a camera cannot tell apart.
const migrationSize = 10

// The numbers of MigrationPayload's enumerations.
var (
	migrationAlgorithms = map[otp.Algorithm]uint64{otp.SHA1: 1, otp.SHA256: 2, otp.SHA512: 3}
	migrationDigits     = map[int]uint64{6: 1, 8: 2}
	migrationTypes      = map[otp.Type]uint64{otp.HOTP: 1, otp.TOTP: 2}
)

var migrationCarrier = carrier{key: func(k otp.Key) []string {
	if migrationTypes[k.Type] == 0 {
		return []string{"type"}
	}
	var lost []string
	if migrationAlgorithms[k.Algorithm] == 0 {
		lost = append(lost, "algorithm")
	}
	if migrationDigits[k.Digits] == 0 {
		lost = append(lost, "digits")
	}
	if k.Type == otp.TOTP && k.Period != 30 {
		lost = append(lost, "period")
	}
	if k.Counter > math.MaxInt64 {
		lost = append(lost, "counter")
	}
	return lost
}}

// MigrationLosses lists what Migration cannot carry.
func MigrationLosses(keys []otp.Key, details []Detail) []Loss {
	return migrationCarrier.losses(keys, details)
}

// Migration writes otpauth-migration URIs for Google Authenticator to scan as QR
// codes, ten accounts each; those that MigrationLosses calls whole are left out.
// It draws the number that the parts have in common from random.
//
// Each is a MigrationPayload (protocol buffers): 1 account, repeated {1 secret,
// 2 name, 3 issuer, 4 algorithm, 5 digits, 6 type, 7 counter}, 2 version 1,
// 3 number of parts, 4 index of this part, 5 number in common.
func Migration(keys []otp.Key, random io.Reader) ([]string, error) {
	var kept []otp.Key
	for _, key := range keys {
		if len(migrationCarrier.key(key)) == 0 {
			kept = append(kept, key)
		}
	}
	var batch [4]byte
	if _, err := io.ReadFull(random, batch[:]); err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	id := uint64(batch[0])<<16 | uint64(batch[1])<<8 | uint64(batch[2]) | 1<<24 // positive, and never 0
	size := (len(kept) + migrationSize - 1) / migrationSize
	uris := make([]string, 0, size)
	for i := range size {
		var payload wire
		for _, key := range kept[i*migrationSize : min((i+1)*migrationSize, len(kept))] {
			payload.bytes(1, writtenAccount(key))
		}
		payload.number(2, 1)
		payload.number(3, uint64(size))
		payload.number(4, uint64(i))
		payload.number(5, id)
		data := base64.StdEncoding.EncodeToString(payload)
		uris = append(uris, "otpauth-migration://offline?data="+url.QueryEscape(data))
	}
	return uris, nil
}

func writtenAccount(key otp.Key) wire {
	var account wire
	account.bytes(1, key.Secret)
	account.bytes(2, []byte(key.Account))
	account.bytes(3, []byte(key.Issuer))
	account.number(4, migrationAlgorithms[key.Algorithm])
	account.number(5, migrationDigits[key.Digits])
	account.number(6, migrationTypes[key.Type])
	account.number(7, key.Counter)
	return account
}

// wire is a message of protocol buffers that is being written.
// Source: protobuf.dev/programming-guides/encoding.
type wire []byte

// number adds a varint field.
func (w *wire) number(field int, n uint64) {
	w.varint(uint64(field) << 3)
	w.varint(n)
}

// bytes adds a length-delimited field.
func (w *wire) bytes(field int, data []byte) {
	w.varint(uint64(field)<<3 | 2)
	w.varint(uint64(len(data)))
	*w = append(*w, data...)
}

func (w *wire) varint(n uint64) {
	for ; n >= 0x80; n >>= 7 {
		*w = append(*w, byte(n)|0x80)
	}
	*w = append(*w, byte(n))
}
