// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// Programs of the KeePass family keep a one-time key in an entry's fields in
// several ways, all of them read here:
//
//	otp            otpauth://… (KeePassXC, KeePassDX), or a bare Base32 secret
//	otp            key=BASE32&step=30&size=6&otpHashMode=Sha1&type=Totp (KeeOtp; key= is escaped)
//	TOTP Seed      Base32, with TOTP Settings: 30;6 | 30;8 | 30;S, the last for Steam (Tray TOTP, old KeePassXC)
//	TimeOtp-Secret, -Secret-Hex, -Secret-Base32, -Secret-Base64, with TimeOtp-Length (6), TimeOtp-Period (30) and
//	               TimeOtp-Algorithm (HMAC-SHA-1, HMAC-SHA-256, HMAC-SHA-512) (KeePass 2.47)
//	HmacOtp-Secret…, with HmacOtp-Counter (0), the next one; 6 digits, SHA1 (KeePass 2.47)
//
// Source: KeePassXC's src/core/Totp.cpp, keepass.info/help/base/placeholders.html#otp,
// KeeOtp2's OtpAuthData.

// keePassNames are the fields that are kept of an entry.
var keePassNames = map[string]bool{
	"Title": true, "UserName": true, "URL": true, "Notes": true, "otp": true, "TOTP Seed": true, "TOTP Settings": true,
	"TimeOtp-Secret": true, "TimeOtp-Secret-Hex": true, "TimeOtp-Secret-Base32": true, "TimeOtp-Secret-Base64": true,
	"TimeOtp-Length": true, "TimeOtp-Period": true, "TimeOtp-Algorithm": true,
	"HmacOtp-Secret": true, "HmacOtp-Secret-Hex": true, "HmacOtp-Secret-Base32": true, "HmacOtp-Secret-Base64": true,
	"HmacOtp-Counter": true,
}

func keePassWanted(name string) bool { return keePassNames[name] }

// keePassKeys are the readers of the keys that an entry has.
func keePassKeys(fields map[string]string) []func(map[string]string) (otp.Key, []otp.Warning, error) {
	var list []func(map[string]string) (otp.Key, []otp.Warning, error)
	if fields["otp"] != "" {
		list = append(list, keePassOTP)
	}
	if fields["TOTP Seed"] != "" {
		list = append(list, keePassSeed)
	}
	if _, there := keePassSecretField(fields, "TimeOtp-"); there {
		list = append(list, keePassTime)
	}
	if _, there := keePassSecretField(fields, "HmacOtp-"); there {
		list = append(list, keePassCounter)
	}
	return list
}

// putKeePass adds the keys of an entry, one that it holds in two ways once.
func (r *reading) putKeePass(position int, e keePassEntry, d *kdbxDocument) {
	title, user := e.fields["Title"], e.fields["UserName"]
	var before []otp.Key
	for _, read := range keePassKeys(e.fields) {
		key, warnings, err := read(e.fields)
		if err != nil {
			r.reject(position, title, user, err)
			continue
		}
		twice := false
		for _, b := range before {
			twice = twice || key.Same(b)
		}
		if twice {
			continue
		}
		before = append(before, key)
		detail := Detail{
			Position: position, Site: hostOfAddress(e.fields["URL"]), Note: e.fields["Notes"], Warnings: warnings,
			Groups: append(groupNames(e.groups...), groupNames(strings.FieldsFunc(e.tags, func(r rune) bool { return r == ';' || r == ',' })...)...),
			Uses:   e.uses, Created: e.created, Used: e.used,
		}
		if d != nil {
			detail.Icon = d.icons[strings.TrimSpace(e.icon)]
		}
		r.putKey(key, detail)
	}
}

// keePassNew is a key of an entry, by the entry's names.
func keePassNew(t otp.Type, fields map[string]string) otp.Key {
	key := otp.New(t)
	key.Issuer, key.Account = fields["Title"], fields["UserName"]
	return key
}

func keePassOTP(fields map[string]string) (otp.Key, []otp.Warning, error) {
	text := strings.TrimSpace(fields["otp"])
	if strings.Contains(text, "://") || !strings.Contains(text, "key=") {
		return keyOfText(text, fields["Title"], fields["UserName"])
	}
	query, err := url.ParseQuery(text)
	if err != nil {
		return otp.Key{}, nil, newError(CodeEntry, "", nil)
	}
	values := map[string]string{}
	for name, given := range query {
		name = strings.ToLower(name)
		for _, value := range given {
			value = strings.TrimSpace(value)
			if before, twice := values[name]; twice && before != value {
				return otp.Key{}, nil, &otp.Error{Code: otp.CodeDuplicate, Field: "otp"}
			}
			values[name] = value
		}
	}
	key, err := keeOTPKey(fields, values)
	return key, nil, err
}

