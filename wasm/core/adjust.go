// SPDX-License-Identifier: MIT

package core

import (
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

// AdjustParams are what the codes of an account are made with, beside its secret
// and its type. What the type leaves no choice in has to be as it is.
type AdjustParams struct {
	Now       Millis    `json:"now"`
	ID        string    `json:"id"`
	Algorithm Algorithm `json:"algorithm"`
	Digits    int       `json:"digits"`            // 1–10
	Period    int       `json:"period"`            // seconds, 1–86400; 0 for hotp
	Counter   *string   `json:"counter,omitempty"` // of the next code, decimal; only for hotp. Not said: it stays where it is by then
}

func (p AdjustParams) at() int64 { return int64(p.Now) }

// BindParams say which sites an account is bound to.
type BindParams struct {
	Now   Millis   `json:"now"`
	ID    string   `json:"id"`
	Sites []string `json:"sites"` // hosts as in a URL; at most 32 beside where it was scanned
}

func (p BindParams) at() int64 { return int64(p.Now) }

func (e *Engine) addAdjustMethods() {
	query(e, "preview", "The code that an account would have with other parameters; of hotp the counter alone.", e.preview)
	mutation(e, "adjust", "Changes the parameters of an account: its codes become others.", e.adjust)
	mutation(e, "bind", "Makes these the sites that an account is bound to. Whoever asks has made sure that each is one, and no public suffix.", e.bind)
}

// adjusted is the key of an account with other parameters.
func (p AdjustParams) adjusted(v *vault.Vault) (otp.Key, error) {
	a, ok := v.Account(p.ID)
	if !ok {
		return otp.Key{}, errAccountUnknown
	}
	key := a.Key
	key.Algorithm, key.Digits, key.Period = otp.Algorithm(p.Algorithm), p.Digits, p.Period
	if key.Type == otp.HOTP && p.Counter != nil {
		var err error
		if key.Counter, err = counterOf(*p.Counter); err != nil {
			return key, err
		}
	}
	return key, key.Check()
}

func (e *Engine) preview(p AdjustParams) (Code, error) {
	v, err := e.opened()
	if err != nil {
		return Code{}, err
	}
	key, err := p.adjusted(v)
	if err != nil {
		return Code{}, err
	}
	return codeAt(p.ID, key, p.Now), nil
}

func (e *Engine) adjust(w *write, p AdjustParams) (Account, error) {
	key, err := p.adjusted(w.vault)
	if err != nil {
		return Account{}, err
	}
	a, _ := w.vault.Account(p.ID)
	if key.Algorithm != a.Key.Algorithm || key.Digits != a.Key.Digits || key.Period != a.Key.Period || key.Counter != a.Key.Counter {
		if a, err = w.vault.SetKey(p.at(), p.ID, key); err != nil {
			return Account{}, err
		}
	}
	return accountOf(a), nil
}

func (e *Engine) bind(w *write, p BindParams) (Account, error) {
	for _, site := range p.Sites {
		if err := checkSite(site); err != nil {
			return Account{}, err
		}
	}
	a, err := w.vault.Bind(p.at(), p.ID, p.Sites)
	if err != nil {
		return Account{}, err
	}
	return accountOf(a), nil
}
