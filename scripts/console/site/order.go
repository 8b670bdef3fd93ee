// SPDX-License-Identifier: MIT

package site

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// An order is what the query of a fixture asks to be drawn.
type order struct {
	texts  []string // of the symbols
	level  string
	quiet  int
	side   int // px; 0 when module says
	module int // px; 0 when side says
	fg, bg ink

	as         string // img, canvas, svg or table
	bait       string // a page without any code
	scroll     int    // px above the codes
	frame      bool   // show the page inside a frame of another origin
	framed     bool   // be the page inside that frame
	dialog     bool
	fullscreen bool
	bare       bool // nothing allowed but data: images
}

const (
	maxSide    = 4096 // px
	maxScroll  = 100_000
	maxSymbols = 16
)

// readOrder reads a query strictly: an unknown name or an impossible value is
// an error that names it. The parameters are described in fixture.go.
func readOrder(query url.Values) (order, error) {
	q := orderQuery{Values: query, known: map[string]bool{}}
	o := order{
		level:      q.oneOf("level", "M", "L", "Q", "H"),
		quiet:      q.number("quiet", 4, 0, 40),
		side:       q.number("size", 0, 21, maxSide),
		module:     q.number("module", 0, 1, 64),
		fg:         q.colour("fg", black),
		bg:         q.colour("bg", white),
		as:         q.oneOf("as", "img", "canvas", "svg", "table"),
		bait:       q.oneOf("bait", "", "article", "blank", "checkers", "finders", "bars"),
		scroll:     q.number("scroll", 0, 0, maxScroll),
		frame:      q.flag("frame"),
		framed:     q.flag("framed"),
		dialog:     q.flag("dialog"),
		fullscreen: q.flag("fullscreen"),
		bare:       q.oneOf("csp", "", "none") == "none",
	}
	o.texts = q.texts()
	if o.bare && (o.frame || o.dialog || o.fullscreen || o.as == "canvas") {
		q.fail("csp=none", "possible with frames or scripts")
	}
	if q.err == nil {
		q.err = q.unknown()
	}
	return o, q.err
}

// orderQuery reads parameters and keeps the first error.
type orderQuery struct {
	url.Values
	known map[string]bool
	err   error
}

func (q *orderQuery) text(name string) string {
	q.known[name] = true
	return q.Get(name)
}

func (q *orderQuery) fail(name, want string) {
	if q.err == nil {
		q.err = fmt.Errorf("%s is not %s", name, want)
	}
}

// oneOf returns the parameter when it is among choices, the first of them
// when it is absent.
func (q *orderQuery) oneOf(name string, choices ...string) string {
	text := q.text(name)
	if text == "" {
		return choices[0]
	}
	if !slices.Contains(choices, text) {
		q.fail(name, "one of "+strings.Join(choices, " "))
	}
	return text
}

func (q *orderQuery) flag(name string) bool { return q.oneOf(name, "0", "1") == "1" }

func (q *orderQuery) number(name string, absent, low, high int) int {
	text := q.text(name)
	if text == "" {
		return absent
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		q.fail(name, fmt.Sprintf("%d to %d", low, high))
	}
	return n
}

func (q *orderQuery) colour(name string, absent ink) ink {
	text := q.text(name)
	if text == "" {
		return absent
	}
	rgb, err := hex.DecodeString(strings.TrimPrefix(text, "#"))
	if err != nil || len(rgb) != 3 {
		q.fail(name, "rrggbb")
		return absent
	}
	return ink{rgb[0], rgb[1], rgb[2], 255}
}

func (q *orderQuery) unknown() error {
	for name := range q.Values {
		if !q.known[name] {
			return fmt.Errorf("%q is not a parameter", name)
		}
	}
	return nil
}

// texts returns what the symbols say: each text parameter, or the key that
// the otpauth parameters describe; n of them.
func (q *orderQuery) texts() []string {
	n := q.number("n", 1, 1, maxSymbols)
	q.known["text"] = true
	given := q.Values["text"]
	var texts []string
	for i := range n {
		uri := q.uri(i)
		if len(given) == 0 {
			texts = append(texts, uri)
		}
	}
	for range n {
		texts = append(texts, given...)
	}
	if len(texts) > maxSymbols {
		q.fail("n", "small enough")
	}
	return texts
}

// uri writes the otpauth URI of the i-th key. Values go in as they are given,
// right or wrong; what is not given is not written. Keys after the first have
// a number after the account, and a secret whose first byte is XORed with i.
func (q *orderQuery) uri(i int) string {
	kind, account := q.text("type"), q.text("account")
	if kind == "" {
		kind = "totp"
	}
	if account == "" {
		account = "SAMPLE_USER"
	}
	secret := q.text("secret")
	if secret == "" {
		secret = "ABCDEFGHJKLM2345"
	}
	if raw, err := base32Text.DecodeString(secret); i > 0 && err == nil && len(raw) > 0 {
		raw[0] ^= byte(i)
		secret = base32Text.EncodeToString(raw)
	}
	if i > 0 {
		account += "-" + strconv.Itoa(i+1)
	}
	uri := "otpauth://" + kind + "/" + url.PathEscape(account) + "?secret=" + queryEscape(secret)
	for _, name := range []string{"issuer", "algorithm", "digits", "period", "counter"} {
		if value := q.text(name); value != "" {
			uri += "&" + name + "=" + queryEscape(value)
		}
	}
	return uri
}

// pictures draws the order's symbols.
func (o order) pictures() ([]picture, error) {
	var pictures []picture
	for _, text := range o.texts {
		code, err := newSymbol(text, o.level)
		if err != nil {
			return nil, err
		}
		p := picture{symbol: code, quiet: o.quiet, side: o.side, fg: o.fg, bg: o.bg}
		if p.side == 0 {
			p.side = p.modules() * max(o.module, 1)
			if o.module == 0 {
				p.side = p.modules() * 5
			}
		}
		if p.side > maxSide {
			return nil, fmt.Errorf("module is too large for this text")
		}
		pictures = append(pictures, p)
	}
	return pictures, nil
}
