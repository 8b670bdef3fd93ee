// SPDX-License-Identifier: MIT

// Command snapshot makes a Go program for js/wasm start faster and weigh less.
//
//	go run ./scripts/snapshot [-started] WASM_EXEC IN OUT
//
// It writes the module's data anew, in fewer and larger segments. With -started
// it runs the program first, in Node, until Go waits for something to do, and
// writes a module that has all of this behind it: what the memory held then is
// its data, what the globals held their first values. The idea is that of
// Wizer (github.com/bytecodealliance/wizer). A browser compiles each function
// when it is first called; the 300 of Go's runtime that only start it, and what
// package variables are made with, are never called then.
//
// Such a program must hold no JavaScript value but properties of globalThis and
// what is found below them: which, is listed in the custom section "values", as
// JSON, [id, id of what it is a property of, name]. It must have asked for no timer.
// It calls a function settle that it exports, if there is one, before it is kept.
// Its random numbers are always the same, and with them how its maps hash;
// Go has read the clock as 1970. extension/engine/linear.js goes on from there.
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

//go:embed run.mjs
var run []byte

func main() {
	started := flag.Bool("started", false, "run the program, and keep what it is then")
	flag.Parse()
	if flag.NArg() != 3 {
		fmt.Fprintln(os.Stderr, "usage: snapshot [-started] WASM_EXEC IN OUT")
		os.Exit(2)
	}
	if err := convert(flag.Arg(0), flag.Arg(1), flag.Arg(2), *started); err != nil {
		fmt.Fprintf(os.Stderr, "snapshot: %s: %v\n", flag.Arg(1), err)
		os.Exit(1)
	}
}

func convert(wasmExec, in, out string, started bool) error {
	b, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	m, err := Parse(b)
	if err != nil {
		return err
	}
	if started {
		m, err = Started(m, wasmExec)
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

// state is what run.mjs says of the program that it has started.
type state struct {
	Globals []string          `json:"globals"` // decimal
	Values  []json.RawMessage `json:"values"`
}

// Started is the module of a program that has been started.
func Started(m Module, wasmExec string) (Module, error) {
	folder, err := os.MkdirTemp("", "snapshot-")
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(folder)
	s, memory, err := start(m, wasmExec, folder)
	if err != nil {
		return m, err
	}
	globals, err := m.Globals()
	if err != nil {
		return m, err
	}
	if len(globals) != len(s.Globals) {
		return m, errors.New("the program has other globals than its module")
	}
	for i, text := range s.Globals {
		if globals[i].Value, err = strconv.ParseInt(text, 10, 64); err != nil {
			return m, fmt.Errorf("global %d: %w", i, err)
		}
	}
	values, err := json.Marshal(s.Values)
	if err != nil {
		return m, err
	}
	m, err = m.WithGlobals(globals).WithMemory(memory)
	for _, used := range []string{"run", "settle"} {
		if err == nil {
			m, err = m.Without(used) // never again
		}
	}
	return m.WithCustom("values", values), err
}

// start runs the program in Node, and returns what it was when Go had nothing
// more to do.
func start(m Module, wasmExec, folder string) (s state, memory []byte, err error) {
	m, err = m.WithGlobalsExported("global ")
	if err != nil {
		return s, nil, err
	}
	script, module, kept := filepath.Join(folder, "run.mjs"), filepath.Join(folder, "module.wasm"), filepath.Join(folder, "memory")
	if err := errors.Join(os.WriteFile(script, run, 0o600), os.WriteFile(module, m.Bytes(), 0o600)); err != nil {
		return s, nil, err
	}
	node := exec.Command("node", script, wasmExec, module, kept)
	said, err := node.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return s, nil, fmt.Errorf("run in Node: %w\n%s", err, failed.Stderr)
	}
	if err != nil {
		return s, nil, fmt.Errorf("run in Node: %w", err)
	}
	if err := json.Unmarshal(said, &s); err != nil {
		return s, nil, fmt.Errorf("what Node said: %w", err)
	}
	memory, err = os.ReadFile(kept)
	return s, memory, err
}
