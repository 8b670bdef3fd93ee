// SPDX-License-Identifier: MIT

package transfer

import (
	"path"
	"strings"
)

// What OpenPGP (RFC 9580) has encrypted, as andOTP and WinAuth let people do, is
// opened by other programs.
var pgpFormat = format{"pgp", isPGP, func(*reading) error { return newError(CodePGP, "", ErrUnsupported) }}

const pgpMark = "-----BEGIN PGP MESSAGE-----"

// isPGP goes by the name where the message is not in armor: its first byte alone
// is no proof.
func isPGP(f *file) bool {
	extension := strings.ToLower(path.Ext(f.name))
	return f.startsWith(pgpMark) || f.binary() && (extension == ".gpg" || extension == ".pgp") && f.data[0]&0x80 != 0
}
