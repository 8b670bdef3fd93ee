// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"slices"
)

// checker looks for what json.Valid allows and no export holds.
type checker struct{ open int } // names of all objects that are not closed yet

// check returns what follows the first value of valid JSON.
func (c *checker) check(text []byte, depth int) (rest []byte, err error) {
	if text[0] != '{' && text[0] != '[' {
		_, rest = split(text)
		return rest, nil
	}
	if depth == maxDepth {
		return nil, damaged()
	}
	if text[0] == '[' {
		rest = skipSpace(text[1:])
		for rest[0] != ']' {
			if rest, err = c.check(rest, depth+1); err != nil {
				return nil, err
			}
			rest = skipComma(skipSpace(rest))
		}
		return rest[1:], nil
	}
	return c.checkObject(skipSpace(text[1:]), depth)
}

func (c *checker) checkObject(rest []byte, depth int) ([]byte, error) {
	var names nameSet
	before := c.open
	for rest[0] != '}' {
		quoted, after := split(rest)
		if c.open++; c.open > maxMembers {
			return nil, newError(CodeFileSize, "", ErrTooLarge)
		}
		if !names.add(quoted) {
			return nil, damaged()
		}
		var err error
		if rest, err = c.check(skipSpace(skipSpace(after)[1:]), depth+1); err != nil { // past the colon
			return nil, err
		}
		rest = skipComma(skipSpace(rest))
	}
	c.open = before
	return rest[1:], nil
}

// nameSet is a list while it is short: most objects have few names.
type nameSet struct {
	few  [][]byte
	many map[string]struct{}
}

func (s *nameSet) add(quoted []byte) bool {
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		name = []byte(unquote(quoted))
	}
	if s.many == nil && len(s.few) < 32 {
		if slices.ContainsFunc(s.few, func(other []byte) bool { return bytes.Equal(other, name) }) {
			return false
		}
		s.few = append(s.few, name)
		return true
	}
	if s.many == nil {
		s.many = map[string]struct{}{}
		for _, other := range s.few {
			s.many[string(other)] = struct{}{}
		}
	}
	_, twice := s.many[string(name)]
	s.many[string(name)] = struct{}{}
	return !twice
}
