// SPDX-License-Identifier: MIT

package dts

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/core"
	"inkan/wasm/door"
	"inkan/wasm/door/files"
	"inkan/wasm/door/lab"
	"inkan/wasm/door/scan"
	"inkan/wasm/door/typed"
)

var update = flag.Bool("update", false, "write the declarations anew")

const root = "../.."

// doors are the declarations in extension/engine.
func doors(t *testing.T) map[string]Door {
	t.Helper()
	docs, err := ReadDocs(root, "inkan/wasm/door", "inkan/wasm/door/scan", "inkan/wasm/door/lab", "inkan/wasm/door/files", "inkan/wasm/core")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Door{
		"vault.d.ts": {
			Name: "Vault", Global: "globalThis.vault", Source: "inkan/wasm/core",
			Methods: core.New(core.Options{}).Methods(), Codes: core.Codes(), Docs: docs,
		},
		"transfer.d.ts": {
			Name: "Transfer", Global: "globalThis.transfer", Source: "inkan/wasm/door/files",
			Methods: files.New(nil).Methods(), Codes: files.Codes(), Docs: docs,
		},
		"lab.d.ts": {
			Name: "Lab", Global: "globalThis.lab", Source: "inkan/wasm/door/lab",
			Methods: lab.New(new(lab.Pixels)).Methods(), Codes: lab.Codes(), Docs: docs,
		},
		"scan.d.ts": {
			Name: "Scan", Global: "Program", Source: "inkan/wasm/door/scan",
			Methods: scan.New(new(scan.Pixels)).Methods(), Codes: scan.Codes(), Docs: docs,
		},
	}
}

func TestDeclarationsAreCurrent(t *testing.T) {
	for name, d := range doors(t) {
		path := filepath.Join(root, "extension", "engine", name)
		want := d.Declaration()
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the Go table says: go test ./scripts/dts -update", path)
		}
	}
}

func TestEveryMethodAndTypeIsExplained(t *testing.T) {
	for name, d := range doors(t) {
		for _, m := range d.Methods {
			if m.Doc == "" || !strings.HasSuffix(m.Doc, ".") {
				t.Errorf("%s: the method %s is not explained by a sentence", name, m.Name)
			}
			for _, typ := range []string{d.Docs.Type(m.Params), d.Docs.Type(m.Result)} {
				if typ == "" && m.Result.Name() != "" {
					t.Errorf("%s: a type of the method %s has no comment", name, m.Name)
				}
			}
		}
	}
}

func TestCodesAreUnique(t *testing.T) {
	for name, d := range doors(t) {
		seen := make(map[door.Code]bool)
		for _, c := range d.Codes {
			if seen[c] {
				t.Errorf("%s: the code %s means two things", name, c)
			}
			seen[c] = true
		}
	}
}

// sample has every shape that a declaration can have.
type sample struct {
	Name   string      `json:"name"`
	Level  sampleLevel `json:"level,omitempty"` // how high */
	Inner  *inner      `json:"inner,omitempty"`
	List   []inner     `json:"list"`
	Sure   bool        `json:"sure"`
	Number int64       `json:"number"`
}

type inner struct {
	Ratio float64 `json:"ratio"`
}

type sampleLevel string

func (sampleLevel) Values() []string { return []string{"low", "high"} }

func TestDeclaration(t *testing.T) {
	var table door.Table
	typed.Handle(&table, door.Method{Name: "look", Doc: "Looks.", In: "a picture", Out: "a text", Writes: true},
		func(sample, []byte) (door.None, []byte, error) { return door.None{}, nil, nil })
	docs := make(Docs)
	d := Door{Name: "Probe", Global: "probe", Source: "inkan/probe", Methods: table.Methods(), Codes: []door.Code{"b", "a"}, Docs: docs}
	got := d.Declaration()
	for _, want := range []string{
		"export interface ProbeMethods {",
		"  look: { params: sample, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };",
		"/** Looks. Bytes in: a picture. Bytes out: a text.",
		"  level?: sampleLevel;\n",
		"  inner?: inner;\n",
		"  list: inner[];\n",
		"  sure: boolean;\n",
		"  number: number;\n",
		"export type sampleLevel = 'low' | 'high';",
		"export type ErrorCode =\n  | 'a'\n  | 'b';",
		"call(method: keyof ProbeMethods,",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestFlat(t *testing.T) {
	if got := flat("one\n two */ three"); got != "one two * / three" {
		t.Errorf("got %q", got)
	}
}

func TestErrorCodesOfTheBridgeAreListed(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(root, "wasm", "bridge", "bridge.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(source), `{"code":"`)[1:] {
		code, _, _ := strings.Cut(part, `"`)
		if !slices.Contains(door.Codes(), door.Code(code)) {
			t.Errorf("the bridge says %q, which package door does not list", code)
		}
	}
}
