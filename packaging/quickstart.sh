#!/bin/sh
# From a clone to a running local ChittyOS: packages, build, install, start, mint and verify one identity over HTTP.
# May be run again at any time. PREFIX says where to install (~/.local); nothing but packages is touched outside of it and of
# your own chitty folders.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
prefix=${PREFIX:-$HOME/.local}
build=$source/build/release
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

# Start it; where its port is taken (exit code 6), at the next one that is free.
up() {
  code=0
  chitty os up || code=$?
  for port in 4272 4273 4274 4275 4276 4277 4278 4279; do
    [ "$code" = 6 ] || break
    echo "Trying port $port instead."
    code=0
    chitty os up --port "$port" || code=$?
  done
  return "$code"
}

say "1/4 What the build needs"
"$source/packaging/packages.sh" build run

say "2/4 Building (some minutes the first time)"
cmake -S "$source" --preset release -DCHITTY_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$prefix" >/dev/null
cmake --build "$build" -j"$(nproc)" >"$build/build.log" 2>&1 || { tail -n 30 "$build/build.log" >&2; exit 1; }
cmake --install "$build" >/dev/null
PATH=$prefix/bin:$PATH
export PATH

say "3/4 Starting a local ChittyOS"
chitty os down >/dev/null 2>&1 || : # an older build that still runs gives way to this one; its data stays
chitty os init --env local --quiet
up || exit

say "4/4 One identity, minted and verified over HTTP"
identity=$(chitty id mint --entity PERSON -o json --jq .chittyId)
echo "minted   $identity"
chitty id verify "$identity"

say "Done."
case ":$(getent passwd "$(id -un)" | cut -d: -f7):" in *fish*) rc="fish_add_path $prefix/bin" ;; *) rc="export PATH=$prefix/bin:\$PATH" ;; esac
cat <<END
chitty is in $prefix/bin; if your shell does not find it: $rc
Next:   chitty               what there is
        chitty os status     what runs, and where
        man chitty           the manual; man chitty-id-mint for a command
        chitty os down       stop it; your data stays
END
