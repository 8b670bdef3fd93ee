// SPDX-License-Identifier: MIT

package vault

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// RecoveryKey opens a slot of the type recovery: 160 random bits. Its text form
// is made for paper, 8 groups of 5 symbols:
//
//	XMAK6-0P2JB-…
//
// The symbols are Crockford's Base32, which has no I, L, O and U. Four symbols
// of a group hold 20 bits; the fifth checks them and the group's place, so that
// a typing error is found in its group.
type RecoveryKey [20]byte

const (
	groups     = 8
	groupData  = 4 // symbols of a group that hold bits
	groupSize  = groupData + 1
	symbols    = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	maxTyped   = 1024 // bytes of a text that could be a recovery key
	symbolBits = 5
)

// RecoveryCode says what is wrong with the text of a recovery key.
type RecoveryCode string

// What can be wrong.
const (
	RecoveryLength    RecoveryCode = "recovery-length"    // too few or too many symbols
	RecoveryCharacter RecoveryCode = "recovery-character" // a character that is no symbol
	RecoveryChecksum  RecoveryCode = "recovery-checksum"  // a group with a typing error
)

// RecoveryError says where a text is no recovery key. It holds nothing of it.
type RecoveryError struct {
	Code  RecoveryCode
	Group int // 1–8: where; 0 of a length
	// Symbol is the place of a wrong character within its group, 1–5, or how many
	// symbols there were of a wrong length; 0 of a checksum.
	Symbol int
}

func (e *RecoveryError) Error() string {
	switch e.Code {
	case RecoveryLength:
		return fmt.Sprintf("vault: the recovery key has %d characters instead of %d", e.Symbol, groups*groupSize)
	case RecoveryCharacter:
		return fmt.Sprintf("vault: character %d of group %d cannot be in a recovery key", e.Symbol, e.Group)
	}
	return fmt.Sprintf("vault: group %d of the recovery key has a typing error", e.Group)
}

// NewRecoveryKey makes a recovery key.
func NewRecoveryKey(random io.Reader) (k RecoveryKey, err error) {
	if _, err := io.ReadFull(random, k[:]); err != nil {
		return k, fmt.Errorf("vault: no randomness: %w", err)
	}
	return k, nil
}

// Text returns the text form, 47 characters of ASCII. The caller clears it.
func (k RecoveryKey) Text() []byte {
	text := make([]byte, 0, groups*(groupSize+1)-1)
	for g := range groups {
		if g > 0 {
			text = append(text, '-')
		}
		group := k.group(g)
		for _, symbol := range group {
			text = append(text, symbols[symbol])
		}
		text = append(text, symbols[check(g, group)])
	}
	return text
}

// group is the data of one group, 20 bits of the key, the first bits first.
func (k RecoveryKey) group(g int) (data [groupData]byte) {
	for i := range data {
		for bit := range symbolBits {
			at := (g*groupData+i)*symbolBits + bit
			data[i] = data[i]<<1 | k[at/8]>>(7-at%8)&1
		}
	}
	return data
}

// check is the fifth symbol of a group: a sum over GF(32) in which every symbol
// and the group's place have a weight of their own. One wrong symbol, two that
// changed places, and a whole group in another's place are always found.
func check(g int, data [groupData]byte) byte {
	sum := times(byte(g+1), 1)
	weight := byte(2)
	for _, symbol := range data {
		sum ^= times(symbol, weight)
		weight = times(weight, 2)
	}
	return sum
}

// times multiplies in GF(32) = GF(2)[x] / (x^5 + x^2 + 1).
func times(a, b byte) (product byte) {
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			product ^= a
		}
		if a <<= 1; a&0x20 != 0 {
			a ^= 0x25
		}
	}
	return product
}

// ParseRecoveryKey reads the text form as people type it: in any case, with
// anything between the symbols that is space or punctuation, in full width, O
// for 0, I and L for 1. It fails with a *RecoveryError.
func ParseRecoveryKey(text []byte) (k RecoveryKey, err error) {
	var typed [groups * groupSize]byte
	defer clear(typed[:])
	n, err := readSymbols(typed[:], text)
	if err != nil {
		return k, err
	}
	if n != len(typed) {
		return k, &RecoveryError{Code: RecoveryLength, Symbol: n}
	}
	for g := range groups {
		var data [groupData]byte
		copy(data[:], typed[g*groupSize:])
		if check(g, data) != typed[g*groupSize+groupData] {
			clear(k[:])
			return k, &RecoveryError{Code: RecoveryChecksum, Group: g + 1}
		}
		k.setGroup(g, data)
	}
	return k, nil
}

func (k *RecoveryKey) setGroup(g int, data [groupData]byte) {
	for i := range data {
		for bit := range symbolBits {
			at := (g*groupData+i)*symbolBits + bit
			k[at/8] |= data[i] >> (symbolBits - 1 - bit) & 1 << (7 - at%8)
		}
	}
}

// readSymbols puts the values of the symbols in text into typed and returns how
// many there are, also those that have no place.
func readSymbols(typed, text []byte) (n int, err error) {
	if len(text) > maxTyped {
		return 0, &RecoveryError{Code: RecoveryLength, Symbol: len(text)}
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if r >= '\uFF01' && r <= '\uFF5E' { // full-width ASCII
			r -= 0xFEE0
		}
		if unicode.IsSpace(r) || unicode.IsPunct(r) || r == 'ー' || r == '−' {
			continue
		}
		value, ok := symbolValue(r)
		if !ok {
			return n, &RecoveryError{Code: RecoveryCharacter, Group: min(n/groupSize+1, groups), Symbol: n%groupSize + 1}
		}
		if n < len(typed) {
			typed[n] = value
		}
		n++
	}
	return n, nil
}

func symbolValue(r rune) (byte, bool) {
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	for value, symbol := range symbols {
		if r == symbol {
			return byte(value), true
		}
	}
	return 0, false
}
