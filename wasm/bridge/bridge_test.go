// SPDX-License-Identifier: MIT

//go:build js && wasm

package bridge

import (
	"strings"
	"syscall/js"
	"testing"

	"inkan/wasm/qr/charsets"
)

// open opens a door named "probe" for the length of a test.
func open(t *testing.T, call Call) js.Value {
	t.Helper()
	release, err := Open("probe", call)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	return js.Global().Get("probe")
}

// eval evaluates a JavaScript expression in the global scope.
func eval(code string) js.Value { return js.Global().Call("eval", code) }

func TestCall(t *testing.T) {
	open(t, func(method string, params, bytes []byte) ([]byte, []byte) {
		out := append([]byte(nil), bytes...)
		for i := range out {
			out[i]++
		}
		return []byte(method + " " + string(params)), out
	})
	for _, c := range []struct{ call, json, bytes string }{
		{`probe.call("m", "{}")`, "m {}", "null"},
		{`probe.call("m", "é漢😀", undefined)`, "m é漢😀", "null"},
		{`probe.call("m", "{}", null)`, "m {}", "null"},
		{`probe.call("m", "{}", new Uint8Array([1, 2, 255]))`, "m {}", "2,3,0"},
		{`probe.call("m", "{}", new Uint8Array([1, 2, 3, 4]).subarray(1, 3))`, "m {}", "3,4"},
		{`probe.call("m", "{}", require("vm").runInNewContext("new Uint8Array([7, 8])"))`, "m {}", "8,9"},
		{`probe.call("", "")`, " ", "null"},
	} {
		got := eval(c.call)
		if json := got.Get("json").String(); json != c.json {
			t.Errorf("%s: json %q, want %q", c.call, json, c.json)
		}
		if bytes := js.Global().Call("String", got.Get("bytes")).String(); bytes != c.bytes {
			t.Errorf("%s: bytes %s, want %s", c.call, bytes, c.bytes)
		}
	}
}

func TestEmptyBytesAreNotNone(t *testing.T) {
	open(t, func(_ string, _, bytes []byte) ([]byte, []byte) {
		if bytes == nil {
			return []byte("none"), nil
		}
		return []byte("some"), []byte{}
	})
	if got := eval(`(r => r.json + r.bytes.length)(probe.call("", "", new Uint8Array(0)))`).String(); got != "some0" {
		t.Errorf("got %s", got)
	}
	if got := eval(`(r => r.json + r.bytes)(probe.call("", ""))`).String(); got != "nonenull" {
		t.Errorf("got %s", got)
	}
}

func TestBadArguments(t *testing.T) {
	open(t, func(string, []byte, []byte) ([]byte, []byte) {
		t.Error("the call went through")
		return nil, nil
	})
	for _, call := range []string{
		`probe.call()`,
		`probe.call("m")`,
		`probe.call(1, "{}")`,
		`probe.call("m", {})`,
		`probe.call("m", 3)`,
		`probe.call("m", "{}", "bytes")`,
		`probe.call("m", "{}", [1])`,
		`probe.call("m", "{}", 1)`,
		`probe.call("m", "{}", new ArrayBuffer(3))`,
		`probe.call("m", "{}", new Uint16Array(3))`,
		`probe.call("m", "{}", new DataView(new ArrayBuffer(3)))`,
		`probe.call("m", "{}", {byteLength: 3})`,
		`probe.call("m", "{}", new Uint8Array(1), 1)`,
		`probe.call("m", "x".repeat(9 << 20))`,
		`probe.call(Symbol(), "{}")`,
	} {
		got := eval(call)
		if json := got.Get("json").String(); json != badCall || !got.Get("bytes").IsNull() {
			t.Errorf("%s: got %s", call, json)
		}
	}
}

