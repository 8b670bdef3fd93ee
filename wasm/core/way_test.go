// SPDX-License-Identifier: MIT

package core

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"inkan/wasm/door"
)

// small are parameters that derive in no time. No new password may have them.
const small = `{"memory":8,"passes":1,"lanes":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="}`

// guarded is an engine with a password, a recovery key and a passkey, the file
// of its vault, and what opens each.
func guarded(t testing.TB) (p *probe, file []byte, secrets map[string][]byte) {
	p = empty(t)
	p.add(uriTOTP)
	worker := &probe{t, New(Options{})}
	secrets = map[string][]byte{"password": worker.ok("derive", small, []byte("correct horse"), nil), "passkey": bytes.Repeat([]byte("prf!"), 8)}
	p.ok("addPassword", `{"now":1741003200000,"label":"mine",`+p.argon2Text()+`}`, bytes.Clone(secrets["password"]), nil)
	p.ok("commit", `{}`, nil, nil)
	secrets["recovery"] = p.ok("newRecoveryKey", `{}`, nil, nil)
	p.ok("confirmRecoveryKey", `{"now":1741003200000}`, bytes.Clone(secrets["recovery"]), nil)
	p.ok("commit", `{}`, nil, nil)
	file = p.ok("addPasskey", `{"now":1741003200000,"label":"laptop","credential":"YQ==","transports":["internal"],"salt":"`+zeros+`"}`, bytes.Clone(secrets["passkey"]), nil)
	p.ok("commit", `{}`, nil, nil)
	return p, file, secrets
}

// locked is an engine that was given a file.
func locked(t testing.TB, file []byte) *probe {
	p := &probe{t, New(Options{Rand: rand.NewChaCha8([32]byte{7})})}
	var o Opened
	p.ok("open", `{"now":1741003200000}`, file, &o)
	if !o.Locked || o.Accounts != 0 {
		t.Fatalf("opened %+v", o)
	}
	return p
}

func TestUnlock(t *testing.T) {
	p, file, secrets := guarded(t)
	ids := p.slotIDs()
	for kind, code := range map[string]door.Code{"password": CodePasswordWrong, "recovery": CodeRecoveryWrong, "passkey": CodePasskeyWrong} {
		q := locked(t, file)
		for _, method := range []string{"accounts", "trash", "settings"} {
			q.fails(CodeVaultLocked, method, `{}`, nil)
		}
		q.fails(CodeVaultLocked, "key", `{}`, nil)
		q.fails(CodeVaultLocked, "newRecoveryKey", `{}`, nil)
		q.fails(CodeVaultLocked, "set", `{"now":1,"name":"x","value":"1"}`, nil)
		q.fails(CodeVaultOpen, "create", `{"now":1}`, nil)
		bad := bytes.Repeat([]byte("x"), 32)
		if kind == "recovery" {
			bad = []byte("00001-00002-00003-00004-00005-00006-00007-00008")
		}
		params := `{"slot":"` + ids[kind] + `"}`
		q.fails(code, "unlock", params, bad)
		q.fails(CodeSlotUnknown, "unlock", `{"slot":"x"}`, bad)
		q.fails(CodeKeyWrong, "resume", `{}`, bad)
		var o Opened
		q.ok("unlock", params, bytes.Clone(secrets[kind]), &o)
		if o.Accounts != 1 || o.Locked || o.Generation != 5 || q.state() != p.state() {
			t.Errorf("%s: opened %+v", kind, o)
		}
		q.fails(CodeVaultOpen, "unlock", params, secrets[kind])
		q.fails(CodeVaultOpen, "resume", `{}`, secrets[kind])
		q.fails(code, "verify", params, bad)
		q.ok("verify", params, bytes.Clone(secrets[kind]), nil)
		r := locked(t, file)
		r.ok("resume", `{}`, q.ok("key", `{}`, nil, nil), &o)
		if r.state() != p.state() {
			t.Errorf("%s: resumed as another", kind)
		}
	}
	q := &probe{t, New(Options{Rand: fixed()})}
	q.fails(CodeNoVault, "unlock", `{"slot":""}`, []byte{})
	q.fails(CodeNoVault, "slots", `{}`, nil)
}

