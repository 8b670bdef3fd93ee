// SPDX-License-Identifier: MIT

package main

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// topLevel is all that the root may hold, beside dot files.
var topLevel = []string{"wasm", "extension", "scripts", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE"}

func checkTopLevel(t *Tree) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, p := range t.paths {
		top, _, _ := strings.Cut(p, "/")
		if !seen[top] && !strings.HasPrefix(top, ".") && !slices.Contains(topLevel, top) {
			found = append(found, Finding{top, 0, "does not belong to the top level, which is " + strings.Join(topLevel, " ")})
		}
		seen[top] = true
	}
	return found
}

const license = "SPDX-License-Identifier: MIT"

// checkLicense wants the license in the first line of each source file, or in the second below a #! line.
func checkLicense(t *Tree) []Finding {
	var found []Finding
	for _, p := range t.under("", ".go", ".js", ".mjs", ".ts", ".css", ".sh") {
		first, rest, _ := strings.Cut(t.text[p], "\n")
		if strings.HasPrefix(first, "#") {
			second, _, _ := strings.Cut(rest, "\n")
			first += second // #! or a directive for shellcheck
		}
		if !strings.Contains(first, license) {
			found = append(found, Finding{p, 1, "the first line must be a comment that says " + license})
		}
	}
	return found
}

var (
	pemKey    = regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY`)
	longText  = regexp.MustCompile(`[A-Za-z0-9+/]{60,}={0,2}`)
	keySuffix = []string{".pem", ".key", ".p8", ".p12", ".pfx", ".jks"}
)

// checkKeys looks for private keys, as files, as PEM, or as the Base64 of PKCS #1, PKCS #8 or SEC 1.
func checkKeys(t *Tree) []Finding {
	var found []Finding
	for _, p := range t.paths {
		if slices.Contains(keySuffix, path.Ext(p)) {
			found = append(found, Finding{p, 0, "a key file does not belong in the tree"})
			continue
		}
		for i, line := range strings.Split(t.text[p], "\n") {
			if pemKey.MatchString(line) || slices.ContainsFunc(longText.FindAllString(line, -1), isPrivateKey) {
				found = append(found, Finding{p, i + 1, "holds a private key"})
			}
		}
	}
	return found
}

func isPrivateKey(text string) bool {
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return false
	}
	_, err8 := x509.ParsePKCS8PrivateKey(der)
	_, err1 := x509.ParsePKCS1PrivateKey(der)
	_, errEC := x509.ParseECPrivateKey(der)
	return err8 == nil || err1 == nil || errEC == nil
}

const longFile = 400 // lines; beyond, a reader would rather have two files

// noteLength is advice, so it is no finding.
func noteLength(t *Tree) []Finding {
	var notes []Finding
	for _, p := range t.under("", ".go", ".js", ".css", ".sh") {
		if n := strings.Count(t.text[p], "\n"); n > longFile && !strings.HasSuffix(p, "_test.go") && !strings.Contains(p, "/testdata/") {
			notes = append(notes, Finding{p, 0, fmt.Sprintf("%d lines; would a reader split it?", n)})
		}
	}
	return notes
}
