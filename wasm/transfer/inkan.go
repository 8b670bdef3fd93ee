// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"inkan/wasm/otp"
)

// Inkan's own backup is a JSON object:
//
//	{"inkan": 1, "made": MILLISECONDS, "accounts": [{"uri": "otpauth://…", "site": "example.com",
//	  "groups": ["Work"], "note": "…", "pinned": true, "sites": ["example.org"],
//	  "spares": [{"code": "…", "used": MILLISECONDS}], "icon": "data:image/png;base64,…", "uses": 12, "used": MILLISECONDS}, …]}
//
// in the order in which the accounts are shown, what is not set left out, an icon
// a data: URL, "letter", or "service:" and a name of Inkan's own set, sealed
// as an age file under a passphrase (SealBackup). The URIs are those that other
// authenticators read.

// backupVersion is the version written, and the newest that is read.
const backupVersion = 1

type backup struct {
	Version  int           `json:"inkan"`
	Made     int64         `json:"made"` // milliseconds since the Unix epoch
	Accounts []backupEntry `json:"accounts"`
}

type backupEntry struct {
	URI    string   `json:"uri"`
	Site   string   `json:"site,omitempty"`
	Groups []string `json:"groups,omitempty"`
	Note   string   `json:"note,omitempty"`
	Pinned bool     `json:"pinned,omitempty"`
	Sites  []string `json:"sites,omitempty"`
	Spares []Spare  `json:"spares,omitempty"`
	Icon   string   `json:"icon,omitempty"`
	Uses   uint64   `json:"uses,omitempty"`
	Used   int64    `json:"used,omitempty"`
}

var backupCarrier = carrier{detail: map[string]bool{"site": true, "groups": true, "note": true, "spares": true, "icon": true, "pinned": true, "uses": true, "used": true}}

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
			d := details[i]
			b.Accounts[i] = backupEntry{
				URI: key.URI(), Site: d.Site, Groups: d.Groups, Note: d.Note, Pinned: d.Pinned, Sites: d.Sites, Spares: d.Spares, Icon: iconText(d),
				Uses: min(d.Uses, math.MaxInt64), Used: d.Used,
			}
		}
	}
	data, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	return data, nil
}

var (
	backupFormat       = format{"inkan", func(f *file) bool { return f.object().has("inkan") }, readBackup}
	sealedBackupFormat = format{"inkan-sealed", func(f *file) bool { return IsBackup(f.data) }, readSealed}
)

func readBackup(r *reading) error {
	o := r.object()
	if o.get("inkan").kind() != '0' { // other programs write numbers as text, we never did
		return damaged()
	}
	if _, err := o.version("inkan", backupVersion); err != nil {
		return err
	}
	accounts, err := o.get("accounts").list()
	if err != nil {
		return err
	}
	for i, v := range accounts {
		e := newEntry(v, i+1)
		e.detail.Site, e.detail.Groups, e.detail.Note = e.text("site"), texts(e.get("groups")), e.text("note")
		e.detail.Pinned, e.detail.Uses, e.detail.Used = e.flag("pinned"), e.count("uses"), int64(e.count("used"))
		e.detail.Sites, e.detail.Spares = texts(e.get("sites")), spares(e.get("spares"))
		e.detail.Icon = readIcon(e.text("icon"))
		e.link(e.field("uri"), "", "")
		r.put(e)
	}
	return nil
}

// iconText is the text of an icon in a backup.
func iconText(d Detail) string {
	if kind := PictureType(d.Icon); kind != "" {
		return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(d.Icon)
	}
	return string(d.Icon)
}

// readIcon reads what iconText wrote: a picture, or a name.
func readIcon(text string) []byte {
	if text == "letter" || strings.HasPrefix(text, "service:") {
		return []byte(text)
	}
	_, body, _ := strings.Cut(text, ";base64,")
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil
	}
	return pictureOf(data)
}

// maxSpares bounds the recovery codes of one entry.
const maxSpares = 256

// spares gives the recovery codes of a list that are some.
func spares(v value) []Spare {
	var list []Spare
	for element := range v.elements() {
		members, _ := element.object()
		used, _ := members.get("used").whole()
		if code := members.text("code"); code != "" {
			list = append(list, Spare{code, max(used, 0)})
		}
		if len(list) == maxSpares {
			break
		}
	}
	return list
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
