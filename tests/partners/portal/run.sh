#!/bin/bash
# The portal in Chromium, by Playwright, with axe: run.sh BIN_FOLDER [FOLDER for pictures]
#
# BIN_FOLDER holds chitty and chittyd. The packages come from npm by the lock file; Chromium is the system's ($CHROMIUM, else
# /usr/bin/chromium). Where one of them is missing, this is skipped. Everything is in a folder of its own that is removed at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) bin=$(cd "$1" && pwd) pictures=${2:+$(mkdir -p "$2" && cd "$2" && pwd)}
for program in node npm "${CHROMIUM:-/usr/bin/chromium}"; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 77; }
done
work=$(mktemp -d)
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache"
mkdir -p "$HOME"
end() { "$bin/chitty" os down >/dev/null 2>&1 || true; rm -rf "$work"; }
trap end EXIT
cp "$here"/{package.json,package-lock.json,page.mjs} "$work"
timeout 120 npm ci --prefix "$work" --ignore-scripts --prefer-offline --no-audit --no-fund >"$work/npm.log" 2>&1 ||
  { cat "$work/npm.log"; echo "npm did not bring the packages of package-lock.json (within two minutes)" >&2; exit 77; }
"$bin/chitty" os init --env local --port 0 >/dev/null 2>&1
"$bin/chitty" os up --port 0 >/dev/null 2>&1
address=$("$bin/chitty" os status -o json --jq '.[0].address' | tr -d '"')
for person in ada grace radia; do
  curl -sf -o /dev/null -H 'Content-Type: application/json' -d "{\"email\":\"$person@example.com\",\"name\":\"<i>$person</i>\"}" "$address/chittyauth/v1/register"
done
sleep 4 # the gateway is told of requests every three seconds
cd "$work"
timeout 240 node page.mjs "$bin/chitty" "$HOME" "$address" $pictures 2>&1 | grep -v "good for one minute"
