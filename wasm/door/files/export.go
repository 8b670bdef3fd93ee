// SPDX-License-Identifier: MIT

package files

import (
	"io"
	"strings"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/parcel"
	"inkan/wasm/transfer"
)

// Form is a kind of export.
type Form string

// The kinds of exports.
const (
	FormBackup    Form = "backup"    // age file under the password, of Inkan's own document
	FormAegis     Form = "aegis"     // Aegis vault, sealed when there is a password
	FormText      Form = "text"      // otpauth URIs, in the clear
	FormMigration Form = "migration" // otpauth-migration URIs for Google Authenticator
	FormSheet     Form = "sheet"     // what is shown or printed of each account, in the clear
)

// Values are the forms that exist.
func (Form) Values() []string {
	return []string{string(FormBackup), string(FormAegis), string(FormText), string(FormMigration), string(FormSheet)}
}

// LossesParams name the kind of export.
type LossesParams struct {
	Form Form `json:"form"`
}

// ExportParams name the kind of export and say when it is made.
type ExportParams struct {
	Form Form  `json:"form"`
	Now  int64 `json:"now"` // milliseconds since the Unix epoch
}

// Loss is what an export cannot carry of one account.
type Loss struct {
	Index  int      `json:"index"`  // of the account in the parcel
	Whole  bool     `json:"whole"`  // the account is left out
	Fields []string `json:"fields"` // what has no place there: "period", "site", …
}

// Losses are those of all accounts.
type Losses struct {
	Losses []Loss `json:"losses"`
}

var errForm = door.BadParam("form", "there is no such form")

func losses(p LossesParams, bytes []byte) (Losses, []byte, error) {
	keys, details, err := unpack(bytes)
	if err != nil {
		return Losses{}, nil, err
	}
	list := map[Form]func([]otp.Key, []transfer.Detail) []transfer.Loss{
		FormBackup: transfer.BackupLosses, FormAegis: transfer.AegisLosses, FormText: transfer.TextLosses, FormMigration: transfer.MigrationLosses,
		FormSheet: transfer.TextLosses,
	}[p.Form]
	if list == nil {
		return Losses{}, nil, errForm
	}
	all := Losses{[]Loss{}}
	for _, loss := range list(keys, details) {
		all.Losses = append(all.Losses, Loss(loss))
	}
	return all, nil, nil
}

func write(p ExportParams, bytes []byte, random io.Reader) ([]byte, error) {
	password, packed, err := unframe(bytes)
	if err != nil {
		return nil, err
	}
	keys, details, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	switch p.Form {
	case FormBackup:
		document, err := transfer.Backup(keys, details, p.Now)
		if err != nil {
			return nil, err
		}
		defer clear(document)
		return transfer.SealBackup(document, string(password))
	case FormAegis:
		return transfer.Aegis(keys, details, password, random)
	case FormText:
		return transfer.Text(keys), nil
	case FormMigration:
		uris, err := transfer.Migration(keys, random)
		return []byte(strings.Join(uris, "\n")), err
	case FormSheet:
		return transfer.Sheet(keys), nil
	}
	return nil, errForm
}

func unpack(bytes []byte) ([]otp.Key, []transfer.Detail, error) {
	entries, err := parcel.Unpack(bytes)
	if err != nil {
		return nil, nil, door.BadParam("bytes", "this is no parcel")
	}
	keys, details := make([]otp.Key, len(entries)), make([]transfer.Detail, len(entries))
	for i, entry := range entries {
		if keys[i], err = otp.ParseURI(entry.URI); err != nil {
			return nil, nil, err
		}
		details[i] = transfer.Detail{
			Site: entry.Site, Groups: entry.Groups, Note: entry.Note, Pinned: entry.Pinned, Sites: entry.Sites, Uses: entry.Uses, Used: entry.Used,
			Icon: entry.Icon,
		}
		if entry.Mark != "" {
			details[i].Icon = []byte(entry.Mark)
		}
		for _, s := range entry.Spares {
			details[i].Spares = append(details[i].Spares, transfer.Spare(s))
		}
	}
	return keys, details, nil
}
