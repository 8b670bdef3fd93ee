// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// linked is a program for js/wasm, with its names.
func linked(t testing.TB, path string, flags ...string) Module {
	t.Helper()
	file := filepath.Join(t.TempDir(), "linked.wasm")
	build := exec.Command("go", "build", "-ldflags=-w "+strings.Join(flags, " "), "-o", file, path)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestForms has every function of a program structured, Go's runtime among them,
// and compares what the program does with what it does natively.
func TestForms(t *testing.T) {
	native, err := exec.Command("go", "run", "./testdata/forms").Output()
	if err != nil {
		t.Fatal(err)
	}
	m := linked(t, "./testdata/forms")
	before, err := m.bodies()
	if err != nil {
		t.Fatal(err)
	}
	m, err = m.Structure([]string{""})
	if err != nil {
		t.Fatal(err)
	}
	after, err := m.bodies()
	if err != nil {
		t.Fatal(err)
	}
	structured, left := 0, 0
	for i := range before {
		switch {
		case !bytes.Equal(before[i], after[i]):
			structured++
		case jumps(before[i]):
			left++
		}
	}
	t.Logf("%d functions structured, %d with jumps left", structured, left)
	if left > structured/50 {
		t.Error("too many are left")
	}
	file := filepath.Join(t.TempDir(), "forms.wasm")
	if err := os.WriteFile(file, m.WithoutNames().Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	node := exec.Command(filepath.Join(goroot(t), "lib/wasm/go_js_wasm_exec"), file)
	node.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")} // Go's wrapper refuses a large one
	var problems bytes.Buffer
	node.Stderr = &problems
	got, err := node.Output()
	if err != nil || !bytes.Equal(got, native) {
		t.Errorf("%v\n%s\ngot\n%s\nwant\n%s", err, &problems, got, native)
	}
}

// jumps tells whether a function jumps through a table.
func jumps(body []byte) bool {
	f, err := read(body, func(int) bool { return false })
	for i := 0; err == nil && i < len(f.blocks); i++ {
		for _, to := range f.blocks[i].jumps {
			if to != unwind {
				return true
			}
		}
	}
	return false
}

func goroot(t testing.TB) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(root))
}

// TestStructureNames says which functions are taken, and that those of no name are
// an error.
func TestStructureNames(t *testing.T) {
	m := linked(t, "./testdata/forms")
	all, err := m.functions()
	if err != nil {
		t.Fatal(err)
	}
	some, err := m.Structure([]string{"main.", "sort."})
	if err != nil {
		t.Fatal(err)
	}
	after, err := some.bodies()
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i := range all.bodies {
		if bytes.Equal(all.bodies[i], after[i]) {
			continue
		}
		changed++
		if name := all.name(i); !strings.HasPrefix(name, "main.") && !strings.HasPrefix(name, "sort.") {
			t.Errorf("%s was structured", name)
		}
	}
	if changed < 10 {
		t.Errorf("%d functions were structured", changed)
	}
	if _, err := m.Structure([]string{"none."}); err == nil {
		t.Error("no name, and no error")
	}
	if _, err := m.WithoutNames().Structure([]string{"main."}); err == nil {
		t.Error("a module without names, and no error")
	}
}

func FuzzStructured(f *testing.F) {
	m := linked(f, "./testdata/forms")
	all, err := m.functions()
	if err != nil {
		f.Fatal(err)
	}
	for i, body := range all.bodies {
		if strings.HasPrefix(all.name(i), "main.") {
			f.Add(body)
		}
	}
	f.Fuzz(func(_ *testing.T, body []byte) {
		Structured(body, 7, func(function int) bool { return function%2 == 0 }) //nolint:errcheck // it must not panic
	})
}
