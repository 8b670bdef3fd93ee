// SPDX-License-Identifier: MIT

package otp

import (
	"fmt"
	"strings"
	"unicode"
)

// Code tells errors apart; each wants its own words in a user interface.
type Code string

const (
	CodeEmpty           Code = "empty"            // no text at all
	CodeScheme          Code = "scheme"           // not the text of a key; Value the scheme, if it has one
	CodeMigration       Code = "migration"        // a transfer code with several accounts, read elsewhere
	CodePush            Code = "push"             // belongs to an application that keeps its key; Value its name
	CodeType            Code = "type"             // Value the unknown type or encoder; empty when none is given
	CodeSecretMissing   Code = "secret-missing"   //
	CodeSecretCharacter Code = "secret-character" // Value the one character, Position where
	CodeSecretHex       Code = "secret-hex"       // hexadecimal where Base32 is wanted; Value and Position as above
	CodeSecretLength    Code = "secret-length"    // too short to hold a byte, or of a length this type has not
	CodeSecretChecksum  Code = "secret-checksum"  // Yandex: mistyped or cut
	CodeAlgorithm       Code = "algorithm"        //
	CodeDigits          Code = "digits"           //
	CodePeriod          Code = "period"           //
	CodeCounter         Code = "counter"          //
	CodeCounterMissing  Code = "counter-missing"  //
	CodeCounterEnd      Code = "counter-end"      // the counter is 2^64-1: there is no next code
	CodePIN             Code = "pin"              // not 4 to 16 digits, or of a type that has none
	CodePINMissing      Code = "pin-missing"      // from Code: the key is whole but for its PIN
	CodeDuplicate       Code = "duplicate"        // Field is given twice
	CodeName            Code = "name"             // Field holds characters that CleanName takes away
	CodeParameter       Code = "parameter"        // Extra holds what it must not, Field its name; or a link is damaged around Field
	CodeTooLong         Code = "too-long"         // Field "uri", "secret", "issuer" or "account"
	CodeTime            Code = "time"             // a clock before 1970
)

// messages say in English what to do. %v is the value, already in quotes.
var messages = map[Code]string{
	CodeEmpty:           "there is no text: give an otpauth link or a secret",
	CodeScheme:          "this is not the link of a key%v: it must begin with otpauth://",
	CodeMigration:       "this is a transfer code: read it with the import",
	CodePush:            "this code works only in its own application%v: choose another kind of authenticator app on the site",
	CodeType:            "the type%v is not known: it must be totp, hotp or steam",
	CodeSecretMissing:   "the secret is missing: copy it again from the site",
	CodeSecretCharacter: "the secret has a character that cannot be in it%v: check it against the site",
	CodeSecretHex:       "the secret looks hexadecimal%v: say that it is, or give it as Base32",
	CodeSecretLength:    "the secret is too short or cut off: copy all of it",
	CodeSecretChecksum:  "the secret's checksum is wrong: copy it again",
	CodeAlgorithm:       "the algorithm%v is not supported: it must be SHA1, SHA256 or SHA512, and fit the type",
	CodeDigits:          "the number of digits%v is not supported: it must be 1 to 10, and fit the type",
	CodePeriod:          "the period%v is not supported: it must be 1 to 86400 seconds, and fit the type",
	CodeCounter:         "the counter%v is not supported: it must be a whole number from 0 to 18446744073709551615",
	CodeCounterMissing:  "the counter is missing: a hotp key needs one",
	CodeCounterEnd:      "the counter has reached its end: set up the account again",
	CodePIN:             "the PIN is not supported: it must be 4 to 16 digits",
	CodePINMissing:      "the PIN is missing: enter the one that belongs to the account",
	CodeDuplicate:       "a parameter is given twice: keep the right one",
	CodeName:            "the name has invisible characters: type it again",
	CodeParameter:       "a parameter is damaged or cannot be kept: copy the link again, or remove it",
	CodeTooLong:         "the text is too long to be a key: check what was copied",
	CodeTime:            "the clock is before 1970: set the clock of this computer",
}

