#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing on a Debian machine that has Go and Node, or says in one sentence what to install.
#   scripts/setup.sh            everything
#   scripts/setup.sh PART…      only some: browser (Chromium, a Japanese font, oathtool, poppler), race (a C compiler for
#                               Go's race detector), lint (shellcheck), peers (Python libraries and age, with which
#                               other programs open our files; zbarimg and qrencode, which read and draw QR codes),
#                               tools (the npm packages of scripts/package-lock.json)
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- browser race lint peers tools

log=.build/log/setup.log
mkdir -p .build/log
exec 9>.build/setup.lock
if command -v flock >/dev/null; then flock 9; fi

has() { command -v "$1" >/dev/null 2>&1; }

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# chromium_least is the oldest Chromium that the tests are known to pass in: 148, headless, keeps a popup open that a
# click on the page should close, and talks to Google whatever its flags say.
chromium_least=156

# recent tells whether Chromium is there and not older than that. Debian's wrapper writes of its own before the version.
recent() {
	has chromium || return 1
	version=$(chromium --version 2>/dev/null | sed -n 's/.*Chromium \([0-9]*\)\..*/\1/p')
	[ -n "$version" ] && [ "$version" -ge "$chromium_least" ]
}

# japanese tells whether some installed font has Japanese glyphs.
japanese() {
	has fc-list && [ -n "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]
}

# lacking prints the Debian packages that the part $1 still needs.
lacking() {
	case $1 in
	browser)
		recent || printf ' chromium chromium-sandbox'
		# Without it Chromium knows no language but English, and the Japanese tests would run in a mixture.
		[ -e /usr/lib/chromium/locales/ja.pak ] || printf ' chromium-l10n'
		japanese || printf ' fontconfig fonts-noto-cjk'
		has oathtool || printf ' oathtool'
		# Printed sheets are read as a person with a scanner would.
		has pdftoppm || printf ' poppler-utils'
		;;
	race) has gcc || printf ' gcc libc6-dev' ;;
	lint) has shellcheck || printf ' shellcheck' ;;
	# Debian's own Python, whatever other one comes first.
	peers)
		/usr/bin/python3 -c 'import nacl.pwhash' 2>/dev/null || printf ' python3-nacl'
		/usr/bin/python3 -c 'import cryptography' 2>/dev/null || printf ' python3-cryptography'
		has age || printf ' age'
		has zbarimg || printf ' zbar-tools'
		has qrencode || printf ' qrencode'
		;;
	esac
}

# packages installs the Debian packages named. The package lists are fetched first: those that an image came with still
# install, but what they name may be half a year old.
packages() {
	sentence="Please install these Debian packages and run this again: apt-get install $*"
	has apt-get || fail "$sentence"
	[ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || fail "$sentence"
	printf 'setup: installing %s\n' "$*"
	for try in first second; do
		as_root apt-get -o DPkg::Lock::Timeout=300 update -q >>"$log" 2>&1 9>&- || printf 'setup: the %s apt-get update failed\n' "$try" >>"$log"
		if as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@" >>"$log" 2>&1 9>&-; then return 0; fi
	done
	tail -n 5 "$log" >&2
	fail "$sentence (apt-get failed here; $log has the rest)"
}

# node_tools brings scripts/node_modules to what the lock file says; a stamp inside it tells that it is.
node_tools() {
	want=$(cat scripts/package.json scripts/package-lock.json | sha256sum)
	[ "$want" != "$(cat scripts/node_modules/.stamp 2>/dev/null || true)" ] || return 0
	printf 'setup: npm ci in scripts\n'
	for try in first second; do
		if (cd scripts && npm ci --ignore-scripts --no-audit --no-fund) >>"$log" 2>&1 9>&-; then
			printf '%s\n' "$want" >scripts/node_modules/.stamp
			return 0
		fi
		printf 'setup: the %s npm ci failed\n' "$try" >>"$log"
		sleep 2
	done
	tail -n 5 "$log" >&2
	fail "Please make the npm registry reachable and run this again: \"npm ci\" in scripts failed, see $log."
}

: >"$log"
has go || fail "Please install Go $(sed -n 's/^go //p' go.mod) or newer (https://go.dev/dl) and run this again."
if ! has node || ! has npm || [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
	fail "Please install Node.js 20 or newer with npm (https://nodejs.org) and run this again."
fi

wanted=
tools=no
for part; do
	case $part in
	browser | race | lint | peers) wanted="$wanted$(lacking "$part")" ;;
	tools) tools=yes ;;
	*) fail "setup: no part is called $part; there are browser, race, lint, peers and tools." ;;
	esac
done
# shellcheck disable=SC2086 # a list of package names
[ -z "$wanted" ] || packages $wanted
[ "$tools" = no ] || node_tools
