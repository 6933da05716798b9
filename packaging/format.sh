#!/bin/sh
# format.sh: all C and C++ as .clang-format says. `format.sh check` changes nothing, and names the files that differ.
set -eu
cd "$(dirname "$0")/.."
files=$(find core packaging plugins sdk tests examples -path sdk/abi -prune -o -name node_modules -prune -o -type f \( -name '*.c' -o -name '*.cpp' -o -name '*.h' -o -name '*.hpp' \) -print)
if [ "${1:-}" = check ]; then
  differ=$(printf '%s\n' "$files" | xargs -n 40 clang-format --dry-run 2>&1 | sed -n 's/^\([^ :]*\.[ch]p*\):[0-9][0-9]*:.*/\1/p' | sort -u)
  [ -z "$differ" ] && exit
  printf '%s\n' "$differ"
  echo "These are not as .clang-format says: packaging/format.sh makes them so." >&2
  exit 1
fi
printf '%s\n' "$files" | xargs -n 40 clang-format -i
