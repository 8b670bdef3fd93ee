// SPDX-License-Identifier: MIT

// Package site is the demo console: a small web application that plays a
// vendor's management console with two-factor authentication, so that the
// extension has something real to be used on. The vendor is invented.
//
// One account, kept in memory for as long as the Site lives:
//
//	/login            ID and password, then /login/code (six digits) or
//	                  /login/emergency (a code by mail) once 2FA is on
//	/warning          shown after a login without 2FA: set up, never again, skip
//	/2fa              status; /2fa/setup, /2fa/device and /2fa/disable change it
//	/account          user registration information
//	/products, /help  what else a console has
//	/mailbox          every mail the console has "sent", to be read by anybody
//	/fixture/…        pages for tests: QR codes drawn every way (fixture.go)
//
// /2fa/setup and /2fa/device take issuer, account, secret, algorithm, digits
// and period as query parameters; they override Options.Key for that set-up.
//
// Japanese and English: Accept-Language decides, the switch on every page
// stores the choice in a cookie. All pages work without script; only fixture
// pages that need it (canvas, modal dialog, full screen) have any.
package site

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Options configure a Site. The zero value is the manual's console.
type Options struct {
	Now      func() time.Time // clock; nil is time.Now
	Rand     io.Reader        // secrets, mailed codes, session ids; nil is crypto/rand.Reader
	User     string           // login ID; "" is SAMPLE_USER
	Password string           // "" is Sample-Passw0rd
	Mail     string           // registered address; "" is admin@example.co.jp
	Key      Parameters       // what keys the console hands out
	Log      *slog.Logger     // one line a request, without query or body; nil is silent
}

// A Site is the console as an http.Handler, safe for concurrent use.
type Site struct {
	Options
	handler http.Handler
	pages   map[string]pageTemplate
	static  map[string]asset

	mu       sync.Mutex // guards all below; never held while writing to a client
	account  account
	sessions sessions
	mailbox  mailbox
}

// New returns a console in its first state: 2FA off, mailbox empty. It panics
// when o.Key is not a set of parameters the console can check codes of.
func New(o Options) *Site {
	o = o.filled()
	if _, err := o.Key.checked(); err != nil {
		panic(fmt.Sprintf("site: options: %v", err)) // a fault of the program that embeds the console
	}
	s := &Site{
		Options:  o,
		pages:    parsePages(),
		static:   readStatic(),
		sessions: sessions{byID: map[string]*session{}},
		account: account{
			user:     o.User,
			mail:     o.Mail,
			password: sha256.Sum256([]byte(o.Password)),
		},
	}
	s.handler = s.logged(guarded(s.routes()))
	return s
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.User == "" {
		o.User = "SAMPLE_USER"
	}
	if o.Password == "" {
		o.Password = "Sample-Passw0rd"
	}
	if o.Mail == "" {
		o.Mail = "admin@example.co.jp"
	}
	o.Key = o.Key.over(Parameters{
		Issuer:    "Trend Micro SaaS Account",
		Account:   o.User,
		Algorithm: "SHA1",
		Digits:    6,
		Period:    30,
	})
	return o
}

// ServeHTTP serves one request of the console.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes is the table of the console: what, for whom, by which function.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	for _, route := range []struct {
		pattern string
		who     stage
		serve   func(*visit) reply
	}{
		{"GET /{$}", anyone, s.root},
		{"POST /language", anyone, s.switchLanguage},
		{"GET /login", anyone, s.showLogin},
		{"POST /login", anyone, s.login},
		{"POST /logout", anyone, s.logout},

		{"GET /login/code", halfway, s.showCode},
		{"POST /login/code", halfway, s.checkCode},
		{"GET /login/emergency", halfway, s.showEmergency},
		{"POST /login/emergency", halfway, s.sendEmergency},
		{"GET /login/emergency/code", halfway, s.showEmergencyCode},
		{"POST /login/emergency/code", halfway, s.checkEmergencyCode},

		{"GET /warning", member, s.showWarning},
		{"POST /warning", member, s.answerWarning},
		{"GET /products", member, s.showProducts},
		{"GET /account", member, s.showAccount},
		{"GET /help", anyone, s.showHelp},

		{"GET /2fa", member, s.showStatus},
		{"GET /2fa/setup", member, s.showSetup},
		{"POST /2fa/setup", member, s.startSetup},
		{"GET /2fa/setup/mail", member, s.showMailCode},
		{"POST /2fa/setup/mail", member, s.checkMailCode},
		{"POST /2fa/setup/resend", member, s.resendMail},
		{"GET /2fa/setup/app", member, s.showApp},
		{"POST /2fa/setup/reveal", member, s.revealSymbol},
		{"GET /2fa/setup/qr.svg", member, s.drawSymbol},
		{"POST /2fa/setup/confirm", member, s.confirm},
		{"POST /2fa/setup/cancel", member, s.cancelSetup},
		{"GET /2fa/device", member, s.showDevice},
		{"POST /2fa/device", member, s.startDevice},
		{"GET /2fa/disable", member, s.showDisable},
		{"POST /2fa/disable", member, s.disable},

		{"GET /mailbox", anyone, s.showMailbox},

		{"GET /fixture/form", anyone, s.showForm},
		{"POST /fixture/form", anyone, s.takeForm},
	} {
		mux.Handle(route.pattern, s.page(route.who, route.serve))
	}
	mux.HandleFunc("GET /static/{name}", s.serveStatic)
	mux.HandleFunc("GET /favicon.ico", s.serveStatic)
	mux.HandleFunc("GET /fixture/qr", s.fixturePage)
	mux.HandleFunc("GET /fixture/image.png", s.fixtureImage)
	mux.HandleFunc("GET /fixture/doc.pdf", s.fixturePDF)
	mux.Handle("/", s.page(anyone, s.notFound))
	return mux
}
