// SPDX-License-Identifier: MIT

package core

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/vault"
)

// A note may hold recovery codes. It comes in and goes out as bytes, for one
// account at a time, and what is shown of an account says only that there is one.

// NoteParams name an account.
type NoteParams struct {
	ID string `json:"id"`
}

// DescribeParams are what an account is to have beside its key and names. What
// is not said stays as it is: it may have changed since the person looked.
type DescribeParams struct {
	Now    Millis   `json:"now"`
	ID     string   `json:"id"`
	Groups []string `json:"groups,omitempty"` // at most 64 names of at most 100 characters
	Pinned *bool    `json:"pinned,omitempty"`
	Note   bool     `json:"note"` // the bytes are its new note; else the one it has stays
}

func (p DescribeParams) at() int64 { return int64(p.Now) }

func (e *Engine) addDetailMethods() {
	const in = "with note the new note, UTF-8, at most 10,000 characters; else no bytes (an empty array)"
	mutationOf(e, "describe", in, "Changes the groups and the note of an account, and whether it is pinned.", e.describe)
	mutation(e, "use", "Counts that codes of accounts were used, one for each time an id is there. An id that is none is left out.", e.use)
	typed.Handle(&e.table, door.Method{
		Name: "note", Out: "the note, UTF-8; empty when there is none",
		Doc: "Gives the note of an account. It is a secret.",
	}, e.note)
}

func (e *Engine) note(p NoteParams, _ []byte) (door.None, []byte, error) {
	a, err := e.account(p.ID)
	if err != nil {
		return door.None{}, nil, err
	}
	return door.None{}, []byte(a.Note), nil
}

func (e *Engine) describe(w *write, p DescribeParams, note []byte) (Account, error) {
	a, ok := w.vault.Account(p.ID)
	if !ok {
		return Account{}, errAccountUnknown
	}
	details := a.Details
	if p.Groups != nil {
		details.Groups = cleanGroups(p.Groups)
	}
	if p.Pinned != nil {
		details.Pinned = *p.Pinned
	}
	if p.Note {
		details.Note = cleanNote(string(note))
	}
	return w.describe(p.at(), p.ID, details)
}

func (e *Engine) use(w *write, p IDsParams) (door.None, error) {
	p.each(w.vault.Use)
	return door.None{}, nil
}

// cleanGroups makes names of groups of what was typed, or stands in a file, and
// at most one more than the vault takes.
func cleanGroups(names []string) []string {
	var clean []string
	for _, name := range names {
		if len(clean) > vault.MaxGroups {
			break
		}
		if name = otp.CleanName(name); name != "" && !slices.Contains(clean, name) {
			clean = append(clean, name)
		}
	}
	return clean
}

// cleanNote gives a note the line ends of the vault, and takes out what no
// keyboard makes; "" when nothing is left to be seen.
func cleanNote(note string) string {
	note = strings.ReplaceAll(strings.ToValidUTF8(note, "\uFFFD"), "\r\n", "\n")
	note = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return -1
		}
		return r
	}, note)
	if strings.TrimSpace(note) == "" {
		return ""
	}
	return note
}

// fitting is what of an entry's details the vault takes, and the names of those
// that are too much for it: "groups", "note", "sites", "spares".
func fitting(entry parcel.Entry) (d vault.Details, left []string) {
	d = vault.Details{Groups: cleanGroups(entry.Groups), Note: cleanNote(entry.Note), Pinned: entry.Pinned, Uses: entry.Uses, Used: max(0, entry.Used)}
	var names []string
	for _, name := range d.Groups {
		if utf8.RuneCountInString(name) <= vault.MaxGroup && len(names) < vault.MaxGroups {
			names = append(names, name)
		}
	}
	if len(names) < len(d.Groups) {
		d.Groups, left = names, append(left, "groups")
	}
	if utf8.RuneCountInString(d.Note) > vault.MaxNote {
		d.Note, left = "", append(left, "note")
	}
	for _, site := range entry.Sites {
		if site == entry.Site || checkSite(site) != nil {
			continue // what a file calls one may be none
		}
		if sites := union(d.Sites, []string{site}); len(sites) <= vault.MaxSites {
			d.Sites = sites
		} else if !slices.Contains(left, "sites") {
			left = append(left, "sites")
		}
	}
	for _, s := range entry.Spares {
		s := vault.Spare{Code: otp.CleanName(s.Code), Used: min(max(0, s.Used), vault.MaxTime)}
		if s.Code == "" {
			continue
		}
		if spares := joinSpares(d.Spares, s); utf8.RuneCountInString(s.Code) <= vault.MaxSpare && len(spares) <= vault.MaxSpares {
			d.Spares = spares
		} else if !slices.Contains(left, "spares") {
			left = append(left, "spares")
		}
	}
	if icon := vault.Icon(entry.Mark); icon == vault.LetterIcon || icon.Service() != "" {
		d.Icon = icon
	}
	return d, left
}
