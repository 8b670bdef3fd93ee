// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what an account is given. A file that has more is read as it is.
const (
	MaxGroups = 64     // of an account
	MaxGroup  = 100    // characters of a group's name
	MaxNote   = 10_000 // characters
	MaxSites  = 32     // that an account is bound to beside where it was scanned
	MaxSite   = 300    // bytes of one
	MaxSpares = 200    // recovery codes of an account
	MaxSpare  = 100    // characters of one
	MaxIcon   = 24_576 // bytes of a picture
)

var (
	// ErrGroups means that an account is in too many groups, or in one whose
	// name is empty, too long or there twice.
	ErrGroups = errors.New("vault: the groups are too many, or a name of theirs is no name")
	// ErrNote means that a note is too long.
	ErrNote = errors.New("vault: the note is too long")
	// ErrSites means that an account is bound to too many sites, or to one whose
	// name is empty, too long or there twice.
	ErrSites = errors.New("vault: the sites are too many, or a name of theirs is no name")
	// ErrSpares means that there are too many recovery codes, or one that is empty,
	// too long, of more lines than one or there twice.
	ErrSpares = errors.New("vault: the recovery codes are too many, or one of them is none")
	// ErrIcon means that an icon is none of those that Icon tells of.
	ErrIcon = errors.New("vault: the icon is neither a name nor a small picture")
)

// Details are what an account has that no code depends on. The first six are
// registers, kept among the others as JSON: there they have their stamps, and
// are merged byte for byte as a version does that does not know them.
type Details struct {
	Groups []string // names, in the person's order
	Icon   Icon     // what is drawn beside its name
	Note   string   // may hold recovery codes: it is a secret
	Pinned bool     // it stands before those that are not
	Sites  []string // bound to the account beside Account.Site, in the person's order
	Spares []Spare  // each opens the account once: they are secrets
	Uses   uint64   // how often a code was copied or shown; only grows
	Used   int64    // when last, milliseconds since the Unix epoch, 0: not known; only grows
}

// Spare is a recovery code that the site gave for when there is no other way in.
// (Not to be taken for RecoveryKey, which opens the vault.)
type Spare struct {
	Code string // as the site wrote it
	Used int64  // when it was checked off, milliseconds since the Unix epoch; 0: it was not
}

// Check refuses what is out of bounds, with ErrGroups, ErrIcon, ErrNote, ErrSites
// or ErrSpares.
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
	case name == "icon" && !d.Icon.valid():
		return ErrIcon
	case name == "note" && (!utf8.ValidString(d.Note) || utf8.RuneCountInString(d.Note) > MaxNote):
		return ErrNote
	case name == "sites" && !areSites(d.Sites):
		return ErrSites
	case name == "spares" && !areSpares(d.Spares):
		return ErrSpares
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

func areSites(names []string) bool {
	for i, name := range names {
		if name == "" || !utf8.ValidString(name) || len(name) > MaxSite || slices.Contains(names[:i], name) {
			return false
		}
	}
	return len(names) <= MaxSites
}

func areSpares(spares []Spare) bool {
	seen := make(map[string]bool, len(spares))
	for _, s := range spares {
		if s.Code == "" || !utf8.ValidString(s.Code) || utf8.RuneCountInString(s.Code) > MaxSpare || strings.ContainsAny(s.Code, "\n\r") || seen[s.Code] || s.Used != bound(s.Used) {
			return false
		}
		seen[s.Code] = true
	}
	return len(spares) <= MaxSpares
}

// registers are the six of d, by name, without a value what is not set.
func (d Details) registers() [6]other {
	var icon, note, pinned []byte
	if d.Icon != "" {
		icon = appendString(nil, string(d.Icon))
	}
	if d.Note != "" {
		note = appendString(nil, d.Note)
	}
	if d.Pinned {
		pinned = []byte("true")
	}
	return [6]other{
		{member: member{"groups", stringsText(d.Groups)}}, {member: member{"icon", icon}}, {member: member{"note", note}}, {member: member{"pinned", pinned}},
		{member: member{"sites", stringsText(d.Sites)}}, {member: member{"spares", sparesText(d.Spares)}},
	}
}

