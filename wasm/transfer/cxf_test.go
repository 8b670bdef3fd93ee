// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"slices"
	"testing"

	"inkan/wasm/otp"
)

func TestCXF(t *testing.T) {
	data := []byte(`{"version":{"major":1,"minor":0},"exporterRpId":"a.example","timestamp":1,"accounts":[{"id":"x","collections":[{"title":"Work","items":[{"item":"i1"}],"subCollections":[{"title":"Deep","items":[{"item":"i1"}]}]}],
	"items":[{"id":"i1","creationAt":1705142400,"title":"T","favorite":true,"scope":{"urls":["https://github.com/login"]},"tags":["dev"],"credentials":[{"type":"basic-auth"},
	 {"type":"totp","secret":"` + containerBase32 + `","period":60,"digits":8,"algorithm":"sha256","issuer":"I","username":"U"},
	 {"type":"totp","secret":"` + containerBase32 + `","period":30,"digits":6,"algorithm":"sha1","userName":"old"},
	 {"type":"totp","secret":"` + containerBase32 + `","period":30,"digits":6},
	 {"type":"totp","secret":"` + containerBase32 + `","digits":6,"algorithm":"sha1"}]}]}]}`)
	result := readContainer(t, "cxf", data, nil)
	wantContainerKeys(t, result, containerKey(otp.TOTP, "I", "U", keyWith(otp.SHA256, 8, 60)), containerKey(otp.TOTP, "T", "old"))
	wantContainerProblems(t, result, "3 algorithm", "4 period")
	if d := result.Details[0]; d.Site != "github.com" || !d.Pinned || d.Created != 1705142400000 || !slices.Equal(d.Groups, []string{"Work", "Deep", "dev"}) {
		t.Errorf("%+v", d)
	}
	wantContainerKeys(t, readContainer(t, "cxf", []byte(`{"id":"x","items":[{"title":"T","credentials":[{"type":"totp","secret":"`+containerBase32+`","period":30,"digits":6,"algorithm":"sha512"}]}]}`), nil),
		containerKey(otp.TOTP, "T", "", keyWith(otp.SHA512, 6, 30)))
	wantContainerCode(t, "version 2", bytes.Replace(data, []byte(`"major":1`), []byte(`"major":2`), 1), nil, ErrUnsupported, CodeVersion)
}
