// SPDX-License-Identifier: MIT

package site

import (
	"fmt"
	"net/http"
	"time"

	"golang.org/x/text/language"
)

const languageCookie = "__Host-language"

// tables holds every word of the site, by language and key. The values are
// formats of package fmt.
var tables = map[string]map[string]string{"ja": japanese, "en": english}

// offered lists the languages in the order of matcher; the first one is for
// those who ask for neither.
var (
	offered = []string{"en", "ja"}
	matcher = language.NewMatcher([]language.Tag{language.English, language.Japanese})
)

// languageOf returns "ja" or "en": the visitor's choice, else the browser's.
func languageOf(r *http.Request) string {
	if chosen, err := r.Cookie(languageCookie); err == nil && tables[chosen.Value] != nil {
		return chosen.Value
	}
	// A malformed header counts as none.
	tags, _, _ := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	_, index, _ := matcher.Match(tags...)
	return offered[index]
}

// words gives templates the texts of one language.
type words struct{ lang string }

// T returns the text of key. A key that does not exist is an error, so that
// no page with a hole in it is ever shown.
func (w words) T(key string, args ...any) (string, error) {
	format, found := tables[w.lang][key]
	if !found {
		return "", fmt.Errorf("site: no text %q in %q", key, w.lang)
	}
	if len(args) == 0 {
		return format, nil
	}
	return fmt.Sprintf(format, args...), nil
}

// Day formats a date, Minute a date with its time.
func (w words) Day(t time.Time) string    { return t.Format(tables[w.lang]["format.day"]) }
func (w words) Minute(t time.Time) string { return t.Format(tables[w.lang]["format.minute"]) }

// switchLanguage stores the language of the button and returns to the page.
func (s *Site) switchLanguage(v *visit) reply {
	chosen := v.field("language")
	if tables[chosen] == nil {
		return message(http.StatusBadRequest, "badrequest")
	}
	return reply{location: localPath(v.field("back")), language: chosen}
}
