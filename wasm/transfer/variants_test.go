// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"inkan/wasm/transfer"
)

// jsonSeeds are the files of ownSeeds that are JSON objects and hold accounts.
func jsonSeeds(t *testing.T) (files []string) {
	t.Helper()
	for _, seed := range ownSeeds(t) {
		if !strings.HasPrefix(seed, "{") {
			continue
		}
		if result, err := transfer.Import("", []byte(seed), []byte(password)); err == nil && len(result.Keys) > 0 {
			files = append(files, seed)
		}
	}
	if len(files) < 5 {
		t.Fatalf("only %d files to try", len(files))
	}
	return files
}

// TestSameInUTF16: an editor on Windows may have saved a file again.
func TestSameInUTF16(t *testing.T) {
	for i, file := range jsonSeeds(t) {
		want, err := transfer.Import("", []byte(file), []byte(password))
		if err != nil {
			t.Fatal(err)
		}
		for name, other := range map[string]string{
			"UTF-8 with a BOM": "\uFEFF" + file,
			"UTF-16 LE":        utf16Text(file, binary.LittleEndian),
			"UTF-16 BE":        utf16Text(file, binary.BigEndian),
		} {
			got, err := transfer.Import("", []byte(other), []byte(password))
			if err != nil || got.Format != want.Format || !reflect.DeepEqual(got.Keys, want.Keys) {
				t.Errorf("%d (%s), %s: %d keys of %d, %v", i, want.Format, name, len(got.Keys), len(want.Keys), err)
			}
		}
	}
}

// TestContainersInUTF16 is TestSameInUTF16 for formats that ownSeeds has not.
func TestContainersInUTF16(t *testing.T) {
	token := `{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"Site","label":"alice","period":30,"secret":[1,2,3,4,5,6,7,8,9,10],"type":"TOTP"}`
	for format, file := range map[string]string{
		"lastpass":     `{"version":3,"accounts":[{"issuerName":"Site","userName":"alice","secret":"` + secret + `","timeStep":30,"digits":6,"algorithm":"SHA1"}],"folders":[]}`,
		"steam":        `{"shared_secret":"AAECAwQFBgcICQoLDA0ODxAREhM=","account_name":"x"}`,
		"duo":          `[{"accountType":"OtpAccount","name":"x","otpGenerator":{"otpSecret":"` + secret + `"},"pkey":"x"}]`,
		"raivo":        `[{"issuer":"Site","account":"x","secret":"` + secret + `","algorithm":"SHA1","digits":"6","kind":"TOTP","timer":"30","counter":"0"}]`,
		"cxf":          `{"accounts":[{"items":[{"id":"i","title":"x","credentials":[{"type":"totp","secret":"` + secret + `","period":30,"digits":6,"algorithm":"sha1"}]}]}]}`,
		"freeotp-plus": `{"tokenOrder":["Site:alice"],"tokens":[` + token + `]}`,
		"freeotp":      `<?xml version='1.0' encoding='ENC'?><map><string name="Site:alice">` + token + `</string></map>`,
		"winauth": `<?xml version="1.0" encoding="ENC"?><WinAuth version="3.5"><WinAuthAuthenticator id="1" type="WinAuth.GoogleAuthenticator">` +
			`<name>x</name><authenticatordata><secretdata>48656C6C6F21DEADBEEF</secretdata></authenticatordata></WinAuthAuthenticator></WinAuth>`,
		"keepass-csv": "\"Group\",\"Title\",\"Notes\",\"TOTP\"\r\n\"Root\",\"x\",\"n\",\"otpauth://totp/x?secret=" + secret + "\"\r\n",
	} {
		want := read(t, format, strings.Replace(file, "ENC", "utf-8", 1))
		file = strings.Replace(file, "ENC", "utf-16", 1)
		for name, other := range map[string]string{
			"UTF-16 LE": utf16Text(file, binary.LittleEndian), "UTF-16 BE": utf16Text(file, binary.BigEndian),
		} {
			got, err := transfer.Import("", []byte(other), nil)
			if err != nil || got.Format != format || len(got.Keys) != 1 || !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: %s with %d keys of %d, %v", format, name, got.Format, len(got.Keys), len(want.Keys), err)
			}
		}
	}
}

// TestOddMembers: JSON that two programs would read as two things is refused,
// and a name that means something to JavaScript is a name like any other.
func TestOddMembers(t *testing.T) {
	for i, file := range jsonSeeds(t) {
		want, err := transfer.Import("", []byte(file), []byte(password))
		if err != nil {
			t.Fatal(err)
		}
		for _, member := range []string{`"x":NaN`, `"x":-Infinity`, `"x":01`, `"x":1,"x":1`, `"x":{"y":1,"y":2}`, `"x":'1'`, `"x":undefined`, `"x":1,`} {
			_, err := transfer.Import("", []byte("{"+member+","+file[1:]), []byte(password))
			if !errors.Is(err, transfer.ErrDamaged) && !errors.Is(err, transfer.ErrUnknown) {
				t.Errorf("%d (%s) with %s: %v", i, want.Format, member, err)
			}
		}
		for _, name := range []string{"__proto__", "constructor", "toString"} {
			got, err := transfer.Import("", []byte(`{"`+name+`":{"isAdmin":true},`+file[1:]), []byte(password))
			if err != nil || !reflect.DeepEqual(got.Keys, want.Keys) {
				t.Errorf("%d (%s) with %s: %d keys of %d, %v", i, want.Format, name, len(got.Keys), len(want.Keys), err)
			}
		}
	}
}

