// SPDX-License-Identifier: MIT

package files

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"inkan/wasm/parcel"
)

const (
	plain = "otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example"
	odd   = "otpauth://totp/Odd:period?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Odd&period=60"
)

// frame puts a password before what follows it; "-" is none.
func frame(password string, rest []byte) []byte {
	if password == "-" {
		return append(binary.LittleEndian.AppendUint32(nil, none), rest...)
	}
	framed := binary.LittleEndian.AppendUint32(nil, uint32(len(password)))
	return append(append(framed, password...), rest...)
}

// call calls a method and reads its result into v, or returns the error's code.
func call(t *testing.T, method, params string, in []byte, v any) (code string, out []byte) {
	t.Helper()
	text, out := New(rand.Reader).Call(method, []byte(params), in)
	var answer struct {
		OK    json.RawMessage
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("GEZDGNBV")) || bytes.Contains(text, []byte("4711")) {
		t.Errorf("%s lets a secret out in its JSON", method)
	}
	if answer.Error.Code == "" {
		if err := json.Unmarshal(answer.OK, v); err != nil {
			t.Fatal(err)
		}
	}
	return answer.Error.Code, out
}

// TestThereAndBack has a backup made and read again. The other forms are read
// by the tests of package transfer.
func TestThereAndBack(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	if testing.Short() {
		t.Skip("deriving 256 MiB twice is slow with the race detector")
	}
	sent := []parcel.Entry{
		{URI: plain, Site: "example.com", Groups: []string{"Work"}, Note: "4711-0815", Pinned: true, Sites: []string{"example.org"}, Spares: []parcel.Spare{{Code: "1111"}, {Code: "2222", Used: 1741003200000}}, Uses: 12, Used: 1741003200000}, {URI: odd, Mark: "service:github"}, {URI: plain, Icon: []byte("\x89PNG\r\n\x1a\nnot looked into")},
	}
	packed := parcel.Pack(sent)
	var nothing struct{}
	code, file := call(t, "export", `{"form":"backup","now":1741003200000}`, frame("correct horse", packed), &nothing)
	if code != "" || bytes.Contains(file, []byte("Example")) {
		t.Fatalf("export: %s", code)
	}
	var got Imported
	code, out := call(t, "import", `{"name":""}`, frame("correct horse", file), &got)
	if code != "" || got.Format != "inkan" || got.Accounts != 3 || len(got.Problems) > 0 || len(got.Parcels) != 1 || fmt.Sprint(got.Icons) != "[{[2] 23}]" {
		t.Fatalf("import: %s, %+v", code, got)
	}
	entries, err := parcel.Unpack(out[:got.Parcels[0]])
	if err != nil || len(entries) != 3 || !strings.Contains(entries[1].URI, "period=60") {
		t.Fatalf("came back as %d entries, %v", len(entries), err)
	}
	entries[2].Icon = out[got.Parcels[0]:] // which came beside the parcel
	for i := range entries {
		entries[i].URI = sent[i].URI // which says more of what is usual
	}
	if !reflect.DeepEqual(entries, sent) {
		t.Errorf("came back as %+v", entries)
	}
}

// TestImportedDetails: what another authenticator knows of an account goes into
// the parcel, and into nothing else; only what has no place is said to be left.
func TestImportedDetails(t *testing.T) {
	const file = `{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"groups":[{"uuid":"1","name":"Work"}],"entries":[
		{"type":"totp","name":"a","issuer":"b","note":"4711-0815","favorite":true,"groups":["1"]%s,
		"info":{"secret":"GEZDGNBVGY3TQOJQ","algo":"SHA1","digits":6,"period":30}}]}}`
	for icon, want := range map[string]string{
		"": "[] []", `,"icon_mime":"image/svg+xml","icon":"PHN2Zy8+"`: "[{[0] 6}] []", `,"icon_mime":"image/png","icon":"PHNtZy8+"`: "[] []",
		`,"icon_mime":"image/svg+xml","icon":"PHN2Zy8+` + strings.Repeat("AAAA", 1<<20/3) + `"`: "[] [icon]",
	} {
		var got Imported
		code, out := call(t, "import", `{"name":""}`, frame("-", fmt.Appendf(nil, file, icon)), &got)
		if code != "" || fmt.Sprint(got.Icons, got.Left) != want {
			t.Fatalf("%s, icons and left %v %v, want %s", code, got.Icons, got.Left, want)
		}
		entries, err := parcel.Unpack(out[:got.Parcels[0]])
		if err != nil || len(entries) != 1 || entries[0].Note != "4711-0815" || !entries[0].Pinned || fmt.Sprint(entries[0].Groups) != "[Work]" {
			t.Errorf("%+v, %v", entries, err)
		}
	}
}

