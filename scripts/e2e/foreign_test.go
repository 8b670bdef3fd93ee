// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// foreigner is the service worker of another extension, which tries all that
// extensions can do to each other without the person's permission, and reports
// what came of it.
const foreigner = `(async () => {
	const id = %q, report = {};
	const within = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 1000, "silence"))]).catch((error) => "refused: " + error.message);
	for (const to of ["background", "engine"]) {
		for (const type of %s) {
			report[to + " " + type] = await within(chrome.runtime.sendMessage(id, {to, type, method: "accounts", params: {}, key: "AAAA", file: "AAAA", name: "versions", secrets: []}).then(JSON.stringify));
			if (report[to + " " + type] === "silence") break;
		}
	}
	for (const name of ["", "lock", "engine"]) {
		report["connect " + name] = await within(new Promise((done) => {
			const port = chrome.runtime.connect(id, {name});
			port.onMessage.addListener((message) => done("heard " + JSON.stringify(message)));
			port.onDisconnect.addListener(() => done("refused: " + chrome.runtime.lastError?.message));
			try { port.postMessage({to: "engine", type: "overview"}); } catch {}
		}));
	}
	for (const file of ["popup/popup.html", "engine/engine.html", "engine/vault.wasm", "icons/32.png"]) {
		report["fetch " + file] = await within(fetch("chrome-extension://" + id + "/" + file).then((answer) => "status " + answer.status));
	}
	report["views"] = chrome.extension.getViews?.().length ? "seen" : "refused: none";
	await fetch(%q, {method: "POST", body: JSON.stringify(report)});
})()`

// reported adds a place to the console where another extension can report, and
// returns what comes there.
func (p *person) reported() <-chan map[string]string {
	p.Helper()
	reports := make(chan map[string]string, 1)
	p.console = serve(p.T, func(console http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", console)
		mux.HandleFunc("/report", func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			var report map[string]string
			if err == nil && json.Unmarshal(body, &report) == nil {
				reports <- report
			}
		})
		return mux
	})
	return reports
}

// refusesForeigners installs another extension beside Inkan: it can neither send
// messages, nor connect, nor load a file.
func (p *person) refusesForeigners(reports <-chan map[string]string) {
	p.Helper()
	var types []string
	for _, file := range []string{"background.js", "engine/requests.js"} {
		types = append(types, messageTypes(p.T, file)...)
	}
	list, err := json.Marshal(types)
	p.must(err)
	folder := p.TempDir()
	for name, text := range map[string]string{
		"manifest.json": `{"manifest_version": 3, "name": "Another", "version": "1", "background": {"service_worker": "worker.js"}, "host_permissions": ["http://*/*"]}`,
		"worker.js":     fmt.Sprintf(foreigner, p.ID, list, p.console+"report"),
	} {
		p.must(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	_, err = p.Install(folder)
	p.must(err)
	select {
	case report := <-reports:
		for what, came := range report {
			if !strings.HasPrefix(came, "refused: ") {
				p.Errorf("%s: another extension gets %s", what, came)
			}
		}
		if want := 2*len(types) + 8; len(report) != want {
			p.Errorf("another extension tried %d things, not %d", len(report), want)
		}
	case <-time.After(patience):
		p.Fatal("the other extension reported nothing")
	}
}
