// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Times are measurements of one thing, in milliseconds; at least one.
type Times []float64

// Median is the middle one, or the mean of the two in the middle.
func (t Times) Median() float64 {
	s := slices.Sorted(slices.Values(t))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}

// Min is the smallest.
func (t Times) Min() float64 { return slices.Min(t) }

// String is the median, and the smallest in brackets, as figures are written in
// the tables.
func (t Times) String() string { return fmt.Sprintf("%.0f (%.0f)", t.Median(), t.Min()) }

// Figures are all that was measured.
type Figures struct {
	Machine Machine
	Popup   []PopupFigure
	Cold    []ColdFigure
	Idle    []IdleFigure
	Scan    []ScanFigure
	Box     BoxFigure
	Camera  []CameraFigure
	Filter  []VaultFigure // of which only the search was measured
	Vault   []VaultFigure
	Derive  []DeriveFigure
	Import  []ImportFigure
	Sizes   []SizeFigure

	// Unlocking a vault of ten accounts in the browser, to its first code: from the password typed, and from the answer of
	// the passkey's device.
	ByPassword, ByPasskey Times
}

// Machine is where it was measured.
type Machine struct {
	Chromium   string
	Processors int
	LoadBefore string // one minute's average
	LoadAfter  string
}

// Markdown writes the figures down as tables.
func (f Figures) Markdown(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s, headless, software rendering, %d processors, load %s before and %s after. Milliseconds, median (minimum).\n",
		f.Machine.Chromium, f.Machine.Processors, f.Machine.LoadBefore, f.Machine.LoadAfter)
	out.WriteString("What else runs on the machine stretches every time; ratios hold.\n\n")
	for _, part := range []struct {
		measured int
		write    func(*strings.Builder)
	}{{len(f.Popup), f.popups}, {len(f.Cold), f.cold}, {len(f.Idle), f.idle}, {len(f.Scan), f.scans}, {len(f.Camera), f.camera}, {len(f.Filter), f.filters}, {len(f.Vault), f.vault}, {len(f.ByPasskey), f.unlocks}, {len(f.Import), f.imports}, {len(f.Sizes), f.sizes}} {
		if part.measured > 0 {
			part.write(&out)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (f Figures) popups(out *strings.Builder) {
	out.WriteString("| popup, navigation start → | codes written | codes painted | as many rows, one code, in plain JavaScript: written | painted | ratio painted | floor | a single such row: painted | ratio |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, p := range f.Popup {
		floor := "–"
		if p.Floor > 0 {
			floor = mark(fmt.Sprintf("≤ %.1f", p.Floor), p.Over())
		}
		one, ratio := "–", "–"
		if len(p.One) > 0 {
			one, ratio = p.One.String(), fmt.Sprintf("%.2f", p.Ours.Median()/p.One.Median())
		}
		fmt.Fprintf(out, "| %s | %v | %v | %v | %v | %.2f | %s | %s | %s |\n",
			accounts(p.Accounts), p.OursWritten, p.Ours, p.PlainWritten, p.Plain, p.Ratio, floor, one, ratio)
	}
	out.WriteString("\n")
}

func (f Figures) cold(out *strings.Builder) {
	out.WriteString("| popup without engine or service worker running | click → codes painted | navigation start → codes painted |\n|---|---|---|\n")
	for _, c := range f.Cold {
		when := "in a browser in use"
		if c.Launched {
			when = "first click after the browser's launch"
		}
		fmt.Fprintf(out, "| %s, %s | %v | %v |\n", accounts(c.Accounts), when, c.Click, c.Nav)
	}
	out.WriteString("\n")
}

func (f Figures) idle(out *strings.Builder) {
	out.WriteString("| open popup, untouched: main thread, ms per second | between two code changes | across a change | floor |\n|---|---|---|---|\n")
	for _, i := range f.Idle {
		fmt.Fprintf(out, "| %s, watched %.0f s | %.1f | %.1f | %s |\n", accounts(i.Accounts), i.Seconds, i.Between, i.Across, mark(fmt.Sprintf("< %d", idleFloor), i.Over()))
	}
	out.WriteString("\n")
}

func (f Figures) scans(out *strings.Builder) {
	fmt.Fprintf(out, "| scan of a %d × %d tab | until the account is named | capture | picture | decode | rest |\n|---|---|---|---|---|---|\n", scanWidth, scanHeight)
	for _, s := range f.Scan {
		worker := "scan Worker running"
		if s.Cold {
			worker = "scan Worker not yet started"
		}
		fmt.Fprintf(out, "| click on Scan, %s | %v | %v | %v | %v | %v |\n", worker, s.Total, s.Capture, s.Picture, s.Decode, s.Rest)
	}
	fmt.Fprintf(out, "| mouse-up of a dragged box | %v, of which %v in the popup that opens | | | | |\n\n", f.Box.Total, f.Box.Popup)
}

func (f Figures) sizes(out *strings.Builder) {
	out.WriteString("| size | bytes | deflated |\n|---|---|---|\n")
	for _, s := range f.Sizes {
		deflated := "–"
		if s.Deflated > 0 {
			deflated = fmt.Sprint(s.Deflated)
		}
		fmt.Fprintf(out, "| %s | %d | %s |\n", s.Name, s.Raw, deflated)
	}
}

// mark shows a floor, and that it is passed.
func mark(floor string, over bool) string {
	if over {
		return floor + " **missed**"
	}
	return floor
}

func accounts(n int) string {
	if n == 1 {
		return "1 account"
	}
	if n >= 1000 {
		return fmt.Sprintf("%d,%03d accounts", n/1000, n%1000)
	}
	return fmt.Sprintf("%d accounts", n)
}
