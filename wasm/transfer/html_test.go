// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	a := "otpauth://totp/Site:alice?secret=" + secret + "&issuer=Site&digits=8"
	b := "otpauth://totp/Site:bob?secret=" + secret + "&issuer=Site"
	png := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte("\x89PNG one"))
	jpeg := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString([]byte("\xFF\xD8\xFF two")) + "\n"
	page := "<!DOCTYPE html>\n<html><body>"
	for name, c := range map[string]struct {
		body     string
		pictures int
	}{
		"text":                   {"<code>" + a + "</code><td>" + b + "</td>", 0},
		"entities":               {"<code>" + strings.ReplaceAll(a, "&", "&amp;") + "</code><p>" + strings.ReplaceAll(b, "&", "&#38;") + "</p>", 0},
		"href":                   {`<a href="` + a + `">1</a><a href='` + strings.ReplaceAll(b, "&", "&#x26;") + `'>2</a>`, 0},
		"bare attribute":         {"<a href=" + a + " target=_blank>1</a><a class=x href=" + b + ">2</a>", 0},
		"href and text":          {`<a href="` + a + `">` + strings.ReplaceAll(a, "&", "&amp;") + `</a><p>` + b, 0},
		"links and pictures":     {"<code>" + a + `</code><img src="` + png + `"><code>` + b + `</code><img src='` + jpeg + `'>`, 0},
		"more pictures":          {a + "<br>" + b + `<img src="` + png + `"><img src="` + png + `"><img src='` + jpeg + `'><img src="data:image/svg+xml;base64,AAAA">`, 3},
		"a picture that is none": {a + "<br>" + b + `<img src="data:image/png;base64,!">`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			result := read(t, "html", page+c.body+"</body></html>")
			wantKeys(t, result, a, b)
			if len(result.Pictures) != c.pictures {
				t.Errorf("%d pictures, want %d", len(result.Pictures), c.pictures)
			}
		})
	}
	for _, begin := range []string{"<!-- saved -->\n<html>", "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>", "<table>"} {
		wantKeys(t, read(t, "html", begin+"<td><code>"+a+"</code></td>"), a)
	}
	result := read(t, "html", "\n <HTML><img src=\""+png+"\"><img src='"+jpeg+"'>")
	if len(result.Pictures) != 2 || string(result.Pictures[0]) != "\x89PNG one" || string(result.Pictures[1]) != "\xFF\xD8\xFF two" {
		t.Errorf("got %q", result.Pictures)
	}
}
