// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inkan/wasm/otp"
)

// Samples is the folder of other programs' files, beside the project; here for the tests of both packages.
const Samples = "../../../shared/samples"

// SampleTime is the time of every code in samples/expected.
var SampleTime = time.Unix(1234567890, 0)

// Sample reads a file of the samples; without them the test is skipped.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(Samples, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there", filepath.Join(Samples, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// containerSampleFile is a row of index.json.
type containerSampleFile struct{ File, Password string }

// containerCase is how a file is read.
type containerCase struct {
	format string
	before uint64 // how much less than ours the counters of the expected codes are
	sealed bool   // needs its password; not said of those with long derivations
	slow   bool   // a derivation of seconds
	rare   bool   // read only with TRANSFER_SAMPLES=all: the derivation of another file once more
}

// containerCases are the files of samples that are of the formats in
// containers, by their folder or their name.
var containerCases = map[string]containerCase{
	"1password/": {format: "1password"},
	"authenticator-plus/aegisrepo--authenticator_plus.zip": {format: "authenticator-plus", sealed: true},
	"authy/aegisrepo--authy_encrypted.xml":                 {format: "authy", sealed: true},
	"authy/aegisrepo--authy_plain.xml":                     {format: "authy"},
	"battlenet/":                                           {format: "battlenet"},
	"cxf/":                                                 {format: "cxf"},
	"duo/":                                                 {format: "duo"},
	"freeotp/aegisrepo--freeotp.xml":                       {format: "freeotp", before: 1},
	"freeotp/aegisrepo--freeotp_v2_":                       {format: "freeotp-2", sealed: true},
	"freeotp-plus/":                                        {format: "freeotp-plus", before: 1},
	"google-authenticator/aegisrepo--google_authenticator.sqlite": {format: "google-authenticator"},
	"microsoft-authenticator/":                                    {format: "microsoft-authenticator"},
	"keepass/stratum--keepass.aes256.aeskdf.kdbx":                 {format: "keepass", sealed: true},
	"keepass/stratum--keepass.aes256.argon2id.kdbx":               {format: "keepass", slow: true},
	"keepass/stratum--keepass.big.kdbx":                           {format: "keepass", slow: true, rare: true},
	"keepass/stratum--keepass.chacha20.argon2d.kdbx":              {format: "keepass", slow: true},
	"keepass/stratum--keepass.groups.kdbx":                        {format: "keepass", slow: true},
	"keepass/stratum--keepass.norecyclebin.kdbx":                  {format: "keepass", slow: true},
	"keepass/stratum--keepass.twofish.argon2d.kdbx":               {format: "keepass", slow: true},
	"lastpass/":                         {format: "lastpass"},
	"raivo/made--raivo-otp-export.json": {format: "raivo"},
	"raivo/made--raivo-otp-export.zip":  {format: "raivo", sealed: true},
	"steam/":                            {format: "steam"},
	"totp-authenticator/aegisrepo--totp_authenticator.bin":          {format: "totp-authenticator", sealed: true},
	"totp-authenticator/aegisrepo--totp_authenticator_internal.xml": {format: "totp-authenticator"},
	"winauth/stratum--winauth.zip":                                  {format: "winauth", sealed: true},
}

// eachContainerSample calls f for each file of the samples that is of one of
// the formats and wanted.
func eachContainerSample(t *testing.T, wanted func(containerCase) bool, f func(t *testing.T, file containerSampleFile, c containerCase, data []byte)) {
	var index []containerSampleFile
	if err := json.Unmarshal(Sample(t, "index.json"), &index); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range index {
		for prefix, c := range containerCases {
			if strings.HasPrefix(file.File, prefix) {
				seen++
				if !wanted(c) || c.rare && os.Getenv("TRANSFER_SAMPLES") != "all" || c.slow && (runtime.GOARCH == "wasm" || testing.Short()) {
					continue
				}
				t.Run(file.File, func(t *testing.T) {
					t.Parallel()
					f(t, file, c, Sample(t, file.File))
				})
			}
		}
	}
	if seen < len(containerCases) {
		t.Errorf("%d files for %d rows of the table", seen, len(containerCases))
	}
}

