// SPDX-License-Identifier: MIT

package site

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// consolePages are all pages a member can open.
var consolePages = []string{
	"/products", "/account", "/help", "/2fa", "/2fa/setup", "/warning", "/mailbox", "/fixture/form", "/fixture/form?split=1", "/fixture/form?unnamed=1",
}

func TestHeadersOnEveryPage(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	check := func(path string) {
		t.Helper()
		if got := v.header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'") || strings.Contains(got, "unsafe") {
			t.Errorf("%s: Content-Security-Policy %q", path, got)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "same-origin",
			"Cache-Control":          "no-store",
		} {
			if got := v.header.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", path, name, got, want)
			}
		}
		if strings.Contains(v.page, "<script") || strings.Contains(v.page, " style=") || strings.Contains(v.page, "<style") {
			t.Errorf("%s has script or style inside", path)
		}
	}
	v.open("/login")
	check("/login")
	v.login()
	for _, path := range consolePages {
		v.open(path)
		if v.status != http.StatusOK {
			t.Errorf("%s: %d", path, v.status)
		}
		check(path)
	}
	v.open("/2fa/setup").send("/2fa/setup")
	check("/2fa/setup/mail")
	v.send("/2fa/setup/mail", "code", v.mailed())
	a := v.scan()
	check("/2fa/setup/app")
	v.open("/2fa/setup/qr.svg")
	check("/2fa/setup/qr.svg")
	v.open("/2fa/setup/app").send("/2fa/setup/confirm", "code", a.code(0)).at("/2fa")
	for _, path := range []string{"/2fa", "/2fa/device", "/2fa/disable", "/nowhere"} {
		v.open(path)
		check(path)
	}
	for _, path := range []string{"/static/console.css", "/static/nothing", "/fixture/qr?nonsense=1"} {
		v.open(path)
		if v.header.Get("X-Content-Type-Options") != "nosniff" || v.header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s goes without the headers", path)
		}
	}
}

func TestCookies(t *testing.T) {
	w := newWorld(t, Options{})
	response, err := w.server.Client().Get(w.server.URL + "/login")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	cookies := response.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies, want the session's", len(cookies))
	}
	c := cookies[0]
	if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %+v", c)
	}
}

func TestLoginRotatesTheSession(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	server, _ := url.Parse(w.server.URL)
	id := func() string { return v.client.Jar.Cookies(server)[0].Value }
	v.open("/login")
	before := id()
	a := v.enrol()
	after := id()
	if before == after {
		t.Fatal("the session's id outlived the login")
	}
	v.send("/logout").login().at("/login/code")
	halfway := id()
	w.advance(time.Minute)
	v.send("/login/code", "code", a.code(0)).at("/products")
	if id() == halfway {
		t.Fatal("the session's id outlived the code")
	}
	if w.site.sessions.byID[before] != nil || w.site.sessions.byID[halfway] != nil {
		t.Fatal("an old id still opens a session")
	}
}

func TestForgedRequestsAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	v.login().at("/warning")
	for _, path := range []string{"/language", "/login", "/logout", "/warning", "/2fa/setup", "/2fa/setup/mail", "/2fa/setup/reveal",
		"/2fa/setup/confirm", "/2fa/setup/cancel", "/2fa/setup/resend", "/2fa/device", "/2fa/disable", "/login/emergency", "/fixture/form"} {
		for _, body := range []string{"", "token=", "token=AAAA", "choice=never&token=" + strings.Repeat("A", 43)} {
			v.do(http.MethodPost, path, body)
			if v.status != http.StatusForbidden {
				t.Errorf("POST %s %q: %d", path, body, v.status)
			}
			v.reads("forbidden.text")
		}
	}
	v.open("/warning").at("/warning") // neither logged out nor quiet
}

func TestForeignOriginIsRefusedEvenWithTheToken(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	v.open("/login")
	token := inputPattern.FindStringSubmatch(v.page)[2]
	request, _ := http.NewRequest(http.MethodPost, w.server.URL+"/language", strings.NewReader("language=ja&back=/&token="+token))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := v.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusForbidden {
		t.Fatalf("status %d", response.StatusCode)
	}
}

func TestLargeBodyIsRefused(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en").open("/login")
	v.do(http.MethodPost, "/login", "user="+strings.Repeat("a", maxBody+1))
	if v.status != http.StatusRequestEntityTooLarge {
		t.Fatalf("status %d", v.status)
	}
}

func TestEveryPostRedirects(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, fields := range [][]string{{"user", "x", "password", "y"}, {"user", "SAMPLE_USER", "password", "Sample-Passw0rd"}} {
		v.open("/login").send("/login", fields...)
		if v.status != http.StatusSeeOther {
			t.Errorf("POST /login: %d", v.status)
		}
	}
}

func TestPagesAreClosedToStrangers(t *testing.T) {
	w := newWorld(t, Options{})
	stranger := w.visitor(t, "en")
	for _, path := range []string{"/products", "/account", "/2fa", "/2fa/setup", "/2fa/setup/app", "/2fa/setup/qr.svg", "/2fa/device", "/2fa/disable", "/login/code", "/login/emergency"} {
		stranger.open(path).at("/login")
	}
	v := w.visitor(t, "en")
	v.enrol()
	v.send("/logout").login().at("/login/code")
	for _, path := range []string{"/products", "/account", "/2fa", "/2fa/disable", "/2fa/device"} {
		v.open(path).at("/login/code")
	}
}

func TestIdleSessionEnds(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	v.login().at("/warning")
	w.advance(sessionIdle + time.Second)
	v.open("/products").at("/login").reads("login.ended")
	v.open("/products").at("/login")
	if strings.Contains(v.page, japanese["login.ended"]) {
		t.Error("a session that never was is said to have ended")
	}
}

func TestLanguageSwitch(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "ja")
	v.open("/login").reads("login.lead")
	v.send("/language", "language", "en").at("/login")
	v.lang = "en"
	v.reads("login.lead")
	v.lang = "ja" // what the browser asks for; the cookie decides
	v.open("/help")
	if !strings.Contains(v.page, `<html lang="en">`) {
		t.Error("the switch was forgotten")
	}
	v.send("/language", "language", "xx")
	if v.status != http.StatusBadRequest {
		t.Errorf("unknown language: %d", v.status)
	}
}

func TestLanguageOf(t *testing.T) {
	for accept, want := range map[string]string{
		"":                        "en",
		"ja":                      "ja",
		"ja-JP,ja;q=0.9,en;q=0.8": "ja",
		"en-US,en;q=0.9,ja;q=0.8": "en",
		"fr,ja;q=0.5":             "ja",
		"fr":                      "en",
		"\x00;;;":                 "en",
	} {
		r := &http.Request{Header: http.Header{"Accept-Language": {accept}}}
		if got := languageOf(r); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{
		"/2fa/setup?period=60": "/2fa/setup?period=60",
		"":                     "/",
		"//evil.example":       "/",
		"/\\evil.example":      "/",
		"https://evil.example": "/",
		"/a\r\nb":              "/",
	} {
		if got := localPath(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

func TestNothingTypedIsPrintedRaw(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en").login()
	hostile := `"><script>alert(1)</script>`
	v.open("/2fa/setup?issuer=" + url.QueryEscape(hostile)).at("/2fa/setup")
	if strings.Contains(v.page, "<script") || !strings.Contains(html.UnescapeString(v.page), hostile) {
		t.Error("the issuer is not escaped")
	}
}
