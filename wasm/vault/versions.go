// SPDX-License-Identifier: MIT

package vault

import (
	"errors"
	"io"
	"slices"
	"sort"
)

// Version is an older file of a vault that is kept beside it.
type Version struct {
	Generation int64
	Time       int64 // when it was written, milliseconds since the Unix epoch
}

const (
	newestVersions = 10 // of the last changes
	dailyVersions  = 30 // the last one of a day
	dayTime        = 24 * 60 * 60 * 1000
)

// Keep returns the generations worth keeping, the newest first: the last ten,
// and the last one of each of the last 30 days (UTC) on which there is one. Days
// are counted, not subtracted from today: a clock that is wrong for a while
// makes days that were none, but throws no others away by its distance.
func Keep(versions []Version) []int64 {
	ordered := slices.Clone(versions)
	sort.Slice(ordered, func(i, j int) bool { return ordered[i].Generation > ordered[j].Generation })
	ordered = slices.CompactFunc(ordered, func(a, b Version) bool { return a.Generation == b.Generation })
	days := make(map[int64]bool)
	var kept []int64
	for i, v := range ordered {
		day := bound(v.Time) / dayTime
		daily := !days[day] && len(days) < dailyVersions
		if days[day] = days[day] || daily; daily || i < newestVersions {
			kept = append(kept, v.Generation)
		}
	}
	return kept
}

// Reseal writes an older file of the vault anew under its present keys and ways
// in, with the older generation. The file must not be protected, or be under the
// present key or, while the vault is open, the one before. It is for the time
// when the ways in change: when protection begins, files from before hold their
// key in clear; when it ends, nothing opens them any more.
func (v *Vault) Reseal(random io.Reader, file []byte) ([]byte, error) {
	l, err := Lock(file)
	if err != nil {
		return nil, err
	}
	old, err := l.Open()
	if l.Protected() {
		if old, err = l.Resume(v.key[:]); errors.Is(err, ErrWrong) {
			old, err = l.Resume(v.former[:])
		}
	}
	if err != nil {
		return nil, err
	}
	h := v.header
	h.generation = old.generation
	old.document.inbox = v.document.inbox
	text := old.document.text()
	defer clear(text)
	return seal(random, v.key, h.text(), text)
}
