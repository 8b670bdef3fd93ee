// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"inkan/scripts/browser"
)

// watched counts submissions, by whichever way, and gathers the fields of a
// page and of its frames, in shadow trees too.
const watched = `<script>
	window.submits = 0;
	addEventListener("submit", (event) => { submits++; event.preventDefault(); }, true);
	for (const name of ["submit", "requestSubmit"]) HTMLFormElement.prototype[name] = () => { submits++; };
	window.fieldsOf = (root) => [...root.querySelectorAll("*")].flatMap((element) => {
		if (element.localName === "input") return [element];
		if (element.localName === "iframe") { try { return element.contentWindow.fieldsOf(element.contentDocument); } catch { return []; } }
		const inner = element.shadowRoot ?? (window.roots ?? []).find(({host}) => host === element);
		return inner ? fieldsOf(inner) : [];
	});
	window.report = () => ({submits, fields: fieldsOf(document).map((field) => ({here: field.hasAttribute("here"), value: field.value}))});
	addEventListener("load", () => { window.stands = true; });
</script>`

const framed = `<h2>Two-factor authentication</h2><label>Authentication code <input name="code" here></label>`

// shows adds the pages to the console under /zoo/.
func shows(pages []form) func(http.Handler) http.Handler {
	return func(console http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", console)
		page := func(pattern string, f form) {
			mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, port, _ := strings.Cut(r.Host, ":")
				lang := f.lang
				if lang == "" {
					lang = "en"
				}
				fmt.Fprintf(w, `<!doctype html><html lang=%q><meta charset="utf-8">%s%s`, lang, watched, strings.ReplaceAll(f.html, "{port}", port))
			})
		}
		for i, f := range pages {
			if f.path == "" {
				f.path = fmt.Sprint(i)
			}
			page("/zoo/"+f.path, f)
		}
		page("/zoo/framed", form{html: framed})
		return mux
	}
}

// at is the address of a page of the console under another name of this
// computer: every name that ends in .localhost is one.
func (p *person) at(host, path string) string {
	p.Helper()
	address, err := url.Parse(p.console)
	p.must(err)
	return "http://" + host + ":" + address.Port() + "/" + path
}

// binds puts keys into the vault that were scanned on a site.
func (p *person) binds(site string, keys ...key) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	for _, k := range keys {
		kind, more := k.kind, ""
		if kind == "" {
			kind = "totp"
		}
		if kind == "hotp" {
			more = fmt.Sprint("&counter=", k.counter)
		}
		if k.period != 0 {
			more += fmt.Sprint("&period=", k.period)
		}
		uri := fmt.Sprintf("otpauth://%s/%s:SAMPLE_USER?secret=%s%s", kind, url.PathEscape(k.issuer), k.secret, more)
		p.must(engine.Eval(fmt.Sprintf(`inkan.ready.then(async () => {
			const {ref} = inkan.call("read", {now: Date.now(), site: %q}, new TextEncoder().encode(%q));
			await inkan.change("add", {now: Date.now(), refs: [ref]});
		})`, site, uri), nil))
	}
}

// filled is what a page of the zoo holds.
type filled struct {
	Submits int
	Fields  []struct {
		Here  bool
		Value string
	}
}

// fields is what the page in front holds now.
func (p *person) fields() (now filled) {
	p.Helper()
	p.must(p.tab.Eval("report()", &now))
	return now
}

// code is what stands in the fields for it, without what a page puts between.
func (f filled) code() string {
	var code strings.Builder
	for _, field := range f.Fields {
		if field.Here {
			code.WriteString(field.Value)
		}
	}
	return strings.NewReplacer(" ", "", "-", "").Replace(code.String())
}

// others is what stands in all other fields.
func (f filled) others() (values []string) {
	for _, field := range f.Fields {
		if !field.Here {
			values = append(values, field.Value)
		}
	}
	return values
}

