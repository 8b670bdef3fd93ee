// SPDX-License-Identifier: MIT

package typed

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"inkan/wasm/door"
)

// maxParams bounds the JSON of one call in bytes: room for the ids of some
// 100,000 accounts.
const maxParams = 4 << 20

// decode reads exactly one JSON object into the struct v. encoding/json alone
// is too lenient: it ignores repeated and missing fields, and matches names
// whatever their case.
func decode(data []byte, v reflect.Value) error {
	if len(data) > maxParams || !utf8.Valid(data) {
		return door.BadParam("", "the parameters are too long or not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return door.BadParam("", "the parameters are not a JSON object")
	}
	fields := fieldsOf(v.Type())
	seen := make(map[string]bool, len(fields))
	for d.More() {
		name, err := member(d, fields, seen)
		if err != nil {
			return err
		}
		if err := value(d, name, v.Field(fields[name].index)); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return door.BadParam("", "the parameters are not a JSON object")
	}
	if _, err := d.Token(); err != io.EOF {
		return door.BadParam("", "something follows the parameters")
	}
	for name, f := range fields {
		if !f.optional && !seen[name] {
			return door.BadParam(name, "this field is missing")
		}
	}
	return nil
}

// field is one member of a parameter object.
type field struct {
	index    int
	optional bool
}

func fieldsOf(t reflect.Type) map[string]field {
	fields := make(map[string]field, t.NumField())
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" {
			panic("typed: internal error: a parameter has no json name")
		}
		fields[name] = field{i, options == "omitempty"}
	}
	return fields
}

// member reads the name of the next member and marks it as seen.
func member(d *json.Decoder, fields map[string]field, seen map[string]bool) (string, error) {
	token, err := d.Token()
	name, ok := token.(string)
	if err != nil || !ok {
		return "", door.BadParam("", "the parameters are not a JSON object")
	}
	if _, known := fields[name]; !known {
		return "", door.BadParam(door.Cut(name), "this field is unknown")
	}
	if seen[name] {
		return "", door.BadParam(name, "this field is given twice")
	}
	seen[name] = true
	return name, nil
}

// value reads one member's value into v.
func value(d *json.Decoder, name string, v reflect.Value) error {
	if v.Kind() == reflect.Slice {
		return list(d, name, v)
	}
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil || string(raw) == "null" {
		return door.BadParam(name, "this field has no value")
	}
	if err := json.Unmarshal(raw, v.Addr().Interface()); err != nil {
		return door.BadParam(name, "this field has another type: "+wanted(v.Kind())+" is expected")
	}
	return nil
}

// list reads an array, refusing null among its elements.
func list(d *json.Decoder, name string, v reflect.Value) error {
	if v.Type().Elem().Kind() == reflect.String {
		return texts(d, name, v)
	}
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return door.BadParam(name, "this field has another type: a list is expected")
	}
	items := reflect.MakeSlice(v.Type(), 0, 8)
	for d.More() {
		item := reflect.New(v.Type().Elem()).Elem()
		if err := value(d, name, item); err != nil {
			return err
		}
		items = reflect.Append(items, item)
	}
	if _, err := d.Token(); err != nil {
		return door.BadParam(name, "this list does not end")
	}
	v.Set(items)
	return nil
}

// texts is list for strings: ids by the ten thousand, which one by one would
// take longer to read than what is done with them.
func texts(d *json.Decoder, name string, v reflect.Value) error {
	var items []*string
	if err := d.Decode(&items); err != nil || items == nil || slices.Contains(items, nil) {
		return door.BadParam(name, "this field has another type: a list of strings is expected")
	}
	made := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		made.Index(i).SetString(*item)
	}
	v.Set(made)
	return nil
}

func wanted(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	default:
		return "a whole number within range"
	}
}
