// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the binaries link is listed, each with its licence.
func TestModules(t *testing.T) {
	t.Chdir("../..")
	parts, err := modules("wasm/cmd/vault", "wasm/cmd/scan", "wasm/cmd/transfer")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Go", "github.com/pquerna/otp", "github.com/makiuchi-d/gozxing", "github.com/hack-pad/safejs", "filippo.io/age", "golang.org/x/crypto"} {
		i := slices.IndexFunc(parts, func(p Part) bool { return p.Name == name })
		if i < 0 || parts[i].Version == "" || !strings.Contains(parts[i].Text, "Copyright") && !strings.Contains(parts[i].Text, "Apache") {
			t.Errorf("%s is not listed with its licence", name)
		}
	}
	if slices.ContainsFunc(parts, func(p Part) bool { return p.Name == "inkan" }) {
		t.Error("it lists itself")
	}
}

func TestNoLicence(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"version":"1.2.3"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := npm("bare", dir); err == nil || !strings.Contains(err.Error(), "bare") {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENSE.txt"), []byte("as you like\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if part, err := npm("bare", dir); err != nil || part != (Part{"bare", "1.2.3", "as you like"}) {
		t.Errorf("got %+v, %v", part, err)
	}
}
