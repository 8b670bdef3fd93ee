// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// keySize is the length in bytes of the vault key and of wrapping keys.
const keySize = 32

// maxSlots bounds the ways into one vault.
const maxSlots = 64

// maxLabel bounds the label of a slot in characters.
const maxLabel = 100

// SlotType says what a slot is opened with.
type SlotType string

// The types that are known.
const (
	SlotNone     SlotType = "none"     // nothing: it holds the vault key itself, the vault is not protected
	SlotPassword SlotType = "password" // a password, through Argon2id
	SlotPasskey  SlotType = "passkey"  // the PRF output of a WebAuthn credential
	SlotRecovery SlotType = "recovery" // a printed recovery key
)

// Slot is what a slot shows without its secret.
type Slot struct {
	ID      string // 32 hex digits; "" of an unknown type
	Type    SlotType
	Label   string  // as the user named it; may be empty
	Created int64   // milliseconds since the Unix epoch; 0 of none
	Argon2  Argon2  // of a password
	Passkey Passkey // of a passkey
}

// Known says that this version can open slots of the type.
func (s Slot) Known() bool { return s.ID != "" }

// Passkey is what is to know of a WebAuthn credential to ask it for its secret.
type Passkey struct {
	Credential []byte   // its id, 1–1023 bytes
	Transports []string // as the browser named them; may be empty
	Salt       []byte   // 32 bytes: the input of its PRF
}

// slot is a way into the vault as the file has it. One of a type this version
// does not know is kept byte for byte, and so are those that do not change.
type slot struct {
	Slot
	text    json.RawMessage
	salt    []byte // of recovery
	wrapped []byte // the vault key; of none not encrypted
}

// The answers to a change of slots that cannot be, for errors.Is.
var (
	ErrSlot    = errors.New("vault: no such slot")
	ErrLastWay = errors.New("vault: no way in would be left that does not need one device")
	ErrLabel   = errors.New("vault: the label is too long or not text")
	ErrPasskey = errors.New("vault: the passkey has another shape")
)

// members is how many members a slot of a known type has.
var members = map[SlotType]int{SlotNone: 3, SlotPassword: 9, SlotPasskey: 8, SlotRecovery: 5}

func parseSlot(text []byte) (s slot, err error) {
	o, err := parseObject(text)
	if err != nil {
		return s, err
	}
	kind, err := o.text("type")
	if err != nil {
		return s, err
	}
	s.Type, s.text = SlotType(kind), append(json.RawMessage(nil), text...)
	count, known := members[s.Type]
	if !known {
		return s, nil
	}
	if len(o) != count {
		return s, fmt.Errorf("%w: a slot has another shape", ErrDamaged)
	}
	if s.ID, err = o.text("id"); err != nil || !isID(s.ID) {
		return s, fmt.Errorf("%w: a slot has no id", ErrDamaged)
	}
	if s.wrapped, err = o.bytes("key"); err != nil || len(s.wrapped) != s.keyLength() {
		return s, fmt.Errorf("%w: a slot holds no key", ErrDamaged)
	}
	return s, s.parse(o)
}

// keyLength is the length of what stands under "key".
func (s slot) keyLength() int {
	if s.Type == SlotNone {
		return keySize
	}
	return wrappedSize
}

// parse reads what not every slot has.
func (s *slot) parse(o object) (err error) {
	if s.Type == SlotNone {
		return nil
	}
	if s.Created, err = o.number("created", 0, maxTime); err != nil {
		return err
	}
	if s.Type == SlotRecovery {
		s.salt, err = o.bytes("salt")
		if err != nil || len(s.salt) != keySize {
			return fmt.Errorf("%w: a slot has another salt", ErrDamaged)
		}
		return nil
	}
	if s.Label, err = o.text("label"); err != nil || checkLabel(s.Label) != nil {
		return fmt.Errorf("%w: a slot has no label", ErrDamaged)
	}
	if s.Type == SlotPassword {
		s.Argon2, err = parseArgon2(o)
		return err
	}
	s.Passkey, err = parsePasskey(o)
	return err
}

