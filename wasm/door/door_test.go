// SPDX-License-Identifier: MIT

package door

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
)

func table() *Table {
	t := new(Table)
	t.Add(Method{Name: "reverse", In: "text", Out: "text", Answer: func(_, b []byte) ([]byte, []byte, error) {
		out := make([]byte, len(b))
		for i := range b {
			out[len(b)-1-i] = b[i]
		}
		return []byte(`{}`), out, nil
	}})
	t.Add(Method{Name: "fail", Answer: func(_, _ []byte) ([]byte, []byte, error) {
		return []byte(`{}`), []byte("dropped"), errors.New("JBSWY3DPEHPK3PXP")
	}})
	t.Add(Method{Name: "refuse", Answer: func(_, _ []byte) ([]byte, []byte, error) {
		return nil, nil, BadParam("name", "this field is missing")
	}})
	return t
}

func TestCall(t *testing.T) {
	d := table()
	for _, c := range []struct{ method, bytes, json, out string }{
		{"reverse", "abc", `{"ok":{}}`, "cba"},
		{"reverse", "", `{"error":{"code":"params","message":"this method needs bytes","field":"bytes"}}`, ""},
		{"fail", "", `{"error":{"code":"internal","message":"something failed that should not"}}`, ""},
		{"fail", "x", `{"error":{"code":"params","message":"this method takes no bytes","field":"bytes"}}`, ""},
		{"refuse", "", `{"error":{"code":"params","message":"this field is missing","field":"name"}}`, ""},
		{"no\nne", "", `{"error":{"code":"method","message":"there is no such method","value":"no�ne"}}`, ""},
	} {
		var in []byte
		if c.bytes != "" {
			in = []byte(c.bytes)
		}
		got, out := d.Call(c.method, []byte(`{}`), in)
		if string(got) != c.json || string(out) != c.out {
			t.Errorf("Call(%q) = %s, %q\nwant %s, %q", c.method, got, out, c.json, c.out)
		}
	}
}

// What is written by hand says what encoding/json would.
func TestErrorJSON(t *testing.T) {
	same := func(e Error) bool {
		if len(e.Hint) == 0 {
			e.Hint = nil
		}
		want, err := json.Marshal(e)
		var a, b Error
		return err == nil && json.Unmarshal(want, &a) == nil && json.Unmarshal(e.AppendJSON(nil), &b) == nil && reflect.DeepEqual(a, b)
	}
	for _, e := range []Error{
		{}, {Code: "a", Message: "b", Field: "c", Value: "d", Position: 5, Hint: []string{"e", ""}}, {Position: -1, Hint: []string{}},
		{Message: "\x00\x1f\x7f\"\\/<&>\u2028😀\xff\xed\xa0\x80"},
	} {
		if !same(e) {
			t.Errorf("%+v: %s", e, e.AppendJSON(nil))
		}
	}
	if err := quick.Check(same, nil); err != nil {
		t.Error(err)
	}
}

func TestCut(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "name": "name", "a\nb\u200b\xff": "a�b��", strings.Repeat("é", 40): strings.Repeat("é", 40), strings.Repeat("é", 41): strings.Repeat("é", 39) + "…",
	} {
		if got := Cut(in); got != want {
			t.Errorf("Cut(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAddTwice(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a method was added twice")
		}
	}()
	table().Add(Method{Name: "reverse"})
}
