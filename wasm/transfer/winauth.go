// SPDX-License-Identifier: MIT

package transfer

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// winAuthFormat is WinAuth's export, a zip of texts with a link in each line
// (the text alone is read as any text with links), and its configuration:
//
//	<WinAuth version="3.5">
//	  <data encrypted="y">HEX</data>, or what it holds: <config> with
//	  <WinAuthAuthenticator id="…" type="WinAuth.GoogleAuthenticator">
//	    <name>…</name><created>1234567890123</created><skin>base64:…</skin>
//	    <authenticatordata [encrypted="…"]><servertimediff/><secretdata>…</secretdata></authenticatordata>
//
// and in version 2 <authenticator type="…"><secretdata encrypted="y">…. What is
// encrypted is the UTF-8 XML of the element. encrypted names the layers: y a
// password, u and m the Windows account and computer (DPAPI), a and b a slot of
// a YubiKey. Only the first can be opened elsewhere.
//
// secretdata is HEX key TAB digits TAB algorithm TAB period, then "|" and what
// each type adds: the serial in hexadecimal for Battle.net, the counter for
// HOTP. Source: github.com/winauth/winauth Authenticator.cs, WinAuthConfig.cs,
// WinAuthAuthenticator.cs and the classes of the types.
var winAuthFormat = format{"winauth", isWinAuth, readWinAuth}

const (
	winAuthRounds = 2000
	winAuthKey    = 256 // bytes: more than Blowfish is defined for, and no more than its tables take
	winAuthSalt   = 8   // bytes
	winAuthHeader = "57494E4155544833"
	winAuthVendor = "WinAuth."
	winAuthLayers = 4 // encrypted elements inside each other; two occur
)

func isWinAuth(f *file) bool {
	if len(winAuthTexts(f.archived())) > 0 {
		return true
	}
	return len(f.data) <= maxPreferences && bytes.Contains(f.text()[:min(len(f.text()), 4096)], []byte("<WinAuth "))
}

// winAuthTexts are the text files of an archive.
func winAuthTexts(a *zipArchive) []*zip.File {
	var texts []*zip.File
	if a != nil {
		for _, f := range a.files {
			if strings.HasSuffix(strings.ToLower(f.Name), ".txt") {
				texts = append(texts, f)
			}
		}
	}
	return texts
}

func readWinAuth(r *reading) error {
	texts := winAuthTexts(r.archived())
	if len(texts) == 0 {
		return r.readWinAuthConfig()
	}
	found := false
	for _, f := range texts {
		content, err := r.archived().open(f, r.password)
		if err != nil {
			return err
		}
		found = r.putLines(content) || found
	}
	if !found {
		return damaged()
	}
	return nil
}

// steamByIssuer makes Steam's what WinAuth and FreeOTP+ export as totp: they know
// Steam's by the issuer, and nothing else of that issuer has five digits. It
// gives the warnings that are still to be said of the key.
func steamByIssuer(key *otp.Key, warnings []otp.Warning) []otp.Warning {
	steam := otp.New(otp.Steam)
	if key.Type != otp.TOTP || !strings.EqualFold(key.Issuer, "Steam") ||
		key.Digits != steam.Digits || key.Period != steam.Period || key.Algorithm != steam.Algorithm {
		return warnings
	}
	key.Type = otp.Steam
	return slices.DeleteFunc(warnings, func(w otp.Warning) bool { return w.Code == otp.WarnSteam || w.Code == otp.WarnDigits })
}

// winAuthEntry is one WinAuthAuthenticator.
type winAuthEntry struct {
	kind    string // such as GoogleAuthenticator
	name    string
	created int64
	icon    []byte
	secret  string // secretdata
	err     error  // why the secret could not be opened
}

func (r *reading) readWinAuthConfig() error {
	c := &winAuthConfig{password: r.password}
	if err := c.read(r.text(), winAuthLayers); err != nil {
		return err
	}
	for i, entry := range c.entries {
		r.putWinAuth(i+1, entry)
	}
	return r.onlyProblem()
}

// winAuthConfig is a configuration that is being read.
type winAuthConfig struct {
	password []byte
	entries  []winAuthEntry
}

