// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"inkan/scripts/browser"
)

// write prints the tables of what was measured last, and when everything was
// run, keeps them as the report.
func write(o Options) error {
	var r Results
	if err := readJSON(filepath.Join(folder, o.Results), &r); err != nil {
		return err
	}
	if len(r.Decoders) == 0 || len(r.Rows) == 0 {
		return nil // only pages were drawn
	}
	r.sort()
	if err := r.writeLists(); err != nil {
		return err
	}
	cold := new(Cold)
	if err := readJSON(coldFile, cold); err != nil {
		return err
	}
	text := r.markdown(cold)
	if _, err := os.Stdout.Write(text); err != nil || o.part() {
		return err
	}
	return os.WriteFile(report, text, 0o644)
}

func (r *Results) markdown(cold *Cold) []byte {
	var b bytes.Buffer
	r.head(&b)
	r.writeFloors(&b, cold)
	r.writeSets(&b)
	r.writeTimes(&b)
	r.writeGrowth(&b)
	writeCold(&b, cold)
	r.writeCategories(&b, "generated", "The generated pages")
	r.writeCategories(&b, "shared", "../shared/qr")
	r.writeCategories(&b, "blackbox", "gozxing's test pictures")
	writeProfile(&b)
	return b.Bytes()
}

func (r *Results) head(w io.Writer) {
	fmt.Fprintf(w, "# QR codes: Inkan's decoder beside others\n\nWritten by `make bench-qr` on %s; do not edit. %s, %s, Node %s, %s; load at the end %s.\n\n",
		r.Date, processor(), runtime.Version(), r.Node, chromium(), load())
	fmt.Fprint(w, "One run, all decoders in one Node process on the same pixels in memory, in turn on each picture, warm. Milliseconds are the smaller of wall "+
		"and CPU time of a decode, since other processes share the machine. A code counts as read when its exact text was returned; a text that is on no code of "+
		"the picture is wrong. The first two are timed twice on each picture and the better time counts, as their quotient is what matters.\n\n")
	if done := r.done(); done < r.Planned {
		fmt.Fprintf(w, "**The run was stopped after %d of %d pictures**, which were spread over all sets.\n\n", done, r.Planned)
	}
	t := newTable("decoder", "version", "asked with")
	for _, d := range r.Decoders {
		t.row(d.Name, d.Version, d.Note)
	}
	t.write(w)
	if zipped, err := zippedSize(filepath.Join(engine, "scan.wasm")); err == nil {
		fmt.Fprintf(w, "scan.wasm: %d kB zipped.\n\n", zipped/1000)
	}
}

func (r *Results) writeFloors(w io.Writer, cold *Cold) {
	fmt.Fprint(w, "## Floors\n\n")
	t := newTable("what", "must reach", "reached", "holds")
	for _, f := range r.floors(cold) {
		holds := "yes"
		if !f.Holds {
			holds = "**no**"
		}
		t.row(f.What, f.Must, f.Reached, holds)
	}
	t.write(w)
	fmt.Fprint(w, "4K from capture to text in the extension is measured by `make bench`, photographs beyond gozxing's not at all.\n\n")
}

// writeSets is codes read and wrong texts by set.
func (r *Results) writeSets(w io.Writer) {
	fmt.Fprint(w, "## Codes read, wrong texts in brackets\n\n")
	all := r.where(func(*Row) bool { return true })
	sets := distinct(all, func(row *Row) string { return row.Set })
	heads := []string{"decoder"}
	for _, set := range sets {
		heads = append(heads, fmt.Sprintf("%s, %d", set, codes(r.set(set))))
	}
	t := newTable(heads...)
	for _, d := range r.Decoders {
		cells := []string{d.Name}
		for _, set := range sets {
			cells = append(cells, readings(r.set(set), d.Name))
		}
		t.row(cells...)
	}
	t.write(w)
}

func codes(rows []*Row) (n int) {
	for _, r := range rows {
		n += len(r.Codes)
	}
	return n
}

// readings is a cell: codes read, of how many if it was not asked for all, and
// wrong texts where there are any.
func readings(rows []*Row, decoder string) string {
	read, asked, wrong := count(rows, decoder)
	if len(times(rows, decoder)) == 0 {
		return ""
	}
	cell := fmt.Sprint(read)
	if asked < codes(rows) {
		cell += fmt.Sprintf(" of %d", asked)
	}
	if wrong > 0 {
		cell += fmt.Sprintf(" (%d)", wrong)
	}
	return cell
}

var sizes = []string{"720p", "1080p", "1440p", "4K", "5K"}

// writeTimes is median and p95 by size, for pages and for pages without a code.
func (r *Results) writeTimes(w io.Writer) {
	for _, part := range []struct {
		title string
		keep  func(*Row) bool
	}{
		{"Milliseconds, full pages: median / p95", (*Row).whole},
		{"Milliseconds, pages without a code: median / p95", func(row *Row) bool { return row.whole() && len(row.Codes) == 0 }},
	} {
		fmt.Fprintf(w, "## %s\n\n", part.title)
		heads := []string{"decoder"}
		for _, size := range sizes {
			heads = append(heads, fmt.Sprintf("%s, %d pages", size, len(r.sized(size, part.keep))))
		}
		t := newTable(heads...)
		for _, d := range r.Decoders {
			cells := []string{d.Name}
			for _, size := range sizes {
				cells = append(cells, pace(times(r.sized(size, part.keep), d.Name)))
			}
			t.row(cells...)
		}
		t.write(w)
	}
	fmt.Fprint(w, "zxing-cpp and jsQR make luminance of RGBA themselves, in the time shown; the others are given it, as the extension has it from the JPEG decoder's Y plane.\n\n")
}

