// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/core"
	"inkan/wasm/door/files"
	"inkan/wasm/door/scan"
	"inkan/wasm/otp"
)

// faults are codes that only a fault of ours can cause: the user interface says
// that something went wrong inside, and has no words of their own for them.
var faults = []string{
	"method", "params", "nothing-pending", "no-vault", "vault-open", "key-wrong", "nothing-offered",
	"picture-empty", "picture-stride", "picture-short",
}

// Whatever Go can refuse, the person is told in words of every language.
func TestEveryCodeHasWords(t *testing.T) {
	var codes []string
	for _, code := range otp.Codes() {
		codes = append(codes, string(code))
	}
	for _, code := range slices.Concat(core.Codes(), scan.Codes(), files.Codes()) {
		codes = append(codes, string(code))
	}
	if len(codes) < 30 {
		t.Fatalf("only %d codes were found", len(codes))
	}
	for _, lang := range languages {
		text, err := os.ReadFile("../../extension/_locales/" + lang + "/messages.json")
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]struct{ Message string }
		if err := json.Unmarshal(text, &messages); err != nil {
			t.Fatal(err)
		}
		for _, code := range codes {
			key := "problem_" + strings.ReplaceAll(code, "-", "_")
			if messages[key].Message == "" && !slices.Contains(faults, code) {
				t.Errorf("%s has no words for the code %s", lang, code)
			}
		}
	}
}
