#!/bin/bash
# OAuth 2.1 both ways: openid-client asks chittyauth for tokens, and chitty asks oidc-provider.
#
#     run.sh BIN_FOLDER [server|client]      one side only; both if not said
#
# BIN_FOLDER holds chitty and chittyd. The packages come from npm by the lock file (Node 20); then everything happens without
# any network but a loopback interface of its own, and in a folder of its own that is removed at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${3:-}" != inside ]; then
  bin=$(cd "$1" && pwd)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp "$here"/{package.json,package-lock.json,browser.mjs,client.mjs,provider.mjs} "$work"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null)
  alone=(unshare -n)
  [ "$(id -u)" = 0 ] || alone=(unshare -rn)
  WORK=$work "${alone[@]}" "$0" "$bin" "${2:-both}" inside
  exit
fi

bin=$1 side=$2
ip link set lo up
export HOME="$WORK/home" XDG_CONFIG_HOME="$WORK/config" XDG_DATA_HOME="$WORK/data" XDG_STATE_HOME="$WORK/state" XDG_CACHE_HOME="$WORK/cache"
mkdir -p "$HOME"
export CHITTY="$bin/chitty"
cd "$WORK"
pids=()
finish() { "$CHITTY" os down >/dev/null 2>&1 || true; for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; }
trap finish EXIT
member() { node -pe 'const v = JSON.parse(require("fs").readFileSync(0)); (Array.isArray(v) ? v[0] : v)[process.argv[1]]' "$1"; }

"$CHITTY" os init --port 4271 >/dev/null
"$CHITTY" os up >/dev/null
base=http://127.0.0.1:4271/chittyauth

if [ "$side" != client ]; then
  "$CHITTY" auth oauth clients create --name "The partner" --client-id partner -o json >/dev/null
  CLIENT_SECRET=$("$CHITTY" auth oauth clients create --name "The server" --client-id server --confidential -o json | member client_secret)
  export CLIENT_SECRET
  node client.mjs "$base" partner server
fi

if [ "$side" != server ]; then
  node provider.mjs 4400 >provider.log 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do grep -q up provider.log && break; sleep 0.1; done
  issuer=http://127.0.0.1:4400
  "$CHITTY" config set remotes.partner "{\"type\":\"oauth-server\",\"baseUrl\":\"$issuer\"}" >/dev/null
  asked=(auth oauth authorize --issuer "$issuer" --client-id chitty-cli --scope "openid offline_access chittyid:read" -o json)

  export CHITTY_BROWSER="$WORK/browser.mjs"
  [ "$("$CHITTY" "${asked[@]}" | member subject)" = alice ]
  echo "chitty: code and PKCE through loopback; ID token, nonce, state and iss are good; the tokens are kept"
  for _ in 1 2 3; do "$CHITTY" auth oauth refresh --issuer "$issuer" -o json >/dev/null; done
  echo "chitty: three refreshes, each by the newest refresh token"

  "$CHITTY" "${asked[@]}" --device >device.json 2>device.words &
  device=$!
  for _ in $(seq 100); do grep -q 'Or follow' device.words && break; sleep 0.1; done
  ./browser.mjs "$(sed -n 's/^.*Or follow //p' device.words)"
  wait "$device"
  [ "$(member subject <device.json)" = alice ]
  echo "chitty: device code, polled until it was answered"

  HOLD="$WORK/held" timeout 10 "$CHITTY" "${asked[@]}" >/dev/null 2>&1 || true
  if "$CHITTY" auth oauth callback --code "$(sed 's/state=[^&]*/state=another/' held)" >/dev/null 2>words; then exit 1; fi
  grep -q "state" words
  [ "$("$CHITTY" auth oauth callback --code "$(cat held)" -o json | member subject)" = alice ]
  if "$CHITTY" auth oauth callback --code "$(cat held)" >/dev/null 2>words; then exit 1; fi
  grep -q "No authorization is under way" words
  echo "chitty: finished by hand; another state is refused, and so is a second time"

  "$CHITTY" auth oauth clients create --name "The tool" --client-id tool -o json >/dev/null
  [ "$("$CHITTY" auth oauth authorize --client-id tool --scope "openid offline_access admin:*" -o json | member subject)" = owner ]
  "$CHITTY" auth oauth clients list -o json >/dev/null
  "$CHITTY" auth oauth refresh -o json >/dev/null
  "$CHITTY" auth oauth clients list -o json >/dev/null
  echo "chitty: the same with chittyauth, and its routes open to the tokens"
fi
