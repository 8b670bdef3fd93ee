// SPDX-License-Identifier: MIT

package core

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"inkan/wasm/door"
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

// The codes of the engine's own errors. Those of keys are the codes of package
// otp, those of the door the codes of package door.
const (
	CodeBusy           door.Code = "busy"            // another write awaits commit or abort
	CodeNothingPending door.Code = "nothing-pending" // commit without a write
	CodeNoVault        door.Code = "no-vault"        // none is open
	CodeVaultOpen      door.Code = "vault-open"      // one is open already
	CodeVaultDamaged   door.Code = "vault-damaged"
	CodeVaultNewer     door.Code = "vault-newer"
	CodeVaultLocked    door.Code = "vault-locked"
	CodeVaultFull      door.Code = "vault-full"
	CodeAccountUnknown door.Code = "account-unknown"
	CodeReadingUnknown door.Code = "reading-unknown" // a ref that was added, forgotten or dropped
	CodeReadingsFull   door.Code = "readings-full"   // more pending readings of parcels than there may be
	CodeNoCounter      door.Code = "no-counter"      // next on an account that is not HOTP
	CodeEmbedded       door.Code = "embedded"        // a text with a key somewhere inside
	CodeBareSecret     door.Code = "bare-secret"     // a text that may be a secret and nothing else
	CodeSymbolPart     door.Code = "symbol-part"     // a piece of a longer message, which may be a key
	CodePasswordWrong  door.Code = "password-wrong"
	CodePasswordEmpty  door.Code = "password-empty"
	CodePasswordLong   door.Code = "password-long"
	CodePasskeyWrong   door.Code = "passkey-wrong"
	CodeRecoveryWrong  door.Code = "recovery-wrong" // a recovery key, but not this vault's
	CodeRecoveryOther  door.Code = "recovery-other" // a recovery key, but not the one that was shown
	CodeRecoveryGone   door.Code = "recovery-gone"  // none was shown, or the engine is another
	CodeKeyWrong       door.Code = "key-wrong"      // resume with a key, or openAside of what was sealed under one, that is no longer this vault's
	CodeSlotUnknown    door.Code = "slot-unknown"
	CodeLastWay        door.Code = "last-way"        // neither a password nor a recovery key would be left
	CodeNothingOffered door.Code = "nothing-offered" // merge or revert without a file
	CodeFileDamaged    door.Code = "file-damaged"    // an offered file, not the vault's own
	CodeInboxDamaged   door.Code = "inbox-damaged"   // entries that cannot be told apart
	CodeGroups         door.Code = "groups"          // too many, or the name of one is too long
	CodeNote           door.Code = "note"            // too long
	CodeSites          door.Code = "sites"           // too many, or the name of one is too long
	CodeSpares         door.Code = "spares"          // too many recovery codes, or one is too long
	CodeSpareUnknown   door.Code = "spare-unknown"   // checkSpare of a code that is not there
	CodeIcon           door.Code = "icon"            // no icon, or too large a picture
	CodeIconsFull      door.Code = "icons-full"      // more pictures than a vault holds
	CodeUndoGone       door.Code = "undo-gone"       // another change came after, or the engine is another
)

// Codes lists every code that an answer of the engine can have.
func Codes() []door.Code {
	codes := door.Codes()
	codes = append(codes,
		CodeBusy, CodeNothingPending, CodeNoVault, CodeVaultOpen, CodeVaultDamaged, CodeVaultNewer, CodeVaultLocked,
		CodeVaultFull, CodeAccountUnknown, CodeReadingUnknown, CodeReadingsFull, CodeNoCounter, CodeEmbedded, CodeBareSecret, CodeSymbolPart,
		CodePasswordWrong, CodePasswordEmpty, CodePasswordLong, CodePasskeyWrong, CodeRecoveryWrong, CodeRecoveryOther,
		CodeRecoveryGone, CodeKeyWrong, CodeSlotUnknown, CodeLastWay, CodeNothingOffered, CodeFileDamaged, CodeInboxDamaged, CodeGroups, CodeNote,
		CodeSites, CodeSpares, CodeSpareUnknown, CodeIcon, CodeIconsFull, CodeUndoGone)
	for _, code := range []vault.RecoveryCode{vault.RecoveryLength, vault.RecoveryCharacter, vault.RecoveryChecksum} {
		codes = append(codes, door.Code(code))
	}
	for _, code := range otp.Codes() {
		codes = append(codes, door.Code(code))
	}
	return codes
}

