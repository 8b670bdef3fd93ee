// SPDX-License-Identifier: MIT

package site

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	for key := range japanese {
		if _, found := english[key]; !found {
			t.Errorf("%q is missing in English", key)
		}
	}
	for key := range english {
		if _, found := japanese[key]; !found {
			t.Errorf("%q is missing in Japanese", key)
		}
	}
}

var verb = regexp.MustCompile(`%[a-z]`)

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	for key, text := range japanese {
		ja, en := verb.FindAllString(text, -1), verb.FindAllString(english[key], -1)
		if !slices.Equal(ja, en) {
			t.Errorf("%q: %v in Japanese, %v in English", key, ja, en)
		}
	}
}

func TestWordsAreInTheirLanguage(t *testing.T) {
	isJapanese := func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }
	for key, text := range japanese {
		if key != "login.user" && !strings.ContainsFunc(text, isJapanese) {
			t.Errorf("%q is not Japanese: %q", key, text)
		}
		if strings.ContainsFunc(english[key], isJapanese) {
			t.Errorf("%q is not English: %q", key, english[key])
		}
	}
}

// Keys that the code puts together from two parts.
var composed = regexp.MustCompile(`^(code|mailcode|emergencycode)\.(malformed|wrong|replayed|expired)$|^mail\.(registration|emergency)\.(subject|text)$|^(notfound|forbidden|badrequest|toolarge|parameters)\.(title|text)$`)

func TestEveryTextIsUsedAndEveryUseHasAText(t *testing.T) {
	inTemplates := regexp.MustCompile(`\.T "([^"]+)"`)
	inCode := regexp.MustCompile(`"([a-z]+(?:\.[a-z0-9]+)+)"`)
	used := map[string]bool{}
	pages, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages", err)
	}
	for _, page := range pages {
		text, err := pageFiles.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range inTemplates.FindAllStringSubmatch(string(text), -1) {
			used[found[1]] = true
			if _, exists := english[found[1]]; !exists {
				t.Errorf("%s asks for %q", page, found[1])
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		if strings.HasPrefix(file, "words_") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range inCode.FindAllStringSubmatch(string(text), -1) {
			used[found[1]] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(english)) {
		if !used[key] && !composed.MatchString(key) {
			t.Errorf("%q is never shown", key)
		}
	}
}
