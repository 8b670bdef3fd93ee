// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const (
	list   = "services.txt"
	simple = "../node_modules/simple-icons"
)

func TestServices(t *testing.T) {
	if _, err := os.Stat(simple); err != nil {
		t.Skip("simple-icons is not installed; run scripts/setup.sh")
	}
	services, err := read(list, simple)
	if err != nil {
		t.Fatal(err)
	}
	names, domains := map[string]string{}, map[string]string{}
	// As engine/icons.js compares them.
	plain := regexp.MustCompile(`[^\p{L}\p{N}]+`)
	for _, s := range services {
		own := s.Names[0]
		if s.Path == "" {
			t.Errorf("%s has no path", own)
		}
		for _, c := range []struct {
			colour string
			ground ground
		}{{s.Light, lightGround}, {s.Dark, darkGround}} {
			if got := contrast(parseColour(c.colour[1:]), c.ground.colour); got < c.ground.contrast {
				t.Errorf("%s: %s has a contrast of %.2f", own, c.colour, got)
			}
		}
		for _, name := range s.Names {
			name = plain.ReplaceAllString(strings.ToLower(name), "")
			if other, taken := names[name]; taken && other != own {
				t.Errorf("%s and %s are both called %q", own, other, name)
			}
			names[name] = own
		}
		for _, domain := range s.Domains {
			if other, taken := domains[domain]; taken {
				t.Errorf("%s and %s are both at %s", own, other, domain)
			}
			domains[domain] = own
		}
	}
	if len(services) < 250 {
		t.Errorf("%d services", len(services))
	}
}

func TestColours(t *testing.T) {
	for _, c := range []struct{ own, light, dark string }{
		{"2f98dd", "", "#2f98dd"}, {"0b7bc1", "#0b7bc1", ""}, // seen on both
		{"000000", "#000000", ""},
		{"ffffff", "", "#ffffff"},
	} {
		own := parseColour(c.own)
		if got := own.on(lightGround).String(); c.light != "" && got != c.light {
			t.Errorf("%s on light: %s", c.own, got)
		}
		if got := own.on(darkGround).String(); c.dark != "" && got != c.dark {
			t.Errorf("%s on dark: %s", c.own, got)
		}
	}
	if got := contrast(parseColour("000000"), parseColour("ffffff")); got != 21 {
		t.Errorf("black on white: %.2f", got)
	}
}

func TestParse(t *testing.T) {
	entries, err := parse([]byte("# a word\n\nalpha alpha.com alpha.jp = Alpha One = アルファ\nbeta\n"))
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	if e := entries[0]; e.slug != "alpha" || len(e.domains) != 2 || strings.Join(e.names, "|") != "Alpha One|アルファ" {
		t.Errorf("%+v", e)
	}
	if _, err := parse([]byte("alpha\nalpha\n")); err == nil {
		t.Error("a service that stands there twice")
	}
}
