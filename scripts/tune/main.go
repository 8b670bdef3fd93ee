// SPDX-License-Identifier: MIT

// Command tune makes of a Go program for js/wasm, as it was linked, one that
// runs faster, weighs less and, if that is asked, has started already.
//
//	go run ./scripts/tune [-structure PREFIX,…] [-started WASM_EXEC] IN OUT
//
// It writes the program's data in fewer and larger segments: see segments. With
// -structure it gives functions, by the beginnings of the names that they have in
// the section "name", loops and blocks instead of jumps through a table: see
// structure.go. Names are left out. With -started it keeps the program as it is
// once it has started: see start.go.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	structure := flag.String("structure", "", "beginnings of functions' names, separated by commas")
	started := flag.String("started", "", "run the program with this wasm_exec.js, and keep what it is then")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: tune [-structure PREFIX,…] [-started WASM_EXEC] IN OUT")
		os.Exit(2)
	}
	if err := tune(flag.Arg(0), flag.Arg(1), *structure, *started); err != nil {
		fmt.Fprintf(os.Stderr, "tune: %s: %v\n", flag.Arg(0), err)
		os.Exit(1)
	}
}

func tune(in, out, structure, started string) error {
	b, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	m, err := Parse(b)
	if err != nil {
		return err
	}
	if structure != "" {
		if m, err = m.Structure(strings.Split(structure, ",")); err != nil {
			return err
		}
	}
	m = m.WithoutNames()
	if started != "" {
		m, err = Started(m, started)
	} else {
		m, err = Packed(m)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(out, m.Bytes(), 0o644)
}

// Packed is the module with larger data segments.
func Packed(m Module) (Module, error) {
	memory, err := m.Memory()
	if err != nil {
		return m, err
	}
	return m.WithMemory(memory)
}
