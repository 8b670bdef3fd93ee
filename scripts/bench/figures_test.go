// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTimes(t *testing.T) {
	for _, test := range []struct {
		times       Times
		median, min float64
	}{
		{Times{3}, 3, 3},
		{Times{4, 1}, 2.5, 1},
		{Times{9, 2, 4}, 4, 2},
		{Times{8, 2, 6, 4}, 5, 2},
	} {
		if got := test.times.Median(); got != test.median {
			t.Errorf("%v: median %v, want %v", []float64(test.times), got, test.median)
		}
		if got := test.times.Min(); got != test.min {
			t.Errorf("%v: minimum %v, want %v", []float64(test.times), got, test.min)
		}
	}
}

func TestMarkdownMarksWhatIsMissed(t *testing.T) {
	f := Figures{
		Popup: []PopupFigure{
			{Accounts: 10, Ours: Times{100}, Plain: Times{80}, OursWritten: Times{1}, PlainWritten: Times{1}, Ratio: 1.25, Floor: 1.1},
			{Accounts: 1000, Ours: Times{100}, Plain: Times{80}, OursWritten: Times{1}, PlainWritten: Times{1}, Ratio: 1.25, Floor: 1.5},
		},
		Idle: []IdleFigure{{Accounts: 100, Between: 4.9}, {Accounts: 1000, Between: 5}},
	}
	var out strings.Builder
	if err := f.Markdown(&out); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		missed := strings.HasPrefix(line, "| 10 accounts") || strings.HasPrefix(line, "| 1,000 accounts, watched")
		if got := strings.Contains(line, "**missed**"); got != missed {
			t.Errorf("missed %v, want %v: %s", got, missed, line)
		}
	}
	if strings.Contains(out.String(), "scan of") {
		t.Error("what was not measured has a table")
	}
}

// TestVariant makes sure that the popup is still as the bench takes it apart.
func TestVariant(t *testing.T) {
	to := filepath.Join(t.TempDir(), "variant")
	if err := writeVariant("../../extension", to); err != nil {
		t.Fatal(err)
	}
	for page, script := range map[string]string{ours: `src="first.js"`, "popup/plain.html": `src="plain.js"`} {
		html, err := os.ReadFile(filepath.Join(to, page))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(html), script) != 1 || strings.Count(string(html), `src="watch.js"`) != 1 {
			t.Errorf("%s does not load %s and watch.js once", page, script)
		}
	}
}
