// SPDX-License-Identifier: MIT

package browser

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ExtensionID returns the id of the unpacked extension in dir, which the
// manifest's "key" fixes: the first 32 hexadecimal digits of the SHA-256 of
// the DER public key, written with the letters a to p.
func ExtensionID(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return "", fmt.Errorf("browser: %w", err)
	}
	var manifest struct{ Key string }
	if err := json.Unmarshal(raw, &manifest); err != nil {
		return "", fmt.Errorf("browser: manifest of %s: %w", dir, err)
	}
	der, err := base64.StdEncoding.DecodeString(manifest.Key)
	if err != nil || len(der) == 0 {
		return "", fmt.Errorf("browser: manifest of %s has no usable key, so its id is not fixed", dir)
	}
	sum := sha256.Sum256(der)
	id := make([]byte, 0, 32)
	for _, b := range sum[:16] {
		id = append(id, 'a'+b>>4, 'a'+b&15)
	}
	return string(id), nil
}

// newProfile makes an empty profile folder that names this process, and
// removes those of processes that ended without cleaning up.
func newProfile() (string, error) {
	const prefix = "inkan-browser-"
	old, err := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*"))
	if err != nil {
		return "", fmt.Errorf("browser: %w", err)
	}
	for _, dir := range old {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), prefix+"%d-", &pid); err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			os.RemoveAll(dir) // somebody else may be at it
		}
	}
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", prefix, os.Getpid()))
	if err != nil {
		return "", fmt.Errorf("browser: %w", err)
	}
	return dir, nil
}

// writePreferences lays down the settings of a profile that has none yet: the
// icon pinned (an unpinned one costs 265 ms a click), developer mode (without
// it an unpacked extension is off after a restart), the languages, and no
// bubbles that would take the focus. It reports whether the profile had none.
func writePreferences(profile, id, lang string) (fresh bool, err error) {
	file := filepath.Join(profile, "Default", "Preferences")
	if _, err := os.Stat(file); err == nil {
		return false, nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return false, fmt.Errorf("browser: %w", err)
	}
	type object = map[string]any
	preferences := object{
		"extensions": object{
			"ui": object{"developer_mode": true},
		},
		"intl":                       object{"accept_languages": languages(lang), "selected_languages": languages(lang)},
		"browser":                    object{"has_seen_welcome_page": true, "check_default_browser": false},
		"translate":                  object{"enabled": false},
		"credentials_enable_service": false,
		// Chromium would ask its maker whether a password that is typed has leaked.
		"profile": object{"password_manager_leak_detection": false},
	}
	if id != "" {
		preferences["extensions"].(object)["pinned_extensions"] = []string{id}
	}
	raw, err := json.Marshal(preferences)
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return false, fmt.Errorf("browser: %w", err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return false, fmt.Errorf("browser: %w", err)
	}
	return true, nil
}

// languages is the list a person who set this language has in Chrome.
func languages(lang string) string {
	if lang == "en" {
		return "en-US,en"
	}
	return strings.ReplaceAll(lang, "_", "-") + ",en-US,en"
}
