// SPDX-License-Identifier: MIT

package transfer

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// The transfer codes of Google Authenticator, each a link in a QR code:
//
//	otpauth-migration://offline?data=BASE64
//
// of a protobuf message, escaped or not:
//
//	MigrationPayload: 1 otp_parameters (repeated), 2 version, 3 batch_size,
//	                  4 batch_index (from 0), 5 batch_id (int32, often negative)
//	OtpParameters:    1 secret, 2 name, 3 issuer, 4 algorithm, 5 digits, 6 type,
//	                  7 counter (of the next code), 8 unique_id
//
// The period is always 30 seconds. An absent or zero algorithm, digits or type
// is SHA1, six, TOTP. src: Aegis google_auth.proto; dim13/otpauth
// migration.proto, which has field 8.
const migrationScheme = "otpauth-migration://"

// migration is one such link.
type migration struct {
	accounts [][]byte // an OtpParameters each
	id       int64
	index    int
	size     int
}

func parseMigration(link string) (m migration, err error) {
	data, err := migrationData(link)
	if err != nil {
		return m, err
	}
	m.size = 1
	for len(data) > 0 {
		var f wireField
		if f, data, err = nextField(data); err != nil {
			return m, err
		}
		switch {
		case f.number == 1 && f.wire == wireBytes:
			if m.accounts = append(m.accounts, f.bytes); len(m.accounts) > MaxEntries {
				return m, newError(CodeFileSize, "", ErrTooLarge)
			}
		case f.number >= 1 && f.number <= 5 && f.wire != wireVarint || f.number == 1:
			return m, damaged()
		case f.number == 3:
			m.size = max(int(int32(f.varint)), 1) // 0 in some other programs: the whole
		case f.number == 4:
			m.index = int(int32(f.varint))
		case f.number == 5:
			m.id = int64(int32(f.varint))
		}
	}
	if m.index < 0 || m.index >= m.size {
		return m, damaged()
	}
	return m, nil
}

// standardBase64 makes the standard alphabet, without padding, of others.
var standardBase64 = strings.NewReplacer(" ", "+", "-", "+", "_", "/", "\n", "", "\r", "", "\t", "", "=", "")

// migrationData gives the bytes of a link. Other programs leave + and / as they
// are, form decoders make a space of the +, and padding gets lost.
func migrationData(link string) ([]byte, error) {
	rest := link[len(migrationScheme):]
	host, query, _ := strings.Cut(rest, "?")
	if !strings.EqualFold(strings.TrimSuffix(host, "/"), "offline") {
		return nil, damaged()
	}
	for part := range strings.SplitSeq(query, "&") {
		name, text, _ := strings.Cut(part, "=")
		if !strings.EqualFold(name, "data") {
			continue
		}
		for range 2 { // some programs escape it twice
			text = unescape(text)
		}
		text = standardBase64.Replace(strings.TrimSpace(text))
		data, err := base64.RawStdEncoding.DecodeString(text)
		if err != nil || len(data) == 0 {
			return nil, damaged()
		}
		return data, nil
	}
	return nil, damaged()
}

