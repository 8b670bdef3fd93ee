// SPDX-License-Identifier: MIT

package e2e

import (
	"bufio"
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"

	"inkan/scripts/browser"
)

// forms are the ways in which a secret can be written, by name.
func forms(secret []byte) map[string][]byte {
	b32 := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	found := map[string][]byte{"raw": secret}
	for name, text := range map[string]string{
		"Base32": b32, "base32": strings.ToLower(b32), "hex": hex.EncodeToString(secret), "HEX": strings.ToUpper(hex.EncodeToString(secret)),
	} {
		found[name] = []byte(text)
	}
	// In Base64 what stands before shifts it; the characters at its ends depend on its neighbours.
	for shift := range 3 {
		text := base64.StdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		text = strings.TrimRight(text, "=")[4*((shift+2)/3):]
		found[fmt.Sprintf("Base64 at %d", shift)] = []byte(text[:len(text)-2])
	}
	for name, text := range found {
		if name == "raw" {
			continue
		}
		var wide []byte
		for _, unit := range utf16.Encode([]rune(string(text))) {
			wide = append(wide, byte(unit), byte(unit>>8))
		}
		found[name+" in UTF-16"] = wide
	}
	return found
}

// everything is all that Inkan has stored, by where: each record of IndexedDB
// as its bytes, the areas of storage as JSON and, where they are Base64, as
// what they stand for.
func (p *person) everything() map[string][]byte {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	var records map[string]string
	p.must(engine.Eval(`(async () => {
		const found = {}, got = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
		for (const {name} of await indexedDB.databases()) {
			const db = await got(indexedDB.open(name));
			for (const store of db.objectStoreNames) {
				const all = db.transaction(store).objectStore(store), [keys, values] = await Promise.all([got(all.getAllKeys()), got(all.getAll())]);
				keys.forEach((key, i) => {
					const bytes = values[i].file ?? values[i];
					found[[name, store, key].join(" ")] = bytes instanceof Uint8Array ? bytes.toBase64() : btoa(JSON.stringify(values[i]));
				});
			}
			db.close();
		}
		for (const [key, value] of Object.entries(localStorage)) found["localStorage " + key] = btoa(unescape(encodeURIComponent(value)));
		return found;
	})()`, &records))
	found := map[string][]byte{}
	for where, text := range records {
		raw, err := base64.StdEncoding.DecodeString(text)
		p.must(err)
		found[where] = raw
	}
	for _, area := range []string{"local", "session", "sync"} {
		items, err := p.Storage(area)
		p.must(err)
		for key, value := range items {
			found[area+" "+key] = value
			var text string
			if json.Unmarshal(value, &text) == nil {
				if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
					found[area+" "+key+" decoded"] = raw
				}
			}
		}
	}
	return found
}

// TestNothingLeft protects a vault of which there are copies of every kind:
// from then on no copy opens by itself, and no form of a secret is stored.
func TestNothingLeft(t *testing.T) {
	p := sits(t, browser.Options{})
	k, gone := key{issuer: "Secret", secret: secretOf("Nothing left")}, key{issuer: "Removed", secret: secretOf("Removed before")}
	for _, k := range []key{gone, k} {
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{})
	}
	p.clicks("Close")
	p.clicks("Edit Removed (SAMPLE_USER)")
	p.clicks("Remove")
	p.reads("Removed: ")
	p.closes()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(disk, `(vault) => { vault.get("current").onsuccess = ({target}) => vault.put(target.result.file, "damaged"); }`), nil))
	before := p.everything()
	open := func(all map[string][]byte) (found []string) {
		for where, raw := range all {
			if bytes.Contains(raw, []byte(`"type":"none"`)) {
				found = append(found, where)
			}
		}
		return found
	}
	if found := open(before); len(found) < 6 { // current, previous, damaged, mirror, versions
		t.Fatalf("before there is a password, only these open by themselves: %q", found)
	}

	p.protects()
	p.mirrored()
	var vaultKey []byte
	for _, when := range []string{"unlocked", "locked"} {
		all := p.everything()
		if found := open(all); len(found) > 0 {
			t.Errorf("%s: these still open by themselves: %q", when, found)
		}
		if _, there := all["inkan marks outdated"]; there {
			t.Errorf("%s: the mark is still there", when)
		}
		versions := 0
		for where, raw := range all {
			if strings.HasPrefix(where, "inkan versions ") {
				versions++
			}
			for _, one := range []key{k, gone} {
				secret, err := base32.StdEncoding.DecodeString(one.secret)
				p.must(err)
				for form, text := range forms(secret) {
					if bytes.Contains(raw, text) {
						t.Errorf("%s: %s holds the secret as %s", when, where, form)
					}
				}
			}
			for form, text := range map[string][]byte{"UTF-8": []byte(password), "Base64": []byte(base64.StdEncoding.EncodeToString([]byte(password))[:32])} {
				if bytes.Contains(raw, text) {
					t.Errorf("%s: %s holds the password as %s", when, where, form)
				}
			}
		}
		if versions < 3 {
			t.Errorf("%s: of the versions %d are left", when, versions)
		}
		if when == "unlocked" {
			session, err := p.Storage("session", "key")
			p.must(err)
			p.must(json.Unmarshal(session["key"], &vaultKey))
			p.locks()
		}
	}
	p.remembers(k, vaultKey)
	p.unlocks(password)
	p.reads(k.issuer)
	p.checksCode(k)
}

