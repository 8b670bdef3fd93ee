#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every fuzz target for SECONDS seconds (the first argument, 20 by default). What is found lands in
# the package's testdata/fuzz, and from then on the ordinary tests run it.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-20}
case $seconds in '' | 0 | *[!0-9]*)
	echo "fuzz: \"$seconds\" is not a number of seconds" >&2
	exit 1
	;;
esac
. scripts/steps.sh

targets=0
for package in $(go list ./wasm/... ./scripts/tune); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		targets=$((targets + 1))
		step "${package#inkan/wasm/}.$target" go test -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" "$package"
	done
done
printf '%d fuzz targets, %d failed\n' "$targets" "$failed"
[ "$targets" -gt 0 ] && [ "$failed" -eq 0 ]
