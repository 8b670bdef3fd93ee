// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/crypto/argon2"
)

// The derivation of KDBX 4 is a VariantDictionary: version u16, then type u8,
// length u32, name, length u32, value; to type 0. $UUID says which one it is:
// AES-KDF has S (32 bytes) and R rounds; Argon2 has S, I passes, M bytes, P
// lanes and V version.

const (
	kdfAES      = "\xC9\xD9\xF3\x9A\x62\x8A\x44\x60\xBF\x74\x0D\x08\xC1\x8A\x4F\xEA"
	kdfAESOfXC  = "\x7C\x02\xBB\x82\x79\xA7\x4A\xC0\x92\x7D\x11\x4A\x00\x64\x82\x38" // the same, as KeePassXC writes it
	kdfArgon2d  = "\xEF\x63\x6D\xDF\x8C\x29\x44\x4B\x91\xF7\xA9\xA4\x03\xE3\x0A\x0C"
	kdfArgon2id = "\x9E\x29\x8B\x19\x56\xDB\x47\x73\xB2\x3D\xFC\x3E\xC6\xF0\xA1\xE6"
)

// Bounds of what a file may ask for. KeePass asks for 64 MiB and 2 passes,
// KeePassXC for 64 MiB and what takes a second, some 10 to 20 passes; people go
// up to 1 GiB, and to a hundred passes over little memory. AES-KDF of one
// second is up to 100 million rounds on a fast computer.
const (
	kdbxMaxRounds = 200_000_000
	kdbxMaxMemory = 1 << 20  // KiB: 1 GiB
	kdbxMaxPasses = 10_000   //
	kdbxMaxWork   = 16 << 20 // KiB × passes: 16 GiB
	kdbxMaxLanes  = 64
)

// kdbxDerivationOf reads and checks the parameters, before a password is asked
// for and before any memory is taken, and says how long the derivation takes.
func kdbxDerivationOf(dictionary []byte) (derive func(password []byte) []byte, seconds int64, err error) {
	p, err := parseVariants(dictionary)
	if err != nil {
		return nil, 0, err
	}
	switch string(p["$UUID"]) {
	case kdfAES, kdfAESOfXC:
		return kdbxAESDerivation(p)
	case kdfArgon2d, kdfArgon2id:
		return kdbxArgon2Derivation(p)
	}
	return nil, 0, newError(CodeKeePassMethod, "", ErrUnsupported)
}

// parseVariants reads a dictionary. Types are not kept: a value's length tells
// what can be made of it.
func parseVariants(data []byte) (map[string][]byte, error) {
	const majorVersion = 1
	if len(data) < 2 || data[1] != majorVersion {
		return nil, damaged()
	}
	values := map[string][]byte{}
	take := func() ([]byte, bool) {
		if len(data) < 4 {
			return nil, false
		}
		size := binary.LittleEndian.Uint32(data)
		data = data[4:]
		if uint64(size) > uint64(len(data)) {
			return nil, false
		}
		value := data[:size]
		data = data[size:]
		return value, true
	}
	for data = data[2:]; ; {
		if len(data) == 0 {
			return nil, damaged()
		}
		kind := data[0]
		if data = data[1:]; kind == 0 {
			return values, nil
		}
		name, ok := take()
		value, okValue := take()
		if !ok || !okValue {
			return nil, damaged()
		}
		values[string(name)] = value
	}
}

// variantNumber is an unsigned value of 4 or 8 bytes; false for another.
func variantNumber(value []byte) (uint64, bool) {
	switch len(value) {
	case 4:
		return uint64(binary.LittleEndian.Uint32(value)), true
	case 8:
		return binary.LittleEndian.Uint64(value), true
	}
	return 0, false
}

// kdbxComposite is the composite key of a password alone.
func kdbxComposite(password []byte) []byte {
	once := sha256.Sum256(password)
	twice := sha256.Sum256(once[:])
	return twice[:]
}

// kdbxAESDerivation encrypts the two halves of the composite key over and over,
// with the seed as the key.
func kdbxAESDerivation(p map[string][]byte) (func([]byte) []byte, int64, error) {
	rounds, ok := variantNumber(p["R"])
	block, err := aes.NewCipher(p["S"])
	if !ok || err != nil || len(p["S"]) != 32 {
		return nil, 0, damaged()
	}
	if rounds > kdbxMaxRounds {
		return nil, 0, tooMuchWork()
	}
	return func(password []byte) []byte {
		key := kdbxComposite(password)
		for range rounds {
			block.Encrypt(key[:16], key[:16])
			block.Encrypt(key[16:], key[16:])
		}
		sum := sha256.Sum256(key)
		return sum[:]
	}, int64(2 * rounds / aesSpeed), nil
}

func kdbxArgon2Derivation(p map[string][]byte) (func([]byte) []byte, int64, error) {
	passes, ok1 := variantNumber(p["I"])
	memory, ok2 := variantNumber(p["M"])
	lanes, ok3 := variantNumber(p["P"])
	version, ok4 := variantNumber(p["V"])
	memory /= 1024 // KiB
	switch {
	case !ok1 || !ok2 || !ok3 || !ok4, passes < 1, lanes < 1, len(p["S"]) < 8, len(p["S"]) > 1024:
		return nil, 0, damaged()
	case version != argonVersion, len(p["K"]) > 0, len(p["A"]) > 0: // a secret and data, which no program writes
		return nil, 0, newError(CodeKeePassMethod, "", ErrUnsupported)
	case lanes > kdbxMaxLanes, memory > kdbxMaxMemory:
		return nil, 0, tooMuchMemory()
	case passes > kdbxMaxPasses, memory*passes > kdbxMaxWork:
		return nil, 0, tooMuchWork()
	case memory < 8*lanes:
		return nil, 0, damaged()
	}
	seconds := int64(memory * passes / argon2Speed)
	salt := bytes.Clone(p["S"])
	if string(p["$UUID"]) == kdfArgon2id {
		return func(password []byte) []byte {
			return argon2.IDKey(kdbxComposite(password), salt, uint32(passes), uint32(memory), uint8(lanes), 32)
		}, seconds, nil
	}
	return func(password []byte) []byte {
		in := argon2dInput{password: kdbxComposite(password), salt: salt, memory: uint32(memory), passes: uint32(passes), lanes: uint32(lanes)}
		return argon2d(in, 32)
	}, seconds, nil
}
