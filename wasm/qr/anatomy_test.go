// SPDX-License-Identifier: MIT

package qr

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// inspected is the only symbol of a picture, and what Decode says of it.
func inspected(t *testing.T, picture Luminance) *Anatomy {
	t.Helper()
	all, err := Inspect(picture)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d symbols, %v", len(all), err)
	}
	found, err := Decode(picture)
	if err != nil || len(found) != 1 {
		t.Fatalf("Decode: %d symbols, %v", len(found), err)
	}
	symbol := all[0].Symbol
	symbol.Time, found[0].Time = 0, 0
	if !reflect.DeepEqual(symbol, found[0]) {
		t.Fatalf("Inspect found %+v, Decode %+v", symbol, found[0])
	}
	return &all[0]
}

// sharply draws a symbol without smoothing.
func sharply(m *matrix) Luminance {
	d := plain(3)
	d.sharp = true
	return d.draw(m, rand.New(rand.NewPCG(1, 1)))
}

// step is how many versions further a test goes on.
func step(natively int) int {
	if runtime.GOARCH == "wasm" {
		return 13 // the same natively, and slow here
	}
	return natively
}

// gozxing's encoder draws the same symbol as Ideal, module by module: function
// patterns, both informations, data, error correction and remainder bits.
func TestIdeal(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 18004))
	for version := 1; version <= maxVersion; version += step(1) {
		lvl, mask := level(version%4), version%8
		m := encodeMasked(t, filling(version, lvl, r), lvl, version, mask)
		a := inspected(t, sharply(m))
		if a.Version != version || a.Level != lvl.String() || a.Mask != mask || a.Size != m.size {
			t.Fatalf("%d-%v, mask %d: read as %d-%s, mask %d", version, lvl, mask, a.Version, a.Level, a.Mask)
		}
		if !slices.Equal(a.Dark, m.dark) {
			t.Errorf("%d-%v: the modules that were read are others", version, lvl)
		}
		if !slices.Equal(a.Ideal, m.dark) {
			t.Errorf("%d-%v: the ideal symbol is another", version, lvl)
		}
		checkParts(t, a)
	}
}

// checkParts holds the parts to what table 1 says of their numbers.
func checkParts(t *testing.T, a *Anatomy) {
	t.Helper()
	count := make(map[Part]int)
	owned := 0
	function := functionModules(a.Version)
	for i, part := range a.Parts {
		count[part]++
		if (part == PartData) != (a.Codeword[i] >= 0) {
			t.Fatalf("version %d: module %d is %v and of codeword %d", a.Version, i, part, a.Codeword[i])
		}
		if (part != PartData && part != PartRemainder) != function.dark[i] {
			t.Fatalf("version %d: module %d is %v", a.Version, i, part)
		}
		if a.Codeword[i] >= 0 {
			owned++
		}
	}
	remainder := 0
	switch v := a.Version; {
	case v >= 2 && v <= 6:
		remainder = 7
	case v >= 14 && v <= 20 || v >= 28 && v <= 34:
		remainder = 3
	case v >= 21 && v <= 27:
		remainder = 4
	}
	if owned != 8*a.Total || count[PartRemainder] != remainder || count[PartFinder] != 3*49 || count[PartSeparator] != 3*15 ||
		count[PartFormat] != 30 || count[PartDark] != 1 {
		t.Errorf("version %d: %v, %d modules of %d codewords", a.Version, count, owned, a.Total)
	}
	if want := map[bool]int{true: 36}[a.Version >= 7]; count[PartVersion] != want {
		t.Errorf("version %d: %d modules of version information", a.Version, count[PartVersion])
	}
	data := 0
	for _, b := range a.Blocks {
		data += b.Data
	}
	if data != len(a.Codewords) {
		t.Errorf("version %d: %d data codewords in blocks, of %d", a.Version, data, len(a.Codewords))
	}
}