// stringsText is the JSON of a list of texts, nil when it is empty.
func stringsText(list []string) []byte {
	var b []byte
	for _, text := range list {
		b = appendString(append(b, ','), text)
	}
	return closed(b)
}

// sparesText is the JSON of recovery codes, [[CODE, USED], …], nil without any.
func sparesText(spares []Spare) []byte {
	var b []byte
	for _, s := range spares {
		b = append(appendString(append(b, ',', '['), s.Code), ',')
		b = append(strconv.AppendInt(b, s.Used, 10), ']')
	}
	return closed(b)
}

// closed makes an array of elements that each have a comma before them.
func closed(b []byte) []byte {
	if b == nil {
		return nil
	}
	b[0] = '['
	return append(b, ']')
}

// parseSpares reads recovery codes.
func parseSpares(value []byte) ([]Spare, error) {
	elements, err := parseArray(value, len(value))
	if err != nil {
		return nil, err
	}
	spares := make([]Spare, len(elements))
	for i, element := range elements {
		pair, err := parseArray(element, 2)
		if err != nil || len(pair) != 2 {
			return nil, errJSON
		}
		if spares[i].Code, err = parseString(pair[0]); err != nil {
			return nil, err
		}
		if spares[i].Used, err = (object{{"used", json.RawMessage(pair[1])}}).number("used", 0, maxTime); err != nil {
			return nil, err
		}
	}
	return spares, nil
}

// readRegisters sets the details that stand among the others.
func (a *Account) readRegisters() (err error) {
	a.Groups, a.Icon, a.Note, a.Pinned, a.Sites, a.Spares = nil, "", "", false, nil, nil
	for _, o := range a.others {
		switch {
		case o.value == nil:
		case o.name == "groups":
			a.Groups, err = parseStrings(o.value)
		case o.name == "icon":
			var text string
			text, err = parseString(o.value)
			a.Icon = Icon(text)
		case o.name == "note":
			a.Note, err = parseString(o.value)
		case o.name == "pinned":
			a.Pinned, err = parseFlag(o.value)
		case o.name == "sites":
			a.Sites, err = parseStrings(o.value)
		case o.name == "spares":
			a.Spares, err = parseSpares(o.value)
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
	a.Groups, a.Sites, a.Spares, a.Used = slices.Clone(d.Groups), slices.Clone(d.Sites), slices.Clone(d.Spares), bound(d.Used)
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

// SetDetails changes the registers of a live account that Details has, each
// when it is another; its numbers only grow. It fails with ErrUnknown, or as
// Check does of what is new.
func (v *Vault) SetDetails(now int64, id string, d Details) (*Account, error) {
	old, ok := v.Account(id)
	if !ok {
		return nil, ErrUnknown
	}
	changed := *old
	changed.Groups, changed.Icon, changed.Note, changed.Pinned = slices.Clone(d.Groups), d.Icon, d.Note, d.Pinned
	changed.Sites, changed.Spares = slices.Clone(d.Sites), slices.Clone(d.Spares)
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

// Bind makes these the sites that a live account is bound to. The one it was
// scanned on stays what it is when it is among them, and is forgotten when not.
// It fails with ErrUnknown or ErrSites.
func (v *Vault) Bind(now int64, id string, sites []string) (*Account, error) {
	old, ok := v.Account(id)
	if !ok {
		return nil, ErrUnknown
	}
	d := old.Details
	d.Sites = slices.DeleteFunc(slices.Clone(sites), func(site string) bool { return site != "" && site == old.Site })
	a, err := v.SetDetails(now, id, d)
	if err != nil || old.Site == "" || slices.Contains(sites, old.Site) {
		return a, err
	}
	changed := *a
	changed.Site, changed.stamps.site = "", v.tick(now)
	return v.replace(&changed), nil
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
