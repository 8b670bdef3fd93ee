// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// copies are the vault files on the disk.
type copies struct {
	records map[string]record // of IndexedDB, by key: current, previous, damaged
	mirror  string            // in storage.local, Base64; "" is none
}

// record is one generation of the vault file.
type record struct {
	Generation int    `json:"generation"`
	File       string `json:"file"` // Base64
}

// with are the copies with some of them replaced; one without a file is taken
// away.
func (c copies) with(mirror string, records map[string]record) copies {
	changed := copies{map[string]record{}, mirror}
	for _, from := range []map[string]record{c.records, records} {
		for key, r := range from {
			changed.records[key] = r
			if r.File == "" {
				delete(changed.records, key)
			}
		}
	}
	return changed
}

// torn is a file with one byte that is not as it was written.
func torn(t *testing.T, file string) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(file)
	if err != nil || len(raw) == 0 {
		t.Fatalf("there is no file to damage: %q, %v", file, err)
	}
	raw[len(raw)/2] ^= 1
	return base64.StdEncoding.EncodeToString(raw)
}

func tornRecord(t *testing.T, r record) record {
	t.Helper()
	return record{r.Generation, torn(t, r.File)}
}

// disk runs a function on the object store of the vault and waits until what it
// did is on the disk.
const disk = `new Promise((done, failed) => {
	const request = indexedDB.open("inkan");
	request.onerror = () => failed(request.error);
	request.onsuccess = () => {
		const db = request.result, transaction = db.transaction("vault", "readwrite");
		const result = (%s)(transaction.objectStore("vault"));
		transaction.oncomplete = () => { db.close(); done(result); };
		transaction.onabort = () => failed(transaction.error);
	};
})`

// copies reads what is on the disk.
func (p *person) copies() copies {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	found := copies{records: map[string]record{}}
	p.must(engine.Eval(fmt.Sprintf(disk, `(vault) => {
		const found = {};
		vault.openCursor().onsuccess = ({target: {result: cursor}}) => {
			if (!cursor) return;
			const {generation, file} = cursor.key === "damaged" ? {file: cursor.value} : cursor.value;
			found[cursor.key] = {generation, file: file.toBase64()};
			cursor.continue();
		};
		return found;
	}`), &found.records))
	local, err := p.Storage("local", "vault")
	p.must(err)
	if text, there := local["vault"]; there {
		p.must(json.Unmarshal(text, &found.mirror))
	}
	return found
}

// lays puts these copies on the disk and nothing else.
func (p *person) lays(c copies) {
	p.Helper()
	records, err := json.Marshal(c.records)
	p.must(err)
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(disk, fmt.Sprintf(`(vault) => {
		vault.clear();
		for (const [key, {generation, file}] of Object.entries(%s)) vault.put({generation, file: Uint8Array.fromBase64(file)}, key);
	}`, records)), nil))
	p.must(p.ClearStorage("local"))
	if c.mirror != "" {
		p.must(p.SetStorage("local", map[string]any{"vault": c.mirror}))
	}
}

// versions runs a function on the object store of the older versions.
func (p *person) versions(does string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(strings.ReplaceAll(disk, `"vault"`, `"versions"`), does), nil))
}

// restarts ends the engine and clicks the icon, which starts another.
func (p *person) restarts() {
	p.Helper()
	p.must(p.CloseEngine())
	p.clicksIcon()
}

// mirrored waits until the mirror is the current copy, and returns all copies.
func (p *person) mirrored() copies {
	p.Helper()
	var now copies
	p.waits("the mirror to be as the current copy", func() bool {
		now = p.copies()
		return now.mirror != "" && now.mirror == now.records["current"].File
	})
	return now
}

