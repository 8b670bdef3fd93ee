// SPDX-License-Identifier: MIT

package transfer

import "inkan/wasm/otp"

// onePasswordFormat is 1Password's export, a .1pux: a zip with
// export.attributes, export.data and the attached files. export.data is
//
//	{"accounts":[{"vaults":[{"attrs":{"name"},"items":[{"favIndex":1,"createdAt" (s),"state":"active",
//	  "details":{"loginFields":[{"designation":"username","value"}],"notesPlain",
//	             "sections":[{"fields":[{"value":{"totp":"…"}}]}]},
//	  "overview":{"title","url","tags":[…]}}]}]}]}
//
// state is active, archived or trashed. A totp is a link or a bare Base32
// secret; an item may have several. Source: support.1password.com/1pux-format.
var onePasswordFormat = format{"1password", isOnePassword, readOnePassword}

const onePasswordMember = "export.data"

func isOnePassword(f *file) bool { return f.archived().member(onePasswordMember) != nil }

func readOnePassword(r *reading) error {
	content, err := r.archived().open(r.archived().member(onePasswordMember), r.password)
	if err != nil {
		return err
	}
	v, ok := parseJSONText(content)
	if !ok {
		return damaged()
	}
	accounts, err := v.record().fields["accounts"].items()
	if err != nil {
		return err
	}
	position := 0
	for _, account := range accounts {
		vaults, _ := account.record().fields["vaults"].items()
		for _, vault := range vaults {
			v := vault.record()
			name := v.fields["attrs"].record().label("name")
			items, _ := v.fields["items"].items()
			for _, item := range items {
				r.readOnePasswordItem(item.record(), name, &position)
			}
		}
	}
	return nil
}

func (r *reading) readOnePasswordItem(item *jsonRecord, vault string, position *int) {
	details := item.fields["details"].record()
	overview := item.fields["overview"].record()
	title, user := overview.label("title"), onePasswordUser(details)
	sections, _ := details.fields["sections"].items()
	for _, section := range sections {
		fields, _ := section.record().fields["fields"].items()
		for _, field := range fields {
			value := field.record().fields["value"].record()
			if !value.has("totp") {
				continue
			}
			if *position++; !r.room() {
				return
			}
			if value.fields["totp"].kind() != '"' {
				r.reject(*position, title, user, newError(CodeEntry, "", nil))
				continue
			}
			if text := value.text("totp"); text != "" {
				r.putText(text, title, user, onePasswordDetail(item, details, overview, vault, *position))
			} else {
				r.reject(*position, title, user, &otp.Error{Code: otp.CodeSecretMissing, Field: "secret"})
			}
		}
	}
}

func onePasswordUser(details *jsonRecord) string {
	fields, _ := details.fields["loginFields"].items()
	for _, field := range fields {
		if f := field.record(); f.label("designation") == "username" {
			return f.label("value")
		}
	}
	return ""
}

func onePasswordDetail(item, details, overview *jsonRecord, vault string, position int) Detail {
	detail := Detail{
		Position: position,
		Site:     hostOfAddress(overview.label("url")),
		Groups:   groupNames(vault),
		Note:     details.label("notesPlain"),
		Pinned:   item.has("favIndex") && item.fields["favIndex"].digits() != "0",
		Trashed:  item.label("state") == "trashed",
		Created:  item.moment("createdAt", 1000),
	}
	tags, _ := overview.fields["tags"].items()
	for _, tag := range tags {
		detail.Groups = append(detail.Groups, groupNames(tag.unquote())...)
	}
	return detail
}
