// SPDX-License-Identifier: MIT

package otp_test

import (
	"testing"

	"inkan/wasm/otp"
)

// damagedTails follow a totp secret. The field is that of the error.
var damagedTails = []struct{ query, field string }{
	{"&amp;digits=8&amp;algorithm=SHA256&amp;period=60", "digits"},
	{"&amp;amp;period=60", "period"},
	{"&AMP;Algorithm=SHA256", "algorithm"},
	{"&amp%3Balgorithm=SHA256", "algorithm"},
	{"&#38;digits=8", "digits"},
	{"&#x26;issuer=a&#x26;digits=8", "digits"},
	{"&amp;secret=" + hello, "secret"},
	{"&amp;encoder=steam", "encoder"},
	{"&amp;steam=1", "steam"},
	{"&digits%20=8", "digits"},
	{"&+digits=8", "digits"},
	{"&%2520digits=8", "digits"},
	{"&digits\u200B=8", "digits"},
	{"&%E2%80%8Bdigits=8", "digits"},
	{"&dig\u00ADits=8", "digits"},
	{"&\u2060period=60", "period"},
	{"&digits%00=8", "digits"},
	{"&digits%FF=8", "digits"},
	{"&digits%0D%0A=8", "digits"},
	{"&ｄｉｇｉｔｓ=8", "digits"},
	{"&?digits=8", "digits"},
	{"&digits[]=8", "digits"},
	{"&digits%3D8", "digits"},
	{"&digits%253D8", "digits"},
	{"&issuer=Shop #1&digits=8&period=60&algorithm=SHA512", "digits"},
	{"&issuer=Shop #1&amp;period=60", "period"},
	{"&issuer=Shop #1&icon=a", "fragment"},
	{"#frag&", "fragment"},
	{"#digits=8", "digits"},
	{"#%20Digits=8", "digits"},
	{"#&digits=8", "digits"},
}

// A parameter that lost its name does not become the standard's value.
func TestDamagedParameters(t *testing.T) {
	for _, c := range damagedTails {
		_, err := otp.ParseURI("otpauth://totp/x?secret=" + hello + c.query)
		if err == nil {
			t.Errorf("%q is accepted", c.query)
			continue
		}
		if e := wantError(t, err, otp.CodeParameter); e.Field != c.field || e.Value != "" {
			t.Errorf("%q: got %+v", c.query, e)
		}
	}
	k := otp.New(otp.TOTP)
	k.Secret, k.Extra = helloBytes, []otp.Parameter{{Name: "amp;digits", Value: "8"}}
	wantError(t, k.Check(), otp.CodeParameter)
}

// What decides no code stays, whatever it looks like.
func TestUndamagedParameters(t *testing.T) {
	for _, c := range []struct {
		uri   string
		extra []otp.Parameter
	}{
		{"otpauth://totp/x?secret=" + hello + "&amp;issuer=Shop", []otp.Parameter{{Name: "amp;issuer", Value: "Shop"}}},
		{"otpauth://totp/x?secret=" + hello + "&amp;image=a&amp;counter=1", []otp.Parameter{{Name: "amp;image", Value: "a"}, {Name: "amp;counter", Value: "1"}}},
		{"otpauth://hotp/x?counter=1&secret=" + hello + "&amp;period=30#period=30", []otp.Parameter{{Name: "amp;period", Value: "30"}}},
		{"otpauth://totp/x?secret=" + hello + "&digits2=8&code_digits=8&pin=1&%25=", []otp.Parameter{
			{Name: "digits2", Value: "8"}, {Name: "code_digits", Value: "8"}, {Name: "pin", Value: "1"}, {Name: "%", Value: ""},
		}},
		{"otpauth://totp/x?secret=" + hello + "#", nil},
		{"otpauth://totp/x?secret=" + hello + "#digits", nil},
		{"otpauth://totp/x?secret=" + hello + "&issuer=Shop #1", nil},
	} {
		k, err := otp.ParseURI(c.uri)
		if err != nil {
			t.Errorf("%q: %v", c.uri, err)
			continue
		}
		if len(k.Extra) != len(c.extra) {
			t.Errorf("%q: got %q", c.uri, k.Extra)
			continue
		}
		for i, p := range c.extra {
			if k.Extra[i] != p {
				t.Errorf("%q: got %q, want %q", c.uri, k.Extra[i], p)
			}
		}
		roundTrip(t, k)
	}
}
