// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/door"
	"inkan/wasm/parcel"
)

const noon = 1741003200000 // 2025-03-03T12:00:00Z

// fixed is randomness that is the same in every test.
func fixed() io.Reader { return rand.NewChaCha8([32]byte{'i', 'n', 'k', 'a', 'n'}) }

// probe is an engine under test.
type probe struct {
	testing.TB
	*Engine
}

// empty is an engine with an empty vault.
func empty(t testing.TB) *probe {
	p := &probe{t, New(Options{Rand: fixed()})}
	p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	return p
}

// ok calls a method that must succeed and reads its result into result, unless
// that is nil.
func (p *probe) ok(method, params string, in []byte, result any) []byte {
	p.Helper()
	text, out := p.Call(method, []byte(params), in)
	var answer struct {
		OK    json.RawMessage
		Error *door.Error
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Error != nil {
		p.Fatalf("%s %s: %s", method, params, text)
	}
	if bytes.Contains(text, []byte("null")) {
		p.Errorf("%s: a null in %s", method, text)
	}
	if result != nil {
		if err := json.Unmarshal(answer.OK, result); err != nil {
			p.Fatalf("%s: %v in %s", method, err, text)
		}
	}
	return out
}

// fails calls a method that must fail with the code.
func (p *probe) fails(code door.Code, method, params string, in []byte) *door.Error {
	p.Helper()
	text, out := p.Call(method, []byte(params), in)
	var answer struct{ Error *door.Error }
	if err := json.Unmarshal(text, &answer); err != nil || answer.Error == nil || answer.Error.Code != code || out != nil {
		p.Fatalf("%s %s: %s, want the code %s", method, params, text, code)
	}
	return answer.Error
}

// read scans a text.
func (p *probe) read(text string) (r Reading) {
	p.Helper()
	p.ok("read", `{"now":1741003200000,"site":"https://example.com"}`, []byte(text), &r)
	return r
}

// add scans URIs, adds what they hold and commits.
func (p *probe) add(uris ...string) (a Added) {
	p.Helper()
	refs := make([]string, len(uris))
	for i, uri := range uris {
		if refs[i] = p.read(uri).Ref; refs[i] == "" {
			p.Fatalf("%s is no account", uri)
		}
	}
	if file := p.ok("add", `{"now":1741003200000,"refs":`+list(refs...)+`}`, nil, &a); file != nil {
		p.ok("commit", `{}`, nil, nil)
	}
	return a
}

// list is a JSON array of strings.
func list(items ...string) string {
	text, err := json.Marshal(append([]string{}, items...))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// state is all that can be read of an engine.
func (p *probe) state() string {
	p.Helper()
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	ids := make([]string, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	var codes []Code
	p.ok("codes", `{"now":1741003200000,"ids":`+list(ids...)+`}`, nil, &codes)
	text := fmt.Sprintf("%+v %+v", accounts, codes)
	for _, method := range []string{"slots", "trash", "settings"} {
		answer, _ := p.Call(method, []byte(`{}`), nil)
		text += string(answer)
	}
	return text
}

const (
	uriTOTP  = "otpauth://totp/Example:alice@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example"
	uriHOTP  = "otpauth://hotp/Example:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=5"
	uriSteam = "otpauth://steam/Steam:gabe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
)

func TestMethods(t *testing.T) {
	var names []string
	for _, m := range New(Options{}).Methods() {
		names = append(names, m.Name)
	}
	want := "inspect create open commit abort derive argon2 slots unlock resume key verify " +
		"addPassword changePassword addPasskey newRecoveryKey confirmRecoveryKey removeSlot unprotect " +
		"accounts codes next edit remove restore describe use note noted spares setSpares checkSpare icon setIcon setReadingIcon preview adjust bind group pin unite undo duplicates trash purge sweep move read enter add forget take give " +
		"post collect offer merge revert reseal keep past putBack seen settings set sealAside openAside"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("methods %s, want %s", got, want)
	}
}

func TestLifeOfAVault(t *testing.T) {
	p := &probe{t, New(Options{Rand: fixed()})}
	p.fails(CodeNoVault, "accounts", `{}`, nil)
	var c Committed
	first := p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.fails(CodeNoVault, "accounts", `{}`, nil)
	p.ok("commit", `{}`, nil, &c)
	if c.Generation != 1 {
		t.Errorf("generation %d", c.Generation)
	}
	p.fails(CodeVaultOpen, "create", `{"now":1741003200000}`, nil)
	p.fails(CodeVaultOpen, "open", `{"now":1741003200000}`, first)
	r := p.read(uriTOTP)
	second := p.ok("add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, &c)
	if c.Generation != 2 {
		t.Errorf("generation %d", c.Generation)
	}

	var i Inspection
	p.ok("inspect", `{}`, second, &i)
	if i.Generation != 2 || i.Version != 1 || i.Protected || len(i.Slots) != 1 || i.Slots[0].Type != "none" {
		t.Errorf("inspection %+v", i)
	}
	p.fails(CodeVaultDamaged, "inspect", `{}`, second[1:])

	again := &probe{t, New(Options{Rand: fixed()})}
	again.fails(CodeVaultDamaged, "open", `{"now":1741003200000}`, []byte{})
	var o Opened
	again.ok("open", `{"now":1741003200000}`, second, &o)
	if o != (Opened{2, 1, false}) || again.state() != p.state() {
		t.Errorf("opened %+v\n%s\n%s", o, again.state(), p.state())
	}
}

func TestAbortedCreateLeavesNothing(t *testing.T) {
	p := &probe{t, New(Options{Rand: fixed()})}
	p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.fails(CodeBusy, "create", `{"now":1741003200000}`, nil)
	p.fails(CodeBusy, "open", `{"now":1741003200000}`, []byte{})
	var c Committed
	p.ok("abort", `{}`, nil, &c)
	if c.Generation != 0 {
		t.Errorf("generation %d", c.Generation)
	}
	p.fails(CodeNoVault, "accounts", `{}`, nil)
	p.fails(CodeNothingPending, "commit", `{}`, nil)
	p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
}

// call is what one method is given.
type call struct {
	params string
	in     []byte
}

// writes has a call of every writing method that changes the vault of prepared.
func (p *probe) writes(removed string) map[string]call {
	var accounts []Account
	p.ok("accounts", `{}`, nil, &accounts)
	ids := make(map[string]string)
	for _, a := range accounts {
		ids[string(a.Type)] = a.ID
	}
	slots, undone := p.slotIDs(), ""
	if p.undo != nil {
		undone = p.undo.of
	}
	ref := p.read("otpauth://totp/new?secret=JBSWY3DPEHPK3PXP").Ref
	inbox := p.ok("post", `{"now":1741003200000,"refs":`+list(ref)+`}`, nil, nil)
	recovery := p.ok("newRecoveryKey", `{}`, nil, nil)
	other := p.ok("edit", `{"now":1741003200000,"id":"`+ids["totp"]+`","issuer":"Other"}`, nil, nil)
	p.ok("abort", `{}`, nil, nil)
	wrapping, none := bytes.Repeat([]byte{9}, 32), []byte{}
	const now = `{"now":1741003200000`
	return map[string]call{
		"add":                {now + `,"refs":` + list(ref) + `}`, nil},
		"next":               {now + `,"id":"` + ids["hotp"] + `"}`, nil},
		"edit":               {now + `,"id":"` + ids["totp"] + `","issuer":"Other","account":"bob"}`, nil},
		"describe":           {now + `,"id":"` + ids["totp"] + `","groups":["Work"],"pinned":true,"note":true}`, []byte("a note")},
		"use":                {now + `,"ids":` + list(ids["totp"], "nobody") + `}`, nil},
		"setSpares":          {now + `,"id":"` + ids["totp"] + `","keep":true}`, []byte("a recovery code")},
		"checkSpare":         {now + `,"id":"` + ids["hotp"] + `","used":true}`, []byte("spare")},
		"adjust":             {now + `,"id":"` + ids["totp"] + `","algorithm":"SHA256","digits":8,"period":60}`, nil},
		"setIcon":            {now + `,"id":"` + ids["totp"] + `","icon":"service:github"}`, none},
		"bind":               {now + `,"id":"` + ids["totp"] + `","sites":["a.example"]}`, nil},
		"group":              {now + `,"ids":` + list(ids["totp"], ids["hotp"], "nobody") + `,"group":"Work"}`, nil},
		"pin":                {now + `,"ids":` + list(ids["totp"], "nobody") + `,"pinned":true}`, nil},
		"unite":              {now + `,"keep":"` + ids["totp"] + `","ids":` + list(ids["hotp"]) + `}`, nil},
		"undo":               {now + `,"undo":"` + undone + `"}`, nil},
		"remove":             {now + `,"ids":` + list(ids["totp"], ids["hotp"], "nobody") + `}`, nil},
		"restore":            {now + `,"ids":` + list("nobody", removed) + `}`, nil},
		"purge":              {now + `,"ids":` + list("nobody", removed) + `}`, nil},
		"sweep":              {`{"now":1741176000000}`, nil},
		"move":               {now + `,"id":"` + ids["totp"] + `","before":""}`, nil},
		"collect":            {now + `}`, inbox},
		"merge":              {now + `,"slot":""}`, none},
		"revert":             {now + `,"slot":""}`, none},
		"putBack":            {now + `,"id":"` + ids["totp"] + `"}`, other},
		"set":                {now + `,"name":"lock","value":"5"}`, nil},
		"addPassword":        {now + `,"label":"",` + p.argon2Text() + `}`, wrapping},
		"changePassword":     {now + `,"slot":"` + slots["password"] + `",` + p.argon2Text() + `}`, wrapping},
		"addPasskey":         {now + `,"label":"","credential":"YQ==","transports":[],"salt":"` + zeros + `"}`, wrapping},
		"confirmRecoveryKey": {now + `}`, recovery},
		"removeSlot":         {now + `,"slot":"` + slots["passkey"] + `"}`, nil},
		"unprotect":          {now + `}`, nil},
	}
}

// zeros is the Base64 of 32 bytes.
const zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

// argon2Text are parameters for a new password, as members.
func (p *probe) argon2Text() string {
	text, _ := p.Call("argon2", []byte(`{}`), nil)
	_, rest, _ := strings.Cut(string(text), `{"ok":{`)
	return strings.TrimSuffix(rest, `}}`)
}

// slotIDs are the ids of the ways in, by type.
func (p *probe) slotIDs() map[string]string {
	var slots []Slot
	p.ok("slots", `{}`, nil, &slots)
	ids := make(map[string]string)
	for _, s := range slots {
		ids[string(s.Type)] = s.ID
	}
	return ids
}

// prepared is an engine with accounts, one of them in the trash; its id is
// returned too. One has a recovery code, and was put into a group last. The vault
// has a password and a passkey, and the engine is offered the file of an older
// generation with an account that is not there any more.
func prepared(t testing.TB) (p *probe, removed string) {
	p = empty(t)
	p.add(uriTOTP, uriHOTP)
	removed = p.add(uriSteam).Added[0]
	p.ok("addPassword", `{"now":1741003200000,"label":"",`+p.argon2Text()+`}`, bytes.Repeat([]byte{1}, 32), nil)
	p.ok("commit", `{}`, nil, nil)
	older := p.ok("addPasskey", `{"now":1741003200000,"label":"","credential":"YQ==","transports":["usb"],"salt":"`+zeros+`"}`, bytes.Repeat([]byte{2}, 32), nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("remove", `{"now":1741003200000,"ids":`+list(removed)+`}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	counted := p.shown()[slices.IndexFunc(p.shown(), func(a Account) bool { return a.Type == "hotp" })].ID
	p.setSpares(counted, false, "spare")
	p.many("group", `"ids":`+list(counted)+`,"group":"Last"`)

	other := &probe{t, New(Options{Rand: rand.NewChaCha8([32]byte{1})})}
	other.ok("open", `{"now":1741003200000}`, bytes.Clone(older), nil)
	other.ok("resume", `{}`, p.ok("key", `{}`, nil, nil), nil)
	p.ok("offer", `{}`, other.ok("edit", `{"now":1741003299000,"id":"`+removed+`","issuer":"elsewhere","account":""}`, nil, nil), nil)
	return p, removed
}

func TestTwoPhases(t *testing.T) {
	for _, m := range New(Options{}).Methods() {
		if !m.Writes || m.Name == "create" {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			p, removed := prepared(t)
			calls := p.writes(removed)
			c, known := calls[m.Name]
			if !known {
				t.Fatal("this test does not know how to call it")
			}
			before := p.state()
			if text, file := p.Call(m.Name, []byte(c.params), bytes.Clone(c.in)); file == nil {
				t.Fatalf("no file, %s", text)
			}
			if p.state() != before {
				t.Error("it was seen before its commit")
			}
			for other, c := range calls {
				p.fails(CodeBusy, other, c.params, c.in)
			}
			var committed Committed
			p.ok("abort", `{}`, nil, &committed)
			if p.state() != before || committed.Generation != 8 {
				t.Errorf("abort left a trace, generation %d", committed.Generation)
			}
			p.fails(CodeNothingPending, "commit", `{}`, nil)

			_, file := p.Call(m.Name, []byte(c.params), bytes.Clone(c.in))
			p.ok("commit", `{}`, nil, &committed)
			p.fails(CodeNothingPending, "commit", `{}`, nil)
			after := p.state()
			if after == before && m.Name != "sweep" || committed.Generation != 9 {
				t.Errorf("commit changed nothing, generation %d", committed.Generation)
			}
			opened := &probe{t, New(Options{Rand: fixed()})}
			var o Opened
			opened.ok("open", `{"now":1741003200000}`, file, &o)
			if o.Locked != (m.Name != "unprotect") {
				t.Errorf("opened %+v", o)
			}
			if o.Locked {
				opened.ok("resume", `{}`, p.ok("key", `{}`, nil, nil), nil)
			}
			if opened.state() != after {
				t.Errorf("the file holds another state:\n%s\n%s", opened.state(), after)
			}
		})
	}
}

func TestNothingChangedNothingWritten(t *testing.T) {
	p, _ := prepared(t)
	id := p.add("otpauth://totp/Plain:plain?secret=MFRGGZDFMZTWQ2LK").Added[0]
	present := p.read("otpauth://totp/Renamed:x?secret=MFRGGZDFMZTWQ2LK")
	if present.Present != id {
		t.Errorf("present is %q", present.Present)
	}
	for method, params := range map[string]string{
		"add":     `{"now":1741003200000,"refs":` + list(present.Ref) + `}`,
		"edit":    `{"now":1741003200000,"id":"` + id + `","issuer":" Plain ","account":"plain\n"}`,
		"remove":  `{"now":1741003200000,"ids":["nobody"]}`,
		"restore": `{"now":1741003200000,"ids":` + list(id) + `}`,
	} {
		if file := p.ok(method, params, nil, nil); file != nil {
			t.Errorf("%s wrote", method)
		}
		p.fails(CodeNothingPending, "commit", `{}`, nil)
	}
	p.fails(CodeReadingUnknown, "add", `{"now":1741003200000,"refs":`+list(present.Ref)+`}`, nil)
}

func TestNoRandomness(t *testing.T) {
	p := empty(t)
	r := p.read(uriTOTP)
	p.random = strings.NewReader("too little")
	p.fails(door.Internal, "read", `{"now":1741003200000,"site":""}`, []byte(uriTOTP))
	p.random = strings.NewReader("enough for an id, not for a nonce")
	p.fails(door.Internal, "add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil)
	p.fails(CodeNothingPending, "commit", `{}`, nil)
	p.random = fixed()
	p.ok("add", `{"now":1741003200000,"refs":`+list(r.Ref)+`}`, nil, nil)
}

func TestTimes(t *testing.T) {
	p := empty(t)
	p.add(uriTOTP)
	for _, now := range []string{"140737488355328", "-140737488355328", "1.5", `"1"`} {
		p.fails(door.BadParams, "codes", `{"now":`+now+`,"ids":[]}`, nil)
	}
	for _, now := range []string{"140737488355327", "-140737488355327", "0"} {
		p.ok("codes", `{"now":`+now+`,"ids":[]}`, nil, nil)
		r := p.read("otpauth://totp/at" + now + "?secret=JBSWY3DPEHPK3PXP&period=" + fmt.Sprint(len(now)+20))
		p.ok("add", `{"now":`+now+`,"refs":`+list(r.Ref)+`}`, nil, nil)
		p.ok("commit", `{}`, nil, nil)
	}
}

func TestCodesAreListedOnce(t *testing.T) {
	codes := Codes()
	slices.Sort(codes)
	for i := 1; i < len(codes); i++ {
		if codes[i] == codes[i-1] {
			t.Errorf("the code %s means two things", codes[i])
		}
	}
}

func FuzzCall(f *testing.F) {
	methods := New(Options{}).Methods()
	index := func(name string) uint8 {
		return uint8(slices.IndexFunc(methods, func(m door.Method) bool { return m.Name == name }))
	}
	for i := range methods {
		f.Add(uint8(i), []byte(`{}`), []byte(nil))
		f.Add(uint8(i), []byte(`{"now":1,"site":"","ids":["a"],"refs":[],"id":"b"}`), []byte("inkan"))
	}
	f.Add(index("enter"), []byte(`{"now":1,"type":"totp","algorithm":"SHA1","digits":6,"period":30,"issuer":"a","account":"b","site":""}`), []byte("JBSWY3DPEHPK3PXP"))
	f.Add(index("read"), []byte(`{"now":1,"site":""}`), []byte(uriHOTP))
	f.Add(index("take"), []byte(`{"now":1}`), parcel.Pack([]parcel.Entry{full(f)}))
	p := &probe{f, New(Options{Rand: fixed()})}
	p.ok("create", `{"now":1741003200000}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.add(uriTOTP, uriSteam)
	calls := p.writes("")
	file := p.ok("edit", calls["edit"].params, nil, nil)
	for i, m := range methods {
		if c, known := calls[m.Name]; known {
			f.Add(uint8(i), []byte(c.params), c.in)
		} else if m.In != "" {
			f.Add(uint8(i), []byte(`{"now":1}`), bytes.Clone(file))
			f.Add(uint8(i), []byte(`{}`), bytes.Clone(file))
		}
	}
	f.Fuzz(func(t *testing.T, method uint8, params, in []byte) {
		name := methods[int(method)%len(methods)].Name
		if name == "derive" && len(params) > 20 {
			return // package vault fuzzes its bounds; within them it takes what it takes
		}
		for _, e := range []*Engine{p.Engine, New(Options{Rand: fixed()})} {
			text, _ := e.Call(name, params, bytes.Clone(in))
			if !json.Valid(text) || !bytes.HasPrefix(text, []byte(`{"ok":`)) && !bytes.HasPrefix(text, []byte(`{"error":`)) {
				t.Fatalf("%s answers %s", name, text)
			}
		}
	})
}
