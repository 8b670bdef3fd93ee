// SPDX-License-Identifier: MIT

package core

import (
	"fmt"
	"strings"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
	"inkan/wasm/otp"
	"inkan/wasm/vault"
)

// The recovery codes of an account open it without its key. They come in and go
// out as bytes, for one account at a time; what is shown of an account says how
// many there are. (They are called spares here: a recovery key is the vault's.)

// SparesParams give an account recovery codes.
type SparesParams struct {
	Now  Millis `json:"now"`
	ID   string `json:"id"`
	Keep bool   `json:"keep"` // those it has stay, and come first
}

func (p SparesParams) at() int64 { return int64(p.Now) }

// CheckParams say whether a recovery code was used.
type CheckParams struct {
	Now  Millis `json:"now"`
	ID   string `json:"id"`
	Used bool   `json:"used"`
}

func (p CheckParams) at() int64 { return int64(p.Now) }

func (e *Engine) addSpareMethods() {
	typed.Handle(&e.table, door.Method{
		Name: "spares", Out: "a line each, UTF-8: when it was checked off, milliseconds since the Unix epoch, 0 when it was not; a space; the code",
		Doc: "Gives the recovery codes of an account. They are secrets.",
	}, e.spares)
	const in = "recovery codes as the site shows them, one a line, UTF-8; none (an empty array) to have none"
	mutationOf(e, "setSpares", in, "Gives an account recovery codes. Those that it had already stay checked off.", e.setSpares)
	mutationOf(e, "checkSpare", "the recovery code, UTF-8", "Checks a recovery code off, or takes that back.", e.checkSpare)
}

func (e *Engine) spares(p NoteParams, _ []byte) (door.None, []byte, error) {
	a, err := e.account(p.ID)
	if err != nil {
		return door.None{}, nil, err
	}
	var b []byte
	for _, s := range a.Spares {
		b = fmt.Appendf(b, "%d %s\n", s.Used, s.Code)
	}
	return door.None{}, b, nil
}

func (e *Engine) setSpares(w *write, p SparesParams, text []byte) (Account, error) {
	a, ok := w.vault.Account(p.ID)
	if !ok {
		return Account{}, errAccountUnknown
	}
	d := a.Details
	d.Spares = nil
	if p.Keep {
		d.Spares = a.Spares
	}
	for _, code := range cleanSpares(string(text)) {
		d.Spares = joinSpares(d.Spares, spareOf(a.Spares, code))
	}
	return w.describe(p.at(), p.ID, d)
}

func (e *Engine) checkSpare(w *write, p CheckParams, code []byte) (Account, error) {
	a, ok := w.vault.Account(p.ID)
	if !ok {
		return Account{}, errAccountUnknown
	}
	d := a.Details
	d.Spares = append([]vault.Spare(nil), a.Spares...)
	for i, s := range d.Spares {
		if s.Code != string(code) {
			continue
		}
		if !p.Used {
			d.Spares[i].Used = 0
		} else if s.Used == 0 {
			d.Spares[i].Used = max(1, p.at())
		}
		return w.describe(p.at(), p.ID, d)
	}
	return Account{}, errSpareUnknown
}

// describe changes details and says what the account is then.
func (w *write) describe(now int64, id string, d vault.Details) (Account, error) {
	a, err := w.vault.SetDetails(now, id, d)
	if err != nil {
		return Account{}, err
	}
	return accountOf(a), nil
}

// spareOf is a recovery code as it stands in a list, or one that is not used yet.
func spareOf(list []vault.Spare, code string) vault.Spare {
	for _, s := range list {
		if s.Code == code {
			return s
		}
	}
	return vault.Spare{Code: code}
}

// joinSpares is a list with more recovery codes. One that is there twice was used
// when it was used in either place.
func joinSpares(list []vault.Spare, more ...vault.Spare) []vault.Spare {
	joined := append([]vault.Spare(nil), list...)
next:
	for _, s := range more {
		for i := range joined {
			if joined[i].Code == s.Code {
				joined[i].Used = max(joined[i].Used, s.Used)
				continue next
			}
		}
		joined = append(joined, s)
	}
	return joined
}

// unnumbered is a line without what sites put before a recovery code in a list:
// "1.", "2)", "•", or a box to tick.
func unnumbered(line string) string {
	mark, code, ok := strings.Cut(line, " ")
	digits := strings.TrimLeft(mark, "0123456789")
	numbered := len(mark)-len(digits) <= 2 && (digits == "." || digits == ")") && digits != mark
	if ok && (numbered || strings.Contains(" - * • · ☐ □ ✓ ✔ ", " "+mark+" ")) {
		return code
	}
	return line
}

// cleanSpares makes recovery codes of what was pasted, each once, and at most
// one more than the vault takes.
func cleanSpares(text string) []string {
	var codes []string
	seen := make(map[string]bool)
	for line := range strings.Lines(cleanNote(text)) {
		code := otp.CleanName(unnumbered(strings.TrimSpace(line)))
		if code == "" || seen[code] {
			continue
		}
		if seen[code] = true; len(codes) > vault.MaxSpares {
			break
		}
		codes = append(codes, code)
	}
	return codes
}
