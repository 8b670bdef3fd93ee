// SPDX-License-Identifier: MIT

package site

// root leads to where the visitor has got to.
func (s *Site) root(v *visit) reply {
	switch v.session.stage {
	case member:
		return redirect("/products")
	case halfway:
		return redirect("/login/code")
	}
	return redirect("/login")
}

func (s *Site) showLogin(v *visit) reply {
	if v.session.stage == member {
		return redirect("/products")
	}
	return show("login", "login.title", struct{ User, Password string }{s.User, s.Password})
}

func (s *Site) login(v *visit) reply {
	a := &s.account
	if a.passwords.closed(v.now) {
		v.say(bad, "login.locked")
		return redirect("/login")
	}
	if !a.knows(v.field("user"), v.field("password")) {
		v.say(bad, "login.wrong")
		if a.passwords.fail(v.now) {
			v.say(bad, "login.locked")
		}
		return redirect("/login")
	}
	a.passwords.reset()
	s.sessions.rotate(v.session, s.Rand)
	if a.key != nil {
		v.session.stage = halfway
		return redirect("/login/code")
	}
	v.session.stage = member
	if a.quiet {
		return redirect("/products")
	}
	return redirect("/warning")
}

// logout ends the session and starts an anonymous one that says so.
func (s *Site) logout(v *visit) reply {
	delete(s.sessions.byID, v.session.id)
	v.session = s.sessions.start(s.Rand, v.now)
	v.say(good, "login.out")
	return redirect("/login")
}

// begin makes somebody whose second factor was right a member.
func (s *Site) begin(v *visit) reply {
	s.account.codes.reset()
	s.sessions.rotate(v.session, s.Rand)
	v.session.stage = member
	return redirect("/products")
}

// awaitsCode reports whether v has given the password and owes a code; 2FA
// may have been turned off elsewhere since.
func (s *Site) awaitsCode(v *visit) bool {
	return v.session.stage == halfway && s.account.key != nil
}

func (s *Site) showCode(v *visit) reply {
	if !s.awaitsCode(v) {
		return redirect("/login")
	}
	return show("code", "code.title", struct{ Digits int }{s.account.key.Digits})
}

func (s *Site) checkCode(v *visit) reply {
	if !s.awaitsCode(v) {
		return redirect("/login")
	}
	if s.account.codes.closed(v.now) {
		return s.lockOut(v)
	}
	result := s.account.key.accept(digitsOf(v.field("code")), v.now)
	switch {
	case result == accepted:
		return s.begin(v)
	case result == wrong && s.account.codes.fail(v.now):
		return s.lockOut(v)
	}
	sayVerdict(v, result, s.account.key)
	return redirect("/login/code")
}

// sayVerdict tells what was wrong with a code of k.
func sayVerdict(v *visit, result verdict, k *key) {
	if result == malformed {
		v.say(bad, "code.malformed", k.Digits)
		return
	}
	v.say(bad, "code."+result.String())
}

// lockOut asks for the password again, a while later.
func (s *Site) lockOut(v *visit) reply {
	v.session.stage = anyone
	v.say(bad, "code.locked")
	return redirect("/login")
}

func (s *Site) showEmergency(v *visit) reply {
	if !s.awaitsCode(v) {
		return redirect("/login")
	}
	return show("emergency", "emergency.title", struct{ Mail string }{masked(s.account.mail)})
}

func (s *Site) sendEmergency(v *visit) reply {
	if !s.awaitsCode(v) {
		return redirect("/login")
	}
	s.account.emergency = s.send(v, "emergency")
	return redirect("/login/emergency/code")
}

func (s *Site) showEmergencyCode(v *visit) reply {
	if !s.awaitsCode(v) || s.account.emergency == nil {
		return redirect("/login/emergency")
	}
	return show("emergencycode", "emergencycode.title", struct{ Mail string }{masked(s.account.mail)})
}

func (s *Site) checkEmergencyCode(v *visit) reply {
	if !s.awaitsCode(v) || s.account.emergency == nil {
		return redirect("/login/emergency")
	}
	if s.account.codes.closed(v.now) {
		return s.lockOut(v)
	}
	result := s.account.emergency.accept(v.field("code"), v.now)
	switch {
	case result == accepted:
		v.say(info, "emergencycode.accepted")
		return s.begin(v)
	case result == wrong && s.account.codes.fail(v.now):
		return s.lockOut(v)
	}
	v.say(bad, "emergencycode."+result.String())
	return redirect("/login/emergency/code")
}
