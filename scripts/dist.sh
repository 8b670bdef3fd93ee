#!/bin/sh
# SPDX-License-Identifier: MIT
# Packs the extension into .build/dist: inkan-VERSION.zip, and inkan-VERSION.crx where INKAN_KEY names a PEM file
# with the private key. The same commit gives the same bytes; changes that are not committed show in the name.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' extension/manifest.json)
name=inkan-$version
if [ -n "$(git status --porcelain -- extension wasm go.mod go.sum scripts/build.sh scripts/dist)" ]; then
	name=$name-uncommitted
	printf 'dist: not everything is committed, so the files are called %s\n' "$name"
fi
scripts/build.sh
go run ./scripts/dist -name "$name" "$@"
