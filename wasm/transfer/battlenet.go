// SPDX-License-Identifier: MIT

package transfer

import (
	"encoding/hex"

	"inkan/wasm/otp"
)

// battleNetFormat are the preferences of Blizzard's applications for Android
// (on rooted telephones), in which texts are masked with a fixed sequence of 57
// bytes and written in hexadecimal:
//
//	com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET  the key, 40 hexadecimal digits
//	com.blizzard.messenger.AUTHENTICATOR_SERIAL         such as US-1234-1234-1234
//	com.blizzard.bma.AUTH_STORE.HASH                    both after each other, in the older application
//
// Codes are TOTP with SHA1, 8 digits and 30 seconds. Source: WinAuth's
// Authenticator.cs, Aegis's BattleNetImporter.java.
var battleNetFormat = format{"battlenet", isBattleNet, readBattleNet}

const (
	battleNetSecret = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET"
	battleNetSerial = "com.blizzard.messenger.AUTHENTICATOR_SERIAL"
	battleNetMasked = "com.blizzard.messenger.AUTHENTICATOR_CREDENTIALS_ENCRYPTION_TYPE" // MASK, when there
	battleNetOld    = "com.blizzard.bma.AUTH_STORE.HASH"
	battleNetDigits = 8
	battleNetKey    = 40 // hexadecimal digits
	battleNetMask   = "398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a"
)

func isBattleNet(f *file) bool {
	_, current := f.preference(battleNetSecret)
	_, old := f.preference(battleNetOld)
	return current || old
}

func readBattleNet(r *reading) error {
	if kind, there := r.preference(battleNetMasked); there && kind != "MASK" {
		return newError(CodeDeviceKey, "", ErrUnsupported)
	}
	secret, _ := r.preference(battleNetSecret)
	serial, _ := r.preference(battleNetSerial)
	secret, ok := unmaskBattleNet(secret)
	serial, _ = unmaskBattleNet(serial)
	if both, there := r.preference(battleNetOld); there {
		if both, ok = unmaskBattleNet(both); ok && len(both) >= battleNetKey {
			secret, serial = both[:battleNetKey], both[battleNetKey:]
		}
	}
	if !ok {
		return damaged()
	}
	key := otp.New(otp.TOTP)
	key.Issuer, key.Account, key.Digits = "Battle.net", serial, battleNetDigits
	var err error
	if key.Secret, err = otp.ParseHex(secret); err != nil {
		r.reject(1, key.Issuer, key.Account, err)
		return nil
	}
	r.putKey(key, Detail{Position: 1})
	return nil
}

// unmaskBattleNet takes the mask off a text.
func unmaskBattleNet(text string) (string, bool) {
	data, err := hex.DecodeString(text)
	mask, _ := hex.DecodeString(battleNetMask)
	if err != nil || len(data) > len(mask) {
		return "", false
	}
	for i := range data {
		data[i] ^= mask[i]
	}
	return readable(data), true
}
