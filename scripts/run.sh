#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds everything and starts the demo: the console, and Chromium with the extension. Arguments go to scripts/demo.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh browser
scripts/build.sh
exec go run ./scripts/demo "$@"
