// SPDX-License-Identifier: MIT

package core

import (
	"errors"
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
	CodeNoCounter      door.Code = "no-counter"      // next on an account that is not HOTP
	CodeEmbedded       door.Code = "embedded"        // a text with a key somewhere inside
	CodeBareSecret     door.Code = "bare-secret"     // a text that may be a secret and nothing else
)

// Codes lists every code that an answer of the engine can have.
func Codes() []door.Code {
	codes := door.Codes()
	codes = append(codes,
		CodeBusy, CodeNothingPending, CodeNoVault, CodeVaultOpen, CodeVaultDamaged, CodeVaultNewer, CodeVaultLocked,
		CodeVaultFull, CodeAccountUnknown, CodeReadingUnknown, CodeNoCounter, CodeEmbedded, CodeBareSecret)
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
	errNoCounter      = &door.Error{Code: CodeNoCounter, Message: "this account has no counter"}
	errEmbedded       = &door.Error{Code: CodeEmbedded, Message: "the text has a key inside: scan the code of the key alone"}
	errBareSecret     = &door.Error{Code: CodeBareSecret, Message: "this may be a secret alone: enter it by hand with its account"}
)

// vaultErrors are the answers to a file, or to a change, that cannot be.
var vaultErrors = []struct {
	is     error
	answer *door.Error
}{
	{vault.ErrDamaged, &door.Error{Code: CodeVaultDamaged, Message: "the vault file is damaged"}},
	{vault.ErrNewer, &door.Error{Code: CodeVaultNewer, Message: "the vault file was written by a newer version"}},
	{vault.ErrLocked, &door.Error{Code: CodeVaultLocked, Message: "the vault file is locked"}},
	{vault.ErrFull, &door.Error{Code: CodeVaultFull, Message: "the vault is full"}},
	{vault.ErrUnknown, errAccountUnknown},
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
	for _, known := range vaultErrors {
		if errors.Is(err, known.is) {
			return known.answer
		}
	}
	return nil
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