// TestPortions: many accounts come in parcels that are each taken in a moment.
func TestPortions(t *testing.T) {
	const count = 2*parcel.Portion + 1
	var links strings.Builder
	for i := range count {
		fmt.Fprintf(&links, "otpauth://totp/%d?secret=GEZDGNBVGY3TQOJQ\n", i)
	}
	var got Imported
	code, out := call(t, "import", `{"name":""}`, frame("-", []byte(links.String())), &got)
	if code != "" || got.Accounts != count || len(got.Parcels) != 3 {
		t.Fatalf("%s, %d accounts in %d parcels", code, got.Accounts, len(got.Parcels))
	}
	n := 0
	for _, length := range got.Parcels {
		entries, err := parcel.Unpack(out[:length])
		if err != nil || len(entries) > parcel.Portion {
			t.Fatalf("%d accounts in a parcel, %v", len(entries), err)
		}
		for _, entry := range entries {
			if want := fmt.Sprintf("otpauth://totp/%d?", n); !strings.HasPrefix(entry.URI, want) {
				t.Fatalf("%s, want %s", entry.URI[:30], want)
			}
			n++
		}
		out = out[length:]
	}
	if n != count || len(out) > 0 {
		t.Errorf("%d accounts, and %d bytes more", n, len(out))
	}
}

func TestExportForms(t *testing.T) {
	packed := parcel.Pack([]parcel.Entry{{URI: plain, Site: "example.com", Note: "4711-0815", Uses: 1}, {URI: odd}})
	for _, c := range []struct{ form, password, begins, losses string }{
		{"text", "-", "otpauth://totp/Example:alice?secret=GEZD", "[{0 false [site note uses]}]"},
		{"sheet", "-", `[{"uri":"otpauth://totp/Example:alice?secret=GEZD`, "[{0 false [site note uses]}]"},
		{"migration", "-", "otpauth-migration://offline?data=", "[{0 false [site note uses]} {1 true [period]}]"},
		{"aegis", "-", "{\n    \"version\": 1,", "[{0 false [site uses]}]"},
		{"aegis", "correct horse", "{\n    \"version\": 1,", "[{0 false [site uses]}]"},
	} {
		var nothing struct{}
		code, file := call(t, "export", `{"form":"`+c.form+`","now":1741003200000}`, frame(c.password, packed), &nothing)
		if code != "" || !strings.HasPrefix(string(file), c.begins) {
			t.Errorf("%s: %s, %d bytes", c.form, code, len(file))
		}
		if c.password != "-" && bytes.Contains(file, []byte("Example")) {
			t.Errorf("%s: a name stands in the protected file", c.form)
		}
		var got Losses
		if code, _ := call(t, "losses", `{"form":"`+c.form+`"}`, packed, &got); code != "" || fmt.Sprint(got.Losses) != c.losses {
			t.Errorf("%s: %s, losses %v, want %s", c.form, code, got.Losses, c.losses)
		}
	}
}

func TestRefusals(t *testing.T) {
	packed := parcel.Pack([]parcel.Entry{{URI: plain}})
	for _, c := range []struct {
		method, params string
		in             []byte
		code           string
	}{
		{"import", `{"name":""}`, nil, "params"},
		{"import", `{"name":""}`, []byte{1, 2}, "params"},
		{"import", `{"name":""}`, []byte{9, 0, 0, 0, 'x'}, "params"},
		{"import", `{"name":""}`, []byte{0xff, 0xff, 0xff, 0x7f, 'x'}, "params"},
		{"import", `{"name":""}`, frame("-", nil), "format"},
		{"import", `{"name":""}`, frame("-", []byte("Remember the milk.")), "format"},
		{"export", `{"form":"fax","now":1}`, frame("-", packed), "params"},
		{"export", `{"form":"text","now":1}`, frame("-", []byte("{}")), "params"},
		{"export", `{"form":"backup","now":1}`, frame("-", packed), "password-needed"},
		{"export", `{"form":"backup","now":1}`, frame("", packed), "password-needed"},
		{"losses", `{"form":"fax"}`, packed, "params"},
		{"losses", `{"form":"text"}`, []byte("[{\"uri\":\"GEZDGNBV\"}]"), "scheme"},
	} {
		var nothing struct{}
		if code, out := call(t, c.method, c.params, c.in, &nothing); code != c.code || out != nil {
			t.Errorf("%s %s of %d bytes: %s, want %s", c.method, c.params, len(c.in), code, c.code)
		}
	}
}
