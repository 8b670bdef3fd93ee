// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// sampleFile is a row of index.json.
type sampleFile struct{ File, Password, Expect string }

// sampleFiles gives the rows of the folders of the formats that are read here,
// none without the samples.
func sampleFiles(t testing.TB) (files []sampleFile) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(transfer.Samples, "index.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var all []sampleFile
	if err != nil || json.Unmarshal(content, &all) != nil {
		t.Fatal("index.json cannot be read", err)
	}
	for _, f := range all {
		if sampleFormats[filepath.Dir(f.File)] != nil && filepath.Ext(f.File) != ".sqlite" && filepath.Ext(f.File) != ".y.gz" {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		t.Fatal("index.json has no file of these formats")
	}
	return files
}

// sampleFormats are the formats that files of a folder are read as.
var sampleFormats = map[string][]string{
	"2fas":                    {"2fas"},
	"aegis":                   {"aegis"},
	"andotp":                  {"andotp"},
	"authenticator-extension": {"authenticator-extension"},
	"bitwarden":               {"bitwarden"},
	"ente":                    {"ente"},
	"google-authenticator":    {"google-authenticator", "otpauth"},
	"proton-authenticator":    {"proton-authenticator"},
	"proton-pass":             {"proton-pass"},
	"stratum":                 {"stratum", "html"},
	"uris":                    {"otpauth"},
}

// refused are samples that nobody can open, or that are no export.
var refused = map[string]error{
	"andotp/asmw--emptyfile.json.aes":                               transfer.ErrUnknown,
	"andotp/asmw--garbage.json.aes":                                 transfer.ErrPassword,
	"bitwarden/stratum--bitwarden.encrypted.accountrestricted.json": transfer.ErrUnsupported,
	"stratum/stratum--demo.encrypted.authpro":                       transfer.ErrPassword, // nobody knows it
}

// expectedEntry is an entry of expected/*.json; Code is null where no code can be
// made without a PIN, or at all.
type expectedEntry struct {
	Type, Issuer, Account, Secret string
	Code                          *string `json:"code_at_1234567890"`
}

func expected(t *testing.T, file string) (entries []expectedEntry, failed int) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(transfer.Samples, "expected", file+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0
	}
	var list struct {
		Entries []expectedEntry
		Failed  int `json:"failed_lines"`
	}
	if err != nil || json.Unmarshal(content, &list) != nil {
		t.Fatal("the expected entries cannot be read", err)
	}
	return list.Entries, list.Failed
}

// costly says why a sample is left out here.
func costly(f sampleFile) string {
	file := f.File
	switch {
	case f.Password != "" && runtime.GOARCH == "wasm":
		return "its derivation is the same natively, and slow here"
	case os.Getenv("TRANSFER_SAMPLES") == "all":
	case strings.Contains(file, "stratum--ente.encrypted"), strings.Contains(file, "ente/proton--encrypted.nominalcomplexity"):
		return "takes many seconds and up to 1 GiB: TRANSFER_SAMPLES=all reads it too"
	}
	return ""
}

func TestSamples(t *testing.T) {
	files := sampleFiles(t)
	if files == nil {
		t.Skipf("%s is not there", transfer.Samples)
	}
	read, entries := 0, 0
	for _, f := range files {
		t.Run(f.File, func(t *testing.T) {
			if why := costly(f); why != "" {
				t.Skip(why)
			}
			var password []byte
			if f.Password != "" {
				password = []byte(f.Password)
			}
			result, err := transfer.Import(filepath.Base(f.File), transfer.Sample(t, f.File), password)
			if want := refused[f.File]; want != nil {
				if !errors.Is(err, want) {
					t.Fatalf("got %v, want %v", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(sampleFormats[filepath.Dir(f.File)], result.Format) {
				t.Errorf("read as %s", result.Format)
			}
			consistent(t, result)
			entries += compare(t, f, result)
			read++
		})
	}
	t.Logf("%d files, %d entries", read, entries)
}

// compare holds a result against what an independent reader found: the same
// number of entries, and for each code an entry that gives it.
func compare(t *testing.T, f sampleFile, result transfer.Result) int {
	want, failed := expected(t, f.File)
	if want == nil {
		if n := len(result.Keys); n == 0 && !strings.HasSuffix(f.File, ".csv") {
			t.Error("no entries")
		}
		return len(result.Keys)
	}
	if total := len(result.Keys) + len(result.Problems); total != len(want)+failed {
		t.Errorf("%d keys and %d problems, want %d and %d", len(result.Keys), len(result.Problems), len(want), failed)
	}
	next := 0
	for i, entry := range want {
		if entry.Code == nil || otp.Type(entry.Type).NeedsPIN() { // that reader makes no code of these types
			if next < len(result.Keys) && result.Keys[next].Account == entry.Account {
				next++
			}
			continue
		}
		if next >= len(result.Keys) {
			t.Errorf("entry %d is missing", i+1)
			continue
		}
		key := result.Keys[next]
		if code, err := key.Code(transfer.SampleTime); code != *entry.Code || string(key.Type) != entry.Type {
			t.Errorf("entry %d (%s): got %s %s %v, want %s %s", i+1, entry.Account, key.Type, code, err, entry.Type, *entry.Code)
		}
		next++
	}
	if next != len(result.Keys) {
		t.Errorf("%d keys more than expected", len(result.Keys)-next)
	}
	return len(want)
}

// consistent holds a result to what Result promises.
func consistent(t testing.TB, result transfer.Result) {
	t.Helper()
	if len(result.Keys) != len(result.Details) {
		t.Fatalf("%d keys, %d details", len(result.Keys), len(result.Details))
	}
	for i, key := range result.Keys {
		if err := key.Check(); err != nil {
			t.Errorf("key %d: %v", i, err)
		}
		if again, err := otp.ParseURI(key.URI()); err != nil || !again.Same(key) {
			t.Errorf("key %d does not read back: %v", i, err)
		}
		if result.Details[i].Position < 1 {
			t.Errorf("key %d has no position", i)
		}
	}
	for _, problem := range result.Problems {
		if problem.Err == nil {
			t.Error("a problem without an error")
		}
	}
	if !slices.Contains(transfer.Formats(), result.Format) {
		t.Errorf("unknown format %q", result.Format)
	}
}

func TestSamplePasswords(t *testing.T) {
	files := sampleFiles(t)
	if files == nil {
		t.Skipf("%s is not there", transfer.Samples)
	}
	for _, f := range files {
		if f.Password == "" || refused[f.File] != nil {
			continue
		}
		t.Run(f.File, func(t *testing.T) {
			data := transfer.Sample(t, f.File)
			_, err := transfer.Import(filepath.Base(f.File), data, nil)
			wantCode(t, err, transfer.CodePasswordNeeded)
			if why := costly(f); why != "" || strings.HasPrefix(f.File, "ente/stratum") || strings.Contains(f.File, "nominal") {
				t.Skip("wrong passwords only where a derivation is cheap")
			}
			_, err = transfer.Import(filepath.Base(f.File), data, []byte("wrong"))
			wantCode(t, err, transfer.CodePasswordWrong)
			if !errors.Is(err, transfer.ErrPassword) {
				t.Error("no ErrPassword")
			}
		})
	}
}

func wantCode(t testing.TB, err error, code transfer.Code) {
	t.Helper()
	var known *transfer.Error
	if !errors.As(err, &known) || known.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}