// Codes lists every Code an Error can have.
func Codes() []Code {
	return []Code{
		CodeEmpty, CodeScheme, CodeMigration, CodePush, CodeType,
		CodeSecretMissing, CodeSecretCharacter, CodeSecretHex, CodeSecretLength, CodeSecretChecksum,
		CodeAlgorithm, CodeDigits, CodePeriod, CodeCounter, CodeCounterMissing, CodeCounterEnd,
		CodePIN, CodePINMissing, CodeDuplicate, CodeName, CodeParameter, CodeTooLong, CodeTime,
	}
}

// Error says why a key or a code was refused. It holds nothing of a secret but
// the one character that is wrong.
type Error struct {
	Code     Code
	Field    string // the parameter, in lower case: "secret", "digits", "issuer", …; may be empty
	Value    string // what was found there, made safe to show; at most 40 characters; may be empty
	Position int    // of Value's character in the secret as given, from 1; 0 when it has none
}

func newError(code Code, field, value string) *Error {
	return &Error{Code: code, Field: harmless(field), Value: harmless(value)}
}

// Error says in English what to do.
func (e *Error) Error() string {
	message, value := messages[e.Code], ""
	if e.Value != "" {
		value = fmt.Sprintf(" (%s)", e.Value)
	}
	if e.Position > 0 {
		value = fmt.Sprintf(" (%s at position %d)", e.Value, e.Position)
	}
	if strings.Contains(message, "%v") {
		message = fmt.Sprintf(message, value)
	}
	if e.Code == CodeDuplicate || e.Code == CodeTooLong || e.Code == CodeName || e.Code == CodeParameter {
		message = e.Field + ": " + message
	}
	return "otp: " + message
}

// Hint is what the refused character of a secret was probably meant to be, most
// likely first; nil when nothing looks like it. It is to be shown, never taken.
func (e *Error) Hint() []string {
	if e.Code != CodeSecretCharacter {
		return nil
	}
	switch fold(firstRune(e.Value)) {
	case '0':
		return []string{"O"}
	case '1':
		return []string{"I", "L"}
	case '8':
		return []string{"B"}
	case 'O': // the secret is hexadecimal, where the digits are right
		return []string{"0"}
	case 'I', 'L':
		return []string{"1"}
	}
	return nil
}

const (
	shown     = 40 // characters of a value that are shown
	secretRun = 16 // so many characters of Base32 in a row may be a secret
)

// harmless makes text from outside safe to show: invisible characters by their
// number, nothing that may be a secret, at most 40 characters.
func harmless(text string) string {
	var safe []rune
	const parameter = "secret="
	for i := range text {
		if len(text)-i >= len(parameter) && strings.EqualFold(text[i:i+len(parameter)], parameter) {
			text = text[:i] + "…" // a lost "&" runs the parameters together
			break
		}
	}
	for _, r := range withoutSecrets([]rune(text)) {
		if unicode.IsPrint(r) {
			safe = append(safe, r)
		} else {
			safe = append(safe, []rune(fmt.Sprintf("U+%04X", r))...)
		}
		if len(safe) > shown {
			return string(safe[:shown-1]) + "…"
		}
	}
	return string(safe)
}

// withoutSecrets replaces each long run of Base32 letters and digits by "…".
// Digits alone are a number.
func withoutSecrets(text []rune) []rune {
	var kept []rune
	for start := 0; start < len(text); {
		end, letters := start, false
		for end < len(text) && (base32Value(text[end]) >= 0) {
			letters = letters || unicode.IsLetter(text[end])
			end++
		}
		if letters && end-start >= secretRun {
			kept = append(kept, '…')
		} else {
			kept = append(kept, text[start:end]...)
		}
		if end < len(text) {
			kept = append(kept, text[end])
		}
		start = end + 1
	}
	return kept
}
