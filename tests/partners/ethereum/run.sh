#!/bin/sh
# Anchors judged by hardhat and ethers: run.sh BUILD [MODULES]. MODULES is a node_modules with both; from npm, by the lock file, if not said.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
if [ $# -gt 1 ]; then
  exec python3 "$here/anchor.py" "$build" "$2"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cp "$here/package.json" "$here/package-lock.json" "$work/"
npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund >/dev/null
python3 "$here/anchor.py" "$build" "$work/node_modules"
