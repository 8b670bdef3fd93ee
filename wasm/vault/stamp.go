// SPDX-License-Identifier: MIT

package vault

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"strconv"
)

// maxTime bounds every time in a vault: milliseconds since the Unix epoch, up
// to the year 6429.
const maxTime = 1<<47 - 1

// maxStamp bounds the time of a stamp, which may run ahead of every wall clock
// when its counter overflows. What a file holds can still grow within the 48
// bits of its text form.
const maxStamp = 3<<46 - 1

// Stamp is a reading of a hybrid logical clock (Kulkarni et al., "Logical
// Physical Clocks", 2014): wall time as long as that moves forward, a counter
// when it does not, and the node that made it to break ties. Stamps of one node
// only grow, whatever its wall clock does.
//
// Its text form has 34 characters and sorts as the stamps do: 12 hex digits of
// milliseconds, "-", 4 of the counter, "-", 16 of the node.
type Stamp struct {
	Time    int64 // milliseconds since the Unix epoch, 0–maxStamp
	Counter uint16
	Node    uint64 // random, fixed for one copy of the vault
}

// Tick returns the stamp of an event at the wall time now, later than s and
// everything s has seen. A now before 1970 counts as 1970.
func (s Stamp) Tick(now int64) Stamp {
	now = min(now, maxTime)
	if now > s.Time {
		return Stamp{now, 0, s.Node}
	}
	if s.Counter == 1<<16-1 {
		return Stamp{s.Time + 1, 0, s.Node}
	}
	return Stamp{s.Time, s.Counter + 1, s.Node}
}

// Observe returns s moved forward to other, if that is later: the node stays.
func (s Stamp) Observe(other Stamp) Stamp {
	if other.Time > s.Time || other.Time == s.Time && other.Counter > s.Counter {
		s.Time, s.Counter = other.Time, other.Counter
	}
	return s
}

// Compare is negative when s is before other, positive when it is after, and 0
// only for the same stamp.
func (s Stamp) Compare(other Stamp) int {
	return cmp.Or(
		cmp.Compare(s.Time, other.Time),
		cmp.Compare(s.Counter, other.Counter),
		cmp.Compare(s.Node, other.Node),
	)
}

func (s Stamp) String() string {
	b := appendHex(make([]byte, 0, 34), uint64(s.Time), 12)
	b = appendHex(append(b, '-'), uint64(s.Counter), 4)
	return string(appendHex(append(b, '-'), s.Node, 16))
}

// appendHex appends the last digits of n, as many as asked for.
func appendHex(b []byte, n uint64, digits int) []byte {
	for digits--; digits >= 0; digits-- {
		b = append(b, "0123456789abcdef"[n>>(4*digits)&15])
	}
	return b
}

// parseStamp reads the text form, lower case only.
func parseStamp(text string) (Stamp, error) {
	if len(text) != 34 || text[12] != '-' || text[17] != '-' {
		return Stamp{}, fmt.Errorf("%w: a stamp has another shape", ErrDamaged)
	}
	time, err := parseHex(text[:12])
	if err != nil || time > maxStamp {
		return Stamp{}, fmt.Errorf("%w: a stamp has no time", ErrDamaged)
	}
	counter, err := parseHex(text[13:17])
	if err != nil {
		return Stamp{}, err
	}
	node, err := parseHex(text[18:])
	if err != nil {
		return Stamp{}, err
	}
	return Stamp{int64(time), uint16(counter), node}, nil
}

// parseHex reads lower case hex digits only, at most 16.
func parseHex(text string) (uint64, error) {
	if !isHex(text) {
		return 0, fmt.Errorf("%w: not hex digits", ErrDamaged)
	}
	n, err := strconv.ParseUint(text, 16, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: not hex digits", ErrDamaged)
	}
	return n, nil
}

func isHex(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return text != ""
}

// idLength is the length of an id in characters: 128 random bits in hex.
const idLength = 32

func newID(random [16]byte) string { return hex.EncodeToString(random[:]) }

func isID(text string) bool { return len(text) == idLength && isHex(text) }
