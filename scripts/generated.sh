#!/bin/sh
# Checks that committed generated files are what their sources say: it writes
# them again and compares. Nothing is left changed when they were fresh.
set -eu
cd "$(dirname "$0")/.."

sums() {
	find internal -name '*_templ.go' -exec cksum {} + | sort
	find internal/web/static -type f -exec cksum {} + | sort
}

before=$(sums)
make -s generate
if [ "$before" != "$(sums)" ]; then
	echo "generated files were stale; they are fresh now, commit them:"
	git status --short -- internal
	exit 1
fi
