// SPDX-License-Identifier: MIT

package transfer

import (
	"strconv"

	"inkan/wasm/otp"
)

// lastPassFormat is LastPass Authenticator's export, version 3:
//
//	{"version":3,"accounts":[{"issuerName","originalIssuerName","userName","originalUserName","secret",
//	 "timeStep":30,"digits":6,"algorithm":"SHA1","isFavorite","creationTimestamp" (ms),"pushNotification",
//	 "folderData":{"folderId":0,"position":0}}],"folders":[{"id":0,"name":"…"}]}
//
// All are TOTP. Secrets with a letter too many occur and are read as the
// program reads them, with the left-over bits dropped. Source: exports of
// LastPass Authenticator 2.21 and 2.22 for Android.
var lastPassFormat = format{"lastpass", isLastPass, readLastPass}

const lastPassVersion = 3

func isLastPass(f *file) bool {
	top := f.fileRecord()
	accounts := top.fields["accounts"]
	if accounts.kind() != '[' || !top.has("version") {
		return false
	}
	first := (&file{data: accounts}).firstOfList()
	return first.has("issuerName") || top.has("localDeviceId") && top.has("folders")
}

func readLastPass(r *reading) error {
	top := r.fileRecord()
	if version, err := strconv.Atoi(top.fields["version"].digits()); err != nil || version > lastPassVersion {
		return newerVersion()
	}
	accounts, err := top.fields["accounts"].items()
	if err != nil {
		return err
	}
	folders := lastPassFolders(top.fields["folders"])
	for i, account := range accounts {
		r.putLastPass(i+1, account.record(), folders)
	}
	return nil
}

// lastPassFolders are the names of folders by the text of their id.
func lastPassFolders(v jsonText) map[string]string {
	names := map[string]string{}
	folders, _ := v.items()
	for _, folder := range folders {
		f := folder.record()
		names[f.fields["id"].digits()] = f.label("name")
	}
	return names
}

func (r *reading) putLastPass(position int, a *jsonRecord, folders map[string]string) {
	key := otp.New(otp.TOTP)
	key.Issuer, key.Account = a.label("issuerName"), a.label("userName")
	if key.Issuer == "" && key.Account == "" {
		key.Issuer, key.Account = a.label("originalIssuerName"), a.label("originalUserName")
	}
	key.Algorithm = a.algorithm("algorithm", "")
	key.Digits = a.number("digits", withoutDefault, otp.CodeDigits, "digits")
	key.Period = a.number("timeStep", withoutDefault, otp.CodePeriod, "period")
	secret, err := otp.ParseSecret(a.text("secret"))
	if a.note(err); a.err != nil {
		r.reject(position, key.Issuer, key.Account, a.err)
		return
	}
	key.Secret = secret
	folder := a.fields["folderData"].record().fields["folderId"].digits()
	r.putKey(key, Detail{
		Position: position,
		Groups:   groupNames(folders[folder]),
		Pinned:   a.flag("isFavorite"),
		Created:  a.moment("creationTimestamp", 1),
	})
}
