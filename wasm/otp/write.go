// SPDX-License-Identifier: MIT

package otp

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
)

// URI writes a key so that ParseURI reads it back equal and other applications
// read it too: every parameter in full, Extra after them in its order. It holds
// the secret. For a key that Check refuses the text is of no use.
func (k Key) URI() string {
	var b strings.Builder
	b.WriteString(k.place())
	b.WriteString(k.label())
	mark := byte('?')
	add := func(name, value string) {
		b.WriteByte(mark)
		b.WriteString(escape(name) + "=" + escape(value))
		mark = '&'
	}
	if k.Type == MOTP {
		add("secret", hex.EncodeToString(k.Secret))
	} else {
		add("secret", FormatSecret(k.Secret))
		if k.Issuer != "" {
			add("issuer", k.Issuer)
		}
		add("algorithm", string(k.Algorithm))
		add("digits", strconv.Itoa(k.Digits))
		if k.Type == HOTP {
			add("counter", strconv.FormatUint(k.Counter, 10))
		} else {
			add("period", strconv.Itoa(k.Period))
		}
	}
	switch {
	case k.PIN != "" && k.Type == Yandex:
		add("pin", FormatSecret([]byte(k.PIN)))
	case k.PIN != "":
		add("pin", k.PIN)
	}
	for _, p := range k.Extra {
		add(p.Name, p.Value)
	}
	return b.String()
}

func (k Key) place() string {
	switch k.Type {
	case MOTP:
		return "motp://"
	case Yandex:
		return "otpauth://yaotp/"
	}
	return "otpauth://" + escape(string(k.Type)) + "/"
}

// label needs its literal colon for an account that holds one of its own, too.
func (k Key) label() string {
	if k.Issuer == "" && !strings.Contains(k.Account, ":") {
		return escape(k.Account)
	}
	return escape(k.Issuer) + ":" + escape(k.Account)
}

func escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
