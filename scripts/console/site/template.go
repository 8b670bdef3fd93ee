// SPDX-License-Identifier: MIT

package site

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed pages
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

type pageTemplate = *template.Template

// A view is what a template sees.
type view struct {
	words
	Lang   string
	Title  string // key
	Path   string // to return to after a change of language
	Token  string
	Member bool
	User   string
	Notice *notice
	Data   any
}

// Bad reports whether the notice is about something the visitor entered.
func (v view) Bad() bool { return v.Notice != nil && v.Notice.Kind == bad }

// Say returns the words of the notice.
func (v view) Say(n notice) (string, error) { return v.T(n.Key, n.Args...) }

// Section returns the first part of the page's path, "2fa" of "/2fa/setup".
func (v view) Section() string {
	section, _, _ := strings.Cut(strings.TrimPrefix(v.Path, "/"), "/")
	section, _, _ = strings.Cut(section, "?")
	return section
}

// parsePages reads pages/*.html; each is set into layout.html, but for those
// of the fixtures, which are whole documents.
func parsePages() map[string]pageTemplate {
	layout := template.Must(template.ParseFS(pageFiles, "pages/layout.html"))
	files, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		panic(err) // unreachable: the pattern is well formed
	}
	pages := map[string]pageTemplate{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "fixture" {
			pages[name] = template.Must(template.ParseFS(pageFiles, file))
			continue
		}
		pages[name] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, file))
	}
	return pages
}

// An asset is one file of static/.
type asset struct {
	body []byte
	mime string
	etag string
}

var mimeTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func readStatic() map[string]asset {
	assets := map[string]asset{}
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // unreachable: embedded
	}
	for _, entry := range entries {
		body, err := staticFiles.ReadFile("static/" + entry.Name())
		if err != nil {
			panic(err) // unreachable: embedded
		}
		sum := sha256.Sum256(body)
		assets[entry.Name()] = asset{body, mimeTypes[path.Ext(entry.Name())], `"` + hex.EncodeToString(sum[:8]) + `"`}
	}
	return assets
}

func (s *Site) serveStatic(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "" {
		name = "mark.svg" // /favicon.ico, which browsers ask for on pages that name no icon
	}
	file, found := s.static[name]
	if !found {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", file.etag)
	if r.Header.Get("If-None-Match") == file.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", file.mime)
	w.Write(file.body)
}
