#!/bin/sh
# own_plugins.sh CHITTY FOLDER: `chitty plugin check` on every plugin of the folder.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_CONFIG_HOME="$home/c" XDG_DATA_HOME="$home/d" XDG_CACHE_HOME="$home/k" XDG_STATE_HOME="$home/s"
count=0
wrong=0
for plugin in "$2"/*.so; do
  count=$((count + 1))
  "$1" plugin check "$plugin" -o csv >"$home/rows" || { wrong=1; echo "$plugin:"; grep -v '^pass,' "$home/rows"; }
done
echo "$count plugins"
[ "$count" -gt 0 ] && [ "$wrong" = 0 ]
