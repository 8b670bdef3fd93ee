// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/sha512"
	"strings"
	"testing"
)

func TestClosed(t *testing.T) {
	wantContainerCode(t, "prefs.xml", prefsFile(androidKeyset, "12a9", "AX3d", "AVG7"), nil, ErrUnsupported, CodeDeviceKey)
	wantContainerCode(t, "link", []byte(" phonefactor://activate_account?code=1&url=x\n"), nil, ErrUnsupported, CodeNoExport)

	var random []byte
	for len(random) < 4*sqlCipherPage {
		sum := sha512.Sum512(random)
		random = append(random, sum[:]...)
	}
	wantContainerCode(t, "authplus.db", random, nil, ErrUnsupported, CodeSQLCipher)
	wantContainerCode(t, "authplus.db", random, []byte("password"), ErrUnsupported, CodeSQLCipher)
	wantContainerCode(t, "other.bin", random, nil, ErrUnknown, CodeFormat)
	wantContainerCode(t, "authplus.db", random[:4000], nil, ErrUnknown, CodeFormat)
	wantContainerCode(t, "text.db", []byte(strings.Repeat("text ", 2048)), nil, ErrUnknown, CodeFormat)
}

// TestClosedSamples looks at the real files that cannot be read.
func TestClosedSamples(t *testing.T) {
	for name, code := range map[string]Code{
		"authenticator-plus/stratum--authplus.db": CodeSQLCipher,
		"keepass/stratum--keepass.kdbx3.kdbx":     CodeKeePassOld,
	} {
		wantContainerCode(t, name, Sample(t, name), []byte("test"), ErrUnsupported, code)
	}
	wantContainerCode(t, "an empty zip", Sample(t, "winauth/stratum--winauth.invalid.zip"), []byte("test"), ErrUnknown, CodeFormat)
}

// TestContainerMessages holds every code to having words.
func TestContainerMessages(t *testing.T) {
	for _, code := range []Code{CodeDeviceKey, CodeWindows, CodeYubiKey, CodeSQLCipher, CodeKeePassOld, CodeKeePassMethod, CodeNoExport, CodeDatabase, CodeWork} {
		if messages[code] == "" || !strings.Contains(messages[code], ":") {
			t.Errorf("%s says nothing to do", code)
		}
	}
}