func TestSlots(t *testing.T) {
	p, file, _ := guarded(t)
	var open, shut []Slot
	var i Inspection
	p.ok("slots", `{}`, nil, &open)
	locked(t, file).ok("slots", `{}`, nil, &shut)
	p.ok("inspect", `{}`, file, &i)
	a, _ := json.Marshal(open)
	b, _ := json.Marshal(shut)
	c, _ := json.Marshal(i.Slots)
	if !bytes.Equal(a, b) || !bytes.Equal(a, c) || !i.Protected || len(open) != 3 {
		t.Errorf("slots\n%s\n%s\n%s", a, b, c)
	}
	if open[0].Argon2.Memory != 65536 || open[0].Label != "mine" || open[2].Passkey.Credential != "YQ==" || open[2].Passkey.Salt != zeros || open[2].Passkey.Transports[0] != "internal" {
		t.Errorf("slots %s", a)
	}
	// The parameters of a slot are what derive takes.
	text, _ := json.Marshal(open[0].Argon2)
	if err := json.Unmarshal(text, new(map[string]any)); err != nil || !strings.HasPrefix(string(text), `{"memory":65536,"passes":3,"lanes":1,"salt":"`) {
		t.Errorf("parameters %s", text)
	}
}

func TestDerive(t *testing.T) {
	p := &probe{t, New(Options{Rand: fixed()})}
	a := p.ok("derive", small, []byte("test"), nil)
	b := p.ok("derive", small, []byte("test\x00"), nil)
	if len(a) != 32 || bytes.Equal(a, b) {
		t.Error("a zero at the end is not seen")
	}
	p.fails(CodePasswordEmpty, "derive", small, []byte{})
	p.fails(CodePasswordLong, "derive", small, make([]byte, 1<<20+1))
	p.fails(door.BadParams, "derive", strings.Replace(small, "8", "4294967296", 1), []byte("test"))
	p.fails(door.BadParams, "derive", strings.Replace(small, "==", "", 1), []byte("test"))
	p.fails(door.BadParams, "derive", `{"memory":8,"passes":1,"lanes":1,"salt":""}`, []byte("test"))
	if first, second := p.argon2Text(), p.argon2Text(); first == second {
		t.Error("a salt is given out twice")
	}
}

func TestWaysRefused(t *testing.T) {
	p, _, secrets := guarded(t)
	ids := p.slotIDs()
	wrapping := secrets["password"]
	weak := `"memory":8,"passes":1,"lanes":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="`
	p.fails(door.BadParams, "addPassword", `{"now":1,"label":"",`+weak+`}`, wrapping)
	p.fails(door.BadParams, "changePassword", `{"now":1,"slot":"`+ids["password"]+`",`+weak+`}`, wrapping)
	p.fails(door.BadParams, "addPassword", `{"now":1,"label":"",`+p.argon2Text()+`}`, []byte("the password itself"))
	p.fails(door.BadParams, "addPassword", `{"now":1,"label":"`+strings.Repeat("l", 101)+`",`+p.argon2Text()+`}`, wrapping)
	p.fails(CodeSlotUnknown, "changePassword", `{"now":1,"slot":"`+ids["passkey"]+`",`+p.argon2Text()+`}`, wrapping)
	p.fails(door.BadParams, "addPasskey", `{"now":1,"label":"","credential":"YQ==","transports":[],"salt":"YQ=="}`, wrapping)
	p.fails(door.BadParams, "addPasskey", `{"now":1,"label":"","credential":"-_","transports":[],"salt":"`+zeros+`"}`, wrapping)
	p.ok("removeSlot", `{"now":1,"slot":"`+ids["recovery"]+`"}`, nil, nil)
	p.ok("commit", `{}`, nil, nil)
	p.fails(CodeLastWay, "removeSlot", `{"now":1,"slot":"`+ids["password"]+`"}`, nil)
	p.fails(CodeSlotUnknown, "removeSlot", `{"now":1,"slot":"`+ids["recovery"]+`"}`, nil)
	q := empty(t)
	q.fails(CodeLastWay, "addPasskey", `{"now":1,"label":"","credential":"YQ==","transports":[],"salt":"`+zeros+`"}`, wrapping)
	// Everything anew, on request.
	key := p.ok("key", `{}`, nil, nil)
	file := p.ok("addPassword", `{"now":1,"label":"","only":true,`+p.argon2Text()+`}`, bytes.Clone(wrapping), nil)
	p.ok("commit", `{}`, nil, nil)
	if slots := p.slotIDs(); len(slots) != 1 {
		t.Errorf("slots %v", slots)
	}
	locked(t, file).fails(CodeKeyWrong, "resume", `{}`, key)
}

