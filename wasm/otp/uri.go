// SPDX-License-Identifier: MIT

package otp

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pushSchemes are links of applications that keep their key to themselves.
var pushSchemes = map[string]string{
	"phonefactor": "Microsoft Authenticator",
	"duo":         "Duo Mobile",
	"oktaverify":  "Okta Verify",
}

// ParseURI reads a key from text; see the package comment for the shapes. Every
// error is an *Error. What it accepts, URI writes and ParseURI reads back equal.
func ParseURI(text string) (Key, error) {
	key, _, err := Inspect(text)
	return key, err
}

// Inspect is ParseURI that also gives the warnings: those about the text and
// those of Key.Warnings.
func Inspect(text string) (Key, []Warning, error) {
	r := reading{given: map[string]string{}}
	if err := r.read(text); err != nil {
		return Key{}, nil, err
	}
	if err := r.key.Check(); err != nil {
		return Key{}, nil, err
	}
	return r.key, append(r.warnings, r.key.Warnings()...), nil
}

// CheckWords refuses the link of a key, of text that a person wrote or selected,
// whose secret a space ends: the words behind the link may be Base32 too, and the
// key would be another. Groups as sites show them are of one length and one case.
// The error is an *Error; nil for what is no link.
func CheckWords(link string) error {
	_, query, _ := strings.Cut(link, "?")
	for part := range strings.SplitSeq(query, "&") {
		name, text, _ := strings.Cut(part, "=")
		groups := strings.FieldsFunc(text, unicode.IsSpace)
		if !strings.EqualFold(strings.TrimSpace(name), "secret") || len(groups) < 2 {
			continue
		}
		const longest = 8 // letters of a group
		length, upper := len(groups[0]), strings.ToUpper(text) == text
		for i, group := range groups {
			last := i == len(groups)-1
			if length > longest || len(group) > length || len(group) < length && !last || !upper && strings.ToLower(text) != text {
				position := utf8.RuneCountInString(strings.TrimLeftFunc(text, unicode.IsSpace)[:length]) + 1
				return &Error{Code: CodeSecretCharacter, Field: "secret", Value: " ", Position: position}
			}
		}
	}
	return nil
}

// reading is a URI half read.
type reading struct {
	key      Key
	given    map[string]string // parameters this package uses, names in lower case
	warnings []Warning
}

func (r *reading) warn(code WarningCode, field, value string) {
	r.warnings = append(r.warnings, Warning{Code: code, Field: field, Value: harmless(value)})
}

func (r *reading) read(text string) error {
	text = strings.TrimFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || c == '\uFEFF' || c == '\u200B'
	})
	if text == "" {
		return newError(CodeEmpty, "", "")
	}
	if len(text) > MaxURI {
		return newError(CodeTooLong, "uri", "")
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found || strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+-.") != "" {
		return newError(CodeScheme, "scheme", "") // perhaps a bare secret: not shown
	}
	head, query, _ := strings.Cut(rest, "?")
	switch scheme = strings.ToLower(scheme); scheme {
	case "otpauth", "apple-otpauth":
		return r.readOtpauth(head, query)
	case "motp":
		r.key = New(MOTP)
		return r.readParts(head, query)
	case "steam":
		return r.readSteam(head, query)
	case "otpauth-migration":
		return newError(CodeMigration, "scheme", scheme)
	}
	if application, push := pushSchemes[scheme]; push {
		return newError(CodePush, "scheme", application)
	}
	return newError(CodeScheme, "scheme", scheme)
}

func (r *reading) readOtpauth(head, query string) error {
	name, label, _ := strings.Cut(head, "/")
	t, err := ParseType(name)
	if err != nil {
		return err
	}
	r.key = New(t)
	return r.readParts(label, query)
}

// readSteam reads steam://SECRET, which names nothing: only the service is known.
func (r *reading) readSteam(head, query string) error {
	r.key = New(Steam)
	if secret := unescape(strings.TrimSuffix(head, "/"), false); secret != "" {
		r.given["secret"] = secret
	}
	return r.readParts("Steam:", query)
}

func (r *reading) readParts(label, query string) error {
	if err := r.readQuery(query); err != nil {
		return err
	}
	if err := r.readEncoder(); err != nil {
		return err
	}
	r.readNames(label)
	for _, read := range []func() error{
		r.readAlgorithm, r.readDigits, r.readPeriod, r.readCounter, r.readSecret, r.readPIN,
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) readQuery(query string) error {
	query, fragment, _ := strings.Cut(query, "#")
	if err := checkFragment(r.key.Type, fragment); err != nil {
		return err
	}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = unescape(name, true), unescape(value, true)
		if damaged := damagedName(r.key.Type, name, value); damaged != "" {
			return newError(CodeParameter, damaged, "")
		}
		if !known(r.key.Type, name, value) {
			r.keep(Parameter{strings.ToValidUTF8(name, "\uFFFD"), strings.ToValidUTF8(value, "\uFFFD")})
			continue
		}
		name = strings.ToLower(name)
		before, twice := r.given[name]
		if twice && (name == "secret" || before != value) {
			return newError(CodeDuplicate, name, "")
		}
		r.given[name] = value
	}
	return nil
}

