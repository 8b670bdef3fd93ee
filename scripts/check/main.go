// SPDX-License-Identifier: MIT

// Command check holds the tree to the rules of the project that no compiler and no public linter knows: which
// package may import which, what the top level holds, what the manifest promises, that all languages say the
// same things, and what must never be in a source file. Run it from the root:
//
//	go run ./scripts/check
//
// It prints one finding a line, as path:line: what is wrong, and exits 1 if there is any. Lines that begin with
// "note:" are advice and do not count.
package main

import (
	"fmt"
	"os"
)

// Finding is one broken rule.
type Finding struct {
	Path string // relative to the root, with slashes; a package's import path for rules about imports
	Line int    // 1-based; 0 when the rule is about the whole file
	Text string
}

func (f Finding) String() string {
	if f.Line == 0 {
		return f.Path + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Text)
}

func main() {
	findings, notes, err := checkAll(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
	for _, n := range notes {
		fmt.Println("note:", n)
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
}

// checkAll runs every check on the repository at root.
func checkAll(root string) (findings, notes []Finding, err error) {
	tree, err := openTree(root)
	if err != nil {
		return nil, nil, err
	}
	for _, check := range []func(*Tree) []Finding{
		checkTopLevel, checkManifest, checkLocales, checkMarkup, checkLicense, checkKeys,
	} {
		findings = append(findings, check(tree)...)
	}
	if packages, err := listPackages(root); err != nil {
		findings = append(findings, Finding{"go.mod", 0, "the imports cannot be checked: " + err.Error()})
	} else {
		findings = append(findings, checkImports(packages)...)
	}
	return findings, noteLength(tree), nil
}
