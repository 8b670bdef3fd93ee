// SPDX-License-Identifier: MIT

package migration_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"inkan/wasm/migration"
)

// number is a varint field of a message.
func number(field int, n int64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3), uint64(n))
}

// account is field 1 of a payload.
func account(content string) []byte {
	return append(binary.AppendUvarint([]byte{1<<3 | migration.Bytes}, uint64(len(content))), content...)
}

func link(fields ...[]byte) string {
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(bytes.Join(fields, nil)))
}

func TestParse(t *testing.T) {
	whole := link(account("a"), account("b"), number(2, 1), number(3, 3), number(4, 2), number(5, -7))
	for name, c := range map[string]struct {
		link string
		want string // accounts, id, index, size; "damaged"
	}{
		"a part":                {whole, "[a b] -7 2 3"},
		"upper case":            {"OTPAUTH-MIGRATION://OFFLINE?DATA=" + whole[len(migration.Scheme+"offline?data="):], "[a b] -7 2 3"},
		"a slash more":          {strings.Replace(whole, "offline?", "offline/?", 1), "[a b] -7 2 3"},
		"escaped twice":         {strings.ReplaceAll(whole, "%", "%25"), "[a b] -7 2 3"},
		"no number of parts":    {link(account("a")), "[a] 0 0 1"},
		"none of no parts":      {link(account("a"), number(3, 0)), "[a] 0 0 1"},
		"no account":            {link(number(3, 2), number(4, 1)), "[] 0 1 2"},
		"a field of later":      {link(account("a"), number(9, 1)), "[a] 0 0 1"},
		"the third of two":      {link(account("a"), number(3, 2), number(4, 2)), "damaged"},
		"before the first":      {link(account("a"), number(3, 2), number(4, -1)), "damaged"},
		"cut off":               {link(account("abcdef")[:4]), "damaged"},
		"a number as an entry":  {link(number(1, 5)), "damaged"},
		"an entry for a number": {link(append([]byte{3<<3 | migration.Bytes}, 1, 'x')), "damaged"},
		"field 0":               {link(number(0, 1)), "damaged"},
		"a group":               {link([]byte{6<<3 | 3}), "damaged"},
		"empty":                 {"otpauth-migration://offline?data=", "damaged"},
		"no data":               {"otpauth-migration://offline", "damaged"},
		"another host":          {strings.Replace(whole, "offline", "online", 1), "damaged"},
		"another scheme":        {"otpauth://totp/x", "damaged"},
		"shorter than a scheme": {"otp", "damaged"},
		"no Base64":             {"otpauth-migration://offline?data=%%%", "damaged"},
	} {
		part, err := migration.Parse(c.link)
		got := fmt.Sprintf("%s %d %d %d", part.Accounts, part.ID, part.Index, part.Size)
		if err != nil {
			if got = "damaged"; !errors.Is(err, migration.ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if _, err := migration.Parse(link(bytes.Repeat(account(""), migration.MaxAccounts+1))); !errors.Is(err, migration.ErrTooLarge) {
		t.Errorf("one account more than there may be: %v", err)
	}
}

// What is accepted has an index among its parts, and never panics.
func FuzzParse(f *testing.F) {
	f.Add(link(account("a"), number(3, 3), number(4, 2), number(5, -7)))
	f.Add("otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8")
	f.Add("otpauth-migration://offline?data=%2525&DATA=AA-_")
	f.Fuzz(func(t *testing.T, text string) {
		part, err := migration.Parse(text)
		if err == nil && (part.Index < 0 || part.Index >= part.Size) {
			t.Errorf("%q is part %d of %d", text, part.Index, part.Size)
		}
	})
}
