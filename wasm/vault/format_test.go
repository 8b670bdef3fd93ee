// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/hex"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

var update = flag.Bool("update", false, "write the example in FORMAT.md anew")

// blocks are the code blocks of the example, in their order.
var blocks = regexp.MustCompile("(?s)```(?:json|hex)\n(.*?)\n```")

// example is the vault that FORMAT.md shows, as header, document, account with
// all that it can have, and file.
func example(t *testing.T) [4]string {
	t.Helper()
	random := fixed()
	v, err := Create(random, noon)
	if err != nil {
		t.Fatal(err)
	}
	key, err := otp.ParseURI("otpauth://totp/Example:alice@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example&image=x")
	if err != nil {
		t.Fatal(err)
	}
	a, err := v.Add(random, noon+1000, "https://example.com", key)
	if err != nil {
		t.Fatal(err)
	}
	full, err := v.Draft(noon+2000).SetDetails(noon+2000, a.ID, Details{
		Groups: []string{"Work", "経理"}, Note: "asked for by Bob\n(経理)", Pinned: true, Sites: []string{"example.org"},
		Spares: []Spare{{"1111-2222", 0}, {"3333-4444", noon + 1500}}, Uses: 12, Used: noon,
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := v.Seal(random)
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for i := 0; i < len(file); i += 32 {
		lines.WriteString(hex.EncodeToString(file[i:min(i+32, len(file))]) + "\n")
	}
	return [4]string{string(v.header.text()), string(v.document.text()), string(appendAccount(nil, full)), strings.TrimSpace(lines.String())}
}

func TestExampleInFormat(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	want := example(t)
	shown := blocks.FindAllStringSubmatchIndex(string(text), -1)
	if len(shown) != len(want) {
		t.Fatalf("FORMAT.md has %d code blocks, want %d", len(shown), len(want))
	}
	if *update {
		for i := len(shown) - 1; i >= 0; i-- {
			text = append(append(append([]byte{}, text[:shown[i][2]]...), want[i]...), text[shown[i][3]:]...)
		}
		if err := os.WriteFile("FORMAT.md", text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for i, at := range shown {
		if got := string(text[at[2]:at[3]]); got != want[i] {
			t.Errorf("code block %d of FORMAT.md is\n%s\nwant\n%s", i+1, got, want[i])
		}
	}
	members, err := parseObject([]byte(want[2]))
	if err != nil {
		t.Fatal(err)
	}
	if a, err := parseAccount(members); err != nil || string(appendAccount(nil, a)) != want[2] {
		t.Errorf("the account of the example is written again as another: %v", err)
	}
	file, err := hex.DecodeString(strings.Join(strings.Fields(want[3]), ""))
	if err != nil {
		t.Fatal(err)
	}
	v, err := Open(file)
	if err != nil || len(v.Accounts()) != 1 || string(v.document.text()) != want[1] {
		t.Errorf("the example does not open: %v", err)
	}
}
