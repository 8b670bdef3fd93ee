// SPDX-License-Identifier: MIT

// Package guards runs checks of JavaScript in Node: who may send what, who may
// make a way in, how soon the next password may be tried, and what locking
// leaves behind. A browser shows that they work together; here each is asked
// what it does at every edge, in some hundredths of a second.
package guards

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Run runs a script of testdata, such as "attempts", on a copy of the extension
// in dir. replaced are files to put in the place of others: where, by their
// absolute names. It returns what the script printed, and an error when a check
// did not hold or the script did not run.
func Run(root, dir, script string, replaced map[string]string) ([]byte, error) {
	for from, to := range map[string]string{"extension": "extension", "scripts/guards/testdata": "."} {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(root, from))); err != nil {
			return nil, err
		}
	}
	if err := vendor(root, dir); err != nil {
		return nil, err
	}
	for name, with := range replaced {
		base, err := filepath.Abs(root)
		if err != nil {
			return nil, err
		}
		at, err := filepath.Rel(base, name)
		if err != nil {
			return nil, err
		}
		text, err := os.ReadFile(with)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, at), text, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "node", script+".js")
	run.Dir = dir
	out, err := run.CombinedOutput()
	if err != nil {
		return out, fmt.Errorf("guards: %s: %w", script, err)
	}
	return out, nil
}

// vendor puts what the build takes from npm, and a script here needs, where the
// build puts it.
func vendor(root, dir string) error {
	for _, file := range []struct{ from, to, missing string }{
		{"scripts/node_modules/tldts/dist/index.esm.min.js", "extension/vendor/tldts.js", "run scripts/setup.sh tools first"},
		{"scripts/node_modules/qr/index.js", "extension/vendor/qr.js", "run scripts/setup.sh tools first"},
		{".build/icons/services.js", "extension/icons/services.js", "run scripts/build.sh first"},
	} {
		text, err := os.ReadFile(filepath.Join(root, file.from))
		if err != nil {
			return fmt.Errorf("guards: %w: %s", err, file.missing)
		}
		if err := os.WriteFile(filepath.Join(dir, file.to), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
