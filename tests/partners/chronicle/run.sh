#!/bin/sh
# Checkpoints of chittychronicle, judged by Go's transparency log: run.sh BIN
# With Debian's golang-go and golang-golang-x-mod-dev; 77 (skipped) where they are not. No network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
sources=/usr/share/gocode/src/golang.org/x/mod/sumdb
if ! command -v go >/dev/null || [ ! -d "$sources" ]; then
  echo "skipped: apt install golang-go golang-golang-x-mod-dev"
  exit 77
fi
folder=$(mktemp -d)
export HOME="$folder/home" GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$folder/cache" GOFLAGS=
mkdir "$HOME"
finish() {
  "$bin/chitty" os down >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT

go build -o "$folder/judge" "$here/judge.go"
"$bin/chitty" os up --port 0 >/dev/null 2>&1
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
  "$bin/chitty" chronicle log --event test.event --data "{\"n\":$number}" >/dev/null
done
"$bin/chitty" chronicle checkpoint >"$folder/note"
"$bin/chitty" chronicle export --format ndjson | python3 -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["chain"])' >"$folder/chains"
key=$("$bin/chitty" api GET /checkpoint/key --remote chittychronicle --jq .key)
"$folder/judge" "$key" "$folder/note" "$folder/chains"

# It does judge: another root, another size, another event.
refused() {
  if "$folder/judge" "$key" "$1" "$2" 2>/dev/null; then
    echo "the judge let $3 pass" >&2
    exit 1
  fi
}
sed '2s/.*/12/' "$folder/note" >"$folder/other"
refused "$folder/other" "$folder/chains" "another size"
sed '5s/^../00/' "$folder/chains" >"$folder/altered"
refused "$folder/note" "$folder/altered" "another event"
