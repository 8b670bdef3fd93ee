// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// proto writes fields of a protobuf message: number, then a string or a number.
func proto(fields ...any) string {
	var message []byte
	for i := 0; i < len(fields); i += 2 {
		number := uint64(fields[i].(int))
		switch content := fields[i+1].(type) {
		case string:
			message = binary.AppendUvarint(message, number<<3|2)
			message = binary.AppendUvarint(message, uint64(len(content)))
			message = append(message, content...)
		case int:
			message = binary.AppendUvarint(message, number<<3)
			message = binary.AppendUvarint(message, uint64(int64(content)))
		}
	}
	return string(message)
}

func migrationLink(payload string) string {
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(payload)))
}

// migrationPart is a part of an export with one account.
func migrationPart(account string, size, index, id int) string {
	return migrationLink(proto(1, proto(1, "0123456789", 2, account, 4, 1, 5, 1, 6, 2), 2, 1, 3, size, 4, index, 5, id))
}

// madeOf is the secret "0123456789" in Base32.
var madeOf = otp.FormatSecret([]byte("0123456789"))

func TestMigration(t *testing.T) {
	for name, c := range map[string]struct {
		account string
		want    string // link, or the code of a problem
	}{
		"all":                {proto(1, "0123456789", 2, "Site:alice", 3, "Site", 4, 2, 5, 2, 6, 2), "otpauth://totp/Site:alice?secret=" + madeOf + "&algorithm=SHA256&digits=8"},
		"nothing but secret": {proto(1, "0123456789"), "otpauth://totp/?secret=" + madeOf},
		"unspecified":        {proto(1, "0123456789", 4, 0, 5, 0, 6, 0), "otpauth://totp/?secret=" + madeOf},
		"SHA512":             {proto(1, "0123456789", 4, 3), "otpauth://totp/?algorithm=SHA512&secret=" + madeOf},
		"hotp":               {proto(1, "0123456789", 6, 1, 7, 300), "otpauth://hotp/?counter=300&secret=" + madeOf},
		"hotp from 0":        {proto(1, "0123456789", 6, 1), "otpauth://hotp/?counter=0&secret=" + madeOf},
		"unique id":          {proto(1, "0123456789", 2, "x", 8, "6194bc1737727798793"), "otpauth://totp/x?secret=" + madeOf},
		"unknown field":      {proto(1, "0123456789", 2, "x", 9, "new", 10, 7), "otpauth://totp/x?secret=" + madeOf},
		"name of its own":    {proto(1, "0123456789", 2, "Old:alice", 3, "New"), "otpauth://totp/New:Old%3Aalice?secret=" + madeOf},
		"issuer in the name": {proto(1, "0123456789", 2, "Site: alice"), "otpauth://totp/Site:alice?secret=" + madeOf},
		"long name":          {proto(1, "0123456789", 2, strings.Repeat("é", 300)), "otpauth://totp/" + strings.Repeat("%C3%A9", 300) + "?secret=" + madeOf},
		"no secret":          {proto(2, "x"), "secret-missing"},
		"MD5":                {proto(1, "0123456789", 4, 4), "algorithm"},
		"algorithm 9":        {proto(1, "0123456789", 4, 9), "algorithm"},
		"digits 3":           {proto(1, "0123456789", 5, 3), "entry"},
		"type 3":             {proto(1, "0123456789", 6, 3), "entry-type"},
		"counter -1":         {proto(1, "0123456789", 6, 1, 7, -1), "counter"},
		"secret a number":    {proto(1, 5), "entry"},
		"algorithm a text":   {proto(1, "0123456789", 4, "x"), "entry"},
		"cut inside":         {"\x0a\x0a012", "entry"},
	} {
		t.Run(name, func(t *testing.T) {
			good := proto(1, "0123456789", 2, "good")
			result := readBad(t, "google-authenticator", migrationLink(proto(1, good, 1, c.account, 1, good)))
			goodLink := "otpauth://totp/good?secret=" + madeOf
			if strings.Contains(c.want, "://") {
				wantKeys(t, result, goodLink, c.want, goodLink)
				return
			}
			wantKeys(t, result, goodLink, goodLink)
			wantProblems(t, result, c.want)
			if result.Problems[0].Position != 2 {
				t.Errorf("at %d", result.Problems[0].Position)
			}
		})
	}
}

