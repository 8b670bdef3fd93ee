// SPDX-License-Identifier: MIT

// Package dts writes the TypeScript declarations of the doors between Go and
// JavaScript from their method tables, by reflection. Its test fails when the
// declarations in extension/engine are not what the tables say;
//
//	go test ./scripts/dts -update
//
// writes them anew.
package dts

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"inkan/wasm/door"
)

// Door is one table and what its declaration needs beside it.
type Door struct {
	Name    string // prefix of the exported names, such as "Vault"
	Global  string // how JavaScript finds it, such as "globalThis.vault"
	Source  string // import path of the package that makes the table
	Methods []door.Method
	Codes   []door.Code
	Docs    Docs
}

const heading = `// SPDX-License-Identifier: MIT
// Generated from the method table in %s by "go test ./scripts/dts -update". Do not edit.
`

// Declaration is the text of the door's .d.ts file.
func (d Door) Declaration() string {
	w := &writer{docs: d.Docs, names: make(map[string]reflect.Type)}
	w.printf(heading, strings.TrimPrefix(d.Source, "inkan/"))
	w.methods(d)
	w.name(reflect.TypeFor[door.Error]())
	for len(w.queue) > 0 { // grows while it is worked off
		t := w.queue[0]
		w.queue = w.queue[1:]
		w.declare(t)
	}
	w.codes(d.Codes)
	w.door(d)
	return w.String()
}

// writer collects the text and the types it has mentioned but not declared.
type writer struct {
	strings.Builder
	docs  Docs
	names map[string]reflect.Type
	queue []reflect.Type
}

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

// comment writes a doc comment on a line of its own.
func (w *writer) comment(indent, text string) {
	if text != "" {
		w.printf("%s/** %s */\n", indent, text)
	}
}

func (w *writer) methods(d Door) {
	w.printf("\n/** What %s.call answers, by method: parameters, bytes in, result, bytes out. */\nexport interface %sMethods {\n", d.Global, d.Name)
	for _, m := range d.Methods {
		doc := m.Doc
		if m.In != "" {
			doc += " Bytes in: " + m.In + "."
		}
		if m.Out != "" {
			doc += " Bytes out: " + m.Out + "."
		}
		if m.Writes {
			doc += " With bytes out, it takes effect at commit; without, nothing changed."
		}
		w.comment("  ", doc)
		in, out := "undefined", "null"
		if m.In != "" {
			in = "Uint8Array"
		}
		if m.Out != "" {
			out = "Uint8Array<ArrayBuffer>"
		}
		if m.Writes && m.Params != reflect.TypeFor[door.None]() {
			out += " | null"
		}
		w.printf("  %s: { params: %s, bytes: %s, result: %s, out: %s, writes: %t };\n", m.Name, w.name(m.Params), in, w.name(m.Result), out, m.Writes)
	}
	w.printf("}\n")
}

// name is how a Go type is written in TypeScript; a type with a declaration of
// its own is queued for it.
func (w *writer) name(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[door.None]():
		return "Record<string, never>"
	case t == reflect.TypeFor[door.Code]():
		return "ErrorCode"
	case t == reflect.TypeFor[door.Error]():
		return w.declared("DoorError", t)
	case t.Kind() == reflect.Pointer:
		return w.name(t.Elem())
	case t.Kind() == reflect.Slice:
		return w.name(t.Elem()) + "[]"
	case t.Kind() == reflect.Struct, t.Implements(reflect.TypeFor[door.Enum]()):
		return w.declared(t.Name(), t)
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	}
	panic("dts: no TypeScript for " + t.String())
}

func (w *writer) declared(name string, t reflect.Type) string {
	if known, ok := w.names[name]; ok && known != t {
		panic("dts: two types are called " + name)
	} else if !ok {
		w.names[name] = t
		w.queue = append(w.queue, t)
	}
	return name
}

func (w *writer) declare(t reflect.Type) {
	w.printf("\n")
	w.comment("", w.docs.Type(t))
	if t.Kind() == reflect.String {
		values := reflect.Zero(t).Interface().(door.Enum).Values()
		w.printf("export type %s = %s;\n", w.name(t), union(values))
		return
	}
	w.printf("export interface %s {\n", w.name(t))
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || !f.IsExported() {
			panic("dts: a field of " + t.String() + " has no json name")
		}
		w.comment("  ", w.docs.Field(t, f.Name))
		if options == "omitempty" {
			name += "?"
		}
		w.printf("  %s: %s;\n", name, w.name(f.Type))
	}
	w.printf("}\n")
}

func union(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + v + "'"
	}
	return strings.Join(quoted, " | ")
}

func (w *writer) codes(codes []door.Code) {
	values := make([]string, len(codes))
	for i, c := range codes {
		values[i] = string(c)
	}
	slices.Sort(values)
	w.printf("\n/** Every code that an error or a problem can have. */\nexport type ErrorCode =\n  | '%s';\n", strings.Join(values, "'\n  | '"))
}

func (w *writer) door(d Door) {
	w.printf(`
/** What the JSON of an answer holds. */
export type Outcome<T> = { ok: T, error?: undefined } | { ok?: undefined, error: DoorError };

/** %[2]s. Synchronous; what goes wrong is said in the JSON, which is an Outcome of the method's result. */
export interface %[1]sDoor {
  call(method: keyof %[1]sMethods, params: string, bytes?: Uint8Array | null): { json: string, bytes: Uint8Array<ArrayBuffer> | null };
}
`, d.Name, d.Global)
}
