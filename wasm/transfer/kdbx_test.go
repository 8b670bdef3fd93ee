// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"html"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/twofish" //lint:ignore SA1019 KeePass offers it

	"inkan/wasm/otp"
)

// kdbxWriter writes a database as keepass.info/help/kb/kdbx.html says.
type kdbxWriter struct {
	cipher, derivation string
	packed             bool
	xml                string
	inner              []byte              // fields before the end of the inner header, without the stream's
	fields             map[byte][]byte     // in place of the usual ones
	variants           func(*bytes.Buffer) // in place of the usual ones
	stream             uint32
}

const kdbxInnerKey = "the key of the stream is of 64 bytes in KeePass; any length does"

func kdbxField(id byte, value []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte{id}, uint32(len(value))), value...)
}

func kdbxVariant(kind byte, name string, value []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(name)))
	b = binary.LittleEndian.AppendUint32(append(b, name...), uint32(len(value)))
	return append(b, value...)
}

func kdbxU64(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }
func kdbxU32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

func (w kdbxWriter) dictionary() []byte {
	var b bytes.Buffer
	b.Write([]byte{0, 1})
	b.Write(kdbxVariant(0x42, "$UUID", []byte(w.derivation)))
	switch {
	case w.variants != nil:
		w.variants(&b)
	case w.derivation == kdfAES:
		b.Write(kdbxVariant(0x05, "R", kdbxU64(7)))
		b.Write(kdbxVariant(0x42, "S", bytes.Repeat([]byte{9}, 32)))
	default:
		b.Write(kdbxVariant(0x42, "S", bytes.Repeat([]byte{9}, 32)))
		b.Write(kdbxVariant(0x04, "P", kdbxU32(2)))
		b.Write(kdbxVariant(0x05, "M", kdbxU64(64<<10)))
		b.Write(kdbxVariant(0x05, "I", kdbxU64(2)))
		b.Write(kdbxVariant(0x04, "V", kdbxU32(0x13)))
	}
	b.WriteByte(0)
	return b.Bytes()
}

func (w kdbxWriter) transformed(password string) []byte {
	composite := kdbxComposite([]byte(password))
	salt := bytes.Repeat([]byte{9}, 32)
	switch w.derivation {
	case kdfAES:
		block, _ := aes.NewCipher(salt)
		for range 7 {
			block.Encrypt(composite[:16], composite[:16])
			block.Encrypt(composite[16:], composite[16:])
		}
		sum := sha256.Sum256(composite)
		return sum[:]
	case kdfArgon2id:
		return argon2.IDKey(composite, salt, 2, 64, 2, 32)
	}
	return argon2d(argon2dInput{password: composite, salt: salt, memory: 64, passes: 2, lanes: 2}, 32)
}

func (w kdbxWriter) file(t *testing.T, password string) []byte {
	t.Helper()
	seed := bytes.Repeat([]byte{3}, 32)
	iv := bytes.Repeat([]byte{4}, map[bool]int{true: 12, false: 16}[w.cipher == kdbxChaCha20])
	fields := map[byte][]byte{kdbxCipher: []byte(w.cipher), kdbxCompression: kdbxU32(map[bool]uint32{true: 1}[w.packed]), kdbxSeed: seed, kdbxIV: iv, kdbxDerivation: w.dictionary()}
	for id, value := range w.fields {
		fields[id] = value
	}
	header := append([]byte(kdbxMagic), 1, 0, 4, 0)
	for _, id := range []byte{kdbxCipher, kdbxCompression, kdbxSeed, kdbxIV, kdbxDerivation} {
		header = append(header, kdbxField(id, fields[id])...)
	}
	header = append(header, kdbxField(kdbxEnd, []byte("\r\n\r\n"))...)

	transformed := w.transformed(password)
	base := sha512.Sum512(slices.Concat(seed, transformed, []byte{1}))
	mac := func(index uint64, data ...[]byte) []byte {
		key := sha512.Sum512(append(kdbxU64(index), base[:]...))
		h := hmac.New(sha256.New, key[:])
		for _, d := range data {
			h.Write(d)
		}
		return h.Sum(nil)
	}
	sum := sha256.Sum256(header)
	file := slices.Concat(header, sum[:], mac(^uint64(0), header))
	body := w.seal(t, sha256.Sum256(append(bytes.Clone(seed), transformed...)), iv)
	for index, block := range append(slices.Collect(slices.Chunk(body, 1000)), nil) {
		file = append(file, mac(uint64(index), kdbxU64(uint64(index)), kdbxU32(uint32(len(block))), block)...)
		file = append(append(file, kdbxU32(uint32(len(block)))...), block...)
	}
	return file
}

