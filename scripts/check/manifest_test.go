// SPDX-License-Identifier: MIT

package main

import (
	"crypto/ecdh"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
)

// goodManifest is a manifest as it should be, with the files it names.
func goodManifest(t *testing.T) (manifest map[string]any, files map[string]string) {
	private, err := ecdh.P256().NewPrivateKey([]byte(strings.Repeat("k", 32))) // any public key is one
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(private.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{
			"manifest_version":        3,
			"version":                 "0.1.0",
			"key":                     base64.StdEncoding.EncodeToString(der),
			"icons":                   map[string]any{"16": "icons/16.png"},
			"background":              map[string]any{"service_worker": "background.js", "type": "module"},
			"permissions":             []string{"activeTab", "storage"},
			"externally_connectable":  map[string]any{"ids": []string{}},
			"content_security_policy": map[string]any{"extension_pages": policy},
		}, map[string]string{
			"extension/icons/inkan.svg": "",
			"extension/background.js":   "",
		}
}

func TestManifestAsItShouldBe(t *testing.T) {
	manifest, files := goodManifest(t)
	if found := manifestFindings(t, manifest, files); len(found) > 0 {
		t.Errorf("findings in a good manifest: %v", found)
	}
}

func TestManifestPlanted(t *testing.T) {
	tests := []struct {
		name  string
		key   string
		value any // nil removes the key
		want  string
	}{
		{"version 2", "manifest_version", 2, "manifest_version must be 3, is 2"},
		{"a version in words", "version", "1.0-beta", `version "1.0-beta" is not one to four numbers with dots`},
		{"hosts", "host_permissions", []string{"<all_urls>"}, "must not have host_permissions: Inkan asks for no sites; activeTab gives the one tab that was clicked"},
		{"optional hosts", "optional_host_permissions", []string{"<all_urls>"}, "must not have optional_host_permissions: Inkan asks for no sites; activeTab gives the one tab that was clicked"},
		{"content scripts", "content_scripts", []any{}, "must not have content_scripts: nothing runs in a page before a click"},
		{"accessible resources", "web_accessible_resources", []any{}, "must not have web_accessible_resources: a page could tell that Inkan is there"},
		{"a permission too many", "permissions", []string{"tabs"}, `must not ask for the permission "tabs"`},
		{"a host among the permissions", "permissions", []string{"https://*/*"}, `must not ask for the permission "https://*/*"`},
		{"an optional permission too many", "optional_permissions", []string{"debugger"}, `must not ask for the permission "debugger"`},
		{"connectable by default", "externally_connectable", nil, `externally_connectable must be {"ids": []}: without it every other extension may connect`},
		{"connectable to all", "externally_connectable", map[string]any{"ids": []string{"*"}}, `externally_connectable must be {"ids": []}: without it every other extension may connect`},
		{"connectable to sites", "externally_connectable", map[string]any{"ids": []string{}, "matches": []string{"https://*.example.com/*"}}, `externally_connectable must be {"ids": []}: without it every other extension may connect`},
		{"no key", "key", nil, "key must be the Base64 of a public key, which fixes the extension's id"},
		{"a key that is none", "key", "aGFsbG8=", "key is not a public key (PKIX): "},
		{"a file that is not there", "options_page", "manage/manage.html", "names manage/manage.html, which is not there"},
		{"a looser policy", "content_security_policy", map[string]any{"extension_pages": policy + "; img-src *"}, "content_security_policy must be exactly "},
		{"no policy", "content_security_policy", nil, "content_security_policy must be exactly "},
		{"a policy for sandboxes", "content_security_policy", map[string]any{"extension_pages": policy, "sandbox": "script-src *"}, "content_security_policy must be exactly "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			manifest, files := goodManifest(t)
			if manifest[tt.key] = tt.value; tt.value == nil {
				delete(manifest, tt.key)
			}
			found := manifestFindings(t, manifest, files)
			if len(found) != 1 || !strings.HasPrefix(found[0].String(), manifestPath+": "+tt.want) {
				t.Errorf("got %q, want only %q", found, tt.want)
			}
		})
	}
	manifest, files := goodManifest(t)
	delete(files, "extension/icons/inkan.svg")
	only(t, manifestFindings(t, manifest, files), manifestPath+": names icons/16.png, which is not there")
	only(t, checkManifest(newTree(map[string]string{manifestPath: `{"version": "1", "version": "2"}`})), manifestPath+": the key version is there twice")
	only(t, checkManifest(newTree(nil)), manifestPath+": is missing")
}

func manifestFindings(t *testing.T, manifest map[string]any, files map[string]string) []Finding {
	text, err := json.Marshal(manifest)
	if err != nil {
		t.Fatal(err)
	}
	files[manifestPath] = string(text)
	return checkManifest(newTree(files))
}
