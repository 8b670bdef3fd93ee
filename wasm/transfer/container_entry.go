// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"inkan/wasm/otp"
)

// putKey adds a key with its names made clean. What was taken away from a name is
// a warning; so is what the key itself shows.
func (r *reading) putKey(key otp.Key, detail Detail) {
	key.Issuer = detail.cleaned("issuer", key.Issuer)
	key.Account = detail.cleaned("account", key.Account)
	detail.Warnings = append(detail.Warnings, key.Warnings()...)
	r.add(key, detail)
}

func (d *Detail) cleaned(field, name string) string {
	clean := otp.CleanName(name)
	if clean != strings.TrimSpace(name) {
		d.Warnings = append(d.Warnings, otp.Warning{Code: otp.WarnNameCleaned, Field: field})
	}
	return clean
}

// reject notes an entry under names that are not yet clean.
func (r *reading) reject(position int, issuer, account string, err error) {
	r.fail(position, shownName(issuer, account), err)
}

// shownName is nameOf for names that nothing has looked at: a name that is a
// link, or as long as one, may hold a secret.
func shownName(issuer, account string) string {
	safe := func(name string) string {
		name = otp.CleanName(name[:min(len(name), utf8.UTFMax*otp.MaxName)])
		if strings.Contains(name, "://") || strings.Contains(strings.ToLower(name), "secret=") {
			return ""
		}
		if runes := []rune(name); len(runes) > otp.MaxName {
			return string(runes[:otp.MaxName])
		}
		return name
	}
	return nameOf(safe(issuer), safe(account))
}

// keyOfText reads what password managers keep for one account: a link, or the
// bare Base32 secret of an ordinary TOTP key. The names are those of the entry
// and fill what the link leaves empty.
func keyOfText(text, issuer, account string) (otp.Key, []otp.Warning, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		key := otp.New(otp.TOTP)
		key.Issuer, key.Account = issuer, account
		secret, err := otp.ParseSecret(text)
		key.Secret = secret
		return key, nil, err
	}
	key, warnings, err := otp.Inspect(text)
	if err != nil {
		return otp.Key{}, nil, err
	}
	warnings = steamByIssuer(&key, warnings)
	if key.Issuer == "" || strings.HasPrefix(strings.ToLower(text), "steam:") && issuer != "" {
		key.Issuer = issuer
	}
	if key.Account == "" {
		key.Account = account
	}
	return key, textWarnings(warnings, key), nil
}

// textWarnings leaves out what putKey adds again.
func textWarnings(warnings []otp.Warning, key otp.Key) []otp.Warning {
	var rest []otp.Warning
	own := key.Warnings()
	for _, w := range warnings {
		known := w.Code == otp.WarnUnnamed || w.Code == otp.WarnSteam
		for _, o := range own {
			known = known || o.Code == w.Code
		}
		if !known {
			rest = append(rest, w)
		}
	}
	return rest
}

// putText is keyOfText and putKey, or reject.
func (r *reading) putText(text, issuer, account string, detail Detail) {
	key, warnings, err := keyOfText(text, issuer, account)
	if err != nil {
		r.reject(detail.Position, issuer, account, err)
		return
	}
	detail.Warnings = append(detail.Warnings, warnings...)
	r.putKey(key, detail)
}

// putLines reads a text with a link in each line, as WinAuth and Authenticator
// Plus write into an archive; # begins a comment. It says whether there was any
// link.
func (r *reading) putLines(text []byte) bool {
	found := false
	for raw := range bytes.Lines(text) {
		raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")))
		if len(raw) == 0 || raw[0] == '#' {
			continue
		}
		if !r.room() {
			return found
		}
		position := len(r.Keys) + len(r.Problems) + 1
		line := readable(raw[:min(len(raw), otp.MaxURI+1)]) // a longer one is too long whatever it is
		key, warnings, err := otp.Inspect(line)
		if err != nil {
			r.reject(position, "", labelOf(line), err)
		} else {
			warnings = steamByIssuer(&key, warnings)
			r.putKey(key, Detail{Position: position, Warnings: textWarnings(warnings, key)})
		}
		found = found || strings.Contains(line, "://")
	}
	return found
}

// labelOf is the label of a link that could not be read, for a person to find
// it by; "" when the link has none.
func labelOf(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	_, rest, _ = strings.Cut(rest, "/")
	label, _, hasQuery := strings.Cut(rest, "?")
	if name, err := url.PathUnescape(label); err == nil && hasQuery {
		return name
	}
	return ""
}

// room says that one more entry may be read.
func (r *reading) room() bool { return len(r.Keys)+len(r.Problems) < MaxEntries }

// hostOfAddress is the host of an address as people keep them in password managers,
// with or without a scheme; "" when it has none. It is not resolved or checked
// further: it only says where an account may belong.
func hostOfAddress(address string) string {
	address = strings.TrimSpace(address)
	if scheme, rest, found := strings.Cut(address, "://"); found {
		if scheme != "http" && scheme != "https" {
			return ""
		}
		address = rest
	}
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	address = address[strings.LastIndexByte(address, '@')+1:]
	if port := strings.LastIndexByte(address, ':'); port >= 0 && !strings.HasSuffix(address, "]") {
		address = address[:port]
	}
	host := strings.ToLower(address)
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	if !strings.Contains(host, ".") && host != "localhost" || len(host) > 253 || strings.ContainsAny(host, " \t<>\"'\\:") {
		return ""
	}
	return host
}

// pictureOf gives an icon that is one of the three forms of Detail.Icon, else
// nil.
func pictureOf(data []byte) []byte {
	if PictureType(data) == "" {
		return nil
	}
	return data
}

// PictureType is the media type of an icon that is a picture, "" for another.
func PictureType(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		return "image/jpeg"
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("<svg")), bytes.HasPrefix(bytes.TrimSpace(data), []byte("<?xml")):
		return "image/svg+xml"
	}
	return ""
}

// groupNames drops empty names of groups, and those that are too many: more than
// the vault takes, so that it says so.
func groupNames(names ...string) []string {
	var list []string
	for _, name := range names[:min(len(names), 2*maxGroups)] {
		if name = cleanName(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// onlyProblem gives the error that all entries of a file have in common, when
// there is no key: that a password is wrong, or that only the program itself
// can open the file, is to be said once.
func (r *reading) onlyProblem() error {
	if len(r.Keys) > 0 || len(r.Problems) == 0 {
		return nil
	}
	var first *Error
	for _, p := range r.Problems {
		var e *Error
		if !errors.As(p.Err, &e) || e.kind == nil || first != nil && first.Code != e.Code {
			return nil
		}
		first = e
	}
	return first
}
