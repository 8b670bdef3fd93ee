// SPDX-License-Identifier: MIT

package otp_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkan/wasm/otp"
)

const samples = "../../../shared/samples"

// atTest is the time of every code in samples/expected.
var atTest = time.Unix(1234567890, 0)

// sample reads a file of the samples and skips the test when there are none.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(samples, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there", filepath.Join(samples, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// badURI is a row of malformed/bad_inputs.json.
type badURI struct{ ID, Kind, Input, Encoding, Expect, Note string }

// badURIs gives the rows about URIs, or none without the samples.
func badURIs(t testing.TB) (rows []badURI) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(samples, "malformed/bad_inputs.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var all []badURI
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		if row.Kind != "uri" {
			continue
		}
		if row.Encoding != "utf8" {
			t.Fatalf("%s: unknown encoding %q", row.ID, row.Encoding)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatal("no rows about URIs")
	}
	return rows
}

// decided holds what the rows leave open, by their note, and why.
var decided = map[string]otp.Code{
	"missing //":                              otp.CodeScheme,    // no application writes it, and a bare secret before a colon looks the same
	"full-width letters (Japanese IME)":       "",                // one reading only
	"hex secret (0,1,8,9 make it not base32)": otp.CodeSecretHex, // the person is asked
	"digits=0":                   otp.CodeDigits, // never a default in place of a value
	"digits=6e0":                 otp.CodeDigits,
	"digits=six":                 otp.CodeDigits,
	"period=86400":               "",
	"period=1000000000":          otp.CodePeriod,    // one code for 31 years is a mistake
	"algorithm=SHA-1":            otp.CodeAlgorithm, // as the published conformance list
	"algorithm=Algorithm.sha256": "",                // one reading only
	"invalid UTF-8":              "",                // U+FFFD in the name
}

// exact adds the code of the error where a row only says that there is one.
var exact = map[string]otp.Code{
	"scheme only": otp.CodeScheme, "empty authority": otp.CodeType, "unknown type": otp.CodeType,
	"no query": otp.CodeSecretMissing, "key without =": otp.CodeSecretMissing, "empty secret": otp.CodeSecretMissing,
	"digit 1": otp.CodeSecretCharacter, "digit 0": otp.CodeSecretCharacter, "5 bits: no whole byte": otp.CodeSecretLength,
	"100 kB secret": otp.CodeTooLong, "70 kB label": otp.CodeTooLong, "not hex": otp.CodeSecretCharacter,
	"Yandex bad checksum": otp.CodeSecretChecksum, "Microsoft": otp.CodePush,
	"algorithm=SHA224": otp.CodeAlgorithm, "algorithm=MD5": otp.CodeAlgorithm, "counter=-1": otp.CodeCounter,
	"counter=18446744073709551616": otp.CodeCounter, "period=0": otp.CodePeriod, "digits=262": otp.CodeDigits,
}

func TestBadURIs(t *testing.T) {
	rows := badURIs(t)
	if rows == nil {
		t.Skipf("%s is not there", samples)
	}
	for _, row := range rows {
		t.Run(row.ID, func(t *testing.T) {
			k, err := otp.ParseURI(row.Input)
			want, open := decided[row.Note]
			verdict := strings.FieldsFunc(row.Expect, func(r rune) bool { return r == ':' || r == ' ' })[0]
			switch {
			case open && want == "", !open && verdict == "accept":
				if err != nil {
					t.Fatalf("%s: wanted %q, got %v", row.Note, row.Expect, err)
				}
				roundTrip(t, k)
			case open:
				wantError(t, err, want)
			case verdict == "reject":
				if err == nil {
					t.Fatalf("%s: wanted %q, is accepted", row.Note, row.Expect)
				}
				if code, known := exact[row.Note]; known {
					wantError(t, err, code)
				}
			case err == nil: // the row leaves it open, and so do we
				roundTrip(t, k)
			}
		})
	}
}

