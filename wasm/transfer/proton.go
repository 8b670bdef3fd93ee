// SPDX-License-Identifier: MIT

package transfer

import (
	"strings"

	"inkan/wasm/otp"
)

// Proton Authenticator, src: proton-pass-common proton-authenticator/src/entry.
//
//	{version: 1, entries: [{id, content: {uri, entry_type: "Totp"|"Steam", name}, note}]}
//	{version: 1, salt, content}   AES-256-GCM, Argon2id 19 MiB, 2 passes, 1 lane
var (
	protonFormat       = format{"proton-authenticator", isProton, func(r *reading) error { return r.readProton(r.object()) }}
	protonSealedFormat = format{"proton-authenticator", isProtonSealed, readProtonSealed}
)

func isProton(f *file) bool {
	o := f.object()
	entries := o.get("entries")
	if !o.has("version") || entries.kind() != '[' {
		return false
	}
	first, _ := entries.first().object()
	return entries.first() == nil || first.has("content")
}

func isProtonSealed(f *file) bool {
	o := f.object()
	return o.has("version") && o.get("salt").kind() == '"' && o.get("content").kind() == '"'
}

func (r *reading) readProton(o object) error {
	if _, err := o.version("version", 1); err != nil {
		return err
	}
	entries, err := o.get("entries").list()
	if err != nil {
		return err
	}
	for i, v := range entries {
		e := newEntry(v, i+1)
		e.detail.Note = e.text("note")
		e = e.within("content")
		name := e.field("name")
		kind := strings.ToLower(e.field("entry_type"))
		if kind != "totp" && kind != "steam" && kind != "" {
			e.names("", name)
			e.refuse(entryTypeUnknown())
		}
		if e.err == nil {
			e.link(e.field("uri"), "", name)
		}
		if kind != "" && e.err == nil && (kind == "steam") != (e.key.Type == otp.Steam) {
			e.wrong() // two codes that it could be
		}
		if e.key.Type == otp.Steam && strings.EqualFold(e.key.Account, e.key.Issuer) {
			e.key.Account = ""
		}
		r.put(e)
	}
	return nil
}

func readProtonSealed(r *reading) error {
	o := r.object()
	if _, err := o.version("version", 1); err != nil {
		return err
	}
	salt, err := o.bytes("salt", 16, 16)
	if err != nil {
		return err
	}
	content, err := o.bytes("content", 12+16, MaxFile)
	if err != nil {
		return err
	}
	if r.password == nil {
		return passwordNeeded()
	}
	key, err := argon2id{19456, 2, 1}.derive(r.password, salt)
	if err != nil {
		return err // unreachable: the parameters are within bounds
	}
	plain, ok := openGCM(key, content[:12], content[12:], []byte("proton.authenticator.export.v1"))
	if !ok {
		return passwordWrong()
	}
	v, err := parseJSON(plain)
	if err != nil {
		return err
	}
	inner, _ := v.object()
	return r.readProton(inner)
}

// Proton Pass: a zip archive with "Proton Pass/data.json", or with "data.pgp" in
// its place.
//
//	{vaults: {ID: {name, items: [{state: 1|2 (trash), pinned, createTime (s), data: {
//	  type, metadata: {name, note}, content: {itemUsername, itemEmail, urls, totpUri, sections},
//	  extraFields: [{type: "totp", data: {totpUri}}]}}]}}}
var protonPassFormat = format{"proton-pass", isProtonPass, readProtonPass}

const (
	protonPassJSON = "Proton Pass/data.json"
	protonPassPGP  = "Proton Pass/data.pgp"
)

func isProtonPass(f *file) bool {
	return f.inside(protonPassJSON) != nil || f.inside(protonPassPGP) != nil
}

func readProtonPass(r *reading) error {
	packed := r.inside(protonPassJSON)
	if packed == nil {
		return newError(CodePGP, "", ErrUnsupported)
	}
	text, err := unpack(packed)
	if err != nil {
		return err
	}
	if strings.HasPrefix(string(text[:min(len(text), 64)]), pgpMark) {
		return newError(CodePGP, "", ErrUnsupported)
	}
	v, err := parseJSON(text)
	if err != nil {
		return err
	}
	top, _ := v.object()
	vaults, ok := top.get("vaults").object()
	if !ok {
		return damaged()
	}
	position := 0
	for _, m := range vaults {
		vault, _ := m.value.object()
		items, err := vault.get("items").list()
		if err != nil {
			continue // a vault that was not read is like an empty one
		}
		for _, item := range items {
			if position++; position > MaxEntries {
				return newError(CodeFileSize, "", ErrTooLarge)
			}
			r.readPassItem(item, position, vault.text("name"))
		}
	}
	return nil
}

// readPassItem adds each of an item's keys: one of its own, and others in fields
// that people add.
func (r *reading) readPassItem(v value, position int, vault string) {
	item := newEntry(v, position)
	data := item.object.object("data")
	metadata, content := data.object("metadata"), data.object("content")
	item.detail.Groups = named(map[string]string{"": vault}, "")
	item.detail.Note = metadata.text("note")
	item.detail.Pinned = item.flag("pinned")
	state, _ := item.get("state").whole()
	item.detail.Trashed = state == 2
	item.detail.Created = int64(min(item.count("createTime"), 1<<40)) * 1000
	if address, ok := content.get("urls").first().text(); ok {
		item.detail.Site = site(address)
	}
	account := content.text("itemUsername")
	if account == "" {
		account = content.text("itemEmail")
	}
	if item.err == nil && strings.HasPrefix(data.text("content"), pgpMark) {
		item.names(metadata.text("name"), "")
		item.refuse(newError(CodePGP, "", nil))
	}
	if item.err != nil {
		r.put(item)
		return
	}
	for _, text := range passLinks(data, content) {
		one := *item
		one.uri(text, metadata.text("name"), account)
		r.put(&one)
	}
}

// passLinks gives all that is a key in an item.
func passLinks(data, content object) (links []string) {
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			links = append(links, text)
		}
	}
	addFields := func(v value) {
		fields, _ := v.list()
		for _, field := range fields {
			o, _ := field.object()
			if o.text("type") == "totp" {
				add(o.object("data").text("totpUri"))
			}
		}
	}
	add(content.text("totpUri"))
	addFields(data.get("extraFields"))
	sections, _ := content.get("sections").list()
	for _, section := range sections {
		o, _ := section.object()
		addFields(o.get("sectionFields"))
	}
	return links
}
