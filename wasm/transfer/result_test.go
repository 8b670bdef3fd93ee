// SPDX-License-Identifier: MIT

package transfer_test

import (
	"errors"
	"slices"
	"testing"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// password opens every file that the tests make.
const password = "correct horse"

// secret is Base32 of ten bytes.
const secret = "JBSWY3DPEHPK3PXP"

// read imports a file that must be one of this format and without problems.
func read(t *testing.T, format, data string) transfer.Result {
	t.Helper()
	result := readBad(t, format, data)
	for _, problem := range result.Problems {
		t.Errorf("problem at %d (%s): %v", problem.Position, problem.Name, problem.Err)
	}
	return result
}

// readBad imports a file that may have problems.
func readBad(t *testing.T, format, data string) transfer.Result {
	t.Helper()
	result, err := transfer.Import("", []byte(data), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	consistent(t, result)
	if result.Format != format {
		t.Errorf("read as %s, not %s", result.Format, format)
	}
	return result
}

// wantKeys compares keys with links, in all that a link says.
func wantKeys(t *testing.T, result transfer.Result, links ...string) {
	t.Helper()
	var got, want []string
	for _, key := range result.Keys {
		got = append(got, key.URI())
	}
	for _, link := range links {
		key, err := otp.ParseURI(link)
		if err != nil {
			t.Fatal(link, err)
		}
		want = append(want, key.URI())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}

// wantProblems compares the codes of problems, of otp or transfer, with codes.
func wantProblems(t *testing.T, result transfer.Result, codes ...string) {
	t.Helper()
	var got []string
	for _, problem := range result.Problems {
		got = append(got, problemCode(problem))
	}
	if !slices.Equal(got, codes) {
		t.Errorf("got problems %q, want %q", got, codes)
	}
}

func problemCode(problem transfer.Problem) string {
	var key *otp.Error
	var own *transfer.Error
	switch {
	case errors.As(problem.Err, &key):
		return string(key.Code)
	case errors.As(problem.Err, &own):
		return string(own.Code)
	}
	return problem.Err.Error()
}

// wantError imports a file that must be refused, with the usual password.
func wantError(t *testing.T, data string, code transfer.Code) {
	t.Helper()
	_, err := transfer.Import("", []byte(data), []byte(password))
	wantCode(t, err, code)
}

// wantSeconds imports a file that needs a password without one, and sees how
// long checking it is said to take.
func wantSeconds(t *testing.T, data string, seconds int) {
	t.Helper()
	_, err := transfer.Import("", []byte(data), nil)
	wantCode(t, err, transfer.CodePasswordNeeded)
	var known *transfer.Error
	if errors.As(err, &known) && known.Seconds != seconds {
		t.Errorf("%d seconds, not %d", known.Seconds, seconds)
	}
}

// wantPassword imports a file that needs a password without one and with
// another one.
func wantPassword(t *testing.T, data string) {
	t.Helper()
	_, err := transfer.Import("", []byte(data), nil)
	wantCode(t, err, transfer.CodePasswordNeeded)
	_, err = transfer.Import("", []byte(data), []byte("correct house"))
	wantCode(t, err, transfer.CodePasswordWrong)
	if !errors.Is(err, transfer.ErrPassword) {
		t.Error("is no ErrPassword")
	}
}
