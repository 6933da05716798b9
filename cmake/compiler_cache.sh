#!/bin/sh
# compiler_cache.sh CHECKOUT CCACHE COMPILER ARGUMENT...: compiles by ccache, so that what one checkout has compiled, another need not:
# paths below the checkout count as relative ones. A precompiled header that is made anew is removed first: ccache takes the old one
# for part of what the new one is made of, and gives back one that was made of other headers.
set -eu
export CCACHE_BASEDIR="$1" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
shift
for word in "$@"; do
  case $word in *.gch) rm -f "$word" ;; esac
done
exec "$@"
