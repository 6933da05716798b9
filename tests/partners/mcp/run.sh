#!/bin/sh
# MCP judged by the official SDKs of both eras, the inspector and the conformance suite: run.sh BUILD [MODULES]. MODULES is a node_modules
# with them and Node 24; from npm, by the lock file, if not said (77: the registry is away).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap '"$build/bin/chitty" connect mcp stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT INT TERM
if [ $# -gt 1 ]; then
  modules=$(cd "$2" && pwd)
else
  cp "$here/package.json" "$here/package-lock.json" "$work/"
  npm ci --prefix "$work" --no-audit --no-fund >/dev/null 2>&1 || { echo "the packages cannot be had from npm" >&2; exit 77; }
  modules=$work/node_modules
fi
export HOME="$work/home" XDG_STATE_HOME= XDG_CONFIG_HOME= XDG_DATA_HOME= XDG_CACHE_HOME= CHITTY_PLUGIN_PATH="$build/zoo/good-c:$build/mcp_fixture" PATH="$modules/.bin:$PATH"
mkdir -p "$HOME"
chitty=$build/bin/chitty
"$chitty" connect mcp start --port 0 >/dev/null
url=$("$chitty" connect mcp status -o json --jq .url --quiet | tr -d '"')
token=$(cat "$("$chitty" connect mcp status -o json --jq .tokenFile | tr -d '"')")
ln -s "$modules" "$work/modules" 2>/dev/null || true
[ -e "$work/node_modules" ] || ln -s "$modules" "$work/node_modules"
cp "$here/clients.mjs" "$work/"
node "$work/clients.mjs" "$chitty" "$url" "$token"
count() { node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>console.log(JSON.parse(s).tools.length))'; }
echo "inspector, stdio: $(node "$modules/.bin/mcp-inspector" --cli --transport stdio --method tools/list -- "$chitty" connect mcp serve | count) tools"
echo "inspector, HTTP: $(node "$modules/.bin/mcp-inspector" --cli --transport http --server-url "$url" --header "Authorization: Bearer $token" --method tools/list | count) tools"
"$chitty" connect mcp stop >/dev/null
"$chitty" connect mcp start --port 0 --auth none --all --allow delete >/dev/null
url=$("$chitty" connect mcp status -o json --jq .url | tr -d '"')
cd "$work"
node "$modules/@modelcontextprotocol/conformance/dist/index.js" server --url "$url" --suite all -o "$work/report" >"$work/conformance.txt" 2>&1 || true
python3 "$here/score.py" "$work/conformance.txt" "$here/passes.txt"
