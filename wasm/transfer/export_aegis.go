// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/scrypt"

	"inkan/wasm/otp"
)

// aegisCarrier: a version 3 vault.
var aegisCarrier = carrier{
	key: func(k otp.Key) []string {
		// Aegis keeps a counter as a signed number.
		if k.Counter > 1<<63-1 {
			return []string{"counter"}
		}
		return nil
	},
	detail: map[string]bool{"groups": true, "note": true, "icon": true, "pinned": true},
}

// AegisLosses lists what Aegis cannot carry.
func AegisLosses(keys []otp.Key, details []Detail) []Loss {
	return aegisCarrier.losses(keys, details)
}

// scrypt's cost, as Aegis itself writes it: 32 MiB.
const aegisN, aegisR, aegisP = 1 << 15, 8, 1

type aegisExport struct {
	Version int             `json:"version"`
	Header  aegisHead       `json:"header"`
	DB      json.RawMessage `json:"db"`
}

type aegisHead struct {
	Slots  []aegisPasswordSlot `json:"slots"`
	Params *aegisSealing       `json:"params"`
}

type aegisSealing struct {
	Nonce string `json:"nonce"` // 24 hex digits
	Tag   string `json:"tag"`   // 32 hex digits
}

type aegisPasswordSlot struct {
	Type      int          `json:"type"` // 1: password
	UUID      string       `json:"uuid"`
	Key       string       `json:"key"` // the master key, sealed: 64 hex digits
	KeyParams aegisSealing `json:"key_params"`
	N         int          `json:"n"`
	R         int          `json:"r"`
	P         int          `json:"p"`
	Salt      string       `json:"salt"` // 64 hex digits
	Repaired  bool         `json:"repaired"`
	IsBackup  bool         `json:"is_backup"`
}

type aegisContentOut struct {
	Version int             `json:"version"`
	Entries []aegisEntryOut `json:"entries"`
	Groups  []aegisGroupOut `json:"groups"`
}

type aegisGroupOut struct {
	UUID string `json:"uuid"`
	Name string `json:"name"`
}

type aegisEntryOut struct {
	Type     string       `json:"type"`
	UUID     string       `json:"uuid"`
	Name     string       `json:"name"`
	Issuer   string       `json:"issuer"`
	Note     string       `json:"note"`
	Favorite bool         `json:"favorite"`
	Icon     []byte       `json:"icon"` // null for none
	IconMIME string       `json:"icon_mime,omitempty"`
	Info     aegisInfoOut `json:"info"`
	Groups   []string     `json:"groups"`
}

type aegisInfoOut struct {
	Secret  string  `json:"secret"`
	Algo    string  `json:"algo"`
	Digits  int     `json:"digits"`
	Period  int     `json:"period,omitempty"`
	Counter *uint64 `json:"counter,omitempty"`
	PIN     string  `json:"pin,omitempty"`
}

// Aegis writes a vault of the authenticator Aegis, the protected form that most
// others read: 2FAS, Ente, Bitwarden, Proton and Stratum among them. A password
// of nil leaves it in the clear. Those accounts that AegisLosses calls whole are
// left out. Salts, nonces, keys and ids are drawn from random.
//
// Source: docs/vault.md of Aegis. With a password: scrypt (RFC 7914) → AES-256-
// GCM (SP 800-38D) opens the master key → AES-256-GCM opens db.
func Aegis(keys []otp.Key, details []Detail, password []byte, random io.Reader) ([]byte, error) {
	w := aegisWriter{random: random, groups: map[string]string{}}
	content := w.content(keys, details)
	db, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	export := aegisExport{Version: 1, DB: db}
	if password != nil {
		defer clear(db)
		export.DB, export.Header = w.seal(db, password)
	}
	if w.err != nil {
		return nil, fmt.Errorf("transfer: %w", w.err)
	}
	return json.MarshalIndent(export, "", "    ")
}

// aegisWriter remembers the first error, of random or scrypt.
type aegisWriter struct {
	random io.Reader
	groups map[string]string // ids by name
	err    error
}

func (w *aegisWriter) draw(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(w.random, b); err != nil && w.err == nil {
		w.err = err
	}
	return b
}

// uuid is a random one (RFC 9562, version 4).
func (w *aegisWriter) uuid() string {
	b := w.draw(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func (w *aegisWriter) content(keys []otp.Key, details []Detail) aegisContentOut {
	content := aegisContentOut{Version: 3, Entries: []aegisEntryOut{}, Groups: []aegisGroupOut{}}
	for i, key := range keys {
		if len(aegisCarrier.key(key)) > 0 {
			continue
		}
		var detail Detail
		if i < len(details) {
			detail = details[i]
		}
		entry := aegisEntryOut{
			Type: string(key.Type), UUID: w.uuid(), Name: key.Account, Issuer: key.Issuer,
			Note: detail.Note, Favorite: detail.Pinned, Info: aegisInfo(key), Groups: []string{},
		}
		if entry.IconMIME = PictureType(detail.Icon); entry.IconMIME != "" {
			entry.Icon = detail.Icon
		}
		for _, name := range detail.Groups {
			if w.groups[name] == "" {
				w.groups[name] = w.uuid()
				content.Groups = append(content.Groups, aegisGroupOut{w.groups[name], name})
			}
			if !slices.Contains(entry.Groups, w.groups[name]) {
				entry.Groups = append(entry.Groups, w.groups[name])
			}
		}
		content.Entries = append(content.Entries, entry)
	}
	return content
}

func aegisInfo(key otp.Key) aegisInfoOut {
	info := aegisInfoOut{
		Secret: otp.FormatSecret(key.Secret), Algo: string(key.Algorithm), Digits: key.Digits, Period: key.Period, PIN: key.PIN,
	}
	if key.Type == otp.HOTP {
		info.Counter = &key.Counter
	}
	return info
}

// seal gives what stands for db when it is protected, and its header.
func (w *aegisWriter) seal(db, password []byte) (json.RawMessage, aegisHead) {
	master, salt := w.draw(32), w.draw(32)
	defer clear(master)
	derived, err := scrypt.Key(password, salt, aegisN, aegisR, aegisP, 32)
	if err != nil && w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return nil, aegisHead{}
	}
	defer clear(derived)
	slot := aegisPasswordSlot{
		Type: 1, UUID: w.uuid(), N: aegisN, R: aegisR, P: aegisP, Salt: hex.EncodeToString(salt), Repaired: true,
	}
	wrapped, params := w.gcm(derived, master)
	slot.Key, slot.KeyParams = hex.EncodeToString(wrapped), params
	sealed, params := w.gcm(master, db)
	text, _ := json.Marshal(base64.StdEncoding.EncodeToString(sealed)) // a string always can be
	return text, aegisHead{Slots: []aegisPasswordSlot{slot}, Params: &params}
}

// gcm seals with AES-256-GCM under a random nonce, the tag apart, as Aegis has it.
func (w *aegisWriter) gcm(key, plain []byte) ([]byte, aegisSealing) {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has blocks of 16 bytes
	}
	nonce := w.draw(aead.NonceSize())
	sealed := aead.Seal(nil, nonce, plain, nil)
	end := len(sealed) - aead.Overhead()
	return sealed[:end], aegisSealing{Nonce: hex.EncodeToString(nonce), Tag: hex.EncodeToString(sealed[end:])}
}