func (w kdbxWriter) seal(t *testing.T, key [32]byte, iv []byte) []byte {
	t.Helper()
	stream := w.stream
	if stream == 0 {
		stream = kdbxStreamChaCha
	}
	plain := slices.Concat(kdbxField(kdbxStream, kdbxU32(stream)), kdbxField(kdbxStreamKey, []byte(kdbxInnerKey)), w.inner, kdbxField(kdbxEnd, nil), []byte(w.xml))
	if w.packed {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(plain)
		_ = z.Close()
		plain = b.Bytes()
	}
	var block cipher.Block
	switch w.cipher {
	case kdbxChaCha20:
		c, err := chacha20.NewUnauthenticatedCipher(key[:], iv)
		if err != nil {
			t.Fatal(err)
		}
		c.XORKeyStream(plain, plain)
		return plain
	case kdbxTwofish:
		block, _ = twofish.NewCipher(key[:])
	default:
		block, _ = aes.NewCipher(key[:])
	}
	padding := 16 - len(plain)%16
	plain = append(plain, bytes.Repeat([]byte{byte(padding)}, padding)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(plain, plain)
	return plain
}

// kdbxXML builds a document, with protected values taken into the stream in
// the order in which they are written.
type kdbxXML struct {
	strings.Builder
	stream cipher.Stream
}

func newKDBXXML() *kdbxXML {
	sum := sha512.Sum512([]byte(kdbxInnerKey))
	stream, _ := chacha20.NewUnauthenticatedCipher(sum[:32], sum[32:44])
	x := &kdbxXML{stream: stream}
	x.WriteString(`<?xml version="1.0" encoding="utf-8" standalone="yes"?><KeePassFile>`)
	return x
}

// entry writes an entry of fields; a name with a * before it is protected.
// history is an old version in it.
func (x *kdbxXML) entry(history bool, fields ...string) {
	x.WriteString(`<Entry><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><IconID>0</IconID><CustomIconUUID>SUNPTg==</CustomIconUUID><Tags>t1;t2</Tags><Times><CreationTime>`)
	x.WriteString(base64.StdEncoding.EncodeToString(kdbxU64(62135596800 + 1000)))
	x.WriteString(`</CreationTime><Expires>False</Expires><UsageCount>5</UsageCount></Times>`)
	for i := 0; i < len(fields); i += 2 {
		name, protected := strings.CutPrefix(fields[i], "*")
		value := html.EscapeString(fields[i+1])
		if protected {
			data := []byte(fields[i+1])
			x.stream.XORKeyStream(data, data)
			value = base64.StdEncoding.EncodeToString(data)
		}
		fmt.Fprintf(x, `<String><Key>%s</Key><Value%s>%s</Value></String>`, name, map[bool]string{true: ` Protected="True"`}[protected], value)
	}
	if history {
		x.WriteString(`<History>`)
		x.entry(false, "Title", "old", "*Password", "before", "*otp", "otpauth://totp/old:old?secret="+containerBase32)
		x.WriteString(`</History>`)
	}
	x.WriteString(`</Entry>`)
}

func kdbxDocumentOfAll() string {
	x := newKDBXXML()
	x.WriteString(`<Meta><Generator>KeePassXC</Generator><RecycleBinEnabled>True</RecycleBinEnabled><RecycleBinUUID>QklO</RecycleBinUUID>` +
		`<CustomIcons><Icon><UUID>SUNPTg==</UUID><Data>` + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\nx")) + `</Data></Icon></CustomIcons></Meta>` +
		`<Root><Group><UUID>Uk9PVA==</UUID><Name>Root</Name>`)
	x.entry(true, "Title", "Link", "UserName", "me", "*Password", "pass word", "URL", "https://link.example/", "Notes", "a & b", "*otp", "otpauth://totp/?secret="+containerBase32+"&digits=8")
	x.WriteString(`<Group><UUID>QklO</UUID><Name>Recycle Bin</Name>`)
	x.entry(true, "Title", "Gone", "*otp", "otpauth://totp/gone?secret="+containerBase32)
	x.WriteString(`<Group><UUID>eA==</UUID><Name>deeper</Name>`)
	x.entry(false, "Title", "Gone too", "*otp", containerBase32)
	x.WriteString(`</Group></Group><Group><UUID>QQ==</UUID><Name>Work</Name><Group><UUID>Qg==</UUID><Name>Mail</Name>`)
	x.entry(false, "Title", "KeeOtp", "*otp", "key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ%3d%3d&step=25&size=8&otpHashMode=Sha256")
	x.entry(false, "Title", "KeeOtp HOTP", "*otp", "key=MTIzNDU2Nzg5MDEyMzQ1Njc4OTA%3D&type=Hotp&counter=4&Encoding=Base64")
	x.entry(false, "Title", "KeeOtp Steam", "*otp", "key="+containerBase32+"&type=Steam")
	x.entry(false, "Title", "Tray", "*TOTP Seed", containerBase32, "TOTP Settings", "60;8")
	x.entry(false, "Title", "Tray Steam", "*TOTP Seed", strings.ToLower(containerBase32), "TOTP Settings", "30;S")
	x.entry(false, "Title", "Tray plain", "*TOTP Seed", containerBase32)
	x.entry(false, "Title", "KeePass", "*TimeOtp-Secret", containerSecret, "TimeOtp-Length", "8", "TimeOtp-Period", "45", "TimeOtp-Algorithm", "HMAC-SHA-512")
	x.entry(false, "Title", "Hex", "*TimeOtp-Secret-Hex", fmt.Sprintf("%X", containerSecret), "TimeOtp-Algorithm", "HMAC-SHA-256")
	x.entry(false, "Title", "Base32", "*TimeOtp-Secret-Base32", containerBase32)
	x.entry(false, "Title", "Base64 and HOTP", "*TimeOtp-Secret-Base64", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "*HmacOtp-Secret-Base32", containerBase32, "HmacOtp-Counter", "12")
	x.entry(false, "Title", "Twice", "*otp", "otpauth://totp/Twice?secret="+containerBase32, "*TimeOtp-Secret-Base32", containerBase32)
	x.entry(false, "Title", "Bad settings", "*TOTP Seed", containerBase32, "TOTP Settings", "30;x")
	x.entry(false, "Title", "Bad mode", "*otp", "key="+containerBase32+"&otpHashMode=Md4")
	x.entry(false, "Title", "Bad length", "*TimeOtp-Secret-Base32", containerBase32, "TimeOtp-Length", "-6")
	x.entry(false, "Title", "Bad counter", "*HmacOtp-Secret-Base32", containerBase32, "HmacOtp-Counter", "1e3")
	x.entry(false, "Title", "Bad type", "*otp", "key="+containerBase32+"&type=Yotp")
	x.entry(false, "Title", "No key at all", "*Password", "x")
	x.entry(false, "Title", "Last", "*otp", containerBase32)
	x.WriteString(`</Group></Group></Group><DeletedObjects><DeletedObject><UUID>eA==</UUID></DeletedObject></DeletedObjects></Root></KeePassFile>`)
	return x.String()
}

func TestKDBX(t *testing.T) {
	want := []otp.Key{
		containerKey(otp.TOTP, "Link", "me", keyWith(otp.SHA1, 8, 30)),
		containerKey(otp.TOTP, "KeeOtp", "", keyWith(otp.SHA256, 8, 25)),
		containerKey(otp.HOTP, "KeeOtp HOTP", "", keyAt(4)),
		containerKey(otp.Steam, "KeeOtp Steam", ""),
		containerKey(otp.TOTP, "Tray", "", keyWith(otp.SHA1, 8, 60)),
		containerKey(otp.Steam, "Tray Steam", ""),
		containerKey(otp.TOTP, "Tray plain", ""),
		containerKey(otp.TOTP, "KeePass", "", keyWith(otp.SHA512, 8, 45)),
		containerKey(otp.TOTP, "Hex", "", keyWith(otp.SHA256, 6, 30)),
		containerKey(otp.TOTP, "Base32", ""),
		containerKey(otp.TOTP, "Base64 and HOTP", ""),
		containerKey(otp.HOTP, "Base64 and HOTP", "", keyAt(12)),
		containerKey(otp.TOTP, "Twice", "Twice"),
		containerKey(otp.TOTP, "Last", ""),
	}
	for _, w := range []kdbxWriter{
		{cipher: kdbxAES, derivation: kdfAES, packed: true},
		{cipher: kdbxTwofish, derivation: kdfArgon2d, inner: kdbxField(3, make([]byte, 5000))},
		{cipher: kdbxChaCha20, derivation: kdfArgon2id, packed: true},
	} {
		w.xml = kdbxDocumentOfAll()
		data := w.file(t, "pässword")
		result := readContainer(t, "keepass", data, []byte("pässword"))
		wantContainerKeys(t, result, want...)
		wantContainerProblems(t, result, "13 digits", "14 algorithm", "15 digits", "16 counter", "17 entry-type")
		d := result.Details[0]
		if d.Site != "link.example" || d.Note != "a & b" || d.Created != 1000_000 || d.Uses != 5 || len(d.Icon) != 9 || !slices.Equal(d.Groups, []string{"t1", "t2"}) {
			t.Errorf("%+v", d)
		}
		if g := result.Details[1].Groups; !slices.Equal(g, []string{"Work/Mail", "t1", "t2"}) {
			t.Errorf("groups %q", g)
		}
		wantContainerCode(t, "none", data, nil, ErrPassword, CodePasswordNeeded)
		wantContainerCode(t, "another", data, []byte("password"), ErrPassword, CodePasswordWrong)
		for _, at := range []int{20, 60, len(data) - 40, len(data) - 900} {
			changed := bytes.Clone(data)
			changed[at] ^= 1
			if _, err := Import("", changed, []byte("pässword")); err == nil {
				t.Errorf("byte %d changed, and read", at)
			}
		}
		for cut := kdbxStart; cut < len(data); cut += 97 {
			wantContainerCode(t, fmt.Sprint("cut at ", cut), data[:cut], []byte("pässword"), ErrDamaged, CodeDamaged)
		}
	}
}

func TestKDBXRefused(t *testing.T) {
	t.Parallel()
	variant := func(kind byte, name string, value []byte) func(*bytes.Buffer) {
		return func(b *bytes.Buffer) {
			usual := map[string][]byte{"S": bytes.Repeat([]byte{9}, 32), "P": kdbxU32(2), "M": kdbxU64(64 << 10), "I": kdbxU64(2), "V": kdbxU32(0x13), "R": kdbxU64(7)}
			usual[name] = value
			for _, n := range []string{"S", "P", "M", "I", "V", "R"} {
				b.Write(kdbxVariant(kind, n, usual[n]))
			}
		}
	}
	argon := func(name string, value []byte) kdbxWriter {
		return kdbxWriter{cipher: kdbxAES, derivation: kdfArgon2d, variants: variant(4, name, value)}
	}
	for name, c := range map[string]struct {
		w    kdbxWriter
		kind error
		code Code
	}{
		"memory":           {argon("M", kdbxU64(1<<40)), ErrTooLarge, CodeMemory},
		"memory, wrapped":  {argon("M", kdbxU64(1<<63)), ErrTooLarge, CodeMemory},
		"no memory":        {argon("M", kdbxU64(0)), ErrDamaged, CodeDamaged},
		"passes":           {argon("I", kdbxU64(1<<40)), ErrTooLarge, CodeWork},
		"passes, 2^64-1":   {argon("I", kdbxU64(1<<64-1)), ErrTooLarge, CodeWork},
		"no passes":        {argon("I", kdbxU64(0)), ErrDamaged, CodeDamaged},
		"lanes":            {argon("P", kdbxU32(1<<24)), ErrTooLarge, CodeMemory},
		"no lanes":         {argon("P", kdbxU32(0)), ErrDamaged, CodeDamaged},
		"odd lanes":        {argon("P", []byte{1}), ErrDamaged, CodeDamaged},
		"version":          {argon("V", kdbxU32(0x10)), ErrUnsupported, CodeKeePassMethod},
		"salt":             {argon("S", nil), ErrDamaged, CodeDamaged},
		"rounds":           {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, variants: variant(5, "R", kdbxU64(1<<40))}, ErrTooLarge, CodeWork},
		"unknown KDF":      {kdbxWriter{cipher: kdbxAES, derivation: "sixteen bytes..."}, ErrUnsupported, CodeKeePassMethod},
		"unknown cipher":   {kdbxWriter{cipher: "sixteen bytes...", derivation: kdfAES}, ErrUnsupported, CodeKeePassMethod},
		"no cipher":        {kdbxWriter{cipher: "", derivation: kdfAES}, ErrDamaged, CodeDamaged},
		"short IV":         {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, fields: map[byte][]byte{kdbxIV: {1}}}, ErrDamaged, CodeDamaged},
		"unknown packing":  {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, fields: map[byte][]byte{kdbxCompression: kdbxU32(2)}}, ErrDamaged, CodeDamaged},
		"Salsa20":          {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, stream: 2, xml: "<KeePassFile></KeePassFile>"}, ErrUnsupported, CodeKeePassMethod},
		"a bomb":           {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, packed: true, xml: strings.Repeat(" ", MaxInside)}, ErrTooLarge, CodeFileSize},
		"a bomb of files":  {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, packed: true, inner: kdbxField(3, make([]byte, MaxInside))}, ErrTooLarge, CodeFileSize},
		"many elements":    {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, packed: true, xml: "<KeePassFile><Root>" + strings.Repeat("<a/>", maxXMLElements)}, ErrTooLarge, CodeFileSize},
		"long XML":         {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, packed: true, xml: "<KeePassFile><Root><a>" + strings.Repeat(" ", kdbxMaxXML)}, ErrTooLarge, CodeFileSize},
		"no XML":           {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, xml: "<KeePassFile><Root>"}, ErrDamaged, CodeDamaged},
		"a document type":  {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, xml: `<!DOCTYPE x><KeePassFile></KeePassFile>`}, ErrDamaged, CodeDamaged},
		"groups too deep":  {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, packed: true, xml: "<KeePassFile><Root>" + strings.Repeat("<Group>", 1<<20)}, ErrDamaged, CodeDamaged},
		"elements in text": {kdbxWriter{cipher: kdbxAES, derivation: kdfAES, xml: `<KeePassFile><Root><Group><Name><b/></Name></Group></Root></KeePassFile>`}, ErrDamaged, CodeDamaged},
	} {
		if c.w.packed && (runtime.GOARCH == "wasm" || testing.Short()) {
			continue // megabytes to be written first
		}
		t.Run(name, func(t *testing.T) { wantContainerCode(t, name, c.w.file(t, "p"), []byte("p"), c.kind, c.code) })
	}
	for _, c := range []struct {
		w       kdbxWriter
		seconds int64
	}{
		{argon("M", kdbxU64(1<<30)), 10}, {argon("I", kdbxU64(10_000)), 3},
		{kdbxWriter{cipher: kdbxAES, derivation: kdfAES, variants: variant(5, "R", kdbxU64(60_000_000))}, 40},
		{kdbxWriter{cipher: kdbxAES, derivation: kdfAES}, 0},
	} {
		if _, seconds, err := kdbxDerivationOf(c.w.dictionary()); err != nil || seconds != c.seconds {
			t.Errorf("%d seconds, not %d, %v", seconds, c.seconds, err)
		}
	}
	data := kdbxWriter{cipher: kdbxAES, derivation: kdfAES}.file(t, "p")
	data[10] = 3
	wantContainerCode(t, "KDBX 3", data, []byte("p"), ErrUnsupported, CodeKeePassOld)
	data[10] = 5
	wantContainerCode(t, "KDBX 5", data, []byte("p"), ErrUnsupported, CodeVersion)
	wantContainerCode(t, "KeePass 1", append([]byte(kdbxOldMagic), data[8:]...), []byte("p"), ErrUnsupported, CodeKeePassOld)
	wantContainerCode(t, "a field of 2 GiB", []byte(kdbxMagic+"\x01\x00\x04\x00\x02\xFF\xFF\xFF\x7F"), nil, ErrDamaged, CodeDamaged)
}
