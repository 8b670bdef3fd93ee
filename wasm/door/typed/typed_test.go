// SPDX-License-Identifier: MIT

package typed

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"inkan/wasm/door"
)

type params struct {
	Now  int64    `json:"now"`
	IDs  []string `json:"ids"`
	Name string   `json:"name,omitempty"`
	Keep bool     `json:"keep,omitempty"`
}

type echo struct {
	Now  int64    `json:"now"`
	IDs  []string `json:"ids"`
	Name string   `json:"name"`
}

func table() *door.Table {
	t := new(door.Table)
	Handle(t, door.Method{Name: "echo"}, func(p params, _ []byte) (echo, []byte, error) {
		return echo{p.Now, p.IDs, p.Name}, nil, nil
	})
	Handle(t, door.Method{Name: "reverse", In: "text", Out: "text"}, func(_ door.None, b []byte) (door.None, []byte, error) {
		out := make([]byte, len(b))
		for i := range b {
			out[len(b)-1-i] = b[i]
		}
		return door.None{}, out, nil
	})
	Handle(t, door.Method{Name: "fail"}, func(door.None, []byte) (door.None, []byte, error) {
		return door.None{}, []byte("dropped"), errors.New("JBSWY3DPEHPK3PXP")
	})
	return t
}

func TestCall(t *testing.T) {
	d := table()
	for _, c := range []struct{ method, params, bytes, json, out string }{
		{"echo", `{"now":1,"ids":[]}`, "", `{"ok":{"now":1,"ids":[],"name":""}}`, ""},
		{"echo", ` { "ids" : [ "a" , "b" ] , "now" : 2, "name":"<é>" } `, "", `{"ok":{"now":2,"ids":["a","b"],"name":"\u003cé\u003e"}}`, ""},
		{"reverse", `{}`, "abc", `{"ok":{}}`, "cba"},
		{"reverse", `{}`, "", `{"error":{"code":"params","message":"this method needs bytes","field":"bytes"}}`, ""},
		{"echo", `{"now":1,"ids":[]}`, "x", `{"error":{"code":"params","message":"this method takes no bytes","field":"bytes"}}`, ""},
		{"fail", `{}`, "", `{"error":{"code":"internal","message":"something failed that should not"}}`, ""},
		{"no\nne", `{}`, "", `{"error":{"code":"method","message":"there is no such method","value":"no�ne"}}`, ""},
	} {
		var in []byte
		if c.bytes != "" {
			in = []byte(c.bytes)
		}
		got, out := d.Call(c.method, []byte(c.params), in)
		if string(got) != c.json || string(out) != c.out {
			t.Errorf("Call(%q, %s) = %s, %q\nwant %s, %q", c.method, c.params, got, out, c.json, c.out)
		}
	}
}

func TestParamsRefused(t *testing.T) {
	d := table()
	for _, c := range []struct{ params, field string }{
		{``, ""},
		{`null`, ""},
		{`[]`, ""},
		{`{`, ""},
		{`{"now":1,"ids":[]`, ""},
		{`{"now":1,"ids":[]}}`, ""},
		{`{"now":1,"ids":[]} {}`, ""},
		{`{"now":1}`, "ids"},
		{`{"ids":[]}`, "now"},
		{`{"now":1,"ids":[],"more":1}`, "more"},
		{`{"now":1,"ids":[],"NOW":1}`, "NOW"},
		{`{"now":1,"now":1,"ids":[]}`, "now"},
		{`{"now":null,"ids":[]}`, "now"},
		{`{"now":1.5,"ids":[]}`, "now"},
		{`{"now":1e3,"ids":[]}`, "now"},
		{`{"now":9223372036854775808,"ids":[]}`, "now"},
		{`{"now":"1","ids":[]}`, "now"},
		{`{"now":1,"ids":null}`, "ids"},
		{`{"now":1,"ids":{}}`, "ids"},
		{`{"now":1,"ids":[null]}`, "ids"},
		{`{"now":1,"ids":[1]}`, "ids"},
		{`{"now":1,"ids":["a",]}`, "ids"},
		{`{"now":1,"ids":["a"`, "ids"},
		{`{"now":1,"ids":[],"name":1}`, "name"},
		{`{"now":1,"ids":[],"keep":"yes"}`, "keep"},
		{"{\"now\":1,\"ids\":[],\"name\":\"\xff\"}", ""},
		{`{"now":1,"ids":["` + strings.Repeat("a", maxParams) + `"]}`, ""},
	} {
		text, _ := d.Call("echo", []byte(c.params), nil)
		var answer struct{ Error *door.Error }
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		if answer.Error == nil || answer.Error.Code != door.BadParams || answer.Error.Field != c.field {
			t.Errorf("params %.60s: got %.200s, want an error about %q", c.params, text, c.field)
		}
	}
}

func TestExplain(t *testing.T) {
	d := table()
	d.Explain = func(error) *door.Error { return &door.Error{Code: "known", Message: "this we know"} }
	if got, _ := d.Call("fail", []byte(`{}`), nil); string(got) != `{"error":{"code":"known","message":"this we know"}}` {
		t.Errorf("got %s", got)
	}
}

func TestMethods(t *testing.T) {
	methods := table().Methods()
	if len(methods) != 3 || methods[0].Name != "echo" || methods[0].Params != reflect.TypeFor[params]() || methods[1].Result != reflect.TypeFor[door.None]() {
		t.Errorf("got %+v", methods)
	}
}

func TestHandleTwice(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a method was added twice")
		}
	}()
	Handle(table(), door.Method{Name: "echo"}, func(door.None, []byte) (door.None, []byte, error) { return door.None{}, nil, nil })
}

func FuzzCall(f *testing.F) {
	f.Add("echo", []byte(`{"now":1,"ids":["a"],"name":"b","keep":true}`), []byte(nil))
	f.Add("reverse", []byte(`{}`), []byte("abc"))
	d := table()
	f.Fuzz(func(t *testing.T, method string, params, bytes []byte) {
		if text, _ := d.Call(method, params, bytes); !json.Valid(text) {
			t.Fatalf("not JSON: %s", text)
		}
	})
}