func (r *Results) sized(size string, keep func(*Row) bool) []*Row {
	return r.where(func(row *Row) bool { return row.Size == size && keep(row) })
}

// pace is a cell: median / p95.
func pace(list []float64) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("%s / %s", ms(median(list)), ms(p95(list)))
}

// ms has two significant digits or whole milliseconds.
func ms(v float64) string {
	if v < 9.95 {
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// writeGrowth tells how the time grows with the pixels, and with what is on them.
func (r *Results) writeGrowth(w io.Writer) {
	ours := r.Decoders[0].Name
	fmt.Fprint(w, "## How the time of ours grows\n\n")
	t := newTable("size", "megapixels", "median ms", "ms a megapixel", zxing+", ms a megapixel", "one calm code: median ms", "busy or no code: median ms")
	calm := func(row *Row) bool {
		return row.whole() && len(row.Codes) == 1 && slices.Contains([]string{"img", "canvas", "svg", "table", "base-img", "base-canvas", "base-svg", "base-table"}, row.Category)
	}
	busy := func(row *Row) bool { return row.whole() && (row.Category == "busy" || len(row.Codes) == 0) }
	for _, size := range sizes {
		rows := r.sized(size, (*Row).whole)
		if len(rows) == 0 {
			continue
		}
		mega := float64(rows[0].Width*rows[0].Height) / 1e6
		a, b := median(times(rows, ours)), median(times(rows, zxing))
		t.row(size, fmt.Sprintf("%.1f", mega), ms(a), fmt.Sprintf("%.2f", a/mega), fmt.Sprintf("%.2f", b/mega),
			number(median(times(r.sized(size, calm), ours))), number(median(times(r.sized(size, busy), ours))))
	}
	t.write(w)
	var marks []string
	for _, m := range r.Memory {
		marks = append(marks, fmt.Sprintf("%d: %.1f", m[0], float64(m[1])/1e6))
	}
	if marks == nil {
		return
	}
	fmt.Fprintf(w, "Memory of scan.wasm after so many decodes, MB: %s.\n\n", strings.Join(marks, ", "))
}

func number(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return ms(v)
}

func writeCold(w io.Writer, c *Cold) {
	if len(c.Ours) == 0 {
		return
	}
	fmt.Fprintf(w, "## Cold, in Chromium\n\nA 1080p page as JPEG, a new page in a renderer of its own each time, %d rounds, interleaved, no cache: wall milliseconds, median (least to most), "+
		"the decoding of the JPEG included.\n\n", len(c.Ours))
	t := newTable("from … to the texts", "ours", "zxing-wasm")
	t.row("the start of the Worker", spread(c.Ours), spread(c.Zxing))
	t.row("the picture, the Worker being ready", spread(c.OursReady), spread(c.ZxingReady))
	t.write(w)
	fmt.Fprintf(w, "Getting ready, which the extension does while the browser captures: %s.\n\n", spread(c.Warm))
}

func spread(list []float64) string {
	return fmt.Sprintf("%.0f (%.0f–%.0f)", median(list), list[0], list[len(list)-1])
}

// writeCategories is codes read by category; the best in each is bold where it is not ours.
func (r *Results) writeCategories(w io.Writer, set, title string) {
	rows := r.set(set)
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "## %s: codes read by category\n\n%d pictures, %d codes. Bold: more than ours. Brackets: wrong texts.\n\n", title, len(rows), codes(rows))
	heads := []string{"category", "pictures", "codes"}
	for _, d := range r.Decoders {
		heads = append(heads, d.Name)
	}
	t := newTable(heads...)
	for _, category := range distinct(rows, func(row *Row) string { return row.Category }) {
		var in []*Row
		for _, row := range rows {
			if row.Category == category {
				in = append(in, row)
			}
		}
		t.row(r.category(category, in)...)
	}
	t.write(w)
}

func (r *Results) category(name string, rows []*Row) []string {
	cells := []string{name, fmt.Sprint(len(rows)), fmt.Sprint(codes(rows))}
	best, _, _ := count(rows, r.Decoders[0].Name)
	for _, d := range r.Decoders {
		cell := readings(rows, d.Name)
		if read, _, _ := count(rows, d.Name); read > best {
			cell = "**" + cell + "**"
		}
		cells = append(cells, cell)
	}
	return cells
}

// processor is the machine's model and how many of it there are.
func processor() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, model, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				return fmt.Sprintf("%d × %s", runtime.NumCPU(), strings.TrimSpace(model))
			}
		}
	}
	return fmt.Sprintf("%d × %s", runtime.NumCPU(), runtime.GOARCH)
}

// load is how many processes wanted a processor during the last minute.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(raw), " ")
	return first
}

// zippedSize is what a file takes in a zip.
func zippedSize(file string) (int, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := z.Write(raw); err != nil {
		return 0, err
	}
	return out.Len(), z.Close()
}

// chromium is the browser's name and version.
func chromium() string {
	path, err := browser.Find()
	if err != nil {
		return "no Chromium"
	}
	return version(path, "--version")
}

// version is what a program says of itself in one line.
func version(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return name
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(out)), " built on")
	return first
}