// TestCopies damages and takes away copies of the vault: the newest whole one
// is what a person has, and every other is brought up to it.
func TestCopies(t *testing.T) {
	p := sits(t, browser.Options{})
	older, newer, later := key{issuer: "Older"}, key{issuer: "Newer"}, key{issuer: "Later"}
	for _, k := range []*key{&older, &newer, &later} {
		k.secret = secretOf(k.issuer)
	}
	for _, k := range []key{older, newer} {
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{})
	}
	whole := p.mirrored()
	current, previous := whole.records["current"], whole.records["previous"]
	if current.Generation != 3 || previous.Generation != 2 {
		t.Fatalf("two accounts make generation %d, after %d", current.Generation, previous.Generation)
	}
	damaged := map[string]record{"current": tornRecord(t, current)}

	for _, c := range []struct {
		name string
		disk copies
		lost bool // what only the newest generation knows
	}{
		{name: "Current damaged", disk: whole.with(current.File, damaged)},
		{name: "Current damaged and the mirror older", disk: whole.with(previous.File, damaged), lost: true},
		{name: "Current damaged and no mirror", disk: whole.with("", damaged), lost: true},
		{name: "Mirror gone", disk: whole.with("", nil)},
		{name: "Mirror older", disk: whole.with(previous.File, nil)},
		{name: "IndexedDB empty", disk: copies{map[string]record{}, current.File}},
	} {
		p.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			p.lays(c.disk)
			p.restarts()
			p.reads("Older")
			p.checksCode(older)
			there := []string{"Older (SAMPLE_USER)", "Newer (SAMPLE_USER)"}
			best := current
			if c.lost {
				there, best = there[:1], previous
			}
			p.holdsExactly(there...)
			p.must(p.popup.WaitNoText("That did not work"))
			mended := c.disk.records["current"] != current
			if text, err := p.popup.Text(); err != nil || hasAny(text, "It was restored from another copy.") != mended {
				t.Errorf("said that another copy was opened: %v, %v", !mended, err)
			}
			now := p.mirrored()
			if now.records["current"] != best {
				t.Error("the newest whole copy is not the current one now")
			}
			if kept := now.records["damaged"].File; c.lost && kept != damaged["current"].File {
				t.Errorf("the damaged copy was not kept: %.40q", kept)
			}
			if !c.lost {
				return
			}
			p.picture(p.popup.Page, "mended")
			p.leaves("Look")
			page, err := p.Page("manage/manage.html")
			p.must(err)
			p.must(page.WaitText("Inkan found its data damaged"))
			p.picture(page, "beside")
			p.savesCopy(page, 1, damaged["current"].File)
			p.must(page.Click(browser.Button("Delete for good")))
			p.must(page.Click(browser.Button("Delete for good").Within(browser.Role("dialog", "Delete the damaged copy for good?"))))
			p.must(page.WaitNoText("Inkan found its data damaged"))
			p.must(page.Close())
			if _, there := p.copies().records["damaged"]; there {
				t.Error("the damaged copy is still there")
			}
			p.opens("fixture/qr?" + later.page(""))
			p.enrols(wholeTab, later, box{})
			p.restarts()
			p.checksCode(later)
			p.holdsExactly(append(there, "Later (SAMPLE_USER)")...)
		})
	}

	p.Run("All damaged but a version", func(t *testing.T) {
		p := p.in(t)
		p.lays(whole.with(torn(t, current.File), map[string]record{"current": damaged["current"], "previous": tornRecord(t, previous)}))
		p.versions(`(versions) => { versions.clear(); versions.put(Uint8Array.fromBase64("` + previous.File + `"), [2, 1000]); versions.put(new Uint8Array(99), [4, 2000]); }`)
		p.restarts()
		p.reads("It was restored from another copy.")
		p.checksCode(older)
		p.holdsExactly("Older (SAMPLE_USER)")
		if now := p.mirrored(); now.records["current"].File != previous.File || now.records["damaged"].File != damaged["current"].File {
			t.Error("the version is not the current copy, or the damaged one was not kept")
		}
	})

	p.Run("All damaged", func(t *testing.T) {
		p := p.in(t)
		p.versions(`(versions) => { versions.clear(); versions.put(new Uint8Array(99), [2, 1000]); }`)
		lost := whole.with(torn(t, current.File), map[string]record{"current": damaged["current"], "previous": tornRecord(t, previous)})
		p.lays(lost)
		p.restarts()
		p.reads("That did not work", "damaged in every copy")
		p.clicksIcon()
		p.reads("damaged in every copy")
		p.leaves("Manage")
		page, err := p.Page("manage/manage.html")
		p.must(err)
		p.must(page.WaitText("Save them before you remove anything"))
		p.picture(page, "all")
		for i, file := range []string{lost.records["current"].File, lost.records["previous"].File, lost.mirror} {
			p.savesCopy(page, i+1, file)
		}
		p.must(page.Close())
		if now := p.copies(); !reflect.DeepEqual(now, lost) {
			t.Error("something was overwritten")
		}
		p.lays(whole)
		p.clicksIcon()
		p.reads("Older", "Newer")
		p.must(p.popup.WaitNoText("That did not work"))
		p.checksCode(newer)
		p.holdsExactly("Older (SAMPLE_USER)", "Newer (SAMPLE_USER)")
	})
}

// savesCopy saves a copy that cannot be used, and compares it with what is on
// the disk, Base64.
func (p *person) savesCopy(page *browser.Page, number int, want string) {
	p.Helper()
	folder := p.TempDir()
	p.must(p.Downloads(folder))
	p.must(page.Click(browser.Button(fmt.Sprintf("Save: Copy %d", number))))
	path := filepath.Join(folder, fmt.Sprintf("inkan-damaged-%d.vault", number))
	var raw []byte
	p.patiently(time.Minute, "a file to be saved", func() bool {
		var err error
		raw, err = os.ReadFile(path)
		return err == nil
	})
	if base64.StdEncoding.EncodeToString(raw) != want {
		p.Errorf("copy %d, saved, is another", number)
	}
}

// TestGoEnded goes on with another engine when the Go program has ended by
// itself, as it does when there is no memory left: it then throws whatever it is asked.
func TestGoEnded(t *testing.T) {
	p := sits(t, browser.Options{})
	clock := key{issuer: "Clock", secret: secretOf("Clock")}
	counter := key{kind: "hotp", issuer: "Counter", secret: secretOf("Counter"), counter: 5}
	for _, k := range []key{clock, counter} {
		p.opens("fixture/qr?" + k.page(""))
		p.enrols(wholeTab, k, box{}) // the counter's 5, 6 and 7 are used
	}
	p.restarts()
	engine, err := p.Engine()
	p.must(err)
	// Over the next code, not over what a popup that has just opened still asks.
	p.must(engine.Eval(`{
		const call = vault.call;
		vault.call = (method, ...more) => {
			globalThis.ended ||= method === "next";
			if (ended) throw new Error("Go program has already exited");
			return call(method, ...more);
		};
		globalThis.ended = false;
	}`, nil))
	p.must(p.popup.Click(browser.Button("Counter, SAMPLE_USER, make the next code")))
	p.reads("That did not work", "Nothing was stored.")
	p.waits("another engine", func() bool {
		if runs, err := p.EngineRuns(); err != nil || !runs {
			return false
		}
		var ended bool
		engine, err := p.Engine()
		return err == nil && engine.Eval(`globalThis.ended === true || inkan.state !== "open"`, &ended) == nil && !ended
	})
	p.checksCode(clock)
	counter.counter = 8
	p.counts(counter)
}
