// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// oneOfEach says whether a text is one JSON value in which no object has a key twice. Go and Chrome both take the
// last of two without a word, so the first would be dead text that a reader takes for the truth.
func oneOfEach(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	if err := walk(d, ""); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the end of the JSON value")
	}
	return nil
}

func walk(d *json.Decoder, path string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			name := key.(string)
			if seen[name] {
				return fmt.Errorf("the key %s%s is there twice", path, name)
			}
			seen[name] = true
			if err := walk(d, path+name+"."); err != nil {
				return err
			}
		}
		_, err = d.Token()
	case json.Delim('['):
		for d.More() {
			if err := walk(d, path); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
