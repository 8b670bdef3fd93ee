// SPDX-License-Identifier: MIT

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
)

func TestTopLevel(t *testing.T) {
	good := map[string]string{"wasm/a.go": "", "extension/a.js": "", "scripts/a.sh": "", "go.mod": "", "LICENSE": "", ".ci/run": "", ".gitignore": ""}
	if found := checkTopLevel(newTree(good)); len(found) > 0 {
		t.Errorf("findings in a good top level: %v", found)
	}
	good["docs/a.md"], good["docs/b.md"] = "", ""
	only(t, checkTopLevel(newTree(good)), "docs: does not belong to the top level, which is wasm extension scripts go.mod go.sum Makefile README.md LICENSE")
}

func TestLicense(t *testing.T) {
	const line = "// " + license + "\n"
	good := map[string]string{
		"wasm/a.go": line + "\npackage a\n", "extension/a.js": line, "extension/a.css": "/* " + license + " */\n",
		"scripts/a.sh": "#!/bin/sh\n# " + license + "\n", "extension/a.json": "{}", "extension/a.png": "\x89PNG",
	}
	if found := checkLicense(newTree(good)); len(found) > 0 {
		t.Errorf("findings in good files: %v", found)
	}
	for name, text := range map[string]string{
		"a.go":  "package a\n",
		"b.go":  "//go:build js\n" + line,
		"c.js":  "'use strict';\n" + line,
		"d.css": "",
		"e.sh":  "#!/bin/sh\nset -eu\n",
		"f.js":  "// SPDX-License-Identifier: GPL-3.0\n",
	} {
		only(t, checkLicense(newTree(map[string]string{name: text})), name+":1: the first line must be a comment that says "+license)
	}
}

func TestKeys(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	old, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString
	good := map[string]string{"a.json": `{"key": "` + text(public) + `"}`, "b.txt": text([]byte(strings.Repeat("picture", 40)))}
	if found := checkKeys(newTree(good)); len(found) > 0 {
		t.Errorf("findings in public things: %v", found)
	}
	for name, bad := range map[string]string{
		"pem":   "-----BEGIN " + "EC PRIVATE KEY-----",
		"pkcs8": `key = "` + text(private) + `"`,
		"sec1":  "key: " + text(old),
	} {
		only(t, checkKeys(newTree(map[string]string{name: "first\n" + bad})), name+":2: holds a private key")
	}
	only(t, checkKeys(newTree(map[string]string{"scripts/inkan.pem": ""})), "scripts/inkan.pem: a key file does not belong in the tree")
}

func TestNoteLength(t *testing.T) {
	long := strings.Repeat("x\n", longFile+1)
	tree := newTree(map[string]string{"wasm/a.go": long, "wasm/a_test.go": long, "wasm/b.go": "x\n", "scripts/x/testdata/c.js": long})
	only(t, noteLength(tree), "wasm/a.go: 401 lines; would a reader split it?")
}

func TestMarkup(t *testing.T) {
	good := map[string]string{
		"extension/a.html":    `<script type="module" src="a.js"></script><button class="on">retrieval(</button><a href="https://example.com">x</a>`,
		"extension/a.js":      "node.textContent = text; setTimeout(() => retrieval('x'), 5); evaluate(x);",
		"scripts/demo/one.js": "node.innerHTML = ''",
	}
	if found := checkMarkup(newTree(good)); len(found) > 0 {
		t.Errorf("findings in good pages: %v", found)
	}
	for _, bad := range []string{
		"a.innerHTML = b", "a.outerHTML += b", "a.insertAdjacentHTML('x', b)", "document.write(b)", "eval (b)", "new Function(b)",
		"setTimeout('b()', 1)", "r.createContextualFragment(b)", "a.href = 'javascript:b()'",
	} {
		found := checkMarkup(newTree(map[string]string{"extension/b.js": "// a\n" + bad}))
		if len(found) != 1 || !strings.HasPrefix(found[0].String(), "extension/b.js:2: makes markup or code of a string: ") {
			t.Errorf("%s: got %v", bad, found)
		}
	}
	for _, bad := range []string{`<a onclick="b()">`, `<a style="color: red">`, "<style>a {}</style>", "<script>b()</script>", "<script type=module>", `<a href="javascript:b()">`} {
		found := checkMarkup(newTree(map[string]string{"extension/b.html": bad}))
		if len(found) != 1 || found[0].Text != "has inline script or style, which the policy refuses" {
			t.Errorf("%s: got %v", bad, found)
		}
	}
	for _, bad := range []string{`<img src="https://example.com/a.png">`, `<link rel="stylesheet" href="//example.com/a.css">`} {
		only(t, checkMarkup(newTree(map[string]string{"extension/b.html": bad})), "extension/b.html:1: asks for something from elsewhere")
	}
}
