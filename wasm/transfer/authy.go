// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/aes"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/base64"
	"strings"

	"inkan/wasm/otp"
)

// authyFormat are the preferences in which Authy for Android keeps its tokens
// (on rooted telephones; the current one keeps them where only the telephone
// can open them, see closed.go):
//
//	com.authy.storage.tokens.authenticator.key: [{"accountType":"authenticator","digits":6,"name":"Deno: Mason",
//	  "originalIssuer":"Deno","originalName":"Deno:Mason","decryptedSecret":"BASE32"}]
//	com.authy.storage.tokens.authy.key: [{"name":"…","digits":7,"secretSeed":"HEX"}]
//
// In place of decryptedSecret there may be encryptedSecret, Base64 of AES-256
// in CBC with a zero IV, under PBKDF2-HMAC-SHA1 of the backup password, 1,000
// rounds, with the text of salt. All are TOTP with SHA1; the second kind,
// Authy's own tokens, with 10 seconds, the first with 30. Source: Authy 24 as
// Aegis's AuthyImporter.java reads it.
var authyFormat = format{"authy", isAuthy, readAuthy}

const (
	authyKey       = "com.authy.storage.tokens.authenticator.key"
	authyOwnKey    = "com.authy.storage.tokens.authy.key"
	authyRounds    = 1000
	authyOwnPeriod = 10 // seconds
	authyAttempts  = 8  // secrets that a password must fail to open before it is called wrong
)

func isAuthy(f *file) bool {
	_, tokens := f.preference(authyKey)
	_, own := f.preference(authyOwnKey)
	return tokens || own
}

func readAuthy(r *reading) error {
	var tokens []jsonText
	for _, name := range []string{authyKey, authyOwnKey} {
		text, there := r.preference(name)
		if !there {
			continue
		}
		v, ok := parseJSONText([]byte(text))
		if !ok {
			return damaged()
		}
		items, err := v.items()
		if err != nil {
			return err
		}
		tokens = append(tokens, items...)
	}
	opened, closed := 0, 0
	for i, token := range tokens {
		t := token.record()
		if encrypted := !t.has("decryptedSecret") && t.has("encryptedSecret"); encrypted {
			if r.password == nil {
				return passwordNeeded()
			}
			if !openAuthy(t, r.password) {
				if closed++; opened == 0 && closed == authyAttempts {
					break // each attempt costs a derivation
				}
				r.reject(i+1, t.label("originalIssuer"), t.label("name"), passwordWrong())
				continue
			}
			opened++
		}
		r.putAuthy(i+1, t)
	}
	if opened == 0 && closed > 0 {
		return passwordWrong()
	}
	return nil
}

// openAuthy puts the decrypted secret where a plain one is. There is no check
// of the password but the padding and that the secret is Base32.
func openAuthy(t *jsonRecord, password []byte) bool {
	sealed, err := base64.StdEncoding.DecodeString(t.label("encryptedSecret"))
	if err != nil {
		return false
	}
	key, err := pbkdf2.Key(sha1.New, string(password), []byte(t.label("salt")), authyRounds, 32)
	if err != nil {
		return false
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return false // unreachable
	}
	plain, ok := openPadded(block, make([]byte, aes.BlockSize), sealed)
	if !ok || strings.Trim(strings.ToUpper(string(plain)), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567= ") != "" || len(plain) == 0 {
		return false
	}
	t.fields["decryptedSecret"] = jsonText(`"` + string(plain) + `"`)
	return true
}

func (r *reading) putAuthy(position int, t *jsonRecord) {
	key := otp.New(otp.TOTP)
	key.Digits = t.number("digits", withoutDefault, otp.CodeDigits, "digits")
	var err error
	if t.has("secretSeed") {
		key.Issuer, key.Period = t.label("name"), authyOwnPeriod
		key.Secret, err = otp.ParseHex(t.text("secretSeed"))
	} else {
		key.Issuer, key.Account = authyNames(t)
		key.Secret, err = otp.ParseSecret(t.text("decryptedSecret"))
	}
	if t.note(err); t.err != nil {
		r.reject(position, key.Issuer, key.Account, t.err)
		return
	}
	r.putKey(key, Detail{Position: position})
}

// authyNames takes the issuer as the site gave it, and the account from the
// name as the user sees it, without the issuer before it.
func authyNames(t *jsonRecord) (issuer, account string) {
	account = t.label("name")
	original := t.label("originalName")
	if account == "" {
		account = original
	}
	issuer = t.label("originalIssuer")
	if before, _, found := strings.Cut(original, ":"); issuer == "" && found {
		issuer = before
	}
	if before, after, found := strings.Cut(account, " - "); issuer == "" && found {
		return before, after
	}
	if rest, found := strings.CutPrefix(account, issuer); issuer != "" && found && rest != "" {
		if trimmed := strings.TrimLeft(rest, ": -"); trimmed != rest {
			account = strings.TrimSpace(trimmed)
		}
	}
	return issuer, account
}
