// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"testing"

	"inkan/wasm/door"
)

const scans = `{"purpose":"scans"}`

// What is sealed beside the vault opens in the same vault alone, in every engine
// that has it open, and through a change of its keys.
func TestAside(t *testing.T) {
	p := empty(t)
	p.add(uriTOTP)
	sealed := p.ok("sealAside", scans, []byte("a text"), nil)
	if bytes.Contains(sealed, []byte("a text")) {
		t.Fatal("it is there to be read")
	}
	opens := func(e *probe, sealed []byte, want string) {
		t.Helper()
		if text := e.ok("openAside", scans, bytes.Clone(sealed), nil); string(text) != want {
			t.Errorf("opened %q, not %q", text, want)
		}
	}
	opens(p, sealed, "a text")
	opens(p, p.ok("sealAside", scans, []byte{}, nil), "")

	file := p.ok("addPassword", `{"now":1741003200000,"label":"",`+p.argon2Text()+`}`, bytes.Repeat([]byte{1}, 32), nil)
	opens(p, sealed, "a text") // nothing is committed yet
	p.ok("commit", `{}`, nil, nil)
	opens(p, sealed, "a text")
	anew := p.ok("sealAside", scans, []byte("a text"), nil)

	later := &probe{t, New(Options{Rand: fixed()})}
	for _, method := range []string{"sealAside", "openAside"} {
		later.fails(CodeNoVault, method, scans, anew)
	}
	later.ok("open", `{"now":1741003200000}`, file, nil)
	for _, method := range []string{"sealAside", "openAside"} {
		later.fails(CodeVaultLocked, method, scans, anew)
	}
	later.ok("resume", `{}`, p.ok("key", `{}`, nil, nil), nil)
	opens(later, anew, "a text")
	later.fails(CodeKeyWrong, "openAside", scans, sealed)

	other := &probe{t, New(Options{Rand: bytes.NewReader(bytes.Repeat([]byte("other"), 99))})}
	other.ok("create", `{"now":1741003200000}`, nil, nil)
	other.ok("commit", `{}`, nil, nil)
	other.fails(CodeKeyWrong, "openAside", scans, anew)
	for _, method := range []string{"sealAside", "openAside"} {
		if err := p.fails(door.BadParams, method, `{"purpose":"others"}`, anew); err.Field != "purpose" {
			t.Errorf("%s names %q", method, err.Field)
		}
	}
}
