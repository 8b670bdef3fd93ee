// SPDX-License-Identifier: MIT

package site

import "net/http"

// An enrolment is a set-up of 2FA, or a change of device, under way: the mail
// code first (not for a change of device, where one has logged in with a
// code), then the new key. The account's own key stays in force until a code
// of the new one was right.
type enrolment struct {
	wanted   Parameters
	device   bool    // a change of device
	ticket   *ticket // of the registration mail; nil once it was right
	key      *key    // nil until then
	revealed bool    // the QR code was asked for
	failures guard
}

// handOut gives the enrolment its new key.
func (s *Site) handOut(e *enrolment) {
	e.ticket = nil
	e.key = &key{Parameters: e.wanted}
	if e.key.Secret == "" {
		e.key.Secret = base32Text.EncodeToString(randomBytes(s.Rand, 10))
	}
}

// asked carries the parameters in a set-up's query over into its form.
type asked struct{ Name, Value string }

func askedOf(v *visit) []asked {
	var fields []asked
	query := v.request.URL.Query()
	for _, name := range parameterNames {
		if query.Has(name) {
			fields = append(fields, asked{name, query.Get(name)})
		}
	}
	return fields
}

func (s *Site) showSetup(v *visit) reply {
	if s.account.key != nil {
		v.say(info, "setup.already")
		return redirect("/2fa")
	}
	if _, err := readParameters(v.request.URL.Query(), s.Key); err != nil {
		return message(http.StatusBadRequest, "parameters")
	}
	return show("setup", "setup.title", struct {
		Mail  string
		Asked []asked
	}{masked(s.account.mail), askedOf(v)})
}

func (s *Site) startSetup(v *visit) reply {
	if s.account.key != nil {
		return redirect("/2fa")
	}
	wanted, err := readParameters(v.form, s.Key)
	if err != nil {
		return message(http.StatusBadRequest, "parameters")
	}
	v.session.enrolment = &enrolment{wanted: wanted, ticket: s.send(v, "registration")}
	return redirect("/2fa/setup/mail")
}

// awaitsMail returns the enrolment whose mail code is still to come, or nil.
func awaitsMail(v *visit) *enrolment {
	if e := v.session.enrolment; e != nil && e.ticket != nil {
		return e
	}
	return nil
}

func (s *Site) showMailCode(v *visit) reply {
	if awaitsMail(v) == nil {
		return redirect("/2fa/setup")
	}
	return show("mailcode", "mailcode.title", struct {
		Mail    string
		Minutes int
	}{masked(s.account.mail), registrationMinutes})
}

func (s *Site) resendMail(v *visit) reply {
	e := awaitsMail(v)
	if e == nil {
		return redirect("/2fa/setup")
	}
	e.ticket = s.send(v, "registration")
	v.say(good, "mailcode.resent")
	return redirect("/2fa/setup/mail")
}

func (s *Site) checkMailCode(v *visit) reply {
	e := awaitsMail(v)
	if e == nil {
		return redirect("/2fa/setup")
	}
	result := e.ticket.accept(v.field("code"), v.now)
	switch {
	case result == accepted:
		e.failures.reset()
		s.handOut(e)
		return redirect("/2fa/setup/app")
	case result == wrong && e.failures.fail(v.now):
		v.session.enrolment = nil
		v.say(bad, "mailcode.locked")
		return redirect("/2fa/setup")
	}
	v.say(bad, "mailcode."+result.String())
	return redirect("/2fa/setup/mail")
}

// issued returns the enrolment that has got as far as a new key, or nil; also
// nil when 2FA was turned on or off elsewhere since it began.
func (s *Site) issued(v *visit) *enrolment {
	e := v.session.enrolment
	if e == nil || e.key == nil || e.device != (s.account.key != nil) {
		return nil
	}
	return e
}

func (s *Site) showApp(v *visit) reply {
	e := s.issued(v)
	if e == nil {
		return redirect("/2fa")
	}
	title := "app.title"
	if e.device {
		title = "device.title"
	}
	data := struct {
		Device, Revealed bool
		Digits, Period   int
		Algorithm        string
		Account, Secret  string
	}{Device: e.device, Revealed: e.revealed, Digits: e.key.Digits}
	if e.revealed {
		data.Account, data.Secret = e.key.Account, e.key.grouped()
		data.Algorithm, data.Period = e.key.Algorithm, e.key.Period
	}
	return show("app", title, data)
}

func (s *Site) revealSymbol(v *visit) reply {
	e := s.issued(v)
	if e == nil {
		return redirect("/2fa")
	}
	e.revealed = true
	return redirect("/2fa/setup/app")
}

func (s *Site) drawSymbol(v *visit) reply {
	e := s.issued(v)
	if e == nil || !e.revealed {
		return message(http.StatusNotFound, "notfound")
	}
	code, err := newSymbol(e.key.uri(), "M")
	if err != nil {
		return message(http.StatusBadRequest, "parameters") // unreachable: Parameters are bounded
	}
	drawn := picture{symbol: code, quiet: 4, fg: black, bg: white}
	drawn.side = drawn.modules() * 5
	return reply{picture: drawn.svg(), mime: mimeTypes[".svg"]}
}

func (s *Site) confirm(v *visit) reply {
	e := s.issued(v)
	if e == nil {
		return redirect("/2fa")
	}
	result := e.key.accept(digitsOf(v.field("code")), v.now)
	switch {
	case result == accepted:
		return s.enable(v, e)
	case result == wrong && e.failures.fail(v.now):
		v.session.enrolment = nil
		v.say(bad, "app.locked")
		return redirect("/2fa")
	}
	sayVerdict(v, result, e.key)
	return redirect("/2fa/setup/app")
}

// enable puts the new key in force. Whoever may hold another session of this
// account has to log in anew, with a code.
func (s *Site) enable(v *visit, e *enrolment) reply {
	s.account.key, s.account.since = e.key, v.now
	s.sessions.dropOthers(v.session)
	s.sessions.rotate(v.session, s.Rand)
	v.session.enrolment = nil
	v.say(good, "status.enabled")
	if e.device {
		v.say(good, "status.changed")
	}
	return redirect("/2fa")
}

func (s *Site) cancelSetup(v *visit) reply {
	v.session.enrolment = nil
	v.say(info, "setup.cancelled")
	return redirect("/2fa")
}
