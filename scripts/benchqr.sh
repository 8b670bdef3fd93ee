#!/bin/sh
# SPDX-License-Identifier: MIT
# Measures the QR decoder beside others and writes wasm/qr/BENCHMARK.md. Arguments go to scripts/benchqr:
# -quick, -crops=false, -sets, -decoders, -only; with the first four the report stays as it is.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh browser
scripts/build.sh

# The peers are brought to what the lock file says; a stamp tells that they are.
peers=scripts/benchqr/node_modules
want=$(cat scripts/benchqr/package.json scripts/benchqr/package-lock.json | sha256sum)
if [ "$want" != "$(cat "$peers/.stamp" 2>/dev/null || true)" ]; then
	(cd scripts/benchqr && npm ci --ignore-scripts --no-audit --no-fund)
	printf '%s\n' "$want" >"$peers/.stamp"
fi
exec go run ./scripts/benchqr "$@"
