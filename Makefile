# SPDX-License-Identifier: MIT
# The contents page: each target is one line into scripts/, and `make` alone prints it.
.PHONY: help run build test test-quick e2e soak bench bench-qr fuzz lint dist clean
SECONDS := 20
EDITS := 2000
help:       ; @sed -n 's/^\([a-z0-9-]*\): *;.* \# \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18 # this list
run:        ; @scripts/run.sh                       # the demo: console, Chromium, extension (headless where there is no display)
build:      ; @scripts/build.sh                     # the extension, unpacked, in .build/extension
test:       ; @scripts/test.sh                      # everything that must hold, browser included
test-quick: ; @scripts/test.sh quick                # the same without the browser
e2e:        ; @scripts/test.sh e2e                  # only what clicks in a real Chromium
soak:       ; @scripts/soak.sh $(EDITS)             # EDITS=2000 edits while the browser and its parts are killed
bench:      ; @scripts/bench.sh                     # the figures of the README
bench-qr:   ; @scripts/benchqr.sh                   # the QR decoder beside others, into wasm/qr/BENCHMARK.md
fuzz:       ; @scripts/fuzz.sh $(SECONDS)           # every fuzz target for SECONDS=20 seconds each
lint:       ; @scripts/lint.sh || [ $$? -eq 77 ]    # gofmt, vet, staticcheck, govulncheck, tsc, scripts/check
dist:       ; @scripts/dist.sh                      # .build/dist: the zip, and with INKAN_KEY=key.pem the signed crx
clean:      ; @rm -rf .build scripts/node_modules   # forget everything that was built or installed here
