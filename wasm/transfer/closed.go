// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"strings"
)

// Files that nobody but the application itself can open, recognised so that the
// answer can say what to do instead of that the file is unknown.

// androidKeystoreFormat are preferences that AndroidX encrypts with a key in
// the telephone's hardware (androidx.security.crypto), as current versions of
// Authy and others keep theirs.
var androidKeystoreFormat = format{"android-keystore", isAndroidKeystore, refuse(CodeDeviceKey)}

const androidKeyset = "__androidx_security_crypto_encrypted_prefs_key_keyset__"

func isAndroidKeystore(f *file) bool {
	_, there := f.preference(androidKeyset)
	return there
}

// sqlCipherFormat is Authenticator Plus's own backup, authplus.db, a database in
// SQLCipher 3: pages of 1,024 bytes that look random from the first byte, which
// is salt. There is no mark, so the name decides, too.
var sqlCipherFormat = format{"authenticator-plus-db", isSQLCipher, refuse(CodeSQLCipher)}

const sqlCipherPage = 1024 // bytes

func isSQLCipher(f *file) bool {
	name := strings.ToLower(f.name)
	return (strings.HasSuffix(name, ".db") || strings.Contains(name, "authplus")) &&
		len(f.data) >= 2*sqlCipherPage && len(f.data)%sqlCipherPage == 0 && looksRandom(f.data[:2*sqlCipherPage])
}

// looksRandom says that no value of a byte is much more frequent than others:
// in 2,048 random bytes one occurs 8 times on average, and never 40 times.
func looksRandom(data []byte) bool {
	var count [256]int
	for _, b := range data {
		if count[b]++; count[b] > len(data)/50 {
			return false
		}
	}
	return true
}

// pushFormat is a text that is nothing but a link of an application that keeps
// its keys to itself: what such an application's QR code says.
var pushFormat = format{"push", isPush, refuse(CodeNoExport)}

var pushLinks = []string{"phonefactor://", "oktaverify://", "okta-verify://", "duo://"}

func isPush(f *file) bool {
	text := bytes.ToLower(bytes.TrimSpace(f.data[:min(len(f.data), 64)]))
	for _, link := range pushLinks {
		if bytes.HasPrefix(text, []byte(link)) {
			return true
		}
	}
	return false
}

// refuse answers every file with one error.
func refuse(code Code) func(*reading) error {
	return func(*reading) error { return newError(code, "", ErrUnsupported) }
}
