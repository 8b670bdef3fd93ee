// SPDX-License-Identifier: MIT

package core

import (
	"reflect"
	"testing"
)

func TestFolded(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Backup CODES", "backup codes"},
		{"ＡＢＣ１２３", "abc123"},
		{"ﾊﾞｯｸｱｯﾌﾟ ｺｰﾄﾞ", "ばっくあっぷ こーど"},
		{"ｳﾞｧｲｵﾘﾝ", "ゔぁいおりん"},
		{"控え：Ｂ", "控え:b"},
		{"", ""},
	} {
		if got := folded(tt.text); got != tt.want {
			t.Errorf("folded(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Which words stand in whose note, and no note itself.
func TestNoted(t *testing.T) {
	p := empty(t)
	ids := p.add(uriTOTP, uriHOTP, uriSteam).Added
	for i, note := range []string{"Recovery codes:\n4711-0815", "", "控え ﾊﾞｯｸｱｯﾌﾟ recovery"} {
		if note == "" {
			continue
		}
		p.ok("describe", `{"now":1741003200000,"id":"`+ids[i]+`","groups":[],"pinned":false,"note":true}`, []byte(note), nil)
		p.ok("commit", `{}`, nil, nil)
	}
	for _, tt := range []struct {
		words string
		want  map[string][]int
	}{
		{`["recovery"]`, map[string][]int{ids[0]: {0}, ids[2]: {0}}},
		{`["4711","recovery","ばっくあっぷ"]`, map[string][]int{ids[0]: {0, 1}, ids[2]: {1, 2}}},
		{`["nothing"]`, map[string][]int{}},
		{`[]`, map[string][]int{}},
	} {
		var found []Noted
		p.ok("noted", `{"words":`+tt.words+`}`, nil, &found)
		got := map[string][]int{}
		for _, n := range found {
			got[n.ID] = n.Words
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.words, got, tt.want)
		}
	}
}