func TestMigrationText(t *testing.T) {
	payload := proto(1, proto(1, "\xef\xbe\xfb\xef\xbe\xff\xff\xff\xff\xff", 2, "x"))
	text := base64.StdEncoding.EncodeToString([]byte(payload))
	want := "otpauth://totp/x?secret=" + otp.FormatSecret([]byte("\xef\xbe\xfb\xef\xbe\xff\xff\xff\xff\xff"))
	if !strings.ContainsAny(text, "+") || !strings.Contains(text, "/") {
		t.Fatal("the text has no + and /", text)
	}
	for name, data := range map[string]string{
		"escaped":       url.QueryEscape(text),
		"escaped twice": url.QueryEscape(url.QueryEscape(text)),
		"as it is":      text,
		"no padding":    strings.TrimRight(text, "="),
		"URL alphabet":  strings.NewReplacer("+", "-", "/", "_").Replace(text),
		"space for +":   strings.ReplaceAll(text, "+", " "),
		"lines":         text[:9] + "\r\n" + text[9:20] + "\n" + text[20:],
		"a word below":  text + "\n\nWork\n",
		"and with CR":   text + "\r\n\r\nWork\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, scheme := range []string{"otpauth-migration://offline?data=", "OTPAUTH-MIGRATION://OFFLINE/?data=", "QR-Code:otpauth-migration://offline?data="} {
				wantKeys(t, read(t, "google-authenticator", scheme+data), want)
			}
		})
	}
	for name, link := range map[string]string{
		"no data":    "otpauth-migration://offline?data=",
		"other host": "otpauth-migration://online?data=" + text,
		"cut":        "otpauth-migration://offline?data=" + text[:len(text)-8],
		"a group":    migrationLink("\x0b"),
		"field 0":    migrationLink("\x02\x00"),
		"length":     migrationLink("\x0a\xff\xff\xff\xff\x0f"),
		"varint":     migrationLink("\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
		"index":      migrationLink(proto(3, 2, 4, 2)),
		"index -1":   migrationLink(proto(3, 2, 4, -1)),
		"text id":    migrationLink(proto(5, "x")),
	} {
		t.Run(name, func(t *testing.T) { wantError(t, link, transfer.CodeDamaged) })
	}
}

func TestMigrationBatches(t *testing.T) {
	link := func(name string) string { return "otpauth://totp/" + name + "?secret=" + madeOf }
	lines := []string{
		"# transfer codes of two phones, mixed up",
		migrationPart("a3", 3, 2, -7), migrationPart("b1", 1, 0, 9), link("alone"),
		migrationPart("a1", 3, 0, -7), migrationPart("a3", 3, 2, -7), migrationPart("a2", 3, 1, -7),
	}
	result := read(t, "google-authenticator", strings.Join(lines, "\n"))
	wantKeys(t, result, link("a1"), link("a2"), link("a3"), link("b1"), link("alone"))
	if result.Batch != nil {
		t.Error("is a part")
	}
	result = read(t, "google-authenticator", migrationPart("a2", 3, 1, -7))
	if b := result.Batch; b == nil || *b != (transfer.Batch{ID: -7, Index: 1, Size: 3}) {
		t.Errorf("got %v", b)
	}
	result = read(t, "google-authenticator", migrationPart("x", 0, 0, 1))
	if result.Batch != nil {
		t.Error("size 0 is a part")
	}
	result = readBad(t, "google-authenticator", lines[1]+"\n"+lines[4])
	wantKeys(t, result, link("a1"), link("a3"))
	wantProblems(t, result, "part")
	result = readBad(t, "google-authenticator", lines[2]+"\notpauth-migration://offline?data=AAAA")
	wantKeys(t, result, link("b1"))
	wantProblems(t, result, "damaged")
}

func TestMigrationMany(t *testing.T) {
	var payload strings.Builder
	for i := range 500 {
		payload.WriteString(proto(1, proto(1, "0123456789", 2, fmt.Sprint("x", i))))
	}
	if n := len(read(t, "google-authenticator", migrationLink(payload.String())).Keys); n != 500 {
		t.Errorf("%d keys", n)
	}
}
