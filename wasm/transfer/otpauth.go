// SPDX-License-Identifier: MIT

package transfer

import (
	"errors"
	"strings"

	"inkan/wasm/migration"
	"inkan/wasm/otp"
)

// Text with a link in each line, as many programs export it, and as people keep
// it in notes:
//
//	# a comment
//	otpauth://totp/Example:alice?secret=…
//	otpauth://…,otpauth://…              (early Ente Auth)
//	name: otpauth://…
//	otpauth-migration://offline?data=…   (Google Authenticator)
//
// Ente Auth adds codeDisplay=, JSON with what Detail has a place for; src: Ente
// lib/models/code.dart and code_display.dart.
var (
	otpauthFormat = format{"otpauth", hasLinks, readLinks}
	googleFormat  = format{"google-authenticator", isGoogle, readLinks}
	enteTextForm  = format{"ente", func(f *file) bool { return hasLinks(f) && strings.Contains(f.lines(), "codeDisplay=") }, readLinks}
)

// schemes of links that hold a key, or several.
var schemes = []string{"apple-otpauth://", "otpauth://", migration.Scheme, "motp://", "steam://"}

// findScheme gives where the first link of a line begins, -1 for none.
func findScheme(line string) int {
	for at := 0; ; {
		colon := strings.Index(line[at:], "://")
		if colon < 0 {
			return -1
		}
		end := at + colon + len("://")
		for _, scheme := range schemes {
			start := end - len(scheme)
			if start >= 0 && strings.EqualFold(line[start:end], scheme) && (start == 0 || !isSchemeByte(line[start-1])) {
				return start
			}
		}
		at = end
	}
}

// isSchemeByte says that a scheme that follows c is only the end of another one.
func isSchemeByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.'
}

// hasLinks leaves JSON alone, whose escapes would change what a link says.
func hasLinks(f *file) bool {
	if f.json() != nil || f.broken != nil {
		return false
	}
	if f.binary() {
		return false
	}
	for line := range strings.Lines(f.lines()) {
		if isLinkLine(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

// isGoogle says that the first link is a transfer link.
func isGoogle(f *file) bool {
	if !hasLinks(f) {
		return false
	}
	for link := range linksOf(f) {
		return isMigration(link)
	}
	return false
}

// isLinkLine knows a line with a link, or with what should be one.
func isLinkLine(line string) bool {
	return findScheme(line) >= 0 && line[0] != '#' || isBrokenLink(line)
}

func isBrokenLink(line string) bool {
	return len(line) >= 7 && strings.EqualFold(line[:7], "otpauth") && findScheme(line) < 0
}

// linksOf gives the links of a text, one after the other.
func linksOf(f *file) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		text := f.lines()
		for text != "" {
			var line string
			line, text = cutLine(text)
			trimmed := strings.TrimSpace(line)
			start := findScheme(trimmed)
			if start < 0 || trimmed[0] == '#' {
				if isBrokenLink(trimmed) && !yield(trimmed) {
					return
				}
				continue
			}
			if isMigration(trimmed[start:]) {
				trimmed, text = joinLines(trimmed, text)
			}
			for start >= 0 {
				var link string
				if link, trimmed = cutLink(trimmed[start:], openedBy(trimmed, start)); !yield(strings.TrimSpace(link)) {
					return
				}
				start = findScheme(trimmed)
			}
		}
	}
}

func cutLine(text string) (line, rest string) {
	end := strings.IndexAny(text, "\r\n")
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimPrefix(strings.TrimPrefix(text[end:], "\r"), "\n")
}

func isMigration(link string) bool {
	return len(link) >= len(migration.Scheme) && strings.EqualFold(link[:len(migration.Scheme)], migration.Scheme)
}

// joinLines takes lines of Base64 that belong to a transfer link which a mail
// program or an editor has broken.
func joinLines(line, text string) (joined, rest string) {
	if !strings.Contains(line, "?") {
		return line, text
	}
	var b strings.Builder
	b.WriteString(line)
	for {
		next, after := cutLine(text)
		next = strings.TrimSpace(next)
		if !isBase64Text(next) {
			return b.String(), text
		}
		b.WriteString(next)
		text = after
	}
}

// isBase64Text knows the letters of both alphabets of Base64, escaped or not.
func isBase64Text(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte("+/=%-_", c) < 0 {
			return false
		}
	}
	return text != ""
}

