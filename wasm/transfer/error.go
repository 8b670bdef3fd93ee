// SPDX-License-Identifier: MIT

package transfer

import (
	"errors"
	"maps"
	"slices"
)

// Code tells errors apart; each wants its own words in a user interface.
type Code string

const (
	CodeFormat         Code = "format"          // ErrUnknown
	CodeFileSize       Code = "file-size"       // ErrTooLarge
	CodeDamaged        Code = "damaged"         // ErrDamaged
	CodeVersion        Code = "version"         // ErrUnsupported: newer than what is known here
	CodeMemory         Code = "memory"          // ErrTooLarge: the password's derivation asks for too much
	CodeBackupKey      Code = "backup-key"      // ErrUnsupported: an age file that is sealed for a key
	CodeWork           Code = "work"            // ErrTooLarge: the password's derivation takes too long
	CodePasswordNeeded Code = "password-needed" // ErrPassword
	CodePasswordWrong  Code = "password-wrong"  // ErrPassword; where a format cannot tell, a damaged file too
	CodeDevice         Code = "device"          // ErrUnsupported: only the phone that wrote it has the key
	CodeAccountKey     Code = "account-key"     // ErrUnsupported: only the account it is of has the key
	CodePGP            Code = "pgp"             // ErrUnsupported: encrypted with OpenPGP
	CodePicture        Code = "picture"         // ErrUnknown: to be scanned instead
	CodePart           Code = "part"            // a Problem of the whole: not all pictures of an export were there
	CodeEntry          Code = "entry"           // a Problem: an entry that is not of its format's shape
	CodeEntryType      Code = "entry-type"      // a Problem: an entry of a kind that is no key, or of an unknown one
	CodeDeviceKey      Code = "device-key"      // ErrUnsupported: the key is in the telephone's hardware
	CodeWindows        Code = "windows"         // ErrUnsupported: WinAuth, by Windows's own encryption (DPAPI)
	CodeYubiKey        Code = "yubikey"         // ErrUnsupported: WinAuth, by a YubiKey
	CodeSQLCipher      Code = "sqlcipher"       // ErrUnsupported: Authenticator Plus's own backup
	CodeKeePassOld     Code = "keepass-old"     // ErrUnsupported: KeePass 1, or KDBX before 4
	CodeKeePassMethod  Code = "keepass-method"  // ErrUnsupported: a cipher or derivation of a plugin
	CodeNoExport       Code = "no-export"       // ErrUnsupported, or a Problem: the application gives its keys to nobody
	CodeDatabase       Code = "database"        // ErrUnsupported: an application's own database that is not known
)

// messages say in English what to do.
var messages = map[Code]string{
	CodeFormat:         "this is no file of an authenticator that Inkan knows: look for the export in the other program's settings",
	CodeFileSize:       "this file is too large: choose the file that the other program exported",
	CodeDamaged:        "the file is damaged: export it again",
	CodeVersion:        "the file is of a newer version: update Inkan",
	CodeMemory:         "opening this file takes more memory than there is: export it again without a password, and delete that file afterwards",
	CodeBackupKey:      "the file is sealed for a key, not under a password: open it with age, and import what comes out",
	CodeWork:           "opening this file takes longer than for any file of its kind: export it again",
	CodePasswordNeeded: "the file is protected: enter the password it was exported with",
	CodePasswordWrong:  "this password does not open the file: check it, or export the file again",
	CodeDevice:         "only the phone that wrote this file can open it: export it there again, with a password",
	CodeAccountKey:     "only the account that this file is of can open it: export it again, as JSON protected with a password",
	CodePGP:            "the file is encrypted with PGP: decrypt it first, or export it again without",
	CodePicture:        "this is a picture: scan it for QR codes instead",
	CodePart:           "this is not the whole export: scan its other QR codes too",
	CodeEntry:          "the entry is damaged: set it up again from the site",
	CodeEntryType:      "the entry is of a kind that gives no codes here: set it up again from the site",
	CodeDeviceKey:      "this file opens only on the telephone it is from: set up each account again from its site, with that application at hand",
	CodeWindows:        "this WinAuth file opens only on the Windows account it is from: in WinAuth choose Export there, and import that file",
	CodeYubiKey:        "this WinAuth file opens only with its YubiKey: in WinAuth choose Export, and import that file",
	CodeSQLCipher:      "this looks like Authenticator Plus's own backup: in Authenticator Plus export the accounts as a text file (Accounts.txt in a zip), and import that",
	CodeKeePassOld:     "this KeePass database is of an old version: open it in KeePass or KeePassXC, save it as KDBX 4, and import that",
	CodeKeePassMethod:  "this KeePass database is encrypted in an unusual way: in its security settings choose AES, Twofish or ChaCha20 and Argon2 or AES-KDF, and save it",
	CodeNoExport:       "this application gives its keys to no other: set up each account again from its site, with that application at hand",
	CodeDatabase:       "this is an application's own database: look for an export in that application's settings",
}

// Codes lists every Code an Error can have.
func Codes() []Code { return slices.Sorted(maps.Keys(messages)) }

// Error says why a file, or an entry of it, cannot be read. It holds nothing of
// a secret.
type Error struct {
	Code   Code
	Format string // one of Formats; "" when it is not known
	kind   error  // one of the errors of Import, or nil for an entry

	// Seconds is about how long a browser takes to check a password, of
	// CodePasswordNeeded; 0: no time that is worth words.
	Seconds int
}

func newError(code Code, format string, kind error) *Error {
	return &Error{Code: code, Format: format, kind: kind}
}

// Error says in English what to do.
func (e *Error) Error() string { return "transfer: " + messages[e.Code] }

// Unwrap is the error of Import that this is one of.
func (e *Error) Unwrap() error { return e.kind }

// failure is what Import says about a file whose format is known: an *Error
// with that format's name.
func failure(format string, err error) *Error {
	var known *Error
	if !errors.As(err, &known) {
		known = newError(CodeDamaged, format, ErrDamaged)
	}
	if known.kind != ErrUnknown {
		known.Format = format
	}
	return known
}

// What the formats' readers return.
func damaged() error        { return newError(CodeDamaged, "", ErrDamaged) }
func newerVersion() error   { return newError(CodeVersion, "", ErrUnsupported) }
func passwordNeeded() error { return passwordAfter(0) }
func passwordWrong() error  { return newError(CodePasswordWrong, "", ErrPassword) }
func tooMuchWork() error    { return newError(CodeWork, "", ErrTooLarge) }
func tooMuchMemory() error  { return newError(CodeMemory, "", ErrTooLarge) }

// passwordAfter is passwordNeeded where checking one takes so many seconds.
func passwordAfter(seconds int64) error {
	needed := newError(CodePasswordNeeded, "", ErrPassword)
	needed.Seconds = int(seconds)
	return needed
}