func (r *reading) keep(p Parameter) {
	if brokenMetadata(p) {
		r.warn(WarnParameterDropped, p.Name, "")
		return
	}
	r.key.Extra = append(r.key.Extra, p)
}

// known says that keys of type t use a parameter. One that another type uses is
// unknown here, and kept: some applications write period for hotp.
func known(t Type, name, value string) bool {
	switch strings.ToLower(name) {
	case "secret", "issuer", "algorithm", "digits", "encoder":
		return true
	case "period":
		return t != HOTP
	case "counter":
		return t == HOTP
	case "pin":
		return t.NeedsPIN()
	case "steam": // Stratum's flag
		return !t.NeedsPIN() && (value == "" || value == "1" || strings.EqualFold(value, "true"))
	}
	return false
}

// readEncoder turns totp into Steam for encoder=steam (KeePassXC) and the steam
// flag. Another encoder would give other codes.
func (r *reading) readEncoder() error {
	encoder := strings.TrimSpace(r.given["encoder"])
	if _, flag := r.given["steam"]; flag && encoder == "" {
		encoder = "steam"
	}
	if encoder == "" {
		return nil
	}
	if !strings.EqualFold(encoder, "steam") || r.key.Type != TOTP && r.key.Type != Steam {
		return newError(CodeType, "encoder", encoder)
	}
	extra := r.key.Extra
	r.key = New(Steam)
	r.key.Extra = extra
	return nil
}

func (r *reading) readNames(label string) {
	issuer, account := splitLabel(label)
	r.key.Account = r.cleanName("account", account)
	r.key.Issuer = r.cleanName("issuer", issuer)
	if given := r.cleanName("issuer", r.given["issuer"]); given != "" {
		if r.key.Issuer != "" && !strings.EqualFold(r.key.Issuer, given) {
			r.warn(WarnIssuerMismatch, "issuer", r.key.Issuer)
		}
		r.key.Issuer = given
	}
}

func (r *reading) cleanName(field, name string) string {
	clean := CleanName(name)
	if clean != strings.TrimSpace(name) {
		r.warn(WarnNameCleaned, field, clean)
	}
	return clean
}

func splitLabel(label string) (issuer, account string) {
	if issuer, account, found := strings.Cut(label, ":"); found {
		return unescape(issuer, false), unescape(account, false)
	}
	label = unescape(label, false)
	if issuer, account, found := strings.Cut(label, ":"); found {
		return issuer, account
	}
	return "", label
}

func (r *reading) readAlgorithm() error {
	value, given := r.value("algorithm")
	if !given {
		return nil
	}
	algorithm, err := ParseAlgorithm(value)
	if err != nil {
		return err
	}
	r.key.Algorithm = algorithm
	return nil
}

// readDigits refuses an empty value, as the published conformance lists do.
func (r *reading) readDigits() error {
	value, given := r.given["digits"]
	if !given {
		return nil
	}
	digits, ok := wholeNumber(value, MaxDigits)
	if !ok {
		return newError(CodeDigits, "digits", value)
	}
	r.key.Digits = int(digits)
	return nil
}

func (r *reading) readPeriod() error {
	value, given := r.value("period")
	if !given {
		return nil
	}
	period, ok := wholeNumber(value, MaxPeriod)
	if !ok {
		return newError(CodePeriod, "period", value)
	}
	r.key.Period = int(period)
	return nil
}

// value gives a parameter that may be empty to mean the usual value, and warns.
func (r *reading) value(name string) (string, bool) {
	value, given := r.given[name]
	if given && strings.TrimSpace(value) == "" {
		r.warn(WarnEmptyParameter, name, "")
		return "", false
	}
	return value, given
}

func (r *reading) readCounter() (err error) {
	if r.key.Type == HOTP {
		r.key.Counter, err = ParseCounter(r.given["counter"])
	}
	return err
}

func (r *reading) readSecret() (err error) {
	text := r.given["secret"]
	r.key.Secret, err = r.key.Type.ParseSecret(text)
	if err == nil {
		r.warnings = append(r.warnings, r.key.Type.SecretWarnings(text)...)
	}
	return err
}

// readPIN reads pin=, which Yandex keys carry in Base32.
func (r *reading) readPIN() error {
	pin := strings.TrimSpace(r.given["pin"])
	if pin != "" && r.key.Type == Yandex {
		text, err := ParseSecret(pin)
		if err != nil {
			return newError(CodePIN, "pin", "")
		}
		pin = string(text)
	}
	r.key.PIN = pin
	return nil
}

// unescape decodes percent escapes once and leaves a broken one as it is.
func unescape(text string, plusIsSpace bool) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '+' && plusIsSpace:
			b.WriteByte(' ')
		case c == '%' && i+2 < len(text):
			decoded, err := hex.DecodeString(text[i+1 : i+3])
			if err != nil {
				b.WriteByte(c)
				continue
			}
			b.WriteByte(decoded[0])
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
