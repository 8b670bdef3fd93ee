// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// built is the module of testdata/program, which does something ill.
func built(t *testing.T, ill string) (m Module, wasmExec string) {
	t.Helper()
	m = linked(t, "./testdata/program", "-X=main.ill="+ill)
	return m.WithoutNames(), filepath.Join(goroot(t), "lib/wasm/wasm_exec.js")
}

// TestStarted keeps a program and goes on with it as the scan Worker does.
func TestStarted(t *testing.T) {
	m, wasmExec := built(t, "")
	kept, err := Started(m, wasmExec)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Started(m, wasmExec)
	if err != nil || !bytes.Equal(kept.Bytes(), again.Bytes()) {
		t.Errorf("the same program gives another module each time (%v)", err)
	}
	for _, name := range []string{"run", "settle", "global 0"} {
		if bytes.Contains(kept.body(exportSection), []byte(name)) {
			t.Errorf("%q is still exported", name)
		}
	}
	file := filepath.Join(t.TempDir(), "kept.wasm")
	if err := os.WriteFile(file, kept.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := [][3]string{
		{"goroutine", "", "done Uint8Array(0) []"}, // and those run that had something to do when the program was kept
		{"state", "", "map[one:1 three:3 two:2] settled 7 true 1 null"},
		{"iso-8859-7", "é", "Γ© true true null"}, // C3 A9
		{"utf-8", "日本", "日本 true true null"},
		{"utf-16le", "odd", " false true null"},
		{"no-such-set", "a", " false false null"},
		{"grow", "9000000", "9000000 Uint8Array(3) [ 1, 2, 3 ]"},
		{"state", "", "map[one:1 three:3 two:2] settled 9 true 1 null"},
		{"long", strings.Repeat("x", 1<<16), "the parameters are too long"},
		{"panic", "JBSWY3DPEHPK3PXP", `{"error":{"code":"crashed","message":"the engine stopped"}} null`},
		{"state", "", `{"error":{"code":"closed","message":"the engine is closed"}} null`},
	}
	got := answers(t, wasmExec, file, asked)
	for i, c := range asked {
		if got[i] != c[2] {
			t.Errorf("%s: got %q, want %q", c[0], got[i], c[2])
		}
	}
	for i, got := range answers(t, wasmExec, file, [][3]string{{"end"}, {"state"}}) {
		if got != "the Go program has ended" {
			t.Errorf("answer %d of a program that ends: %q", i, got)
		}
	}
}

// answers asks the program in the file.
func answers(t *testing.T, wasmExec, file string, asked [][3]string) []string {
	t.Helper()
	args := []string{"testdata/ask.mjs", wasmExec, filepath.Join(root, "extension/engine/linear.js"), file}
	for _, c := range asked {
		args = append(args, c[0], c[1])
	}
	node := exec.Command("node", args...)
	var problems bytes.Buffer
	node.Stderr = &problems
	out, err := node.Output()
	got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if err != nil || len(got) != len(asked) {
		t.Fatalf("%v: %s%s", err, out, &problems)
	}
	return got
}

// TestRefused has programs do what could not be kept.
func TestRefused(t *testing.T) {
	for ill, why := range map[string]string{
		"timer": "asked for a timer", "call": "did more with JavaScript", "set": "did more with JavaScript",
		"own": "did more with JavaScript", "end": "has ended", "text": "had a text decoded",
	} {
		m, wasmExec := built(t, ill)
		if _, err := Started(m, wasmExec); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want an error that says %q", ill, err, why)
		}
	}
}

// TestPacked says that the memory of a packed module is what it was.
func TestPacked(t *testing.T) {
	m, _ := built(t, "")
	before, err := m.Memory()
	if err != nil {
		t.Fatal(err)
	}
	packed, err := Packed(m)
	if err != nil {
		t.Fatal(err)
	}
	read, err := Parse(packed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	after, err := read.Memory()
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the memory is another (%v)", err)
	}
	for _, id := range []byte{importSection, globalSection, exportSection} {
		if !bytes.Equal(m.body(id), read.body(id)) {
			t.Errorf("section %d is another", id)
		}
	}
}

// module is a module of nothing but what is read here: a memory of one page, two
// globals, two exports, a piece of data.
var module = slices.Concat(preamble, []byte{
	memorySection, 3, 1, 0, 1,
	globalSection, 13, 2, i32, 1, i32Const, 0xC0, 0xBB, 0x78, end, i64, 1, i64Const, 0x7F, end,
	exportSection, 11, 2, 3, 'r', 'u', 'n', 0, 1, 1, 'm', 2, 0,
	dataSection, 7, 1, 0, i32Const, 5, end, 1, 9,
})

func TestGlobals(t *testing.T) {
	m, err := Parse(module)
	if err != nil {
		t.Fatal(err)
	}
	globals, err := m.Globals()
	want := []Global{{i32, 1, -123456}, {i64, 1, -1}}
	if err != nil || !slices.Equal(globals, want) {
		t.Fatalf("got %v, %v", globals, err)
	}
	want = []Global{{i32, 1, 1 << 30}, {i64, 1, -1 << 63}}
	if globals, err = m.WithGlobals(want).Globals(); err != nil || !slices.Equal(globals, want) {
		t.Errorf("got %v, %v", globals, err)
	}
}

func TestSegments(t *testing.T) {
	m, err := Parse(module)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		memory := make([]byte, Page)
		for range r.IntN(20) {
			from := r.IntN(Page)
			for i := range min(Page-from, r.IntN(100)) {
				memory[from+i] = byte(r.IntN(3))
			}
		}
		other, err := m.WithMemory(memory)
		if err != nil {
			t.Fatal(err)
		}
		got, err := other.Memory()
		if err != nil || !bytes.Equal(got, memory) {
			t.Fatalf("the memory is another (%v)", err)
		}
	}
	if _, err := m.WithMemory(make([]byte, Page+1)); err == nil {
		t.Error("a memory of part of a page was taken")
	}
}

func FuzzModule(f *testing.F) {
	f.Add(module)
	for i := range module {
		f.Add(module[:i])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Parse(b)
		if err != nil {
			return
		}
		if again, err := Parse(m.Bytes()); err != nil || !bytes.Equal(again.Bytes(), m.Bytes()) {
			t.Fatalf("what was written is read as another (%v)", err)
		}
		if globals, err := m.Globals(); err == nil {
			if got, err := m.WithGlobals(globals).Globals(); err != nil || !slices.Equal(got, globals) {
				t.Fatalf("the globals are others (%v)", err)
			}
			m.WithGlobalsExported("g") //nolint:errcheck // it must not panic
		}
		m.Without("run") //nolint:errcheck // likewise
		if len(b) < 100 {
			m.Memory() //nolint:errcheck // likewise
		}
	})
}
