// SPDX-License-Identifier: MIT

package otp_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"inkan/wasm/otp"
)

// digits20 and so on are the seeds of the RFCs: 1234567890 over and over.
var (
	digits20 = []byte(strings.Repeat("1234567890", 2))
	digits32 = []byte(strings.Repeat("1234567890", 4)[:32])
	digits64 = []byte(strings.Repeat("1234567890", 7)[:64])
)

func code(t *testing.T, k otp.Key, unix int64) string {
	t.Helper()
	code, err := k.Code(time.Unix(unix, 0))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// wantError fails the test unless err is an *otp.Error with that code.
func wantError(t *testing.T, err error, want otp.Code) *otp.Error {
	t.Helper()
	var e *otp.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want code %q", err, want)
	}
	if e.Code != want {
		t.Fatalf("got code %q (%v), want %q", e.Code, err, want)
	}
	return e
}

// RFC 4226 appendix D, and edges computed apart from this program.
func TestHOTP(t *testing.T) {
	rfc := []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"}
	k := otp.New(otp.HOTP)
	k.Secret = digits20
	for counter, want := range rfc {
		k.Counter = uint64(counter)
		if got := code(t, k, -1); got != want {
			t.Errorf("counter %d: got %s, want %s", counter, got, want)
		}
	}
	for _, edge := range []struct {
		counter uint64
		digits  int
		want    string
	}{
		{0, 10, "1284755224"},
		{0, 9, "284755224"},
		{0, 1, "4"},
		{math.MaxUint64, 6, "094451"},
	} {
		k.Counter, k.Digits = edge.counter, edge.digits
		if got := code(t, k, 0); got != edge.want {
			t.Errorf("counter %d, %d digits: got %s, want %s", edge.counter, edge.digits, got, edge.want)
		}
	}
}

// RFC 6238 appendix B, with seeds of the length of each hash.
func TestTOTP(t *testing.T) {
	for _, row := range []struct {
		unix                 int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"},
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"},
	} {
		for _, c := range []struct {
			algorithm otp.Algorithm
			secret    []byte
			want      string
		}{
			{otp.SHA1, digits20, row.sha1}, {otp.SHA256, digits32, row.sha256}, {otp.SHA512, digits64, row.sha512},
		} {
			k := otp.New(otp.TOTP)
			k.Algorithm, k.Secret, k.Digits = c.algorithm, c.secret, 8
			if got := code(t, k, row.unix); got != c.want {
				t.Errorf("%s at %d: got %s, want %s", c.algorithm, row.unix, got, c.want)
			}
		}
	}
}

func TestOtherCodes(t *testing.T) {
	const (
		motp    = "motp://Site:user?secret=e3152afee62599c8"
		motp2   = "motp://Site:user?secret=BBB1912BB5C515BE"
		yandex  = "otpauth://yaotp/user?secret=LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI"
		yandex2 = "otpauth://yaotp/user?secret=JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M"
	)
	for _, c := range []struct {
		uri, pin string
		unix     int64
		want     string
	}{
		{"steam://63BEDWCQZKTQWPESARIERL5DTTQFCJTK", "", 1511200518, "FR8RV"},
		{"steam://63BEDWCQZKTQWPESARIERL5DTTQFCJTK", "", 1511200714, "9P3VP"},
		{"otpauth://totp/Steam:me?secret=STEAMKEY&encoder=steam", "", 1742298622, "NTK5M"},
		{motp, "1234", 165892298, "e7d8b6"},
		{motp, "1234", 123456789, "4ebfb2"},
		{motp2, "9999", 1659540020, "ced7b1"},
		{motp2, "9999", 1659539870, "1a14f8"},
		{"otpauth://yaotp/user?secret=6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY", "5239", 1641559648, "umozdicq"},
		{yandex, "7586", 1581064020, "oactmacq"},
		{yandex, "7586", 1581090810, "wemdwrix"},
		{yandex2, "5210481216086702", 1581091469, "dfrpywob"},
		{yandex2, "5210481216086702", 1581093059, "vunyprpd"},
	} {
		k, err := otp.ParseURI(c.uri)
		if err != nil {
			t.Fatal(c.uri, err)
		}
		if k.Type.NeedsPIN() {
			_, err := k.Code(time.Unix(c.unix, 0))
			wantError(t, err, otp.CodePINMissing)
		}
		k.PIN = c.pin
		if got := code(t, k, c.unix); got != c.want {
			t.Errorf("%s at %d: got %s, want %s", k.Type, c.unix, got, c.want)
		}
	}
}

// SHA256 of this PIN and secret begins with a zero byte; the code was computed
// apart from this program.
func TestYandexZeroByte(t *testing.T) {
	k := otp.New(otp.Yandex)
	k.Secret, k.PIN = make([]byte, 16), "1234"
	k.Secret[14], k.Secret[15] = 0x04, 0x64
	if got := code(t, k, 1234567890); got != "xnnndauc" {
		t.Errorf("got %s", got)
	}
}

