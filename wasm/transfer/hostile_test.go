// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"inkan/wasm/transfer"
)

// badInput is a row of malformed/bad_inputs.json.
type badInput struct{ ID, Kind, Input, Encoding, Expect, Note string }

func (b badInput) data(t testing.TB) []byte {
	t.Helper()
	if b.Encoding == "utf8" {
		return []byte(b.Input)
	}
	data, err := base64.StdEncoding.DecodeString(b.Input)
	if err != nil || b.Encoding != "base64" {
		t.Fatal(b.ID, b.Encoding, err)
	}
	return data
}

func badInputs(t testing.TB) (rows []badInput) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(transfer.Samples, "malformed/bad_inputs.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var all []badInput
	if err != nil || json.Unmarshal(content, &all) != nil {
		t.Fatal("bad_inputs.json cannot be read", err)
	}
	for _, row := range all {
		if row.Kind == "backup" || row.Kind == "migration" {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		t.Fatal("no rows about backups")
	}
	return rows
}

func TestBadInputs(t *testing.T) {
	rows := badInputs(t)
	if rows == nil {
		t.Skipf("%s is not there", transfer.Samples)
	}
	for _, row := range rows {
		t.Run(row.ID, func(t *testing.T) {
			password := []byte("test")
			if row.Note == "Ente: memLimit 1 GiB, ops 4: REAL default" {
				password = nil // the derivation is that of a sample
			}
			start := time.Now()
			result, err := transfer.Import("", row.data(t), password)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if err == nil {
				consistent(t, result)
			}
			keys, problems := len(result.Keys), len(result.Problems)
			t.Logf("%s (%s): %s %d keys %d problems %v", row.Expect, row.Note, result.Format, keys, problems, err)
			switch words := strings.Fields(strings.NewReplacer(":", " ", ",", " ", "/", " ").Replace(row.Expect)); {
			case row.Note == "Ente: memLimit 1 GiB, ops 4: REAL default":
				if err == nil {
					t.Error("is accepted")
				}
			case strings.Contains(row.Expect, "report 1"):
				if keys != 1 || problems != 1 {
					t.Errorf("%d keys, %d problems: %v", keys, problems, err)
				}
			case row.Expect == "report entry":
				if err != nil || keys != 0 || problems != 1 {
					t.Errorf("%d keys, %d problems: %v", keys, problems, err)
				}
			case words[0] == "reject" && !strings.Contains(row.Expect, "reject or"):
				if err == nil && (keys != 0 || problems == 0) {
					t.Errorf("%d keys, %d problems", keys, problems)
				}
			case strings.HasPrefix(row.Expect, "accept 0"):
				if err != nil || keys != 0 || problems != 0 {
					t.Errorf("%d keys, %d problems: %v", keys, problems, err)
				}
			case words[0] == "accept":
				if err != nil || keys == 0 || problems != 0 {
					t.Errorf("%d keys, %d problems: %v", keys, problems, err)
				}
			}
		})
	}
}

// most is what an import may take beside its file: time, and bytes of memory.
const (
	mostTime   = 10 * time.Second
	mostMemory = 256 << 20
)

// measured imports and says how much more memory was held at once.
func measured(t *testing.T, name string, data, password []byte) (result transfer.Result, err error) {
	t.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	peak, stop, stopped := uint64(0), make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		var now runtime.MemStats
		for {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	result, err = transfer.Import(name, data, password)
	took := time.Since(start)
	close(stop)
	<-stopped
	held := max(peak, before.HeapAlloc) - before.HeapAlloc
	t.Logf("%d MB: %v, %d MB, %d keys, %d problems, %v", len(data)>>20, took.Round(time.Millisecond), held>>20, len(result.Keys), len(result.Problems), err)
	if took > mostTime {
		t.Errorf("took %v", took)
	}
	spare := uint64(48 << 20) // of the runtime's own, and of MaxEntries small keys: 35 MB
	if runtime.GOARCH == "wasm" {
		spare *= 2 // one thread: what is garbage goes late
	}
	if held > min(uint64(hostileSize())*mostMemory/transfer.MaxFile+spare, mostMemory) {
		t.Errorf("held %d MB", held>>20)
	}
	return result, err
}

// hostileSize is the size of hostile files: with INKAN_HOSTILE set that of the
// largest file, which takes a minute, else one in thirty-two, held to as little
// of the memory.
func hostileSize() int {
	if os.Getenv("INKAN_HOSTILE") != "" {
		return transfer.MaxFile
	}
	return transfer.MaxFile / 32
}

// filled repeats a piece up to that size.
func filled(before, piece, after string) []byte {
	n := (hostileSize() - len(before) - len(after)) / len(piece)
	data := make([]byte, 0, hostileSize())
	data = append(data, before...)
	for range n {
		data = append(data, piece...)
	}
	return append(data, after...)
}

func TestHostile(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	link := "otpauth://totp/x?secret=" + secret
	for name, file := range map[string]func() []byte{
		"empty objects":       func() []byte { return filled("[{}", ",{}", "]") },
		"numbers":             func() []byte { return filled("[0", ",0", "]") },
		"one name many times": func() []byte { return filled(`{"a":0`, `,"a":0`, "}") },
		"objects in objects":  func() []byte { return filled("", `{"a":`, "") },
		"a string":            func() []byte { return filled(`{"header":"`, "x", `","db":{}}`) },
		"an escaped string":   func() []byte { return filled(`{"header":{"slots":[]},"version":1,"db":"`, `\u0041`, `"}`) },
		"an escaped name":     func() []byte { return filled(`[{"`, `\u0041`, `":1}]`) },
		"spaces":              func() []byte { return filled("[", " ", "]") },
		"Base64": func() []byte {
			return filled(`{"version":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","content":"`, "AAAA", `"}`)
		},
		"Aegis entries": func() []byte { return filled(`{"version":1,"header":{},"db":{"version":3,"entries":[0`, `,{}`, `]}}`) },
		"tags":          func() []byte { return filled(`[{"label":"","secret":"","type":"TOTP","tags":["x"`, `,"x"`, `]}]`) },
		"many tags": func() []byte {
			return filled(`[{"label":"","secret":"","type":"TOTP"}`, `,{"type":"TOTP","secret":"`+secret+`","tags":[`+strings.Repeat(`"x",`, 500)+`"x"]}`, `]`)
		},
		"links":                func() []byte { return filled("", link+"\n", "") },
		"bad links":            func() []byte { return filled("", "otpauth\n", "") },
		"a long link":          func() []byte { return filled(link+"&x=", "x", "") },
		"commas":               func() []byte { return filled(link, ",", "") },
		"commas and schemes":   func() []byte { return filled(link, ",x://", "") },
		"lines of Base64":      func() []byte { return filled("otpauth-migration://offline?data=", "AAAA\n", "") },
		"transfer accounts":    func() []byte { return filled("otpauth-migration://offline?data=", "CgAKAAoA", "") },
		"transfer links":       func() []byte { return filled("", "otpauth-migration://offline?data=CgAKAAoA\n", "") },
		"schemes":              func() []byte { return filled("<!doctype html>", "otpauth://", "") },
		"quotation marks":      func() []byte { return filled("<!doctype html>", `"otpauth://`, "") },
		"ampersands":           func() []byte { return filled("<!doctype html>otpauth://x?", "&amp", "") },
		"pictures":             func() []byte { return filled("<!doctype html>", `"data:image/png;base64,AAAA"`, "") },
		"a long picture":       func() []byte { return filled(`<!doctype html>"data:image/png;base64,`, "AAAA", `"`) },
		"a table's rows":       func() []byte { return filled("name,login_totp\n", "x,y\n", "") },
		"a table's commas":     func() []byte { return filled("name,login_totp\n", ",", "") },
		"a table's open quote": func() []byte { return filled("name,login_totp\n\"", "x", "") },
		"UTF-16":               func() []byte { return filled("\xFF\xFE", "\x00\x4e", "") },
		"nulls":                func() []byte { return filled("", "\x00", "") },
		"zip directory": func() []byte {
			return filled("PK\x03\x04", "PK\x01\x02"+strings.Repeat("\x00", 42), "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\x00\x04\x00\x00\x00\x00\x00")
		},
		"Proton Pass fields": func() []byte {
			return []byte(zipFile(t, "Proton Pass/data.json", string(filled(`{"vaults":{"v":{"items":[{"data":{"extraFields":[{}`, `,{"type":"totp","data":{"totpUri":"AAAA"}}`, `]}}]}}}`))))
		},
		"too large": func() []byte { return make([]byte, transfer.MaxFile+1) },
	} {
		t.Run(name, func(t *testing.T) {
			result, err := measured(t, "", file(), []byte(password))
			if err == nil {
				consistent(t, result)
			}
		})
	}
}

// An icon that all entries share is held once.
func TestSharedIcon(t *testing.T) {
	icon := base64.StdEncoding.EncodeToString(make([]byte, 1<<20))
	file := `{"Authenticators":[` + strings.Repeat(`{"Type":2,"Secret":"`+secret+`","Icon":"@a"},`, 5000) + `{}],"CustomIcons":[{"Id":"a","Data":"` + icon + `"}]}`
	result, err := measured(t, "", []byte(file), nil)
	if err != nil || len(result.Keys) != 5000 {
		t.Errorf("%d keys, %v", len(result.Keys), err)
	}
}

// Ten thousand accounts, as text and in an Aegis vault.
func TestMany(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	const many = 10_000
	var text, entries strings.Builder
	for i := range many {
		fmt.Fprintf(&text, "otpauth://totp/Site:%d?secret=%s&issuer=Site\n", i, secret)
		fmt.Fprintf(&entries, `{"type":"totp","name":"%d","issuer":"Site","note":"","favorite":false,"icon":null,"info":{"secret":%q,"algo":"SHA1","digits":6,"period":30},"groups":[]},`, i, secret)
	}
	db := `{"version":3,"entries":[` + strings.TrimSuffix(entries.String(), ",") + `]}`
	for name, file := range map[string]string{"text": text.String(), "Aegis": sealAegis(db, aegisSlot(password, ""))} {
		t.Run(name, func(t *testing.T) {
			result, err := measured(t, "", []byte(file), []byte(password))
			if err != nil || len(result.Keys) != many {
				t.Errorf("%d keys, %v", len(result.Keys), err)
			}
		})
	}
}

// More entries than there may be are refused as a whole: a part would look like
// all of them.
func TestTooMany(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	for name, file := range map[string]string{
		"links":    strings.Repeat("otpauth://totp/x?secret="+secret+"\n", transfer.MaxEntries+1),
		"array":    "[" + strings.Repeat(`{"label":"x","secret":"","type":"TOTP"},`, transfer.MaxEntries) + "{}]",
		"transfer": migrationLink(strings.Repeat(proto(1, ""), transfer.MaxEntries+1)),
	} {
		t.Run(name, func(t *testing.T) { wantError(t, file, transfer.CodeFileSize) })
	}
	result := readBad(t, "andotp", "["+strings.Repeat(`{"label":"x","secret":"","type":"TOTP"},`, transfer.MaxEntries-1)+"{}]")
	if len(result.Problems) != transfer.MaxEntries {
		t.Errorf("%d problems", len(result.Problems))
	}
}

func TestWrongPasswordManyTimes(t *testing.T) {
	file := []byte(sealAegis(aegisOne, aegisSlot(password, "")))
	for i := range 50 {
		_, err := transfer.Import("", file, fmt.Appendf(nil, "wrong %d", i))
		wantCode(t, err, transfer.CodePasswordWrong)
	}
	if _, err := transfer.Import("", file, []byte(password)); err != nil {
		t.Error(err)
	}
}

// The file is the caller's: an import changes nothing in it.
func TestFileStays(t *testing.T) {
	files := []string{sealAegis(aegisOne, aegisSlot(password, "")), "AuthenticatorPro" + strings.Repeat("x", 36+32), "\x00\x00\x01\x00" + strings.Repeat("x", 60)}
	for _, file := range files {
		data, word := []byte(file), []byte("another")
		_, _ = transfer.Import("", data, word)
		if string(data) != file || string(word) != "another" {
			t.Errorf("%.20q is changed", file)
		}
	}
}

// TestMultiplied: what many entries share is held once in a file, and as often
// as there are entries in what goes to the vault.
func TestMultiplied(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const entries = 1000
	long := strings.Repeat("n", 1<<20)
	list := func(one string) string { return strings.TrimSuffix(strings.Repeat(one+",", entries), ",") }
	for name, file := range map[string]string{
		"a group's name": `{"schemaVersion":4,"groups":[{"id":"g","name":"` + long + `"}],"services":[` + list(`{"name":"x","secret":"`+secret+`","groupId":"g"}`) + `]}`,
		"groups of a secret": `{"Authenticators":[` + list(`{"Type":2,"Secret":"`+secret+`"}`) + `],"Categories":[{"Id":"c","Name":"` + long[:1000] + `"}],
			"AuthenticatorCategories":[` + list(`{"CategoryId":"c","AuthenticatorSecret":"`+secret+`"}`) + `]}`,
		"collections of an id": `{"accounts":[{"collections":[{"title":"` + long[:1000] + `","items":[` + list(`{"item":"i"}`) + `]}],"items":[` +
			list(`{"id":"i","title":"x","credentials":[{"type":"totp","secret":"`+secret+`","period":30,"digits":6,"algorithm":"sha1"}]}`) + `]}]}`,
		"a note": zipFile(t, "Proton Pass/data.json", `{"vaults":{"v":{"items":[{"data":{"metadata":{"note":"`+long+`"},"extraFields":[`+
			list(`{"type":"totp","data":{"totpUri":"`+secret+`"}}`)+`]}}]}}}`),
	} {
		t.Run(name, func(t *testing.T) {
			result, err := transfer.Import("", []byte(file), nil)
			held := 0
			for _, d := range result.Details {
				held += len(d.Note) + len(strings.Join(d.Groups, ""))
			}
			if err == nil && held > transfer.MaxInside {
				t.Errorf("%d entries of %d MB", len(result.Keys), held>>20)
			}
			if err != nil && !errors.Is(err, transfer.ErrTooLarge) {
				t.Error(err)
			}
		})
	}
}