func parsePasskey(o object) (p Passkey, err error) {
	if p.Credential, err = o.bytes("credential"); err != nil {
		return p, err
	}
	if p.Salt, err = o.bytes("salt"); err != nil {
		return p, err
	}
	list, _ := o.get("transports")
	texts, err := parseArray(list, maxTransports)
	if err != nil {
		return p, err
	}
	for _, text := range texts {
		name, err := parseString(text)
		if err != nil {
			return p, err
		}
		p.Transports = append(p.Transports, name)
	}
	if err := p.check(); err != nil {
		return p, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return p, nil
}

const (
	maxCredential = 1023 // bytes: WebAuthn Level 3 §4
	maxTransports = 16
	maxTransport  = 32 // bytes
)

func (p Passkey) check() error {
	if len(p.Credential) < 1 || len(p.Credential) > maxCredential || len(p.Salt) != keySize || len(p.Transports) > maxTransports {
		return ErrPasskey
	}
	for _, name := range p.Transports {
		if len(name) > maxTransport || !utf8.ValidString(name) {
			return ErrPasskey
		}
	}
	return nil
}

func checkLabel(label string) error {
	if !utf8.ValidString(label) || utf8.RuneCountInString(label) > maxLabel {
		return ErrLabel
	}
	return nil
}

// write makes the text of a new slot, members in the order of FORMAT.md.
func (s *slot) write() {
	b := []byte{'{'}
	b = appendText(b, "type", string(s.Type))
	b = appendText(b, "id", s.ID)
	switch s.Type {
	case SlotPassword:
		b = appendText(b, "label", s.Label)
		b = appendNumber(b, "created", s.Created)
		b = appendArgon2(b, s.Argon2)
	case SlotPasskey:
		b = appendText(b, "label", s.Label)
		b = appendNumber(b, "created", s.Created)
		b = appendPasskey(b, s.Passkey)
	case SlotRecovery:
		b = appendNumber(b, "created", s.Created)
		b = appendBytes(b, "salt", s.salt)
	}
	b = appendBytes(b, "key", s.wrapped)
	s.text = append(b, '}')
}

func appendPasskey(b []byte, p Passkey) []byte {
	b = appendBytes(b, "credential", p.Credential)
	b = append(appendName(b, "transports"), '[')
	for i, name := range p.Transports {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, name)
	}
	return appendBytes(append(b, ']'), "salt", p.Salt)
}

// newOpenSlot returns a slot of the type none.
func newOpenSlot(id string, key [keySize]byte) slot {
	s := slot{Slot: Slot{ID: id, Type: SlotNone}, wrapped: append([]byte(nil), key[:]...)}
	s.write()
	return s
}

// open returns the vault key. secret is the wrapping key of a password, the PRF
// output of a passkey, the text of a recovery key, nothing for none. It fails
// with ErrWrong, ErrSlot for an unknown type, or a *RecoveryError.
func (s slot) open(secret []byte) (key [keySize]byte, err error) {
	if s.Type == SlotNone {
		copy(key[:], s.wrapped)
		return key, nil
	}
	wrapping, err := s.wrapping(secret)
	if err != nil {
		return key, err
	}
	defer clear(wrapping[:])
	return unwrap(wrapping, s.wrapped, s.Type, s.ID)
}

// wrapping is the key that the vault key is wrapped with.
func (s slot) wrapping(secret []byte) (wrapping [keySize]byte, err error) {
	switch s.Type {
	case SlotPassword:
		if len(secret) != keySize {
			return wrapping, ErrWrong
		}
		copy(wrapping[:], secret)
		return wrapping, nil
	case SlotPasskey:
		if len(secret) != keySize {
			return wrapping, ErrWrong
		}
		return expand(secret, s.Passkey.Salt, "inkan passkey v1"), nil
	case SlotRecovery:
		recovery, err := ParseRecoveryKey(secret)
		if err != nil {
			return wrapping, err
		}
		defer clear(recovery[:])
		return expand(recovery[:], s.salt, "inkan recovery v1"), nil
	}
	return wrapping, ErrSlot
}
