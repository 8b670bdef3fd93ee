// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

func utf16Text(text string, order binary.AppendByteOrder) string {
	data := order.AppendUint16(nil, 0xFEFF)
	for _, unit := range utf16.Encode([]rune(text)) {
		data = order.AppendUint16(data, unit)
	}
	return string(data)
}

func TestOtpauthText(t *testing.T) {
	a := "otpauth://totp/Site:alice?secret=" + secret + "&issuer=Site"
	b := "otpauth://hotp/Ünïcødé%20😀:bob,%20jr?secret=" + secret + "&counter=7"
	c := "steam://" + secret
	d := "motp://Site:carol?secret=0123456789abcdef"
	for name, text := range map[string]string{
		"lines":            a + "\n" + b + "\n" + c + "\n" + d,
		"CR LF":            a + "\r\n\r\n" + b + "\r\n" + c + "\r\n" + d + "\r\n",
		"CR":               a + "\r" + b + "\r" + c + "\r" + d,
		"BOM":              "\xEF\xBB\xBF" + a + "\n" + b + "\n" + c + "\n" + d,
		"UTF-16 LE":        utf16Text(a+"\r\n"+b+"\r\n"+c+"\r\n"+d, binary.LittleEndian),
		"UTF-16 BE":        utf16Text(a+"\r\n"+b+"\r\n"+c+"\r\n"+d, binary.BigEndian),
		"commas":           a + "," + b + ", " + c + "," + d,
		"comments":         "# otpauth://totp/no?secret=AAAA\n" + a + "\n  # and so on\n" + b + "\n" + c + "\n" + d,
		"names before":     "Site: " + a + "\n- " + b + "\n\t* " + c + "\n" + d,
		"quoted":           `"` + a + `","` + b + "\"\n'" + c + "'\n<" + d + ">",
		"Markdown":         "[Site](" + a + ")\n`" + b + "`\n- [x](" + c + ") [y](https://example.com)\n(" + d + ")",
		"text between":     "My keys\n=======\n" + a + "\nthe next: " + b + "\nhttps://example.com\n" + c + "\n" + d,
		"capitals, Apple":  "OTPAUTH" + a[7:] + "\napple-" + b + "\n" + c + "\n" + d,
		"one line":         a + " " + b + "; " + c + ";" + d,
		"a table's column": "name,url\nx," + a + "\ny," + b + "\nz," + c + "\nz," + d,
	} {
		t.Run(name, func(t *testing.T) { wantKeys(t, read(t, "otpauth", text), a, b, c, d) })
	}
}

func TestOtpauthProblems(t *testing.T) {
	good := "otpauth://totp/good?secret=" + secret
	result := readBad(t, "otpauth", strings.Join([]string{
		good, "otpauth://totp/Site:alice?secret=JBSWY3DP1", "otpauth:/totp/x?secret=AAAA", good,
		"otpauth://totp/x?secret=" + secret + "&algorithm=SHA3", "otpauth://totp/x?secret=" + secret + "&digits=six",
		"otpauth://totp/x?secret=" + secret + "&period=0", "otpauth://hotp/x?secret=" + secret, "otpauth://wotp/x?secret=" + secret,
	}, "\n"))
	wantKeys(t, result, good, good)
	wantProblems(t, result, "secret-character", "scheme", "algorithm", "digits", "period", "counter-missing", "type")
	if p := result.Problems[0]; p.Position != 2 || p.Name != "Site (alice)" {
		t.Errorf("got %d %q", p.Position, p.Name)
	}
	for _, p := range result.Problems {
		if strings.Contains(p.Name+p.Err.Error(), secret) {
			t.Errorf("a problem holds the secret: %v", p)
		}
	}
	for name, text := range map[string]string{
		"nothing":        "",
		"spaces":         " \r\n ",
		"only comments":  "# " + good,
		"a scheme's end": "xotpauth://totp/x?secret=" + secret,
		"JSON":           `{"name": "x", "url": "` + good + `"}`,
		"binary":         good + "\x00",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := transfer.Import("", []byte(text), nil)
			wantCode(t, err, transfer.CodeFormat)
		})
	}
}

