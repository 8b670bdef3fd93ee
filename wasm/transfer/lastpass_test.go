// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

func TestLastPass(t *testing.T) {
	account := func(fields string) string { return `{"secret":"` + containerBase32 + `",` + fields + `}` }
	data := []byte(`{"deviceId":"","version":3,"accounts":[` + strings.Join([]string{
		account(`"issuerName":"a","userName":"b","timeStep":20,"digits":8,"algorithm":"SHA256","isFavorite":true,"creationTimestamp":1738075355820,"folderData":{"folderId":1,"position":0}`),
		account(`"issuerName":"","userName":"","originalIssuerName":"o","originalUserName":"p","timeStep":30,"digits":6,"algorithm":"SHA1"`),
		account(`"issuerName":"c","userName":"","timeStep":30,"algorithm":"SHA1"`),
		account(`"issuerName":"d","userName":"","timeStep":"x","digits":6,"algorithm":"SHA1"`),
		account(`"issuerName":"e","userName":"","timeStep":30,"digits":6,"algorithm":"MD5"`),
		`{"issuerName":"f","secret":"A1","timeStep":30,"digits":6,"algorithm":"SHA1"}`,
	}, ",") + `],"folders":[{"id":1,"name":"Work"},{"id":0,"name":"Other accounts"}]}`)
	result := readContainer(t, "lastpass", data, nil)
	wantContainerKeys(t, result, containerKey(otp.TOTP, "a", "b", keyWith(otp.SHA256, 8, 20)), containerKey(otp.TOTP, "o", "p"))
	wantContainerProblems(t, result, "3 digits", "4 period", "5 algorithm", "6 secret-character")
	if d := result.Details[0]; !d.Pinned || d.Created != 1738075355820 || !slices.Equal(d.Groups, []string{"Work"}) {
		t.Errorf("%+v", d)
	}
	wantContainerCode(t, "version 4", bytes.Replace(data, []byte(`"version":3`), []byte(`"version":4`), 1), nil, ErrUnsupported, CodeVersion)
}
