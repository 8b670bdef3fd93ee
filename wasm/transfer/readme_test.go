// SPDX-License-Identifier: MIT

package transfer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/transfer"
)

// sampleFolders are where samples of what a row of README.md names lie.
var sampleFolders = map[string]string{
	"Bitwarden": "bitwarden", "Aegis": "aegis", "Ente Auth": "ente", "lists of links": "uris", "andOTP": "andotp", "FreeOTP+": "freeotp-plus",
	"2FAS": "2fas", "Proton Authenticator": "proton-authenticator", "Stratum": "stratum", "Authenticator Plus": "authenticator-plus",
	"Google Authenticator's codes": "google-authenticator", "LastPass": "lastpass", "Authy": "authy", "Battle.net": "battlenet", "Duo": "duo",
	"FreeOTP": "freeotp", "Steam": "steam", "TOTP Authenticator": "totp-authenticator", "KeePass (KDBX 4)": "keepass", "WinAuth": "winauth",
	"Proton Pass": "proton-pass", "1Password": "1password", "CXF": "cxf", "Raivo": "raivo", "the Authenticator extension": "authenticator-extension",
}

// peerSources are the repositories whose own tests hold the samples, in the order
// of the columns.
var peerSources = []string{
	"beemdevelopment/Aegis", "stratumauth/app", "protonpass/proton-pass-common", "linuxleague/gnome-Authenticator", "keepassxreboot/keepassxc",
}

// TestTableOfPeers: README.md says of others what their tests show, and names
// each format that has samples.
func TestTableOfPeers(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(transfer.Samples, "index.json"))
	if err != nil {
		t.Skipf("%s is not there", transfer.Samples)
	}
	var rows []struct{ File, Repo string }
	if err := json.Unmarshal(index, &rows); err != nil {
		t.Fatal(err)
	}
	reads := map[string][]string{} // folder: repositories
	for _, row := range rows {
		if filepath.Ext(row.File) != ".sqlite" { // its own database, which takes root to reach
			reads[filepath.Dir(row.File)] = append(reads[filepath.Dir(row.File)], row.Repo)
		}
	}
	// Pictures of its codes lie apart.
	for _, row := range rows {
		if strings.Contains(row.File, "GoogleAuth") {
			reads["google-authenticator"] = append(reads["google-authenticator"], row.Repo)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(readme), "| file of | Inkan |")
	if !found {
		t.Fatal("README.md has no such table")
	}
	named := 0
	for _, line := range strings.Split(table, "\n")[2:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 2+len(peerSources) {
			t.Fatalf("%d cells in %q", len(cells), line)
		}
		for _, name := range strings.Split(strings.TrimSpace(cells[0]), ", ") {
			folder := sampleFolders[name]
			if folder == "" || strings.TrimSpace(cells[1]) != "✓" {
				t.Errorf("%q is not read by us, or not known", name)
				continue
			}
			named++
			for i, repo := range peerSources {
				if strings.TrimSpace(cells[2+i]) == "own" {
					continue
				}
				if got, want := strings.TrimSpace(cells[2+i]) == "✓", slices.Contains(reads[folder], repo); got != want {
					t.Errorf("%s, %s: %v in README.md, %v by the samples", name, repo, got, want)
				}
			}
		}
	}
	if named != len(sampleFolders) {
		t.Errorf("%d formats of %d are in the table", named, len(sampleFolders))
	}
}
