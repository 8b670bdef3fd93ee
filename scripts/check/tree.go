// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Tree is the set of files that git tracks or would track, read into memory.
type Tree struct {
	paths []string // sorted, with slashes
	text  map[string]string
}

// openTree reads the work tree at root: what is committed, and what is new and not ignored.
func openTree(root string) (*Tree, error) {
	git := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	git.Dir = root
	git.Stderr = os.Stderr
	out, err := git.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	files := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		info, err := os.Lstat(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // removed, and not yet committed
		}
		if err != nil {
			return nil, err
		}
		if info.Mode().Type() == fs.ModeSymlink {
			files[name] = "" // its target is checked in its own place
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		files[name] = string(content)
	}
	return newTree(files), nil
}

// newTree makes a tree of the given files, path to content.
func newTree(files map[string]string) *Tree {
	t := &Tree{text: files}
	for name := range files {
		t.paths = append(t.paths, name)
	}
	slices.Sort(t.paths)
	return t
}

// under lists the files below a folder (which ends in a slash) whose names have one of the suffixes.
func (t *Tree) under(folder string, suffixes ...string) []string {
	var found []string
	for _, p := range t.paths {
		if strings.HasPrefix(p, folder) && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(p, s) }) {
			found = append(found, p)
		}
	}
	return found
}

// has tells whether a file, or a folder named with its final slash, is in the tree.
func (t *Tree) has(name string) bool {
	i, found := slices.BinarySearch(t.paths, name)
	return found || strings.HasSuffix(name, "/") && i < len(t.paths) && strings.HasPrefix(t.paths[i], name)
}