var (
	errBusy           = &door.Error{Code: CodeBusy, Message: "another change is being stored"}
	errNothingPending = &door.Error{Code: CodeNothingPending, Message: "there is no change to commit"}
	errNoVault        = &door.Error{Code: CodeNoVault, Message: "no vault is open"}
	errVaultOpen      = &door.Error{Code: CodeVaultOpen, Message: "a vault is open already"}
	errAccountUnknown = &door.Error{Code: CodeAccountUnknown, Message: "there is no such account"}
	errReadingUnknown = &door.Error{Code: CodeReadingUnknown, Message: "this reading is gone: scan it again"}
	errReadingsFull   = &door.Error{Code: CodeReadingsFull, Message: "these are more accounts than can be imported at once: add or forget others first"}
	errNoCounter      = &door.Error{Code: CodeNoCounter, Message: "this account has no counter"}
	errEmbedded       = &door.Error{Code: CodeEmbedded, Message: "the text has a key inside: scan the code of the key alone"}
	errVaultLocked    = &door.Error{Code: CodeVaultLocked, Message: "the vault is locked"}
	errPasswordWrong  = &door.Error{Code: CodePasswordWrong, Message: "this password does not open the vault"}
	errPasskeyWrong   = &door.Error{Code: CodePasskeyWrong, Message: "this passkey does not open the vault"}
	errRecoveryWrong  = &door.Error{Code: CodeRecoveryWrong, Message: "this recovery key does not open the vault"}
	errRecoveryOther  = &door.Error{Code: CodeRecoveryOther, Message: "this is another recovery key than the one that was shown"}
	errRecoveryGone   = &door.Error{Code: CodeRecoveryGone, Message: "no recovery key was shown: make a new one"}
	errKeyWrong       = &door.Error{Code: CodeKeyWrong, Message: "this key does not open the vault"}
	errAsideWrong     = &door.Error{Code: CodeKeyWrong, Message: "this was sealed under another key, or is damaged"}
	errFileDamaged    = &door.Error{Code: CodeFileDamaged, Message: "this file is damaged, or no vault"}
	errInboxDamaged   = &door.Error{Code: CodeInboxDamaged, Message: "the inbox is damaged"}
	errNothingOffered = &door.Error{Code: CodeNothingOffered, Message: "no file was offered"}
	errSpareUnknown   = &door.Error{Code: CodeSpareUnknown, Message: "this recovery code is no longer there"}
	errIconsFull      = &door.Error{Code: CodeIconsFull, Message: "these are more pictures than a vault holds: take some away first", Field: "icon"}
	errUndoGone       = &door.Error{Code: CodeUndoGone, Message: "this can no longer be taken back at once"}
	errBareSecret     = &door.Error{Code: CodeBareSecret, Message: "this may be a secret alone: enter it by hand with its account"}
	errPart           = &door.Error{Code: CodeSymbolPart, Message: "this is one part of a longer message: show the whole in one QR code"}
)

