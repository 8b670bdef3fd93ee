// SPDX-License-Identifier: MIT

// Command benchqr measures the QR decoder beside others: how many codes they
// read, how many texts they get wrong, how long they take.
//
//	go run ./scripts/benchqr [-quick] [-crops=false] [-sets …] [-decoders …] [-only pages,read,cold,profile]
//
// Sets of pictures, all out of git: pages of our own making, which Chromium
// draws once into .build/qr; those of ../shared/qr and the test pictures of
// gozxing where they are there; regions cut out of the pages. The tables go to
// wasm/qr/BENCHMARK.md, what one of the others reads and ours does not to
// .build/qr/missed.txt, all texts that are on no page to .build/qr/wrong.txt.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const (
	source = "scripts/benchqr"
	folder = ".build/qr"
	engine = ".build/engine" // of scripts/build.sh
	report = "wasm/qr/BENCHMARK.md"
)

// Options say what part of everything is run. What is not everything does not
// change the report.
type Options struct {
	Quick    bool     `json:"quick"`
	Crops    bool     `json:"crops"`
	Decoders []string `json:"decoders"` // none: all
	Results  string   `json:"results"`  // file in .build/qr
	sets     []string
	only     []string
}

func main() {
	o := Options{Results: "results.json", Decoders: []string{}} // JSON has no nil list
	flag.BoolVar(&o.Quick, "quick", false, "60 generated pages and few of everything else")
	flag.BoolVar(&o.Crops, "crops", true, "regions of the pages too")
	decoders := flag.String("decoders", "", "names as in the report; none means all")
	sets := flag.String("sets", "generated,shared,blackbox", "pictures")
	only := flag.String("only", "pages,read,cold,profile", "what to do; what was measured before is taken over into the report")
	flag.Parse()
	o.sets, o.only = strings.Split(*sets, ","), strings.Split(*only, ",")
	if *decoders != "" {
		o.Decoders = strings.Split(*decoders, ",")
	}
	if o.part() {
		o.Results = "results-part.json"
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "benchqr:", err)
		os.Exit(1)
	}
}

// part tells whether something is left out.
func (o Options) part() bool { return o.Quick || !o.Crops || len(o.Decoders) > 0 || len(o.sets) < 3 }

func run(ctx context.Context, o Options) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	pictures, err := gather(ctx, o)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context, Options, []Picture) error
	}{{"read", read}, {"cold", measureCold}, {"profile", profile}} {
		if !slices.Contains(o.only, step.name) {
			continue
		}
		if err := step.do(ctx, o, pictures); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return write(o)
}

// gather lists the pictures of all sets in .build/qr/sets.json and draws the
// pages that are not there yet.
func gather(ctx context.Context, o Options) ([]Picture, error) {
	var pictures []Picture
	for _, set := range []struct {
		name string
		list func() ([]Picture, error)
	}{
		{"generated", func() ([]Picture, error) { return generated(ctx, o.Quick) }},
		{"shared", func() ([]Picture, error) { return shared(o.Quick) }},
		{"blackbox", func() ([]Picture, error) { return blackbox(o.Quick) }},
	} {
		if !slices.Contains(o.sets, set.name) {
			continue
		}
		more, err := set.list()
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, more...)
	}
	return pictures, writeJSON(filepath.Join(folder, "sets.json"), pictures)
}

// read runs all decoders in one Node process, which alone decides who is next.
func read(ctx context.Context, o Options, _ []Picture) error {
	if err := buildPeer(ctx); err != nil {
		return err
	}
	options, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return command(ctx, nil, "node", "--max-old-space-size=4096", filepath.Join(source, "read.js"), folder, engine, string(options))
}

// buildPeer builds gozxing as wasm, with the flags of our own.
func buildPeer(ctx context.Context) error {
	return command(ctx, []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0"}, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w", "-o", filepath.Join(folder, "gozxing.wasm"), "./"+source+"/gozxing")
}

func command(ctx context.Context, env []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), env...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func writeJSON(file string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o644)
}

// readJSON leaves v alone when there is no such file.
func readJSON(file string, v any) error {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}
