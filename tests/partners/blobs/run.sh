#!/bin/bash
# Blobs in an object store that we did not write (s3rver 3.7.1), each signature computed anew by AWS's own signer; what we keep there
# is read by curl, and by awscli and s3cmd where they are installed.
#
#     run.sh BIN_FOLDER
#
# The packages come from npm by the lock file; then everything happens on a loopback interface of its own, in a folder of its own.
# Skips with 77 and a sentence where npm does not bring them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
for program in node npm curl; do
  command -v "$program" >/dev/null || { echo "$program is not installed: packaging/packages.sh test"; exit 77; }
done
work=$(mktemp -d)
inner=
end() { [ -z "$inner" ] || kill -KILL "$inner" 2>/dev/null || true; wait; rm -rf "$work"; }
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
cp "$here"/{package.json,package-lock.json,gate.mjs} "$work"
timeout 120 npm ci --prefix "$work" --ignore-scripts --prefer-offline --no-audit --no-fund >"$work/npm.log" 2>&1 ||
  { tail -n 5 "$work/npm.log"; echo "npm did not bring the packages of $here/package-lock.json (within two minutes)"; exit 77; }
as_root=()
[ "$(id -u)" = 0 ] || as_root=(--map-root-user)
code=0
setpriv --pdeathsig KILL unshare "${as_root[@]}" --pid --fork --kill-child --mount-proc --net \
  bash -c 'ip link set lo up; exec python3 "$@"' - "$here/judge.py" "$bin/.." "$work" &
inner=$!
wait "$inner" || code=$?
inner=
exit "$code"
