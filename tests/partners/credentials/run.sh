#!/bin/sh
# Issue, verify and revoke a credential with chitty, and have independent libraries judge it at each step.
#
#     run.sh BIN_FOLDER            PyJWT (Debian's python3-jwt); what CI runs
#     run.sh BIN_FOLDER npm        jose and did-jwt-vc too, from npm by the lock file
#
# BIN_FOLDER holds chitty and chittyd. Everything else happens in a folder of its own that is removed at the end.
set -eu
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" XDG_STATE_HOME="$work/state" XDG_CACHE_HOME="$work/cache"
trap '"$bin/chitty" os down >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

base=$("$bin/chitty" os up --port 0 -o json --jq .address | tr -d '"')/chittyid
member() { /usr/bin/python3 -c 'import json, sys; v = json.load(sys.stdin); print((v[0] if isinstance(v, list) else v)[sys.argv[1]])' "$1"; }

"$bin/chitty" id credential issue --type VerifiedDeveloper --claims '{"level":"senior"}' -o json >"$work/credential.json"
id=$(member id <"$work/credential.json")
jwt=$(member jwt <"$work/credential.json")
older=$(member jwt_vc1 <"$work/credential.json")
if [ "${2:-}" = npm ]; then
  cp "$here/package.json" "$here/package-lock.json" "$here/verify.mjs" "$work"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1)
fi

judge() {
  /usr/bin/python3 "$here/verify.py" "$base" "$jwt" "$1"
  [ "${2:-}" != npm ] || node "$work/verify.mjs" "$base" "$jwt" "$older" "$1"
}
judge good "${2:-}"
"$bin/chitty" id credential verify "$id" -o json >/dev/null
"$bin/chitty" id credential verify "$jwt" -o json >/dev/null

# Another key signs from now on: the old credential still verifies, and a new one names the new key.
kid=$("$bin/chitty" id key rotate --yes --jq .kid)
judge good "${2:-}"
old_jwt=$jwt old_older=$older
"$bin/chitty" id credential issue --type VerifiedDeveloper --claims '{"level":"senior"}' -o json >"$work/second.json"
jwt=$(member jwt <"$work/second.json")
older=$(member jwt_vc1 <"$work/second.json")
judge good "${2:-}"
/usr/bin/python3 -c 'import jwt, sys; old, new, kid = sys.argv[1:]
kids = [jwt.get_unverified_header(token)["kid"] for token in (old, new)]
assert kids[1] == kid != kids[0], kids' "$old_jwt" "$jwt" "$kid"
jwt=$old_jwt older=$old_older

"$bin/chitty" --yes id credential revoke "$id" --reason "a test" -o json >/dev/null
judge revoked "${2:-}"
if "$bin/chitty" id credential verify "$id" -o json >/dev/null 2>"$work/refusal"; then
  echo "chitty still calls a revoked credential valid" >&2
  exit 1
fi
grep -q revoked "$work/refusal"
echo "chitty: valid while it was, also under a rotated key, refused once revoked"
