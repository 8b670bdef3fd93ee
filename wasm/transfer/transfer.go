// SPDX-License-Identifier: MIT

// Package transfer reads the files that other authenticators write, and writes
// those that they read: one Go file for each format, with what is known about
// it and where that is from.
//
// A file is recognised by what it holds, never by its name alone. What decides
// a code is never replaced by a default that the format does not itself give:
// an entry that cannot be read exactly is a Problem, and costs no other entry.
package transfer

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"

	"inkan/wasm/otp"
)

// Limits of what is read.
const (
	MaxFile    = 64 << 20 // bytes of a file
	MaxInside  = 64 << 20 // bytes that all files in an archive, or a packed file, may unpack to
	MaxEntries = 50_000   // entries of a file
)

// Result is what a file holds.
type Result struct {
	Format   string    // one of Formats
	Keys     []otp.Key // each passes otp.Key.Check, in the order of the file
	Details  []Detail  // of each key, at the same index
	Problems []Problem // in the order of the file
	Batch    *Batch    // what part of an export over several pictures this is; nil: the whole
	Pictures [][]byte  // PNG or JPEG, in an export as a page: each may show a QR code of an account
}

// Detail is what a file says about an account and no code depends on. What a
// format has no place for is the zero value.
type Detail struct {
	Position int      // of the entry in the file, from 1
	Site     string   // host that the account is bound to
	Sites    []string // more of them
	Spares   []Spare  // recovery codes that the site gave
	Groups   []string // names of groups, folders, categories or tags
	Note     string
	Icon     []byte // SVG, PNG or JPEG (PictureType); of Inkan's own also a name, "letter" or "service:" and which
	Pinned   bool   // or favourite
	Trashed  bool   // in the other program's trash: not to be imported without being asked for
	Uses     uint64 // how often a code was copied or shown
	Created  int64  // milliseconds since the Unix epoch
	Used     int64  // last, milliseconds since the Unix epoch
	Warnings []otp.Warning
}

// Spare is a recovery code.
type Spare struct {
	Code string `json:"code"`
	Used int64  `json:"used,omitempty"` // when it was checked off, milliseconds since the Unix epoch; 0: it was not
}

// Batch says which part of an export that takes several pictures a result is.
type Batch struct {
	ID    int64 // the same in all parts
	Index int   // from 0
	Size  int   // number of parts
}

// Problem is an entry that could not be read.
type Problem struct {
	Position int    // of the entry in the file, from 1; 0: it is about the file
	Name     string // issuer and account as far as they could be read, for a person to find the entry by
	Err      error  // an *otp.Error or an *Error
}

// The errors of Import, to be asked for with errors.Is. Each is wrapped by an
// *Error that says more.
var (
	ErrPassword    = errors.New("the file has a password")            // none was given, or another one
	ErrUnsupported = errors.New("the file cannot be opened")          // by nobody but the program that wrote it
	ErrUnknown     = errors.New("the file is of no known format")     //
	ErrDamaged     = errors.New("the file is damaged")                // of a known format, and not whole
	ErrTooLarge    = errors.New("the file is larger than any export") // or asks for more memory than there may be
)

// Import reads a file. Its name only breaks ties, where two formats cannot be
// told apart by content; it may be empty. The password is NFC or not as the
// format wants it; nil means that none was given, which a file that needs one
// answers with ErrPassword.
//
// The error is an *Error. When it is nil the result may still hold problems
// only, and no key.
func Import(name string, data, password []byte) (Result, error) {
	if len(data) > MaxFile {
		return Result{}, newError(CodeFileSize, "", ErrTooLarge)
	}
	f := &file{name: name, data: data, unlocking: password != nil}
	for _, format := range formats {
		if !format.is(f) {
			continue
		}
		r := &reading{file: f, password: password, Result: Result{Format: format.name}}
		err := format.read(r)
		if err == nil && r.overflow {
			err = newError(CodeFileSize, "", ErrTooLarge)
		}
		if err != nil {
			return Result{}, failure(format.name, err)
		}
		return r.Result, nil
	}
	return Result{}, f.unknown()
}

// unknown says what is wrong with a file that no format knows.
func (f *file) unknown() error {
	switch {
	case bytes.HasPrefix(f.data, []byte("\x89PNG")), bytes.HasPrefix(f.data, []byte("\xFF\xD8\xFF")), bytes.HasPrefix(f.data, []byte("GIF8")):
		return newError(CodePicture, "", ErrUnknown)
	case f.json() == nil && f.broken != nil:
		return f.broken
	}
	return newError(CodeFormat, "", ErrUnknown)
}

// format is one kind of file.
type format struct {
	name string               // as in Result.Format: lower case, "-" between words, such as "authenticator-extension"
	is   func(*file) bool     // by content, cheaply; never panics, whatever the file
	read func(*reading) error // adds keys and problems; its error means that nothing could be read
}

// Formats lists the names that Result.Format can have.
func Formats() []string {
	var names []string
	for _, f := range formats {
		if !slices.Contains(names, f.name) { // one that has several forms
			names = append(names, f.name)
		}
	}
	return names
}

// file is what is imported. What several formats ask of it is found out once.
type file struct {
	name string
	data []byte

	unlocking bool // a password was given

	utf8    []byte // of text
	string  string // of lines
	asked   bool   // of json
	parsed  value  // of json
	broken  error  // why a file that begins like JSON is none
	members object // of object
	opened  bool   // of archive
	zip     *zip.Reader
	held    *containers // see container_json.go
}

// reading is an import that is going on.
type reading struct {
	*file
	password []byte
	overflow bool // there are more than MaxEntries, or they hold more than MaxInside
	held     int  // bytes of notes, sites, groups and recovery codes
	Result
}

// add takes an entry: the key when it passes Check, or a problem.
func (r *reading) add(key otp.Key, detail Detail) {
	if err := key.Check(); err != nil {
		r.reject(detail.Position, key.Issuer, key.Account, err)
		return
	}
	r.held += len(detail.Note) + len(detail.Site)
	for _, text := range slices.Concat(detail.Groups, detail.Sites) {
		r.held += len(text)
	}
	for _, spare := range detail.Spares {
		r.held += len(spare.Code)
	}
	// What entries share stands once in a file, and with each of them in what is made of it.
	if r.overflow = r.overflow || r.held > MaxInside; r.full() {
		return
	}
	if detail.Warnings == nil {
		detail.Warnings = key.Warnings()
	}
	r.Keys = append(r.Keys, key)
	r.Details = append(r.Details, detail)
}

// fail notes an entry that cannot be read. The name must hold no secret.
func (r *reading) fail(position int, name string, err error) {
	if r.full() {
		return
	}
	if known, ok := err.(*Error); ok {
		known.Format = r.Format
	}
	const longest = 100 // characters, of a name that may be as long as the file
	if characters := []rune(name[:min(len(name), 4*longest)]); len(characters) > longest {
		name = string(characters[:longest-1]) + "…"
	}
	r.Problems = append(r.Problems, Problem{Position: position, Name: name, Err: err})
}

// full says that there are as many entries as there may be.
func (r *reading) full() bool {
	r.overflow = r.overflow || len(r.Keys)+len(r.Problems) >= MaxEntries
	return r.overflow
}

// nameOf is how a person knows an account.
func nameOf(issuer, account string) string {
	switch {
	case issuer == "":
		return account
	case account == "":
		return issuer
	}
	return issuer + " (" + account + ")"
}
