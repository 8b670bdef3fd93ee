// SPDX-License-Identifier: MIT

package scan

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"inkan/wasm/door"
	"inkan/wasm/door/typed"
)

// What is written by hand says what encoding/json would.
func TestAppendJSON(t *testing.T) {
	same := func(d Decoded) bool {
		if d.Symbols == nil {
			d.Symbols = []Symbol{}
		}
		for i := range d.Symbols {
			if s := &d.Symbols[i]; s.Corners == nil {
				s.Corners = []Point{}
			}
			d.Symbols[i].Level = Level(Level("").Values()[i%4])
			d.Symbols[i].Version %= 41
			d.Symbols[i].ByteLength %= 1 << 20
		}
		var got Decoded
		decoder := json.NewDecoder(strings.NewReader(string(d.appendJSON(nil))))
		decoder.DisallowUnknownFields()
		return decoder.Decode(&got) == nil && reflect.DeepEqual(got, d)
	}
	if err := quick.Check(same, nil); err != nil {
		t.Error(err)
	}
	d := Decoded{Symbols: []Symbol{{Corners: []Point{{-0.5, 1e6}, {12.25, 3}}, Version: 7, Level: "Q", ModuleSize: 3.5, Part: true, ByteLength: 40}, {Corners: []Point{}}}}
	want, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(d.appendJSON(nil)); got != string(want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// typedPicture is what package typed, and so encoding/json, reads a picture from.
func typedPicture(params []byte) (p Picture, e *door.Error) {
	var t door.Table
	typed.Handle(&t, door.Method{Name: "read"}, func(read Picture, _ []byte) (door.None, []byte, error) {
		p = read
		return door.None{}, nil, nil
	})
	var answer struct{ Error *door.Error }
	text, _ := t.Call("read", params, nil)
	if err := json.Unmarshal(text, &answer); err != nil {
		panic(err)
	}
	return p, answer.Error
}

var pictures = []string{
	`{"width":1,"height":2,"stride":3}`,
	`{"width":1,"height":2,"stride":3,"offset":4}`,
	" {\t\"offset\" : -4 ,\r\n\"stride\":3, \"height\":0,\"width\":-0} ",
	`{"width":9007199254740991,"height":2,"stride":3}`,
	``, ` `, `null`, `[]`, `{`, `}`, `{}`, `{,}`, `{"width"`, `{"width":`, `{"width":}`, `{"width":1`, `{"width":1,`,
	`{"width":1,"height":2,"stride":3`,
	`{"width":1,"height":2,"stride":3,}`,
	`{"width":1,"height":2,"stride":3}}`,
	`{"width":1,"height":2,"stride":3} {}`,
	`{"width":1,"height":2,"stride":3,"more":1}`,
	`{"width":1,"height":2,"stride":3,"STRIDE":1}`,
	`{"width":1,"height":2,"stride":3,"width":1}`,
	`{"width":1 "height":2,"stride":3}`,
	`{"width":1,,"height":2,"stride":3}`,
	`{width:1,"height":2,"stride":3}`,
	`{"width":1,"height":2}`,
	`{"width":01,"height":2,"stride":3}`,
	`{"width":+1,"height":2,"stride":3}`,
	`{"width":- 1,"height":2,"stride":3}`,
	`{"width":-,"height":2,"stride":3}`,
	`{"width":1.5,"height":2,"stride":3}`,
	`{"width":1e3,"height":2,"stride":3}`,
	`{"width":"1","height":2,"stride":3}`,
	`{"width":null,"height":2,"stride":3}`,
	`{"width":true,"height":2,"stride":3}`,
	`{"width":{},"height":2,"stride":3}`,
	`{"width":99999999999999999999,"height":2,"stride":3}`,
	"{\"width\":1,\"height\":2,\"stride\":3,\"\xff\":1}",
	"{\"width\":1,\"height\":2,\"stride\":3}\x00",
}

// compare reads the same text both ways.
func compare(t *testing.T, params []byte) {
	t.Helper()
	got, err := readPicture(params)
	want, e := typedPicture(params)
	if (err != nil) != (e != nil) || err == nil && got != want {
		t.Fatalf("%q: got %+v, %v; encoding/json gives %+v, %v", params, got, err, want, e)
	}
	if known, ok := errors.AsType[*door.Error](err); err != nil && (!ok || known.Code != door.BadParams) {
		t.Fatalf("%q: %v is no error of parameters", params, err)
	}
}

func TestReadPicture(t *testing.T) {
	for _, params := range pictures {
		compare(t, []byte(params))
	}
	if _, err := readPicture([]byte(`{"width":1,"height":2,"stride":3}` + strings.Repeat(" ", maxParams))); err == nil {
		t.Error("endless parameters were read")
	}
	for params, field := range map[string]string{pictures[22]: "STRIDE", pictures[23]: "width", pictures[27]: "stride", pictures[32]: "width"} {
		_, err := readPicture([]byte(params))
		if e, ok := errors.AsType[*door.Error](err); !ok || e.Field != field {
			t.Errorf("%s: %v, want an error about %s", params, err, field)
		}
	}
}

func FuzzReadPicture(f *testing.F) {
	for _, params := range pictures {
		f.Add([]byte(params))
	}
	f.Fuzz(func(t *testing.T, params []byte) {
		// What is stricter by design: no escapes in names, no more than 16 digits, short text.
		if strings.Contains(string(params), `\`) || len(params) > maxParams || digits(params) > 16 {
			return
		}
		compare(t, params)
	})
}

// digits is the length of the longest run of digits.
func digits(text []byte) (longest int) {
	n := 0
	for _, c := range text {
		if n++; c < '0' || c > '9' {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}
