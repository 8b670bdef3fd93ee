// SPDX-License-Identifier: MIT

package vault

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestStampText(t *testing.T) {
	for _, c := range []struct {
		stamp Stamp
		text  string
	}{
		{Stamp{}, "000000000000-0000-0000000000000000"},
		{Stamp{1741011292000, 7, 0x0123456789abcdef}, "01955c5c0f60-0007-0123456789abcdef"},
		{Stamp{maxStamp, 0xffff, 0xffffffffffffffff}, "bfffffffffff-ffff-ffffffffffffffff"},
	} {
		if got := c.stamp.String(); got != c.text {
			t.Errorf("%+v is written %s, want %s", c.stamp, got, c.text)
		}
		if got, err := parseStamp(c.text); err != nil || got != c.stamp {
			t.Errorf("%s is read as %+v, %v", c.text, got, err)
		}
	}
	for _, text := range []string{
		"",
		"01955c5c0f60-0007-0123456789abcde",
		"01955c5c0f60-0007-0123456789abcdeff",
		"01955C5C0F60-0007-0123456789abcdef",
		"01955c5c0f60 0007-0123456789abcdef",
		"01955c5c0f60-0007 0123456789abcdef",
		"-1955c5c0f60-0007-0123456789abcdef",
		"01955c5c0f60-+007-0123456789abcdef",
		"01955c5c0f60-0007-0123456789abcdeg",
		"c00000000000-0000-0123456789abcdef",
	} {
		if _, err := parseStamp(text); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q is read, %v", text, err)
		}
	}
}

func TestTick(t *testing.T) {
	for _, c := range []struct {
		from Stamp
		now  int64
		want Stamp
	}{
		{Stamp{10, 5, 1}, 11, Stamp{11, 0, 1}},
		{Stamp{10, 5, 1}, 10, Stamp{10, 6, 1}},
		{Stamp{10, 5, 1}, 9, Stamp{10, 6, 1}},
		{Stamp{10, 5, 1}, -1 << 62, Stamp{10, 6, 1}},
		{Stamp{10, 0xffff, 1}, 10, Stamp{11, 0, 1}},
		{Stamp{10, 5, 1}, 1<<63 - 1, Stamp{maxTime, 0, 1}},
		{Stamp{maxTime, 0xffff, 1}, 0, Stamp{maxTime + 1, 0, 1}},
	} {
		if got := c.from.Tick(c.now); got != c.want {
			t.Errorf("%+v.Tick(%d) = %+v, want %+v", c.from, c.now, got, c.want)
		}
	}
}

// Whatever the clocks do, a stamp is later than all that its node knew of, and
// text sorts as stamps do.
func TestStampsGrow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	clocks := []Stamp{{Node: 1}, {Node: 2}, {Node: 3}}
	for range 10_000 {
		i, j := random.IntN(3), random.IntN(3)
		before, other := clocks[i], clocks[j]
		after := before.Observe(other).Tick(random.Int64N(1000) - 100)
		if after.Node != before.Node || after.Compare(before) <= 0 || after.Compare(other) <= 0 {
			t.Fatalf("%v after %v and %v", after, before, other)
		}
		if strings.Compare(after.String(), other.String()) != after.Compare(other) {
			t.Fatalf("%v and %v sort otherwise as text", after, other)
		}
		clocks[i] = after
	}
}

func TestCompare(t *testing.T) {
	ordered := []Stamp{{1, 0, 9}, {1, 1, 0}, {2, 0, 0}, {2, 0, 1}}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := a.Compare(b); got != max(-1, min(1, i-j)) {
				t.Errorf("%v.Compare(%v) = %d", a, b, got)
			}
		}
	}
}
