// SPDX-License-Identifier: MIT

package door

import (
	"strconv"
	"unicode/utf8"
)

// Code says which error it is, for programs and for translations.
type Code string

// The codes that every door knows. Crashed and Closed are said by package bridge
// or linear: they must answer when the table no longer can.
const (
	UnknownMethod Code = "method"   // no method has this name
	BadParams     Code = "params"   // the parameters or bytes do not match the method
	Internal      Code = "internal" // a failure that should not happen, such as no randomness
	Crashed       Code = "crashed"  // the engine stopped during this call
	Closed        Code = "closed"   // the engine stopped before this call
)

// Codes lists the codes that every door knows.
func Codes() []Code {
	return []Code{UnknownMethod, BadParams, Internal, Crashed, Closed}
}

// Error is what JavaScript gets to see of an error. It never holds a secret.
type Error struct {
	Code     Code     `json:"code"`
	Message  string   `json:"message"`            // English, for logs and tests
	Field    string   `json:"field,omitempty"`    // the parameter or part that is wrong
	Value    string   `json:"value,omitempty"`    // the offending value, harmless and short
	Position int      `json:"position,omitempty"` // 1-based character position within the part
	Hint     []string `json:"hint,omitempty"`     // what the value was probably meant to be, to be shown only
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// BadParam is the error of a method whose parameter field is wrong.
func BadParam(field, message string) *Error {
	return &Error{Code: BadParams, Message: message, Field: field}
}

// Answer is the JSON that answers a call with e.
func (e *Error) Answer() []byte { return append(e.AppendJSON([]byte(`{"error":`)), '}') }

// AppendJSON appends e as encoding/json would write it, or another text of the
// same meaning.
func (e *Error) AppendJSON(b []byte) []byte {
	b = appendMember(b, `{"code":`, string(e.Code))
	b = appendMember(b, `,"message":`, e.Message)
	if e.Field != "" {
		b = appendMember(b, `,"field":`, e.Field)
	}
	if e.Value != "" {
		b = appendMember(b, `,"value":`, e.Value)
	}
	if e.Position != 0 {
		b = strconv.AppendInt(append(b, `,"position":`...), int64(e.Position), 10)
	}
	if len(e.Hint) > 0 {
		before := `,"hint":[`
		for _, hint := range e.Hint {
			b = appendMember(b, before, hint)
			before = ","
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// appendMember appends what comes before a string, and the string in JSON (RFC
// 8259 §7). What is not UTF-8 becomes U+FFFD.
func appendMember(b []byte, before, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(append(b, before...), '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&0xF])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// Enum is implemented by string types that have a closed set of values.
type Enum interface {
	Values() []string
}
