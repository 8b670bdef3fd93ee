// SPDX-License-Identifier: MIT

package qr

import "slices"

// Anatomy is a symbol taken apart: what each of its modules is, and all that
// was read on the way to its text.
//
// Modules are listed row by row. Of a mirrored symbol they are as in the symbol
// that it mirrors.
type Anatomy struct {
	Symbol

	Size     int    // modules on a side
	Dark     []bool // as they were read: true is dark (light, where Inverted)
	Ideal    []bool // as they would be without an error
	Parts    []Part // what each module belongs to
	Codeword []int  // which codeword of the symbol's sequence each belongs to; -1: none

	Formats  []Information // both copies of the format information (§7.9)
	Versions []Information // both copies of the version information (§7.10); none below version 7

	Blocks []Block
	Read   []byte // the codewords of the symbol's sequence, error correction included (§7.6), as they were read
	Right  []byte // the same after correction

	Runs     []Run    // all bits of the data codewords
	Charsets []string // of each of Segments, the character set it was read in
	Texts    []string // of each of Segments; "" where its bytes alone are no text

	// Mesh are the corners of the modules in the picture, row by row, Size+1 of
	// them each way. On paper that is bent they may be off by a part of a module.
	// None if the symbol's corners make no plane.
	Mesh []Point
}

// Part is what a module belongs to.
type Part uint8

// The parts of a symbol (§6.3).
const (
	PartData      Part = iota // a bit of a codeword
	PartRemainder             // a bit that is left over (§7.7.3)
	PartFinder                // a finder pattern
	PartSeparator             // what keeps a finder pattern apart
	PartTiming                // a timing pattern
	PartAlignment             // an alignment pattern
	PartFormat                // format information
	PartVersion               // version information
	PartDark                  // the module that is always dark (§7.9.1)
)

var partNames = [...]string{"data", "remainder", "finder", "separator", "timing", "alignment", "format", "version", "dark"}

func (p Part) String() string { return partNames[p] }

// Parts lists all there are, each at its own number.
func Parts() []Part {
	all := make([]Part, len(partNames))
	for i := range all {
		all[i] = Part(i)
	}
	return all
}

// Information is a copy of the format or the version information.
type Information struct {
	Read     uint32   // as it was read, most significant bit first
	Right    uint32   // the legal one that is nearest
	Distance int      // how many bits differ
	Used     bool     // it is the copy that counted
	Modules  []Module // where its bits are, 15 or 18, most significant bit first
	Level    string   // of format information, what Right says
	Mask     int
	Version  int // of version information, what Right says
}

// Block is a Reed–Solomon block (§7.5.1).
type Block struct {
	Codewords []int // their places in the symbol's sequence: data, then error correction
	Data      int   // how many of them are data
	Wrong     int   // how many of them were wrong
	Most      int   // how many may be
}

// Inspect is [Decode] that takes the symbols apart as well.
func Inspect(picture Luminance) ([]Anatomy, error) {
	read := make(map[[4]Point][]bool) // the modules of the symbols found, by their corners
	sight, err := lookUntil(picture, func(s *searcher) error {
		// Between two attempts the view holds the modules of the one before.
		if len(s.found) > len(read) {
			read[s.found[len(read)].Corners] = slices.Clone(s.finders.view.modules.dark)
		}
		return nil
	})
	all := make([]Anatomy, len(sight.Symbols))
	for i, s := range sight.Symbols {
		m := &matrix{sizeOf(s.Version), read[s.Corners]}
		all[i] = Anatomy{Symbol: s, Size: m.size, Dark: m.dark}
		all[i].dissect(m)
		all[i].Mesh = mesh(picture, &all[i])
	}
	return all, err
}

// dissect fills in what the modules tell.
func (a *Anatomy) dissect(m *matrix) {
	a.codewords(m)
	a.Parts = parts(a.Version)
	a.Formats, a.Versions = formats(m), versions(m)
	a.Ideal = a.ideal()
	a.Runs = a.runsOfBits()
	a.texts()
}

// codewords finds the codewords as they were read, those they should have been,
// and the blocks they are in.
func (a *Anatomy) codewords(m *matrix) {
	a.Codeword = make([]int, len(a.Dark))
	for i := range a.Codeword {
		a.Codeword[i] = -1
	}
	places := dataModules(a.Version)
	a.Read = make([]byte, len(places)/8)
	for i, p := range places {
		a.Codeword[p.Y*m.size+p.X] = i / 8
		if m.at(p.X, p.Y) != masked(a.Mask, p.X, p.Y) {
			a.Read[i/8] |= 0x80 >> (i % 8)
		}
	}
	a.Right = slices.Clone(a.Read)
	wrong := a.Wrong
	for i, p := range places {
		if len(wrong) > 0 && wrong[0] == p {
			a.Right[i/8] ^= 0x80 >> (i % 8)
			wrong = wrong[1:]
		}
	}
	lvl := level(slices.Index([]string{"L", "M", "Q", "H"}, a.Level))
	spare := guard(a.Version, lvl)
	for _, b := range split(a.Right, a.Version, lvl) {
		block := Block{Codewords: b.from, Data: b.data, Most: (len(b.from) - b.data - spare) / 2}
		for _, at := range b.from {
			if a.Read[at] != a.Right[at] {
				block.Wrong++
			}
		}
		a.Blocks = append(a.Blocks, block)
	}
}

