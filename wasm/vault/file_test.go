// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// resum gives a changed file a checksum that fits, so that what lies behind the
// first check is reached.
func resum(file []byte) []byte {
	if len(file) < checksumSize {
		return file
	}
	body := bytes.Clone(file[:len(file)-checksumSize])
	sum := sha256.Sum256(body)
	return append(body, sum[:]...)
}

func TestEveryFlippedByteIsDamage(t *testing.T) {
	file := sealed(t, filled(t, 3))
	for i := range file {
		for _, bits := range []byte{0x01, 0x20, 0x80, 0xff} {
			broken := bytes.Clone(file)
			broken[i] ^= bits
			if _, err := Inspect(broken); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d flipped by %#x: Inspect says %v", i, bits, err)
			}
			if _, err := Open(broken); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d flipped by %#x: Open says %v", i, bits, err)
			}
		}
	}
}

// A checksum keeps nobody out who can compute one: then the seal has to hold.
func TestEveryFlippedByteWithChecksumIsRefused(t *testing.T) {
	file := sealed(t, filled(t, 3))
	for i := range len(file) - checksumSize {
		for _, bits := range []byte{0x01, 0x04, 0x20, 0xff} {
			broken := bytes.Clone(file)
			broken[i] ^= bits
			_, err := Open(resum(broken))
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) && !errors.Is(err, ErrLocked) {
				t.Fatalf("byte %d flipped by %#x: Open says %v", i, bits, err)
			}
		}
	}
}

func TestEveryTruncationIsDamage(t *testing.T) {
	file := sealed(t, filled(t, 3))
	for n := range file {
		for name, part := range map[string][]byte{"head": file[:n], "tail": file[len(file)-n:]} {
			if _, err := Open(part); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s of %d bytes: %v", name, n, err)
			}
			if _, err := Open(resum(part)); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s of %d bytes with a checksum: %v", name, n, err)
			}
		}
	}
	if _, err := Open(append(bytes.Clone(file), 0)); !errors.Is(err, ErrDamaged) {
		t.Fatalf("one byte more: %v", err)
	}
}

// withHeader builds a file with another header and nothing sealed in it.
func withHeader(header string) []byte {
	file := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(header)))
	file = append(file, header...)
	return resum(append(file, make([]byte, 24+16+checksumSize)...))
}

func TestHeaders(t *testing.T) {
	const key = `"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="`
	const id = `"0123456789abcdef0123456789abcdef"`
	const slots = `[{"type":"none","id":` + id + `,"key":` + key + `}]`
	header := func(version, generation, public, slots, more string) string {
		return `{"version":` + version + `,"generation":` + generation + `,"public":` + public + `,"slots":` + slots + more + `}`
	}
	for name, c := range map[string]struct {
		header string
		want   error // of Inspect
	}{
		"whole":                  {header("1", "1", key, slots, ""), nil},
		"spaces":                 {" { \"version\" : 1 ,\n\"generation\":\t9007199254740991 , \"public\":" + key + ", \"slots\" : [ ] } ", nil},
		"unknown slot":           {header("1", "1", key, `[{"type":"later","id":1,"salt":[{}],"x":"}]\""}]`, ""), nil},
		"newer":                  {header("2", "1", key, slots, ""), ErrNewer},
		"newer and unlike":       {`{"version":2,"epoch":{}}`, ErrNewer},
		"no version":             {`{"generation":1,"public":` + key + `,"slots":[]}`, ErrDamaged},
		"version 0":              {header("0", "1", key, slots, ""), ErrDamaged},
		"version as text":        {header(`"1"`, "1", key, slots, ""), ErrDamaged},
		"version of two":         {header("2", "1", key, slots, `,"version":1`), ErrDamaged},
		"generation 0":           {header("1", "0", key, slots, ""), ErrDamaged},
		"generation 2^53":        {header("1", "9007199254740992", key, slots, ""), ErrDamaged},
		"generation 1.0":         {header("1", "1.0", key, slots, ""), ErrDamaged},
		"generation 1e1":         {header("1", "1e1", key, slots, ""), ErrDamaged},
		"unknown field":          {header("1", "1", key, slots, `,"more":1`), ErrDamaged},
		"field in another case":  {header("1", "1", key, slots, `,"Slots":[]`), ErrDamaged},
		"field twice":            {header("1", "1", key, slots, `,"generation":1`), ErrDamaged},
		"field twice by escape":  {header("1", "1", key, slots, `,"gener\u0061tion":1`), ErrDamaged},
		"short public":           {header("1", "1", `"AAAA"`, slots, ""), ErrDamaged},
		"public not Base64":      {header("1", "1", strings.Replace(key, "A", "*", 1), slots, ""), ErrDamaged},
		"public with loose bits": {header("1", "1", strings.Replace(key, "A=", "B=", 1), slots, ""), ErrDamaged},
		"slots an object":        {header("1", "1", key, `{}`, ""), ErrDamaged},
		"slot a number":          {header("1", "1", key, `[1]`, ""), ErrDamaged},
		"slot without type":      {header("1", "1", key, `[{}]`, ""), ErrDamaged},
		"slot without key":       {header("1", "1", key, `[{"type":"none","id":`+id+`}]`, ""), ErrDamaged},
		"slot with short key":    {header("1", "1", key, `[{"type":"none","id":`+id+`,"key":"AAAA"}]`, ""), ErrDamaged},
		"slot with more":         {header("1", "1", key, `[{"type":"none","id":`+id+`,"key":`+key+`,"more":1}]`, ""), ErrDamaged},
		"slot with odd id":       {header("1", "1", key, `[{"type":"none","id":"x","key":`+key+`}]`, ""), ErrDamaged},
		"65 slots":               {header("1", "1", key, `[`+strings.Repeat(`{"type":"x"},`, 64)+`{"type":"x"}]`, ""), ErrDamaged},
		"array":                  {`[]`, ErrDamaged},
		"nothing":                {``, ErrDamaged},
		"cut":                    {`{"version":1`, ErrDamaged},
		"followed":               {header("1", "1", key, slots, "") + "{}", ErrDamaged},
		"not UTF-8":              {header("1", "1", key, `[{"type":"`+"\xff"+`"}]`, ""), ErrDamaged},
		"deep":                   {strings.Repeat(`[`, 100_000), ErrDamaged},
	} {
		file := withHeader(c.header)
		if _, err := Inspect(file); !errors.Is(err, c.want) {
			t.Errorf("%s: Inspect says %v, want %v", name, err, c.want)
		}
		if _, err := Open(file); err == nil {
			t.Errorf("%s: opens", name)
		}
	}
}

