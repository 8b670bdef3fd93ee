// SPDX-License-Identifier: MIT

package door

// Code says which error it is, for programs and for translations.
type Code string

// The codes that every door knows. Crashed and Closed are said by the bridge:
// it must answer when the table no longer can.
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

// Enum is implemented by string types that have a closed set of values.
type Enum interface {
	Values() []string
}