// containerWant is an entry of samples/expected.
type containerWant struct {
	Type, Issuer, Account string
	Counter               uint64
	Code                  string `json:"code_at_1234567890"`
}

func containerExpected(t *testing.T, name string) []containerWant {
	t.Helper()
	switch {
	case strings.HasPrefix(name, "raivo/"):
		return nil // made without an expected file; see TestRaivo
	case strings.HasSuffix(name, "twofish.argon2d.kdbx"): // without one, too, but of the same content
		name = strings.Replace(name, "twofish", "chacha20", 1)
	}
	var expected struct{ Entries []containerWant }
	if err := json.Unmarshal(Sample(t, "expected/"+name+".json"), &expected); err != nil {
		t.Fatal(err)
	}
	return expected.Entries
}

// containerCodeAt is a key's code at SampleTime, or at a counter so much lower.
func containerCodeAt(t *testing.T, key otp.Key, before uint64) string {
	t.Helper()
	if key.Type == otp.HOTP {
		key.Counter -= before
	}
	code, err := key.Code(SampleTime)
	if err != nil {
		t.Errorf("%v: %v", key, err)
	}
	return code
}

func TestContainerSamples(t *testing.T) {
	var files, entries atomic.Int64
	t.Cleanup(func() { t.Logf("%d files with %d entries agree", files.Load(), entries.Load()) })
	all := func(containerCase) bool { return true }
	eachContainerSample(t, all, func(t *testing.T, file containerSampleFile, c containerCase, data []byte) {
		result, err := Import(file.File, data, []byte(file.Password))
		if err != nil {
			t.Fatal(err)
		}
		if result.Format != c.format || len(result.Problems) > 0 || len(result.Details) != len(result.Keys) {
			t.Errorf("format %q, %d problems, %d details for %d keys", result.Format, len(result.Problems), len(result.Details), len(result.Keys))
		}
		want := containerExpected(t, file.File)
		if want == nil && len(result.Keys) > 0 {
			return
		}
		if len(result.Keys) != len(want) {
			t.Fatalf("%d keys, want %d", len(result.Keys), len(want))
		}
		for i, key := range result.Keys {
			// A database is written in an order of its own each time.
			at := slices.IndexFunc(want, func(w containerWant) bool {
				return w.Code == containerCodeAt(t, key, c.before) && w.Type == string(key.Type)
			})
			if at < 0 {
				t.Errorf("key %d (%s, %s) has no expected code", i+1, key.Type, shownName(key.Issuer, key.Account))
				continue
			}
			if w := want[at]; w.Issuer != "" && w.Issuer != key.Issuer {
				t.Errorf("key %d: issuer %q, want %q", i+1, key.Issuer, w.Issuer)
			}
			want = slices.Delete(want, at, at+1)
		}
		files.Add(1)
		entries.Add(int64(len(result.Keys)))
	})
}

func TestContainerSamplePasswords(t *testing.T) {
	sealed := func(c containerCase) bool { return c.sealed }
	eachContainerSample(t, sealed, func(t *testing.T, file containerSampleFile, _ containerCase, data []byte) {
		wantContainerCode(t, file.File, data, nil, ErrPassword, CodePasswordNeeded)
		wantContainerCode(t, file.File, data, []byte("no"+file.Password), ErrPassword, CodePasswordWrong)
		wantContainerCode(t, file.File, data, []byte{}, ErrPassword, CodePasswordWrong)
	})
}

// wantContainerCode checks what Import says about a file that it must not read.
func wantContainerCode(t *testing.T, name string, data, password []byte, kind error, code Code) {
	t.Helper()
	result, err := Import(name, data, password)
	var e *Error
	switch {
	case err == nil:
		t.Errorf("%s: %d keys and %d problems, want %s", name, len(result.Keys), len(result.Problems), code)
	case !errors.As(err, &e) || e.Code != code || !errors.Is(err, kind):
		t.Errorf("%s: %v, want %s", name, err, code)
	case len(result.Keys)+len(result.Problems) > 0:
		t.Errorf("%s: %v, and a result", name, err)
	}
}