// What a file cannot say, a name cannot make it say.
// TestWordsBehindLink: words can be Base32 too, and would change the key; groups
// of a secret are none.
func TestWordsBehindLink(t *testing.T) {
	const link = "otpauth://totp/Site:alice?secret=" + secret
	for _, grouped := range []string{"JBSW Y3DP EHPK 3PXP", "jbsw y3dp ehpk 3pxp", "JBSWY 3DPEH PK3PX P", " " + secret + " ", "JBSW%20Y3DP+EHPK3PXP"} {
		wantKeys(t, read(t, "otpauth", "otpauth://totp/Site:alice?secret="+grouped), link)
		wantKeys(t, read(t, "otpauth", "otpauth://totp/Site:alice?secret="+grouped+"&issuer=Site"), link)
	}
	for _, words := range []string{" and more words", "\u00A0work", " my key", "  old", "=== old", "\told phone"} {
		result := readBad(t, "otpauth", "the first: "+link+words+"\n"+link)
		wantKeys(t, result, link)
		wantProblems(t, result, "secret-character")
		result = readBad(t, "html", "<html><p>"+link+words+"</p></html>")
		wantKeys(t, result)
		wantProblems(t, result, "secret-character")
	}
	for _, text := range []string{"JBSW Y3DP EHPK 3PXP work", "JBSW Y3DP EHPK 3PXP MORE WORDS"} {
		wantProblems(t, readBad(t, "otpauth", "otpauth://totp/Site:alice?secret="+text), "secret-character")
	}
}

func TestNameDoesNotDecide(t *testing.T) {
	for _, name := range []string{"x.2fas", "aegis.json", "x.html", "x.aes", "x.zip"} {
		result, err := transfer.Import(name, []byte("otpauth://totp/x?secret="+secret), nil)
		if err != nil || result.Format != "otpauth" {
			t.Errorf("%s: %s %v", name, result.Format, err)
		}
	}
}

func TestWarnings(t *testing.T) {
	result := read(t, "otpauth", "otpauth://totp/?secret=AAAA&issuer=")
	var codes []otp.WarningCode
	for _, warning := range result.Details[0].Warnings {
		codes = append(codes, warning.Code)
	}
	if !slices.Contains(codes, otp.WarnSecretShort) || !slices.Contains(codes, otp.WarnUnnamed) {
		t.Errorf("got %q", codes)
	}
	result = read(t, "google-authenticator", migrationLink(proto(1, proto(1, "a", 2, "x"))))
	if w := result.Details[0].Warnings; len(w) != 1 || w[0].Code != otp.WarnSecretShort {
		t.Errorf("got %v", w)
	}
}

// TestSteamByIssuer: WinAuth and FreeOTP+ write Steam's keys as totp.
func TestSteamByIssuer(t *testing.T) {
	link := func(more string) string { return "otpauth://totp/Steam:me?secret=" + secret + "&issuer=Steam" + more }
	const want = "otpauth://steam/Steam:me?secret=" + secret
	wantKeys(t, read(t, "otpauth", link("&digits=5")), want)
	wantKeys(t, read(t, "bitwarden", `{"encrypted":false,"items":[{"name":"x","login":{"totp":"`+link("&digits=5&period=30")+`"}}]}`), want)
	for _, more := range []string{"", "&digits=6", "&digits=5&period=60", "&digits=5&algorithm=SHA256"} {
		wantKeys(t, read(t, "otpauth", link(more)), link(more))
	}
	if w := read(t, "otpauth", link("&digits=5")).Details[0].Warnings; len(w) > 0 {
		t.Errorf("still warned of %v", w)
	}
}