// parts tells what each module of a version belongs to.
func parts(version int) []Part {
	n := sizeOf(version)
	all := make([]Part, n*n)
	fill := func(x0, y0, w, h int, part Part) {
		for y := y0; y < y0+h; y++ {
			for x := x0; x < x0+w; x++ {
				all[y*n+x] = part
			}
		}
	}
	fill(6, 0, 1, n, PartTiming)
	fill(0, 6, n, 1, PartTiming)
	for _, corner := range [...]Module{{0, 0}, {n - 8, 0}, {0, n - 8}} {
		fill(corner.X, corner.Y, 8, 8, PartSeparator)
	}
	for _, corner := range finderCorners(n) {
		fill(corner.X, corner.Y, 7, 7, PartFinder)
	}
	for _, c := range alignmentPatterns(version) {
		fill(c.X-2, c.Y-2, 5, 5, PartAlignment)
	}
	for _, copy := range formatModules(n) {
		for _, m := range copy {
			all[m.Y*n+m.X] = PartFormat
		}
	}
	if version >= 7 {
		fill(n-11, 0, 3, 6, PartVersion)
		fill(0, n-11, 6, 3, PartVersion)
	}
	fill(8, n-8, 1, 1, PartDark)
	taken := make([]bool, len(all))
	for _, m := range dataModules(version) {
		taken[m.Y*n+m.X] = true
	}
	for i, part := range all {
		if part == PartData && !taken[i] {
			all[i] = PartRemainder
		}
	}
	return all
}

// finderCorners are the corners of the finder patterns of a symbol of n modules
// a side.
func finderCorners(n int) [3]Module { return [3]Module{{0, 0}, {n - 7, 0}, {0, n - 7}} }

// formatModules are the places of both copies of the format information (figure
// 25), most significant bit first.
func formatModules(n int) (copies [2][]Module) {
	for _, x := range [...]int{0, 1, 2, 3, 4, 5, 7, 8} {
		copies[0] = append(copies[0], Module{x, 8})
	}
	for _, y := range [...]int{7, 5, 4, 3, 2, 1, 0} {
		copies[0] = append(copies[0], Module{8, y})
	}
	for y := n - 1; y >= n-7; y-- {
		copies[1] = append(copies[1], Module{8, y})
	}
	for x := n - 8; x < n; x++ {
		copies[1] = append(copies[1], Module{x, 8})
	}
	return copies
}

// versionModules are the places of both copies of the version information
// (figure 27), most significant bit first.
func versionModules(n int) (copies [2][]Module) {
	for i := 17; i >= 0; i-- {
		a, b := n-11+i%3, i/3
		copies[0] = append(copies[0], Module{a, b})
		copies[1] = append(copies[1], Module{b, a})
	}
	return copies
}

// wordAt reads the bits at some modules.
func wordAt(m *matrix, places []Module) (word uint32) {
	for _, p := range places {
		word = word<<1 | m.bit(p.X, p.Y)
	}
	return word
}

func formats(m *matrix) []Information {
	var all []Information
	for _, places := range formatModules(m.size) {
		read := wordAt(m, places)
		lvl, mask, distance := nearestFormat(uint16(read))
		right := formatWords[slices.Index(formatLevels[:], lvl)<<3|mask]
		all = append(all, Information{Read: read, Right: uint32(right), Distance: distance, Modules: places, Level: lvl.String(), Mask: mask})
	}
	return choose(all)
}

func versions(m *matrix) []Information {
	if m.version() < 7 {
		return nil
	}
	var all []Information
	for _, places := range versionModules(m.size) {
		read := wordAt(m, places)
		version, distance := nearestVersion(read)
		all = append(all, Information{Read: read, Right: versionWord(version), Distance: distance, Modules: places, Version: version})
	}
	return choose(all)
}

// choose marks the copy that counts: the more legible one.
func choose(copies []Information) []Information {
	used := 0
	if copies[1].Distance < copies[0].Distance {
		used = 1
	}
	copies[used].Used = true
	return copies
}

// ideal draws the symbol without errors.
func (a *Anatomy) ideal() []bool {
	n := a.Size
	dark := make([]bool, n*n)
	for i, part := range a.Parts {
		x, y := i%n, i/n
		switch part {
		case PartData, PartRemainder: // remainder bits are zeros
			dark[i] = masked(a.Mask, x, y)
		case PartTiming:
			dark[i] = (x+y)%2 == 0
		case PartDark:
			dark[i] = true
		}
	}
	ring := func(cx, cy, reach int, isDark func(distance int) bool) {
		for y := cy - reach; y <= cy+reach; y++ {
			for x := cx - reach; x <= cx+reach; x++ {
				dark[y*n+x] = isDark(max(abs(x-cx), abs(y-cy)))
			}
		}
	}
	for _, c := range finderCorners(n) {
		ring(c.X+3, c.Y+3, 3, func(distance int) bool { return distance != 2 })
	}
	for _, c := range alignmentPatterns(a.Version) {
		ring(c.X, c.Y, 2, func(distance int) bool { return distance != 1 })
	}
	put := func(places []Module, word uint32) {
		for i, p := range places {
			dark[p.Y*n+p.X] = word>>(len(places)-1-i)&1 == 1
		}
	}
	for _, copies := range [...][]Information{a.Formats, a.Versions} {
		used := slices.IndexFunc(copies, func(c Information) bool { return c.Used })
		for _, c := range copies {
			put(c.Modules, copies[used].Right)
		}
	}
	for i, p := range dataModules(a.Version) {
		if a.Right[i/8]&(0x80>>(i%8)) != 0 {
			at := p.Y*n + p.X
			dark[at] = !dark[at]
		}
	}
	return dark
}

// texts reads each segment by itself.
func (a *Anatomy) texts() {
	plain := a.plainCharset()
	for _, g := range a.Segments {
		label := g.charset(plain)
		text, valid, known := decodeCharset(label, g.Bytes)
		if !valid || !known {
			text = ""
		}
		a.Charsets, a.Texts = append(a.Charsets, label), append(a.Texts, text)
	}
}
