# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Sourced by test.sh and lint.sh, from the root: named steps, one line each, with what they printed kept in
# .build/log and shown only when they fail. A step that exits 77 passed as far as it could and says on a line
# "skipped: …" what it could not do.

log=.build/log
failed=0
skipped=0
mkdir -p "$log"

# failures prints what matters of a log: of go test -v which tests failed, what those said (the end of it, when it
# is long) and what no test said (a panic, a build that failed); of any other log, its end.
failures() {
	awk '
		/^=== (RUN|PAUSE|CONT|NAME) / { owner = $3; next }
		/^ *--- FAIL: / { print; failed[++count] = $3; owner = ""; next }
		/^ *--- (PASS|SKIP): / { owner = ""; next }
		/^(PASS|FAIL|ok  .*|-test\.shuffle .*|\?   .*)$/ { next }
		{ lines[owner, ++length_of[owner]] = $0 }
		function tell(of, most,    i, from) {
			from = length_of[of] > most ? length_of[of] - most + 1 : 1
			for (i = from; i <= length_of[of]; i++) print lines[of, i]
		}
		END {
			for (i = 1; i <= count; i++) if (length_of[failed[i]] > 0) { print "of " failed[i] ":"; tell(failed[i], 40) }
			tell("", 300)
		}'
}

# step NAME COMMAND… runs the command and prints its line; it goes on after a failure and counts it.
step() {
	name=$1
	shift
	began=$(date +%s)
	# Not "if command": that would switch off set -e inside it.
	set +e
	(
		set -e
		"$@"
	) >"$log/$name.log" 2>&1 </dev/null
	code=$?
	set -e
	took=$(($(date +%s) - began))
	case $code in
	0) printf 'ok       %-12s %4d s\n' "$name" "$took" ;;
	77)
		skipped=$((skipped + 1))
		printf 'ok       %-12s %4d s, but for a part:\n' "$name" "$took"
		grep '^ *skipped: ' "$log/$name.log" | sed 's/^ */         /' || true
		;;
	*)
		failed=$((failed + 1))
		printf 'FAILED   %-12s %4d s, exit %d; all of it in %s/%s.log\n' "$name" "$took" "$code" "$log" "$name"
		failures <"$log/$name.log" | sed 's/^/  | /' || true
		;;
	esac
	return 0
}
