#!/bin/sh
# packages.sh WORD...: install the Debian packages of debian-packages.txt that are marked with one of the words.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
words=$(echo "$*" | tr ' ' '|')
wanted=$(sed 's/#.*//' "$here/debian-packages.txt" | awk -v words="^($words)$" 'NF > 1 { path = ""; for (i = 2; i <= NF; i++) if ($i ~ /^\//) path = $i; for (i = 2; i <= NF; i++) if ($i ~ words) { print $1 ":" path; break } }')

missing=
for each in $wanted; do
  package=${each%%:*} path=${each#*:}
  [ -z "$path" ] || [ ! -e "$path" ] || continue
  dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || { echo "error: this installs Debian packages, and there is no apt-get here" >&2; echo "hint: install by hand:$missing" >&2; exit 1; }
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "Installing$missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