func TestHeaderBounds(t *testing.T) {
	file := sealed(t, filled(t, 1))
	for _, length := range []uint32{0, 1, maxHeader, maxHeader + 1, 1 << 31, 1<<32 - 1, uint32(len(file))} {
		broken := bytes.Clone(file)
		binary.LittleEndian.PutUint32(broken[len(magic):], length)
		if _, err := Open(resum(broken)); !errors.Is(err, ErrDamaged) {
			t.Errorf("header of %d bytes: %v", length, err)
		}
	}
}

func TestLaterLayoutIsNewer(t *testing.T) {
	file := sealed(t, filled(t, 1))
	file[7] = '2'
	if _, err := Inspect(resum(file)); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
}

func TestUnprotectedSlotOnly(t *testing.T) {
	v := filled(t, 1)
	v.slots = []slot{{Slot: Slot{Type: "later"}, text: []byte(`{"type":"later"}`)}}
	if _, err := Open(sealed(t, v)); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
}

func TestUnknownSlotsAreKept(t *testing.T) {
	const text = "{ \"type\" : \"later\",\"b\":1, \"a\":[ 1,2 ],\t\"\\u00e9\":\"}\" }"
	v := filled(t, 1)
	v.slots = append([]slot{{Slot: Slot{Type: "later"}, text: []byte(text)}}, v.slots...)
	once, err := Open(sealed(t, v))
	if err != nil {
		t.Fatal(err)
	}
	if file := sealed(t, once); !bytes.Contains(file, []byte(`"slots":[`+text+`,{"type":"none"`)) {
		t.Errorf("the slot was changed")
	}
}

func TestSealRefusesWhatDoesNotFit(t *testing.T) {
	v := filled(t, 1)
	v.document.settings = []other{{member: member{"a", []byte(`"` + strings.Repeat("a", maxFile) + `"`)}}}
	generation := v.Generation()
	if _, err := v.Seal(fixed()); !errors.Is(err, ErrFull) || v.Generation() != generation {
		t.Errorf("got %v, generation %d", err, v.Generation())
	}
	v = filled(t, 1)
	v.generation = maxGeneration
	if _, err := v.Seal(fixed()); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
}

func TestNoRandomness(t *testing.T) {
	if _, err := Create(strings.NewReader(""), 0); err == nil {
		t.Error("a vault was made")
	}
	if _, err := filled(t, 1).Seal(strings.NewReader("23 bytes are not enough")); err == nil {
		t.Error("a file was made")
	}
}

func TestNonceIsNew(t *testing.T) {
	v, random := filled(t, 1), fixed()
	first, err := v.Seal(random)
	if err != nil {
		t.Fatal(err)
	}
	second, err := v.Seal(random)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := parseEnvelope(first)
	b, _ := parseEnvelope(second)
	if bytes.Equal(a.nonce, b.nonce) {
		t.Error("two files have one nonce")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sealed(f, filled(f, 2)))
	f.Add(withHeader(`{"version":1,"generation":1,"public":"","slots":[{"type":"none"}]}`))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, file := range [][]byte{file, resum(file)} {
			v, err := Open(file)
			if err != nil {
				continue
			}
			again, err := Open(sealed(t, v))
			if err != nil || !bytes.Equal(again.document.text(), v.document.text()) {
				t.Fatalf("what was opened is not what was sealed: %v", err)
			}
		}
	})
}
