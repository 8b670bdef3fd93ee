// SPDX-License-Identifier: MIT

package site

import (
	"bytes"
	"fmt"
	"html"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// fetch opens a fixture under a host name, as the browser would.
func fetch(t *testing.T, host, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://"+host+path, nil)
	w := httptest.NewRecorder()
	New(Options{}).ServeHTTP(w, r)
	return w
}

// grid is a symbol's modules as text, one line a row.
func grid(dark func(x, y int) bool, n int) string {
	var b strings.Builder
	for y := range n {
		for x := range n {
			if dark(x, y) {
				b.WriteByte('#')
			} else {
				b.WriteByte('.')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// drawn returns the picture of a text, five px a module.
func drawn(t *testing.T, text string) picture {
	t.Helper()
	code, err := newSymbol(text, "M")
	if err != nil {
		t.Fatal(err)
	}
	p := picture{symbol: code, quiet: 4, fg: black, bg: white}
	p.side = p.modules() * 5
	return p
}

const sampleURI = "otpauth://totp/SAMPLE_USER?secret=ABCDEFGHJKLM2345&issuer=ACME"

func TestAllDrawingsShowTheSameModules(t *testing.T) {
	p := drawn(t, sampleURI)
	n := p.modules()
	want := grid(p.dark, n)
	for name, got := range map[string]string{
		"svg":    rectangles(n, regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1`).FindAllStringSubmatch(string(p.svg()), -1)),
		"pdf":    rectangles(n, fromPDF(p)),
		"canvas": strings.NewReplacer("1", "#", "0", ".", " ", "\n").Replace(p.bits()) + "\n",
		"table":  grid(func(x, y int) bool { return p.rows()[y][x] }, n),
		"png":    fromPNG(t, p),
	} {
		if got != want {
			t.Errorf("%s differs:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// rectangles paints runs of modules: whole match, x, y, length.
func rectangles(n int, runs [][]string) string {
	painted := map[[2]int]bool{}
	for _, r := range runs {
		x, _ := strconv.Atoi(r[1])
		y, _ := strconv.Atoi(r[2])
		length, _ := strconv.Atoi(r[3])
		for i := range length {
			painted[[2]int{x + i, y}] = true
		}
	}
	return grid(func(x, y int) bool { return painted[[2]int{x, y}] }, n)
}

// fromPDF reads the rectangles of a page's content back into modules.
func fromPDF(p picture) [][]string {
	var runs [][]string
	unit := float64(p.side) / float64(p.modules())
	content := pageContent("x", []picture{p})
	for _, found := range regexp.MustCompile(`(?m)^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$`).FindAllStringSubmatch(content, -1) {
		modules := func(i int) int {
			points, _ := strconv.ParseFloat(found[i], 64)
			return int(points/unit + 0.5)
		}
		runs = append(runs, []string{"", fmt.Sprint(modules(1)), fmt.Sprint(p.modules() - 1 - modules(2)), fmt.Sprint(modules(3))})
	}
	return runs
}

func fromPNG(t *testing.T, p picture) string {
	drawing, err := png.Decode(bytes.NewReader(p.png()))
	if err != nil {
		t.Fatal(err)
	}
	return grid(func(x, y int) bool {
		r, _, _, _ := drawing.At(x*5+2, y*5+2).RGBA()
		return r < 0x8000
	}, p.modules())
}

func TestPDFCrossReferences(t *testing.T) {
	file := pdf("Two-factor authentication", []picture{drawn(t, sampleURI), drawn(t, "second")})
	if !bytes.HasPrefix(file, []byte("%PDF-1.4\n")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) {
		t.Fatal("not framed as a PDF file")
	}
	start := regexp.MustCompile(`startxref\n(\d+)\n`).FindSubmatch(file)
	table, _ := strconv.Atoi(string(start[1]))
	if !bytes.HasPrefix(file[table:], []byte("xref\n0 6\n")) {
		t.Fatal("startxref does not point at the table")
	}
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file, -1)
	for i, entry := range entries {
		offset, _ := strconv.Atoi(string(entry[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(file[offset:], []byte(want)) {
			t.Errorf("entry %d points at %q", i+1, file[offset:offset+10])
		}
	}
	length := regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindSubmatchIndex(file)
	n, _ := strconv.Atoi(string(file[length[2]:length[3]]))
	if !bytes.HasPrefix(file[length[1]+n:], []byte("endstream")) {
		t.Error("the stream has another length than it says")
	}
}

func TestFixturePolicies(t *testing.T) {
	for query, want := range map[string]string{
		"":                             "style-src 'self'; img-src 'self'; frame-ancestors 'none'",
		"as=svg":                       "style-src 'self'; frame-ancestors 'none'",
		"as=table":                     "style-src 'self'; frame-ancestors 'none'",
		"as=canvas":                    "style-src 'self'; script-src 'self'; frame-ancestors 'none'",
		"as=svg&dialog=1":              "style-src 'self'; script-src 'self'; frame-ancestors 'none'",
		"frame=1&as=canvas":            "style-src 'self'; frame-src http://127.0.0.1:8370; frame-ancestors 'none'",
		"framed=1&as=canvas":           "style-src 'self'; script-src 'self'; frame-ancestors http://127.0.0.1:8370",
		"bait=article":                 "style-src 'self'; img-src 'self'; frame-ancestors 'none'",
		"fullscreen=1&as=img&scroll=9": "style-src 'self'; img-src 'self'; script-src 'self'; frame-ancestors 'none'",
	} {
		got := fetch(t, "localhost:8370", "/fixture/qr?"+query).Header().Get("Content-Security-Policy")
		if want = "default-src 'none'; base-uri 'none'; form-action 'none'; " + want; got != want {
			t.Errorf("%s:\n%s\nwant\n%s", query, got, want)
		}
	}
	bare := fetch(t, "localhost:8370", "/fixture/qr?csp=none")
	if got := bare.Header().Get("Content-Security-Policy"); got != "default-src 'none'; img-src data:" {
		t.Errorf("csp=none: %s", got)
	}
	if body := bare.Body.String(); strings.Contains(body, "<link") || strings.Contains(body, "<script") || !strings.Contains(body, "data:image/png") {
		t.Errorf("csp=none asks for more than a data: image:\n%s", body)
	}
}

func TestFrameIsOfAnotherOrigin(t *testing.T) {
	for host, other := range map[string]string{"localhost:8370": "127.0.0.1:8370", "127.0.0.1:8370": "localhost:8370"} {
		body := fetch(t, host, "/fixture/qr?frame=1&as=svg&scroll=500").Body.String()
		source := regexp.MustCompile(`<iframe src="([^"]+)"`).FindStringSubmatch(body)
		if source == nil {
			t.Fatal("no frame")
		}
		address, err := url.Parse(html.UnescapeString(source[1]))
		if err != nil || address.Host != other {
			t.Fatalf("frame of %s is %v", host, address)
		}
		inner := fetch(t, other, address.RequestURI())
		if inner.Code != http.StatusOK || !strings.Contains(inner.Header().Get("Content-Security-Policy"), "frame-ancestors http://"+host) {
			t.Errorf("%s may not frame %s: %v", host, other, inner.Header())
		}
		if strings.Contains(inner.Body.String(), "<iframe") || !strings.Contains(inner.Body.String(), "<path") {
			t.Error("the code is not in the frame")
		}
	}
}

func TestOrdersAreReadStrictly(t *testing.T) {
	for query, want := range map[string]string{
		"colour=red":                        `"colour" is not a parameter`,
		"fg=red":                            "fg is not rrggbb",
		"as=gif":                            "as is not one of img canvas svg table",
		"size=20":                           "size is not 21 to 4096",
		"n=17":                              "n is not 1 to 16",
		"csp=none&frame=1":                  "csp=none is not possible with frames or scripts",
		"text=" + strings.Repeat("x", 3000): "too long",
		"module=64&level=H&text=" + strings.Repeat("x", 600): "module is too large",
	} {
		w := fetch(t, "localhost", "/fixture/qr?"+query)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%.40s: %d %s, want %s", query, w.Code, w.Body, want)
		}
	}
	if w := fetch(t, "localhost", "/fixture/image.png?bait=blank"); w.Code != http.StatusBadRequest {
		t.Errorf("bait as picture: %d", w.Code)
	}
}

func TestOrderTexts(t *testing.T) {
	for query, want := range map[string][]string{
		"":                                 {"otpauth://totp/SAMPLE_USER?secret=ABCDEFGHJKLM2345"},
		"text=a&text=b":                    {"a", "b"},
		"text=a&n=2":                       {"a", "a"},
		"type=hotp&secret=MFRGG&counter=5": {"otpauth://hotp/SAMPLE_USER?secret=MFRGG&counter=5"},
		"issuer=A+B&account=%E4%BD%90&algorithm=MD5&digits=x&period=0": {
			"otpauth://totp/%E4%BD%90?secret=ABCDEFGHJKLM2345&issuer=A%20B&algorithm=MD5&digits=x&period=0"},
		"secret=MFRGG&n=3": {
			"otpauth://totp/SAMPLE_USER?secret=MFRGG", "otpauth://totp/SAMPLE_USER-2?secret=MBRGG", "otpauth://totp/SAMPLE_USER-3?secret=MNRGG"},
		"secret=A1B&n=2": {"otpauth://totp/SAMPLE_USER?secret=A1B", "otpauth://totp/SAMPLE_USER-2?secret=A1B"},
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		o, err := readOrder(values)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		if fmt.Sprint(o.texts) != fmt.Sprint(want) {
			t.Errorf("%s:\n%q\nwant\n%q", query, o.texts, want)
		}
	}
}

func TestPictureSizes(t *testing.T) {
	for query, want := range map[string]int{
		"text=a":                  (21 + 8) * 5,
		"text=a&module=3":         (21 + 8) * 3,
		"text=a&module=2&quiet=0": 42,
		"text=a&size=300":         300,
	} {
		drawing, err := png.Decode(fetch(t, "localhost", "/fixture/image.png?"+query).Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := drawing.Bounds().Dx(); got != want {
			t.Errorf("%s: %d px, want %d", query, got, want)
		}
	}
}

func TestForm(t *testing.T) {
	w := newWorld(t, Options{})
	v := w.visitor(t, "en")
	for _, query := range []string{"", "?split=1", "?unnamed=1"} {
		v.open("/fixture/form" + query)
		token := inputPattern.FindStringSubmatch(v.page)[2]
		if named := strings.Contains(v.page, `id="code"`) || strings.Contains(v.page, `name="code"`); named == (query == "?unnamed=1") {
			t.Errorf("%s: named %v", query, named)
		}
		fields := "&code=123456"
		switch query {
		case "?split=1":
			fields = "&code=1&code=2&code=3&code=4&code=5&code=6"
		case "?unnamed=1":
			fields = "&f1=123456"
		}
		v.do(http.MethodPost, "/fixture/form"+query, "token="+url.QueryEscape(token)+fields).at("/fixture/form")
		if !strings.Contains(v.page, "<output>123456</output>") {
			t.Errorf("%s: code not received:\n%s", query, v.page)
		}
	}
}

func FuzzReadOrder(f *testing.F) {
	for _, seed := range []string{"", "text=a&n=3&as=svg", "fg=ff0000&bg=%23ffffff&size=300", "frame=1&dialog=1&as=canvas", "quiet=41", "secret=%00&n=16", "bait=finders&level=H"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		o, err := readOrder(values)
		if err != nil {
			return
		}
		pictures, err := o.pictures()
		if err != nil {
			return
		}
		for _, p := range pictures {
			if p.side < 21 || p.side > maxSide {
				t.Fatalf("%q draws %d px", query, p.side)
			}
		}
	})
}
