// SPDX-License-Identifier: MIT

package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// A browser compiles each function when it is first called, and before a Go
// program does anything some 300 of its runtime are, and what makes the
// variables of packages. A program that has been run until Go waited for
// something to do has all of this behind it: what its memory held then is its
// data, what its globals held their first values. The idea is that of Wizer
// (github.com/bytecodealliance/wizer).
//
// Such a program must hold no JavaScript value but properties of globalThis and
// what is found below them: which, is listed in the custom section "values", as
// JSON, [id, id of what it is a property of, name]. It must have asked for no
// timer. A function settle that it exports is called before it is kept. Its
// random numbers are always the same, and with them how its maps hash; Go has
// read the clock as 1970. extension/engine/linear.js goes on from there.

//go:embed run.mjs
var run []byte

// state is what run.mjs says of the program that it has started.
type state struct {
	Globals []string          `json:"globals"` // decimal
	Values  []json.RawMessage `json:"values"`
}

// Started is the module of a program that has been started.
func Started(m Module, wasmExec string) (Module, error) {
	folder, err := os.MkdirTemp("", "tune-")
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
