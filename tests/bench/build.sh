#!/bin/sh
# How long a build takes: from nothing on 2 cores, and after a change of one plugin command. No compiler cache.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CCACHE_DISABLE=1
cmake -S "$source" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG" -DCHITTY_TESTS=OFF >/dev/null
seconds() { date +%s.%N; }
build() { cmake --build "$folder" -j2 >"$folder/log" || { tail -n 30 "$folder/log"; exit 1; }; }
from=$(seconds)
build
to=$(seconds)
echo "full build from nothing, 2 jobs: $(echo "$to $from" | awk "{print \$1-\$2}") s (at most 360)"
first=$(find "$source"/plugins/*/commands -name '*.cpp' ! -name '*_test.cpp' | head -n 1)
from=$(seconds)
touch -c "$first"
build
to=$(seconds)
echo "after a change of ${first#"$source"/}: $(echo "$to $from" | awk "{print \$1-\$2}") s (at most 15)"
