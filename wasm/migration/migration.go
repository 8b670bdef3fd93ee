// SPDX-License-Identifier: MIT

// Package migration reads the transfer codes of Google Authenticator, each a
// link in a QR code:
//
//	otpauth-migration://offline?data=BASE64
//
// of a protobuf message, escaped or not:
//
//	MigrationPayload: 1 otp_parameters (repeated), 2 version, 3 batch_size,
//	                  4 batch_index (from 0), 5 batch_id (int32, often negative)
//
// What an account consists of, its OtpParameters, package transfer reads. Here
// is what tells the parts of an export from each other. src: Aegis
// google_auth.proto; dim13/otpauth migration.proto.
package migration

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
)

// Scheme is what a link begins with, in any case.
const Scheme = "otpauth-migration://"

// MaxAccounts is how many accounts a part may have.
const MaxAccounts = 50_000

// The errors of Parse.
var (
	ErrDamaged  = errors.New("migration: the transfer code is damaged")
	ErrTooLarge = errors.New("migration: the transfer code has more accounts than any export")
)

// Part is one link of an export, which may take several.
type Part struct {
	Accounts [][]byte // an OtpParameters each
	ID       int64    // the same in all parts of an export; of 32 bits
	Index    int      // from 0, less than Size
	Size     int      // number of parts, at least 1
}

// Parse reads a link, which begins with Scheme.
func Parse(link string) (Part, error) {
	data, err := payload(link)
	if err != nil {
		return Part{}, err
	}
	p := Part{Size: 1}
	for len(data) > 0 {
		var f Field
		if f, data, err = Next(data); err != nil {
			return Part{}, err
		}
		switch {
		case f.Number == 1 && f.Wire == Bytes:
			if p.Accounts = append(p.Accounts, f.Bytes); len(p.Accounts) > MaxAccounts {
				return Part{}, ErrTooLarge
			}
		case f.Number >= 1 && f.Number <= 5 && f.Wire != Varint || f.Number == 1:
			return Part{}, ErrDamaged
		case f.Number == 3:
			p.Size = max(int(int32(f.Varint)), 1) // 0 in some other programs: the whole
		case f.Number == 4:
			p.Index = int(int32(f.Varint))
		case f.Number == 5:
			p.ID = int64(int32(f.Varint))
		}
	}
	if p.Index < 0 || p.Index >= p.Size {
		return Part{}, ErrDamaged
	}
	return p, nil
}

// standardBase64 makes the standard alphabet, without padding, of others.
func standardBase64(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-':
			return '+'
		case '_':
			return '/'
		case '\n', '\r', '\t', '=':
			return -1
		}
		return r
	}, text)
}

// payload gives the bytes of a link. Other programs leave + and / as they are,
// form decoders make a space of the +, and padding gets lost.
func payload(link string) ([]byte, error) {
	if len(link) < len(Scheme) || !strings.EqualFold(link[:len(Scheme)], Scheme) {
		return nil, ErrDamaged
	}
	host, query, _ := strings.Cut(link[len(Scheme):], "?")
	if !strings.EqualFold(strings.TrimSuffix(host, "/"), "offline") {
		return nil, ErrDamaged
	}
	for part := range strings.SplitSeq(query, "&") {
		name, text, _ := strings.Cut(part, "=")
		if !strings.EqualFold(name, "data") {
			continue
		}
		for range 2 { // some programs escape it twice
			text = Unescape(text)
		}
		text = standardBase64(strings.TrimSpace(text))
		data, err := base64.RawStdEncoding.DecodeString(text)
		if err != nil || len(data) == 0 {
			return nil, ErrDamaged
		}
		return data, nil
	}
	return nil, ErrDamaged
}

// Unescape decodes percent escapes and leaves a broken one as it is.
func Unescape(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if c, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
