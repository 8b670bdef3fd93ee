// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Message is one entry of a messages.json, as chrome.i18n reads it.
type Message struct {
	Message      string `json:"message"`
	Description  string `json:"description"`
	Placeholders map[string]struct {
		Content string `json:"content"`
		Example string `json:"example"`
	} `json:"placeholders"`
}

// languages of the product; every key is in each of them. The first is the manifest's default_locale.
var languages = []string{"en", "ja", "zh_CN", "zh_TW", "ko", "de", "fr", "es", "pt_BR", "it", "ru", "vi", "th", "id"}

// longestDescription is what the Web Store takes of a manifest's description, in characters.
const longestDescription = 132

func localePath(language string) string { return "extension/_locales/" + language + "/messages.json" }

// checkLocales wants all languages to have the same keys with the same placeholders, no message to be empty,
// every key that is used to exist, and every key that exists to be used.
func checkLocales(t *Tree) []Finding {
	var found []Finding
	words := map[string]map[string]Message{}
	for _, language := range languages {
		m, problems := readLocale(t, language)
		words[language] = m
		found = append(found, problems...)
	}
	for _, p := range t.under("extension/_locales/", "") {
		if !slices.ContainsFunc(languages, func(l string) bool { return p == localePath(l) }) {
			found = append(found, Finding{p, 0, "is not the messages.json of one of the languages " + strings.Join(languages, ", ")})
		}
	}
	base := words[languages[0]]
	for _, other := range languages[1:] {
		found = append(found, compareLocales(base, words[other], other)...)
	}
	return append(found, checkUses(t, base)...)
}

// readLocale reads one language and judges each message by itself.
func readLocale(t *Tree, language string) (map[string]Message, []Finding) {
	name := localePath(language)
	if !t.has(name) {
		return nil, []Finding{{name, 0, "is missing"}}
	}
	if err := oneOfEach(t.text[name]); err != nil {
		return nil, []Finding{{name, 0, err.Error()}}
	}
	var messages map[string]Message
	d := json.NewDecoder(strings.NewReader(t.text[name]))
	d.DisallowUnknownFields()
	if err := d.Decode(&messages); err != nil {
		return nil, []Finding{{name, 0, err.Error()}}
	}
	var found []Finding
	lower := map[string]string{}
	for _, key := range sortedKeys(messages) {
		if twin, ok := lower[strings.ToLower(key)]; ok {
			found = append(found, Finding{name, 0, fmt.Sprintf("%s and %s are the same key to Chrome, which ignores case", twin, key)})
		}
		lower[strings.ToLower(key)] = key
		found = append(found, checkMessage(name, key, messages[key])...)
	}
	if n := utf8.RuneCountInString(messages["appDescription"].Message); n > longestDescription {
		found = append(found, Finding{name, 0, fmt.Sprintf("appDescription has %d characters, not at most %d", n, longestDescription)})
	}
	if tag := messages["language"].Message; tag != "" && tag != strings.ReplaceAll(language, "_", "-") {
		found = append(found, Finding{name, 0, fmt.Sprintf("language is %q", tag)})
	}
	return messages, found
}

var (
	keyName   = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	named     = regexp.MustCompile(`\$([A-Za-z0-9_@]+)\$`)
	numbered  = regexp.MustCompile(`\$[1-9]`)
	marked    = regexp.MustCompile(`__MSG_(\w+)__`)
	attribute = regexp.MustCompile(`\bdata-(?:say|i18n)(?:-[a-z-]+)?\s*=\s*["']([^"']*)["']`)
	called    = regexp.MustCompile(`\b(?:say|getMessage)\(\s*(?:'([^']*)'|"([^"]*)")`)
	quoted    = regexp.MustCompile(`'([A-Za-z0-9_]+)'|"([A-Za-z0-9_]+)"`)
	templated = regexp.MustCompile("`([A-Za-z0-9_]+(?:\\$\\{[^{}`]*\\}[A-Za-z0-9_]*)+)`")
	hole      = regexp.MustCompile(`\$\{[^{}]*\}`)
)

func checkMessage(name, key string, m Message) []Finding {
	var found []Finding
	say := func(text string) { found = append(found, Finding{name, 0, key + " " + text}) }
	if !keyName.MatchString(key) {
		say("is not a key made of letters, digits and _")
	}
	if strings.TrimSpace(m.Message) == "" {
		say("is empty")
	}
	used := usedNames(m.Message)
	declared := map[string]bool{}
	for p := range m.Placeholders {
		declared[strings.ToLower(p)] = true
	}
	for _, p := range sortedKeys(used) {
		if !declared[p] {
			say("uses $" + p + "$, which it does not declare")
		}
	}
	for _, p := range sortedKeys(declared) {
		if !used[p] {
			say("declares $" + p + "$ and does not use it")
		}
	}
	return found
}

