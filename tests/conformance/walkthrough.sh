#!/bin/sh
# walkthrough.sh CMAKE BUILD PYTHON WALKTHROUGH.PY: install the SDK somewhere, and follow its walkthrough with it.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$1" --install "$2" --component sdk --prefix "$place" > /dev/null
"$3" "$4" "$2" "$place"
