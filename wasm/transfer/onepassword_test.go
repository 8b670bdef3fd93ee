// SPDX-License-Identifier: MIT

package transfer

import (
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestOnePassword(t *testing.T) {
	data := containerZip(t, containerZipMember{name: "export.attributes", content: `{"version":3}`}, containerZipMember{name: onePasswordMember, content: `{"accounts":[{"vaults":[{"attrs":{"name":"Personal"},"items":[
	{"favIndex":1,"createdAt":1663642010,"state":"active","details":{"loginFields":[{"designation":"password","value":"x"},{"designation":"username","value":"me"}],"notesPlain":"a note",
	 "sections":[{"fields":[{"value":{"totp":"` + strings.ToLower(containerBase32) + `"}},{"value":{"string":"x"}},{"value":{"totp":"otpauth://totp/Site:you?secret=` + containerBase32 + `&period=60"}},{"value":{"totp":"otpauth://totp/Site:you?secret="}},{"value":{"totp":7}}]}]},
	 "overview":{"title":"Login","url":"https://user@Example.com:8443/x","tags":["t"]}},
	{"favIndex":0,"state":"trashed","details":{"sections":[{"fields":[{"value":{"totp":"` + containerBase32 + `"}}]}]},"overview":{"title":"Old"}},
	{"state":"active","details":{"sections":[]},"overview":null}, 8]}]}]}`})
	result := readContainer(t, "1password", data, nil)
	wantContainerKeys(t, result, containerKey(otp.TOTP, "Login", "me"), containerKey(otp.TOTP, "Site", "you", keyWith(otp.SHA1, 6, 60)), containerKey(otp.TOTP, "Old", ""))
	wantContainerProblems(t, result, "3 secret-missing", "4 entry")
	d := result.Details[0]
	if d.Site != "example.com" || d.Note != "a note" || !d.Pinned || d.Trashed || d.Created != 1663642010000 || !slices.Equal(d.Groups, []string{"Personal", "t"}) {
		t.Errorf("%+v", d)
	}
	if d := result.Details[2]; !d.Trashed || d.Pinned {
		t.Errorf("%+v", d)
	}
}