// unescape decodes percent escapes and leaves a broken one as it is.
func unescape(text string) string {
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

// migrationAccount is an OtpParameters as it is written.
type migrationAccount struct {
	secret                  []byte
	name, issuer            string
	algorithm, digits, kind uint64
	counter                 int64
}

// set takes a field; ok is false for one of the wrong shape. Those of later
// versions are passed over.
func (a *migrationAccount) set(f wireField) (ok bool) {
	switch f.number {
	case 1:
		a.secret = f.bytes
	case 2:
		a.name = string(f.bytes)
	case 3:
		a.issuer = string(f.bytes)
	case 4:
		a.algorithm = f.varint
	case 5:
		a.digits = f.varint
	case 6:
		a.kind = f.varint
	case 7:
		a.counter = int64(f.varint)
	default:
		return true
	}
	return f.wire == wireBytes && f.number <= 3 || f.wire == wireVarint && f.number > 3
}

// migrationEntry reads an OtpParameters.
func migrationEntry(data []byte, position int) *entry {
	e := &entry{detail: Detail{Position: position}}
	var a migrationAccount
	for len(data) > 0 && e.err == nil {
		f, rest, err := nextField(data)
		if err != nil || !a.set(f) {
			e.wrong()
		}
		data = rest
	}
	e.migrationNames(a.issuer, a.name)
	switch a.kind {
	case 0, 2:
		e.start(otp.TOTP)
	case 1:
		e.start(otp.HOTP)
		var err error
		e.key.Counter, err = otp.ParseCounter(strconv.FormatInt(a.counter, 10))
		e.refuse(err)
	default:
		e.refuse(entryTypeUnknown())
	}
	e.migrationCode(a.algorithm, a.digits)
	e.key.Secret = a.secret
	return e
}

// migrationCode sets what stands there as a number of a list.
func (e *entry) migrationCode(algorithm, digits uint64) {
	algorithms := []otp.Algorithm{otp.SHA1, otp.SHA1, otp.SHA256, otp.SHA512, otp.MD5}
	if algorithm < uint64(len(algorithms)) {
		e.key.Algorithm = algorithms[algorithm]
	} else {
		_, err := otp.ParseAlgorithm(strconv.FormatUint(algorithm, 10))
		e.refuse(err)
	}
	switch digits {
	case 0, 1:
	case 2:
		e.key.Digits = 8
	default:
		e.wrong()
	}
}

// migrationNames takes apart a name that begins with the issuer, as it mostly
// does, also where the issuer is given too.
func (e *entry) migrationNames(issuer, name string) {
	before, after, found := strings.Cut(name, ":")
	switch {
	case found && issuer == "":
		e.names(before, after)
	case found && strings.EqualFold(strings.TrimSpace(before), strings.TrimSpace(issuer)):
		e.names(issuer, after)
	default:
		e.names(issuer, name)
	}
}

// The wire format of protobuf, without the groups that nothing writes any more.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

type wireField struct {
	number uint64
	wire   uint64
	varint uint64
	bytes  []byte
}

// nextField cuts one field off the front of a message.
func nextField(data []byte) (f wireField, rest []byte, err error) {
	tag, n := binary.Uvarint(data)
	if n <= 0 || tag>>3 == 0 || tag>>3 >= 1<<29 {
		return f, nil, damaged()
	}
	f.number, f.wire, data = tag>>3, tag&7, data[n:]
	length := uint64(0)
	switch f.wire {
	case wireVarint:
		if f.varint, n = binary.Uvarint(data); n <= 0 {
			return f, nil, damaged()
		}
		return f, data[n:], nil
	case wireFixed64:
		length = 8
	case wireFixed32:
		length = 4
	case wireBytes:
		if length, n = binary.Uvarint(data); n <= 0 {
			return f, nil, damaged()
		}
		data = data[n:]
	default:
		return f, nil, damaged()
	}
	if length > uint64(len(data)) {
		return f, nil, damaged()
	}
	f.bytes = data[:length]
	return f, data[length:], nil
}

// mergeMigrations puts the parts of each export in order, whatever order they
// came in, and leaves out a part that is there twice. missing says that a part
// of an export is not there.
func mergeMigrations(parts []migration) (merged []migration, missing bool) {
	var ids []int64 // in the order they came
	groups := map[int64][]migration{}
	for _, part := range parts {
		if groups[part.id] == nil {
			ids = append(ids, part.id)
		}
		groups[part.id] = append(groups[part.id], part)
	}
	for _, id := range ids {
		group := groups[id]
		slices.SortStableFunc(group, func(a, b migration) int { return cmp.Compare(a.index, b.index) })
		group = slices.CompactFunc(group, func(a, b migration) bool { return a.index == b.index && samePayload(a, b) })
		merged = append(merged, group...)
		missing = missing || len(group) < group[0].size
	}
	return merged, missing
}

func samePayload(a, b migration) bool {
	return slices.EqualFunc(a.accounts, b.accounts, func(x, y []byte) bool { return string(x) == string(y) })
}
