// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"inkan/scripts/browser"
	"inkan/scripts/manual"
)

// VaultFigure is what a vault of so many accounts takes, in milliseconds.
type VaultFigure struct {
	Accounts int
	Save     Times   // an account renamed: asked for to stored durably
	Add      Times   // an account more, stored durably
	Search   Times   // a letter typed to the list that shows what it finds
	Manage   Times   // the manage page's navigation to its first accounts painted
	Unlock   Times   // the wrapping key given to the first code: all but deriving it
	Memory   float64 // of the process that the engine, the popup and the service worker run in, resident, MB
}

// DeriveFigure is what deriving a key of a password takes, in milliseconds.
type DeriveFigure struct {
	Parameters     string
	Ours, HashWasm Times
}

//go:embed page/password.mjs
var passwordScript string

// measureVault measures what depends on the number of accounts, up to ten
// thousand, and what a password costs.
func (f *Figures) measureVault(ctx context.Context, r rounds, console string) error {
	b, err := browser.Launch(ctx, browser.Options{Extension: built, Greeting: manual.Greeting, Headless: true, Timeout: 120 * time.Second})
	if err != nil {
		return err
	}
	defer b.Close()
	tab, err := b.Open(console)
	if err != nil {
		return err
	}
	have := 0
	for _, n := range []int{10, 100, 1000, 10000} {
		if err := seed(b, have, n); err != nil {
			return err
		}
		have = n
		figure := VaultFigure{Accounts: n}
		engine, err := readyEngine(b)
		if err != nil {
			return err
		}
		for range r.pairs {
			var save, add float64
			if err := engine.Eval(`(async () => {
				const start = performance.now();
				await inkan.change('edit', { now: Date.now(), id: inkan.accounts[0].id, issuer: 'Renamed ' + start, account: '' });
				return performance.now() - start;
			})()`, &save); err != nil {
				return err
			}
			have++
			if err := engine.Eval(fmt.Sprintf(`(async () => {
				const start = performance.now();
				const { ref } = inkan.call('read', { now: Date.now(), site: '' }, new TextEncoder().encode(%q));
				await inkan.change('add', { now: Date.now(), refs: [ref] });
				return performance.now() - start;
			})()`, uri(have-1)), &add); err != nil {
				return err
			}
			figure.Save, figure.Add = append(figure.Save, save), append(figure.Add, add)
		}
		if err := figure.popup(b, tab, r.pairs, have); err != nil {
			return err
		}
		f.Vault = append(f.Vault, figure)
	}
	passwords, err := inNode(ctx, r.colds)
	if err != nil {
		return err
	}
	f.Derive = passwords.Derive
	for i, times := range passwords.Unlock {
		f.Vault[i].Unlock = times
	}
	return nil
}

// measureFilter measures only how soon a long list is filtered, and how soon the
// manage page shows it.
func (f *Figures) measureFilter(ctx context.Context, r rounds, console string) error {
	b, err := browser.Launch(ctx, browser.Options{Extension: variant, Greeting: manual.Greeting, Headless: true, Timeout: 120 * time.Second})
	if err != nil {
		return err
	}
	defer b.Close()
	tab, err := b.Open(console)
	if err != nil {
		return err
	}
	have := 0
	for _, n := range []int{10, 1000, 10000} {
		if err := seed(b, have, n); err != nil {
			return err
		}
		have = n
		figure := VaultFigure{Accounts: n}
		if err := figure.popup(b, tab, r.pairs, n); err != nil {
			return err
		}
		if figure.Manage, err = managePage(b, r.pairs); err != nil {
			return err
		}
		f.Filter = append(f.Filter, figure)
	}
	return nil
}

// managePage opens the manage page, in a tab of its own each time, and says when
// its first accounts were there.
func managePage(b *browser.Browser, times int) (painted Times, err error) {
	const page = manage + "#accounts"
	for range times {
		tab, err := b.Open(b.URL(page))
		if err != nil {
			return nil, err
		}
		told, err := (&bench{Browser: b}).told(page, func(o opening) bool { return o.Painted > 0 })
		if err != nil {
			return nil, err
		}
		painted = append(painted, told.Painted)
		if err := tab.Close(); err != nil {
			return nil, err
		}
		time.Sleep(settle)
	}
	return painted, nil
}