// What accepted rows must hold, for the expectations that name it.
func TestBadURIsAccepted(t *testing.T) {
	checks := map[string]func(otp.Key) bool{
		"no path at all":                   func(k otp.Key) bool { return k.Issuer == "" && k.Account == "" },
		"white-space label":                func(k otp.Key) bool { return k.Account == "" },
		"encoded colon and space":          func(k otp.Key) bool { return k.Issuer == "Big Corporation" && k.Account == "alice@bigco.com" },
		"several colons":                   func(k otp.Key) bool { return k.Issuer == "Matrix" && k.Account == "@edent_:matrix.org" },
		"leading colon":                    func(k otp.Key) bool { return k.Issuer == "" && k.Account == "alice" },
		"trailing colon":                   func(k otp.Key) bool { return k.Issuer == "Example" && k.Account == "" },
		"+ in query is space":              func(k otp.Key) bool { return k.Issuer == "Air Canada" },
		"+ in path is a plus":              func(k otp.Key) bool { return k.Issuer == "Air+Canada" },
		"broken percent escape":            func(k otp.Key) bool { return k.Issuer == "100%" },
		"invalid UTF-8":                    func(k otp.Key) bool { return k.Account == "\uFFFD" },
		"fragment":                         func(k otp.Key) bool { return k.Account == "x" && k.Extra == nil },
		"KeePassXC form":                   func(k otp.Key) bool { return k.Type == otp.Steam },
		"motp":                             func(k otp.Key) bool { return k.Type == otp.MOTP && k.PIN == "" },
		"unknown params":                   func(k otp.Key) bool { return len(k.Extra) == 5 },
		"broken Ente metadata":             func(k otp.Key) bool { return k.Extra == nil },
		"period=":                          func(k otp.Key) bool { return k.Period == 30 },
		"counter=9007199254740993":         func(k otp.Key) bool { return k.Counter == 9007199254740993 },
		"right-to-left override in issuer": func(k otp.Key) bool { return k.Issuer == "gro.live" },
	}
	rows := badURIs(t)
	if rows == nil {
		t.Skipf("%s is not there", samples)
	}
	checked := 0
	for _, row := range rows {
		check := checks[row.Note]
		if check == nil {
			continue
		}
		checked++
		k, err := otp.ParseURI(row.Input)
		if err != nil {
			t.Errorf("%s: %v", row.ID, err)
		} else if !check(k) {
			t.Errorf("%s (%s): got %q", row.ID, row.Note, k.URI())
		}
	}
	if checked == 0 {
		t.Error("no row was checked")
	}
}

func TestConformanceURIs(t *testing.T) {
	rows := 0
	for line := range strings.Lines(string(sample(t, "uris_edent.tsv"))) {
		line = strings.TrimRight(line, "\r\n")
		fields := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || fields[0] == "name" {
			continue
		}
		name, valid, want, uri := fields[0], fields[1] == "true", fields[2], fields[3]
		switch name {
		case "ten_digit_code_3_second_period":
			want = "1572711400" // the list's own code is 32 bits overflown
		case "one_billion_second_period":
			valid = false // over MaxPeriod
		}
		rows++
		k, err := otp.ParseURI(uri)
		if !valid {
			if err == nil {
				t.Errorf("%s is accepted", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := code(t, k, 1741011292); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		roundTrip(t, k)
	}
	if rows == 0 {
		t.Error("no rows")
	}
}

func TestSampleFiles(t *testing.T) {
	sample(t, "index.json")
	files, err := filepath.Glob(filepath.Join(samples, "uris/*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		name := "uris/" + filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			var expected struct {
				Entries []struct {
					Type, Issuer, Account, Secret, Algorithm string
					Digits, Period                           int
					Counter                                  uint64
					Code                                     string `json:"code_at_1234567890"`
				}
			}
			if err := json.Unmarshal(sample(t, "expected/"+name+".json"), &expected); err != nil {
				t.Fatal(err)
			}
			lines := strings.Fields(string(sample(t, name)))
			if len(lines) == 0 || len(lines) != len(expected.Entries) {
				t.Fatalf("%d lines, %d entries", len(lines), len(expected.Entries))
			}
			for i, want := range expected.Entries {
				k, err := otp.ParseURI(lines[i])
				if err != nil {
					t.Fatal(i, err)
				}
				if got := code(t, k, atTest.Unix()); got != want.Code {
					t.Errorf("entry %d: got %s, want %s", i, got, want.Code)
				}
				if string(k.Type) != want.Type || k.Issuer != want.Issuer || k.Account != want.Account ||
					otp.FormatSecret(k.Secret) != want.Secret || string(k.Algorithm) != want.Algorithm ||
					k.Digits != want.Digits || k.Period != want.Period || k.Counter != want.Counter {
					t.Errorf("entry %d: got %q", i, k.URI())
				}
				roundTrip(t, k)
			}
		})
	}
}
