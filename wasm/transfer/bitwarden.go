// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// Bitwarden and Bitwarden Authenticator, src: bitwarden.com/help/export-your-data,
// clients libs/tools/export.
//
//	{encrypted: false, folders: [{id, name}], items: [{type: 1, name, notes, favorite, folderId, login: {username, totp, uris}}]}
//	{encrypted: true, passwordProtected: true, salt, kdfType, kdfIterations, kdfMemory, kdfParallelism,
//	 encKeyValidation_DO_NOT_EDIT, data}
//	{encrypted: true, items: […]}        only for the account it is of
//	folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp
//	folder,favorite,type,name,login_uri,login_totp
//
// totp is an otpauth or steam link, or a bare secret. Entries without one are
// passed over.
var (
	bitwardenFormat = format{"bitwarden", isBitwarden, readBitwarden}
	bitwardenCSV    = format{"bitwarden", isBitwardenCSV, readBitwardenCSV}
)

func isBitwarden(f *file) bool {
	o := f.object()
	if o.has("encrypted") {
		return o.has("items") || o.has("passwordProtected") || o.has("data")
	}
	return o.has("folders", "items") // early versions
}

func readBitwarden(r *reading) error {
	o := r.object()
	if !o.flag("encrypted") {
		return r.readBitwardenItems(o)
	}
	if !o.flag("passwordProtected") {
		return newError(CodeAccountKey, "", ErrUnsupported)
	}
	plain, err := r.openBitwarden(o)
	if err != nil {
		return err
	}
	v, err := parseJSON(plain)
	if err != nil {
		return err
	}
	o, _ = v.object()
	return r.readBitwardenItems(o)
}

// maxBitwardenIterations of PBKDF2: Bitwarden lets people choose up to two
// million, and takes 600,000 of itself.
const maxBitwardenIterations = 4_000_000

func (r *reading) openBitwarden(o object) ([]byte, error) {
	check, err1 := parseSealed(o.text("encKeyValidation_DO_NOT_EDIT"))
	data, err2 := parseSealed(o.text("data"))
	if err1 != nil && o.has("encKeyValidation_DO_NOT_EDIT") || err2 != nil {
		return nil, damaged()
	}
	derive, seconds, err := bitwardenKDF(o)
	if err != nil {
		return nil, err
	}
	if r.password == nil {
		return nil, passwordAfter(seconds)
	}
	master, err := derive(r.password)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Expand(sha256.New, master, "enc", 32)
	mac, err2 := hkdf.Expand(sha256.New, master, "mac", 32)
	if err != nil || err2 != nil {
		panic("transfer: internal error: HKDF") // unreachable: the lengths are fixed
	}
	_, right := check.open(key, mac)
	plain, ok := data.open(key, mac)
	switch {
	case ok:
		return plain, nil
	case right:
		return nil, damaged()
	}
	return nil, passwordWrong()
}

// bitwardenKDF gives the derivation that a file asks for, once it is within
// bounds, and how long it takes.
func bitwardenKDF(o object) (derive func(password []byte) ([]byte, error), seconds int64, err error) {
	kind, ok := o.get("kdfType").whole()
	iterations, ok2 := o.get("kdfIterations").whole()
	text, ok3 := o.get("salt").text()
	if !ok || !ok2 || !ok3 || iterations < 1 {
		return nil, 0, damaged()
	}
	switch kind {
	case 0:
		if iterations > maxBitwardenIterations {
			return nil, 0, tooMuchWork()
		}
		return func(password []byte) ([]byte, error) {
			return derivePBKDF2(sha256.New, password, []byte(text), int(iterations)), nil
		}, iterations / pbkdf2Speed, nil
	case 1:
		memory, ok := o.get("kdfMemory").whole() // MiB
		lanes, ok2 := o.get("kdfParallelism").whole()
		switch {
		case !ok || !ok2 || memory < 1 || lanes < 1:
			return nil, 0, damaged()
		case memory > maxArgon2Memory>>10:
			return nil, 0, tooMuchMemory()
		}
		derivation := argon2id{memory << 10, iterations, lanes}
		if err := derivation.check(); err != nil {
			return nil, 0, err
		}
		salt := sha256.Sum256([]byte(text))
		return func(password []byte) ([]byte, error) { return derivation.derive(password, salt[:]) }, derivation.seconds(), nil
	}
	return nil, 0, newerVersion()
}

// bitwardenSealed is an EncString of type 2: "2." and the Base64 of an IV, of
// AES-256-CBC and of an HMAC-SHA256 over both, with | between.
type bitwardenSealed struct{ iv, sealed, mac []byte }