// read reads a document, or the content of an encrypted element.
func (c *winAuthConfig) read(data []byte, layers int) error {
	x := newXMLReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged()
		}
		element, starts := token.(xml.StartElement)
		if !starts {
			continue
		}
		switch element.Name.Local {
		case "WinAuth", "config", "data":
			if kinds := xmlAttribute(element, "encrypted"); kinds != "" {
				err = c.readEncrypted(x, kinds, layers)
			}
		case "WinAuthAuthenticator":
			err = c.readEntry(x, element, layers)
		case "authenticator": // version 2
			entry := winAuthEntry{kind: winAuthKind(element), name: "Authenticator"}
			err = c.readData(x, &entry, layers)
			c.entries = append(c.entries, entry)
		default:
			err = x.skip()
		}
		if err != nil {
			return failureOf(err)
		}
	}
}

func (c *winAuthConfig) readEncrypted(x *xmlReader, kinds string, layers int) error {
	text, err := x.text()
	if err != nil {
		return err
	}
	if layers == 0 {
		return damaged()
	}
	plain, err := openWinAuth(text, kinds, c.password)
	if err != nil {
		return err
	}
	if err := c.read(plain, layers-1); err != nil && !strings.HasPrefix(text, winAuthHeader) {
		return passwordWrong() // no hash tells: another password gives no XML
	} else if err != nil {
		return err
	}
	return nil
}

func winAuthKind(element xml.StartElement) string {
	kind := xmlAttribute(element, "type")
	if kind == "" {
		kind = winAuthVendor + "BattleNetAuthenticator" // the first that there was
	}
	return kind[strings.LastIndexByte(kind, '.')+1:]
}

// readEntry reads one authenticator with its names.
func (c *winAuthConfig) readEntry(x *xmlReader, element xml.StartElement, layers int) error {
	if len(c.entries) == MaxEntries {
		return newError(CodeFileSize, "", ErrTooLarge)
	}
	entry := winAuthEntry{kind: winAuthKind(element)}
	depth := len(x.path)
	for len(x.path) >= depth {
		token, err := x.next()
		if err != nil {
			return err
		}
		child, starts := token.(xml.StartElement)
		if !starts {
			continue
		}
		var text string
		switch child.Name.Local {
		case "name":
			entry.name, err = x.text()
		case "created":
			text, err = x.text()
			entry.created, _ = strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		case "skin":
			text, err = x.text()
			if picture, found := strings.CutPrefix(text, "base64:"); found {
				icon, _ := base64.StdEncoding.DecodeString(picture)
				entry.icon = pictureOf(icon)
			}
		case "authenticatordata":
			if kinds := xmlAttribute(child, "encrypted"); kinds != "" {
				if text, err = x.text(); err == nil {
					c.openEntry(&entry, text, kinds, layers)
				}
			} else {
				err = c.readData(x, &entry, layers)
			}
		default:
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
	c.entries = append(c.entries, entry)
	return nil
}

// openEntry opens the data of one authenticator. That it cannot be opened costs
// no other.
func (c *winAuthConfig) openEntry(entry *winAuthEntry, text, kinds string, layers int) {
	plain, err := openWinAuth(text, kinds, c.password)
	if err != nil {
		entry.err = err
		return
	}
	inside := newXMLReader(bytes.NewReader(bytes.TrimPrefix(plain, []byte("\xEF\xBB\xBF"))))
	for {
		token, err := inside.next()
		if err != nil {
			entry.err = passwordWrong()
			return
		}
		if element, starts := token.(xml.StartElement); starts {
			if kinds := xmlAttribute(element, "encrypted"); kinds != "" && layers > 0 {
				text, err := inside.text()
				if err != nil {
					entry.err = newError(CodeEntry, "", nil)
					return
				}
				c.openEntry(entry, text, kinds, layers-1)
				return
			}
			if c.readData(inside, entry, layers) != nil {
				entry.err = newError(CodeEntry, "", nil)
			}
			return
		}
	}
}

// readData finds secretdata in the element that was just opened.
func (c *winAuthConfig) readData(x *xmlReader, entry *winAuthEntry, layers int) error {
	depth := len(x.path)
	for len(x.path) >= depth {
		token, err := x.next()
		if err != nil {
			return err
		}
		child, starts := token.(xml.StartElement)
		if !starts {
			continue
		}
		if child.Name.Local != "secretdata" || layers < 0 {
			if err := x.skip(); err != nil {
				return err
			}
			continue
		}
		if entry.secret, err = x.text(); err != nil {
			return err
		}
		if kinds := xmlAttribute(child, "encrypted"); kinds != "" { // version 2: the hexadecimal digits themselves
			plain, err := openWinAuth(entry.secret, kinds, c.password)
			entry.secret, entry.err = strings.ToUpper(hex.EncodeToString(plain)), err
		}
	}
	return nil
}
