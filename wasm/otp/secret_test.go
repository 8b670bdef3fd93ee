// SPDX-License-Identifier: MIT

package otp_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestParseSecret(t *testing.T) {
	for _, text := range []string{
		hello,
		"jbswy3dpehpk3pxp",
		" JBSW Y3DP\tEHPK\n3PXP ",
		"JBSW-Y3DP_EHPK–3PXP",
		"JBSWY3DP\u00A0EHPK\u200B3PXP\uFEFF\u00AD",
		"JBSWY3DPEHPK3PXP====",
		"JBSWY3DP=EHPK3PXP=========================",
		"ＪＢＳＷＹ３ＤＰｅｈｐｋ３ｐｘｐ",
		"JBSWY3DP　EHPK3PXP",
		"JBSWY3DPEHPK3PXPA",  // five bits too many
		"JBSWY3DPEHPK3PXP77", // ten bits: still counted, see below
	} {
		got, err := otp.ParseSecret(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if !bytes.Equal(got[:10], helloBytes) || len(got) > 11 {
			t.Errorf("%q: got %x", text, got)
		}
	}
	if got, err := otp.ParseSecret("ABC"); err != nil || !bytes.Equal(got, []byte{0x00}) {
		t.Errorf("15 bits: got %x, %v", got, err)
	}
	if got, err := otp.ParseSecret(strings.Repeat("7", 19)); err != nil || len(got) != 11 {
		t.Errorf("19 letters: got %x, %v", got, err)
	}
}

func TestParseSecretRefuses(t *testing.T) {
	for _, c := range []struct {
		text     string
		code     otp.Code
		value    string
		position int
		hint     []string
	}{
		{"", otp.CodeSecretMissing, "", 0, nil},
		{" =-_\u200B", otp.CodeSecretMissing, "", 0, nil},
		{"A", otp.CodeSecretLength, "", 0, nil},
		{"JBSW Y3DP 0", otp.CodeSecretCharacter, "0", 11, []string{"O"}},
		{"1BSWY3DP", otp.CodeSecretCharacter, "1", 1, []string{"I", "L"}},
		{"JBSWY3D8", otp.CodeSecretCharacter, "8", 8, []string{"B"}},
		{"JBSWY3D９", otp.CodeSecretCharacter, "９", 8, nil},
		{"JBSWY3D１", otp.CodeSecretCharacter, "１", 8, []string{"I", "L"}},
		{"JBSWé3DP", otp.CodeSecretCharacter, "é", 5, nil},
		{"あJBSW", otp.CodeSecretCharacter, "あ", 1, nil},
		{"JB\xffSW", otp.CodeSecretCharacter, "\uFFFD", 3, nil},
		{"JB\u202ESW", otp.CodeSecretCharacter, "U+202E", 3, nil},
		{"0123 4567 89ab cdef", otp.CodeSecretHex, "0", 1, nil},
		{"0123", otp.CodeSecretCharacter, "0", 1, []string{"O"}},
		{strings.Repeat("A", 6560), otp.CodeTooLong, "", 0, nil},
		{strings.Repeat(" ", 1<<20), otp.CodeTooLong, "", 0, nil},
	} {
		_, err := otp.ParseSecret(c.text)
		if err == nil {
			t.Errorf("%.40q is accepted", c.text)
			continue
		}
		e := err.(*otp.Error)
		if e.Code != c.code || e.Value != c.value || e.Position != c.position || !slices.Equal(e.Hint(), c.hint) {
			t.Errorf("%.40q: got %+v, hint %v", c.text, *e, e.Hint())
		}
	}
}

func TestParseHex(t *testing.T) {
	for _, text := range []string{"48656c6c6f21deadbeef", "48656C6C 6F21-DEAD BEEF", "４８656c6c6f21ＤＥadbeef"} {
		if got, err := otp.ParseHex(text); err != nil || !bytes.Equal(got, helloBytes) {
			t.Errorf("%q: got %x, %v", text, got, err)
		}
	}
	for text, want := range map[string]otp.Code{
		"": otp.CodeSecretMissing, "a": otp.CodeSecretLength, "0O": otp.CodeSecretCharacter,
		strings.Repeat("ab", otp.MaxSecret+1): otp.CodeTooLong,
	} {
		_, err := otp.ParseHex(text)
		if e := wantError(t, err, want); want == otp.CodeSecretCharacter && !slices.Equal(e.Hint(), []string{"0"}) {
			t.Errorf("hint %v", e.Hint())
		}
	}
}

func TestHintIsForCharactersOnly(t *testing.T) {
	if hint := (&otp.Error{Code: otp.CodeDigits, Value: "0"}).Hint(); hint != nil {
		t.Errorf("got %v", hint)
	}
}

// Every length and every bit survives writing and reading, in every dress.
func TestSecretRoundTrip(t *testing.T) {
	for length := 1; length <= 100; length++ {
		secret := make([]byte, length)
		for i := range secret {
			secret[i] = byte(i*89 + length*7 + 255)
		}
		text := otp.FormatSecret(secret)
		for _, dressed := range []string{text, strings.ToLower(text), text + "======", strings.Join(strings.Split(text, ""), " ")} {
			got, err := otp.ParseSecret(dressed)
			if err != nil || !bytes.Equal(got, secret) {
				t.Fatalf("%d bytes: got %x, want %x, %v", length, got, secret, err)
			}
		}
		got, err := otp.ParseHex(hex.EncodeToString(secret))
		if err != nil || !bytes.Equal(got, secret) {
			t.Fatalf("%d bytes in hexadecimal: got %x, want %x, %v", length, got, secret, err)
		}
	}
	longest := bytes.Repeat([]byte{0xA5}, otp.MaxSecret)
	if got, err := otp.ParseSecret(otp.FormatSecret(longest)); err != nil || !bytes.Equal(got, longest) {
		t.Error("the longest secret does not come back", err)
	}
}

// A Yandex secret with any one bit turned is refused.
func TestYandexChecksum(t *testing.T) {
	good, err := otp.ParseSecret("6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY")
	if err != nil || len(good) != 26 {
		t.Fatal(len(good), err)
	}
	if cut, err := otp.Yandex.ParseSecret(otp.FormatSecret(good)); err != nil || !bytes.Equal(cut, good[:16]) {
		t.Fatal(err)
	}
	_, err = otp.Yandex.ParseSecret("JBSWY3DP0")
	wantError(t, err, otp.CodeSecretCharacter)
	for bit := range len(good) * 8 {
		if bit/4 == 48 {
			continue // four bits that the checksum leaves out
		}
		bad := slices.Clone(good)
		bad[bit/8] ^= 0x80 >> (bit % 8)
		_, err := otp.Yandex.ParseSecret(otp.FormatSecret(bad))
		wantError(t, err, otp.CodeSecretChecksum)
	}
}

// Codes and WarningCodes list each constant once, and each Code has words.
func TestCodesAreComplete(t *testing.T) {
	var listed []string
	for _, c := range otp.Codes() {
		listed = append(listed, string(c))
		if text := (&otp.Error{Code: c}).Error(); len(text) < len("otp: ")+15 || strings.Contains(text, "%") {
			t.Errorf("%s: message %q", c, text)
		}
	}
	checkListed(t, "error.go", "Code", listed)
	listed = nil
	for _, c := range otp.WarningCodes() {
		listed = append(listed, string(c))
	}
	checkListed(t, "warning.go", "WarningCode", listed)
}

func checkListed(t *testing.T, file, typ string, listed []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typ {
				text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				declared = append(declared, text)
			}
		}
		return true
	})
	slices.Sort(declared)
	slices.Sort(listed)
	if len(declared) == 0 || !slices.Equal(declared, listed) {
		t.Errorf("%s: declared %v, listed %v", file, declared, listed)
	}
}

// No way of printing a key shows what is in it.
func TestKeyPrintsNothing(t *testing.T) {
	k := otp.New(otp.MOTP)
	k.Secret, k.PIN, k.Issuer = []byte("AAAA"), "1234", "ACME"
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{k, &k, []otp.Key{k}} {
			text := fmt.Sprintf(verb, value)
			for _, inside := range []string{"AAAA", "65", "41", "1234", "ACME"} {
				if strings.Contains(text, inside) {
					t.Errorf("%s of %T: %s", verb, value, text)
				}
			}
		}
	}
}

func FuzzParseSecret(f *testing.F) {
	for _, seed := range []string{hello, "jbsw y3dp-ehpk_3pxp==", "JBSWY3DP0", "0123456789abcdef", "ＡＢ", "\xff", "A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		secret, err := otp.ParseSecret(text)
		if err != nil {
			_ = err.(*otp.Error).Error()
			return
		}
		again, err := otp.ParseSecret(otp.FormatSecret(secret))
		if err != nil || !bytes.Equal(again, secret) {
			t.Fatalf("%x comes back as %x, %v", secret, again, err)
		}
		if len(secret) > len(text)*5/8 {
			t.Fatalf("%d bytes from %d", len(secret), len(text))
		}
	})
}
