#!/bin/sh
# fresh.sh [COMMAND...]: run a command (packaging/test.sh, if none is said) in a clone of this checkout's HEAD on a machine as a new
# user has it: a minimal Debian 12 without a compiler and without a cache, under this machine's kernel and network. As root,
# with debootstrap. It gets this machine's package sources and nothing else of it; what it starts ends with it.
# FRESH_ROOT names a folder for it, which is kept and taken up again; else it is a temporary one.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
[ "$(id -u)" = 0 ] || { echo "error: only root can make a new root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "error: debootstrap is not installed; run: apt-get install debootstrap" >&2; exit 1; }

root=${FRESH_ROOT:-}
if [ -z "$root" ]; then
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/chitty-fresh-XXXXXX")
  trap 'rm -rf --one-file-system "$root"' EXIT
fi
mkdir -p "$root"
chmod 755 "$root"

if [ ! -e "$root/etc/debian_version" ]; then
  mirror=$(sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
  debootstrap --variant=minbase --include=ca-certificates,git bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >"$root/bootstrap.log" 2>&1 ||
    { tail "$root/bootstrap.log" >&2; exit 1; }
  rm -f "$root/etc/apt/sources.list"
  cp /etc/apt/sources.list.d/*.sources "$root/etc/apt/sources.list.d/"
  cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" # a proxy, say
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root/root/chitty"
git clone -q --no-hardlinks "$source" "$root/root/chitty"

# Its own mounts and processes, which end with it.
[ $# -gt 0 ] || set -- packaging/test.sh
unshare --mount --pid --fork --kill-child sh -euc '
  root=$1
  shift
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" \
    sh -c "cd /root/chitty && exec \"\$@\"" sh "$@"
' sh "$root" "$@"
