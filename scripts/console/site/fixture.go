// SPDX-License-Identifier: MIT

package site

import (
	"bytes"
	"encoding/base64"
	"errors"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// The fixtures draw QR codes the ways pages do. Query of /fixture/qr, and as
// far as it applies of /fixture/image.png and /fixture/doc.pdf:
//
//	text=…        what the symbol says; may be repeated for several symbols.
//	              Without it an otpauth URI is made of
//	type secret issuer account algorithm digits period counter
//	              each written as given, right or wrong, absent when not given
//	n=1…16        so many symbols; see orderQuery.uri for how keys differ
//	level=L|M|Q|H error correction, M
//	size=px       side of the picture, quiet zone included; or
//	module=px     side of a module, 5
//	quiet=0…40    modules of quiet zone, 4
//	fg bg         rrggbb
//	as=img|canvas|svg|table
//	frame=1       in a frame of another origin: localhost shows 127.0.0.1 and
//	              the other way round
//	dialog=1      in the page's own modal dialog, open on load
//	fullscreen=1  with a button that shows the code in full screen
//	scroll=px     so far down a tall page
//	csp=none      only default-src 'none' and data: images; no style, no script
//	bait=article|blank|checkers|finders|bars
//	              a page without a code, with more or less of what fools a detector
//
// /fixture/form is a form for a one-time code: split=1 one field a digit,
// unnamed=1 nothing that says what the field is for.

// fixtureView is what pages/fixture.html sees.
type fixtureView struct {
	words
	Lang        string
	Bait        string
	As          string
	Scroll      int
	Dialog      bool
	Fullscreen  bool
	Bare        bool
	Frame       string // address of the frame's page
	FrameHeight int    // px
	Codes       []fixtureCode
}

// Script reports whether the page needs its script.
func (v fixtureView) Script() bool {
	return v.Frame == "" && (v.As == "canvas" || v.Dialog || v.Fullscreen)
}

// Paragraphs is how often the article's paragraph is printed.
func (fixtureView) Paragraphs() []struct{} { return make([]struct{}, 12) }

// fixtureCode is one code in each of its drawings; only one is filled in.
type fixtureCode struct {
	Side, Modules int
	Module        int // px of a table's cell
	FG, BG        string
	Image         template.URL // a path of ours, or data:
	Path          string       // SVG path data
	Bits          string
	Rows          [][]bool
}

func (s *Site) fixturePage(w http.ResponseWriter, r *http.Request) {
	o, pictures, ok := takeOrder(w, r)
	if !ok {
		return
	}
	lang := languageOf(r)
	page := fixtureView{
		words: words{lang}, Lang: lang, Bait: o.bait, As: o.as, Scroll: o.scroll,
		Dialog: o.dialog, Fullscreen: o.fullscreen, Bare: o.bare,
	}
	other, frame := otherOrigin(r), ""
	if o.frame {
		frame = other
		page.Frame = frame + "/fixture/qr?" + framedQuery(r.URL.Query())
		page.Dialog, page.Fullscreen = false, false // the frame's page has them
		for _, p := range pictures {
			page.FrameHeight = max(page.FrameHeight, p.side+240)
		}
	} else {
		for i, p := range pictures {
			page.Codes = append(page.Codes, codeOf(o, p, i))
		}
	}
	w.Header().Set("Content-Security-Policy", o.policy(frame, other))
	s.writeFixture(w, page)
}

// policy is the Content-Security-Policy of the page: what it needs, no more.
// frame is the origin it shows in a frame, parent the one that may frame it.
func (o order) policy(frame, parent string) string {
	if o.bare {
		return "default-src 'none'; img-src data:"
	}
	policy := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'"
	switch {
	case frame != "":
		policy += "; frame-src " + frame
	case o.as == "img":
		policy += "; img-src 'self'"
	}
	if frame == "" && (o.as == "canvas" || o.dialog || o.fullscreen) {
		policy += "; script-src 'self'"
	}
	if o.framed {
		return policy + "; frame-ancestors " + parent
	}
	return policy + "; frame-ancestors 'none'"
}

func (s *Site) writeFixture(w http.ResponseWriter, page fixtureView) {
	var b bytes.Buffer
	if err := s.pages["fixture"].Execute(&b, page); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

// documentPolicy lets the browser's own viewers of images and PDF style their
// page, which they do inline.
const documentPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

func (s *Site) fixtureImage(w http.ResponseWriter, r *http.Request) {
	_, pictures, ok := takeOrder(w, r)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", documentPolicy)
	h.Set("Content-Type", "image/png")
	w.Write(pictures[0].png())
}

func (s *Site) fixturePDF(w http.ResponseWriter, r *http.Request) {
	_, pictures, ok := takeOrder(w, r)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", documentPolicy)
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="enrolment.pdf"`)
	w.Write(pdf("Two-factor authentication: your QR code", pictures))
}

// takeOrder reads and draws the order of r, or answers 400 with the reason.
func takeOrder(w http.ResponseWriter, r *http.Request) (order, []picture, bool) {
	o, err := readOrder(r.URL.Query())
	var pictures []picture
	if err == nil && o.bait != "" && r.URL.Path != "/fixture/qr" {
		err = errors.New("bait is a page")
	}
	if err == nil && o.bait == "" {
		pictures, err = o.pictures()
	}
	if err != nil {
		http.Error(w, "fixture: "+err.Error(), http.StatusBadRequest)
		return order{}, nil, false
	}
	return o, pictures, true
}

// codeOf draws p in the way the order asks for.
func codeOf(o order, p picture, i int) fixtureCode {
	code := fixtureCode{Side: p.side, Modules: p.modules(), FG: p.fg.String(), BG: p.bg.String()}
	switch {
	case o.as == "svg":
		code.Path = p.path()
	case o.as == "canvas":
		code.Bits = p.bits()
	case o.as == "table":
		code.Rows = p.rows()
		code.Module = max(1, p.side/p.modules())
	case o.bare:
		code.Image = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(p.png()))
	default:
		code.Image = template.URL("/fixture/image.png?" + imageQuery(o, o.texts[i], p))
	}
	return code
}

// imageQuery asks /fixture/image.png for one code of the order.
func imageQuery(o order, text string, p picture) string {
	return url.Values{
		"text":  {text},
		"level": {o.level},
		"size":  {strconv.Itoa(p.side)},
		"quiet": {strconv.Itoa(p.quiet)},
		"fg":    {p.fg.String()},
		"bg":    {p.bg.String()},
	}.Encode()
}

// otherOrigin is the same server under its other name.
func otherOrigin(r *http.Request) string {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = r.Host, ""
	}
	other := "localhost"
	if host == "localhost" {
		other = "127.0.0.1"
	}
	if port != "" {
		other = net.JoinHostPort(other, port)
	}
	if r.TLS != nil {
		return "https://" + other
	}
	return "http://" + other
}

// framedQuery is the query of the page inside the frame; the outer page scrolls.
func framedQuery(query url.Values) string {
	query.Del("frame")
	query.Del("scroll")
	query.Set("framed", "1")
	return query.Encode()
}
