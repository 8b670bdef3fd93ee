// SPDX-License-Identifier: MIT

// Package files is the table of methods of transfer.wasm: files of other
// authenticators to accounts, and back. It runs where nothing of the vault is, in
// an instance that is thrown away after one call.
package files

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/transfer"
)

// ImportParams name the file.
type ImportParams struct {
	Name string `json:"name"` // as it is called on the disk; may be empty
}

// Imported is what a file holds beside its accounts.
type Imported struct {
	Format   string    `json:"format"`
	Accounts int       `json:"accounts"` // how many are in the parcels
	Parcels  []int     `json:"parcels"`  // lengths of the parcels at the start of the bytes out
	Pictures []int     `json:"pictures"` // lengths of the pictures that follow them, each of which may show a QR code
	Icons    []Icon    `json:"icons"`    // pictures of accounts, whose bytes come last, SVG, PNG or JPEG
	Trashed  []int     `json:"trashed"`  // indexes of accounts that are in the other program's trash
	Left     []string  `json:"left"`     // fields that some account has and Inkan has no place for
	Problems []Problem `json:"problems"` // entries that could not be read
	Part     int       `json:"part"`     // which part of an export over several pictures this is, from 1; 0: the whole
	Parts    int       `json:"parts"`
}

// Icon is a picture that accounts have.
type Icon struct {
	Accounts []int `json:"accounts"` // their indexes
	Length   int   `json:"length"`   // bytes
}

// Limits of the icons that are handed on: those of a file beyond are left.
const (
	maxIcon  = 1 << 20  // bytes of one
	maxIcons = 16 << 20 // bytes of all, each picture counted once
)

// Problem is an entry that could not be read.
type Problem struct {
	Entry int        `json:"entry"` // its position in the file, from 1; 0: it is about the file
	Name  string     `json:"name"`  // issuer and account, as far as they could be read
	Error door.Error `json:"error"`
}

// framed is what the bytes of a method are that takes a password.
const framed = "the length of the password in four bytes, little-endian, 0xFFFFFFFF for none; the password; "

// New makes the table. Keys, salts and nonces are drawn from random.
func New(random io.Reader) *door.Table {
	t := &door.Table{Explain: explain}
	typed.Handle(t, door.Method{
		Name: "import", In: framed + "the file", Out: "the accounts in parcels for vault.wasm, pictures, and icons",
		Doc: "Reads a file of another authenticator.",
	}, read)
	typed.Handle(t, door.Method{
		Name: "losses", In: "the parcel of accounts of vault.wasm",
		Doc: "Lists what a kind of export cannot carry.",
	}, losses)
	typed.Handle(t, door.Method{
		Name: "export", In: framed + "the parcel of accounts of vault.wasm", Out: "the file; of migration the URIs, one a line; of sheet a JSON array of transfer.SheetEntry",
		Doc: "Writes the accounts for another authenticator, or as a backup.",
	}, func(p ExportParams, bytes []byte) (door.None, []byte, error) {
		file, err := write(p, bytes, random)
		return door.None{}, file, err
	})
	return t
}

// none stands for the length of no password; an empty one has the length 0.
const none = 0xFFFFFFFF

