// SPDX-License-Identifier: MIT

package site

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// noon is when test clocks start; the middle of a period.
var noon = time.Date(2026, time.April, 1, 12, 0, 15, 0, time.UTC)

// clock is a test's time.
type clock struct{ now time.Time }

func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

// world is a console and its clock.
type world struct {
	*clock
	site   *Site
	server *httptest.Server
}

func newWorld(t *testing.T, o Options) *world {
	t.Helper()
	c := &clock{noon}
	o.Now = func() time.Time { return c.now }
	s := New(o)
	server := httptest.NewTLSServer(s) // TLS, as Go's jar keeps Secure cookies from http
	t.Cleanup(server.Close)
	return &world{c, s, server}
}

// A visitor is a browser on the console: it keeps cookies, follows
// redirections and fills in the forms of the page it is on.
type visitor struct {
	t      *testing.T
	world  *world
	client *http.Client
	lang   string // Accept-Language

	status int
	header http.Header
	path   string
	page   string
}

func (w *world) visitor(t *testing.T, lang string) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *w.server.Client()
	client.Jar = jar
	return &visitor{t: t, world: w, client: &client, lang: lang}
}

func (v *visitor) do(method, path, body string) *visitor {
	v.t.Helper()
	request, err := http.NewRequest(method, v.world.server.URL+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", v.lang)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	v.status, v.header, v.path, v.page = response.StatusCode, response.Header, response.Request.URL.Path, string(read)
	return v
}

func (v *visitor) open(path string) *visitor { v.t.Helper(); return v.do(http.MethodGet, path, "") }

var (
	formPattern  = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>`)
	inputPattern = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// send fills in the form of the page with that action and sends it. Fields
// are name, value, name, value …
func (v *visitor) send(action string, fields ...string) *visitor {
	v.t.Helper()
	for _, form := range formPattern.FindAllStringSubmatch(v.page, -1) {
		if form[1] != action {
			continue
		}
		values := url.Values{}
		for _, input := range inputPattern.FindAllStringSubmatch(form[2], -1) {
			values.Set(html.UnescapeString(input[1]), html.UnescapeString(input[2]))
		}
		for i := 0; i < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		return v.do(http.MethodPost, action, values.Encode())
	}
	v.t.Fatalf("no form for %s on %s:\n%s", action, v.path, v.page)
	return nil
}

// at checks where the visitor is.
func (v *visitor) at(path string) *visitor {
	v.t.Helper()
	if v.status != http.StatusOK || v.path != path {
		v.t.Fatalf("at %s with %d, want %s:\n%s", v.path, v.status, path, v.page)
	}
	return v
}

// reads checks that the page shows the text of key in the visitor's language.
func (v *visitor) reads(key string, args ...any) *visitor {
	v.t.Helper()
	text, err := words{v.lang}.T(key, args...)
	if err != nil {
		v.t.Fatal(err)
	}
	if !strings.Contains(html.UnescapeString(v.page), text) {
		v.t.Fatalf("%s does not say %q:\n%s", v.path, text, v.page)
	}
	return v
}

// mailed returns the code in the newest mail, read from the mailbox page in a
// tab of its own.
func (v *visitor) mailed() string {
	v.t.Helper()
	tab := *v
	tab.open("/mailbox").at("/mailbox")
	found := regexp.MustCompile(`<data class="code" value="([^"]+)">`).FindStringSubmatch(tab.page)
	if found == nil {
		v.t.Fatal("the mailbox is empty")
	}
	return found[1]
}

func (v *visitor) login() *visitor {
	v.t.Helper()
	o := v.world.site.Options
	return v.open("/login").at("/login").send("/login", "user", o.User, "password", o.Password)
}

// app is an authenticator that has read the QR code.
type app struct {
	world   *world
	secret  string
	options totp.ValidateOpts
}

var secretPattern = regexp.MustCompile(`<code>([A-Z2-7 ]+)</code>`)

// scan reveals the QR code and takes the key from the text beside it.
func (v *visitor) scan() *app {
	v.t.Helper()
	v.at("/2fa/setup/app").send("/2fa/setup/reveal").at("/2fa/setup/app")
	found := secretPattern.FindStringSubmatch(v.page)
	if found == nil {
		v.t.Fatalf("no key on the page:\n%s", v.page)
	}
	return &app{v.world, strings.ReplaceAll(found[1], " ", ""), totp.ValidateOpts{
		Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	}}
}

// code is what the app shows, shifted by some periods.
func (a *app) code(shift int) string {
	at := a.world.now.Add(time.Duration(shift) * time.Duration(a.options.Period) * time.Second)
	code, err := totp.GenerateCodeCustom(a.secret, at, a.options)
	if err != nil {
		panic(err)
	}
	return code
}

// enrol takes a fresh visitor all the way to 2FA.
func (v *visitor) enrol() *app {
	v.t.Helper()
	v.login().open("/2fa/setup").send("/2fa/setup")
	v.send("/2fa/setup/mail", "code", v.mailed())
	a := v.scan()
	v.send("/2fa/setup/confirm", "code", a.code(0)).at("/2fa")
	return a
}
