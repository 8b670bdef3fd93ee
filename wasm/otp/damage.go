// SPDX-License-Identifier: MIT

package otp

import (
	"strings"
	"unicode"
)

// A link that was escaped twice, or cut by a raw #, still has its parameters
// but no longer their names. To take such a parameter for an unknown one would
// put the standard's value in its place and give wrong codes: it is refused.

// damagedName is the name that a parameter of a key of type t had before
// something was done to it, or "" for one that is whole, or unknown in any
// form. Only what decides a code counts: an issuer lost this way does no harm.
func damagedName(t Type, name, value string) string {
	plain := plainName(name)
	if plain == strings.ToLower(name) || !decides(t, plain, value) {
		return ""
	}
	return plain
}

func decides(t Type, name, value string) bool {
	return name != "issuer" && known(t, name, value)
}

// plainName leaves of a name what was meant: without escapes, the rest of an
// HTML entity ("amp;", "#38;"), a value that an escaped = ties to it, spaces,
// punctuation and invisible characters; full-width letters and capitals become
// small ASCII letters.
func plainName(name string) string {
	for range 2 {
		name = unescape(name, true)
	}
	name, _, _ = strings.Cut(name, "=")
	name = name[strings.LastIndexByte(name, ';')+1:]
	return strings.ToLower(strings.Map(func(r rune) rune {
		if invisible(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return fold(r)
	}, name))
}

// checkFragment refuses a fragment that is the rest of the query: one that goes
// on after an &, or begins with a parameter that decides a code.
func checkFragment(t Type, fragment string) error {
	for part := range strings.SplitSeq(fragment, "&") {
		name, value, assigned := strings.Cut(part, "=")
		name, value = plainName(name), unescape(value, true)
		if assigned && decides(t, name, value) {
			return newError(CodeParameter, name, "")
		}
	}
	if strings.Contains(fragment, "&") {
		return newError(CodeParameter, "fragment", "")
	}
	return nil
}
