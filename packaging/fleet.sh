#!/bin/bash
# A fleet that is one ChittyOS: two chittyd on one PostgreSQL and one object store, behind nginx. All of it on loopback, in a folder
# of its own that is removed at the end. On machines of your own the steps are the same: chitty-fleet(7) says what is different there.
#
#     packaging/fleet.sh BIN_FOLDER                 run it until Ctrl-C
#     packaging/fleet.sh BIN_FOLDER COMMAND...      run COMMAND with the fleet: FLEET_URL, FLEET_TOKEN, FLEET_PIDS, FLEET_FOLDER
#
# BIN_FOLDER holds chitty and chittyd: build/dev/bin. The object store is s3rver from npm behind a gate that checks signatures
# (tests/partners/blobs). Ends with 77 and a sentence where something it needs is not installed.
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
bin=$(cd "$1" && pwd)
shift
PATH=$PATH:/usr/sbin
for program in nginx node npm python3 curl; do
  command -v "$program" >/dev/null || { echo "$program is not installed: packaging/packages.sh test bench"; exit 77; }
done
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { echo "PostgreSQL is not installed: packaging/packages.sh test"; exit 77; }

# Of the tests' own services `acme` keeps content, which no plugin does yet.
[ ! -d "$bin/../tests/daemon_plugins" ] || export CHITTY_PLUGIN_PATH="${CHITTY_PLUGIN_PATH:-$bin/../tests/daemon_plugins}"

work=$(mktemp -d)
started=()
end() {
  trap - EXIT
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  python3 "$source/tests/support/postgres.py" stop "$work/postgres" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_answers() { # until_answers WHAT URL HOST
  for _ in $(seq 300); do
    curl -sf -m 2 -o /dev/null -H "Host: $3" "$2" && return
    sleep 0.1
  done
  echo "$1 did not answer at $2:" >&2
  for log in "$work"/*.log; do tail -n 5 "$log" >&2; done
  return 1
}
secret() { (umask 077 && printf '%s\n' "$2" >"$work/$1"); }

echo "1/4 PostgreSQL, with TLS and a password"
python3 "$source/tests/support/postgres.py" start "$work/postgres" >"$work/postgres.log"
secret database "$(cat "$work/postgres/url")"

echo "2/4 An object store, with a key that it knows"
cp "$source"/tests/partners/blobs/{package.json,package-lock.json,gate.mjs} "$work"
timeout 120 npm ci --prefix "$work" --ignore-scripts --prefer-offline --no-audit --no-fund >"$work/npm.log" 2>&1 ||
  { tail -n 5 "$work/npm.log"; echo "npm did not bring the object store (within two minutes)"; exit 77; }
store=$(free_port) gate=$(free_port)
secret s3-secret "$(head -c 24 /dev/urandom | base64)"
(cd "$work" && exec node node_modules/.bin/s3rver -d "$work/objects" -a 127.0.0.1 -p "$store" --configure-bucket blobs >"$work/s3rver.log" 2>&1) & started+=($!)
(cd "$work" && exec node gate.mjs "$gate" "$store" S3RVER "$(cat "$work/s3-secret")" >"$work/gate.log" 2>&1) & started+=($!)
for _ in $(seq 100); do grep -qs up "$work/gate.log" && grep -qs listening "$work/s3rver.log" && break; sleep 0.1; done

echo "3/4 Two chittyd"
# One configuration for both: where the data and the content are. A machine of its own has its own copy.
mkdir -p "$work/config"
(umask 077 && cat >"$work/config/config.json") <<END
{"chittyos": {"environment": "local",
  "sharedDatabase": "file:$work/database",
  "sharedBlobs": "s3://blobs/fleet?endpoint=http://127.0.0.1:$gate&keyId=S3RVER&secret=file:$work/s3-secret"}}
END
# One port at two addresses: whoever asks through nginx calls all of them by one name. The owner's token is one file, given to each.
port=$(free_port)
pids=()
for number in 1 2; do
  mkdir -p "$work/$number/local" "$work/$number/state"
  [ "$number" = 1 ] || install -m 600 "$work/1/local/owner.token" "$work/$number/local/owner.token"
  XDG_CACHE_HOME="$work/cache" "$bin/chittyd" --data "$work/$number" --state "$work/$number/state" --config "$work/config" --listen "127.0.0.$number:$port" \
    --log "$work/chittyd-$number.log" & started+=($!) pids+=($!)
  until_answers "chittyd $number" "http://127.0.0.$number:$port/health" "127.0.0.1:$port"
done

echo "4/4 nginx before them"
front=$(free_port)
cat >"$work/nginx.conf" <<END
daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path $work/n1; proxy_temp_path $work/n2; fastcgi_temp_path $work/n3; uwsgi_temp_path $work/n4; scgi_temp_path $work/n5;
  # Where no connection can be made the other one is asked, and what may be asked twice goes to it too; a POST that had been sent does
  # not: its sender is told, and decides (or sends an Idempotency-Key). max_fails=0: a large body that is refused before it was read
  # breaks off under nginx, and must not take the daemon out for all others.
  upstream fleet { server 127.0.0.1:$port max_fails=0; server 127.0.0.2:$port max_fails=0; keepalive 32; }
  server {
    listen 127.0.0.1:$front;
    client_max_body_size 0; proxy_request_buffering off; proxy_buffering off;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host 127.0.0.1:$port;
    proxy_next_upstream error timeout;
    proxy_connect_timeout 1s; proxy_read_timeout 130s;
    location / { proxy_pass http://fleet; }
  }
}
END
nginx -c "$work/nginx.conf" -p "$work" 2>"$work/nginx.start.log" & started+=($!)
until_answers nginx "http://127.0.0.1:$front/health" "127.0.0.1:$front"

export FLEET_URL=http://127.0.0.1:$front FLEET_FOLDER=$work FLEET_PIDS="${pids[*]}"
FLEET_TOKEN=$(cat "$work/1/local/owner.token")
export FLEET_TOKEN
if [ $# -gt 0 ]; then
  code=0
  "$@" || code=$?
  exit "$code"
fi
cat <<END

One ChittyOS of two daemons is at $FLEET_URL
    chitty config set chittyos.environments.fleet.baseUrl $FLEET_URL
    chitty config set chittyos.environments.fleet.token file:$work/1/local/owner.token
    chitty id mint --entity PERSON --env fleet
End one of them (kill -9 ${pids[0]}) and go on. Ctrl-C ends all.
END
wait "${pids[@]}" || true
sleep infinity
