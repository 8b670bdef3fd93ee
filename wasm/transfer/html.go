// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"

	"inkan/wasm/otp"
)

// Exports as a page to be printed, of Stratum, Ente Auth, Raivo and others:
// links as text or in href, pictures of QR codes as <img src="data:image/png;base64,…">,
// mostly both for each account.
var htmlFormat = format{"html", isHTML, readHTML}

// isHTML knows pages by an element, as one that a browser or a mail program has
// saved may begin with a comment or an XML declaration.
func isHTML(f *file) bool {
	if !f.startsWith("<") || f.binary() {
		return false
	}
	if f.startsWith("<!doctype html") {
		return true
	}
	start := bytes.ToLower(f.text()[:min(len(f.text()), 1<<16)])
	for _, element := range []string{"<html", "<body", "<table", "<img"} {
		if bytes.Contains(start, []byte(element)) {
			return true
		}
	}
	return false
}

// readHTML takes the links, each once. The pictures count only when there are
// more of them than links: else they show the same accounts.
func readHTML(r *reading) error {
	links := pageLinks(r.lines())
	if len(links) > MaxEntries {
		return newError(CodeFileSize, "", ErrTooLarge)
	}
	r.Pictures = pagePictures(r.text(), len(links))
	return r.readLinkList(links)
}

func pageLinks(page string) (links []string) {
	seen := map[string]bool{}
	for len(links) <= MaxEntries {
		start := findScheme(page)
		if start < 0 {
			return links
		}
		end := linkEnd(page[start:], openedBy(page, start), start > 0 && page[start-1] == '=')
		link := page[start : start+min(end, otp.MaxURI)] // a longer one cannot be read anyhow
		link = strings.TrimSpace(unescapeEntities(link))
		if !seen[link] {
			seen[link] = true
			links = append(links, link)
		}
		page = page[start+end:]
	}
	return links
}

// linkEnd is the length of a link: up to the quotation mark that closes it, or
// to the next tag, or to a space where it is the bare value of an attribute.
func linkEnd(text string, quote byte, bare bool) int {
	stops := "<>\r\n"
	switch {
	case quote == '"' || quote == '\'':
		stops = string(rune(quote))
	case bare:
		stops += " \t"
	}
	if end := strings.IndexAny(text, stops); end >= 0 {
		return end
	}
	return len(text)
}

// unescapeEntities reads the entities that programs write in links. Each must
// end in a semicolon: some pages write the & of a link as it is, and a name of a
// parameter may begin like an entity.
func unescapeEntities(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, _, ended := strings.Cut(rest[:min(len(rest), 10)], ";")
		if r, known := entityRune(name); ended && known {
			b.WriteRune(r)
			text = rest[len(name)+1:]
		} else {
			b.WriteByte('&')
			text = rest
		}
	}
}

func entityRune(name string) (rune, bool) {
	if r, known := map[string]rune{"amp": '&', "quot": '"', "apos": '\'', "lt": '<', "gt": '>', "nbsp": ' '}[name]; known {
		return r, true
	}
	digits, numeric := strings.CutPrefix(name, "#")
	base := 10
	if hex, found := strings.CutPrefix(strings.ToLower(digits), "x"); found {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), numeric && err == nil
}

// pagePictures gives the pictures within a page when they are more than known.
func pagePictures(page []byte, known int) (pictures [][]byte) {
	for len(pictures) < MaxEntries {
		start := bytes.Index(page, []byte("data:image/"))
		if start < 0 {
			break
		}
		page = page[start:]
		end := bytes.IndexAny(page, "\"'<>)")
		if end < 0 {
			break
		}
		header, text, found := bytes.Cut(page[:end], []byte(";base64,"))
		page = page[end:]
		if kind := string(header[len("data:image/"):]); !found || kind != "png" && kind != "jpeg" && kind != "jpg" {
			continue
		}
		text = bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '=' {
				return -1
			}
			return r
		}, text)
		picture := make([]byte, base64.RawStdEncoding.DecodedLen(len(text)))
		if n, err := base64.RawStdEncoding.Decode(picture, text); err == nil && n > 0 {
			pictures = append(pictures, picture[:n])
		}
	}
	if len(pictures) <= known {
		return nil
	}
	return pictures
}