// openedBy is the quotation mark or bracket before a link, 0 for none.
func openedBy(line string, start int) byte {
	if start > 0 && strings.IndexByte("\"'<`(", line[start-1]) >= 0 {
		return line[start-1]
	}
	return 0
}

// closingBracket is where the bracket before a text closes, past pairs within
// it: names have brackets too. -1 for never.
func closingBracket(text string) int {
	open := 1
	for i := range len(text) {
		switch text[i] {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// cutLink cuts the first link off a line: up to the quotation mark that closes
// it, or to a comma, semicolon or space. Only one that a link follows ends one,
// since names have them too.
func cutLink(line string, quote byte) (link, rest string) {
	switch quote {
	case 0:
	case '(':
		if end := closingBracket(line); end >= 0 {
			return line[:end], line[end+1:]
		}
	case '<':
		quote = '>'
		fallthrough
	default:
		link, rest, _ = strings.Cut(line, string(rune(quote)))
		return link, rest
	}
	for at := 0; ; {
		start := findScheme(line[at:])
		if start < 0 {
			return line, ""
		}
		start += at
		before := strings.TrimRight(line[:start], " \t")
		cut := strings.TrimRight(before, ",;")
		if len(cut) < start {
			return cut, line[start:]
		}
		at = start + len("://")
	}
}

func readLinks(r *reading) error {
	var links []string
	for link := range linksOf(r.file) {
		if len(links) == MaxEntries {
			return newError(CodeFileSize, "", ErrTooLarge)
		}
		links = append(links, link)
	}
	return r.readLinkList(links)
}

// readLinkList reads links in their order; transfer links of one export come
// together where the first of them is.
func (r *reading) readLinkList(links []string) error {
	parts, failed := migrationsOf(links)
	for _, err := range failed {
		if errors.Is(err, ErrTooLarge) {
			return err
		}
	}
	merged, missing := mergeMigrations(parts)
	position, broken := 0, 0
	for _, link := range links {
		if !isMigration(link) {
			position++
			r.readLink(link, position)
			continue
		}
		if err := failed[link]; err != nil {
			position++
			broken++
			r.fail(position, "", err)
			continue
		}
		for _, part := range merged { // all of them, at the first
			for _, account := range part.Accounts {
				if position++; position > MaxEntries {
					return newError(CodeFileSize, "", ErrTooLarge)
				}
				r.put(migrationEntry(account, position))
			}
		}
		merged = nil
	}
	switch {
	case len(r.Keys) == 0 && broken > 0 && broken == len(r.Problems):
		return damaged() // there was nothing but transfer links that cannot be read
	case len(parts) == 1 && parts[0].Size > 1:
		r.Batch = &Batch{ID: parts[0].ID, Index: parts[0].Index, Size: parts[0].Size}
	case missing:
		r.fail(0, "", newError(CodePart, "", nil))
	}
	return nil
}

// migrationsOf reads the transfer links among links, and says which cannot be.
func migrationsOf(links []string) (parts []migration.Part, failed map[string]error) {
	failed = map[string]error{}
	for _, link := range links {
		if !isMigration(link) {
			continue
		}
		part, err := parseMigration(link)
		if err != nil {
			failed[link] = err
			continue
		}
		parts = append(parts, part)
	}
	return parts, failed
}

func (r *reading) readLink(link string, position int) {
	e := &entry{detail: Detail{Position: position}}
	e.refuse(otp.CheckWords(link))
	e.link(link, "", "")
	if e.err != nil {
		e.labelNames(link)
	}
	e.enteIssuer()
	e.enteDisplay()
	r.put(e)
}

// labelNames gives a link that cannot be read the names it is known by, as far
// as they stand before the secret.
func (e *entry) labelNames(link string) {
	_, rest, _ := strings.Cut(link, "://")
	label, _, found := strings.Cut(rest, "?")
	if _, label, _ = strings.Cut(label, "/"); found && !strings.Contains(strings.ToLower(label), "secret") {
		issuer, account, found := strings.Cut(migration.Unescape(label), ":")
		if !found {
			issuer, account = "", issuer
		}
		e.names(issuer, account)
	}
}
