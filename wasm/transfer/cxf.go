// SPDX-License-Identifier: MIT

package transfer

import (
	"strconv"

	"inkan/wasm/otp"
)

// cxfFormat is the Credential Exchange Format (FIDO Alliance, CXF 1.0), as it
// is before the Credential Exchange Protocol encrypts it:
//
//	{"version":{"major":1,"minor":0},"exporterRpId","exporterDisplayName","timestamp","accounts":[{
//	  "collections":[{"title","items":[{"item":"ID"}]}],
//	  "items":[{"id","creationAt" (s),"title","favorite","scope":{"urls":[…]},"tags":[…],"credentials":[
//	    {"type":"totp","secret":"BASE32","period":30,"digits":6,"algorithm":"sha1","issuer","username"}]}]}]}
//
// An account of it may stand alone. A TOTP credential must have secret, period, digits and algorithm (§3.3.12).
// Drafts wrote userName and exporter. Other credentials are passed over.
var cxfFormat = format{"cxf", isCXF, readCXF}

const cxfMajor = 1

func isCXF(f *file) bool {
	top := f.fileRecord()
	if accounts := top.fields["accounts"]; accounts != nil {
		first := (&file{data: accounts}).firstOfList()
		return accounts.kind() == '[' && (first.fields["items"].kind() == '[' || top.has("exporterRpId") || top.has("exporter"))
	}
	items := top.fields["items"]
	return items != nil && (&file{data: items}).firstOfList().fields["credentials"].kind() == '['
}

func readCXF(r *reading) error {
	top := r.fileRecord()
	version := top.fields["version"]
	if version.kind() == '{' {
		version = version.record().fields["major"]
	}
	if major, err := strconv.Atoi(version.digits()); version != nil && (err != nil || major > cxfMajor) {
		return newerVersion()
	}
	accounts := []jsonText{r.fileJSON()}
	if top.has("accounts") {
		var err error
		if accounts, err = top.fields["accounts"].items(); err != nil {
			return err
		}
	}
	position := 0
	for _, account := range accounts {
		a := account.record()
		groups := map[string][]string{}
		cxfCollections(a.fields["collections"], groups, 0)
		items, _ := a.fields["items"].items()
		for _, item := range items {
			r.readCXFItem(item.record(), groups, &position)
		}
	}
	return nil
}

// cxfCollections notes the titles of the collections that each item is in.
// Collections nest in subCollections.
func cxfCollections(v jsonText, groups map[string][]string, depth int) {
	collections, err := v.items()
	if err != nil || depth > maxXMLDepth {
		return
	}
	for _, collection := range collections {
		c := collection.record()
		items, _ := c.fields["items"].items()
		for _, item := range items {
			id := item.record().label("item")
			groups[id] = append(groups[id], c.label("title"))
		}
		cxfCollections(c.fields["subCollections"], groups, depth+1)
	}
}

func (r *reading) readCXFItem(item *jsonRecord, groups map[string][]string, position *int) {
	credentials, _ := item.fields["credentials"].items()
	for _, credential := range credentials {
		c := credential.record()
		if c.label("type") != "totp" {
			continue
		}
		if *position++; !r.room() {
			return
		}
		key, err := cxfKey(c, item.label("title"))
		if err != nil {
			r.reject(*position, key.Issuer, key.Account, err)
			continue
		}
		r.putKey(key, cxfDetail(item, groups, *position))
	}
}

func cxfKey(c *jsonRecord, title string) (otp.Key, error) {
	key := otp.New(otp.TOTP)
	key.Issuer, key.Account = c.label("issuer"), c.label("username")
	if key.Issuer == "" {
		key.Issuer = title
	}
	if key.Account == "" {
		key.Account = c.label("userName")
	}
	key.Algorithm = c.algorithm("algorithm", "")
	key.Digits = c.number("digits", withoutDefault, otp.CodeDigits, "digits")
	key.Period = c.number("period", withoutDefault, otp.CodePeriod, "period")
	secret, err := otp.ParseSecret(c.text("secret"))
	key.Secret = secret
	c.note(err)
	return key, c.err
}

func cxfDetail(item *jsonRecord, groups map[string][]string, position int) Detail {
	detail := Detail{
		Position: position,
		Groups:   groupNames(groups[item.label("id")]...),
		Pinned:   item.flag("favorite"),
		Created:  item.moment("creationAt", 1000),
	}
	tags, _ := item.fields["tags"].items()
	for _, tag := range tags {
		detail.Groups = append(detail.Groups, groupNames(tag.unquote())...)
	}
	urls, _ := item.fields["scope"].record().fields["urls"].items()
	if len(urls) > 0 {
		detail.Site = hostOfAddress(urls[0].unquote())
	}
	return detail
}
