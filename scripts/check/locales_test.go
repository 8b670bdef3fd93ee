// SPDX-License-Identifier: MIT

package main

import (
	"maps"
	"strings"
	"testing"
)

// goodWords is a tree whose languages are as they should be.
func goodWords() map[string]string {
	files := map[string]string{
		"extension/manifest.json": `{"name": "__MSG_appName__"}`,
		"extension/_locales/en/messages.json": `{
			"appName": {"message": "Inkan", "description": "not translated"},
			"copied": {"message": "Copied $CODE$", "placeholders": {"code": {"content": "$1"}}},
			"left": {"message": "$1 left for $$5"},
			"problem_digits": {"message": "Wrong number of digits"}
		}`,
		"extension/_locales/ja/messages.json": `{
			"appName": {"message": "Inkan"},
			"copied": {"message": "$code$をコピーしました", "placeholders": {"code": {"content": "$1"}}},
			"left": {"message": "残り$1"},
			"problem_digits": {"message": "桁数が違います"}
		}`,
		"extension/popup/popup.html": `<p data-say-label="copied">`,
		"extension/popup/popup.js":   "x(flag ? 'left' : say('copied'));\nsay(`problem_${code}`);",
	}
	for _, language := range languages[2:] {
		files[localePath(language)] = files[localePath("ja")]
	}
	return files
}

func TestLocalesAsTheyShouldBe(t *testing.T) {
	if found := checkLocales(newTree(goodWords())); len(found) > 0 {
		t.Errorf("findings in good languages: %v", found)
	}
}

func TestLocalesPlanted(t *testing.T) {
	const en, ja = "extension/_locales/en/messages.json", "extension/_locales/ja/messages.json"
	some := func(file, text string) map[string]string { return map[string]string{file: text} }
	tests := []struct {
		name  string
		plant map[string]string
		want  string
	}{
		{"a key is missing", some(ja, `{"appName": {"message": "Inkan"}, "left": {"message": "$1"}, "problem_digits": {"message": "桁"}}`), ja + ": copied is missing"},
		{"a key too many", map[string]string{
			ja: goodWords()[ja][:len(goodWords()[ja])-1] + `, "extra": {"message": "余分"}}`,
		}, en + ": extra is missing"},
		{"an empty message", some(ja, `{"appName": {"message": " "}, "copied": {"message": "$code$", "placeholders": {"code": {"content": "$1"}}}, "left": {"message": "$1"}, "problem_digits": {"message": "桁"}}`), ja + ": appName is empty"},
		{"another placeholder", some(ja, `{"appName": {"message": "Inkan"}, "copied": {"message": "$code$", "placeholders": {"code": {"content": "$2"}}}, "left": {"message": "$1"}, "problem_digits": {"message": "桁"}}`), ja + `: copied takes "code=$2", but "code=$1" in en`},
		{"a number lost", some(ja, `{"appName": {"message": "Inkan"}, "copied": {"message": "$code$", "placeholders": {"code": {"content": "$1"}}}, "left": {"message": "残り"}, "problem_digits": {"message": "桁"}}`), ja + `: left takes "", but "$1" in en`},
		{"a key twice", some(en, `{"appName": {"message": "a"}, "appName": {"message": "b"}}`), en + ": the key appName is there twice"},
		{"an unknown field", some(ja, `{"appName": {"massage": "Inkan"}}`), ja + `: json: unknown field "massage"`},
		{"a used key that is not there", some("extension/popup/more.js", "\nsay('gone')"), `extension/popup/more.js:2: uses the key "gone", which no language has`},
		{"an attribute's key that is not there", some("extension/popup/more.html", `<b data-say="gone">`), `extension/popup/more.html:1: uses the key "gone", which no language has`},
		{"a marked key that is not there", some("extension/popup/more.css", `a { b: __MSG_gone__ }`), `extension/popup/more.css:1: uses the key "gone", which no language has`},
		{"a key nobody uses", some("extension/popup/popup.js", "say('copied', 'left')"), en + ": problem_digits is used nowhere"},
		{"a permission without words", some("extension/manifest.json", `{"name": "__MSG_appName__", "permissions": ["idle"]}`), `extension/manifest.json: uses the key "permission_idle", which no language has`},
		{"a language nobody asked for", some("extension/_locales/tlh/messages.json", "{}"), "extension/_locales/tlh/messages.json: is not the messages.json of one of the languages " + strings.Join(languages, ", ")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := goodWords()
			maps.Copy(files, tt.plant)
			only(t, checkLocales(newTree(files)), tt.want)
		})
	}
}

func TestMessage(t *testing.T) {
	tests := []struct {
		name, json, want string
	}{
		{"not declared", `{"a": {"message": "$x$"}}`, "a uses $x$, which it does not declare"},
		{"not used", `{"a": {"message": "b", "placeholders": {"x": {"content": "$1"}}}}`, "a declares $x$ and does not use it"},
		{"another language's tag", `{"language": {"message": "tlh"}}`, `language is "tlh"`},
		{"a description the Web Store refuses", `{"appDescription": {"message": "` + strings.Repeat("あ", 133) + `"}}`, "appDescription has 133 characters, not at most 132"},
		{"differs in case", `{"a": {"message": "b"}, "A": {"message": "b"}}`, "A and a are the same key to Chrome, which ignores case"},
		{"not a key", `{"a-b": {"message": "b"}}`, "a-b is not a key made of letters, digits and _"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found := readLocale(newTree(map[string]string{localePath("en"): tt.json}), "en")
			only(t, found, localePath("en")+": "+tt.want)
		})
	}
}
