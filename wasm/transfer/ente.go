// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 secretstream pads in a way of its own, which no AEAD of x/crypto can check
	"golang.org/x/crypto/poly1305"

	"inkan/wasm/otp"
)

// Ente Auth. In plain it writes text, see otpauth.go, or
//
//	{items: [{rawData: "otpauth://…", display: {…}}]}
//
// and with a password
//
//	{version: 1, kdfParams: {memLimit, opsLimit, salt}, encryptedData, encryptionNonce}
//
// with memLimit in bytes, Argon2id of one lane, and one message of libsodium's
// secretstream, whose header encryptionNonce is, around the plain text.
// memLimit × opsLimit is 4 GiB everywhere: 1 GiB × 4 on desktops, 256 MiB × 16
// on phones.
var (
	enteSealedFormat = format{"ente", func(f *file) bool { return f.object().has("kdfParams", "encryptedData", "encryptionNonce") }, readEnteSealed}
	enteJSONFormat   = format{"ente", isEnteJSON, func(r *reading) error { return r.readEnteItems(r.object()) }}
)

func isEnteJSON(f *file) bool {
	first, _ := f.object().get("items").first().object()
	return first.has("rawData")
}

func readEnteSealed(r *reading) error {
	plain, err := r.openEnte()
	if err != nil {
		return err
	}
	inner := &file{data: plain}
	if o := inner.object(); o != nil {
		return r.readEnteItems(o)
	}
	outer := r.file
	r.file = inner
	err = readLinks(r)
	r.file = outer
	return err
}

func (r *reading) openEnte() ([]byte, error) {
	o := r.object()
	if _, err := o.version("version", 1); err != nil {
		return nil, err
	}
	params := o.object("kdfParams")
	memory, ok1 := params.get("memLimit").whole()
	passes, ok2 := params.get("opsLimit").whole()
	salt, err1 := params.bytes("salt", 16, 16)
	header, err2 := o.bytes("encryptionNonce", 24, 24)
	sealed, err3 := o.bytes("encryptedData", streamOverhead, MaxFile)
	if !ok1 || !ok2 || err1 != nil || err2 != nil || err3 != nil {
		return nil, damaged()
	}
	derivation := argon2id{memory / 1024, passes, 1}
	if err := derivation.check(); err != nil {
		return nil, err // before anybody looks for the password
	}
	if r.password == nil {
		return nil, passwordAfter(derivation.seconds())
	}
	key, err := derivation.derive(r.password, salt)
	if err != nil {
		return nil, err
	}
	plain, ok := openStream(key, header, sealed)
	if !ok {
		return nil, passwordWrong()
	}
	return plain, nil
}

func (r *reading) readEnteItems(o object) error {
	items, err := o.get("items").list()
	if err != nil {
		return err
	}
	for i, v := range items {
		e := newEntry(v, i+1)
		display := e.get("display")
		e.link(e.field("rawData"), "", "")
		e.enteIssuer()
		e.enteDisplay()
		if display.kind() == '{' {
			e.display(display)
		}
		r.put(e)
	}
	return nil
}

const streamOverhead = 17 // bytes: a tag and the MAC

// openStream opens the first and only message of a secretstream
// (crypto_secretstream_xchacha20poly1305 of libsodium), tagged as one of many or
// as the last, in place. ok is false for a wrong key or a damaged message.
func openStream(key, header, sealed []byte) (plain []byte, ok bool) {
	sub, err := chacha20.HChaCha20(key, header[:16])
	if err != nil {
		return nil, false // unreachable: the sizes are fixed
	}
	nonce := append([]byte{1, 0, 0, 0}, header[16:24]...)
	stream, err := chacha20.NewUnauthenticatedCipher(sub, nonce)
	if err != nil {
		return nil, false // unreachable: the sizes are fixed
	}
	var block [64]byte
	stream.XORKeyStream(block[:], block[:]) // block 0: the key of the MAC
	mac := poly1305.New((*[32]byte)(block[:32]))

	end := len(sealed) - poly1305.TagSize
	text, sum := sealed[1:end], sealed[end:]
	clear(block[:])
	block[0] = sealed[0]
	stream.XORKeyStream(block[:], block[:]) // block 1: the tag, filled up
	tag := block[0]
	block[0] = sealed[0]
	mac.Write(block[:])
	mac.Write(text)
	mac.Write(make([]byte, len(text)&0xf)) // meant to fill up to 16 bytes, and kept as it was released
	mac.Write(make([]byte, 8))             // there is no additional data
	mac.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(block)+len(text))))
	if !mac.Verify(sum) || tag != 0 && tag != 3 {
		return nil, false
	}
	stream.XORKeyStream(text, text)
	return text, true
}

// enteIssuer mends what an early Ente Auth wrote without the & between issuer
// and period.
func (e *entry) enteIssuer() {
	issuer, period, found := strings.Cut(e.key.Issuer, "period=")
	if n, err := strconv.Atoi(period); found && err == nil && e.key.Type == otp.TOTP {
		if usual := otp.New(otp.TOTP).Period; e.key.Period != usual && e.key.Period != n {
			e.refuse(&otp.Error{Code: otp.CodeDuplicate, Field: "period"}) // there is another one besides
		}
		e.key.Issuer, e.key.Period = cleanName(issuer), n
	} else if cut, found := strings.CutSuffix(e.key.Issuer, "period"); found && cut != "" && !strings.HasSuffix(cut, " ") && e.enteMark() >= 0 {
		e.key.Issuer = cleanName(cut)
	}
}

// enteMark is where Ente's codeDisplay is among the key's parameters, or -1.
func (e *entry) enteMark() int {
	return slices.IndexFunc(e.key.Extra, func(p otp.Parameter) bool { return p.Name == "codeDisplay" })
}

// enteDisplay reads Ente's codeDisplay, which stays in the key's parameters too
// so that Ente gets it back.
func (e *entry) enteDisplay() {
	at := e.enteMark()
	if at < 0 {
		return
	}
	if v, err := parseJSON([]byte(e.key.Extra[at].Value)); err == nil {
		e.display(v)
	}
}

// latestUse is in the year 5138. Ente keeps times in microseconds, others that
// write its format in milliseconds.
const latestUse = 100_000_000_000_000 // milliseconds

// display reads what Ente says about an account.
func (e *entry) display(v value) {
	shown := newEntry(v, 0)
	e.detail.Pinned = shown.flag("pinned")
	e.detail.Trashed = shown.flag("trashed")
	e.detail.Uses = shown.count("tapCount")
	e.detail.Used = int64(min(shown.count("lastUsedAt"), math.MaxInt64))
	if e.detail.Used > latestUse {
		e.detail.Used /= 1000
	}
	e.detail.Groups = texts(shown.get("tags"))
	e.detail.Note = shown.text("note")
}
