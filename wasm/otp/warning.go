// SPDX-License-Identifier: MIT

package otp

import "strings"

// WarningCode tells warnings apart: a key that works, or would, but looks wrong.
type WarningCode string

const (
	WarnSecretShort      WarningCode = "secret-short"      // under 80 bits; RFC 4226 wants 128
	WarnSecretLength     WarningCode = "secret-length"     // Base32 of a length no encoder gives: a letter may be missing
	WarnDigits           WarningCode = "digits"            // not 6 to 8
	WarnPeriod           WarningCode = "period"            // neither 30 nor 60 seconds
	WarnIssuerMismatch   WarningCode = "issuer-mismatch"   // Value the issuer of the label, which was not taken
	WarnUnnamed          WarningCode = "unnamed"           // neither issuer nor account
	WarnNameCleaned      WarningCode = "name-cleaned"      // Field had invisible characters; Value what is left
	WarnEmptyParameter   WarningCode = "empty-parameter"   // Field was empty and taken as absent
	WarnParameterDropped WarningCode = "parameter-dropped" // Field was broken and is not kept
	WarnSteam            WarningCode = "steam"             // issuer Steam, but the codes are ordinary digits
)

// WarningCodes lists every WarningCode.
func WarningCodes() []WarningCode {
	return []WarningCode{
		WarnSecretShort, WarnSecretLength, WarnDigits, WarnPeriod, WarnIssuerMismatch, WarnUnnamed,
		WarnNameCleaned, WarnEmptyParameter, WarnParameterDropped, WarnSteam,
	}
}

// Warning is one thing to show beside an accepted key.
type Warning struct {
	Code  WarningCode
	Field string // as in Error
	Value string // as in Error
}

// shortSecret is the length in bytes under which a secret is called short. Many
// services give out 10 bytes.
const shortSecret = 10

// SecretWarnings are those that the text of a secret shows, for a key of this
// type, and the bytes do not.
func (t Type) SecretWarnings(text string) []Warning {
	if (t == TOTP || t == HOTP) && oddLength(text) {
		return []Warning{{Code: WarnSecretLength, Field: "secret"}}
	}
	return nil
}

// OfKey says that the code is of Key.Warnings, whatever the text was.
func (c WarningCode) OfKey() bool {
	switch c {
	case WarnSecretShort, WarnDigits, WarnPeriod, WarnUnnamed, WarnSteam:
		return true
	}
	return false
}

// Warnings are those that the key itself shows, however it came about.
func (k Key) Warnings() []Warning {
	var list []Warning
	if len(k.Secret) < shortSecret && k.Type != MOTP {
		list = append(list, Warning{Code: WarnSecretShort, Field: "secret"})
	}
	if (k.Type == TOTP || k.Type == HOTP) && (k.Digits < 6 || k.Digits > 8) {
		list = append(list, Warning{Code: WarnDigits, Field: "digits"})
	}
	if k.Type == TOTP && k.Period != 30 && k.Period != 60 {
		list = append(list, Warning{Code: WarnPeriod, Field: "period"})
	}
	if k.Issuer == "" && k.Account == "" {
		list = append(list, Warning{Code: WarnUnnamed, Field: "account"})
	}
	if k.Type == TOTP && strings.EqualFold(k.Issuer, "Steam") {
		list = append(list, Warning{Code: WarnSteam, Field: "type"})
	}
	return list
}
