// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// imported is how many accounts a file has that is imported.
const imported = 10_000

// ImportFigure is what a file of so many accounts takes, in milliseconds, on
// the manage page, with a popup that is not slowed down.
type ImportFigure struct {
	File               string
	Preview, Add, Undo Times   // from the click to what is shown after it
	Stall              Times   // the longest time that no page of ours could do anything
	Memory             float64 // of the process meanwhile, resident, most, MB
}

// stalls counts the tasks that a page, the engine or the popup has to wait for:
// they share one thread.
const stalls = `globalThis.longest = 0;
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); }).observe({ type: 'longtask' });`

// measureImport measures moving in with many accounts.
func (f *Figures) measureImport(ctx context.Context, r rounds, console string) error {
	dir, err := os.MkdirTemp("", "inkan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	files, err := writeImports(dir)
	if err != nil {
		return err
	}
	b, err := browser.Launch(ctx, browser.Options{Extension: built, Greeting: manual.Greeting, Headless: true, Timeout: 120 * time.Second})
	if err != nil {
		return err
	}
	defer b.Close()
	if _, err := b.Open(console); err != nil {
		return err
	}
	if _, err := readyEngine(b); err != nil {
		return err
	}
	page, err := b.Open(b.URL("manage/manage.html#import"))
	if err != nil {
		return err
	}
	if err := page.Eval(stalls, nil); err != nil {
		return err
	}
	for _, file := range files {
		figure := ImportFigure{File: file.name}
		for range r.launches {
			if err := figure.once(b, page, file.path, file.password); err != nil {
				return fmt.Errorf("%s: %w", file.name, err)
			}
		}
		f.Import = append(f.Import, figure)
	}
	return nil
}

type importFile struct{ name, path, password string }

// writeImports makes the files, as the programs do that export them.
func writeImports(dir string) ([]importFile, error) {
	keys := make([]otp.Key, imported)
	for i := range keys {
		key, err := otp.ParseURI(uri(i))
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	sealed, err := transfer.Aegis(keys, make([]transfer.Detail, imported), []byte(benchPassword), rand.Reader)
	if err != nil {
		return nil, err
	}
	files := []importFile{
		{name: "otpauth links", path: filepath.Join(dir, "links.txt")},
		{name: "Aegis, encrypted", path: filepath.Join(dir, "aegis.json"), password: benchPassword},
	}
	for i, data := range [][]byte{transfer.Text(keys), sealed} {
		if err := os.WriteFile(files[i].path, data, 0o600); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// once imports the file and takes it back.
func (f *ImportFigure) once(b *browser.Browser, page *browser.Page, path, password string) error {
	if err := page.Eval("longest = 0", nil); err != nil {
		return err
	}
	add := browser.Button(fmt.Sprintf("Add (%d)", imported))
	steps := []struct {
		times *Times
		do    func() error
		until string // an expression
	}{
		{&f.Preview, func() error {
			if err := page.Choose(browser.Button("Choose files"), path); err != nil || password == "" {
				return err
			}
			if err := page.Click(browser.Button("Enter the password: " + filepath.Base(path))); err != nil {
				return err
			}
			if err := page.Fill(browser.Field("Password of the file"), password); err != nil {
				return err
			}
			return page.Press("Enter")
		}, fmt.Sprintf("document.getElementById('add')?.textContent.includes('%d')", imported)},
		{&f.Add, func() error { return page.Click(add) }, "document.querySelector('.done') !== null"},
		{&f.Undo, func() error { return page.Click(browser.Button("Undo")) }, "document.querySelector('.done') === null"},
	}
	for _, step := range steps {
		begun := time.Now()
		if err := step.do(); err != nil {
			return err
		}
		if err := patiently(time.Minute, "the page never came to "+step.until, func() (there bool, err error) {
			err = page.Eval("Boolean("+step.until+")", &there)
			return there, err
		}); err != nil {
			return err
		}
		*step.times = append(*step.times, float64(time.Since(begun).Microseconds())/1000)
		f.Memory = max(f.Memory, resident(b))
	}
	var longest float64
	if err := page.Eval("longest", &longest); err != nil {
		return err
	}
	f.Stall = append(f.Stall, longest)
	return nil
}

func (f Figures) imports(out *strings.Builder) {
	fmt.Fprintf(out, "| import of %s | preview | add | undo | longest stall | memory, MB |\n|---|---|---|---|---|---|\n", accounts(imported))
	for _, i := range f.Import {
		fmt.Fprintf(out, "| %s | %v | %v | %v | %v | %.0f |\n", i.File, i.Preview, i.Add, i.Undo, i.Stall, i.Memory)
	}
	out.WriteByte('\n')
}
