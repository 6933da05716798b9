#!/bin/sh
# Secrets in a real keyring: run.sh BIN_FOLDER. A session bus and a gnome-keyring of its own; secret-tool, which we did not
# write, reads what chitty has kept and writes what chitty reads. Debian: dbus gnome-keyring libsecret-tools.
set -eu
bin=$(cd "$1" && pwd)
if [ "${2-}" != inside ]; then
  for program in dbus-run-session gnome-keyring-daemon secret-tool; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; exit 77; }
  done
  # Also what the bus starts by itself lives in a home of this test.
  home=$(mktemp -d)
  mkdir -m 700 "$home/run"
  code=0
  HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" XDG_CACHE_HOME="$home/cache" \
    XDG_RUNTIME_DIR="$home/run" dbus-run-session -- "$0" "$bin" inside 2>"$home/said-outside" || code=$?
  [ "$code" = 0 ] || cat "$home/said-outside"
  rm -rf "$home"
  exit "$code"
fi

home="$HOME"
trap 'kill $(cat "$home/keyring.pid" 2>/dev/null) 2>/dev/null || true' EXIT
printf 'a password of this test' | gnome-keyring-daemon --foreground --unlock --components=secrets >"$home/keyring.log" 2>&1 &
echo $! >"$home/keyring.pid"
# Before that, the bus would start another one, which is locked.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  [ -S "$home/run/keyring/control" ] && break
  sleep 0.2
done
for _ in 1 2 3 4 5 6 7 8 9 10; do
  secret-tool search application nobody >/dev/null 2>&1 && break
  sleep 0.3
done

export CHITTY_PLUGIN_PATH="$bin/../tests/contract_plugins"  # a plugin whose commands ask for a secret
chitty() { "$bin/chitty" "$@"; }
stored() { secret-tool lookup application chitty name "$1"; }
resolves() { chitty asks secret --expected "$1" -o json 2>&1 | grep -q '"expected": true'; }
no() { echo "FAILED: $1"; exit 1; }

# Kept by chitty, read by secret-tool; no file has it.
chitty remote add board asks --base-url http://127.0.0.1:1 --token canary-one-1f8e >/dev/null 2>"$home/said"
reference=$(chitty config get remotes.board.serviceToken)
name=${reference#keyring:}
[ "$name" = local.remotes.board.serviceToken ] || no "the reference is $reference: $(cat "$home/said")"
[ "$(stored "$name")" = canary-one-1f8e ] || no "secret-tool does not find it"
grep -rqs canary-one "$home/config" "$home/data" && no "a file holds the secret"

# Replaced: one secret of that name, the new one.
chitty config set remotes.board.serviceToken canary-two-1f8e 2>/dev/null
[ "$(stored "$name")" = canary-two-1f8e ] || no "the new one is not there"
[ "$(secret-tool search --all application chitty name "$name" 2>/dev/null | grep -c '^secret')" = 1 ] || no "there are two of that name"

# Kept by a command of a plugin; rotated in its place.
chitty asks keep canary-kept-1f8e >/dev/null
[ "$(stored "$name")" = canary-kept-1f8e ] || no "a command's credential is not there"
resolves canary-kept-1f8e || no "chitty does not find what it kept"

# Kept by secret-tool, read by chitty.
printf 'canary-three-1f8e' | secret-tool store --label=x application chitty name by-hand
chitty config set remotes.board.serviceToken keyring:by-hand
resolves canary-three-1f8e || no "a secret of secret-tool's is not found"
chitty asks secret -o json | grep -q canary && no "a secret is shown"

# What is not there is said.
chitty config set remotes.board.serviceToken keyring:absent
chitty asks secret >"$home/said" 2>&1 && no "an absent secret passes"
grep -q 'it is not in the keyring' "$home/said" || no "$(cat "$home/said")"

# Without a session the 0600 file stands in.
DBUS_SESSION_BUS_ADDRESS= chitty config set remotes.board.serviceToken canary-four-1f8e 2>/dev/null
file=$(chitty config get remotes.board.serviceToken)
file=${file#file:}
DBUS_SESSION_BUS_ADDRESS= resolves canary-four-1f8e || no "the stand-in is not found"
[ "$(stat -c %a "$file")" = 600 ] || no "the stand-in is not 0600"
# Back in the session the secret moves to the keyring, and the file goes.
chitty config set remotes.board.serviceToken canary-five-1f8e 2>/dev/null
[ "$(stored local.remotes.board.serviceToken)" = canary-five-1f8e ] || no "it did not move to the keyring"
[ ! -e "$file" ] || no "the stand-in is still there"

# Removed with its remote.
chitty remote remove board --yes >/dev/null 2>&1
[ -z "$(stored local.remotes.board.serviceToken)" ] || no "a removed remote leaves its secret"

# A keyring that has gone is a sentence.
chitty remote add board asks --base-url http://127.0.0.1:1 --token canary-six-1f8e >/dev/null 2>&1
kill "$(cat "$home/keyring.pid")"
timeout 60 "$bin/chitty" asks secret >"$home/said" 2>&1 && no "a keyring that is gone passes"
grep -q '^error: cannot read the secret keyring:\|^error: the keyring does not answer' "$home/said" || no "$(cat "$home/said")"
grep -q canary "$home/said" && no "a secret is shown"
echo "keyring: all is well"