// scores asks each document of the tab in front how sure it is of a field: the
// figure of the best, 0 for none.
func (p *person) scores() (best int) {
	p.Helper()
	var answer string
	p.must(p.EvalWorker(`(async () => {
		const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true});
		const target = {tabId: tab.id, allFrames: true};
		await chrome.scripting.executeScript({target, files: ["fill/words.js", "fill/field.js"]});
		const frames = await chrome.scripting.executeScript({target, func: () => inkanField.look({length: 6, letters: false}, false).score});
		return JSON.stringify(frames.map(({result}) => result));
	})()`, &answer))
	var all []int
	p.must(json.Unmarshal([]byte(answer), &all))
	return slices.Max(all)
}

// fillsDirectly has Inkan fill as the key does, and returns what the popup says
// that opens when it could not.
func (p *person) fillsDirectly() (problem string) {
	p.Helper()
	written := len(strings.Join(p.fields().others(), ""))
	p.must(p.EvalWorker(`chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => { chrome.commands.onCommand.dispatch("fill", tab); })`, nil))
	p.waits("the code, or the popup", func() bool {
		list, err := p.Targets()
		p.must(err)
		if slices.ContainsFunc(list, func(target browser.Target) bool { return strings.HasPrefix(target.URL, p.URL("popup/")) }) {
			problem = "the popup opened"
			return true
		}
		now := p.fields()
		return len(now.code()+strings.Join(now.others(), "")) >= written+6
	})
	if problem == "" {
		time.Sleep(50 * time.Millisecond) // in which a page draws its fields anew
		return ""
	}
	p.seesPopup()
	p.must(p.popup.WaitText(p.words.say("failedTitle")))
	p.must(p.popup.Eval(`document.getElementById("news").textContent`, &problem))
	p.read = time.Now()
	p.closes()
	return problem
}

// TestZoo fills every form with the key, and has it leave every trap alone.
// The tab is granted once; after that the event of the key is told to Inkan as
// the browser would.
func TestZoo(t *testing.T) {
	if len(logins) < 40 || len(traps) < 20 {
		t.Fatalf("%d forms and %d traps", len(logins), len(traps))
	}
	p := sits(t, browser.Options{})
	p.console = serve(t, shows(slices.Concat(logins, traps)))
	k := key{issuer: "Zoo", secret: secretOf("Zoo"), period: 3600}
	p.binds("login.zoo.localhost", k)
	p.goes(p.at("www.zoo.localhost", "zoo/0"))
	p.clicksIcon()
	p.closes()
	good := 0
	for i, f := range slices.Concat(logins, traps) {
		p.Run(f.name, func(t *testing.T) {
			p := p.in(t)
			p.goes(p.at("www.zoo.localhost", fmt.Sprint("zoo/", i)))
			p.waits("the page to stand", func() (stands bool) {
				p.must(p.tab.Eval("window.stands === true", &stands))
				return stands
			})
			before := p.fields()
			score := p.scores()
			t.Logf("%3d  %s", score, f.name)
			trap := i >= len(logins)
			if trap && score == 0 && i%10 != 0 {
				good++ // what has no score is not filled: every tenth of them shows it
				return
			}
			problem := p.fillsDirectly()
			now := p.fields()
			switch {
			case now.Submits != 0:
				t.Errorf("submitted %d times", now.Submits)
			case !slices.Equal(now.others(), before.others()):
				t.Errorf("filled into another field: %q", now.others())
			case trap && (score != 0 || problem == ""):
				t.Errorf("has a score of %d, problem %q", score, problem)
			case !trap && problem != "":
				t.Errorf("not filled, with a score of %d: %s", score, problem)
			case !trap && now.code() != k.at(t, time.Now()):
				t.Errorf("filled with %q", now.code())
			default:
				good++
			}
		})
	}
	t.Logf("%d forms filled and %d traps left alone: %d of %d right", len(logins), len(traps), good, len(logins)+len(traps))
}
