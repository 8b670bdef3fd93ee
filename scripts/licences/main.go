// SPDX-License-Identifier: MIT

// Command licences writes the licences of all that the extension is made of, as
// JSON for its About section:
//
//	licences NAME=FOLDER … >licences.json
//
// Go's packages it finds by what the wasm binaries link; what is taken from npm
// it is told, as the folder of each package. One without a licence is an error:
// it must not be bundled.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Part is something of somebody else's that is in the extension.
type Part struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Text    string `json:"text"` // of its licence, and of the notices that belong to it
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	parts, err := modules("wasm/cmd/vault", "wasm/cmd/scan", "wasm/cmd/transfer")
	if err != nil {
		return err
	}
	for _, pair := range folders {
		name, folder, _ := strings.Cut(pair, "=")
		part, err := npm(name, folder)
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b Part) int { return strings.Compare(a.Name, b.Name) })
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	return out.Encode(parts)
}

// modules are Go itself and the modules that these commands link.
func modules(commands ...string) ([]Part, error) {
	args := []string{"list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"}
	for _, c := range commands {
		args = append(args, "./"+c)
	}
	list := exec.Command("go", args...)
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	lines := strings.Fields(string(bytes.ReplaceAll(out, []byte("\t"), []byte("|"))))
	slices.Sort(lines)
	language, err := golang()
	if err != nil {
		return nil, err
	}
	parts := []Part{language}
	for _, line := range slices.Compact(lines) {
		path, rest, _ := strings.Cut(line, "|")
		version, dir, _ := strings.Cut(rest, "|")
		text, err := licence(path, dir)
		if err != nil {
			return nil, err
		}
		parts = append(parts, Part{path, version, text})
	}
	return parts, nil
}

// golang is Go's own library. Distributions keep its licence elsewhere.
func golang() (Part, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return Part{}, fmt.Errorf("go env: %w", err)
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	text, err := licence("Go", root)
	if err != nil {
		text = "BSD-3-Clause, Copyright 2009 The Go Authors: https://go.dev/LICENSE"
	}
	return Part{"Go", strings.TrimPrefix(version, "go"), text}, nil
}

func npm(name, folder string) (Part, error) {
	raw, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return Part{}, err
	}
	var described struct{ Version string }
	if err := json.Unmarshal(raw, &described); err != nil {
		return Part{}, fmt.Errorf("%s: %w", folder, err)
	}
	text, err := licence(name, folder)
	return Part{name, described.Version, text}, err
}

// licence is what of a folder says what may be done with it.
func licence(name, folder string) (string, error) {
	var texts []string
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*", "NOTICE*"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return "", err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	if len(texts) == 0 {
		return "", errors.New(name + " has no licence in " + folder)
	}
	return strings.Join(texts, "\n\n"), nil
}
