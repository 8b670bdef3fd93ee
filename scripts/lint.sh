#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything that reads the sources without running them. Exit: 0 all clean, 1 findings, 77 clean, but a part
# could not run here and was skipped. The Go tools and their checksums are in scripts/check/tools.mod.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh tools
. scripts/steps.sh

# tool prints the path of a Go tool, built if need be; naming it instead of running it through the go command
# lets it look at js/wasm without being built for that.
tool() { go tool -modfile=scripts/check/tools.mod -n "$1"; }

format() {
	find wasm scripts -name node_modules -prune -o -name '*.go' -print0 | xargs -0 gofmt -l | {
		! grep . || {
			echo 'these files are not as gofmt writes them: gofmt -w FILE'
			exit 1
		}
	}
}

vet() {
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./wasm/...
}

static() {
	staticcheck=$(tool staticcheck)
	"$staticcheck" ./...
	GOOS=js GOARCH=wasm "$staticcheck" ./wasm/...
}

# vulnerable asks Go's vulnerability database about the code that really is called. Exit 3 of govulncheck means
# it found something; when the database cannot be reached nothing was checked.
vulnerable() {
	govulncheck=$(tool govulncheck)
	code=0
	{ timeout 120 "$govulncheck" ./... && GOOS=js GOARCH=wasm timeout 120 "$govulncheck" ./wasm/...; } >"$log/govulncheck.out" 2>&1 || code=$?
	cat "$log/govulncheck.out"
	[ "$code" -ne 0 ] || return 0
	if [ "$code" -ne 3 ] && { [ "$code" -eq 124 ] || grep -q 'fetching vulnerabilities' "$log/govulncheck.out"; }; then
		echo 'skipped: govulncheck, because its database (vuln.go.dev) cannot be reached from here'
		return 77
	fi
	return "$code"
}

types() { scripts/node_modules/.bin/tsc --project scripts/tsconfig.json; }

shell() {
	for script in scripts/*.sh .ci/run; do sh -n "$script"; done
	if ! command -v shellcheck >/dev/null; then
		echo 'skipped: shellcheck, because it is not installed (apt-get install shellcheck)'
		return 77
	fi
	shellcheck -x scripts/*.sh .ci/run
}

step gofmt format
step vet vet
step staticcheck static
step govulncheck vulnerable
step tsc types
step shellcheck shell
step check go run ./scripts/check

[ "$failed" -eq 0 ] || exit 1
[ "$skipped" -eq 0 ] || exit 77