func TestPanicClosesTheDoor(t *testing.T) {
	calls := 0
	open(t, func(string, []byte, []byte) ([]byte, []byte) {
		calls++
		panic("JBSWY3DPEHPK3PXP")
	})
	for _, want := range []string{crashed, closed, closed} {
		if got := eval(`probe.call("m", "{}", new Uint8Array(2))`).Get("json").String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if calls != 1 {
		t.Errorf("the engine was reached %d times", calls)
	}
}

func TestRuntimePanics(t *testing.T) {
	for name, fault := range map[string]func(){
		"index": func() { var s []int; _ = s[len(s)] },
		"type":  func() { var v any; _ = v.(string) },
		"nil":   func() { panic(nil) },
		"js":    func() { js.Global().Get("nothing").Call("here") },
	} {
		t.Run(name, func(t *testing.T) {
			open(t, func(string, []byte, []byte) ([]byte, []byte) { fault(); return nil, nil })
			if got := eval(`probe.call("m", "{}")`).Get("json").String(); got != crashed {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestCopiesAreCleared(t *testing.T) {
	var kept, given []byte
	open(t, func(_ string, _, bytes []byte) ([]byte, []byte) {
		kept, given = bytes, []byte("secret out")
		return []byte("{}"), given
	})
	out := eval(`new TextDecoder().decode(probe.call("m", "{}", new TextEncoder().encode("secret in")).bytes)`).String()
	if out != "secret out" {
		t.Errorf("JavaScript got %q", out)
	}
	if strings.Trim(string(kept), "\x00") != "" || strings.Trim(string(given), "\x00") != "" {
		t.Error("a copy was not cleared")
	}
}

func TestDecodeText(t *testing.T) {
	for _, c := range []struct {
		label, bytes, text string
		valid, known       bool
	}{
		{"shift_jis", "a\x93\xfa\x96\x7b", "a日本", true, true},
		{"shift_jis", "\x93", "", false, true},
		{"gbk", "\xd6\xd0", "中", true, true},
		{"big5", "\xa4\xa4", "中", true, true},
		{"euc-kr", "\xb0\xa1", "가", true, true},
		{"gb18030", "", "", true, true},
		{"nothing", "a", "", false, false},
	} {
		text, valid, known := DecodeText(c.label, []byte(c.bytes))
		if text != c.text || valid != c.valid || known != c.known {
			t.Errorf("%s %q: %q, %v, %v", c.label, c.bytes, text, valid, known)
		}
	}
}

// unassigned tells what package qr does not take.
func unassigned(r rune) bool { return 0x80 <= r && r < 0xA0 || 0xE000 <= r && r < 0xF900 }

// Every pair of bytes means the same with and without a browser, as far as
// package qr takes it.
func TestShiftJISIsTheSameEverywhere(t *testing.T) {
	for lead := 0x80; lead <= 0xFF; lead++ {
		for trail := 0x20; trail <= 0xFF; trail++ {
			if trail == 0x7F {
				continue // Node's ICU makes a SUB of a DEL; browsers do not
			}
			pair := []byte{byte(lead), byte(trail)}
			here, valid, _ := charsets.Decode("shift_jis", pair)
			text, validThere, _ := DecodeText("shift_jis", pair)
			if strings.ContainsFunc(text, unassigned) {
				text, validThere = "", false
			}
			if here != text || valid != validThere {
				t.Fatalf("%x: %q, %v in tables, %q, %v in JavaScript", pair, here, valid, text, validThere)
			}
		}
	}
}

// So do the sets of one byte a character that ECI names.
func TestSingleByteSetsAreTheSameEverywhere(t *testing.T) {
	for _, label := range []string{
		"iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8",
		"windows-1254", "iso-8859-10", "windows-874", "iso-8859-13", "iso-8859-14", "iso-8859-15",
		"windows-1250", "windows-1251", "windows-1256",
		// Node has no iso-8859-16, and takes windows-1252 for ISO-8859-1; browsers do neither.
	} {
		for c := range 256 {
			here, valid, known := charsets.Decode(label, []byte{byte(c)})
			text, validThere, knownThere := DecodeText(label, []byte{byte(c)})
			if strings.ContainsFunc(text, unassigned) {
				text, validThere = "", false
			}
			if strings.ContainsFunc(here, unassigned) {
				here, valid = "", false
			}
			if here != text || valid != validThere || !known || !knownThere {
				t.Errorf("%s %#x: %q, %v in tables, %q, %v in JavaScript", label, c, here, valid, text, validThere)
			}
		}
	}
}

func TestRelease(t *testing.T) {
	release, err := Open("probe", func(string, []byte, []byte) ([]byte, []byte) { return []byte("{}"), nil })
	if err != nil {
		t.Fatal(err)
	}
	release()
	if !js.Global().Get("probe").IsUndefined() {
		t.Error("the door is still there")
	}
}

func BenchmarkCall(b *testing.B) {
	release, err := Open("probe", func(string, []byte, []byte) ([]byte, []byte) { return []byte(`{"ok":{}}`), nil })
	if err != nil {
		b.Fatal(err)
	}
	defer release()
	loop := eval(`n => { for (let i = 0; i < n; i++) probe.call("codes", "{}") }`)
	b.ResetTimer()
	loop.Invoke(b.N)
}
