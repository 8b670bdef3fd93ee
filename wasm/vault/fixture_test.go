// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// What opens testdata/protected.hex.
const (
	fixturePassword = "correct horse battery staple 🐎"
	fixtureRecovery = "EHM6D-A83J3-CNHPV-YXK5G-E9WJB-0SK95-F1T7C-AWK5N"
)

var fixturePRF = bytes.Repeat([]byte("PRF."), 8)

// writeFixture makes the file anew, with everything that a file can have.
func writeFixture(t *testing.T) {
	v, random := filled(t, 3), moreRandom()
	wrapping, err := strong().Derive([]byte(fixturePassword))
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := ParseRecoveryKey([]byte(fixtureRecovery))
	if err != nil {
		t.Fatal(err)
	}
	_, a := v.AddPassword(random, noon, "パスワード", strong(), wrapping[:])
	_, b := v.SetRecoveryKey(random, noon, recovery)
	_, c := v.AddPasskey(random, noon, "laptop", passkey(), fixturePRF)
	ids := []string{v.Accounts()[0].ID, v.Accounts()[1].ID, v.Accounts()[2].ID}
	renamed := key("renamed")
	_, d := v.SetKey(noon+5000, ids[0], renamed)
	e := v.Move(noon+6000, ids[0], "")
	v.Remove(noon+7000, ids[1])
	f := v.Set(noon+8000, "lock", []byte(`{"minutes":5}`))
	for _, err := range []error{a, b, c, d, e, f} {
		if err != nil {
			t.Fatal(err)
		}
	}
	text := hex.EncodeToString(sealed(t, v.Draft(noon+day)))
	var lines strings.Builder
	for ; len(text) > 64; text = text[64:] {
		lines.WriteString(text[:64] + "\n")
	}
	if err := os.WriteFile("testdata/protected.hex", []byte(lines.String()+text+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A file that was written once opens for ever, by each of its ways, and is
// written again as it was.
func TestProtectedFile(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	text, err := os.ReadFile("testdata/protected.hex")
	if err != nil {
		t.Fatal(err)
	}
	file, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	l := lock(t, file)
	slots := l.Slots()
	wrapping, err := slots[0].Argon2.Derive([]byte(fixturePassword))
	if err != nil {
		t.Fatal(err)
	}
	for i, secret := range [][]byte{wrapping[:], []byte(fixtureRecovery), fixturePRF} {
		v, err := l.Unlock(slots[i].ID, secret)
		if err != nil {
			t.Fatalf("%s: %v", slots[i].Type, err)
		}
		accounts, trash := v.Accounts(), v.Trash()
		if len(accounts) != 2 || accounts[1].Key.Account != "renamed" || len(trash) != 1 || trash[0].Left() != 29*day ||
			string(v.Settings()["lock"]) != `{"minutes":5}` || v.Generation() != 1 || slots[0].Label != "パスワード" {
			t.Errorf("%s: %+v, %+v", slots[i].Type, accounts, trash)
		}
		e, err := parseEnvelope(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := e.open(v.key)
		if err != nil || !bytes.Equal(document, v.document.text()) || !bytes.Equal(e.header, v.header.text()) {
			t.Errorf("written again it is another: %v", err)
		}
	}
}