// popup searches a list of all accounts and reads the memory while it stands.
func (f *VaultFigure) popup(b *browser.Browser, tab *browser.Page, times, rows int) error {
	popup, err := b.ClickIcon(tab)
	if err != nil {
		return err
	}
	// Those that show are there at once, others up to a thousand come by
	// themselves, and the rest when they are scrolled to.
	for end, there := time.Now().Add(time.Minute), 0; there < min(rows, 1000); time.Sleep(50 * time.Millisecond) {
		if err := popup.Eval("document.getElementById('accounts').childElementCount", &there); err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("the popup lists %d of %d accounts", there, rows)
		}
	}
	for i := range times {
		var took float64
		// One account in the whole list is called so.
		if err := popup.Eval(fmt.Sprintf(`new Promise((done) => {
			const start = performance.now();
			search.value = %q;
			search.dispatchEvent(new Event('input'));
			requestAnimationFrame(() => setTimeout(() => {
				const found = performance.now() - start;
				if (document.getElementById('accounts').childElementCount === 0) done(-1);
				search.value = '';
				search.dispatchEvent(new Event('input'));
				requestAnimationFrame(() => setTimeout(() => done(found)));
			}));
		})`, fmt.Sprintf("user%04d", i+2)), &took); err != nil {
			return err
		}
		if took < 0 {
			return fmt.Errorf("the search finds nothing among %d accounts", rows)
		}
		f.Search = append(f.Search, took)
	}
	f.Memory = resident(b)
	if err := popup.Press("Escape"); err != nil && !popup.Closed() {
		return err
	}
	return popup.WaitClosed()
}

// resident is the memory of the extension's process, MB.
func resident(b *browser.Browser) (memory float64) {
	for _, pid := range b.ExtensionProcesses() {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(status), "VmRSS:")
		var kB float64
		if _, err := fmt.Sscan(rest, &kB); err == nil {
			memory += kB / 1024
		}
	}
	return memory
}

// passwordFigures are measured in Node, as the engine derives in an instance of
// vault.wasm of its own.
type passwordFigures struct {
	Derive []DeriveFigure
	Unlock []Times // of vaults with 10, 100, 1,000 and 10,000 accounts
}

// inNode times what a password costs.
func inNode(ctx context.Context, times int) (f passwordFigures, err error) {
	cmd := exec.CommandContext(ctx, "node", "--input-type=module", "-", fmt.Sprint(times))
	cmd.Dir = "scripts"
	cmd.Stdin = strings.NewReader(passwordScript)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return f, fmt.Errorf("passwords in Node: %w", err)
	}
	return f, json.Unmarshal(out.Bytes(), &f)
}

func (f Figures) filters(out *strings.Builder) {
	out.WriteString("| list of | popup: letter typed → what it finds is shown | manage page: navigation start → first accounts painted |\n|---|---|---|\n")
	for _, v := range f.Filter {
		fmt.Fprintf(out, "| %s | %v | %v |\n", accounts(v.Accounts), v.Search, v.Manage)
	}
	out.WriteString("\n")
}

func (f Figures) vault(out *strings.Builder) {
	out.WriteString("| vault | change stored | account added, stored | search | unlock, the password's key derived → first code | process of engine and popup, MB |\n|---|---|---|---|---|---|\n")
	for _, v := range f.Vault {
		fmt.Fprintf(out, "| %s | %v | %v | %v | %v | %.0f |\n", accounts(v.Accounts), v.Save, v.Add, v.Search, v.Unlock, v.Memory)
	}
	out.WriteString("\n| Argon2id | vault.wasm | hash-wasm | ratio |\n|---|---|---|---|\n")
	for _, d := range f.Derive {
		fmt.Fprintf(out, "| %s | %v | %v | %.2f |\n", d.Parameters, d.Ours, d.HashWasm, d.Ours.Median()/d.HashWasm.Median())
	}
	out.WriteString("\n")
}
