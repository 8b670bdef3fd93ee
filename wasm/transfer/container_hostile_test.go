// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestContainersHostile holds readers to time and to memory that does not
// depend on what a file says about itself.
func TestContainersHostile(t *testing.T) {
	t.Parallel()
	million := 1 << 20
	if runtime.GOARCH == "wasm" || testing.Short() {
		million >>= 3
	}
	many := func(head, each, tail string, n int) []byte {
		return []byte(head + strings.TrimSuffix(strings.Repeat(each+",", n), ",") + tail)
	}
	files := map[string][]byte{
		"deep array":       bytes.Repeat([]byte("["), 5*million),
		"deep object":      bytes.Repeat([]byte(`{"a":`), million),
		"deep tokens":      []byte(`{"tokenOrder":[],"tokens":[` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `]}`),
		"empty tokens":     many(`{"tokenOrder":[],"tokens":[`, "0", `]}`, 8*million),
		"one long secret":  []byte(`{"tokenOrder":[],"tokens":[{"type":"TOTP","label":"x","secret":[` + strings.Repeat("1,", 4*million) + `1]}]}`),
		"many members":     []byte(`{"accounts":{` + strings.TrimSuffix(strings.Repeat(`"a":1,`, 2*million), ",") + `}}`),
		"raivo of numbers": many(`[{"kind":"TOTP","timer":"30","secret":"A"},`, "1", `]`, 8*million),
		"long name":        []byte(`{"shared_secret":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=","account_name":"` + strings.Repeat("x", 8*million) + `"}`),
		"entities":         []byte(`<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><map><string name="tokenOrder">&b;</string></map>`),
		"unknown entity":   []byte(`<?xml version="1.0"?><map><string name="tokenOrder">&b;</string></map>`),
		"deep elements":    []byte(`<?xml version="1.0"?><map>` + strings.Repeat("<a>", million)),
		"many attributes":  []byte(`<?xml version="1.0"?><map ` + strings.Repeat(`a="" `, million) + `>`),
		"WinAuth, deep":    []byte(`<WinAuth version="3">` + strings.Repeat("<config>", 1<<16)),
		"a picture":        []byte("\x89PNG\r\n\x1a\n"),
		"zip, cut":         append([]byte("PK\x03\x04"), make([]byte, 40)...),
	}
	for name, data := range files {
		start := time.Now()
		result, err := Import("", data, []byte("x"))
		if err == nil && len(result.Keys) > 0 && name != "long name" { // that is left out
			t.Errorf("%s: read", name)
		}
		if spent := time.Since(start); spent > 10*time.Second {
			t.Errorf("%s: %v", name, spent)
		}
	}
}
