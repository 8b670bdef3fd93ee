// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"unicode/utf8"
)

// Bounds of what an account is given. A file that has more is read as it is.
const (
	MaxGroups = 64     // of an account
	MaxGroup  = 100    // characters of a group's name
	MaxNote   = 10_000 // characters
)

var (
	// ErrGroups means that an account is in too many groups, or in one whose
	// name is empty, too long or there twice.
	ErrGroups = errors.New("vault: the groups are too many, or a name of theirs is no name")
	// ErrNote means that a note is too long.
	ErrNote = errors.New("vault: the note is too long")
)

// Details are what an account has that no code depends on. The first three are
// registers, kept among the others as JSON: there they have their stamps, and
// are merged byte for byte as a version does that does not know them.
type Details struct {
	Groups []string // names, in the person's order
	Note   string   // may hold recovery codes: it is a secret
	Pinned bool     // it stands before those that are not
	Uses   uint64   // how often a code was copied or shown; only grows
	Used   int64    // when last, milliseconds since the Unix epoch, 0: not known; only grows
}

// Check refuses what is out of bounds, with ErrGroups or ErrNote.
func (d Details) Check() error {
	for _, r := range d.registers() {
		if err := d.check(r.name); err != nil {
			return err
		}
	}
	return nil
}

// check looks at one register.
func (d Details) check(name string) error {
	switch {
	case name == "groups" && !areGroups(d.Groups):
		return ErrGroups
	case name == "note" && (!utf8.ValidString(d.Note) || utf8.RuneCountInString(d.Note) > MaxNote):
		return ErrNote
	}
	return nil
}

func areGroups(names []string) bool {
	for i, name := range names {
		if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > MaxGroup || slices.Contains(names[:i], name) {
			return false
		}
	}
	return len(names) <= MaxGroups
}

// registers are the three of d, by name, without a value what is not set.
func (d Details) registers() [3]other {
	var groups, note, pinned []byte
	if len(d.Groups) > 0 {
		groups = append(groups, '[')
		for i, name := range d.Groups {
			if i > 0 {
				groups = append(groups, ',')
			}
			groups = appendString(groups, name)
		}
		groups = append(groups, ']')
	}
	if d.Note != "" {
		note = appendString(nil, d.Note)
	}
	if d.Pinned {
		pinned = []byte("true")
	}
	return [3]other{{member: member{"groups", groups}}, {member: member{"note", note}}, {member: member{"pinned", pinned}}}
}

// readRegisters sets the details that stand among the others.
func (a *Account) readRegisters() (err error) {
	a.Groups, a.Note, a.Pinned = nil, "", false
	for _, o := range a.others {
		switch {
		case o.value == nil:
		case o.name == "groups":
			a.Groups, err = parseStrings(o.value)
		case o.name == "note":
			a.Note, err = parseString(o.value)
		case o.name == "pinned":
			a.Pinned, err = parseFlag(o.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// give makes d the details of a new account; insert gives them stamps.
func (a *Account) give(d Details) {
	a.Details = d
	a.Groups, a.Used = slices.Clone(d.Groups), bound(d.Used)
	for _, r := range d.registers() {
		if r.value != nil {
			a.others = append(a.others, r)
		}
	}
}

// grow takes over what is greater of another's numbers.
func (a *Account) grow(other Details) {
	a.Uses, a.Used = max(a.Uses, other.Uses), max(a.Used, bound(other.Used))
}

// SetDetails changes the groups and the note of a live account, and whether it
// is pinned, each when it is another; its numbers only grow. It fails with
// ErrUnknown, or as Check does of what is new.
func (v *Vault) SetDetails(now int64, id string, d Details) (*Account, error) {
	old, ok := v.Account(id)
	if !ok {
		return nil, ErrUnknown
	}
	changed := *old
	changed.Groups, changed.Note, changed.Pinned = slices.Clone(d.Groups), d.Note, d.Pinned
	changed.grow(d)
	same := changed.Uses == old.Uses && changed.Used == old.Used
	before := old.registers()
	for i, r := range d.registers() {
		if bytes.Equal(r.value, before[i].value) {
			continue
		}
		if err := d.check(r.name); err != nil {
			return nil, err
		}
		r.stamp, same = v.tick(now), false
		changed.others = with(changed.others, r)
	}
	if same {
		return old, nil
	}
	return v.replace(&changed), nil
}

// Use counts that a code of a live account was used. It returns whether there is
// such an account.
func (v *Vault) Use(now int64, id string) bool {
	a, ok := v.Account(id)
	if !ok {
		return false
	}
	used := *a
	if used.Uses < math.MaxUint64 {
		used.Uses++
	}
	used.Used = max(used.Used, bound(now))
	v.replace(&used)
	return true
}

// with is a sorted list of registers with one more, or with another state of it.
func with(list []other, r other) []other {
	var changed []other
	for _, o := range list {
		if o.name != r.name {
			changed = append(changed, o)
		}
	}
	changed = append(changed, r)
	sortByName(changed)
	return changed
}
