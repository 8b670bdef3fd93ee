// SPDX-License-Identifier: MIT

package site

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
)

func TestSkewIsOnePeriod(t *testing.T) {
	for _, c := range []struct {
		shift int
		want  verdict
	}{{-2, wrong}, {-1, accepted}, {0, accepted}, {1, accepted}, {2, wrong}} {
		w := newWorld(t, Options{})
		a := &app{w, "ABCDEFGHJKLM2345", (&app{}).options}
		a.options.Period, a.options.Digits = 30, otp.DigitsSix
		k := &key{Parameters: Parameters{Secret: a.secret, Algorithm: "SHA1", Digits: 6, Period: 30}}
		if got := k.accept(a.code(c.shift), w.now); got != c.want {
			t.Errorf("shift %d: %v, want %v", c.shift, got, c.want)
		}
	}
}

func TestCodeWorksOnce(t *testing.T) {
	w := newWorld(t, Options{})
	a := w.visitor(t, "en").enrol()
	k := w.site.account.key
	w.advance(5 * time.Minute)
	next, now, last := a.code(1), a.code(0), a.code(-1)
	for _, step := range []struct {
		code string
		want verdict
	}{{last, accepted}, {last, replayed}, {now, accepted}, {next, accepted}, {now, replayed}, {next, replayed}} {
		if got := k.accept(step.code, w.now); got != step.want {
			t.Fatalf("%v, want %v", got, step.want)
		}
	}
}

func TestCodeAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"123456": "123456", " 123 456 ": "123456", "123-456": "123456", "１２３４５６": "123456", "１２３　４５６": "123456", "12a456": "12a456",
	} {
		if got := digitsOf(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestOtherParameters(t *testing.T) {
	algorithms := map[string]otp.Algorithm{"SHA256": otp.AlgorithmSHA256, "SHA512": otp.AlgorithmSHA512, "SHA1": otp.AlgorithmSHA1}
	for _, p := range []Parameters{
		{Algorithm: "SHA256", Period: 60, Digits: 6},
		{Algorithm: "SHA512", Period: 30, Digits: 8},
		{Algorithm: "SHA1", Period: 45, Digits: 6},
		{Algorithm: "SHA1", Period: 1, Digits: 10},
		{Algorithm: "SHA256", Period: 86400, Digits: 1},
	} {
		w := newWorld(t, Options{})
		v := w.visitor(t, "ja").login()
		query := url.Values{"algorithm": {p.Algorithm}, "period": {strconv.Itoa(p.Period)}, "digits": {strconv.Itoa(p.Digits)}}
		v.open("/2fa/setup?" + query.Encode()).send("/2fa/setup")
		v.send("/2fa/setup/mail", "code", v.mailed())
		a := v.scan()
		a.options.Algorithm, a.options.Period, a.options.Digits = algorithms[p.Algorithm], uint(p.Period), otp.Digits(p.Digits)
		v.reads("code.label", p.Digits).reads("app.manual.kind.text", p.Algorithm, p.Digits, p.Period)
		v.send("/2fa/setup/confirm", "code", a.code(0)).at("/2fa").reads("status.enabled")
	}
}

func TestImpossibleParametersAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en").login()
	for _, query := range []string{"algorithm=MD5", "digits=0", "digits=11", "digits=six", "period=0", "period=86401", "period=-30", "secret=ABC1", "issuer=" + strings.Repeat("x", 201)} {
		v.open("/2fa/setup?" + query).reads("parameters.text")
		if v.status != 400 {
			t.Errorf("%s: %d", query, v.status)
		}
	}
}

func TestURI(t *testing.T) {
	for want, p := range map[string]Parameters{
		"otpauth://totp/SAMPLE_USER?secret=ABCDEFGHJKLM2345&issuer=Trend%20Micro%20SaaS%20Account": {},
		"otpauth://totp/SAMPLE_USER?secret=ABCDEFGHJKLM2345&issuer=A%26B%2BC&algorithm=SHA256&digits=8&period=60": {
			Issuer: "A&B+C", Algorithm: "SHA256", Digits: 8, Period: 60},
	} {
		p.Secret = "ABCDEFGHJKLM2345"
		k := key{Parameters: p.over(Options{}.filled().Key)}
		if got := k.uri(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestWrongCodesLockOut(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	a := v.enrol()
	v.send("/logout").login()
	v.send("/login/code", "code", "12345").at("/login/code").reads("code.malformed", 6)
	for range guardTries - 1 {
		v.send("/login/code", "code", otherThan(a.code(0))).at("/login/code").reads("code.wrong")
	}
	v.send("/login/code", "code", otherThan(a.code(0))).at("/login").reads("code.locked")
	w.advance(30 * time.Second)
	v.login().at("/login/code").send("/login/code", "code", a.code(0)).at("/login").reads("code.locked")
	w.advance(guardPause)
	v.login().send("/login/code", "code", a.code(0)).at("/products")
}

func TestWrongPasswordsLockOut(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en").open("/login")
	for range guardTries - 1 {
		v.send("/login", "user", "SAMPLE_USER", "password", "guess").at("/login").reads("login.wrong")
	}
	v.send("/login", "user", "SAMPLE_USER", "password", "guess").reads("login.locked")
	v.login().at("/login").reads("login.locked")
	w.advance(guardPause)
	v.login().at("/warning")
}

func TestEmergencyCode(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	v.enrol()
	ask := func() string {
		t.Helper()
		v.open("/2fa").send("/logout").login().at("/login/code")
		v.open("/login/emergency").send("/login/emergency").at("/login/emergency/code")
		return v.mailed()
	}
	first := ask()
	v.send("/login/emergency/code", "code", "").reads("emergencycode.malformed")
	v.send("/login/emergency/code", "code", strings.ToLower(first[:5])+" "+first[5:]).at("/products")

	v.send("/logout").login().open("/login/emergency/code")
	v.send("/login/emergency/code", "code", first).at("/login/emergency/code").reads("emergencycode.replayed")

	v.open("/login/emergency").send("/login/emergency")
	second := v.mailed()
	v.send("/login/emergency/code", "code", first).reads("emergencycode.wrong")
	w.advance(emergencyMinutes*time.Minute + time.Second)
	v.send("/login/emergency/code", "code", second).reads("emergencycode.expired")
	for range guardTries - 2 {
		v.send("/login/emergency/code", "code", "AAAAAAAAAA").reads("emergencycode.wrong")
	}
	v.send("/login/emergency/code", "code", "AAAAAAAAAA").at("/login").reads("code.locked")
}

func TestRegistrationCode(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja").login()
	v.open("/2fa/setup").send("/2fa/setup")
	first := v.mailed()
	v.send("/2fa/setup/mail", "code", otherThan(first)).at("/2fa/setup/mail").reads("mailcode.wrong")
	v.send("/2fa/setup/resend").at("/2fa/setup/mail").reads("mailcode.resent")
	v.send("/2fa/setup/mail", "code", first).reads("mailcode.wrong")
	second := v.mailed()
	for range 3 { // the session must not grow idle
		w.advance(registrationMinutes * time.Minute / 2)
		v.open("/2fa/setup/mail").at("/2fa/setup/mail")
	}
	v.send("/2fa/setup/mail", "code", second).reads("mailcode.expired")
	v.send("/2fa/setup/resend")
	v.send("/2fa/setup/mail", "code", v.mailed()).at("/2fa/setup/app")

	v.send("/2fa/setup/cancel").at("/2fa").reads("setup.cancelled")
	v.open("/2fa/setup").send("/2fa/setup")
	code := v.mailed()
	for range guardTries - 1 {
		v.send("/2fa/setup/mail", "code", otherThan(code)).reads("mailcode.wrong")
	}
	v.send("/2fa/setup/mail", "code", otherThan(code)).at("/2fa/setup").reads("mailcode.locked")
	v.open("/2fa/setup/mail").at("/2fa/setup")
}

func TestQRCodeIsMaskedUntilAskedFor(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en").login()
	v.open("/2fa/setup").send("/2fa/setup")
	v.send("/2fa/setup/mail", "code", v.mailed()).at("/2fa/setup/app")
	if strings.Contains(v.page, "qr.svg") || strings.Contains(v.page, v.world.site.issuedSecret()) {
		t.Error("the key is on the page before it was asked for")
	}
	if v.open("/2fa/setup/qr.svg"); v.status != 404 {
		t.Errorf("the picture is there before it was asked for: %d", v.status)
	}
	v.open("/2fa/setup/app").scan()
	v.open("/2fa/setup/qr.svg")
	if v.status != 200 || v.header.Get("Content-Type") != "image/svg+xml" || v.header.Get("Cache-Control") != "no-store" {
		t.Errorf("picture: %d %v", v.status, v.header)
	}
	v.open("/2fa/setup/app")
	for range guardTries - 1 {
		v.send("/2fa/setup/confirm", "code", "000000").at("/2fa/setup/app").reads("code.wrong")
	}
	v.send("/2fa/setup/confirm", "code", "000000").at("/2fa").reads("app.locked").reads("status.off")
}

// issuedSecret returns the secret of the one enrolment under way.
func (s *Site) issuedSecret() string {
	for _, each := range s.sessions.byID {
		if each.enrolment != nil && each.enrolment.key != nil {
			return each.enrolment.key.grouped()
		}
	}
	return ""
}

func TestChangeOfDevice(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	old := v.enrol()
	v.open("/2fa/device").reads("device.note").send("/2fa/device").at("/2fa/setup/app").reads("device.title")
	fresh := v.scan()
	if fresh.secret == old.secret {
		t.Fatal("the new device got the old key")
	}

	other := w.visitor(t, "ja") // elsewhere, while the change is under way
	w.advance(time.Minute)
	other.login().send("/login/code", "code", fresh.code(0)).reads("code.wrong")
	other.send("/login/code", "code", old.code(0)).at("/products")

	v.send("/2fa/setup/confirm", "code", old.code(0)).at("/2fa/setup/app").reads("code.wrong")
	v.send("/2fa/setup/confirm", "code", fresh.code(0)).at("/2fa").reads("status.changed")
	other.open("/products").at("/login") // the old device's session is over

	w.advance(time.Minute)
	v.send("/logout").login().send("/login/code", "code", old.code(0)).reads("code.wrong")
	v.send("/login/code", "code", fresh.code(0)).at("/products")
}

func TestCancelledChangeKeepsTheOldDevice(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	old := v.enrol()
	v.open("/2fa/device").send("/2fa/device").send("/2fa/setup/cancel").at("/2fa").reads("status.on")
	w.advance(time.Minute)
	v.send("/logout").login().send("/login/code", "code", old.code(0)).at("/products")
}

func TestDisableNeedsConfirmationAndSetUpStartsOver(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	first := v.enrol()
	v.open("/2fa/setup").at("/2fa").reads("setup.already")
	v.open("/2fa/disable").at("/2fa/disable")
	v.open("/2fa").reads("status.on") // asking is not doing
	v.open("/2fa/disable").send("/2fa/disable").at("/2fa").reads("status.off")
	v.open("/2fa/disable").at("/2fa")
	v.open("/2fa/device").at("/2fa")
	v.send("/logout")
	second := v.enrol()
	if first.secret == second.secret {
		t.Error("the second set-up got the first key")
	}
}

func TestWarningsThreeChoices(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	v.login().send("/warning", "choice", "setup").at("/2fa/setup")
	v.send("/logout").login().at("/warning").send("/warning", "choice", "skip").at("/products")
	v.send("/logout").login().at("/warning").send("/warning", "choice", "never").at("/products").reads("warning.quiet")
	v.send("/logout").login().at("/products")
}

func TestFixedSecret(t *testing.T) {
	w := newWorld(t, Options{Key: Parameters{Secret: "ABCDEFGHJKLM2345", Issuer: "ACME"}})
	if a := w.visitor(t, "en").enrol(); a.secret != "ABCDEFGHJKLM2345" {
		t.Errorf("secret %s", a.secret)
	}
}

func TestMasked(t *testing.T) {
	for address, want := range map[string]string{
		"admin@example.co.jp": "adm*****@***.co.jp", "a@b.jp": "a*****@***.jp",
	} {
		if got := masked(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// otherThan returns a code of the same length that is not code.
func otherThan(code string) string {
	first := byte('0')
	if code[0] == first {
		first = '1'
	}
	return string(first) + code[1:]
}
