// SPDX-License-Identifier: MIT

// Package mutations takes the security checks of Go and of JavaScript away, one
// at a time, and sees that a test notices. Each .patch here is a unified diff,
// and names in its first line the package and the test, or the script of package
// guards, that has to fail without the check:
//
//	wasm/vault TestTheLastWayStays
//	scripts/guards messages
//
// Nothing in the tree is changed: the go command gets the files as an overlay,
// Node in a copy.
package mutations

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inkan/scripts/guards"
)

const root = "../.."

// least is how many patches there are at least: a folder that was emptied must
// not pass.
const least = 40

func TestEveryCheckIsMissed(t *testing.T) {
	patches, err := filepath.Glob("*.patch")
	if err != nil || len(patches) < least {
		t.Fatalf("%d patches, %v", len(patches), err)
	}
	if testing.Short() {
		t.Skip("takes a minute")
	}
	for _, name := range patches {
		t.Run(strings.TrimSuffix(name, ".patch"), func(t *testing.T) {
			t.Parallel() // so that two links wait for nobody at the end of the run
			missed(t, name)
		})
	}
}

// missed runs one patch's test on the patched source.
func missed(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	heading, diff, _ := strings.Cut(string(text), "\n")
	pkg, test, ok := strings.Cut(heading, " ")
	if pkg == "scripts/guards" {
		out, err := guards.Run(root, t.TempDir(), test, patched(t, diff))
		switch {
		case err == nil:
			t.Errorf("%s passes without the check:\n%s", test, out)
		case !strings.Contains(string(out), "not ok "):
			t.Errorf("%s did not run: %v\n%s", test, err, out)
		}
		return
	}
	if !ok || !strings.HasPrefix(test, "Test") {
		t.Fatalf("the first line is %q, not a package and a test", heading)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": patched(t, diff)})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(path, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", "test", "-overlay", path, "-short", "-vet=off", "-timeout", "2m", "-run", "^"+test+"$", "./"+pkg)
	run.Dir = root
	out, err := run.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		t.Errorf("%s passes without the check:\n%s", test, out)
	case !errors.As(err, &exit), !strings.Contains(string(out), "--- FAIL: "+test), strings.Contains(string(out), "[build failed]"):
		t.Errorf("%s did not run: %v\n%s", test, err, out)
	}
}

// patched writes the files of a diff as they are with it, and returns where, by
// their names. Every hunk's old text must be in its file exactly once.
func patched(t *testing.T, diff string) map[string]string {
	files := make(map[string]string)
	for _, part := range strings.Split(diff, "--- a/")[1:] {
		name, hunks, _ := strings.Cut(part, "\n")
		path, err := filepath.Abs(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(source)
		for _, hunk := range strings.Split(hunks, "\n@@ ")[1:] {
			_, lines, _ := strings.Cut(hunk, "\n")
			before, after := sides(lines)
			if strings.Count(text, before) != 1 {
				t.Fatalf("%s has changed: this is not in it once:\n%s", name, before)
			}
			text = strings.Replace(text, before, after, 1)
		}
		files[path] = filepath.Join(t.TempDir(), filepath.Base(name))
		if err := os.WriteFile(files[path], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// sides are the old and the new text of a hunk.
func sides(lines string) (before, after string) {
	for _, line := range strings.Split(strings.TrimSuffix(lines, "\n"), "\n") {
		kind, text := byte(' '), ""
		if line != "" {
			kind, text = line[0], line[1:]
		}
		if kind != '+' {
			before += text + "\n"
		}
		if kind != '-' {
			after += text + "\n"
		}
	}
	return before, after
}
