#!/bin/sh
# SPDX-License-Identifier: MIT
# Edits a vault EDITS times (the first argument, 2,000 by default) and kills the browser or a part of Inkan every now and
# then: what was acknowledged must be there. make test does 200 of them.
set -eu
cd "$(dirname "$0")/.."
edits=${1:-2000}
case $edits in '' | 0 | *[!0-9]*)
	echo "soak: \"$edits\" is not a number of edits" >&2
	exit 1
	;;
esac
scripts/setup.sh browser
scripts/build.sh
exec go test -v -vet=off -count=1 -timeout 60m ./scripts/e2e -run '^TestSoak$' -args -edits "$edits"
