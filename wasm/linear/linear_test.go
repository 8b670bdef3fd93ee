// SPDX-License-Identifier: MIT

package linear

import (
	"strings"
	"testing"
)

// ask asks as JavaScript does.
func (d *Door) ask(method, params string) string {
	copy(d.room(len(method)+len(params)), method+params)
	d.answer(len(method), len(params))
	return string(d.json)
}

func TestCall(t *testing.T) {
	d := Door{call: func(method string, params, bytes []byte) ([]byte, []byte) {
		if bytes != nil {
			t.Error("there are bytes")
		}
		return []byte(method + " " + string(params)), []byte(strings.ToUpper(method))
	}}
	for _, c := range []struct{ method, params string }{
		{"m", "{}"}, {"", ""}, {"é漢😀", `{"a":1}`}, {"long", strings.Repeat("x", mostAsked-len("long"))}, {"short", "{}"},
	} {
		if got := d.ask(c.method, c.params); got != c.method+" "+c.params {
			t.Errorf("%s: got %.40q", c.method, got)
		}
		if got := string(d.out); got != strings.ToUpper(c.method) {
			t.Errorf("%s: the bytes are %q", c.method, got)
		}
	}
}

func TestRoom(t *testing.T) {
	var d Door
	for _, n := range []int{-1, mostAsked + 1, 1 << 31} {
		if d.room(n) != nil {
			t.Errorf("there is room for %d bytes", n)
		}
	}
	for _, n := range []int{0, 1, 600, mostAsked, 3} {
		if room := d.room(n); room == nil || len(room) != n {
			t.Errorf("%d bytes for %d", len(room), n)
		}
	}
}

func TestWrongLengths(t *testing.T) {
	d := Door{call: func(string, []byte, []byte) ([]byte, []byte) {
		t.Error("the call went through")
		return nil, nil
	}}
	d.room(10)
	for _, c := range [][2]int{{-1, 11}, {11, -1}, {4, 5}, {6, 5}, {0, 0}, {1 << 31, 1 << 31}} {
		if d.answer(c[0], c[1]); !strings.Contains(string(d.json), `"params"`) {
			t.Errorf("%v: got %s", c, d.json)
		}
	}
}

func TestPanicClosesTheDoor(t *testing.T) {
	calls := 0
	d := Door{call: func(string, []byte, []byte) ([]byte, []byte) {
		calls++
		panic("JBSWY3DPEHPK3PXP")
	}}
	for _, want := range []string{"crashed", "closed", "closed"} {
		if got := d.ask("m", "{}"); !strings.HasPrefix(got, `{"error":{"code":"`+want+`"`) || strings.Contains(got, "JBSW") || d.out != nil {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if calls != 1 {
		t.Errorf("the engine was reached %d times", calls)
	}
}

func TestAnswersAreCleared(t *testing.T) {
	d := Door{call: func(string, []byte, []byte) ([]byte, []byte) { return []byte("{}"), []byte("secret out") }}
	d.ask("m", "{}")
	given := d.out
	d.ask("m", "{}")
	if strings.Trim(string(given), "\x00") != "" {
		t.Error("what was answered before is still there")
	}
}