// What is damaged on purpose is what is said to be wrong.
func TestDamage(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 18004))
	for version := 1; version <= maxVersion; version += step(3) {
		lvl := level(version / 3 % 4)
		m := encodeMatrix(t, filling(version, lvl, r), lvl, version)
		whole := slices.Clone(m.dark)
		places := dataModules(version)
		flip := func(p Module) { m.dark[p.Y*m.size+p.X] = !m.at(p.X, p.Y) }
		// In the last block as many codewords as it bears, two bits of each.
		blocks, ecc := int(blockCount[lvl][version]), int(eccPerBlock[lvl][version])
		most := (ecc - guard(version, lvl)) / 2
		last := len(places)/8 - 1
		for i := range most {
			flip(places[8*(last-i*blocks)])
			flip(places[8*(last-i*blocks)+5])
		}
		// Two bits of one copy of the format information, one of the other.
		formats := formatModules(m.size)
		flip(formats[0][1])
		flip(formats[0][9])
		flip(formats[1][14])
		if version >= 7 {
			flip(versionModules(m.size)[1][4])
		}
		flip(Module{0, 0}) // of a finder pattern
		a := inspected(t, sharply(m))
		if a.Corrected != most || len(a.Wrong) != 2*most {
			t.Errorf("%d-%v: %d codewords and %d modules, want %d and %d", version, lvl, a.Corrected, len(a.Wrong), most, 2*most)
		}
		for i, b := range a.Blocks {
			want := 0
			if i == len(a.Blocks)-1 {
				want = most
			}
			if b.Wrong != want || b.Most != most {
				t.Errorf("%d-%v: block %d has %d wrong of at most %d, want %d of %d", version, lvl, i, b.Wrong, b.Most, want, most)
			}
		}
		for i := range a.Read {
			if a.Read[i] != a.Right[i] && a.Read[i]^a.Right[i] != 0b10000100 {
				t.Errorf("%d-%v: codeword %d was read as %08b, is %08b", version, lvl, i, a.Read[i], a.Right[i])
			}
		}
		if a.Formats[0].Distance != 2 || a.Formats[1].Distance != 1 || a.Formats[0].Used || !a.Formats[1].Used || a.Formats[0].Level != lvl.String() {
			t.Errorf("%d-%v: %+v", version, lvl, a.Formats)
		}
		if version >= 7 && (a.Versions[0].Distance != 0 || a.Versions[1].Distance != 1 || a.Versions[1].Version != version || !a.Versions[0].Used) {
			t.Errorf("%d-%v: %+v", version, lvl, a.Versions)
		}
		if !slices.Equal(a.Dark, m.dark) || !slices.Equal(a.Ideal, whole) {
			t.Errorf("%d-%v: modules are others", version, lvl)
		}
	}
}

// Where the modules were seen to be, however the symbol lies.
func TestMesh(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 18004))
	for name, d := range map[string]drawing{
		"plain":       plain(4),
		"turned":      {module: 4, quiet: 4, light: 255, ground: 255, turn: 1.1},
		"perspective": {module: 5, quiet: 4, light: 255, ground: 255, turn: 4, tilt: 0.2},
		"curved":      {module: 4, quiet: 4, light: 255, ground: 255, curve: 0.02},
		"mirrored":    {module: 4, quiet: 4, light: 255, ground: 255, turn: 2, mirrored: true},
		"inverted":    {module: 4, quiet: 4, dark: 230, light: 10, ground: 10},
	} {
		for _, version := range []int{3, 14} {
			picture := d.draw(encodeMatrix(t, filling(version, 1, r), 1, version), r)
			a := inspected(t, picture)
			if a.Mirrored != d.mirrored || a.Inverted != (d.dark > d.light) || len(a.Mesh) != (a.Size+1)*(a.Size+1) {
				t.Fatalf("%s, version %d: %d corners, %+v", name, version, len(a.Mesh), a.Symbol)
			}
			right := 0
			for i, dark := range a.Dark {
				// The middle of a module is between two of its corners.
				p, q := a.Mesh[i/a.Size*(a.Size+1)+i%a.Size], a.Mesh[(i/a.Size+1)*(a.Size+1)+i%a.Size+1]
				l := picture.Pix[int((p.Y+q.Y)/2)*picture.Stride+int((p.X+q.X)/2)]
				if (l < 128) != a.Inverted == dark {
					right++
				}
			}
			if share := float64(right) / float64(len(a.Dark)); share < 0.99 {
				t.Errorf("%s, version %d: %.3f of the modules are where the mesh says", name, version, share)
			}
		}
	}
}

// Every bit of the data codewords is accounted for.
func TestRuns(t *testing.T) {
	bits := func(fields ...string) string { return strings.Join(fields, "") }
	for _, test := range []struct {
		data string
		want []Run
	}{
		// A byte segment in UTF-8, then digits, then room for everything.
		{bits("0111", "00011010", "0100", "00000010", "1100001110101001", "0001", "0000000100", "0001111011", "0100", "0000"), []Run{
			{"eci", 0, 12, 0, -1}, {"byte", 12, 28, 12, 0}, {"numeric", 40, 28, 14, 1}, {"terminator", 68, 4, 0, -1}, {"padding", 72, 80, 0, -1},
		}},
		// The second of three symbols, letters, one of them.
		{bits("0011", "0001", "0010", "01011010", "0010", "000000011", "00111001101", "001100", "0000"), []Run{
			{"append", 0, 20, 0, -1}, {"alphanumeric", 20, 30, 13, 0}, {"terminator", 50, 4, 0, -1}, {"padding", 54, 98, 0, -1},
		}},
		// An empty segment, and Chinese.
		{bits("0001", "0000000000", "1101", "0001", "00000001", "0000000000001", "0000"), []Run{
			{"numeric", 0, 14, 14, -1}, {"hanzi", 14, 29, 16, 0}, {"terminator", 43, 4, 0, -1}, {"padding", 47, 105, 0, -1},
		}},
	} {
		s := Symbol{Version: 1, Codewords: make([]byte, 19)}
		for i, bit := range test.data {
			if bit == '1' {
				s.Codewords[i/8] |= 0x80 >> (i % 8)
			}
		}
		if err := s.parse(); err != nil {
			t.Fatal(err)
		}
		a := Anatomy{Symbol: s}
		if got := a.runsOfBits(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %v\nwant %v", test.data, got, test.want)
		}
	}
	// Full to the last bit: no terminator; three bits left: a short one.
	full := Symbol{Version: 1, Codewords: make([]byte, 1+4)}
	copy(full.Codewords, "\x40\x34\x14\x24\x30") // byte mode, three bytes
	if err := full.parse(); err != nil {
		t.Fatal(err)
	}
	a := Anatomy{Symbol: full}
	if got := a.runsOfBits(); len(got) != 2 || got[1] != (Run{"terminator", 36, 4, 0, -1}) {
		t.Errorf("got %v", got)
	}
}

