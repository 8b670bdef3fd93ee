// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// words are Inkan's texts in one language, by key.
type words struct {
	t     *testing.T
	texts map[string]struct{ Message string }
}

// wordsOf reads the texts as they are shipped.
func wordsOf(t *testing.T, lang string) words {
	t.Helper()
	file, err := os.ReadFile(extension + "/_locales/" + lang + "/messages.json")
	if err != nil {
		t.Fatal(err)
	}
	w := words{t: t}
	if err := json.Unmarshal(file, &w.texts); err != nil {
		t.Fatal(err)
	}
	return w
}

// say is the text of a key, with its $1, $2 … filled in.
func (w words) say(key string, values ...string) string {
	w.t.Helper()
	entry, found := w.texts[key]
	if !found {
		w.t.Fatalf("Inkan has no text %q", key)
	}
	text := entry.Message
	for i, value := range values {
		text = strings.ReplaceAll(text, fmt.Sprintf("$%d", i+1), value)
	}
	return text
}

// hasAny reports whether one of the parts stands in the text.
func hasAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
