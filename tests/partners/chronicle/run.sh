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

# Proofs that the service gives: of single events, and from the checkpoint of before to that of now.
for number in 14 15 16 17 18 19 20; do
  "$bin/chitty" chronicle log --event test.event --data "{\"n\":$number}" >/dev/null
done
for id in $("$bin/chitty" chronicle query --event-type test.event -o ndjson | python3 -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["id"])'); do
  "$bin/chitty" chronicle proof "$id" >"$folder/proof"
  "$folder/judge" "$key" proof "$folder/proof" >"$folder/told"
  "$bin/chitty" chronicle verify-proof "$folder/proof" --key "$key" -q >/dev/null
done
cat "$folder/told"
size=$(sed -n 2p "$folder/note")
"$bin/chitty" api GET "/checkpoint/consistency?from=$size" --remote chittychronicle -o json >"$folder/later"
python3 - "$folder/later" <<'END'
import json, sys
told = json.load(open(sys.argv[1]))
json.dump(told[0] if isinstance(told, list) else told, open(sys.argv[1], "w"))
END
"$folder/judge" "$key" later "$folder/note" "$folder/later"
sed 's/^index .*/index 1/' "$folder/proof" >"$folder/other"
for judge in "$folder/judge $key proof $folder/other" "$bin/chitty chronicle verify-proof $folder/other --key $key"; do
  if $judge >/dev/null 2>&1; then
    echo "a proof of another index passed: $judge" >&2
    exit 1
  fi
done
