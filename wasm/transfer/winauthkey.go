// SPDX-License-Identifier: MIT

package transfer

import (
	"math"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

func (r *reading) putWinAuth(position int, entry winAuthEntry) {
	issuer, account := winAuthNames(entry.name)
	key, err := winAuthKeyOf(entry)
	if err != nil {
		r.reject(position, issuer, account, err)
		return
	}
	if key.Issuer == "" {
		key.Issuer = issuer
	} else if issuer != "" && !strings.EqualFold(issuer, key.Issuer) {
		account = entry.name
	}
	key.Account = account
	r.putKey(key, Detail{Position: position, Created: max(entry.created, 0), Icon: entry.icon})
}

// winAuthNames takes "Google (me)" apart, as WinAuth's own export does.
func winAuthNames(name string) (issuer, account string) {
	before, after, found := strings.Cut(name, " (")
	inside, rest, closed := strings.Cut(after, ")")
	if !found || !closed || strings.TrimSpace(before) == "" {
		return "", name
	}
	return strings.TrimSpace(before), inside + rest
}

// winAuthKeyOf reads secretdata as the class of the type does. A field that is
// not there has the value of that class.
func winAuthKeyOf(entry winAuthEntry) (otp.Key, error) {
	if entry.err != nil {
		return otp.Key{}, entry.err
	}
	key := otp.New(otp.TOTP)
	parts := strings.Split(entry.secret, "|")
	switch entry.kind {
	case "GoogleAuthenticator", "MicrosoftAuthenticator", "GuildWarsAuthenticator", "OktaVerifyAuthenticator", "TrionAuthenticator":
	case "BattleNetAuthenticator":
		key.Issuer, key.Digits = "Battle.net", battleNetDigits
		if len(parts) == 1 && len(entry.secret) > battleNetKey { // version 2: key and serial without a mark
			parts[0] = entry.secret[:battleNetKey]
		}
	case "SteamAuthenticator":
		key = otp.New(otp.Steam)
		key.Issuer = "Steam"
	case "HOTPAuthenticator":
		key = otp.New(otp.HOTP)
		counter, err := winAuthCounter(parts)
		if err != nil {
			return key, err
		}
		key.Counter = counter
	default:
		return key, newError(CodeEntryType, "", nil)
	}
	return key, winAuthFields(&key, strings.Split(parts[0], "\t"))
}

// winAuthCounter is the next counter. WinAuth keeps the last one it used and
// counts up before it computes.
func winAuthCounter(parts []string) (uint64, error) {
	if len(parts) < 2 || parts[1] == "" {
		return 0, &otp.Error{Code: otp.CodeCounterMissing, Field: "counter"}
	}
	last, err := otp.ParseCounter(parts[1])
	if err == nil && last == math.MaxUint64 {
		err = &otp.Error{Code: otp.CodeCounterEnd, Field: "counter"}
	}
	return last + 1, err
}

func winAuthFields(key *otp.Key, fields []string) (err error) {
	if key.Secret, err = otp.ParseHex(fields[0]); err != nil {
		return err
	}
	if len(fields) > 1 {
		if key.Digits, err = strconv.Atoi(fields[1]); err != nil {
			return &otp.Error{Code: otp.CodeDigits, Field: "digits"}
		}
	}
	if len(fields) > 2 {
		if key.Algorithm, err = otp.ParseAlgorithm(fields[2]); err != nil {
			return err
		}
	}
	if len(fields) > 3 && key.Type != otp.HOTP {
		if key.Period, err = strconv.Atoi(fields[3]); err != nil {
			return &otp.Error{Code: otp.CodePeriod, Field: "period"}
		}
	}
	return nil
}
