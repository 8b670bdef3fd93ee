// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// containerBadInput is a row of malformed/bad_inputs.json.
type containerBadInput struct{ ID, Kind, Input, Encoding, Expect, Note string }

func (b containerBadInput) data(t *testing.T) []byte {
	t.Helper()
	if b.Encoding != "base64" {
		return []byte(b.Input)
	}
	data, err := base64.StdEncoding.DecodeString(b.Input)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestContainerBadInputs goes through the rows about files in containers.
func TestContainerBadInputs(t *testing.T) {
	var rows []containerBadInput
	if err := json.Unmarshal(Sample(t, "malformed/bad_inputs.json"), &rows); err != nil {
		t.Fatal(err)
	}
	want := map[string]error{ // by note
		"FreeOTP: another Java class": ErrDamaged,
		"FreeOTP: map size 2^31-1":    ErrDamaged,
		"XXE":                         ErrUnknown,
		"zip bomb 20 MB from 20 kB":   ErrDamaged, // within the limits, and without a link
		"empty zip":                   ErrUnknown,
		"zip cut":                     ErrUnknown,
		"KDBX field 2 GiB":            ErrDamaged,
	}
	seen := 0
	for _, row := range rows {
		kind, known := want[row.Note]
		if !known {
			continue
		}
		seen++
		start := time.Now()
		if _, err := Import("", row.data(t), []byte("x")); !errors.Is(err, kind) {
			t.Errorf("%s (%s): %v, want %v", row.ID, row.Note, err, kind)
		}
		if spent := time.Since(start); spent > 5*time.Second {
			t.Errorf("%s (%s): %v", row.ID, row.Note, spent)
		}
	}
	if seen != len(want) {
		t.Errorf("%d rows", seen)
	}
}

// FuzzContainers reads anything: no panic, no key that fails its own check, no
// result beside an error. The seeds are real files, when they are there, and
// those that the tests write.
func FuzzContainers(f *testing.F) {
	for _, seed := range containerSeeds(f) {
		f.Add(seed, "test")
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		if containerCostly(data) {
			t.Skip()
		}
		for _, given := range [][]byte{nil, []byte(password)} {
			result, err := Import("authplus.db", data, given)
			if err != nil {
				var known *Error
				if !errors.As(err, &known) || messages[known.Code] == "" || len(result.Keys)+len(result.Problems) > 0 {
					t.Errorf("%v", err)
				}
				continue
			}
			if len(result.Keys) != len(result.Details) || !slices.Contains(Formats(), result.Format) {
				t.Errorf("%d keys, %d details, format %q", len(result.Keys), len(result.Details), result.Format)
			}
			for _, key := range result.Keys {
				if err := key.Check(); err != nil {
					t.Error(err)
				}
			}
			for _, p := range result.Problems {
				if p.Err == nil || containerCode(p.Err) == "" {
					t.Errorf("problem %v", p.Err)
				}
			}
		}
	})
}

// containerCostly says that a database asks for a derivation of more than a moment. The
// bounds themselves have a test of their own.
func containerCostly(data []byte) bool {
	if len(data) < kdbxStart {
		return false
	}
	fields := map[byte][]byte{}
	_, _ = eachKDBXField(data[kdbxStart:], func(id byte, value []byte) bool {
		fields[id] = value
		return true
	})
	p, err := parseVariants(fields[kdbxDerivation])
	if err != nil {
		return false
	}
	rounds, _ := variantNumber(p["R"])
	memory, _ := variantNumber(p["M"])
	passes, _ := variantNumber(p["I"])
	return rounds > 1e6 || memory > 1<<26 || passes > 16 || memory*passes > 1<<26
}

// FuzzKDBXContent goes behind the encryption, where a changed file never comes.
func FuzzKDBXContent(f *testing.F) {
	x := newKDBXXML() // a short one: the fuzzer tries to make its finds shorter
	x.WriteString("<Root><Group><Name>g</Name>")
	x.entry(true, "Title", "a", "*otp", containerBase32)
	f.Add(x.String() + "</Group></Root></KeePassFile>")
	f.Add("<KeePassFile><Root><Group><Entry><String><Key>otp</Key><Value Protected=\"True\">AAAA</Value></String></Entry></Group></Root></KeePassFile>")
	f.Fuzz(func(t *testing.T, document string) {
		data := kdbxWriter{cipher: kdbxChaCha20, derivation: kdfAES, xml: document}.file(t, "p")
		result, err := Import("", data, []byte("p"))
		if err != nil && len(result.Keys) > 0 {
			t.Error("a result beside an error")
		}
		for _, key := range result.Keys {
			if err := key.Check(); err != nil {
				t.Error(err)
			}
		}
	})
}

func containerSeeds(t testing.TB) [][]byte {
	seeds := [][]byte{
		prefsFile("tokenOrder", "[]", "a", freeOTPToken(`"algo":"SHA1","counter":1,"digits":6,"issuerExt":"a","label":"b","period":30,"type":"HOTP"`)),
		prefsFile(authyKey, `[{"digits":6,"name":"a","decryptedSecret":"`+containerBase32+`"}]`),
		prefsFile(battleNetSecret, "00", battleNetSerial, "00"),
		javaFile(freeOTP2Master, "{}", "a", "{}", "a-token", "{}"),
		[]byte(raivoText),
		[]byte(`{"version":3,"accounts":[{"issuerName":"a","secret":"` + containerBase32 + `","digits":6,"timeStep":30,"algorithm":"SHA1"}],"folders":[]}`),
		[]byte(`<WinAuth version="3">` + winAuthAuthenticator("GoogleAuthenticator", "a", winAuthData("3132\t6\tSHA1\t30")) + `</WinAuth>`),
		[]byte(`[{"otpGenerator":{"otpSecret":"` + containerBase32 + `","counter":1},"name":"a"}]`),
		[]byte(`{"shared_secret":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="}`),
		[]byte("\"Group\",\"Title\",\"TOTP\"\n\"a\",\"b\",\"" + containerBase32 + "\"\n"),
		totpAuthenticatorFile(`[{"base":32,"key":"`+containerBase32+`"}]`, "test"),
	}
	for _, folder := range []string{"1password", "authenticator-plus", "authy", "battlenet", "cxf", "duo", "freeotp", "freeotp-plus", "google-authenticator",
		"lastpass", "microsoft-authenticator", "raivo", "steam", "totp-authenticator", "winauth", "keepass"} {
		files, err := os.ReadDir(filepath.Join(Samples, folder))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(filepath.Join(Samples, folder, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if len(content) < 1<<17 {
				seeds = append(seeds, content)
			}
		}
	}
	return seeds
}
