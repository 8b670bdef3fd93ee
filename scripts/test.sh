#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything that must hold, one line a step; .build/log has what each step printed.
#   scripts/test.sh          all of it
#   scripts/test.sh quick    without the browser
#   scripts/test.sh e2e      only what needs the browser
# shellcheck disable=SC2317 # the steps are called by their names
set -eu
cd "$(dirname "$0")/.."
mode=${1:-all}
case $mode in all | quick | e2e) ;; *)
	echo "test: there is no \"$mode\"; there are all, quick and e2e" >&2
	exit 1
	;;
esac
. scripts/steps.sh
began_all=$(date +%s)

# browsing prints our packages whose code or tests drive a browser, one a line.
browsing() {
	go list -test -f '{{.ImportPath}}{{range .Deps}} {{.}}{{end}}' ./... |
		awk '/ inkan\/scripts\/browser( |$)/ || /^inkan\/scripts\/browser[. ]/ { sub(/ .*/, ""); sub(/(_test)?\.test$/, ""); sub(/_test$/, ""); print }' | sort -u
}

setup() {
	case $mode in
	quick) scripts/setup.sh race lint peers tools ;;
	e2e) scripts/setup.sh browser tools ;;
	all) scripts/setup.sh ;;
	esac
}

native() {
	browsing >"$log/browsing"
	# shellcheck disable=SC2046 # a list of import paths
	go test -v -vet=off -shuffle=on -timeout 10m $(go list ./... | grep -vxFf "$log/browsing")
}

# wasm runs the engine's packages under Node, written anew by scripts/tune as what ships is, and every function of them, Go's
# own among them. Go's wrapper refuses a large environment, so the test gets a small one.
wasm() {
	out=$PWD/.build/wasm
	rm -rf "$out"
	mkdir -p "$out"
	go build -o "$out/tune" ./scripts/tune
	GOOS=js GOARCH=wasm go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{.Dir}}{{end}}' ./wasm/... >"$out/packages"
	# With names: by them tune knows which functions do not return.
	# shellcheck disable=SC2046 # a list of import paths
	GOOS=js GOARCH=wasm go test -c -vet=off -ldflags=-w -o "$out/" $(cut -d ' ' -f 1 "$out/packages")
	run="$(go env GOROOT)/lib/wasm/go_js_wasm_exec"
	bad=0
	while read -r package dir; do
		test=$out/${package##*/}
		"$out/tune" -structure , "$test.test" "$test.tuned"
		# Go's own timeout is a timer, which a loop without end never lets go off.
		(cd "$dir" && timeout 11m env -i PATH="$PATH" HOME="$HOME" TMPDIR="${TMPDIR:-/tmp}" "$run" "$test.tuned" -test.v -test.shuffle=on -test.timeout=10m) || {
			bad=1
			printf 'FAIL\t%s\n' "$package"
		}
		rm "$test.test" "$test.tuned"
	done <"$out/packages"
	return "$bad"
}

# race leaves out what starts no goroutine and takes long there: pictures, and the files of other programs.
# shellcheck disable=SC2046 # a list of import paths
race() { CGO_ENABLED=1 go test -v -race -short -vet=off -timeout 5m $(go list ./wasm/... ./scripts/console/... | grep -v -e '/wasm/qr$' -e '/wasm/transfer$' -e '/door/files$'); }

e2e() {
	browsing >"$log/browsing"
	grep -qx inkan/scripts/e2e "$log/browsing" || {
		echo 'there are no end-to-end tests in scripts/e2e'
		return 1
	}
	# Where memory is plenty, profiles that are thrown away wait for no disk.
	free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1 || true)
	if [ "${free:-0}" -gt 8000000 ]; then export TMPDIR=/dev/shm; fi
	# shellcheck disable=SC2046 # a list of import paths
	go test -v -vet=off -timeout 30m $(cat "$log/browsing")
}

# must is a step without which the others make no sense.
must() {
	step "$@"
	[ "$failed" -eq 0 ] || finish
}

# count prints how many tests of the last run of the steps ended with the word $1 (PASS, FAIL, SKIP).
count() { cat "$log/native.log" "$log/wasm.log" "$log/race.log" "$log/e2e.log" 2>/dev/null | grep -c "^--- $1: " || true; }

finish() {
	seconds=$(($(date +%s) - began_all))
	printf '\n'
	skips=$(count SKIP)
	if [ "$skips" -gt 0 ]; then printf '%s tests were skipped; "grep -B1 SKIP: %s/*.log" tells which and why\n' "$skips" "$log"; fi
	if [ "$failed" -gt 0 ]; then
		printf 'NOT GOOD: %d steps failed, in %d s\n' "$failed" "$seconds"
	else
		printf 'all good, in %d s\n' "$seconds"
	fi
	fails=$(count FAIL)
	[ "$fails" -ge "$failed" ] || fails=$failed # a step can fail without a test
	printf '%s passed, %s failed, %s skipped\n' "$(count PASS)" "$fails" "$skips"
	[ "$failed" -eq 0 ] || exit 1
	exit 0
}

rm -f "$log"/*.log
must setup setup
must build scripts/build.sh
if [ "$mode" != e2e ]; then
	step lint scripts/lint.sh
	# Each of the two ends with one long package, in which the other has a processor.
	before=$failed
	(
		step wasm wasm
		[ "$failed" -eq "$before" ]
	) &
	beside=$!
	step native native
	wait "$beside" || failed=$((failed + 1))
	step race race
fi
if [ "$mode" != quick ]; then step e2e e2e; fi
finish
