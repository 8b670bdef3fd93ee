// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
)

// backupWork is the cost of a backup's passphrase: scrypt with N = 2^18, r = 8,
// p = 1, thus 256 MiB, as the program age chooses it on a computer of today.
const backupWork = 18

// maxBackupWork is the highest that is tried: 1 GiB.
const maxBackupWork = 20

// SealBackup seals a document under a passphrase, as a file that
// "age --decrypt" opens without Inkan (age-encryption.org/v1, scrypt recipient).
func SealBackup(document []byte, passphrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, passwordNeeded()
	}
	recipient.SetWorkFactor(backupWork)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipient)
	if err == nil {
		_, err = w.Write(document)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	return file.Bytes(), nil
}

// IsBackup tells whether data looks like what SealBackup writes.
func IsBackup(data []byte) bool { return bytes.HasPrefix(data, []byte("age-encryption.org/v1\n")) }

// OpenBackup gives back what SealBackup sealed. Its error is an *Error: of
// ErrPassword, ErrDamaged, ErrTooLarge, or ErrUnsupported for a file that is
// sealed for a key instead of a passphrase.
func OpenBackup(data []byte, passphrase string) ([]byte, error) {
	if len(data) > MaxFile {
		return nil, newError(CodeFileSize, "", ErrTooLarge)
	}
	if err := checkBackup(data); err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, passwordNeeded()
	}
	identity.SetMaxWorkFactor(maxBackupWork)
	r, err := age.Decrypt(bytes.NewReader(data), identity)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, passwordWrong()
	case err != nil:
		return nil, damaged()
	}
	document, err := io.ReadAll(r)
	if err != nil {
		return nil, damaged()
	}
	return document, nil
}

// checkBackup looks at the first stanza, of which age tells only that it does
// not fit: "-> scrypt SALT LOG2N", or "-> " and the kind of a key.
func checkBackup(data []byte) error {
	lines := strings.SplitN(string(data[:min(len(data), 200)]), "\n", 3)
	if len(lines) < 3 || !strings.HasPrefix(lines[1], "-> ") {
		return damaged()
	}
	words := strings.Fields(lines[1])
	if len(words) != 4 || words[1] != "scrypt" {
		return newError(CodeBackupKey, "", ErrUnsupported)
	}
	if work, err := strconv.Atoi(words[3]); err != nil || work > maxBackupWork {
		return tooMuchMemory()
	}
	return nil
}