func read(p ImportParams, bytes []byte) (Imported, []byte, error) {
	password, file, err := unframe(bytes)
	if err != nil {
		return Imported{}, nil, err
	}
	result, err := transfer.Import(p.Name, file, password)
	if err != nil {
		return Imported{}, nil, err
	}
	entries := make([]parcel.Entry, len(result.Keys))
	im := Imported{
		Format: result.Format, Accounts: len(entries),
		Parcels: []int{}, Pictures: []int{}, Icons: []Icon{}, Trashed: []int{}, Left: []string{}, Problems: []Problem{},
	}
	for i, key := range result.Keys {
		d := result.Details[i]
		entries[i] = parcel.Entry{URI: key.URI(), Site: d.Site, Groups: d.Groups, Note: d.Note, Pinned: d.Pinned, Sites: d.Sites, Uses: d.Uses, Used: d.Used}
		if transfer.PictureType(d.Icon) == "" {
			entries[i].Mark = string(d.Icon)
		}
		for _, s := range d.Spares {
			entries[i].Spares = append(entries[i].Spares, parcel.Spare(s))
		}
		for _, w := range d.Warnings {
			if !w.Code.OfKey() { // those are seen again
				entries[i].Warnings = append(entries[i].Warnings, parcel.Warning{Code: string(w.Code), Value: w.Value})
			}
		}
		if d.Trashed {
			im.Trashed = append(im.Trashed, i)
		}
	}
	for _, problem := range result.Problems {
		im.Problems = append(im.Problems, Problem{problem.Position, problem.Name, *explain(problem.Err)})
	}
	if result.Batch != nil {
		im.Part, im.Parts = result.Batch.Index+1, result.Batch.Size
	}
	var out []byte
	for portion := range slices.Chunk(entries, parcel.Portion) {
		packed := parcel.Pack(portion)
		out = append(out, packed...)
		im.Parcels = append(im.Parcels, len(packed))
	}
	for _, picture := range result.Pictures {
		out = append(out, picture...)
		im.Pictures = append(im.Pictures, len(picture))
	}
	return im, im.addIcons(out, result.Details), nil
}

// addIcons lists the pictures of accounts, each once, and adds their bytes.
func (im *Imported) addIcons(out []byte, details []transfer.Detail) []byte {
	places := make(map[string]int)
	room := maxIcons
	for i, d := range details {
		if transfer.PictureType(d.Icon) == "" {
			continue
		}
		place, known := places[string(d.Icon)]
		if !known && (len(d.Icon) > maxIcon || len(d.Icon) > room) {
			im.Left = []string{"icon"}
			continue
		}
		if !known {
			place = len(im.Icons)
			places[string(d.Icon)] = place
			im.Icons = append(im.Icons, Icon{Length: len(d.Icon)})
			out = append(out, d.Icon...)
			room -= len(d.Icon)
		}
		im.Icons[place].Accounts = append(im.Icons[place].Accounts, i)
	}
	return out
}

func unframe(bytes []byte) (password, file []byte, err error) {
	if len(bytes) < 4 {
		return nil, nil, door.BadParam("bytes", "they are too short")
	}
	n, rest := binary.LittleEndian.Uint32(bytes), bytes[4:]
	switch {
	case n == none:
		return nil, rest, nil
	case uint64(n) > uint64(len(rest)):
		return nil, nil, door.BadParam("bytes", "they are shorter than they say")
	}
	return rest[:n:n], rest[n:], nil
}

// Codes lists every code an error of the table can have.
func Codes() []door.Code {
	codes := door.Codes()
	for _, code := range transfer.Codes() {
		codes = append(codes, door.Code(code))
	}
	for _, code := range otp.Codes() {
		if !slices.Contains(codes, door.Code(code)) {
			codes = append(codes, door.Code(code))
		}
	}
	return codes
}

// explain turns what transfer and otp say into what JavaScript is told.
func explain(err error) *door.Error {
	if known, ok := errors.AsType[*transfer.Error](err); ok {
		told := &door.Error{Code: door.Code(known.Code), Message: known.Error(), Value: known.Format}
		if known.Code == transfer.CodePasswordNeeded {
			told.Value = strconv.Itoa(known.Seconds) // what is to be said when one is asked for
		}
		return told
	}
	if known, ok := errors.AsType[*otp.Error](err); ok {
		return &door.Error{
			Code: door.Code(known.Code), Message: known.Error(), Field: known.Field, Value: known.Value, Position: known.Position,
			Hint: known.Hint(),
		}
	}
	return &door.Error{Code: door.Internal, Message: "something failed that should not"}
}
