// SPDX-License-Identifier: MIT

package site

import (
	"encoding/base32"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// Parameters describe a TOTP key (RFC 6238). A zero field leaves the choice
// to what lies beneath: Options.Key under a set-up's query, the manual's
// values under Options.Key.
type Parameters struct {
	Issuer    string
	Account   string
	Secret    string // Base32 without padding; "" draws 80 random bits for each set-up
	Algorithm string // SHA1, SHA256 or SHA512
	Digits    int    // 1–10
	Period    int    // 1–86400 s
}

var algorithms = map[string]otp.Algorithm{
	"SHA1":   otp.AlgorithmSHA1,
	"SHA256": otp.AlgorithmSHA256,
	"SHA512": otp.AlgorithmSHA512,
}

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// over fills what p leaves open from base.
func (p Parameters) over(base Parameters) Parameters {
	if p.Issuer == "" {
		p.Issuer = base.Issuer
	}
	if p.Account == "" {
		p.Account = base.Account
	}
	if p.Secret == "" {
		p.Secret = base.Secret
	}
	if p.Algorithm == "" {
		p.Algorithm = base.Algorithm
	}
	if p.Digits == 0 {
		p.Digits = base.Digits
	}
	if p.Period == 0 {
		p.Period = base.Period
	}
	return p
}

// checked returns p when the console can check its codes; an error names the
// first field it cannot take.
func (p Parameters) checked() (Parameters, error) {
	if _, known := algorithms[p.Algorithm]; !known {
		return p, fmt.Errorf("algorithm is not SHA1, SHA256 or SHA512")
	}
	if p.Digits < 1 || p.Digits > 10 {
		return p, fmt.Errorf("digits are not 1 to 10")
	}
	if p.Period < 1 || p.Period > 86400 {
		return p, fmt.Errorf("period is not 1 to 86400")
	}
	if max(len(p.Issuer), len(p.Account), len(p.Secret)) > 200 {
		return p, fmt.Errorf("issuer, account or secret is longer than 200 bytes")
	}
	if _, err := base32Text.DecodeString(p.Secret); err != nil {
		return p, fmt.Errorf("secret is not Base32")
	}
	return p, nil
}

// parameterNames are the query parameters of a set-up.
var parameterNames = []string{"issuer", "account", "secret", "algorithm", "digits", "period"}

// readParameters reads a set-up's query or the hidden fields made from it.
func readParameters(values url.Values, base Parameters) (Parameters, error) {
	p := Parameters{
		Issuer:    values.Get("issuer"),
		Account:   values.Get("account"),
		Secret:    values.Get("secret"),
		Algorithm: values.Get("algorithm"),
	}
	for name, field := range map[string]*int{"digits": &p.Digits, "period": &p.Period} {
		if text := values.Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n == 0 {
				return p, fmt.Errorf("%s is not a number from 1", name)
			}
			*field = n
		}
	}
	return p.over(base).checked()
}

// A key is a TOTP key in use: its parameters with a secret, and the last time
// step a code was accepted of.
type key struct {
	Parameters
	used int64 // 0 before the first code: step 0 is in 1970
}

// uri returns the key as otpauth URI the way the manual's console writes it:
// the account alone as label, and only parameters that differ from the usual.
func (k *key) uri() string {
	query := "secret=" + k.Secret + "&issuer=" + queryEscape(k.Issuer)
	if k.Algorithm != "SHA1" {
		query += "&algorithm=" + k.Algorithm
	}
	if k.Digits != 6 {
		query += "&digits=" + strconv.Itoa(k.Digits)
	}
	if k.Period != 30 {
		query += "&period=" + strconv.Itoa(k.Period)
	}
	return "otpauth://totp/" + url.PathEscape(k.Account) + "?" + query
}

// queryEscape writes a space as %20: authenticators disagree about "+".
func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// grouped returns the secret in groups of four for reading aloud.
func (k *key) grouped() string {
	var b strings.Builder
	for i, r := range k.Secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// accept checks a code: one period of skew either way (RFC 6238 §5.2), and
// each time step once. Only a code that is taken changes k.
func (k *key) accept(code string, now time.Time) verdict {
	if len(code) != k.Digits || strings.Trim(code, "0123456789") != "" {
		return malformed
	}
	if !k.valid(code, now, 1) {
		return wrong
	}
	step := k.step(code, now)
	if step <= k.used {
		return replayed
	}
	k.used = step
	return accepted
}

// step returns the latest time step within the skew that code belongs to.
func (k *key) step(code string, now time.Time) int64 {
	period := time.Duration(k.Period) * time.Second
	for _, at := range []time.Time{now.Add(period), now} {
		if k.valid(code, at, 0) {
			return at.Unix() / int64(k.Period)
		}
	}
	return now.Add(-period).Unix() / int64(k.Period)
}

func (k *key) valid(code string, at time.Time, skew uint) bool {
	ok, err := totp.ValidateCustom(code, k.Secret, at, totp.ValidateOpts{
		Period:    uint(k.Period),
		Skew:      skew,
		Digits:    otp.Digits(k.Digits),
		Algorithm: algorithms[k.Algorithm],
	})
	return ok && err == nil
}

// digitsOf reduces what people type or paste to a code: spaces and hyphens of
// groups go, full-width digits of a Japanese keyboard become plain ones.
func digitsOf(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case strings.ContainsRune(" \t\u00a0\u3000-‐－", r):
			return -1
		}
		return r
	}, typed)
}