func TestCodeRefuses(t *testing.T) {
	at := time.Unix(1234567890, 0)
	for _, c := range []struct {
		name   string
		change func(*otp.Key)
		want   otp.Code
	}{
		{"type", func(k *otp.Key) { k.Type = "battle" }, otp.CodeType},
		{"no type", func(k *otp.Key) { *k = otp.Key{} }, otp.CodeType},
		{"algorithm", func(k *otp.Key) { k.Algorithm = "SHA224" }, otp.CodeAlgorithm},
		{"no algorithm", func(k *otp.Key) { k.Algorithm = "" }, otp.CodeAlgorithm},
		{"md5", func(k *otp.Key) { k.Algorithm = otp.MD5 }, otp.CodeAlgorithm},
		{"digits 0", func(k *otp.Key) { k.Digits = 0 }, otp.CodeDigits},
		{"digits 11", func(k *otp.Key) { k.Digits = 11 }, otp.CodeDigits},
		{"period 0", func(k *otp.Key) { k.Period = 0 }, otp.CodePeriod},
		{"period", func(k *otp.Key) { k.Period = otp.MaxPeriod + 1 }, otp.CodePeriod},
		{"hotp period", func(k *otp.Key) { k.Type = otp.HOTP }, otp.CodePeriod},
		{"counter", func(k *otp.Key) { k.Counter = 1 }, otp.CodeCounter},
		{"no secret", func(k *otp.Key) { k.Secret = nil }, otp.CodeSecretMissing},
		{"secret", func(k *otp.Key) { k.Secret = make([]byte, otp.MaxSecret+1) }, otp.CodeTooLong},
		{"pin", func(k *otp.Key) { k.PIN = "1234" }, otp.CodePIN},
		{"steam digits", func(k *otp.Key) { k.Type = otp.Steam }, otp.CodeDigits},
		{"steam period", func(k *otp.Key) { k.Type, k.Digits, k.Period = otp.Steam, 5, 60 }, otp.CodePeriod},
		{"steam sha256", func(k *otp.Key) { k.Type, k.Digits, k.Algorithm = otp.Steam, 5, otp.SHA256 }, otp.CodeAlgorithm},
		{"motp sha1", func(k *otp.Key) { *k = otp.New(otp.MOTP); k.Algorithm = otp.SHA1 }, otp.CodeAlgorithm},
		{"motp pin", func(k *otp.Key) { *k = otp.New(otp.MOTP); k.Secret, k.PIN = digits20, "12a4" }, otp.CodePIN},
		{"yandex secret", func(k *otp.Key) { *k = otp.New(otp.Yandex); k.Secret = digits20 }, otp.CodeSecretLength},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := otp.New(otp.TOTP)
			k.Secret = digits20
			c.change(&k)
			_, err := k.Code(at)
			wantError(t, err, c.want)
			wantError(t, k.Check(), c.want)
		})
	}
	k := otp.New(otp.TOTP)
	k.Secret = digits20
	_, err := k.Code(time.Unix(-1, 0))
	wantError(t, err, otp.CodeTime)
	_, err = k.Code(time.Unix(0, -1))
	wantError(t, err, otp.CodeTime)
}

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		period              int
		unix, from, forUnix int64
	}{
		{30, 0, 0, 30}, {30, 29, 0, 30}, {30, 30, 30, 60}, {45, 100, 90, 135}, {1, 7, 7, 8},
		{86400, 86399, 0, 86400}, {30, 4294967296, 4294967280, 4294967310}, {30, -1, -30, 0}, {30, -30, -30, 0},
	} {
		k := otp.New(otp.TOTP)
		k.Period = c.period
		from, until := k.Window(time.Unix(c.unix, 999_999_999))
		if from.Unix() != c.from || until.Unix() != c.forUnix {
			t.Errorf("period %d at %d: got %d–%d", c.period, c.unix, from.Unix(), until.Unix())
		}
	}
	if from, until := otp.New(otp.HOTP).Window(time.Unix(1, 0)); !from.IsZero() || !until.IsZero() {
		t.Error("hotp has a window")
	}
}

// A code is the same all through its window and another just outside.
func TestWindowHoldsOneCode(t *testing.T) {
	k := otp.New(otp.TOTP)
	k.Secret, k.Digits, k.Period = digits20, 10, 45
	from, until := k.Window(time.Unix(1234567890, 0))
	first := code(t, k, from.Unix())
	if got := code(t, k, until.Unix()-1); got != first {
		t.Errorf("last second: got %s, want %s", got, first)
	}
	if code(t, k, from.Unix()-1) == first || code(t, k, until.Unix()) == first {
		t.Error("the code lasts longer than its window")
	}
}

func TestNext(t *testing.T) {
	k := otp.New(otp.HOTP)
	k.Secret = digits20
	next, err := k.Next()
	if err != nil || next.Counter != 1 || k.Counter != 0 {
		t.Fatal(next.Counter, k.Counter, err)
	}
	k.Counter = math.MaxUint64
	_, err = k.Next()
	wantError(t, err, otp.CodeCounterEnd)
	if _, err := otp.New(otp.TOTP).Next(); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkCode(b *testing.B) {
	for _, algorithm := range []otp.Algorithm{otp.SHA1, otp.SHA256, otp.SHA512} {
		b.Run(string(algorithm), func(b *testing.B) {
			k := otp.New(otp.TOTP)
			k.Secret, k.Algorithm = digits20, algorithm
			at := time.Unix(1234567890, 0)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := k.Code(at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
