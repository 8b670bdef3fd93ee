// SPDX-License-Identifier: MIT

package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	//go:embed page/watch.js
	watchScript string
	//go:embed page/managewatch.js
	manageWatchScript string
	//go:embed page/plain.js
	plainScript string
)

// The popups that are compared, as paths in the variant of the extension.
const (
	ours  = "popup/popup.html"
	rival = "popup/plain.html"

	manage = "manage/manage.html"
)

var (
	manageScript = regexp.MustCompile(`<script type="module" src="manage\.js"></script>`)
	popupScript  = regexp.MustCompile(`<script type="module" src="first\.js"></script>`)
	preload      = regexp.MustCompile(`(?m)^\s*<link rel="modulepreload"[^>]*>\n`)
)

// writeVariant copies the built extension from one folder to another and puts
// the rival beside its popup: the same HTML and CSS, one script. Both get the
// script that tells when their codes were painted; nothing else differs from
// what is shipped.
func writeVariant(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return fmt.Errorf("%w; make build comes first", err)
	}
	raw, err := os.ReadFile(filepath.Join(to, ours))
	if err != nil {
		return err
	}
	html := string(raw)
	bare := preload.ReplaceAllLiteralString(html, "")
	if len(popupScript.FindAllString(html, -1)) != 1 || strings.Contains(bare, "modulepreload") {
		return fmt.Errorf("%s does not load its scripts as the bench expects", ours)
	}
	managed, err := os.ReadFile(filepath.Join(to, manage))
	if err != nil {
		return err
	}
	if len(manageScript.FindAll(managed, -1)) != 1 {
		return fmt.Errorf("%s does not load its script as the bench expects", manage)
	}
	for name, text := range map[string]string{
		manage: manageScript.ReplaceAllLiteralString(string(managed),
			`<script type="module" src="watch.js"></script><script type="module" src="manage.js"></script>`),
		"manage/watch.js": manageWatchScript,
		ours:              withScript(html, "first.js"),
		rival:             withScript(bare, "plain.js"),
		"popup/watch.js":  watchScript,
		"popup/plain.js":  plainScript,
	} {
		if err := os.WriteFile(filepath.Join(to, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func withScript(html, name string) string {
	return popupScript.ReplaceAllLiteralString(html,
		`<script type="module" src="watch.js"></script><script type="module" src="`+name+`"></script>`)
}