// usedNames are the placeholders of a message, lower case as Chrome compares them; "$$" is a dollar sign.
func usedNames(message string) map[string]bool {
	used := map[string]bool{}
	for _, m := range named.FindAllStringSubmatch(strings.ReplaceAll(message, "$$", ""), -1) {
		used[strings.ToLower(m[1])] = true
	}
	return used
}

// substitutions lists everything that a message takes from outside, sorted: $1 and name=$1.
func substitutions(m Message) string {
	var all []string
	for name, p := range m.Placeholders {
		all = append(all, strings.ToLower(name)+"="+p.Content)
	}
	all = append(all, numbered.FindAllString(strings.ReplaceAll(m.Message, "$$", ""), -1)...)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func compareLocales(base, other map[string]Message, language string) []Finding {
	if base == nil || other == nil {
		return nil // already said
	}
	var found []Finding
	for _, key := range sortedKeys(base) {
		if _, ok := other[key]; !ok {
			found = append(found, Finding{localePath(language), 0, key + " is missing"})
		} else if a, b := substitutions(base[key]), substitutions(other[key]); a != b {
			found = append(found, Finding{localePath(language), 0, fmt.Sprintf("%s takes %q, but %q in %s", key, b, a, languages[0])})
		}
	}
	for _, key := range sortedKeys(other) {
		if _, ok := base[key]; !ok {
			found = append(found, Finding{localePath(languages[0]), 0, key + " is missing"})
		}
	}
	return found
}

// checkUses compares the keys with what the sources say: say('key') or getMessage('key') in scripts, data-say="key"
// or data-i18n="key" and their variants in pages, __MSG_key__ in the manifest and in style sheets. A key made in a
// template literal, as `problem_${code}`, uses every key it can make; a key in quotes anywhere is a use too. The About
// section explains each permission of the manifest by a key of its own.
func checkUses(t *Tree, messages map[string]Message) []Finding {
	if messages == nil {
		return nil
	}
	var found []Finding
	used := map[string]bool{}
	use := func(file string, line int, key string) {
		used[key] = true
		if _, ok := messages[key]; !ok && !strings.HasPrefix(key, "@@") {
			found = append(found, Finding{file, line, fmt.Sprintf("uses the key %q, which no language has", key)})
		}
	}
	for _, file := range t.under("extension/", ".js", ".mjs", ".html", ".css", "/manifest.json") {
		for i, line := range strings.Split(t.text[file], "\n") {
			for _, m := range marked.FindAllStringSubmatch(line, -1) {
				use(file, i+1, m[1])
			}
			switch path.Ext(file) {
			case ".html":
				for _, m := range attribute.FindAllStringSubmatch(line, -1) {
					use(file, i+1, m[1])
				}
			case ".js", ".mjs":
				for _, m := range called.FindAllStringSubmatch(line, -1) {
					use(file, i+1, m[1]+m[2])
				}
				for _, m := range quoted.FindAllStringSubmatch(line, -1) {
					used[m[1]+m[2]] = true
				}
				for _, m := range templated.FindAllStringSubmatch(line, -1) {
					maps.Copy(used, madeBy(m[1], messages))
				}
			}
		}
	}
	for _, name := range asked(t) {
		use(manifestPath, 0, "permission_"+name)
	}
	for _, key := range sortedKeys(messages) {
		if !used[key] {
			found = append(found, Finding{localePath(languages[0]), 0, key + " is used nowhere"})
		}
	}
	return found
}

// asked lists the permissions of the manifest, which checkManifest judges.
func asked(t *Tree) []string {
	var m struct {
		Permissions []string `json:"permissions"`
		Optional    []string `json:"optional_permissions"`
	}
	if json.Unmarshal([]byte(t.text[manifestPath]), &m) != nil {
		return nil // said there
	}
	return slices.Concat(m.Permissions, m.Optional)
}

// madeBy lists the keys that a template literal can make.
func madeBy(template string, messages map[string]Message) map[string]bool {
	shape := regexp.MustCompile("^" + hole.ReplaceAllString(template, "[A-Za-z0-9_]+") + "$")
	made := map[string]bool{}
	for key := range messages {
		if shape.MatchString(key) {
			made[key] = true
		}
	}
	return made
}
