// SPDX-License-Identifier: MIT

package qr

import (
	"errors"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
)

// maxFormatErrors is the number of wrong bits that the format information's
// BCH (15, 5) code corrects; maxVersionErrors that of the version
// information's (18, 6) code.
const maxFormatErrors, maxVersionErrors = 3, 3

var (
	errFormat  = errors.New("qr: no format information")
	errVersion = errors.New("qr: version information contradicts the size")
)

// read reads a symbol from its modules (§12, reference decode algorithm, from
// step e on). It fills in all of a Symbol but what only the picture tells.
// The matrix is not changed.
func (m *matrix) read() (*Symbol, error) {
	lvl, mask, distance := m.format()
	if distance > maxFormatErrors {
		return nil, errFormat
	}
	version := m.version()
	if version >= 7 {
		if v, d := m.statedVersion(); d > maxVersionErrors || v != version {
			return nil, errVersion
		}
	}
	places := dataModules(version)
	codewords := make([]byte, len(places)/8)
	for i, p := range places {
		if m.at(p.X, p.Y) != masked(mask, p.X, p.Y) {
			codewords[i/8] |= 0x80 >> (i % 8)
		}
	}
	s := &Symbol{Version: version, Level: lvl.String(), Mask: mask, Total: len(codewords)}
	if err := s.correct(codewords, lvl, places); err != nil {
		return nil, err
	}
	if err := s.parse(); err != nil {
		return nil, err
	}
	return s, nil
}

// correct repairs the codewords block by block, and keeps which were wrong.
func (s *Symbol) correct(codewords []byte, lvl level, places []Module) error {
	decoder := reedsolomon.NewReedSolomonDecoder(reedsolomon.GenericGF_QR_CODE_FIELD_256)
	wrong := make([]byte, len(codewords)) // the bits that were, by codeword
	for _, b := range split(codewords, s.Version, lvl) {
		n, err := b.correct(decoder, guard(s.Version, lvl))
		if err != nil {
			return err
		}
		s.Corrected += n
		for i, c := range b.codewords {
			wrong[b.from[i]] = codewords[b.from[i]] ^ byte(c)
		}
		for _, c := range b.codewords[:b.data] {
			s.Codewords = append(s.Codewords, byte(c))
		}
	}
	for i, p := range places {
		if wrong[i/8]&(0x80>>(i%8)) != 0 {
			s.Wrong = append(s.Wrong, p)
		}
	}
	return nil
}
