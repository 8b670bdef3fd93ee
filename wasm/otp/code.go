// SPDX-License-Identifier: MIT

package otp

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	pquerna "github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Code is the code at t, or for HOTP the one at Counter, which stays as it is.
// TOTP and HOTP give Digits digits, Steam five symbols, MOTP six hexadecimal
// digits, Yandex eight letters. It fails with CodeTime before 1970, CodePINMissing,
// or as Check does for a key with impossible parameters.
func (k Key) Code(t time.Time) (string, error) {
	if err := k.checkParameters(); err != nil {
		return "", err
	}
	if k.Type == HOTP {
		return k.hotp(k.Counter)
	}
	if t.Unix() < 0 {
		return "", newError(CodeTime, "", "")
	}
	if k.Type.NeedsPIN() && k.PIN == "" {
		return "", newError(CodePINMissing, "pin", "")
	}
	step := uint64(t.Unix()) / uint64(k.Period)
	switch k.Type {
	case MOTP:
		return k.motp(step), nil
	case Yandex:
		return k.yandex(step), nil
	}
	return k.hotp(step)
}

// Window is the time during which the code of t is shown: from its first instant
// to the first of the next code. Both are zero for HOTP and for a period that
// Check refuses.
func (k Key) Window(t time.Time) (from, until time.Time) {
	if k.Type == HOTP || k.Period < 1 {
		return time.Time{}, time.Time{}
	}
	period := int64(k.Period)
	into := t.Unix() % period
	if into < 0 {
		into += period
	}
	start := t.Unix() - into
	return time.Unix(start, 0).UTC(), time.Unix(start+period, 0).UTC()
}

// Next is a HOTP key with its counter moved on by one; CodeCounterEnd when it is
// the last. Other types come back as they are.
func (k Key) Next() (Key, error) {
	if k.Type != HOTP {
		return k, nil
	}
	if k.Counter == math.MaxUint64 {
		return Key{}, newError(CodeCounterEnd, "counter", fmt.Sprint(k.Counter))
	}
	k.Counter++
	return k, nil
}

// hotp is RFC 4226 §5.3 for TOTP and HOTP; Steam writes the same 31-bit number
// in an alphabet of 26 symbols, least significant first.
func (k Key) hotp(counter uint64) (string, error) {
	options := hotp.ValidateOpts{Digits: pquerna.Digits(k.Digits)}
	switch k.Algorithm {
	case SHA1:
		options.Algorithm = pquerna.AlgorithmSHA1
	case SHA256:
		options.Algorithm = pquerna.AlgorithmSHA256
	case SHA512:
		options.Algorithm = pquerna.AlgorithmSHA512
	default:
		panic("otp: internal error") // unreachable: checkParameters
	}
	if k.Type == Steam {
		options.Encoder = pquerna.EncoderSteam
	}
	return hotp.GenerateCodeCustom(FormatSecret(k.Secret), counter, options)
}

// motp is Mobile-OTP: the first six digits of MD5(step, secret, PIN), each as
// text. MD5 is the format's choice, not ours.
func (k Key) motp(step uint64) string {
	sum := md5.Sum(fmt.Appendf(nil, "%d%x%s", step, k.Secret, k.PIN))
	return hex.EncodeToString(sum[:3])
}
