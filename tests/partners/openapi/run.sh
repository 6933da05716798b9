#!/bin/bash
# The OpenAPI document of a ChittyOS with every plugin that was built, as three validators see it that we did not write: without an error
# and without a warning. And what chitty says of their own examples, and of a document with planted faults.
#
#     run.sh BIN_FOLDER [MODULES]      MODULES: a node_modules that has the packages already
#
# BIN_FOLDER holds chitty and chittyd. The packages come from npm by the lock file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for program in node npm; do
  command -v "$program" >/dev/null || { echo "$program is not installed: packaging/packages.sh test" >&2; exit 77; }
done
bin=$(cd "$1" && pwd)
work=$(mktemp -d)
finish() {
  timeout 15 "$bin/chitty" os down >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
modules=${2:-}
if [ -z "$modules" ]; then
  cp "$here"/{package.json,package-lock.json} "$work"
  timeout 180 npm ci --prefix "$work" --ignore-scripts --prefer-offline --no-audit --no-fund >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; echo "npm did not bring the packages of $here/package-lock.json (within three minutes)" >&2; exit 77; }
  modules=$work/node_modules
fi
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
mkdir -p "$HOME"
cd "$work"
"$bin/chitty" os init --env local --port 0 >/dev/null 2>&1
"$bin/chitty" os up --port 0 >/dev/null
"$bin/chitty" connect openapi export >chitty-api.json
"$bin/chitty" connect openapi export >again.json
cmp chitty-api.json again.json
"$bin/chitty" connect openapi validate chitty-api.json

# Two paths of the public wire look alike to whoever does not know that a plain segment goes before a variable, which OpenAPI says and
# the daemon does: all rules but that one.
NO_COLOR=1 timeout 120 node "$modules/.bin/redocly" lint --extends=recommended --skip-rule=no-ambiguous-paths chitty-api.json >redocly.log 2>&1 || { cat redocly.log; exit 1; }
if grep -Eiq '(^|[^a-z])(warning was generated|error was generated)' redocly.log; then cat redocly.log; exit 1; fi
echo "redocly: valid, without a warning"
echo 'extends: ["spectral:oas"]' >.spectral.yaml
timeout 120 node "$modules/.bin/spectral" lint --fail-severity=hint chitty-api.json || exit 1
echo "spectral: valid, without a warning"
timeout 120 node -e "import('$modules/@apidevtools/swagger-parser/lib/index.js').then(m => (m.default ?? m).validate('chitty-api.json')).catch(e => { console.error(e.message); process.exit(1); })"
echo "swagger-parser: valid"

# The other way: a fault that they find, chitty finds.
node -e '
  const fs = require("fs"), document = JSON.parse(fs.readFileSync("chitty-api.json"));
  const path = Object.keys(document.paths)[0], operation = Object.values(document.paths[path])[0];
  delete operation.responses["2XX"].description;
  operation.responses["404"] = {$ref: "#/components/responses/Nowhere"};
  fs.writeFileSync("planted.json", JSON.stringify(document, null, 1));
'
if "$bin/chitty" connect openapi validate planted.json -o ndjson >planted.out 2>/dev/null; then echo "chitty took a planted fault" >&2; exit 1; fi
grep -q '"rule":"reference"' planted.out && grep -q '"rule":"schema"' planted.out
if timeout 120 node "$modules/.bin/spectral" lint planted.json >/dev/null 2>&1; then echo "spectral took a planted fault" >&2; exit 1; fi
echo "planted faults: found by both"
