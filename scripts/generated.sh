#!/bin/sh
# Checks that committed generated files are what their sources say: it writes
# them again and compares. Nothing is left changed when they were fresh.
set -eu
cd "$(dirname "$0")/.."

sums() {
	find internal -name '*_templ.go' -exec cksum {} + | sort
	find internal/web/static -type f -exec cksum {} + 2>/dev/null | sort
}

before=$(sums)
go tool templ generate -log-level=warn
if command -v npm >/dev/null; then
	npm ci --prefix tools/assets --ignore-scripts --no-audit --no-fund --silent
	go -C tools/assets run .
else
	echo "generated: no npm here, the front end is not compared with its source"
fi
if [ "$before" != "$(sums)" ]; then
	echo "generated files were stale; they are fresh now, commit them:"
	git status --short -- internal
	exit 1
fi