func parseSealed(text string) (s bitwardenSealed, err error) {
	text, found := strings.CutPrefix(text, "2.")
	parts := strings.Split(text, "|")
	if !found || len(parts) != 3 {
		return s, damaged()
	}
	for i, into := range []*[]byte{&s.iv, &s.sealed, &s.mac} {
		if *into, err = base64.StdEncoding.DecodeString(parts[i]); err != nil {
			return s, damaged()
		}
	}
	return s, nil
}

func (s bitwardenSealed) open(key, mac []byte) ([]byte, bool) {
	h := hmac.New(sha256.New, mac)
	h.Write(s.iv)
	h.Write(s.sealed)
	if !hmac.Equal(h.Sum(nil), s.mac) {
		return nil, false
	}
	return openCBC(key, s.iv, s.sealed)
}

func (r *reading) readBitwardenItems(o object) error {
	items, err := o.get("items").list()
	if err != nil {
		return err
	}
	folders, collections := byID(o.get("folders"), "id", "name"), byID(o.get("collections"), "id", "name")
	for i, v := range items {
		item := newEntry(v, i+1)
		login := item.object.object("login")
		totp := strings.TrimSpace(login.text("totp"))
		if item.err == nil && (totp == "" && (login.get("totp") == nil || login.get("totp").kind() == '"')) {
			continue // no login, or one without codes
		}
		item.detail.Note = item.text("notes")
		item.detail.Pinned = item.flag("favorite")
		item.detail.Groups = append(named(folders, item.text("folderId")), named(collections, texts(item.get("collectionIds"))...)...)
		item.detail.Created = milliseconds(item.text("creationDate"))
		item.detail.Trashed = item.text("deletedDate") != ""
		first, _ := login.get("uris").first().object()
		item.detail.Site = site(first.text("uri"))
		if login.get("totp").kind() != '"' {
			item.wrong()
		}
		item.uri(totp, item.field("name"), login.text("username"))
		r.put(item)
	}
	return nil
}

// milliseconds reads a time as JavaScript writes it; 0 for anything else.
func milliseconds(text string) int64 {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0
	}
	return max(t.UnixMilli(), 0)
}

// csvHeader gives the names in a table's first line and what separates them.
func csvHeader(text []byte) (names []string, comma byte) {
	const longest = 4096 // bytes
	line, _ := cutLine(strings.TrimLeft(string(text[:min(len(text), longest)]), " \t\r\n"))
	comma = ','
	if strings.Count(line, ";") > strings.Count(line, ",") {
		comma = ';'
	}
	for name := range strings.SplitSeq(line, string(rune(comma))) {
		names = append(names, strings.ToLower(strings.Trim(name, " \t\"")))
	}
	return names, comma
}

func isBitwardenCSV(f *file) bool {
	if f.binary() {
		return false
	}
	names, _ := csvHeader(f.text())
	return slices.Contains(names, "login_totp") && slices.Contains(names, "name")
}

// readBitwardenCSV lets rows be longer than the header, as Bitwarden
// Authenticator writes them.
func readBitwardenCSV(r *reading) error {
	names, comma := csvHeader(r.text())
	_, table, _ := cutRow(strings.TrimLeft(r.lines(), " \t\r\n"), comma)
	for position := 0; table != ""; {
		row, rest, whole := cutRow(table, comma)
		table = rest
		if whole && len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			continue // an empty line
		}
		if position++; position > MaxEntries {
			return newError(CodeFileSize, "", ErrTooLarge)
		}
		if !whole {
			r.fail(position, "", entryDamaged())
			continue
		}
		r.readBitwardenRow(position, func(name string) string {
			if at := slices.Index(names, name); at >= 0 && at < len(row) {
				return strings.ToValidUTF8(strings.Clone(row[at]), "\uFFFD")
			}
			return ""
		})
	}
	return nil
}

func (r *reading) readBitwardenRow(position int, field func(string) string) {
	totp := strings.TrimSpace(field("login_totp"))
	if totp == "" {
		return
	}
	address, _, _ := strings.Cut(field("login_uri"), ",") // there may be several
	e := &entry{detail: Detail{Position: position, Note: field("notes"), Site: site(address), Pinned: field("favorite") == "1"}}
	if folder := field("folder"); folder != "" {
		e.detail.Groups = []string{folder}
	}
	e.uri(totp, field("name"), field("login_username"))
	r.put(e)
}
