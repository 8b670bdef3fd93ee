// SPDX-License-Identifier: MIT

package transfer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

// containerSecret is the key of the vectors of RFC 4226 and RFC 6238, and
// containerBase32 its text.
const (
	containerSecret = "12345678901234567890"
	containerBase32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
)

// readContainer is a file that must be read.
func readContainer(t *testing.T, format string, data, password []byte) Result {
	t.Helper()
	result, err := Import("", data, password)
	if err != nil {
		t.Fatal(err)
	}
	if result.Format != format || len(result.Keys) != len(result.Details) {
		t.Fatalf("format %q, %d keys, %d details", result.Format, len(result.Keys), len(result.Details))
	}
	return result
}

// wantContainerKeys compares keys but for their secret, which must be containerSecret.
func wantContainerKeys(t *testing.T, result Result, want ...otp.Key) {
	t.Helper()
	if len(result.Keys) != len(want) {
		t.Errorf("%d keys and %d problems, want %d keys", len(result.Keys), len(result.Problems), len(want))
		for _, p := range result.Problems {
			t.Logf("%d %q %v", p.Position, p.Name, p.Err)
		}
		return
	}
	for i, key := range result.Keys {
		w := want[i]
		w.Secret = []byte(containerSecret)
		if !key.Same(w) || key.Issuer != w.Issuer || key.Account != w.Account || key.Counter != w.Counter {
			t.Errorf("key %d is %s %q %q %s %d %d %d", i+1, key.Type, key.Issuer, key.Account, key.Algorithm, key.Digits, key.Period, key.Counter)
		}
	}
}

// wantContainerProblems checks the positions and codes of problems, "1 digits".
func wantContainerProblems(t *testing.T, result Result, want ...string) {
	t.Helper()
	var got []string
	for _, p := range result.Problems {
		got = append(got, fmt.Sprint(p.Position, " ", containerCode(p.Err)))
		if strings.Contains(p.Name+p.Err.Error(), containerBase32) {
			t.Errorf("problem %d holds the secret", p.Position)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems %q, want %q", got, want)
	}
}

func containerCode(err error) string {
	var ours *Error
	if errors.As(err, &ours) {
		return string(ours.Code)
	}
	var key *otp.Error
	if errors.As(err, &key) {
		return string(key.Code)
	}
	return err.Error()
}

// containerKey is one of otp.New with changes.
func containerKey(t otp.Type, issuer, account string, change ...func(*otp.Key)) otp.Key {
	k := otp.New(t)
	k.Issuer, k.Account = issuer, account
	for _, c := range change {
		c(&k)
	}
	return k
}

func keyWith(a otp.Algorithm, digits, period int) func(*otp.Key) {
	return func(k *otp.Key) { k.Algorithm, k.Digits, k.Period = a, digits, period }
}

func keyAt(counter uint64) func(*otp.Key) { return func(k *otp.Key) { k.Counter = counter } }
