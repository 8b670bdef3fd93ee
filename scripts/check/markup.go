// SPDX-License-Identifier: MIT

package main

import (
	"regexp"
	"strings"
)

// Ways to make markup or code of a string. Trusted Types refuse most of them when the extension runs; here they
// are found before, and in code that runs in a page, where our policy does not reach.
var (
	fromString = regexp.MustCompile(`\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|srcdoc|execScript)\b|\bdocument\.write(ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bset(Timeout|Interval)\s*\(\s*['"` + "`" + `]|['"]javascript:`)
	inline     = regexp.MustCompile(`(?i)\son[a-z]+\s*=\s*["']|\s(?:style|srcdoc)\s*=\s*["']|<style\b|<script\b[^>]*>[^<]|javascript:`)
	sourceless = regexp.MustCompile(`(?i)<script\b[^>]*>`)
	outside    = regexp.MustCompile(`(?i)<(?:script|link|img|iframe|form|source|object|embed)\b[^>]*\s(?:src|href|action|data)\s*=\s*["'](?:https?:)?//`)
)

// checkMarkup looks for markup and code made of strings, for inline script and style, and for pages that ask for
// something from elsewhere.
func checkMarkup(t *Tree) []Finding {
	var found []Finding
	for _, p := range t.under("extension/", ".js", ".mjs", ".html") {
		html := strings.HasSuffix(p, ".html")
		for i, line := range strings.Split(t.text[p], "\n") {
			if !html {
				if m := fromString.FindString(line); m != "" {
					found = append(found, Finding{p, i + 1, "makes markup or code of a string: " + strings.TrimSpace(m)})
				}
				continue
			}
			if inline.MatchString(line) || sourceless.MatchString(line) && !strings.Contains(sourceless.FindString(line), "src=") {
				found = append(found, Finding{p, i + 1, "has inline script or style, which the policy refuses"})
			}
			if outside.MatchString(line) {
				found = append(found, Finding{p, i + 1, "asks for something from elsewhere"})
			}
		}
	}
	return found
}