// TestWrongPasswordsManyTimes tries each kind of file that is cheap to try.
func TestWrongPasswordsManyTimes(t *testing.T) {
	tried := map[string]bool{}
	for _, file := range ownSeeds(t) {
		right, err := transfer.Import("", []byte(file), []byte(password))
		_, needed := transfer.Import("", []byte(file), nil)
		if err != nil || len(right.Keys) == 0 || !errors.Is(needed, transfer.ErrPassword) || tried[right.Format] {
			continue
		}
		tried[right.Format] = true
		start := time.Now()
		for i := range 50 {
			got, err := transfer.Import("", []byte(file), fmt.Appendf(nil, "wrong %d", i))
			if !errors.Is(err, transfer.ErrPassword) && (err != nil || len(got.Keys) > 0) {
				t.Errorf("%s: try %d gives %d keys, %v", right.Format, i, len(got.Keys), err)
			}
		}
		again, err := transfer.Import("", []byte(file), []byte(password))
		if err != nil || !reflect.DeepEqual(again.Keys, right.Keys) {
			t.Errorf("%s: the right one after the wrong ones: %v", right.Format, err)
		}
		t.Log(right.Format, time.Since(start).Round(time.Millisecond))
	}
	if len(tried) < 3 {
		t.Errorf("only %d formats were tried", len(tried))
	}
}

// TestHostileXML has XML read: of 32 MB, and of 8, more than which no file of
// this kind has. WebAssembly is where it takes longest.
func TestHostileXML(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	size := 0
	fill := func(head, piece, tail string) []byte {
		return []byte(head + strings.Repeat(piece, (size-len(head)-len(tail))/len(piece)) + tail)
	}
	for name, file := range map[string]func() []byte{
		"strings": func() []byte {
			return fill(`<?xml version="1.0"?><map>`, `<string name="a:b">{"x":1}</string>`, `</map>`)
		},
		"empty":      func() []byte { return fill(`<?xml version="1.0"?><map>`, `<a/>`, `</map>`) },
		"deep":       func() []byte { return fill(`<?xml version="1.0"?><map>`, `<a>`, ``) },
		"attributes": func() []byte { return fill(`<?xml version="1.0"?><map `, `a="" `, `></map>`) },
		"one text": func() []byte {
			return fill(`<?xml version="1.0"?><map><string name="tokenOrder">`, `x`, `</string></map>`)
		},
		"escapes": func() []byte {
			return fill(`<?xml version="1.0"?><map><string name="tokenOrder">`, `&amp;`, `</string></map>`)
		},
		"comments": func() []byte { return fill(`<?xml version="1.0"?><map>`, `<!---->`, `</map>`) },
		"entities": func() []byte {
			return fill(`<?xml version="1.0"?><!DOCTYPE m [`, `<!ENTITY a "&a;&a;">`, `]><map>&a;</map>`)
		},
		"WinAuth": func() []byte {
			return fill(`<WinAuth version="3.5">`, `<WinAuthAuthenticator id="x"></WinAuthAuthenticator>`, `</WinAuth>`)
		},
		"WinAuth, deep": func() []byte { return fill(`<WinAuth version="3.5">`, `<config>`, ``) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, size = range []int{32 << 20, 8 << 20} {
				data := file()
				start := spent()
				result, err := transfer.Import("", data, []byte(password))
				took := spent() - start
				t.Logf("%d MB: %v, %d keys, %d problems, %v", size>>20, took.Round(time.Millisecond), len(result.Keys), len(result.Problems), err)
				if took > mostTime {
					t.Errorf("%d MB took %v", size>>20, took)
				}
				if len(result.Keys) > 0 {
					t.Error("it holds accounts")
				}
			}
		})
	}
}

// TestProblemsHoldNoSecret: somebody may have pasted a link where a name belongs.
func TestProblemsHoldNoSecret(t *testing.T) {
	const link = "otpauth://totp/x?secret=" + secret
	for name, file := range map[string]string{
		"aegis":   `{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[{"type":"totp","issuer":"Site","name":"%[1]s","info":{"secret":"%[2]s","digits":99}}]}}`,
		"2fas":    `{"schemaVersion":4,"services":[{"name":"%[1]s","secret":"%[2]s","otp":{"period":0}}]}`,
		"andotp":  `[{"label":"Site - %[1]s","secret":"%[2]s","type":"TOTP","algorithm":"MD4"}]`,
		"stratum": `{"Authenticators":[{"Type":2,"Issuer":"%[1]s","Username":"%[1]s","Secret":"%[2]s","Period":0}]}`,
		"steam":   `{"shared_secret":"","account_name":"%[1]s"}`,
	} {
		result := readBad(t, name, fmt.Sprintf(file, link, secret))
		if len(result.Problems) != 1 || strings.Contains(result.Problems[0].Name+result.Problems[0].Err.Error(), secret) {
			t.Errorf("%s: %d problems, the first %q", name, len(result.Problems), result.Problems[0].Name)
		}
	}
}