// remembers looks for forms of the key's secret in the memory of the processes
// that the locked Inkan runs in. As the vault had it, it must not be there;
// copies of what was scanned or typed, and of the vault key on its way to
// storage.session, which the browser made and nobody can overwrite, are
// counted. They go with the process, soon after the last popup or tab of Inkan.
func (p *person) remembers(k key, vaultKey []byte) {
	p.Helper()
	secret, err := base32.StdEncoding.DecodeString(k.secret)
	p.must(err)
	wanted := forms(secret)
	wanted["password"] = []byte(password)
	wanted["vault key"] = vaultKey
	wanted["vault key in Base64"] = []byte(base64.StdEncoding.EncodeToString(vaultKey))
	pids := p.ExtensionProcesses()
	if len(pids) == 0 {
		p.Error("the extension has no process")
	}
	time.Sleep(2 * time.Second) // for what is freed in the background
	for _, when := range []string{"at once", "after a collection"} {
		for _, pid := range pids {
			n, found, err := search(pid, wanted)
			if err != nil {
				p.Logf("the memory of process %d cannot be read: %v", pid, err)
				continue
			}
			if found["raw"] > 0 {
				p.Errorf("%s: the locked vault's secret is still in memory", when)
			}
			p.Logf("%s, process %d: %d MB looked through, found %v", when, pid, n>>20, found)
		}
		session, err := p.popup.Session()
		p.must(err)
		for range 3 {
			_, err = cdp.Call(p.Context(), session, heapprofiler.CollectGarbage, cdp.Empty{})
			p.must(err)
		}
	}
	p.must(p.popup.Close())
	p.must(p.StopWorker())  // as the browser does after 30 seconds
	p.must(p.CloseEngine()) // as the locked one does by itself after two minutes
	p.waits("the extension's process to end", func() bool { return len(p.ExtensionProcesses()) == 0 })
	p.clicksIcon()
	p.isLocked()
}

// search counts forms of a secret in the writable memory of a process.
func search(pid int, wanted map[string][]byte) (size int64, found map[string]int, err error) {
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0, nil, err
	}
	defer maps.Close()
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return 0, nil, err
	}
	defer memory.Close()
	found = map[string]int{}
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var mode string
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); n != 3 || !strings.HasPrefix(mode, "rw") {
			continue
		}
		const step = 16 << 20
		for at := from; at < to; at += step {
			part := make([]byte, min(step+256, to-at))
			n, _ := memory.ReadAt(part, at)
			size += int64(n)
			for form, text := range wanted {
				found[form] += bytes.Count(part[:n], text)
			}
		}
	}
	for form, n := range found {
		if n == 0 {
			delete(found, form)
		}
	}
	return size, found, nil
}

// TestOpenTabs looks into the file in which the browser keeps its open tabs, with
// what stands in their fields: nothing of Inkan's does that is a secret.
func TestOpenTabs(t *testing.T) {
	profile := t.TempDir()
	p := sits(t, browser.Options{Profile: profile})
	p.opens("fixture/qr?bait=blank")
	k := key{issuer: "Kept", secret: secretOf("Kept by the browser")}
	p.owns(k.uri())
	p.protects()
	page := p.directs("accounts")
	p.must(page.Click(browser.Link("Kept · SAMPLE_USER")))
	secrets := []string{"note of a tab", "tab1-2222", password, k.secret}
	p.must(page.Fill(browser.Field("Note"), secrets[0]))
	p.must(page.Press("Tab"))
	kept := func(text string) bool {
		var wide []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			wide = append(wide, byte(unit), byte(unit>>8))
		}
		files, err := filepath.Glob(filepath.Join(profile, "Default", "Sessions", "*"))
		p.must(err)
		for _, name := range files {
			file, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if bytes.Contains(file, []byte(text)) || bytes.Contains(file, wide) {
				return true
			}
		}
		return false
	}
	// A field of no secret beside the others tells when the browser has written.
	written := func(text string) {
		t.Helper()
		p.must(page.Eval(fmt.Sprintf(`{ const sign = document.createElement("textarea"); sign.value = %q; document.body.append(sign); history.replaceState(null, "", location.hash); }`, text), nil))
		p.waits("the browser to keep its tabs", func() bool { return kept(text) })
		for _, secret := range secrets {
			if kept(secret) {
				t.Errorf("the browser keeps %q", secret)
			}
		}
	}
	p.must(page.Click(browser.Button("Add recovery codes")))
	p.must(page.Fill(browser.Field("Recovery codes, one per line"), secrets[1]))
	written("beside recovery codes")
	p.must(page.Click(browser.Button("Cancel")))
	p.must(page.Click(browser.Button("Show its QR code …")))
	p.must(page.Fill(browser.Field("Inkan’s password"), password))
	p.must(page.Click(browser.Button("Show: Inkan’s password")))
	written("beside a password")
	p.must(page.Press("Enter"))
	p.must(page.WaitText("Closes by itself"))
	written("beside a link")
	p.must(page.Close())
}