// vaultErrors are the answers to a file, or to a change, that cannot be.
var vaultErrors = []struct {
	is     error
	answer *door.Error
}{
	{vault.ErrDamaged, &door.Error{Code: CodeVaultDamaged, Message: "the vault file is damaged"}},
	{vault.ErrNewer, &door.Error{Code: CodeVaultNewer, Message: "the vault file was written by a newer version"}},
	{vault.ErrLocked, errVaultLocked},
	{vault.ErrFull, &door.Error{Code: CodeVaultFull, Message: "the vault is full"}},
	{vault.ErrUnknown, errAccountUnknown},
	{vault.ErrSlot, &door.Error{Code: CodeSlotUnknown, Message: "there is no such way in"}},
	{vault.ErrLastWay, &door.Error{Code: CodeLastWay, Message: "neither a password nor a recovery key would be left"}},
	{vault.ErrPasswordEmpty, &door.Error{Code: CodePasswordEmpty, Message: "the password is empty"}},
	{vault.ErrPasswordLong, &door.Error{Code: CodePasswordLong, Message: "the password is too long"}},
	{vault.ErrBounds, &door.Error{Code: door.BadParams, Message: "the parameters of Argon2 are out of bounds", Field: "memory"}},
	{vault.ErrLabel, &door.Error{Code: door.BadParams, Message: "this field is too long", Field: "label"}},
	{vault.ErrPasskey, &door.Error{Code: door.BadParams, Message: "this is no passkey's", Field: "credential"}},
	{vault.ErrGroups, &door.Error{Code: CodeGroups, Message: "these are more groups than an account has, or a name is too long", Field: "groups"}},
	{vault.ErrNote, &door.Error{Code: CodeNote, Message: "this note is too long", Field: "note"}},
	{vault.ErrSites, &door.Error{Code: CodeSites, Message: "these are more sites than an account has, or a name is too long", Field: "site"}},
	{vault.ErrSpares, &door.Error{Code: CodeSpares, Message: "these are more recovery codes than an account has, or one is too long", Field: "spares"}},
	{vault.ErrIcon, &door.Error{Code: CodeIcon, Message: "this is no icon: a small PNG, or a name", Field: "icon"}},
	{vault.ErrWrong, &door.Error{Code: door.BadParams, Message: "these bytes are no wrapping key", Field: "bytes"}},
}

// explain puts the errors of other packages into the words of the door.
func explain(err error) *door.Error {
	var key *otp.Error
	if errors.As(err, &key) {
		shown := *key
		if key.Code != otp.CodePush && maySecret(key.Value) { // those are names of ours
			shown.Value = ""
		}
		return &door.Error{
			Code:     door.Code(key.Code),
			Message:  strings.TrimPrefix(shown.Error(), "otp: "),
			Field:    key.Field,
			Value:    shown.Value,
			Position: key.Position,
			Hint:     key.Hint(),
		}
	}
	var recovery *vault.RecoveryError
	if errors.As(err, &recovery) {
		return explainRecovery(recovery)
	}
	for _, known := range vaultErrors {
		if errors.Is(err, known.is) {
			return known.answer
		}
	}
	return nil
}

// explainRecovery says where a recovery key is wrong: value is the group, 1–8,
// position the character in it, 1–5, or of a wrong length how many there are.
func explainRecovery(err *vault.RecoveryError) *door.Error {
	e := &door.Error{Code: door.Code(err.Code), Message: strings.TrimPrefix(err.Error(), "vault: "), Field: "recovery", Position: err.Symbol}
	if err.Group > 0 {
		e.Value = strconv.Itoa(err.Group)
	}
	return e
}

// maySecret says that a refused value may be a secret that got into the wrong
// place: 16 or more letters and digits in a row, however they are grouped, that
// are not a number.
func maySecret(value string) bool {
	run, letters := 0, false
	for _, r := range value {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			run++
			letters = letters || unicode.IsLetter(r)
		case !unicode.IsSpace(r) && !unicode.IsPunct(r):
			run, letters = 0, false
		}
		if run >= 16 && letters {
			return true
		}
	}
	return false
}

// problem is what a reading says about an error.
func problem(err error) *door.Error {
	var known *door.Error
	if errors.As(err, &known) {
		return known
	}
	if e := explain(err); e != nil {
		return e
	}
	return &door.Error{Code: door.Internal, Message: "something failed that should not"}
}
