// SPDX-License-Identifier: MIT

package transfer

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"inkan/wasm/migration"
	"inkan/wasm/otp"
)

// The transfer codes of Google Authenticator: links that package migration takes
// apart into accounts, each a protobuf message:
//
//	OtpParameters: 1 secret, 2 name, 3 issuer, 4 algorithm, 5 digits, 6 type,
//	               7 counter (of the next code), 8 unique_id
//
// The period is always 30 seconds. An absent or zero algorithm, digits or type
// is SHA1, six, TOTP. src: Aegis google_auth.proto; dim13/otpauth
// migration.proto, which has field 8.

// parseMigration reads one such link.
func parseMigration(link string) (migration.Part, error) {
	part, err := migration.Parse(link)
	switch {
	case errors.Is(err, migration.ErrTooLarge):
		return part, newError(CodeFileSize, "", ErrTooLarge)
	case err != nil:
		return part, damaged()
	}
	return part, nil
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
func (a *migrationAccount) set(f migration.Field) (ok bool) {
	switch f.Number {
	case 1:
		a.secret = f.Bytes
	case 2:
		a.name = string(f.Bytes)
	case 3:
		a.issuer = string(f.Bytes)
	case 4:
		a.algorithm = f.Varint
	case 5:
		a.digits = f.Varint
	case 6:
		a.kind = f.Varint
	case 7:
		a.counter = int64(f.Varint)
	default:
		return true
	}
	return f.Wire == migration.Bytes && f.Number <= 3 || f.Wire == migration.Varint && f.Number > 3
}

// migrationEntry reads an OtpParameters.
func migrationEntry(data []byte, position int) *entry {
	e := &entry{detail: Detail{Position: position}}
	var a migrationAccount
	for len(data) > 0 && e.err == nil {
		f, rest, err := migration.Next(data)
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

// mergeMigrations puts the parts of each export in order, whatever order they
// came in, and leaves out a part that is there twice. missing says that a part
// of an export is not there.
func mergeMigrations(parts []migration.Part) (merged []migration.Part, missing bool) {
	var ids []int64 // in the order they came
	groups := map[int64][]migration.Part{}
	for _, part := range parts {
		if groups[part.ID] == nil {
			ids = append(ids, part.ID)
		}
		groups[part.ID] = append(groups[part.ID], part)
	}
	for _, id := range ids {
		group := groups[id]
		slices.SortStableFunc(group, func(a, b migration.Part) int { return cmp.Compare(a.Index, b.Index) })
		group = slices.CompactFunc(group, func(a, b migration.Part) bool { return a.Index == b.Index && samePayload(a, b) })
		merged = append(merged, group...)
		missing = missing || len(group) < group[0].Size
	}
	return merged, missing
}

func samePayload(a, b migration.Part) bool {
	return slices.EqualFunc(a.Accounts, b.Accounts, func(x, y []byte) bool { return string(x) == string(y) })
}