// Segments are read each by itself, with the character set that counts.
func TestSegmentTexts(t *testing.T) {
	a := Anatomy{Symbol: Symbol{Segments: []Segment{
		{Mode: "byte", ECI: -1, Count: 2, Bytes: []byte("é")},
		{Mode: "byte", ECI: 0, Count: 1, Bytes: []byte{0x82}},
		{Mode: "byte", ECI: 26, Count: 1, Bytes: []byte{0xC3}}, // half a character
		{Mode: "byte", ECI: 899, Count: 1, Bytes: []byte{1}},
		{Mode: "numeric", ECI: 26, Count: 1, Bytes: []byte("7")},
	}}}
	a.texts()
	if !slices.Equal(a.Texts, []string{"é", "é", "", "", "7"}) || !slices.Equal(a.Charsets, []string{"utf-8", "ibm437", "utf-8", "unknown", "us-ascii"}) {
		t.Errorf("%q in %q", a.Texts, a.Charsets)
	}
}

// Several symbols of a picture keep their own modules.
func TestInspectSeveral(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 18004))
	var drawn []*matrix
	picture := Luminance{Width: 700, Height: 400, Stride: 700, Pix: make([]byte, 700*400)}
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	for i := range 6 {
		m := encodeMatrix(t, filling(2+i, 1, r), 1, 2+i)
		drawn = append(drawn, m)
		for k, dark := range m.dark {
			for p := 0; dark && p < 9; p++ {
				picture.Pix[(30+i/3*180+k/m.size*3+p/3)*700+30+i%3*220+k%m.size*3+p%3] = 0
			}
		}
	}
	all, err := Inspect(picture)
	if err != nil || len(all) != len(drawn) {
		t.Fatalf("%d symbols, %v", len(all), err)
	}
	for i, a := range all {
		if !slices.Equal(a.Dark, drawn[i].dark) || !slices.Equal(a.Ideal, drawn[i].dark) {
			t.Errorf("symbol %d has other modules", i)
		}
	}
	if _, err := Inspect(Luminance{}); err == nil {
		t.Error("no picture is no error")
	}
}

func TestParts(t *testing.T) {
	for i, p := range Parts() {
		if int(p) != i || p.String() == "" {
			t.Errorf("%d is %q", i, p)
		}
	}
}

// Whatever data parse takes is taken apart without a bit left over.
func FuzzRuns(f *testing.F) {
	f.Add(uint8(1), []byte("\x40\x34\x14\x24\x30\xec\x11"))
	f.Add(uint8(9), []byte("\x71\xa4\x02\xc3\xa9\x10\x04\x07\xb4"))
	f.Add(uint8(30), []byte("\x30\x12\x5a\x50\x00\x00\x80\x12\x34\x56\x78\xd1\x00\x10\x00\x90\x41\x20\x00\x19\xcd"))
	f.Fuzz(func(t *testing.T, version uint8, data []byte) {
		s := Symbol{Version: 1 + int(version)%maxVersion, Codewords: data}
		if s.parse() != nil {
			return
		}
		a := Anatomy{Symbol: s}
		at, segments := 0, 0
		for _, run := range a.runsOfBits() {
			if run.From != at || run.Bits < 1 || run.Header < 0 || run.Header > run.Bits {
				t.Fatalf("%+v after %d bits", run, at)
			}
			at += run.Bits
			if run.Segment < 0 {
				continue
			}
			if run.Segment != segments || run.Kind != s.Segments[segments].Mode || run.Bits-run.Header != payload(run.Kind, s.Segments[segments].Count) {
				t.Fatalf("%+v is not %+v", run, s.Segments[segments])
			}
			segments++
		}
		if at != 8*len(data) || segments != len(s.Segments) {
			t.Fatalf("%d bits of %d, %d segments of %d", at, 8*len(data), segments, len(s.Segments))
		}
		if a.texts(); len(a.Texts) != segments || len(a.Charsets) != segments {
			t.Fatalf("%d texts of %d segments", len(a.Texts), segments)
		}
	})
}
