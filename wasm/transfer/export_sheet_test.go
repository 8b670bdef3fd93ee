// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// TestSheet: what stands on paper is enough to set the account up again, by its
// QR code and by hand.
func TestSheet(t *testing.T) {
	keys, _ := exported()
	yandex := otp.New(otp.Yandex)
	yandex.Secret, yandex.PIN = []byte("0123456789abcdef"), "5239"
	motp := otp.New(otp.MOTP)
	motp.Secret = []byte{0xe3, 0x15, 0x2a, 0xfe, 0xe6, 0x25, 0x99, 0xc8}
	keys = append(keys, yandex, motp)

	var entries []transfer.SheetEntry
	if err := json.Unmarshal(transfer.Sheet(keys), &entries); err != nil || len(entries) != len(keys) {
		t.Fatalf("%d entries for %d keys, %v", len(entries), len(keys), err)
	}
	for i, e := range entries {
		key := keys[i]
		scanned, err := otp.ParseURI(e.URI)
		if err != nil || !scanned.Same(key) {
			t.Errorf("%d: its link is of another key, %v", i, err)
		}
		for n, group := range e.Secret {
			if len(group) != 4 && (n < len(e.Secret)-1 || len(group) < 1 || len(group) > 4) {
				t.Errorf("%d: group %d has %d characters", i, n, len(group))
			}
		}
		// As somebody would set it up again who has only the words.
		typed := otp.New(e.Type)
		typed.Secret, err = typed.Type.ParseSecret(strings.Join(e.Secret, " "))
		if err != nil {
			t.Errorf("%d: typed: %v", i, err)
		}
		typed.Issuer, typed.Account, typed.PIN = e.Issuer, e.Account, key.PIN
		if e.Algorithm != "" {
			typed.Algorithm = e.Algorithm
		}
		if e.Digits != 0 {
			typed.Digits = e.Digits
		}
		if e.Period != 0 {
			typed.Period = e.Period
		}
		if e.Counter != "" {
			if _, err := fmt.Sscan(e.Counter, &typed.Counter); err != nil {
				t.Error(err)
			}
		}
		if typed.URI() != key.URI() {
			t.Errorf("%d: typed it is another account", i)
		}
		if (e.Type == otp.HOTP) != (e.Counter != "") {
			t.Errorf("%d: counter %q", i, e.Counter)
		}
	}
	if first := entries[0]; first.Algorithm != "" || first.Digits != 0 || first.Period != 0 {
		t.Errorf("what is usual is said: %s %d %d", first.Algorithm, first.Digits, first.Period)
	}
	if text := string(transfer.Sheet(nil)); text != "[]" {
		t.Errorf("of no key: %s", text)
	}
}
