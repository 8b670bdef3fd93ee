// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Package is what the check needs of `go list -json`.
type Package struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

const (
	ours   = "inkan/"
	engine = "inkan/wasm/"
)

// direction tells for each package under wasm/ which others under wasm/ it may import. A package that is not
// here is a finding: a new one needs a place in the order first.
var direction = map[string][]string{
	"cmd/vault":    {"bridge", "core", "door"},
	"cmd/scan":     {"linear", "door/scan", "door", "qr"},
	"cmd/transfer": {"bridge", "door/files"},
	"cmd/lab":      {"bridge", "door/lab", "qr"},
	"core":         {"vault", "parcel", "migration", "otp", "door", "door/typed"},
	"transfer":     {"migration", "otp"},
	"migration":    nil,
	"parcel":       nil,
	"door/files":   {"door", "door/typed", "transfer", "parcel", "otp"},
	"vault":        {"otp"},
	"door/scan":    {"door", "qr"},
	"door/lab":     {"door", "door/typed", "door/scan", "qr"},
	"door/typed":   {"door"},
	"bridge":       nil,
	"linear":       {"door"},
	"door":         nil,
	"qr":           nil,
	"qr/charsets":  {"qr"},
	"otp":          nil,
}

// reserved names who may import a package, or anything below it, whose shape or powers are kept to one place.
var reserved = map[string][]string{
	"syscall/js":                    {"wasm/bridge", "wasm/cmd"},
	"github.com/hack-pad/safejs":    {"wasm/bridge"},
	"github.com/pquerna/otp":        {"wasm/otp", "scripts/console"},
	"github.com/makiuchi-d/gozxing": {"wasm/qr"},
	"golang.org/x/crypto/nacl":      {"wasm/vault"},
}

// apart names what the closure of a binary must not hold: hostile pixels never share a memory with a key, and
// scan.wasm has to be small.
// pquerna/otp can draw pictures, so "image" itself and a QR encoder are in the vault's closure (the linker drops
// them); no reader of pictures may be.
var apart = map[string][]string{
	"cmd/scan":     {engine + "bridge", engine + "qr/charsets", engine + "door/typed", "encoding/json", engine + "vault", engine + "core", engine + "otp", engine + "transfer", "github.com/pquerna", "net/http"},
	"cmd/lab":      {engine + "vault", engine + "core", engine + "otp", engine + "transfer", "github.com/pquerna", "net/http"},
	"cmd/transfer": {engine + "vault", engine + "core", engine + "qr", "github.com/makiuchi-d/gozxing"},
	"cmd/vault":    {engine + "transfer", engine + "qr", "github.com/makiuchi-d/gozxing", "image/png", "image/jpeg", "image/gif", "image/draw", "net/http"},
}

// listPackages asks the go command for our packages: those of the engine as js/wasm sees them, the rest natively.
func listPackages(root string) ([]Package, error) {
	engine, err := goList(root, "./wasm/...", "GOOS=js", "GOARCH=wasm")
	if err != nil {
		return nil, err
	}
	scripts, err := goList(root, "./scripts/...")
	return append(engine, scripts...), err
}

func goList(root, pattern string, env ...string) ([]Package, error) {
	list := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", pattern)
	list.Dir = root
	list.Env = append(os.Environ(), env...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", pattern, err)
	}
	var packages []Package
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p Package
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("go list %s: %w", pattern, err)
		}
		packages = append(packages, p)
	}
}

// checkImports holds the packages to direction, reserved and apart.
func checkImports(packages []Package) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, p := range packages {
		seen[strings.TrimPrefix(p.ImportPath, engine)] = true
		found = append(found, checkDirection(p)...)
		found = append(found, checkReserved(p)...)
		found = append(found, checkApart(p)...)
	}
	for _, binary := range []string{"cmd/vault", "cmd/scan", "cmd/transfer", "cmd/lab"} {
		if !seen[binary] {
			found = append(found, Finding{engine + binary, 0, "is missing, so nothing says what it may hold"})
		}
	}
	return found
}

func checkDirection(p Package) []Finding {
	name, ok := strings.CutPrefix(p.ImportPath, engine)
	if !ok {
		return nil
	}
	allowed, known := direction[name]
	if !known {
		return []Finding{{p.ImportPath, 0, "has no place in the order of imports; give it one in scripts/check/imports.go"}}
	}
	var found []Finding
	for _, i := range p.Imports {
		if other, ok := strings.CutPrefix(i, engine); ok && !slices.Contains(allowed, other) {
			found = append(found, Finding{p.ImportPath, 0, "must not import " + i})
		}
	}
	for _, i := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
		if strings.HasPrefix(i, ours) && !strings.HasPrefix(i, engine) {
			found = append(found, Finding{p.ImportPath, 0, "must not import " + i + ", which is not part of the engine"})
		}
	}
	return found
}

func checkReserved(p Package) []Finding {
	var found []Finding
	place := strings.TrimPrefix(p.ImportPath, ours)
	for _, i := range p.Imports {
		for kept, places := range reserved {
			if within(i, kept) && !slices.ContainsFunc(places, func(s string) bool { return within(place, s) }) {
				found = append(found, Finding{p.ImportPath, 0, fmt.Sprintf("must not import %s: only %s may", i, strings.Join(places, " and "))})
			}
		}
	}
	return found
}

func checkApart(p Package) []Finding {
	var found []Finding
	for _, banned := range apart[strings.TrimPrefix(p.ImportPath, engine)] {
		for _, d := range p.Deps {
			if within(d, banned) {
				found = append(found, Finding{p.ImportPath, 0, "must not hold " + d + ", directly or through another package"})
			}
		}
	}
	return found
}

// within tells whether an import path is another or lies below it.
func within(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/")
}
