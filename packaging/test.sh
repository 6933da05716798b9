#!/bin/sh
# Every test, on a fresh Debian 12 as on a machine of daily work: packages, build, tests; then the unit tests under the
# sanitizers. `packaging/test.sh quick` leaves the sanitizers out.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
cd "$source"
jobs=$(nproc)
packaging/packages.sh build run test
export CMAKE_BUILD_PARALLEL_LEVEL="$jobs"

build() { # build PRESET [TARGET...]
  preset=$1
  shift
  mkdir -p "build/$preset"
  cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || { cat "build/$preset/configure.log"; exit 1; }
  echo "building $preset"
  cmake --build --preset "$preset" ${1:+--target "$@"} >"build/$preset/build.log" 2>&1 || { tail -n 60 "build/$preset/build.log"; exit 1; }
}

build dev
ctest --preset dev -j"$jobs"
[ "${1:-}" != quick ] || exit 0

# The second compiler reads everything once: other warnings, other templates.
build clang

# Memory, undefined behaviour and threads: the tests of the rooms (-L unit), built for each.
for sanitizer in asan ubsan tsan; do
  build "$sanitizer" unit_tests
  ctest --test-dir "build/$sanitizer" -L unit --output-on-failure -j"$jobs"
done
