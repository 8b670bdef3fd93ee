// SPDX-License-Identifier: MIT

package core

import (
	"strings"

	"golang.org/x/text/width"

	"inkan/wasm/vault"
)

// SearchParams are the words of a search.
type SearchParams struct {
	Words []string `json:"words"` // at least one, none of them empty, in lower case, form NFKC (UAX #15) and hiragana
}

// Noted says which words of a search stand in the note of an account.
type Noted struct {
	ID    string `json:"id"`
	Words []int  `json:"words"` // places of the words among those of the search, ascending
}

func (e *Engine) addSearchMethods() {
	query(e, "noted", "Says whose notes hold words of a search. The notes themselves, which are secrets, stay here.", e.noted)
}

func (e *Engine) noted(p SearchParams) ([]Noted, error) {
	v, err := e.opened()
	if err != nil {
		return nil, err
	}
	found := []Noted{}
	v.Live(func(a *vault.Account) bool {
		if a.Note == "" {
			return true
		}
		note := folded(a.Note)
		var words []int
		for i, word := range p.Words {
			if strings.Contains(note, word) {
				words = append(words, i)
			}
		}
		if len(words) > 0 {
			found = append(found, Noted{a.ID, words})
		}
		return true
	})
	return found, nil
}

// folded makes one of what a search takes for the same: upper and lower case,
// full and half width, hiragana and katakana. Of width, it is what form NFKC does to what people type; all of
// that form would make vault.wasm 57 kB larger, deflated.
func folded(text string) string {
	return strings.Map(hiragana, strings.ToLower(composed(width.Fold.String(text))))
}

// hiragana is the hiragana of a katakana, which stands 60 hexadecimal before it in
// the code charts; any other character is left as it is.
func hiragana(r rune) rune {
	if 'ァ' <= r && r <= 'ヶ' {
		return r - 0x60
	}
	return r
}

// The marks that a kana of half width has beside it, as width.Fold leaves them.
const (
	voiced     = '\u3099' // as ガ is カ with it
	semiVoiced = '\u309a' // as パ is ハ with it
)

// composed joins each katakana and the mark after it: the code chart has the
// voiced one right after the plain one, and the semi-voiced one after that.
func composed(text string) string {
	if !strings.ContainsAny(text, string(voiced)+string(semiVoiced)) {
		return text
	}
	var out []rune
	for _, r := range text {
		last := len(out) - 1
		switch {
		case last < 0:
		case r == voiced && out[last] == 'ウ':
			out[last] = 'ヴ'
			continue
		case r == voiced && strings.ContainsRune("カキクケコサシスセソタチツテトハヒフヘホ", out[last]):
			out[last]++
			continue
		case r == semiVoiced && strings.ContainsRune("ハヒフヘホ", out[last]):
			out[last] += 2
			continue
		}
		out = append(out, r)
	}
	return string(out)
}
