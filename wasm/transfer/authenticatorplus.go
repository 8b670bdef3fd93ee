// SPDX-License-Identifier: MIT

package transfer

import "bytes"

// authenticatorPlusFormat is Authenticator Plus's export for others: a zip with
// Accounts.txt, encrypted with ZipCrypto by the master password, which holds a
// link in each line. Its own backup, authplus.db, is a database in SQLCipher 3;
// see closed.go.
var authenticatorPlusFormat = format{"authenticator-plus", isAuthenticatorPlus, readAuthenticatorPlus}

const authenticatorPlusMember = "Accounts.txt"

func isAuthenticatorPlus(f *file) bool { return f.archived().member(authenticatorPlusMember) != nil }

func readAuthenticatorPlus(r *reading) error {
	content, err := r.archived().open(r.archived().member(authenticatorPlusMember), r.password)
	if err != nil {
		return err
	}
	if !r.putLines(content) && len(bytes.TrimSpace(content)) > 0 {
		return damaged()
	}
	return nil
}
