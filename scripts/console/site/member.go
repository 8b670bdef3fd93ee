// SPDX-License-Identifier: MIT

package site

import (
	"net/http"
	"time"
)

func (s *Site) showWarning(*visit) reply {
	if s.account.key != nil {
		return redirect("/products")
	}
	return show("warning", "warning.title", nil)
}

func (s *Site) answerWarning(v *visit) reply {
	switch v.field("choice") {
	case "setup":
		return redirect("/2fa/setup")
	case "never":
		s.account.quiet = true
		v.say(info, "warning.quiet")
	case "skip":
	default:
		return message(http.StatusBadRequest, "badrequest")
	}
	return redirect("/products")
}

// standing is what the pages about the account show of it.
type standing struct {
	User    string
	Mail    string
	Enabled bool
	Since   time.Time
}

func (s *Site) standing() standing {
	return standing{s.account.user, masked(s.account.mail), s.account.key != nil, s.account.since}
}

func (s *Site) showStatus(*visit) reply  { return show("status", "status.title", s.standing()) }
func (s *Site) showAccount(*visit) reply { return show("account", "account.title", s.standing()) }

func (s *Site) showDevice(v *visit) reply {
	if s.account.key == nil {
		return redirect("/2fa")
	}
	if _, err := readParameters(v.request.URL.Query(), s.Key); err != nil {
		return message(http.StatusBadRequest, "parameters")
	}
	return show("device", "device.title", struct{ Asked []asked }{askedOf(v)})
}

func (s *Site) startDevice(v *visit) reply {
	if s.account.key == nil {
		return redirect("/2fa")
	}
	wanted, err := readParameters(v.form, s.Key)
	if err != nil {
		return message(http.StatusBadRequest, "parameters")
	}
	e := &enrolment{wanted: wanted, device: true}
	s.handOut(e)
	v.session.enrolment = e
	return redirect("/2fa/setup/app")
}

func (s *Site) showDisable(*visit) reply {
	if s.account.key == nil {
		return redirect("/2fa")
	}
	return show("disable", "disable.title", nil)
}

func (s *Site) disable(v *visit) reply {
	if s.account.key == nil {
		return redirect("/2fa")
	}
	s.account.key = nil
	v.session.enrolment = nil
	s.sessions.rotate(v.session, s.Rand)
	v.say(good, "status.disabled")
	return redirect("/2fa")
}

// A product is a row of the first page: what an administrator came for.
type product struct {
	Name    string
	Licence string
	Seats   int
	Until   time.Time
}

func (s *Site) showProducts(v *visit) reply {
	year := v.now.Year()
	until := func(years int, month time.Month, day int) time.Time {
		return time.Date(year+years, month, day, 0, 0, 0, 0, v.now.Location())
	}
	return show("products", "products.title", []product{
		{"Hoshimi Cloud Mail Shield", "CM-••••-••••-7Q2K", 250, until(1, time.March, 31)},
		{"Hoshimi Endpoint Suite", "EP-••••-••••-M84D", 250, until(1, time.March, 31)},
		{"Hoshimi File Guard", "FG-••••-••••-2XRW", 50, until(2, time.September, 30)},
	})
}

func (s *Site) showHelp(*visit) reply { return show("help", "help.title", nil) }
func (s *Site) notFound(*visit) reply { return message(http.StatusNotFound, "notfound") }

// formLayout says how /fixture/form asks for its code.
type formLayout struct {
	Split    bool // one field a digit
	Unnamed  bool // no autocomplete and no telling name: a site that never heard of either
	Received string
}

// Places numbers the fields of a split form.
func (formLayout) Places() []int { return []int{1, 2, 3, 4, 5, 6} }

func (s *Site) showForm(v *visit) reply {
	query := v.request.URL.Query()
	return show("form", "form.title", formLayout{
		Split:    query.Get("split") == "1",
		Unnamed:  query.Get("unnamed") == "1",
		Received: v.session.received,
	})
}

func (s *Site) takeForm(v *visit) reply {
	v.session.received = ""
	for _, part := range v.form["code"] {
		v.session.received += part
	}
	for _, part := range v.form["f1"] {
		v.session.received += part
	}
	return redirect("/fixture/form?" + v.request.URL.RawQuery)
}