func TestRecoveryKeyIsTypedBack(t *testing.T) {
	p := empty(t)
	const now = `{"now":1741003200000}`
	p.fails(CodeRecoveryGone, "confirmRecoveryKey", now, []byte("x"))
	first := p.ok("newRecoveryKey", `{}`, nil, nil)
	second := p.ok("newRecoveryKey", `{}`, nil, nil)
	p.fails(CodeRecoveryOther, "confirmRecoveryKey", now, first)
	if e := p.fails("recovery-length", "confirmRecoveryKey", now, second[:46]); e.Position != 39 || e.Value != "" {
		t.Errorf("got %+v", e)
	}
	typed := bytes.Clone(second)
	typed[14] = 'U'
	if e := p.fails("recovery-character", "confirmRecoveryKey", now, typed); e.Value != "3" || e.Position != 3 {
		t.Errorf("got %+v", e)
	}
	typed[14] = second[14]
	typed[12], typed[15] = '0', '1'
	if bytes.Equal(typed, second) {
		t.Fatal("nothing was changed")
	}
	if e := p.fails("recovery-checksum", "confirmRecoveryKey", now, typed); e.Value != "3" || e.Position != 0 {
		t.Errorf("got %+v", e)
	}
	p.ok("confirmRecoveryKey", now, bytes.ToLower(second), nil)
	p.ok("abort", `{}`, nil, nil)
	file := p.ok("confirmRecoveryKey", now, bytes.Clone(second), nil)
	p.ok("commit", `{}`, nil, nil)
	p.fails(CodeRecoveryGone, "confirmRecoveryKey", now, second)
	locked(t, file).ok("unlock", `{"slot":"`+p.slotIDs()["recovery"]+`"}`, second, nil)
}

func TestInboxWhileLocked(t *testing.T) {
	p, file, secrets := guarded(t)
	q := locked(t, file)
	r := q.read("otpauth://totp/Later:x?secret=JBSWY3DPEHPK3PXP")
	s := q.read("otpauth://totp/Later:y?secret=JBSWY3DPEHPK3PXQ")
	q.fails(CodeReadingUnknown, "post", `{"now":1741003300000,"refs":["x"]}`, nil)
	var posted Posted
	inbox := q.ok("post", `{"now":1741003300000,"refs":`+list(r.Ref, s.Ref)+`}`, nil, &posted)
	again := q.ok("post", `{"now":1741003300000,"refs":`+list(r.Ref)+`}`, nil, nil)
	if len(posted.Posted) != 2 || len(inbox) == 0 {
		t.Fatalf("posted %+v", posted)
	}
	q.ok("forget", `{"refs":`+list(r.Ref, s.Ref)+`}`, nil, nil)
	q.fails(CodeVaultLocked, "collect", `{"now":1741003300000}`, inbox)
	q.ok("unlock", `{"slot":"`+p.slotIDs()["password"]+`"}`, secrets["password"], nil)
	var c Collected
	all := append(append(bytes.Clone(inbox), again...), inbox...)
	file = q.ok("collect", `{"now":1741003400000}`, all, &c)
	if len(c.Added) != 2 || len(c.Present) != 3 || len(c.Refused) != 0 {
		t.Errorf("collected %+v", c)
	}
	q.ok("commit", `{}`, nil, nil)
	var accounts []Account
	q.ok("accounts", `{}`, nil, &accounts)
	if len(accounts) != 3 || accounts[0].Account != "x" || accounts[1].Account != "y" || accounts[0].Site != "https://example.com" {
		t.Errorf("accounts %+v", accounts)
	}
	// A crash before the inbox was emptied.
	q = locked(t, file)
	q.ok("resume", `{}`, p.ok("key", `{}`, nil, nil), nil)
	if out := q.ok("collect", `{"now":1741003500000}`, inbox, &c); out != nil || len(c.Added) != 0 {
		t.Errorf("collected again %+v", c)
	}
	q.fails(CodeInboxDamaged, "collect", `{"now":1741003500000}`, inbox[:50])
	none := &probe{t, New(Options{Rand: fixed()})}
	none.fails(CodeNoVault, "post", `{"now":1,"refs":[]}`, nil)
}

