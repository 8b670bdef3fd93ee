// SPDX-License-Identifier: MIT

package main

import (
	"slices"
	"testing"
)

// goodPackages are packages as they should be, one for each place in the order.
func goodPackages() []Package {
	return []Package{
		{ImportPath: engine + "cmd/vault", Imports: []string{engine + "bridge", engine + "core"}, Deps: []string{engine + "core", engine + "otp", "image", "github.com/pquerna/otp"}},
		{ImportPath: engine + "cmd/scan", Imports: []string{engine + "linear", engine + "qr"}, Deps: []string{engine + "qr", "github.com/makiuchi-d/gozxing", "image"}},
		{ImportPath: engine + "cmd/transfer", Imports: []string{engine + "bridge", engine + "door/files"}, Deps: []string{engine + "transfer", engine + "otp", "image"}},
		{ImportPath: engine + "cmd/lab", Imports: []string{engine + "bridge", engine + "door/lab", engine + "qr"}, Deps: []string{engine + "qr", "encoding/json"}},
		{ImportPath: engine + "bridge", Imports: []string{"github.com/hack-pad/safejs", "syscall/js"}},
		{ImportPath: engine + "linear", Imports: []string{engine + "door"}},
		{ImportPath: engine + "core", Imports: []string{engine + "vault", engine + "parcel", engine + "otp", "encoding/json"}},
		{ImportPath: engine + "vault", Imports: []string{engine + "otp", "golang.org/x/crypto/chacha20poly1305"}},
		{ImportPath: engine + "transfer", Imports: []string{engine + "otp"}},
		{ImportPath: engine + "otp", Imports: []string{"github.com/pquerna/otp/hotp"}},
		{ImportPath: engine + "qr", Imports: []string{"github.com/makiuchi-d/gozxing/qrcode/decoder"}, TestImports: []string{"github.com/boombuler/barcode/qr"}},
		{ImportPath: "inkan/scripts/console/site", Imports: []string{"github.com/pquerna/otp/totp", "net/http"}},
	}
}

func TestImportsAsTheyShouldBe(t *testing.T) {
	if found := checkImports(goodPackages()); len(found) > 0 {
		t.Errorf("findings in good packages: %v", found)
	}
}

func TestImportsPlanted(t *testing.T) {
	tests := []struct {
		name string
		at   string // the package that breaks the rule
		add  Package
		want string
	}{
		{"a lower package imports a higher one", "otp", Package{Imports: []string{engine + "core"}}, "inkan/wasm/otp: must not import inkan/wasm/core"},
		{"vault imports transfer", "vault", Package{Imports: []string{engine + "transfer"}}, "inkan/wasm/vault: must not import inkan/wasm/transfer"},
		{"core imports the bridge", "core", Package{Imports: []string{engine + "bridge"}}, "inkan/wasm/core: must not import inkan/wasm/bridge"},
		{"core imports qr", "core", Package{Imports: []string{engine + "qr"}}, "inkan/wasm/core: must not import inkan/wasm/qr"},
		{"a test imports the console", "core", Package{XTestImports: []string{"inkan/scripts/console/site"}}, "inkan/wasm/core: must not import inkan/scripts/console/site, which is not part of the engine"},
		{"syscall/js in core", "core", Package{Imports: []string{"syscall/js"}}, "inkan/wasm/core: must not import syscall/js: only wasm/bridge and wasm/cmd may"},
		{"pquerna in core", "core", Package{Imports: []string{"github.com/pquerna/otp"}}, "inkan/wasm/core: must not import github.com/pquerna/otp: only wasm/otp and scripts/console may"},
		{"gozxing in core", "core", Package{Imports: []string{"github.com/makiuchi-d/gozxing/common"}}, "inkan/wasm/core: must not import github.com/makiuchi-d/gozxing/common: only wasm/qr may"},
		{"safejs in a main", "cmd/scan", Package{Imports: []string{"github.com/hack-pad/safejs"}}, "inkan/wasm/cmd/scan: must not import github.com/hack-pad/safejs: only wasm/bridge may"},
		{"the vault in scan.wasm", "cmd/scan", Package{Deps: []string{engine + "vault"}}, "inkan/wasm/cmd/scan: must not hold inkan/wasm/vault, directly or through another package"},
		{"the core in scan.wasm", "cmd/scan", Package{Deps: []string{engine + "core"}}, "inkan/wasm/cmd/scan: must not hold inkan/wasm/core, directly or through another package"},
		{"qr in vault.wasm", "cmd/vault", Package{Deps: []string{engine + "qr"}}, "inkan/wasm/cmd/vault: must not hold inkan/wasm/qr, directly or through another package"},
		{"files of others in vault.wasm", "cmd/vault", Package{Deps: []string{engine + "transfer"}}, "inkan/wasm/cmd/vault: must not hold inkan/wasm/transfer, directly or through another package"},
		{"the vault in transfer.wasm", "cmd/transfer", Package{Deps: []string{engine + "vault"}}, "inkan/wasm/cmd/transfer: must not hold inkan/wasm/vault, directly or through another package"},
		{"the vault in lab.wasm", "cmd/lab", Package{Deps: []string{engine + "vault"}}, "inkan/wasm/cmd/lab: must not hold inkan/wasm/vault, directly or through another package"},
		{"a picture reader in vault.wasm", "cmd/vault", Package{Deps: []string{"image/png"}}, "inkan/wasm/cmd/vault: must not hold image/png, directly or through another package"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			packages := goodPackages()
			i := slices.IndexFunc(packages, func(p Package) bool { return p.ImportPath == engine+tt.at })
			packages[i].Imports = append(packages[i].Imports, tt.add.Imports...)
			packages[i].XTestImports = append(packages[i].XTestImports, tt.add.XTestImports...)
			packages[i].Deps = append(packages[i].Deps, tt.add.Deps...)
			only(t, checkImports(packages), tt.want)
		})
	}
}

func TestImportsOfPackagesWithoutAPlace(t *testing.T) {
	only(t, checkImports(append(goodPackages(), Package{ImportPath: engine + "clock"})),
		"inkan/wasm/clock: has no place in the order of imports; give it one in scripts/check/imports.go")
	only(t, checkImports(goodPackages()[1:]), "inkan/wasm/cmd/vault: is missing, so nothing says what it may hold")
}

// only fails unless there is exactly one finding and it reads as wanted.
func only(t *testing.T, found []Finding, want string) {
	t.Helper()
	if len(found) != 1 || found[0].String() != want {
		t.Errorf("got %q, want only %q", found, want)
	}
}
