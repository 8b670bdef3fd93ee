// SPDX-License-Identifier: MIT

package dts

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
)

// Docs are the comments of Go types and fields, by import path, type and, for a
// field, its name: "inkan/wasm/core.Account" or "inkan/wasm/core.Account.Site".
type Docs map[string]string

// ReadDocs collects the comments of packages of this module, whose root is the
// directory given.
func ReadDocs(root string, packages ...string) (Docs, error) {
	docs := make(Docs)
	for _, path := range packages {
		dir := filepath.Join(root, filepath.FromSlash(strings.TrimPrefix(path, "inkan/")))
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("dts: no Go files in %s", dir)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("dts: %w", err)
			}
			docs.collect(path, file)
		}
	}
	return docs, nil
}

func (d Docs) collect(path string, file *ast.File) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		for _, spec := range general.Specs {
			t := spec.(*ast.TypeSpec)
			key := path + "." + t.Name.Name
			d[key] = flat(general.Doc.Text())
			if s, ok := t.Type.(*ast.StructType); ok {
				d.collectFields(key, s)
			}
		}
	}
}

func (d Docs) collectFields(key string, s *ast.StructType) {
	for _, field := range s.Fields.List {
		text := flat(field.Doc.Text() + " " + field.Comment.Text())
		for _, name := range field.Names {
			d[key+"."+name.Name] = text
		}
	}
}

// flat puts a comment on one line, where it cannot end the one it goes into.
func flat(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "*/", "* /")
}

// Type is the doc comment of a type.
func (d Docs) Type(t reflect.Type) string { return d[t.PkgPath()+"."+t.Name()] }

// Field is the comment of a field.
func (d Docs) Field(t reflect.Type, field string) string {
	return d[t.PkgPath()+"."+t.Name()+"."+field]
}
