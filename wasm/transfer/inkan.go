// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/json"
	"fmt"
	"strconv"

	"inkan/wasm/otp"
)

// Inkan's own backup is a JSON object:
//
//	{"inkan": 1, "made": MILLISECONDS, "accounts": [{"uri": "otpauth://…", "site": "example.com"}, …]}
//
// in the order in which the accounts are shown, sealed as an age file under a
// passphrase (SealBackup). The URIs are those that other authenticators read.

// backupVersion is the version written, and the newest that is read.
const backupVersion = 1

type backup struct {
	Version  int           `json:"inkan"`
	Made     int64         `json:"made"` // milliseconds since the Unix epoch
	Accounts []backupEntry `json:"accounts"`
}

type backupEntry struct {
	URI  string `json:"uri"`
	Site string `json:"site,omitempty"`
}

var backupCarrier = carrier{detail: map[string]bool{"site": true}}

// BackupLosses lists what Backup cannot carry.
func BackupLosses(keys []otp.Key, details []Detail) []Loss {
	return backupCarrier.losses(keys, details)
}

// Backup writes Inkan's own backup, not sealed yet. Details may be shorter than
// keys; made is the time in milliseconds since the Unix epoch.
func Backup(keys []otp.Key, details []Detail, made int64) ([]byte, error) {
	b := backup{Version: backupVersion, Made: made, Accounts: make([]backupEntry, len(keys))}
	for i, key := range keys {
		b.Accounts[i].URI = key.URI()
		if i < len(details) {
			b.Accounts[i].Site = details[i].Site
		}
	}
	data, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	return data, nil
}

var (
	backupFormat       = format{"inkan", isBackupJSON, readBackup}
	sealedBackupFormat = format{"inkan-sealed", func(f *file) bool { return IsBackup(f.data) }, readSealed}
)

// isBackupJSON looks at the first member only, which Backup writes first.
func isBackupJSON(f *file) bool {
	d := json.NewDecoder(newPrefix(f.data))
	open, err := d.Token()
	if err != nil || open != json.Delim('{') {
		return false
	}
	name, err := d.Token()
	return err == nil && name == "inkan"
}

func readBackup(r *reading) error {
	var b struct {
		Version  int               `json:"inkan"`
		Accounts []json.RawMessage `json:"accounts"`
	}
	if err := json.Unmarshal(r.data, &b); err != nil || b.Version < 1 || len(b.Accounts) > MaxEntries {
		return damaged()
	}
	if b.Version > backupVersion {
		return newerVersion()
	}
	for i, raw := range b.Accounts {
		var entry backupEntry
		if err := json.Unmarshal(raw, &entry); err != nil {
			r.fail(i+1, "", newError(CodeEntry, "", nil))
			continue
		}
		key, warnings, err := otp.Inspect(entry.URI)
		if err != nil {
			r.fail(i+1, strconv.Itoa(i+1), err)
			continue
		}
		r.add(key, Detail{Position: i + 1, Site: entry.Site, Warnings: warnings})
	}
	return nil
}

// readSealed opens an age file and reads what is in it, of whatever format:
// people seal the exports of other programs too.
func readSealed(r *reading) error {
	if err := checkBackup(r.data); err != nil {
		return err
	}
	if len(r.password) == 0 {
		return passwordNeeded()
	}
	document, err := OpenBackup(r.data, string(r.password))
	if err != nil {
		return err
	}
	defer clear(document)
	if IsBackup(document) {
		return damaged() // one in another, and so on, would never end
	}
	inner, err := Import(r.name, document, nil)
	if err != nil {
		return err
	}
	r.Result = inner
	return nil
}
