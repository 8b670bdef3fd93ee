// SPDX-License-Identifier: MIT

package qr

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

var theirLevels = [4]decoder.ErrorCorrectionLevel{
	decoder.ErrorCorrectionLevel_L, decoder.ErrorCorrectionLevel_M,
	decoder.ErrorCorrectionLevel_Q, decoder.ErrorCorrectionLevel_H,
}

// encodeMatrix makes a symbol with gozxing's encoder.
func encodeMatrix(t testing.TB, text string, lvl level, version int) *matrix {
	t.Helper()
	code, err := encoder.Encoder_encode(text, theirLevels[lvl], map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_QR_VERSION: version, gozxing.EncodeHintType_CHARACTER_SET: "UTF-8",
	})
	if err != nil {
		t.Fatal(err)
	}
	return matrixOf(code)
}

// encodeMasked makes a symbol with a mask of one's choice.
func encodeMasked(t testing.TB, text string, lvl level, version, mask int) *matrix {
	t.Helper()
	code, err := encoder.Encoder_encode(text, theirLevels[lvl], map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_QR_VERSION: version, gozxing.EncodeHintType_QR_MASK_PATTERN: mask,
	})
	if err != nil {
		t.Fatal(err)
	}
	return matrixOf(code)
}

// matrixOf takes over the modules of gozxing's symbol.
func matrixOf(code *encoder.QRCode) *matrix {
	theirs := code.GetMatrix()
	m := newMatrix(theirs.GetWidth())
	for i := range m.dark {
		m.dark[i] = theirs.Get(i%m.size, i/m.size) == 1
	}
	return m
}

// filling is a text that nearly fills a version.
func filling(version int, lvl level, r *rand.Rand) string {
	data := totalCodewords(version) - int(blockCount[lvl][version])*int(eccPerBlock[lvl][version])
	var text strings.Builder
	for range max(1, data-6) {
		text.WriteByte(byte('a' + r.IntN(26)))
	}
	return text.String()
}

func TestReadAllVersions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 40))
	for version := 1; version <= maxVersion; version++ {
		for lvl := range level(4) {
			text := filling(version, lvl, r)
			m := encodeMatrix(t, text, lvl, version)
			s, err := m.read()
			if err != nil || s.Text != text || s.Level != lvl.String() || s.Version != version || s.Corrected != 0 || len(s.Wrong) != 0 {
				t.Fatalf("%d-%v: %v", version, lvl, err)
			}
			if errors := m.patternErrors(); errors != 0 {
				t.Errorf("%d-%v: %g of the patterns are wrong", version, lvl, errors)
			}
			// As many wrong codewords as the weakest block can bear.
			blocks, ecc := int(blockCount[lvl][version]), int(eccPerBlock[lvl][version])
			places := dataModules(version)
			for i := range (ecc - guard(version, lvl)) / 2 {
				p := places[8*(i*blocks)+i%8]
				m.dark[p.Y*m.size+p.X] = !m.at(p.X, p.Y)
			}
			want := (ecc - guard(version, lvl)) / 2
			s, err = m.read()
			if err != nil || s.Text != text || s.Corrected != want || len(s.Wrong) != want {
				t.Fatalf("%d-%v, damaged: %v", version, lvl, err)
			}
		}
	}
}

// A symbol that is damaged beyond repair is not read, and never misread.
func TestReadNeverWrong(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	r := rand.New(rand.NewPCG(2, 41))
	read := 0
	for i := range 3000 {
		version, lvl := 1+i%5, level(i%4)
		text := filling(version, lvl, r)
		m := encodeMatrix(t, text, lvl, version)
		places := dataModules(version)
		for range 1 + r.IntN(len(places)/4) {
			p := places[r.IntN(len(places))]
			m.dark[p.Y*m.size+p.X] = !m.at(p.X, p.Y)
		}
		s, err := m.read()
		if err == nil {
			read++
			if s.Text != text {
				t.Fatalf("%d-%v: %q read as %q", version, lvl, text, s.Text)
			}
		}
	}
	if read == 0 || read == 3000 {
		t.Errorf("%d of 3000 were read: the damage does not test anything", read)
	}
}

// An area of one colour is a legal sequence of codewords, and says nothing.
func TestReadNothing(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for version := 1; version <= maxVersion; version++ {
			m := newMatrix(sizeOf(version))
			for i := range m.dark {
				m.dark[i] = dark
			}
			if s, err := m.read(); err == nil {
				t.Errorf("version %d: %q", version, s.Text)
			}
		}
	}
}

func TestReadTransposed(t *testing.T) {
	m := encodeMatrix(t, "mirrored", 1, 7)
	m.transpose()
	if _, err := m.read(); err == nil {
		t.Error("a mirrored symbol was read as it stands")
	}
	m.transpose()
	if s, err := m.read(); err != nil || s.Text != "mirrored" {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for version := 1; version <= 8; version++ {
		f.Add(uint8(version), uint8(version%4), fmt.Sprint("text ", version), []byte{3, 1, 250, 7, 99})
	}
	f.Fuzz(func(t *testing.T, version, lvl uint8, text string, damage []byte) {
		v, l := 1+int(version)%maxVersion, level(lvl%4)
		code, err := encoder.Encoder_encode(text, theirLevels[l], map[gozxing.EncodeHintType]any{
			gozxing.EncodeHintType_QR_VERSION: v, gozxing.EncodeHintType_CHARACTER_SET: "UTF-8",
		})
		if err != nil || text == "" || !utf8.ValidString(text) {
			return
		}
		m := matrixOf(code)
		at := 0
		for _, d := range damage {
			at = (at + 257*int(d) + 1) % len(m.dark)
			m.dark[at] = !m.dark[at]
		}
		if s, err := m.read(); err == nil && s.Version == v && s.Text != text && s.Charset == "" && string(s.Bytes) != text {
			t.Errorf("%q read as %q", text, s.Text)
		}
	})
}
