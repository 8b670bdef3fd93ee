// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/base64"
	"strings"

	"inkan/wasm/otp"
)

// Databases of applications for Android, on rooted telephones. All have a table
// named accounts; its columns tell which application's it is.
//
//	Google      email, secret (Base32), counter (the next one), type 0 TOTP | 1 HOTP, issuer
//	Microsoft   name (issuer), username, oath_secret_key, account_type 0 TOTP, Base32 | 1 a Microsoft account of
//	            one's own, Base64 and 8 digits | others, which are asked by push
//
// All else is fixed: SHA1, 6 digits, 30 seconds. Source: Google Authenticator 2
// to 5 (AccountDb.java), Microsoft Authenticator's PhoneFactor database as
// Aegis's MicrosoftAuthImporter.java reads it.
var (
	googleDatabaseFormat    = format{"google-authenticator", isGoogleDatabase, readGoogleDatabase}
	microsoftDatabaseFormat = format{"microsoft-authenticator", isMicrosoftDatabase, readMicrosoftDatabase}
	databaseFormat          = format{"sqlite", isDatabase, refuse(CodeDatabase)}
)

const (
	accountsTable   = "accounts"
	microsoftDigits = 8 // of a Microsoft account of one's own
)

// isDatabase knows the databases that no other format wants.
func isDatabase(f *file) bool { return bytes.HasPrefix(f.data, []byte(sqliteMagic)) }

// accounts are the rows of a database's accounts, as functions that give the
// text of a column; nil for another file.
func (f *file) accounts() *accountRows {
	held := f.containers()
	if held.accounts == nil {
		held.accounts = &accountRows{}
		if db, ok := openSQLite(f.data); ok {
			held.accounts.columns, held.accounts.rows, held.accounts.whole = db.table(accountsTable)
		}
	}
	return held.accounts
}

// accountRows is the accounts table of a database.
type accountRows struct {
	columns map[string]int
	rows    [][]sqliteValue
	whole   bool // false: the table is damaged behind these rows
}

func (a *accountRows) has(names ...string) bool {
	for _, name := range names {
		if _, there := a.columns[name]; !there {
			return false
		}
	}
	return true
}

// value is what a row has in a column; nil when it has none.
func (a *accountRows) value(row []sqliteValue, name string) sqliteValue {
	at, there := a.columns[name]
	if !there || at >= len(row) {
		return nil
	}
	return row[at]
}

func (a *accountRows) text(row []sqliteValue, name string) string {
	text, _ := a.value(row, name).(string)
	return text
}

// number is a number of a row; absent when there is none.
func (a *accountRows) number(row []sqliteValue, name string, absent int64) int64 {
	if n, there := a.value(row, name).(int64); there {
		return n
	}
	return absent
}

func isGoogleDatabase(f *file) bool { return f.accounts().has("email", "secret", "type") }

func isMicrosoftDatabase(f *file) bool {
	return f.accounts().has("oath_secret_key", "account_type")
}

// readAccounts adds each row.
func (r *reading) readAccounts(key func(a *accountRows, row []sqliteValue) (otp.Key, error)) error {
	a := r.accounts()
	if !a.whole {
		return damaged()
	}
	for i, row := range a.rows {
		if k, err := key(a, row); err != nil {
			r.reject(i+1, k.Issuer, k.Account, err)
		} else {
			r.putKey(k, Detail{Position: i + 1})
		}
	}
	return nil
}

func readGoogleDatabase(r *reading) error { return r.readAccounts(googleKey) }

func googleKey(a *accountRows, row []sqliteValue) (key otp.Key, err error) {
	const totp, hotp = 0, 1
	switch a.number(row, "type", -1) {
	case totp:
		key = otp.New(otp.TOTP)
	case hotp:
		key = otp.New(otp.HOTP)
		counter := a.number(row, "counter", 0)
		if counter < 0 {
			err = &otp.Error{Code: otp.CodeCounter, Field: "counter"}
		}
		key.Counter = uint64(counter)
	default:
		err = newError(CodeEntryType, "", nil)
	}
	key.Issuer, key.Account = a.text(row, "issuer"), a.text(row, "email")
	// The label of the link is kept whole.
	if before, after, found := strings.Cut(key.Account, ":"); found && (key.Issuer == "" || strings.TrimSpace(before) == key.Issuer) {
		key.Issuer, key.Account = before, after
	}
	if err == nil {
		key.Secret, err = otp.ParseSecret(a.text(row, "secret"))
	}
	return key, err
}

func readMicrosoftDatabase(r *reading) error { return r.readAccounts(microsoftKey) }

func microsoftKey(a *accountRows, row []sqliteValue) (key otp.Key, err error) {
	const ordinary, personal = 0, 1
	key = otp.New(otp.TOTP)
	key.Issuer, key.Account = a.text(row, "name"), a.text(row, "username")
	secret := a.text(row, "oath_secret_key")
	kind := a.number(row, "account_type", -1)
	switch {
	case kind != ordinary && kind != personal:
		return key, newError(CodeNoExport, "", nil)
	case secret == "" && a.text(row, "encrypted_oath_secret_key") != "":
		return key, newError(CodeDeviceKey, "", nil)
	case kind == ordinary:
		key.Secret, err = otp.ParseSecret(secret)
		return key, err
	}
	key.Digits = microsoftDigits
	if key.Secret, err = base64.StdEncoding.DecodeString(secret); err != nil {
		err = newError(CodeEntry, "", nil)
	}
	return key, err
}
