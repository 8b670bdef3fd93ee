#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the unpacked extension in .build/extension: the sources as they are, without what only serves
# types and readers, plus the wasm binaries, Go's wasm_exec.js and what is taken from npm. The directory is swapped in whole,
# so that a failed build leaves the last good one.
set -eu
umask 022
cd "$(dirname "$0")/.."

scripts/setup.sh tools
out=.build/extension
engine=.build/engine
mkdir -p "$engine"
exec 9>.build/build.lock
if command -v flock >/dev/null; then flock 9; fi

# inputs prints a hash of everything the wasm binaries are made from. The go command would link anew each
# time, because -buildid= takes from it the means to see that nothing changed.
inputs() {
	{
		go env GOVERSION GOFLAGS GOEXPERIMENT GOWASM
		node --version
		sha256sum scripts/build.sh go.mod go.sum
		find wasm scripts/tune -type f ! -name '*_test.go' ! -name '*.md' ! -path '*/testdata/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
	} | sha256sum
}

now=$(inputs)
if [ "$now" != "$(cat "$engine/inputs" 2>/dev/null || true)" ]; then
	rm -f "$engine/inputs"
	cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" "$engine/wasm_exec.js"
	for name in vault scan transfer lab; do
		# fmt and what it sorts maps with are linked for error messages alone; not inlined they are some 15 kB
		# smaller, deflated. The table of methods is asked once a call, what syscall/js does is small beside the way to
		# JavaScript, and what Reed–Solomon makes of a symbol beside the search for it: 1 kB each.
		GOOS=js GOARCH=wasm CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-w -buildid=" -gcflags=fmt=-l -gcflags=internal/fmtsort=-l -gcflags=inkan/wasm/door=-l -gcflags=syscall/js=-l -gcflags=github.com/makiuchi-d/gozxing/common/reedsolomon=-l -o "$engine/$name.linked" "./wasm/cmd/$name" 9>&-
		# What there is much to compute with; the one that everybody waits for is kept as it is once it has started, too.
		case $name in
		scan) set -- -structure inkan_wasm_qr.,github.com_makiuchi_d_gozxing -started "$engine/wasm_exec.js" ;;
		lab) set -- -structure inkan_wasm_qr. ;;
		*) set -- -structure inkan_,golang.org_x_crypto ;;
		esac
		go run ./scripts/tune "$@" "$engine/$name.linked" "$engine/$name.wasm" 9>&-
		rm "$engine/$name.linked"
	done
	printf '%s\n' "$now" >"$engine/inputs"
fi

# The toolbar's PNG icons are drawn from SVG.
icons=$(sha256sum extension/icons/*.svg scripts/icons/main.go)
if [ "$icons" != "$(cat .build/icons/inputs 2>/dev/null || true)" ]; then
	mkdir -p .build/icons
	go run ./scripts/icons .build/icons extension/icons/inkan.svg extension/icons/locked.svg 9>&-
	printf '%s\n' "$icons" >.build/icons/inputs
fi

# The icons of well-known services.
npm=scripts/node_modules
services=$(cat scripts/services/* scripts/package-lock.json | sha256sum)
if [ "$services" != "$(cat .build/icons/services 2>/dev/null || true)" ]; then
	rm -f .build/icons/services
	go run ./scripts/services scripts/services/services.txt "$npm/simple-icons" >.build/icons/services.js 9>&-
	printf '%s\n' "$services" >.build/icons/services
fi

# vendor NAME FILE makes a module of a script of another project that sets a property of this.zxcvbnts: its value is the
# default export. Only the first lines and the note about a source map are others.
vendor() {
	mkdir -p "$next/vendor"
	sed -e '1s/^this\.zxcvbnts = .*$//' -e "2s/^this\.zxcvbnts[^=]* = /export default /" -e '/^\/\/# sourceMappingURL=/d' "$npm/$2" >"$next/vendor/$1.js"
	grep -q '^export default ' "$next/vendor/$1.js" || {
		echo "build: $npm/$2 does not begin as $1 has to" >&2
		exit 1
	}
}

rm -rf .build/next.* # of a build that was killed; this one holds the lock
next=$(mktemp -d .build/next.XXXXXX)
trap 'rm -rf "$next"' EXIT
chmod 755 "$next"
cp -R extension/. "$next"
find "$next" \( -name '*.d.ts' -o -name '*.md' -o -name 'tsconfig*.json' -o -name '.*' \) -type f -delete
mkdir -p "$next/engine"
cp "$engine/vault.wasm" "$engine/scan.wasm" "$engine/transfer.wasm" "$engine/lab.wasm" "$engine/wasm_exec.js" "$next/engine"
cp .build/icons/*.png "$next/icons"
vendor zxcvbn-core @zxcvbn-ts/core/dist/zxcvbn-ts.js
vendor zxcvbn-common @zxcvbn-ts/language-common/dist/zxcvbn-ts.js
cp "$npm/@zxcvbn-ts/core/LICENSE.txt" "$next/vendor/zxcvbn.LICENSE.txt"
cp "$npm/qr/index.js" "$next/vendor/qr.js"
cp "$npm/qr/LICENSE-MIT" "$next/vendor/qr.LICENSE.txt"
sed -e '/^\/\/# sourceMappingURL=/d' "$npm/tldts/dist/index.esm.min.js" >"$next/vendor/tldts.js"
cp "$npm/tldts/LICENSE" "$next/vendor/tldts.LICENSE.txt"
cp .build/icons/services.js "$next/icons"
cp "$npm/simple-icons/LICENSE.md" "$next/icons/services.LICENSE.txt"
# Listed again only when something else is linked or bundled: asking the go command takes a second.
licensed=$(sha256sum "$engine/inputs" scripts/licences/main.go scripts/build.sh scripts/package-lock.json)
if [ "$licensed" != "$(cat .build/licences.inputs 2>/dev/null || true)" ]; then
	go run ./scripts/licences zxcvbn-ts="$npm/@zxcvbn-ts/core" qr="$npm/qr" tldts="$npm/tldts" simple-icons="$npm/simple-icons" >.build/licences.json 9>&-
	printf '%s\n' "$licensed" >.build/licences.inputs
fi
cp .build/licences.json "$next/manage/licences.json"
find "$next" -type d -empty -delete
find "$next" -type f -exec chmod 644 {} +

# A directory cannot be replaced by rename; between the two moves a reader finds nothing, never a mixture.
rm -rf .build/last
if [ -d "$out" ]; then mv "$out" .build/last; fi
mv "$next" "$out"
rm -rf .build/last
# What the About section computes of its own files.
(cd "$out/engine" && sha256sum ./*.wasm | sed 's|\./||')
printf 'built %s: vault.wasm %s bytes, scan.wasm %s bytes, transfer.wasm %s bytes, lab.wasm %s bytes\n' \
	"$out" "$(wc -c <"$engine/vault.wasm")" "$(wc -c <"$engine/scan.wasm")" "$(wc -c <"$engine/transfer.wasm")" "$(wc -c <"$engine/lab.wasm")"
