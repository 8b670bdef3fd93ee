// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// python finds a Python that has PyNaCl: Debian's is not always the first one.
func python(t *testing.T) string {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("no other programs can be started here")
	}
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(name, "-c", "import nacl.pwhash.argon2id").Run() == nil {
			return name
		}
	}
	t.Skip("no Python with PyNaCl here (apt-get install python3-nacl)")
	return ""
}

// decrypt.py knows FORMAT.md and nothing of this package.
func TestAnotherProgramOpensIt(t *testing.T) {
	interpreter := python(t)
	run := func(file []byte, way, secret string) (out, problem string) {
		path := filepath.Join(t.TempDir(), "vault")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		script := exec.Command(interpreter, strings.Fields("decrypt.py "+path+" "+way)...)
		var stdout, stderr bytes.Buffer
		script.Stdin, script.Stdout, script.Stderr = strings.NewReader(secret), &stdout, &stderr
		if err := script.Run(); err != nil && stderr.Len() == 0 {
			t.Fatal(err)
		}
		return strings.TrimSuffix(stdout.String(), "\n"), stderr.String()
	}

	open, _ := describe(t, 3)
	if out, problem := run(sealed(t, open), "", ""); out != string(open.document.text()) {
		t.Errorf("none: %s %s", out, problem)
	}

	const password = "parol\u00e9 パスワード"
	v, k := protected(t)
	wrapping, err := strong().Derive([]byte(password))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.ChangePassword(moreRandom(), noon, v.slots[0].ID, strong(), wrapping[:]); err != nil {
		t.Fatal(err)
	}
	file := sealed(t, v)
	want := string(v.document.text())
	for _, c := range []struct{ way, secret string }{
		{"password", password},
		{"password", strings.Replace(password, "\u00e9", "e\u0301", 1) + "\n"}, // as another keyboard types it
		{"recovery", string(k.Text())},
		{"recovery", strings.ToLower(strings.ReplaceAll(string(k.Text()), "-", " ")) + "\r\n"},
	} {
		if out, problem := run(file, c.way, c.secret); out != want {
			t.Errorf("%s %q: %s %s", c.way, c.secret, out, problem)
		}
	}
	text := string(k.Text())
	for _, c := range []struct{ way, secret, problem string }{
		{"password", password + " ", "nothing of the kind password"},
		{"recovery", string(RecoveryKey{}.Text()), "nothing of the kind recovery"},
		{"recovery", text[1:2] + text[:1] + text[2:], "group 1"},
		{"recovery", text[1:], "not 39"},
		{"", "", "nothing of the kind none"},
	} {
		if out, problem := run(file, c.way, c.secret); out != "" || !strings.Contains(problem, c.problem) {
			t.Errorf("%s %q: %q %q, want %q", c.way, c.secret, out, problem, c.problem)
		}
	}
	file[100] ^= 1
	if _, problem := run(file, "recovery", text); !strings.Contains(problem, "damaged") {
		t.Errorf("damaged: %q", problem)
	}
}
