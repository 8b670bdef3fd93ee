#!/bin/sh
# SPDX-License-Identifier: MIT
# Measures what the README states, in the browser and outside. Arguments go to scripts/bench.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh browser
scripts/build.sh
exec go run ./scripts/bench "$@"
