// SPDX-License-Identifier: MIT

package site

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// A visit is one request to a page of the console, under s.mu.
type visit struct {
	request *http.Request
	session *session
	lang    string // "ja" or "en"
	now     time.Time
	lost    bool       // came with the cookie of a session that is gone
	form    url.Values // of a POST whose token was right, else empty
}

// field returns one value of the form, "" when it was not sent.
func (v *visit) field(name string) string { return v.form.Get(name) }

// say leaves a notice for the next page.
func (v *visit) say(kind noticeKind, key string, args ...any) {
	v.session.notice = &notice{Kind: kind, Key: key, Args: args}
}

// A notice is a message shown once, above the page's content.
type notice struct {
	Kind noticeKind
	Key  string
	Args []any
}

type noticeKind string

const (
	good noticeKind = "good"
	info noticeKind = "info"
	bad  noticeKind = "bad" // belongs to the page's first field when it has one
)

// A reply is what a page answers: a redirection, a page, or a picture.
type reply struct {
	location string
	page     string // template
	title    string // key of the title and of the heading
	data     any
	status   int // of a page; 0 is 200
	picture  []byte
	mime     string
	language string // to be stored in the language cookie
}

func redirect(location string) reply { return reply{location: location} }

func show(page, title string, data any) reply { return reply{page: page, title: title, data: data} }

// page turns a function of the console into a handler: session, language,
// who may come in, form token; and the answer written once the lock is free.
func (s *Site) page(who stage, serve func(*visit) reply) http.Handler {
	origins := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var parsed error
		if r.Method == http.MethodPost {
			parsed = r.ParseForm() // reads the network: before the lock
		}
		s.mu.Lock()
		v := s.enter(r)
		var answer reply
		switch {
		case parsed != nil:
			answer = refuse(parsed)
		case r.Method == http.MethodPost && (origins.Check(r) != nil || !v.session.genuine(r.PostForm.Get("token"))):
			answer = message(http.StatusForbidden, "forbidden")
		case v.session.stage < who:
			answer = s.turnAway(v)
		default:
			v.form = r.PostForm
			answer = serve(v)
		}
		body, err := s.render(v, answer)
		id := v.session.id
		s.mu.Unlock()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s.write(w, r, id, answer, body)
	})
}

// enter finds or starts the session of r.
func (s *Site) enter(r *http.Request) *visit {
	v := &visit{request: r, now: s.Now(), lang: languageOf(r)}
	v.session = s.sessions.find(r, v.now)
	if v.session == nil {
		_, err := r.Cookie(sessionCookie)
		v.lost = err == nil
		v.session = s.sessions.start(s.Rand, v.now)
	}
	return v
}

// turnAway sends somebody who has not come far enough to the page to go on
// from.
func (s *Site) turnAway(v *visit) reply {
	if v.session.stage == halfway {
		return redirect("/login/code")
	}
	if v.lost {
		v.say(info, "login.ended")
	}
	return redirect("/login")
}

func refuse(err error) reply {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return message(http.StatusRequestEntityTooLarge, "toolarge")
	}
	return message(http.StatusBadRequest, "badrequest")
}

// message is a page that only says something; key has a .title and a .text.
func message(status int, key string) reply {
	return reply{page: "message", title: key + ".title", data: key + ".text", status: status}
}

// render makes the page's bytes; nil for anything but a page.
func (s *Site) render(v *visit, answer reply) ([]byte, error) {
	if answer.page == "" {
		return nil, nil
	}
	view := view{
		words:  words{v.lang},
		Lang:   v.lang,
		Title:  answer.title,
		Path:   v.request.URL.RequestURI(),
		Token:  v.session.token,
		Member: v.session.stage == member,
		User:   s.account.user,
		Notice: v.session.notice,
		Data:   answer.data,
	}
	if v.request.Method == http.MethodPost {
		view.Path = "/" // only refusals are rendered in answer to a POST: its path may have no GET
	}
	v.session.notice = nil
	var b bytes.Buffer
	err := s.pages[answer.page].Execute(&b, view)
	return b.Bytes(), err
}

func (s *Site) write(w http.ResponseWriter, r *http.Request, id string, answer reply, body []byte) {
	if old, err := r.Cookie(sessionCookie); err != nil || old.Value != id {
		http.SetCookie(w, cookie(sessionCookie, id, 0))
	}
	if answer.language != "" {
		http.SetCookie(w, cookie(languageCookie, answer.language, 365*24*60*60))
	}
	h := w.Header()
	h.Set("Vary", "Accept-Language, Cookie")
	switch {
	case answer.location != "":
		http.Redirect(w, r, answer.location, http.StatusSeeOther)
	case answer.picture != nil:
		h.Set("Content-Type", answer.mime)
		w.Write(answer.picture)
	default:
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", consolePolicy)
		if answer.status != 0 {
			w.WriteHeader(answer.status)
		}
		w.Write(body)
	}
}
