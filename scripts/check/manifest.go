// SPDX-License-Identifier: MIT

package main

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// policy is the Content Security Policy of every page of the extension, exactly.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
	"style-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; " +
	"require-trusted-types-for 'script'; trusted-types worker"

// permissions is all the extension may ever ask for; each is explained in the product.
var permissions = []string{
	"activeTab", "scripting", "storage", "unlimitedStorage", "offscreen", "alarms", "idle", "contextMenus", "sidePanel",
	"clipboardRead", "clipboardWrite",
}

// unwanted keys of the manifest, with the reason. Each widens what a page or another extension can reach.
var unwanted = map[string]string{
	"host_permissions":          "Inkan asks for no sites; activeTab gives the one tab that was clicked",
	"optional_host_permissions": "Inkan asks for no sites; activeTab gives the one tab that was clicked",
	"content_scripts":           "nothing runs in a page before a click",
	"web_accessible_resources":  "a page could tell that Inkan is there",
	"sandbox":                   "a sandboxed page has a policy of its own",
	"update_url":                "the store sets it",
	"devtools_page":             "nothing of Inkan belongs there",
	"chrome_url_overrides":      "nothing of Inkan belongs there",
	"background.scripts":        "this is Manifest V2",
}

const manifestPath = "extension/manifest.json"

var version = regexp.MustCompile(`^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){0,3}$`)

// checkManifest holds extension/manifest.json to the promises above, and wants every file it names to exist or to be
// drawn by the build.
func checkManifest(t *Tree) []Finding {
	var found []Finding
	say := func(format string, values ...any) {
		found = append(found, Finding{manifestPath, 0, fmt.Sprintf(format, values...)})
	}
	if !t.has(manifestPath) {
		say("is missing")
		return found
	}
	if err := oneOfEach(t.text[manifestPath]); err != nil {
		say("%v", err)
		return found
	}
	var m struct {
		Version     int      `json:"manifest_version"`
		Ours        string   `json:"version"`
		Key         string   `json:"key"`
		Incognito   string   `json:"incognito"`
		Permissions []string `json:"permissions"`
		Optional    []string `json:"optional_permissions"`
		Background  struct {
			Type string `json:"type"`
		} `json:"background"`
		Policy      map[string]string          `json:"content_security_policy"`
		Connectable map[string]json.RawMessage `json:"externally_connectable"`
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(t.text[manifestPath]), &m); err != nil {
		say("%v", err)
		return found
	}
	json.Unmarshal([]byte(t.text[manifestPath]), &all) // cannot fail where the above did not

	if m.Version != 3 {
		say("manifest_version must be 3, is %d", m.Version)
	}
	if !version.MatchString(m.Ours) {
		say("version %q is not one to four numbers with dots", m.Ours)
	}
	for _, key := range sortedKeys(unwanted) {
		if lookUp(all, key) != nil {
			say("must not have %s: %s", key, unwanted[key])
		}
	}
	for _, p := range slices.Concat(m.Permissions, m.Optional) {
		if !slices.Contains(permissions, p) {
			say("must not ask for the permission %q", p)
		}
	}
	if len(m.Connectable) != 1 || strings.Join(strings.Fields(string(m.Connectable["ids"])), "") != "[]" {
		say(`externally_connectable must be {"ids": []}: without it every other extension may connect`)
	}
	if len(m.Policy) != 1 || m.Policy["extension_pages"] != policy {
		say("content_security_policy must be exactly {\"extension_pages\": %q}", policy)
	}
	if der, err := base64.StdEncoding.DecodeString(m.Key); err != nil || len(der) == 0 {
		say("key must be the Base64 of a public key, which fixes the extension's id")
	} else if _, err := x509.ParsePKIXPublicKey(der); err != nil {
		say("key is not a public key (PKIX): %v", err)
	}
	for _, name := range namedFiles(all, "") {
		if !t.has("extension/"+name) && !(drawn.MatchString(name) && t.has("extension/icons/inkan.svg")) {
			say("names %s, which is not there", name)
		}
	}
	return found
}

// drawn matches the files that the build draws from extension/icons/inkan.svg.
var drawn = regexp.MustCompile(`^icons/[0-9]+\.png$`)

// fileName matches what in a manifest is the path of a file.
var fileName = regexp.MustCompile(`^[\w/.-]+\.(png|svg|js|html|css|json)$`)

// namedFiles lists every file that the manifest names, wherever it does.
func namedFiles(value any, key string) []string {
	var found []string
	switch v := value.(type) {
	case string:
		if key != "key" && fileName.MatchString(v) {
			found = append(found, strings.TrimPrefix(v, "/"))
		}
	case []any:
		for _, item := range v {
			found = append(found, namedFiles(item, key)...)
		}
	case map[string]any:
		for _, k := range sortedKeys(v) {
			found = append(found, namedFiles(v[k], k)...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// lookUp finds a value by its dotted path; nil if there is none.
func lookUp(value map[string]any, path string) any {
	first, rest, more := strings.Cut(path, ".")
	if inner, ok := value[first].(map[string]any); ok && more {
		return lookUp(inner, rest)
	}
	if more {
		return nil
	}
	return value[first]
}
