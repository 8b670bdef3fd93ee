// SPDX-License-Identifier: MIT

package site

import (
	"testing"
	"time"
)

func TestWholeFlow(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		t.Run(lang, func(t *testing.T) {
			w := newWorld(t, Options{})
			v := w.visitor(t, lang)
			v.open("/").at("/login").reads("login.demo")
			v.login().at("/warning").reads("warning.title")
			v.send("/warning", "choice", "setup").at("/2fa/setup").reads("setup.mail")
			v.send("/2fa/setup").at("/2fa/setup/mail").reads("mailcode.text", "adm*****@***.co.jp", 30)
			v.send("/2fa/setup/mail", "code", v.mailed()).at("/2fa/setup/app").reads("app.reveal")
			a := v.scan()
			v.send("/2fa/setup/confirm", "code", a.code(0)).at("/2fa").reads("status.enabled").reads("status.on")
			v.open("/account").reads("status.on")

			v.send("/logout").at("/login").reads("login.out")
			v.login().at("/login/code").reads("code.text", 6)
			v.send("/login/code", "code", a.code(0)).at("/login/code").reads("code.replayed")
			w.advance(30 * time.Second)
			v.send("/login/code", "code", a.code(0)).at("/products").reads("products.title")

			v.send("/logout")
			v.login().open("/login/emergency").reads("emergency.text")
			v.send("/login/emergency").at("/login/emergency/code").reads("emergencycode.title")
			v.send("/login/emergency/code", "code", v.mailed()).at("/products").reads("emergencycode.accepted")

			v.open("/2fa").open("/2fa/disable").reads("disable.question")
			v.send("/2fa/disable").at("/2fa").reads("status.disabled").reads("status.off")
			v.send("/logout")
			v.login().at("/warning")
		})
	}
}