// keeOTPKey reads KeeOtp's and KeeOtp2's parameters, names in lower case.
func keeOTPKey(fields, values map[string]string) (otp.Key, error) {
	var key otp.Key
	switch strings.ToLower(values["type"]) {
	case "", "totp":
		key = keePassNew(otp.TOTP, fields)
	case "hotp":
		key = keePassNew(otp.HOTP, fields)
	case "steam":
		key = keePassNew(otp.Steam, fields)
	default:
		return key, newError(CodeEntryType, "", nil)
	}
	n := &numberFields{values: values}
	n.set(&key.Digits, "size", otp.CodeDigits, "digits")
	if key.Type == otp.HOTP {
		n.counter(&key.Counter, "counter")
	} else {
		n.set(&key.Period, "step", otp.CodePeriod, "period")
	}
	if mode := values["otphashmode"]; mode != "" {
		n.algorithm(&key.Algorithm, mode)
	}
	encoding := values["encoding"]
	if encoding == "" {
		encoding = "base32"
	}
	secret, err := keePassSecret(encoding, values["key"])
	key.Secret = secret
	n.note(err)
	return key, n.err
}

// numberFields sets parameters from texts; one that is not there changes
// nothing, and the first that is no number is kept as err.
type numberFields struct {
	values map[string]string
	err    error
}

func (n *numberFields) note(err error) {
	if n.err == nil {
		n.err = err
	}
}

func (n *numberFields) set(to *int, name string, code otp.Code, field string) {
	text, there := n.values[name]
	if !there || text == "" {
		return
	}
	value, err := strconv.ParseUint(strings.TrimSpace(text), 10, 31)
	if err != nil {
		n.note(&otp.Error{Code: code, Field: field})
	}
	*to = int(value)
}

func (n *numberFields) counter(to *uint64, name string) {
	if text := n.values[name]; text != "" {
		value, err := otp.ParseCounter(text)
		n.note(err)
		*to = value
	}
}

func (n *numberFields) algorithm(to *otp.Algorithm, name string) {
	value, err := otp.ParseAlgorithm(name)
	n.note(err)
	*to = value
}

// keePassSeed reads TOTP Seed and TOTP Settings.
func keePassSeed(fields map[string]string) (otp.Key, []otp.Warning, error) {
	key := keePassNew(otp.TOTP, fields)
	n := &numberFields{}
	if settings := strings.TrimSpace(fields["TOTP Settings"]); settings != "" {
		period, rest, _ := strings.Cut(settings, ";")
		digits, _, _ := strings.Cut(rest, ";") // an address to take the time from may follow
		if strings.EqualFold(strings.TrimSpace(digits), "S") {
			key = keePassNew(otp.Steam, fields)
			digits = ""
		} else if digits == "" {
			n.note(&otp.Error{Code: otp.CodeDigits, Field: "digits"})
		}
		n.values = map[string]string{"period": period, "digits": digits}
		n.set(&key.Period, "period", otp.CodePeriod, "period")
		n.set(&key.Digits, "digits", otp.CodeDigits, "digits")
	}
	secret, err := otp.ParseSecret(fields["TOTP Seed"])
	key.Secret = secret
	n.note(err)
	return key, nil, n.err
}

// keePassEncodings are the ends of the names of a secret's field, in the order
// in which KeePass looks for them.
var keePassEncodings = []struct{ end, encoding string }{
	{"Secret", "utf8"}, {"Secret-Hex", "hex"}, {"Secret-Base32", "base32"}, {"Secret-Base64", "base64"},
}

// keePassSecretField is the encoding of the secret that an entry has.
func keePassSecretField(fields map[string]string, prefix string) (encoding string, there bool) {
	for _, e := range keePassEncodings {
		if fields[prefix+e.end] != "" {
			return e.encoding, true
		}
	}
	return "", false
}

// keePassSecret decodes a secret.
func keePassSecret(encoding, text string) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "utf8", "utf-8":
		if text == "" {
			return nil, &otp.Error{Code: otp.CodeSecretMissing, Field: "secret"}
		}
		return []byte(text), nil
	case "hex":
		return otp.ParseHex(text)
	case "base32":
		return otp.ParseSecret(text)
	case "base64":
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return nil, newError(CodeEntry, "", nil)
		}
		return secret, nil
	}
	return nil, newError(CodeEntryType, "", nil)
}

func keePassSecretOf(fields map[string]string, prefix string) ([]byte, error) {
	encoding, _ := keePassSecretField(fields, prefix)
	for _, e := range keePassEncodings {
		if e.encoding == encoding {
			return keePassSecret(encoding, fields[prefix+e.end])
		}
	}
	return nil, newError(CodeEntry, "", nil) // unreachable
}

func keePassTime(fields map[string]string) (otp.Key, []otp.Warning, error) {
	key := keePassNew(otp.TOTP, fields)
	n := &numberFields{values: fields}
	n.set(&key.Digits, "TimeOtp-Length", otp.CodeDigits, "digits")
	n.set(&key.Period, "TimeOtp-Period", otp.CodePeriod, "period")
	if name := strings.TrimSpace(fields["TimeOtp-Algorithm"]); name != "" {
		n.algorithm(&key.Algorithm, strings.ReplaceAll(name, "-", ""))
	}
	secret, err := keePassSecretOf(fields, "TimeOtp-")
	key.Secret = secret
	n.note(err)
	return key, nil, n.err
}

func keePassCounter(fields map[string]string) (otp.Key, []otp.Warning, error) {
	key := keePassNew(otp.HOTP, fields)
	n := &numberFields{values: fields}
	n.counter(&key.Counter, "HmacOtp-Counter")
	secret, err := keePassSecretOf(fields, "HmacOtp-")
	key.Secret = secret
	n.note(err)
	return key, nil, n.err
}