func TestOfferedFiles(t *testing.T) {
	p, file, secrets := guarded(t)
	const own = `{"now":1741003200000,"slot":""}`
	p.fails(CodeNothingOffered, "merge", own, []byte{})
	p.fails(CodeFileDamaged, "offer", `{}`, []byte("inkan"))
	p.fails(CodeFileDamaged, "reseal", `{}`, []byte("inkan"))
	id := p.add("otpauth://totp/Since:x?secret=JBSWY3DPEHPK3PXP").Added[0]
	p.ok("offer", `{}`, bytes.Clone(file), nil)
	if out := p.ok("merge", own, []byte{}, nil); out != nil {
		t.Error("an older file brought something")
	}
	p.fails(CodeNothingOffered, "revert", own, []byte{})
	p.ok("offer", `{}`, bytes.Clone(file), nil)
	p.ok("revert", own, []byte{}, nil)
	p.ok("commit", `{}`, nil, nil)
	var trash []Trashed
	if p.ok("trash", `{}`, nil, &trash); len(trash) != 1 || trash[0].Account.ID != id || trash[0].Left != 30*24*3600*1000 || trash[0].Deleted != noon {
		t.Errorf("trash %+v", trash)
	}
	// Another vault, by its own password, and one that is not protected.
	other := empty(t)
	other.random = rand.NewChaCha8([32]byte{5})
	other.add("otpauth://totp/Foreign:x?secret=JBSWY3DPEHPK3PXR")
	plain := other.ok("set", `{"now":1,"name":"a","value":"1"}`, nil, nil)
	other.ok("commit", `{}`, nil, nil)
	sealed := other.ok("addPassword", `{"now":1,"label":"",`+other.argon2Text()+`}`, bytes.Clone(secrets["passkey"]), nil)
	other.ok("commit", `{}`, nil, nil)
	var i Inspection
	p.ok("offer", `{}`, sealed, &i)
	p.fails(CodeVaultLocked, "merge", own, []byte{})
	p.fails(CodePasswordWrong, "merge", `{"now":1,"slot":"`+i.Slots[0].ID+`"}`, bytes.Clone(secrets["password"]))
	p.ok("merge", `{"now":1,"slot":"`+i.Slots[0].ID+`"}`, bytes.Clone(secrets["passkey"]), nil)
	p.ok("commit", `{}`, nil, nil)
	p.ok("offer", `{}`, bytes.Clone(plain), nil)
	if p.ok("merge", own, []byte{}, nil) != nil {
		t.Error("the same account twice is a change")
	}
	var accounts []Account
	if p.ok("accounts", `{}`, nil, &accounts); len(accounts) != 2 {
		t.Errorf("%d accounts", len(accounts))
	}
	resealed := p.ok("reseal", `{}`, plain, nil)
	p.ok("inspect", `{}`, resealed, &i)
	if !i.Protected || i.Generation != 3 {
		t.Errorf("resealed %+v", i)
	}
	p.fails(CodeKeyWrong, "reseal", `{}`, sealed)
}

func TestSettingsAndKeep(t *testing.T) {
	p := empty(t)
	p.fails(door.BadParams, "set", `{"now":1,"name":"x","value":"{"}`, nil)
	for _, set := range []string{`"b","value":"{\"minutes\":5}"`, `"a","value":"null"`} {
		p.ok("set", `{"now":1,"name":`+set+`}`, nil, nil)
		p.ok("commit", `{}`, nil, nil)
	}
	text, _ := p.Call("settings", []byte(`{}`), nil)
	if want := `{"ok":[{"name":"a","value":"null"},{"name":"b","value":"{\"minutes\":5}"}]}`; string(text) != want {
		t.Errorf("settings %s", text)
	}
	var kept Kept
	p.ok("keep", `{"generations":[1,3,2],"times":[1,2,3]}`, nil, &kept)
	if len(kept.Generations) != 3 || kept.Generations[0] != 3 {
		t.Errorf("kept %+v", kept)
	}
	p.fails(door.BadParams, "keep", `{"generations":[1],"times":[]}`, nil)
}
